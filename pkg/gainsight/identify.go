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
		f := flightOf(request.Context())
		switch isInherited := f.hasDeparted.Swap(true); {
		case f.op.ID == "" || isInherited: // as a context is that a hook was given
			op := operationOf(request.Method, strings.TrimPrefix(request.URL.EscapedPath(), base.EscapedPath()))
			request = request.WithContext(fromAPI(request.Context(), op))
			f = flightOf(request.Context())
			f.hasDeparted.Store(true)
		case !f.isFromAPI:
			return next(request)
		}
		response, err := next(request)
		if err != nil {
			if request.Body != nil {
				request.Body.Close() // as the HTTP client does, which may not have been asked
			}
			return nil, f.failed(request.Context(), err, config.secrets, config.logger)
		}
		return response, nil
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
