package gainsight

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// scimRoot is where the document has the operations of SCIM.
const scimRoot = "/users/services/scim"

func isSCIM(op gsapi.Operation) bool { return strings.HasPrefix(op.Path, scimRoot+"/") }

// moveSCIM sends the operations of SCIM to another path, for tenants and servers that have them there. It stands behind
// the guard, which knows the paths of the document.
func moveSCIM(base *url.URL, to string) step {
	return func(request *http.Request, next doer) (*http.Response, error) {
		if to == "" || !isSCIM(flightOf(request.Context()).op) {
			return next(request)
		}
		moved := request.Clone(request.Context())
		moved.URL.Path = to + strings.TrimPrefix(request.URL.Path, base.Path+scimRoot)
		moved.URL.RawPath = (&url.URL{Path: to}).EscapedPath() + strings.TrimPrefix(request.URL.EscapedPath(), base.EscapedPath()+scimRoot)
		return next(moved)
	}
}
