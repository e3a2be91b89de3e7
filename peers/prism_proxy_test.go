//go:build unix

package peers

import (
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// exchange is one request and the reply that the server behind the proxy gives.
type exchange struct {
	method, path, authorization, contentType, body string

	status    int
	replyType string
	reply     string
}

const (
	scimJSON  = "application/scim+json"
	plainJSON = "application/json"
	formType  = "application/x-www-form-urlencoded"
	bearer    = "Bearer token"
	basic     = "Basic aWQ6c2VjcmV0"
)

// exchanges are what the document allows, with what it does not allow as soon as one part is changed.
var exchanges = map[string]struct {
	allowed exchange
	not     map[string]func(*exchange)
}{
	"list": {
		exchange{"GET", "/users?startIndex=1", bearer, "", "", 200, scimJSON, `{"totalResults":1,"more":{"x":[1]}}`},
		map[string]func(*exchange){
			"no authorization":  func(e *exchange) { e.authorization = "" },
			"another scheme":    func(e *exchange) { e.authorization = basic },
			"parameter":         func(e *exchange) { e.path = "/users?startIndex=0" },
			"path":              func(e *exchange) { e.path = "/persons" },
			"method":            func(e *exchange) { e.method = "PUT" },
			"reply":             func(e *exchange) { e.reply = `{"totalResults":"1"}` },
			"reply cut off":     func(e *exchange) { e.reply = `{"total` },
			"type of the reply": func(e *exchange) { e.replyType = "text/html" },
			"status":            func(e *exchange) { e.status = 418 },
		},
	},
	"patch": {
		exchange{"PATCH", "/users/a%2Fb", bearer, scimJSON, `{"Operations":[{}]}`, 200, scimJSON, `{"userName":"a","active":null,"urn:x":{"y":1}}`},
		map[string]func(*exchange){
			"body":           func(e *exchange) { e.body = `{"Operations":[]}` },
			"no body":        func(e *exchange) { e.body, e.contentType = "", "" },
			"body cut off":   func(e *exchange) { e.body = `{"Oper` },
			"type of a body": func(e *exchange) { e.contentType = "text/plain" },
			"reply":          func(e *exchange) { e.reply = `{"userName":"a","active":"yes"}` },
		},
	},
	"patch without a reply": {
		allowed: exchange{"PATCH", "/users/1", bearer, scimJSON, `{"Operations":[{}]}`, 204, "", ""},
	},
	"delete": {
		exchange{"DELETE", "/teams/1", bearer, "", "", 200, plainJSON, `{"result":true}`},
		map[string]func(*exchange){"no authorization": func(e *exchange) { e.authorization = "" }},
	},
	"a path that a template fits too": {
		exchange{"POST", "/teams/list", bearer, plainJSON, `{"select":["Gsid"]}`, 200, plainJSON, `{"result":true}`},
		map[string]func(*exchange){"body": func(e *exchange) { e.body = `{"select":[]}` }},
	},
	"form": {
		exchange{"POST", "/token", basic, formType, "grant_type=client_credentials", 200, plainJSON, `{"access_token":"x"}`},
		map[string]func(*exchange){
			"body":           func(e *exchange) { e.body = "grant_type=password" },
			"another scheme": func(e *exchange) { e.authorization = bearer },
		},
	},
	"no form": {
		allowed: exchange{"POST", "/token", basic, "", "", 200, plainJSON, `{"access_token":"x"}`},
	},
}

// The proxy hands on what the document allows, and sees everything else.
func TestPrismProxy(t *testing.T) {
	var current atomic.Pointer[exchange]
	proxy := startPrismProxy(t, smallDocument, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		current.Load().answer(w)
	}))
	for name, tt := range exchanges {
		t.Run(name, func(t *testing.T) {
			current.Store(&tt.allowed)
			reply := tt.allowed.send(t, proxy.URL)
			proxy.wantNoViolation(t)
			if reply.status != tt.allowed.status || string(reply.body) != tt.allowed.reply {
				t.Errorf("got %d %s, want %d %s", reply.status, reply.body, tt.allowed.status, tt.allowed.reply)
			}
		})
		for change, apply := range tt.not {
			t.Run(name+", not allowed: "+change, func(t *testing.T) {
				changed := tt.allowed
				apply(&changed)
				current.Store(&changed)
				reply := changed.send(t, proxy.URL)
				if violations := proxy.takeViolations(); len(violations) != 1 {
					t.Errorf("got %d %s and violations %q, want one violation", reply.status, reply.body, violations)
				}
			})
		}
	}
}

func (e exchange) answer(w http.ResponseWriter) {
	if e.replyType != "" {
		w.Header().Set("Content-Type", e.replyType)
	}
	w.WriteHeader(e.status)
	_, _ = io.WriteString(w, e.reply)
}

func (e exchange) send(t *testing.T, url string) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), e.method, url+basePath+e.path, strings.NewReader(e.body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"Authorization": e.authorization, "Content-Type": e.contentType} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	return do(t, req)
}
