package gainsight

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// identify finds out which operation a request from API means, and makes its failure an *Error, as dispatch does for the
// requests of this package, which say themselves what they are.
func identify(base *url.URL, config *config) step {
	return func(request *http.Request, next doer) (*http.Response, error) {
		ctx := request.Context()
		f := flightOf(ctx)
		if f.op.ID == "" {
			op := operationOf(request.Method, strings.TrimPrefix(request.URL.EscapedPath(), base.EscapedPath()))
			ctx = fromAPI(ctx, op)
			f = flightOf(ctx)
		}
		response, err := next(request.WithContext(ctx))
		if err != nil && f.isFromAPI {
			failure := newError(f, err).redacted(config.secrets)
			logFailure(ctx, config.logger, failure)
			return nil, failure
		}
		return response, err
	}
}

// operationOf returns the operation with a path; one without parameters comes before one with. If there is none, it has
// no ID, and the guard will say so.
func operationOf(method, path string) (found gsapi.Operation) {
	for _, op := range gsapi.Operations {
		if op.Method == method && matches(op, path) && (found.ID == "" || op.Path == path) {
			found = op
		}
	}
	return found
}
