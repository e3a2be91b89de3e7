package gainsight

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/printable"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/secret"
)

// observe tells the hooks of every attempt.
func observe(hooks []hook, secrets *secret.Keeper) step {
	return func(request *http.Request, next doer) (*http.Response, error) {
		f := flightOf(request.Context())
		attempt := Attempt{Op: f.op.ID, Method: request.Method, Number: int(f.attempts.Load()) + 1}
		request, ends := startHooks(hooks, request, attempt)
		if flightOf(request.Context()) != f {
			next = func(*http.Request) (*http.Response, error) { return nil, &unsentError{errStrangeContext} }
		}
		started := time.Now()
		response, err := next(request)
		attempt.Duration, attempt.Err = time.Since(started), err
		if response != nil {
			attempt.StatusCode, attempt.RequestID = response.StatusCode, secrets.Text(requestIDOf(response.Header))
			attempt.Err = receivedOf(response).broken
		}
		attempt.Err = secrets.Error(attempt.Err)
		for _, end := range slices.Backward(ends) {
			end(attempt)
		}
		return response, err
	}
}

var errStrangeContext = errors.New("a hook returned a context that is not derived from the one it got; nothing was sent")

// startHooks runs the hooks in their order and returns what they want to run at the end. Each gets the context of the
// one before, so that spans nest.
func startHooks(hooks []hook, request *http.Request, attempt Attempt) (*http.Request, []func(Attempt)) {
	ctx := request.Context()
	var ends []func(Attempt)
	for _, hook := range hooks {
		derived, end := hook(ctx, attempt)
		if derived != nil {
			ctx = derived
		}
		if end != nil {
			ends = append(ends, end)
		}
	}
	return request.WithContext(ctx), ends
}

// requestIDOf reads the headers that repeat the envelope's requestId (L).
func requestIDOf(header http.Header) string {
	if id := header.Get("x-gs-request-id"); id != "" {
		return printable.Text(id)
	}
	return printable.Text(header.Get("x-request-id"))
}
