package gainsighttest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

func TestAuthentication(t *testing.T) {
	server := gainsighttest.NewServer(t, gainsighttest.WithAccessKey("another-artificial-key"))
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Del("accesskey")
			r.Header.Set(name, value)
		}
	}
	for _, change := range []func(*http.Request){
		func(r *http.Request) { r.Header.Del("accesskey") },
		set("accesskey", ""),
		set("accesskey", "wrong"),
		set("accesskey", "another-artificial-kex"),
		set("Authorization", "Bearer another-artificial-key"),
	} {
		for _, path := range []string{listPath, "/v1/nothing", "/v1/users"} {
			send(t, server, "POST", path, `{"select": ["Gsid"]}`, change).wantLike(401, `{
				"result": false, "errorCode": "GS_APIG_2401", "errorDesc": "Unauthorized", "requestId": "REQUEST"}`)
		}
	}
	list(t, server, `{"select": ["Gsid"]}`).wantData(`{"page": 0, "size": 0, "limit": 25, "records": []}`)
	send(t, server, "POST", listPath, `{"select": ["Gsid"]}`, set("ACCESSKEY", server.AccessKey())).wantData(`{"page": 0, "size": 0, "limit": 25, "records": []}`)
}

func TestNobodyIsLetInWithAnEmptyKey(t *testing.T) {
	server := gainsighttest.NewServer(t, gainsighttest.WithAccessKey(""))
	list(t, server, `{}`).wantFailure(401, "GS_APIG_2401", "Unauthorized")
	if path := server.Calls()[0].Path; path != listPath {
		t.Errorf("the call went to %s", path) // an empty key is not in it
	}
}

func TestUnknownRoutes(t *testing.T) {
	server := gainsighttest.NewServer(t)
	for _, route := range []string{
		"GET /", "GET /v1", "POST /teams/services/companyTeam/list", "GET " + listPath, "POST " + teamPath, "DELETE " + teamPath,
		"PUT " + teamPath + "/", "POST /v1/teams/services/companyteam/list", "POST //v1/teams/services/companyTeam/list",
		"POST /v1/teams/../teams/services/companyTeam/list", "GET /v1/users/", "PATCH /v1/scim/v2/Users/1",
	} {
		method, path, _ := strings.Cut(route, " ")
		send(t, server, method, path, "").wantLike(404, `{
			"result": false, "errorCode": "GS_APIG_1000", "errorDesc": "The route is not known", "requestId": "REQUEST"}`)
	}
}

func TestViolations(t *testing.T) {
	contentType := func(value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Content-Type", value) }
	}
	for _, test := range []struct {
		name, method, path, body string
		change                   func(*http.Request)
		description              string
	}{
		{"no JSON", "POST", listPath, `{"select": ["Gsid"],}`, nil, "not one JSON value"},
		{"two values", "POST", listPath, `{"select": ["Gsid"]} {}`, nil, "not one JSON value"},
		{"wrong type", "POST", listPath, `{"select": "Gsid"}`, nil, "can't decode JSON body"},
		{"wrong type of limit", "POST", listPath, `{"select": ["Gsid"], "limit": "25"}`, nil, "can't decode JSON body"},
		{"value is no list", "POST", listPath, `{"select": ["Gsid"], "where": {"conditions": [{"name": "Gsid", "alias": "a", "operator": "EQ", "value": "x"}]}}`, nil, "can't decode JSON body"},
		{"object for a list", "POST", deletePath, `{"gsid": ["x"]}`, nil, "can't decode JSON body"},
		{"number for a GSID", "POST", deletePath, `[1]`, nil, "can't decode JSON body"},
		{"number for a role", "PUT", teamPath, `{"records": [{"UserRole": 1}]}`, nil, "can't decode JSON body"},
		{"null for a record", "PUT", teamPath, `{"records": [null]}`, nil, "can't decode JSON body"},
		{"a member twice", "PUT", teamPath, `{"records": [{"UserRole": "a", "UserRole": "b"}]}`, nil, "can't decode JSON body"},
		{"name in upper case", "POST", listPath, `{"Select": ["Gsid"]}`, nil, `"Select" is written "select"`},
		{"name in upper case beside others", "POST", listPath, `{"limit": 5, "page": 0, "select": ["Gsid"], "OrderBy": {}}`, nil, `"OrderBy" is written "orderBy"`},
		{"name in upper case in a list", "POST", listPath, `{"select": ["Gsid"], "where": {"conditions": [{"Name": "Gsid"}]}}`, nil, `"Name" is written "name"`},
		{"name in upper case in a where", "POST", listPath, `{"select": ["Gsid"], "where": {"Conditions": []}}`, nil, `"Conditions" is written "conditions"`},
		{"name in upper case in a map", "PUT", teamPath, `{"records": [{"recordS": 1}], "lookups": {"CompanyGsid": {"ObjectName": "Company"}}}`, nil, `"ObjectName" is written "objectName"`},
		{"another content type", "POST", listPath, `{"select": ["Gsid"]}`, contentType("text/plain"), "content type"},
		{"no content type", "POST", listPath, `{"select": ["Gsid"]}`, contentType(""), "content type"},
		{"key twice", "PUT", teamPath + "?key=Gsid&key=Gsid", `{"records": [{}]}`, nil, "key"},
		{"broken query", "PUT", teamPath + "?key=%zz", `{"records": [{}]}`, nil, "query"},
		{"bytes that are no text", "PUT", teamPath, "{\"records\": [{\"A__gc\": \"\xff\"}]}", nil, "not UTF-8"},
		{"body too large", "POST", listPath, sized(8<<20 + 1), nil, "too large"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := gainsighttest.NewServer(t)
			var change []func(*http.Request)
			if test.change != nil {
				change = append(change, test.change)
			}
			send(t, server, test.method, test.path, test.body, change...).wantNotVendor(400, test.description)
			violations := server.Violations()
			if len(violations) != 1 || !strings.Contains(violations[0], test.description) || !strings.HasPrefix(violations[0], test.method+" /v1/teams") {
				t.Errorf("violations: %q", violations)
			}
			if call := server.Calls()[0]; call.Status != 400 || call.ErrorCode != "" {
				t.Errorf("the call has %d %q", call.Status, call.ErrorCode)
			}
		})
	}
}

func TestContentTypeWithCharset(t *testing.T) {
	server := gainsighttest.NewServer(t)
	send(t, server, "POST", listPath, `{"select": ["Gsid"]}`, func(r *http.Request) {
		r.Header.Set("Content-Type", "application/json; charset=utf-8")
	}).wantData(`{"page": 0, "size": 0, "limit": 25, "records": []}`)
}

func TestHeadersOfReplies(t *testing.T) {
	server := gainsighttest.NewServer(t)
	uuid := regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	seen := map[string]bool{}
	for _, reply := range []answer{
		list(t, server, `{"select": ["Gsid"]}`),
		list(t, server, `{}`),
		list(t, server, ``),
		send(t, server, "GET", "/v1/users/x", ""),
		send(t, server, "GET", "/v1/nothing", ""),
		send(t, server, "GET", "/v1/nothing", "", func(r *http.Request) { r.Header.Del("accesskey") }),
	} {
		id := reply.envelope().RequestID
		if !uuid.MatchString(id) || seen[id] {
			t.Errorf("request id %q", id)
		}
		seen[id] = true
		h := reply.header
		if h.Get("X-Gs-Request-Id") != id || h.Get("X-Request-Id") != id || h.Get("Content-Type") != "application/json" {
			t.Errorf("headers of %s: %v", id, h)
		}
	}
}

func TestCalls(t *testing.T) {
	server := gainsighttest.NewServer(t)
	send(t, server, "PUT", teamPath+"?key=Gsid", `{"records": []}`, func(r *http.Request) {
		r.Header.Set("Authorization", "Bearer artificial")
		r.Header.Set("X-Other", "other")
	})
	send(t, server, "DELETE", teamPath+"/a%2Fb", "")
	send(t, server, "GET", "/v1/nothing", "")

	calls := server.Calls()
	if len(calls) != 3 {
		t.Fatalf("%d calls", len(calls))
	}
	first := calls[0]
	if first.Operation != "upsertCompanyTeamRecords" || first.Method != "PUT" || first.Path != teamPath || first.Query != "key=Gsid" ||
		string(first.Body) != `{"records": []}` || first.Status != 400 || first.ErrorCode != "GU_3006" {
		t.Errorf("first call: %+v", first)
	}
	if h := first.Header; h.Get("accesskey") != "REDACTED" || h.Get("Authorization") != "REDACTED" || h.Get("X-Other") != "other" {
		t.Errorf("headers: %v", h)
	}
	if calls[1].Operation != "deleteCompanyTeamRecord" || calls[1].Path != teamPath+"/a%2Fb" {
		t.Errorf("second call: %+v", calls[1])
	}
	if calls[2].Operation != "" || calls[2].Status != 404 || calls[2].ErrorCode != "GS_APIG_1000" {
		t.Errorf("third call: %+v", calls[2])
	}

	first.Header.Set("X-Other", "changed")
	first.Body[0] = 'x'
	if again := server.Calls()[0]; again.Header.Get("X-Other") != "other" || !bytes.HasPrefix(again.Body, []byte("{")) {
		t.Error("a change of what Calls returned reached the tenant")
	}
}

// sayings has everything that a tenant remembers.
func sayings(t *testing.T, tenant *gainsighttest.Tenant) string {
	t.Helper()
	said := fmt.Sprintf("%q", tenant.Violations())
	for _, call := range tenant.Calls() {
		said += fmt.Sprintf("%+v %q\n", call, call.Body)
	}
	return said
}

func TestSecretsAreForgotten(t *testing.T) {
	const key = "artificial/key+0123"
	headers := func(r *http.Request) {
		r.Header.Del("accesskey")
		r.Header["accesskey"] = []string{key, "secret1"} // as a program without regard for spelling has it
		r.Header["authorization"] = []string{"Bearer secret2", "Basic secret3"}
		r.Header["COOKIE"] = []string{"session=secret4"}
		r.Header.Set("Proxy-Authorization", "Basic secret5")
		r.Header.Set("X-Other", "key "+key)
	}
	for name, open := range doors {
		t.Run(name, func(t *testing.T) {
			server := newTenant(t, gainsighttest.WithAccessKey(key))
			door := open(server.Server)
			wantStatus(200)(t, try(t, server.Server, door, "POST", listPath+"?k="+url.QueryEscape(key), `{"select": ["Gsid"], "k": "`+key+`"}`, headers))
			wantStatus(404)(t, try(t, server.Server, door, "DELETE", teamPath+"/"+url.PathEscape(key)+key, "", headers))
			wantStatus(400)(t, try(t, server.Server, door, "POST", listPath, `{"select": ["Gsid"], "where": `+key+`}`, headers))
			wantStatus(400)(t, try(t, server.Server, door, "PUT", teamPath, `{"records": [{"TeamAdmin": "`+key+`"}]}`, headers))
			for _, secret := range []string{key, url.QueryEscape(key), url.PathEscape(key), "secret"} {
				if said := sayings(t, server.Tenant); strings.Contains(said, secret) {
					t.Errorf("%s is in\n%s", secret, said)
				}
			}
			if call := server.Calls()[0]; call.Query != "k=REDACTED" || string(call.Body) != `{"select": ["Gsid"], "k": "REDACTED"}` || call.Header.Get("X-Other") != "key REDACTED" {
				t.Errorf("the call is %+v %s", call, call.Body)
			}
		})
	}
}

// A handler may be given a header that no server has spelled.
func TestSecretsInAHeaderAsItIs(t *testing.T) {
	tenant := gainsighttest.NewTenant()
	r := request(t, tenant, "POST", listPath, strings.NewReader("{}"))
	r.Header = http.Header{"accesskey": {"secret", "secret"}, "x-other": {"other"}}
	tenant.ServeHTTP(httptest.NewRecorder(), r)
	if h := tenant.Calls()[0].Header; strings.Contains(fmt.Sprint(h), "secret") || h.Get("X-Other") != "other" {
		t.Errorf("the header is %v", h)
	}
}

func TestViolationsAreBounded(t *testing.T) {
	tenant := gainsighttest.NewTenant()
	for i := range 1002 {
		tenant.Inject(strings.Repeat("é", 600), -i, gainsighttest.ResetBefore())
	}
	got := tenant.Violations()
	if len(got) != 1001 || got[1000] != "and 2 more" || len(got[0]) > 1003 || !utf8.ValidString(got[0]) || !strings.HasSuffix(got[0], "é…") {
		t.Errorf("%d violations, the first is %q, the last %q", len(got), got[0], got[len(got)-1])
	}
}

func TestCallLimit(t *testing.T) {
	for limit, want := range map[int]string{-1: "0 1 2 3 4", 0: "0 1 2 3 4", 1: "4", 2: "3 4", 9: "0 1 2 3 4"} {
		server := gainsighttest.NewServer(t, gainsighttest.WithCallLimit(limit))
		ids := map[string]bool{}
		for i := range 5 {
			ids[send(t, server, "GET", fmt.Sprint("/", i), "").envelope().RequestID] = true
		}
		var paths []string
		for _, call := range server.Calls() {
			paths = append(paths, strings.TrimPrefix(call.Path, "/"))
		}
		if got := strings.Join(paths, " "); got != want || len(ids) != 5 {
			t.Errorf("limit %d: %d ids, %s, want %s", limit, len(ids), got, want)
		}
	}
}

func TestHandlerWithoutServer(t *testing.T) {
	tenant := gainsighttest.NewTenant(nil...)
	request, err := http.NewRequestWithContext(context.Background(), "DELETE", teamPath+"/"+absentGsid, nil) // its Body is nil
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("accesskey", tenant.AccessKey())
	recorder := httptest.NewRecorder()
	tenant.ServeHTTP(recorder, request)
	if recorder.Code != 400 || !strings.Contains(recorder.Body.String(), "GU_8003") {
		t.Errorf("got %d %s", recorder.Code, recorder.Body)
	}
}

// sized is a list call with a body of n bytes.
func sized(n int) string {
	const call = `{"select": ["Gsid"]}`
	return call + strings.Repeat(" ", n-len(call))
}

func TestLargestBody(t *testing.T) {
	server := gainsighttest.NewServer(t)
	list(t, server, sized(8<<20)).wantStatus(200)
	if call := server.Calls()[0]; len(call.Body) != 8<<20 || !call.Applied {
		t.Errorf("the call has %d bytes, applied is %v", len(call.Body), call.Applied)
	}
}

// A prefix that takes the first slash with it leaves a path that a router would redirect.
func TestPathWithoutSlash(t *testing.T) {
	server := gainsighttest.NewServer(t)
	mounted := httptest.NewServer(http.StripPrefix("/acme/", server))
	defer mounted.Close()
	server.URL = mounted.URL + "/acme"
	list(t, server, `{"select": ["Gsid"]}`).wantFailure(404, "GS_APIG_1000", "")
}

// The router of net/http has an answer of its own to this request line, which no server hands on.
func TestRequestThatTheRouterKeeps(t *testing.T) {
	tenant := gainsighttest.NewTenant()
	r := request(t, tenant, "POST", listPath, strings.NewReader(`{"select": ["Gsid"]}`))
	r.RequestURI = "*"
	recorder := httptest.NewRecorder()
	tenant.ServeHTTP(recorder, r)
	answer{t, recorder.Code, recorder.Header(), recorder.Body.String()}.wantNotVendor(500, "no operation has seen it")
	if v := tenant.Violations(); len(v) != 1 {
		t.Errorf("violations: %q", v)
	}
}

func TestCallerThatHangsUp(t *testing.T) {
	server := gainsighttest.NewServer(t)
	connection, err := net.Dial("tcp", strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	fmt.Fprintf(connection, "PUT %s HTTP/1.1\r\nHost: x\r\nAccessKey: %s\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{", teamPath, server.AccessKey())
	if err := connection.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(connection); len(text) != 0 || !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("got %q, %v", text, err)
	}
	calls := server.Calls()
	if len(calls) != 1 || calls[0].Status != 0 || calls[0].Applied || calls[0].Operation != "upsertCompanyTeamRecords" || string(calls[0].Body) != "{" {
		t.Errorf("calls: %+v", calls)
	}
	if v := server.Violations(); len(v) != 0 {
		t.Errorf("violations: %q", v)
	}
}
