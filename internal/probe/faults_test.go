package probe

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/verify"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// textOf is everything that is said of a probe, in all formats.
func textOf(t *testing.T, report *verify.Report) string {
	t.Helper()
	var b strings.Builder
	for _, format := range verify.Formats {
		text, err := report.Encode(format)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(text)
	}
	return b.String()
}

func TestFaults(t *testing.T) {
	const company, users = "listCompanyTeamRecords", "listUserRecords"
	tests := map[string]struct {
		operation string
		fault     gainsighttest.Fault
		want      []string // in the report
	}{
		"refused":        {company, gainsighttest.Refuse(400, "GU_8005"), []string{"failure: listCompanyTeamRecords: HTTP 400, GU_8005: feature off"}},
		"rate limited":   {users, gainsighttest.Refuse(429, "GU_2400"), []string{"failure: listUserRecords: HTTP 429, GU_2400: rate limited"}},
		"false with 200": {users, gainsighttest.Refuse(200, "GU_1101"), []string{"failure: listUserRecords: HTTP 200, GU_1101", "note: listUserRecords, reply 200, body at /result"}},
		"reset":          {company, gainsighttest.ResetBefore(), []string{"failure: listCompanyTeamRecords: no reply: "}},
		"cut off":        {company, gainsighttest.CutOff(), []string{"failure: listCompanyTeamRecords: HTTP 200, and the client can make nothing of the reply"}},
		"HTML":           {users, gainsighttest.BadGateway(), []string{"failure: listUserRecords: HTTP 502: server error", "violation: listUserRecords, reply 502"}},
		"redirect":       {users, gainsighttest.RedirectTo("https://evil.example.com/"), []string{"failure: listUserRecords: HTTP 307: a redirect, which is not followed", "violation: listUserRecords, reply 307"}},
		"token refused":  {"issueToken", gainsighttest.Refuse(401, ""), []string{"failure: issueToken: HTTP 401, and no token", "note: scimListUsers: left out: there is no token"}},
		"token is HTML":  {"issueToken", gainsighttest.BadGateway(), []string{"failure: issueToken: HTTP 502, and no token", "violation: issueToken, reply 502"}},
		"token is reset": {"issueToken", gainsighttest.ResetBefore(), []string{"failure: issueToken: no reply: ", "note: scimListGroups: left out: there is no token"}},
		"SCIM refused":   {"scimListUsers", gainsighttest.Refuse(403, ""), []string{"failure: scimListUsers: HTTP 403: unauthorized"}},
		"SCIM, a kind":   {"scimListGroups", gainsighttest.Refuse(400, "invalidFilter"), []string{"failure: scimListGroups: HTTP 400, invalidFilter: invalid request"}},
		"SCIM is HTML":   {"scimGetServiceProviderConfig", gainsighttest.BadGateway(), []string{"failure: scimGetServiceProviderConfig: HTTP 502: server error"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := newTenant()
			tenant.Inject(test.operation, 0, test.fault)
			report := report(t, tenant.Transport(), credentialsOf(tenant))
			text := textOf(t, report)
			for _, want := range test.want {
				if !strings.Contains(text, want) {
					t.Errorf("the report does not say %q:\n%s", want, text)
				}
			}
			if report.Verdict != verify.Failed {
				t.Error("passed")
			}
			if n := len(tenant.Calls()); n > 6 {
				t.Errorf("%d calls", n)
			}
			wantNoSecret(t, tenant, text)
		})
	}
}

// A tenant can put anything into a code, also what it was asked about.
func TestCodeIsNoPlaceForData(t *testing.T) {
	t.Parallel()
	tenant := newTenant()
	tenant.Inject("listUserRecords", 0, gainsighttest.Refuse(400, "alex@example.com is unknown"))
	tenant.Inject("scimListUsers", 0, gainsighttest.Refuse(400, "Alex Example"))
	text := textOf(t, report(t, tenant.Transport(), credentialsOf(tenant)))
	if !strings.Contains(text, "failure: listUserRecords: HTTP 400, a code that is not of the usual form") {
		t.Errorf("nothing is said of the code:\n%s", text)
	}
	for _, data := range []string{"alex@example.com", "Alex Example"} {
		if strings.Contains(text, data) {
			t.Errorf("%q is shown:\n%s", data, text)
		}
	}
}

func wantNoSecret(t *testing.T, tenant *gainsighttest.Tenant, text string) {
	t.Helper()
	for _, secret := range []string{tenant.AccessKey(), tenant.ClientSecret(), "Bearer ", "Basic "} {
		if strings.Contains(text, secret) {
			t.Errorf("%q is in %s", secret, text)
		}
	}
}

// A token that is refused is not replaced, and the other calls are made with it all the same.
func TestRefusedToken(t *testing.T) {
	tenant := newTenant()
	all := credentialsOf(tenant)
	transport := answering{tenant.Transport(), "/teams/services/companyTeam/list", func(*http.Request) (int, string) {
		return 401, `{"result":false,"errorCode":"GS_APIG_2401","errorDesc":"Unauthorized","requestId":"1"}`
	}}
	report := report(t, transport, Credentials{clientID: all.clientID, clientSecret: all.clientSecret})
	if len(report.Remarks) != 1 || report.Remarks[0].String() != "failure: listCompanyTeamRecords: HTTP 401, GS_APIG_2401: unauthorized" || report.Traffic.Checked != 6 {
		t.Errorf("%+v", report)
	}
}

// answering answers the requests for one path in place of the tenant.
type answering struct {
	http.RoundTripper
	path   string
	answer func(*http.Request) (status int, body string)
}

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(r.URL.Path, a.path) {
		return a.RoundTripper.RoundTrip(r)
	}
	status, body := a.answer(r)
	header := http.Header{"Content-Type": {"application/json"}}
	if strings.Contains(a.path, "/scim/") {
		header.Set("Content-Type", "application/scim+json")
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

func TestWhatTheContractForbids(t *testing.T) {
	tenant := newTenant()
	transport := answering{tenant.Transport(), "/companyTeam/list", func(*http.Request) (int, string) {
		return 200, `{"result":true,"errorCode":null,"errorDesc":null,"requestId":"1","data":{"page":0,"size":1,"limit":1,"records":[{"Gsid":"1","CompanyName":["a-secret-name"]}]}}`
	}}
	report := report(t, transport, credentialsOf(tenant))
	text := textOf(t, report)
	if report.Verdict != verify.Failed || !strings.Contains(text, "listCompanyTeamRecords, reply 200, body at /data/records/*/CompanyName: type") || strings.Contains(text, "a-secret-name") {
		t.Errorf("got %s", text)
	}
}

// The token never shows, whatever is wrong with it.
func TestTokenOfAnotherType(t *testing.T) {
	tenant := newTenant()
	transport := answering{tenant.Transport(), "/oauth/token", func(*http.Request) (int, string) {
		return 200, `{"access_token":4711471147114711,"token_type":"Bearer","expires_in":"soon-4711471147114711","other":"4711471147114711"}`
	}}
	report := report(t, transport, credentialsOf(tenant), contract.WithValues())
	text := textOf(t, report)
	if report.Verdict != verify.Failed || strings.Contains(text, "4711471147114711") || !strings.Contains(text, "issueToken, reply 200, body at /access_token") {
		t.Errorf("got %s", text)
	}
}

// A server that makes the client ask for a second page does not get the second request.
func TestSecondPages(t *testing.T) {
	tenant := newTenant()
	requests := 0
	transport := answering{tenant.Transport(), "/scim/Users", func(*http.Request) (int, string) {
		requests++
		return 200, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":1,"startIndex":1,"itemsPerPage":0,"Resources":[]}`
	}}
	report := report(t, transport, credentialsOf(tenant))
	if requests != 1 || report.Verdict != verify.Passed || len(report.Remarks) != 0 {
		t.Errorf("%d requests, %+v", requests, report)
	}
}

func TestBasePath(t *testing.T) {
	tenant := newTenant()
	server := httptest.NewServer(http.StripPrefix("/gateway", tenant))
	defer server.Close()
	for _, host := range []string{server.URL + "/gateway/v1/", strings.Replace(server.URL, "127.0.0.1", "localhost", 1) + "/gateway/v1"} {
		p, err := New(host, credentialsOf(tenant), nil)
		if err != nil {
			t.Fatal(err)
		}
		report, err := p.Run(t.Context(), nil, true)
		if err != nil || report.Verdict != verify.Passed || report.Traffic.Checked != 6 {
			t.Errorf("%v, %+v", err, report)
		}
	}
}

type failing struct{ err error }

func (f failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }

func TestUnreachedTenant(t *testing.T) {
	tenant := newTenant()
	_, err := run(t, failing{&net.DNSError{Err: "no such host", Name: host}}, credentialsOf(tenant))
	if !errors.Is(err, ErrUnreached) || strings.Count(err.Error(), "no such host") != 3 { // the token and the two calls with the key
		t.Errorf("got %v", err)
	}
	wantNoSecret(t, tenant, err.Error())
	p, err := New(host, credentialsOf(tenant), tenant.Transport())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Run(ctx, nil, false); !errors.Is(err, ErrUnreached) || len(tenant.Calls()) != 0 {
		t.Errorf("got %v", err)
	}
}

func TestReasonWithoutClass(t *testing.T) {
	if got := reason(&url.Error{Op: "Get", URL: "https://example.com", Err: io.EOF}); got != "no reply: EOF" {
		t.Errorf("got %s", got)
	}
	if got := class(io.EOF); got != "" {
		t.Errorf("got %s", got)
	}
}
