package gainsight

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// identify finds out which operation a request of the generated client means. The requests of this package say so
// themselves.
func identify(base *url.URL) step {
	return func(request *http.Request, next doer) (*http.Response, error) {
		if flightOf(request.Context()).op.ID == "" {
			f := &flight{op: operationOf(request.Method, strings.TrimPrefix(request.URL.EscapedPath(), base.Path))}
			request = request.WithContext(f.board(request.Context()))
		}
		return next(request)
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
