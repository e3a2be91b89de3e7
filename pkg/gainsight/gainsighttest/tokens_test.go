package gainsighttest_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

const tokenPath = "/v1/users/m2m/oauth/token"

// asClient makes a request one of the client, with its id and secret as they are.
func asClient(server *gainsighttest.Server) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Del("accesskey")
		r.SetBasicAuth(server.ClientID(), server.ClientSecret())
	}
}

func contentType(mediaType string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Content-Type", mediaType) }
}

func withToken(token string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Del("accesskey")
		r.Header.Set("Authorization", "Bearer "+token)
	}
}

const form = "application/x-www-form-urlencoded"

// issueToken returns a new token.
func issueToken(t *testing.T, server *gainsighttest.Server) string {
	t.Helper()
	a := send(t, server, "POST", tokenPath, "", asClient(server))
	a.wantStatus(200)
	return tokenIn(t, a.body)
}

func tokenIn(t *testing.T, body string) string {
	t.Helper()
	var reply struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal([]byte(body), &reply); err != nil || reply.Token == "" {
		t.Fatalf("no token in %s, %v", body, err)
	}
	return reply.Token
}

func TestIssueToken(t *testing.T) {
	server := newTenant(t).Server
	escaped := func(r *http.Request) { // as golang.org/x/oauth2 does
		r.SetBasicAuth(url.QueryEscape(server.ClientID()), url.QueryEscape(server.ClientSecret()))
	}
	for _, test := range []struct {
		name, body string
		change     []func(*http.Request)
		status     int
		want       string // "" for a token
	}{
		{"no body", "", nil, 200, ""},
		{"no body and no content type", "", []func(*http.Request){contentType("")}, 200, ""},
		{"form", "grant_type=client_credentials", []func(*http.Request){contentType(form)}, 200, ""},
		{"form with more", "grant_type=client_credentials&scope=a", []func(*http.Request){contentType(form + "; charset=utf-8")}, 200, ""},
		{"escaped", "grant_type=client_credentials", []func(*http.Request){contentType(form), escaped}, 200, ""},
		{"other grant", "grant_type=password", []func(*http.Request){contentType(form)}, 400, `{"error": "unsupported_grant_type"}`},
		{"no grant", "scope=a", []func(*http.Request){contentType(form)}, 400, `{"error": "invalid_request"}`},
		{"no client", "", []func(*http.Request){func(r *http.Request) { r.Header.Del("Authorization") }}, 401, `{"error": "invalid_client"}`},
		{"other client", "", []func(*http.Request){func(r *http.Request) { r.SetBasicAuth("other", server.ClientSecret()) }}, 401, `{"error": "invalid_client"}`},
		{"other secret", "", []func(*http.Request){func(r *http.Request) { r.SetBasicAuth(server.ClientID(), "other") }}, 401, `{"error": "invalid_client"}`},
		{"no secret", "", []func(*http.Request){func(r *http.Request) { r.SetBasicAuth(server.ClientID(), "") }}, 401, `{"error": "invalid_client"}`},
		{"secret with an escape that is none", "", []func(*http.Request){func(r *http.Request) { r.SetBasicAuth(server.ClientID(), "%zz") }}, 401, `{"error": "invalid_client"}`},
		{"access key", "", []func(*http.Request){func(r *http.Request) {
			r.Header.Del("Authorization")
			r.Header.Set("accesskey", server.AccessKey())
		}}, 401, `{"error": "invalid_client"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := send(t, server, "POST", tokenPath, test.body, append([]func(*http.Request){asClient(server)}, test.change...)...)
			a.wantStatus(test.status)
			if got := a.header.Get("Content-Type"); got != "application/json" {
				t.Errorf("the content type is %q", got)
			}
			if test.want == "" {
				wantJSON(t, a.body, fmt.Sprintf(`{"access_token": %q, "token_type": "Bearer", "expires_in": 86400}`, tokenIn(t, a.body)))
				return
			}
			wantJSON(t, a.body, test.want)
			calls := server.Calls()
			if call := calls[len(calls)-1]; call.Operation != "issueToken" || !strings.Contains(test.want, `"`+call.ErrorCode+`"`) || call.Applied {
				t.Errorf("the journal has %+v", call)
			}
		})
	}
	if v := server.Violations(); len(v) != 0 {
		t.Errorf("violations: %q", v)
	}
}

func TestTokenRequestThatIsNoForm(t *testing.T) {
	server := gainsighttest.NewServer(t)
	send(t, server, "POST", tokenPath, `{"grant_type": "client_credentials"}`, asClient(server)).wantNotVendor(400, "the content type is not "+form)
}

// Which way in each operation has, the document says.
func TestAccess(t *testing.T) {
	server := newTenant(t).Server
	token := issueToken(t, server)
	document := readDocument(t)
	for pattern := range gainsighttest.Served() {
		method, path, _ := strings.Cut(pattern, " /v1")
		operation := document.Paths[path][strings.ToLower(method)]
		security := operation.Security
		if security == nil {
			security = document.Security
		}
		allowed := map[string]bool{}
		for _, way := range security {
			for name := range way {
				allowed[name] = true
			}
		}
		path = strings.NewReplacer("{gsid}", absentGsid, "{scimUserId}", "1", "{scimGroupId}", "1", "{userId}", "1").Replace(path)
		for name, way := range map[string]func(*http.Request){
			"apiKey":            func(*http.Request) {},
			"m2m":               withToken(token),
			"clientCredentials": asClient(server),
			"nothing":           withoutKey,
			"no token":          withToken(""),
			"lower case":        func(r *http.Request) { withToken(token)(r); r.Header.Set("Authorization", "bearer "+token) },
			"another word":      func(r *http.Request) { withToken(token)(r); r.Header.Set("Authorization", "Token "+token) },
		} {
			want := allowed[name] || name == "lower case" && allowed["m2m"]
			if got := send(t, server, method, "/v1"+path, "", way).status; (got != 401) != want {
				t.Errorf("%s with %s: got %d", pattern, name, got)
			}
		}
	}
}

func TestTokensEnd(t *testing.T) {
	now := time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)
	server := gainsighttest.NewServer(t, gainsighttest.WithTokenLifetime(time.Minute+time.Millisecond), gainsighttest.WithClock(func() time.Time { return now }))
	a := send(t, server, "POST", tokenPath, "", asClient(server))
	if !strings.Contains(a.body, `"expires_in":60}`) {
		t.Errorf("got %s", a.body)
	}
	first := tokenIn(t, a.body)
	now = now.Add(time.Minute)
	second := issueToken(t, server)
	listWith := func(token string) answer {
		return send(t, server, "POST", listPath, `{"select": ["Gsid"]}`, withToken(token))
	}
	listWith(first).wantStatus(200)
	now = now.Add(time.Millisecond)
	listWith(first).wantFailure(401, "GS_APIG_2401", "Unauthorized")
	scim(t, server, first, "GET", scimUsersPath, "").wantSCIM(401, "", "The bearer token is missing, expired or refused")
	listWith(second).wantStatus(200)
	third := issueToken(t, server)
	server.RevokeTokens()
	listWith(second).wantStatus(401)
	listWith(third).wantStatus(401)
	if again := issueToken(t, server); again == first || again == second || again == third {
		t.Errorf("a token came back: %s", again)
	}
}

func TestTokenLifetimeThatIsNone(t *testing.T) {
	for _, d := range []time.Duration{-1, 0, time.Second - 1} {
		server := gainsighttest.NewServer(t, gainsighttest.WithTokenLifetime(d))
		if a := send(t, server, "POST", tokenPath, "", asClient(server)); !strings.Contains(a.body, `"expires_in":86400}`) {
			t.Errorf("%s: got %s", d, a.body)
		}
	}
}

func TestTokensEndInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := gainsighttest.NewTenant()
		door := tenant.Transport()
		call := func(method, path string, change func(*http.Request)) (int, string) {
			r := request(t, tenant, method, path, strings.NewReader(""))
			r.Header.Del("accesskey")
			change(r)
			response, err := door.RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			text, err := io.ReadAll(response.Body)
			if err != nil {
				t.Fatal(err)
			}
			return response.StatusCode, string(text)
		}
		_, body := call("POST", tokenPath, func(r *http.Request) { r.SetBasicAuth(tenant.ClientID(), tenant.ClientSecret()) })
		token := tokenIn(t, body)
		for _, step := range []struct {
			wait   time.Duration
			status int
		}{{24*time.Hour - 1, 200}, {1, 401}} {
			time.Sleep(step.wait)
			if status, body := call("GET", scimUsersPath, withToken(token)); status != step.status {
				t.Errorf("got %d, want %d: %s", status, step.status, body)
			}
		}
	})
}

// Nothing that the tenant remembers has a secret in it.
func TestSecretsAreNotKept(t *testing.T) {
	server := newTenant(t).Server
	token := issueToken(t, server)
	server.RevokeTokens()
	basic := base64.StdEncoding.EncodeToString([]byte(server.ClientID() + ":" + server.ClientSecret()))
	escapedBasic := base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(server.ClientID()) + ":" + url.QueryEscape(server.ClientSecret())))
	secrets := []string{server.AccessKey(), server.ClientSecret(), url.QueryEscape(server.ClientSecret()), token, basic, escapedBasic}
	for _, secret := range secrets {
		body := fmt.Sprintf(`{"select": [%q]}`, secret)
		send(t, server, "POST", listPath+"?a="+url.QueryEscape(secret), body, func(r *http.Request) { r.Header.Set("X-Other", secret) })
		send(t, server, "PATCH", "/v1/"+url.PathEscape(secret), body, withToken(secret))
		send(t, server, "POST", tokenPath, "grant_type=client_credentials&client_secret="+url.QueryEscape(secret), contentType(form), asClient(server))
	}
	kept := fmt.Sprintf("%+v %q", server.Calls(), server.Violations())
	for _, call := range server.Calls() {
		kept += string(call.Body)
	}
	for _, secret := range secrets {
		if strings.Contains(kept, secret) {
			t.Errorf("%q is kept", secret)
		}
	}
	if !strings.Contains(kept, "REDACTED") {
		t.Errorf("nothing is redacted in %s", kept)
	}
}
