package gainsighttest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"slices"
	"unicode/utf8"

	"github.com/gainsight-go/gainsight-go/gen/gsserver"
)

const (
	accessKeyHeader = "Accesskey"
	maxBodyBytes    = 8 << 20
)

// operations holds the operations that are served.
type operations struct{ tenant *Tenant }

func newRouter(t *Tenant) *http.ServeMux {
	router := http.NewServeMux()
	strict := gsserver.NewStrictHandlerWithOptions(operations{tenant: t}, nil, gsserver.StrictHTTPServerOptions{
		RequestErrorHandlerFunc:  answerUndecodable,
		ResponseErrorHandlerFunc: func(http.ResponseWriter, *http.Request, error) {}, // the operations return no error
	})
	gsserver.HandlerWithOptions(strict, gsserver.StdHTTPServerOptions{
		BaseURL:          "/v1",
		BaseRouter:       router,
		ErrorHandlerFunc: answerUndecodable,
	})
	return router
}

func answerUndecodable(_ http.ResponseWriter, r *http.Request, err error) {
	_ = exchangeOf(r.Context()).unfit(r, err.Error()).keep()
}

// ServeHTTP serves one request.
func (t *Tenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, readErr := readBody(w, r)
	x := t.enter(r, body)
	operation, refused := x.admit(r)
	if hungUp(readErr) {
		reset(w)
		return
	}
	if refused != nil {
		if operation.id != "" {
			x.check(*refused)
		}
		refused.send(w)
		return
	}
	carryOut := func() reply {
		made := x.carryOut(r, operation, readErr)
		x.check(made)
		return made
	}
	fault := t.faults.next(operation.id)
	if fault.strike == nil {
		carryOut().send(w)
		return
	}
	t.journal.nameFault(x.call, fault.name)
	fault.strike(w, target{x, r.Context(), carryOut})
}

func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if r.Body == nil { // only where no server stands before the handler
		return nil, nil
	}
	return io.ReadAll(http.MaxBytesReader(w, r.Body, maxBodyBytes))
}

// hungUp reports whether a caller has gone in the middle of its body: nobody is left to reply to, and nothing is wrong
// with the request but its end.
func hungUp(readErr error) bool {
	var tooLarge *http.MaxBytesError
	return readErr != nil && !errors.As(readErr, &tooLarge)
}

func (t *Tenant) enter(r *http.Request, body []byte) *exchange {
	secrets := t.journal.secrets
	call := &Call{
		Host:   secrets.text(r.Host),
		Method: secrets.text(r.Method),
		Path:   secrets.text(r.URL.EscapedPath()),
		Query:  secrets.text(r.URL.RawQuery),
		Header: secrets.header(r.Header),
		Body:   secrets.bytes(body),
	}
	return &exchange{tenant: t, call: call, body: body, baseURL: baseURL(r), requestID: t.journal.open(call)}
}

func baseURL(r *http.Request) string {
	if r.TLS == nil {
		return "http://" + r.Host
	}
	return "https://" + r.Host
}

// admit finds the operation that a caller means. It refuses what names none, and who is not let in.
func (x *exchange) admit(r *http.Request) (o operation, refused *reply) {
	pattern := x.route(r)
	o = served[pattern]
	x.operation = o
	x.tenant.journal.nameOperation(x.call, o.id)
	var no reply
	switch {
	case x.tenant.noIPAccess && o.isSCIM():
		no = x.failure(scimRefusal(http.StatusForbidden, "", refuse(gatewayAddress).description))
	case x.tenant.noIPAccess:
		no = x.failure(refuse(gatewayAddress))
	case !x.tenant.lets(r, o.access):
		no = x.unauthorized()
	case pattern == "":
		no = x.failure(refuse(gatewayUnknownRoute))
	default:
		return o, nil
	}
	return o, &no
}

// carryOut does what a call asks for.
func (x *exchange) carryOut(r *http.Request, o operation, readErr error) reply {
	if o.isLimited() {
		if refused := x.tenant.limits.count(x.tenant.now); refused != nil {
			return x.failure(refused)
		}
	}
	if o.isSCIM() && r.Method != http.MethodGet && x.tenant.noSuperAdmin {
		return x.failure(scimRefusal(http.StatusForbidden, "", "Only super admins may write"))
	}
	if readErr != nil {
		return x.violation(http.StatusBadRequest, "cannot read the body: "+readErr.Error())
	}
	if x.tenant.companyTeamOff && o.isCompanyTeam {
		return x.failure(refuse(featureOff))
	}
	if fault := malformed(r, o, x.body); fault != "" {
		return x.unfit(r, fault)
	}
	r = r.WithContext(withExchange(r.Context(), x))
	r.Body = io.NopCloser(bytes.NewReader(x.body))
	x.tenant.router.ServeHTTP(httptest.NewRecorder(), r) // the operation keeps its reply, so that a fault can have it first
	if x.made == nil {
		return x.violation(http.StatusInternalServerError, "the router knows the request, but no operation has seen it")
	}
	return *x.made
}

// route returns the pattern that a request fits, and "" if there is none. The router would answer a path like //v1, or
// v1 where a prefix was cut off with its slash, with a redirect; here, it is not known.
func (x *exchange) route(r *http.Request) (pattern string) {
	if escaped := r.URL.EscapedPath(); path.Clean(escaped) != escaped || !path.IsAbs(escaped) {
		return ""
	}
	_, pattern = x.tenant.router.Handler(r)
	return pattern
}

// malformed tells what the generated server would let pass, and "" if there is nothing: it drops a query parameter
// that it cannot read, takes any content type, takes bytes that are no text, reads no further than the end of the first
// JSON value, and takes names in upper and lower case.
func malformed(r *http.Request, operation operation, body []byte) string {
	if _, err := url.ParseQuery(r.URL.RawQuery); err != nil {
		return "cannot read the query: " + err.Error()
	}
	if operation.body == nil || operation.access == clientOnly && len(body) == 0 {
		return ""
	}
	if mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); !slices.Contains(operation.mediaTypes(), mediaType) {
		return "the content type is not " + operation.mediaTypes()[0]
	}
	if operation.access == clientOnly {
		return ""
	}
	if !utf8.Valid(body) {
		return "the body is not UTF-8"
	}
	if !json.Valid(body) {
		return "the body is not one JSON value"
	}
	return misspelled(body, operation.body)
}
