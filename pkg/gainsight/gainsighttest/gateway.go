package gainsighttest

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"reflect"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/gen/gsserver"
)

const (
	accessKeyHeader = "Accesskey"
	maxBodyBytes    = 8 << 20
)

// operation is an operation that the tenant serves.
type operation struct {
	id   string       // of the document
	body reflect.Type // nil for none
}

// served lists the operations that the tenant serves. Whatever else the document knows is answered with 501.
var served = map[string]operation{
	"DELETE /v1/teams/services/companyTeam/{gsid}": {"deleteCompanyTeamRecord", nil},
	"POST /v1/teams/services/companyTeam/delete":   {"bulkDeleteCompanyTeamRecords", reflect.TypeFor[gsapi.CompanyTeamBulkDeleteRequest]()},
	"PUT /v1/teams/services/companyTeam":           {"upsertCompanyTeamRecords", reflect.TypeFor[gsapi.CompanyTeamUpsertRequest]()},
	"POST /v1/teams/services/companyTeam/list":     {"listCompanyTeamRecords", reflect.TypeFor[gsapi.SearchRequest]()},
}

// companyTeam holds the operations that are served. The embedded interface has all others; the gateway lets no call
// through to them.
type companyTeam struct {
	gsserver.StrictServerInterface
	tenant *Tenant
}

func newRouter(t *Tenant) *http.ServeMux {
	router := http.NewServeMux()
	strict := gsserver.NewStrictHandlerWithOptions(companyTeam{tenant: t}, nil, gsserver.StrictHTTPServerOptions{
		RequestErrorHandlerFunc:  answerUndecodable,
		ResponseErrorHandlerFunc: func(http.ResponseWriter, *http.Request, error) {}, // the caller has hung up
	})
	gsserver.HandlerWithOptions(strict, gsserver.StdHTTPServerOptions{
		BaseURL:          "/v1",
		BaseRouter:       router,
		ErrorHandlerFunc: answerUndecodable,
	})
	return router
}

func answerUndecodable(w http.ResponseWriter, r *http.Request, err error) {
	x := exchangeOf(r.Context())
	_ = x.violation(http.StatusBadRequest, err.Error()).send(w)
}

// ServeHTTP serves one request.
func (t *Tenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, readErr := readBody(w, r)
	x := t.enter(r, body)
	if refused := x.admit(r, readErr); refused != nil {
		_ = refused.send(w)
		return
	}
	r = r.WithContext(withExchange(r.Context(), x))
	r.Body = io.NopCloser(bytes.NewReader(body))
	t.router.ServeHTTP(w, r)
}

func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if r.Body == nil { // only where no server stands before the handler
		return nil, nil
	}
	return io.ReadAll(http.MaxBytesReader(w, r.Body, maxBodyBytes))
}

func (t *Tenant) enter(r *http.Request, body []byte) *exchange {
	call := &Call{
		Method: r.Method,
		Path:   r.URL.EscapedPath(),
		Query:  r.URL.RawQuery,
		Header: redact(r.Header),
		Body:   body,
	}
	return &exchange{t, call, t.journal.open(call)}
}

// admit does what a gateway does before any operation is reached. It returns nil for a call that may go on.
func (x *exchange) admit(r *http.Request, readErr error) *reply {
	pattern := x.route(r)
	operation, isServed := served[pattern]
	x.tenant.journal.nameOperation(x.call, operation.id)
	var refused reply
	switch {
	case !x.authentic(r):
		refused = x.failure(refuse(gatewayUnauthorized))
	case pattern == "":
		refused = x.failure(refuse(gatewayUnknownRoute))
	case !isServed:
		refused = x.notVendor(http.StatusNotImplemented, "not served yet: "+pattern)
	case readErr != nil:
		refused = x.violation(http.StatusBadRequest, "cannot read the body: "+readErr.Error())
	case x.tenant.companyTeamOff:
		refused = x.failure(refuse(featureOff))
	default:
		fault := malformed(r, operation, x.call.Body)
		if fault == "" {
			return nil
		}
		refused = x.violation(http.StatusBadRequest, fault)
	}
	return &refused
}

func (x *exchange) authentic(r *http.Request) bool {
	return x.tenant.accessKey != "" && r.Header.Get(accessKeyHeader) == x.tenant.accessKey
}

// route returns the pattern that a request fits, and "" if there is none. The router would answer a path like //v1
// with a redirect; here, it is not known.
func (x *exchange) route(r *http.Request) (pattern string) {
	if escaped := r.URL.EscapedPath(); path.Clean(escaped) != escaped {
		return ""
	}
	_, pattern = x.tenant.router.Handler(r)
	return pattern
}

// malformed tells what the generated server would let pass, and "" if there is nothing: it drops a query parameter
// that it cannot read, takes any content type, reads no further than the end of the first JSON value, and takes names in
// upper and lower case.
func malformed(r *http.Request, operation operation, body []byte) string {
	if _, err := url.ParseQuery(r.URL.RawQuery); err != nil {
		return "cannot read the query: " + err.Error()
	}
	if operation.body == nil {
		return ""
	}
	if mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); mediaType != "application/json" {
		return "the content type is not application/json"
	}
	if !json.Valid(body) {
		return "the body is not one JSON value"
	}
	return misspelled(body, operation.body)
}
