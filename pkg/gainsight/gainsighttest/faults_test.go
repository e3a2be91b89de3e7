package gainsighttest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// doors are the ways into a tenant.
var doors = map[string]func(*gainsighttest.Server) http.RoundTripper{
	"server":    func(*gainsighttest.Server) http.RoundTripper { return http.DefaultTransport },
	"transport": func(s *gainsighttest.Server) http.RoundTripper { return s.Transport() },
}

// outcome is what a caller sees of a call.
type outcome struct {
	status  int
	header  http.Header
	body    []byte // its beginning
	rest    tail
	bodyErr error
	err     error // in place of all others
}

// tail keeps the end of what is written to it, and counts.
type tail struct {
	size int
	end  []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.size += len(p)
	t.end = append(t.end[:0], p...)
	return len(p), nil
}

func try(t *testing.T, server *gainsighttest.Server, door http.RoundTripper, method, path, body string, change ...func(*http.Request)) outcome {
	t.Helper()
	response, err := door.RoundTrip(newRequest(t, server, method, path, body, change...))
	if err != nil {
		return outcome{err: err}
	}
	defer response.Body.Close()
	o := outcome{status: response.StatusCode, header: response.Header}
	o.body, o.bodyErr = io.ReadAll(io.LimitReader(response.Body, 10_000))
	if o.bodyErr == nil {
		_, o.bodyErr = io.Copy(&o.rest, response.Body)
	}
	return o
}

func wantReset(t *testing.T, o outcome) {
	t.Helper()
	if !errors.Is(o.err, syscall.ECONNRESET) {
		t.Errorf("got %v, want a reset connection", o.err)
	}
}

func wantStatus(status int, parts ...string) func(*testing.T, outcome) {
	return func(t *testing.T, o outcome) {
		t.Helper()
		if o.err != nil || o.bodyErr != nil || o.status != status {
			t.Fatalf("got %d, %v, %v, want %d", o.status, o.err, o.bodyErr, status)
		}
		for _, part := range parts {
			if !strings.Contains(string(o.body), part) {
				t.Errorf("%q is not in\n%s", part, o.body)
			}
		}
	}
}

func wantCutOff(t *testing.T, o outcome) {
	t.Helper()
	promised, err := strconv.Atoi(o.header.Get("Content-Length"))
	if o.status != 200 || !errors.Is(o.bodyErr, io.ErrUnexpectedEOF) || err != nil || len(o.body) != promised/2 || !strings.HasPrefix(string(o.body), `{"result":true,`) {
		t.Errorf("got %d, %v and %d bytes of %d", o.status, o.bodyErr, len(o.body), promised)
	}
}

func wantBomb(t *testing.T, o outcome) {
	t.Helper()
	if o.bodyErr != nil || o.rest.size <= 64<<20 || !bytes.HasPrefix(o.body, []byte("{  ")) || !bytes.HasSuffix(o.rest.end, []byte(`"localizedMessage":null}`+"\n")) {
		t.Fatalf("got %.5s, %d bytes to %s, %v", o.body, o.rest.size, o.rest.end, o.bodyErr)
	}
}

func wantBadGateway(t *testing.T, o outcome) {
	t.Helper()
	wantStatus(502, "<h1>502 Bad Gateway</h1>")(t, o)
	if got := o.header.Get("Content-Type"); got != "text/html" {
		t.Errorf("the page is %q", got)
	}
}

func wantRedirect(t *testing.T, o outcome) {
	t.Helper()
	wantStatus(307)(t, o)
	if got := o.header.Get("Location"); got != "https://elsewhere.example/v1" {
		t.Errorf("to %q", got)
	}
}

var faults = []struct {
	fault   gainsighttest.Fault
	name    string
	applied bool
	status  int // in the journal
	code    string
	want    func(*testing.T, outcome)
}{
	{gainsighttest.Fault{}, "", true, 200, "", wantStatus(200, `"result":true`)},
	{gainsighttest.ResetBefore(), "ResetBefore", false, 0, "", wantReset},
	{gainsighttest.ResetAfter(), "ResetAfter", true, 0, "", wantReset},
	{gainsighttest.CutOff(), "CutOff", true, 200, "", wantCutOff},
	{gainsighttest.BadGateway(), "BadGateway", false, 502, "", wantBadGateway},
	{gainsighttest.BadGatewayAfter(), "BadGatewayAfter", true, 502, "", wantBadGateway},
	{gainsighttest.Slow(time.Nanosecond), "Slow(1ns)", true, 200, "", wantStatus(200, `"result":true`)},
	{gainsighttest.Silent(time.Nanosecond), "Silent(1ns)", false, 0, "", wantReset},
	{gainsighttest.Refuse(200, "GU_1101"), "Refuse(200, GU_1101)", false, 200, "GU_1101", wantStatus(200, `"result":false`, `"GU_1101"`, "Oops, something went wrong")},
	{gainsighttest.GzipBomb(), "GzipBomb", true, 200, "", wantBomb},
	{gainsighttest.RedirectTo("https://elsewhere.example/v1"), "RedirectTo(https://elsewhere.example/v1)", false, 307, "", wantRedirect},
}

func TestFaults(t *testing.T) {
	for name, open := range doors {
		for _, test := range faults {
			t.Run(name+" "+test.name, func(t *testing.T) {
				server := newTenant(t)
				door := open(server.Server)
				server.Inject("upsertCompanyTeamRecords", 1, test.fault)
				try(t, server.Server, door, "PUT", teamPath, `{}`)
				test.want(t, try(t, server.Server, door, "PUT", teamPath, sampleUpsertByName))

				if applied := len(server.Records()) == 2; applied != test.applied {
					t.Errorf("there are %d records", len(server.Records()))
				}
				calls := server.Calls()
				if before := calls[0]; before.Status != 400 || before.ErrorCode != "GU_3006" || before.Applied || before.Fault != "" {
					t.Errorf("the call before has %d %q %v %q", before.Status, before.ErrorCode, before.Applied, before.Fault)
				}
				if call := calls[1]; call.Status != test.status || call.ErrorCode != test.code || call.Applied != test.applied || call.Fault != test.name {
					t.Errorf("the call has %d %q %v %q", call.Status, call.ErrorCode, call.Applied, call.Fault)
				}
				if v := server.Violations(); len(v) != 0 {
					t.Errorf("violations: %q", v)
				}
				wantStatus(200, `"result":true`)(t, try(t, server.Server, door, "PUT", teamPath, sampleUpsertByName))
			})
		}
	}
}

// strike sends the same list call n times and names the ones that fail.
func strikes(t *testing.T, server *gainsighttest.Server, n int) string {
	t.Helper()
	var struck []string
	for i := range n {
		if o := try(t, server, server.Transport(), "POST", listPath, `{"select": ["Gsid"]}`); o.status != 200 {
			struck = append(struck, fmt.Sprint(i, ":", o.status))
		}
	}
	return strings.Join(struck, " ")
}

func TestWhichRequestAFaultStrikes(t *testing.T) {
	const listing = "listCompanyTeamRecords"
	status := func(n int) gainsighttest.Fault { return gainsighttest.Refuse(n, "") }
	server := gainsighttest.NewServer(t)
	server.Inject("", 1, status(501))
	server.Inject("", 3, status(503))
	server.Inject(listing, 2, status(502))
	server.Inject(listing, 3, status(504)) // goes before the one for any operation
	server.Inject(listing, 4, status(505))
	server.Inject(listing, 4, status(506)) // replaces that
	server.Inject(listing, 5, status(507))
	server.Inject(listing, 5, gainsighttest.Fault{})
	server.Inject("deleteCompanyTeamRecord", 0, status(508))
	if got, want := strikes(t, server, 7), "1:501 2:502 3:504 4:506"; got != want {
		t.Errorf("struck %s, want %s", got, want)
	}
	server.Inject("", 8, status(509))
	send(t, server, "POST", listPath, `{}`, withoutKey) // neither this counts
	send(t, server, "GET", "/v1/nothing", "")           // nor this
	send(t, server, "DELETE", teamPath+"/x", "").wantStatus(508)
	list(t, server, ``).wantStatus(509) // a broken request counts
	if v := server.Violations(); len(v) != 0 {
		t.Errorf("violations: %q", v)
	}
}

// errorRecorder is a test that counts in place of failing.
type errorRecorder struct {
	testing.TB
	errors []string
}

func (r *errorRecorder) Error(args ...any) { r.errors = append(r.errors, fmt.Sprint(args...)) }

func TestFaultsThatCanNeverStrike(t *testing.T) {
	recorder := &errorRecorder{TB: t}
	server := gainsighttest.NewServer(recorder)
	list(t, server, `{"select": ["Gsid"]}`)
	for _, inject := range []func(string, int, gainsighttest.Fault){server.Inject, server.Tenant.Inject} {
		inject("noSuchOperation", 0, gainsighttest.ResetBefore())
		inject("ListUsers", 0, gainsighttest.ResetBefore())
		inject("", -1, gainsighttest.ResetBefore())
		inject("", 0, gainsighttest.CutOff())
		inject("listCompanyTeamRecords", 0, gainsighttest.CutOff())
		inject("deleteCompanyTeamRecord", 0, gainsighttest.CutOff())
	}
	want := []string{
		`Inject("noSuchOperation", 0, ResetBefore): no such operation is served`,
		`Inject("ListUsers", 0, ResetBefore): no such operation is served`,
		`Inject("", -1, ResetBefore): the index is negative`,
		`Inject("", 0, CutOff): this request was there already`,
		`Inject("listCompanyTeamRecords", 0, CutOff): this request was there already`,
	}
	for _, got := range [][]string{recorder.errors, server.Violations()} {
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("got\n%s", strings.Join(got, "\n"))
		}
	}
}

// The next request is the first that can still be struck.
func TestFaultAtTheNextRequest(t *testing.T) {
	const listing = "listCompanyTeamRecords"
	server := gainsighttest.NewServer(t)
	list(t, server, `{}`)
	server.Inject(listing, 1, gainsighttest.Refuse(501, ""))
	list(t, server, `{}`).wantStatus(501)
	server.Inject("", 2, gainsighttest.Refuse(502, ""))
	list(t, server, `{}`).wantStatus(502)
}

func TestRefuse(t *testing.T) {
	for _, test := range []struct {
		status            int
		code              string
		want              int
		wantCode, message string // both are JSON
	}{
		{200, "GU_2400", 200, `"GU_2400"`, `"Too many request"`},
		{403, "GS_APIG_2402", 403, `"GS_APIG_2402"`, `"The IP address is not allowed"`},
		{400, "GU_3018", 400, `"GU_3018"`, `"Identifier {} should not be null or empty"`},
		{416, "GU_8004", 416, `"GU_8004"`, `"Request exceeds maximum allowed limit of: 50 records to delete records"`},
		{400, "GU_8003", 400, `"GU_8003"`, `"No data found for the given criteria"`},
		{400, "GU_9999", 400, `"GU_9999"`, `"Refused by an injected fault"`},
		{400, "\xff", 400, `"\ufffd"`, `"Refused by an injected fault"`},
		{500, "", 500, `null`, `"Refused by an injected fault"`},
		{0, "GU_1101", 400, `"GU_1101"`, `"Oops, something went wrong"`},
		{204, "GU_1101", 400, `"GU_1101"`, `"Oops, something went wrong"`},
		{1000, "GU_1101", 400, `"GU_1101"`, `"Oops, something went wrong"`},
	} {
		server := gainsighttest.NewServer(t)
		server.Inject("", 0, gainsighttest.Refuse(test.status, test.code))
		reply := list(t, server, `{"select": ["Gsid"]}`)
		if reply.status != test.want {
			t.Errorf("%d %s: got %d", test.status, test.code, reply.status)
		}
		got := decode(t, reply.body).(map[string]any)
		wantJSON(t, marshal(t, []any{got["result"], got["errorCode"], got["errorDesc"]}), `[false, `+test.wantCode+`, `+test.message+`]`)
	}
}

// A fault after the change does not make a change out of a request that is refused.
func TestFaultsUponRefusedRequests(t *testing.T) {
	server := newTenant(t)
	server.Inject("", 0, gainsighttest.ResetAfter())
	wantReset(t, try(t, server.Server, server.Transport(), "PUT", teamPath, `{}`))
	if call := server.Calls()[0]; call.Applied || call.Fault != "ResetAfter" {
		t.Errorf("the call has %v %q", call.Applied, call.Fault)
	}
}

func TestGzipBombIsSentToThoseWhoDidNotAsk(t *testing.T) {
	for name, open := range doors {
		t.Run(name, func(t *testing.T) {
			server := newTenant(t)
			server.Inject("", 0, gainsighttest.GzipBomb())
			o := try(t, server.Server, open(server.Server), "POST", listPath, `{"select": ["Gsid"]}`, func(r *http.Request) {
				r.Header.Set("Accept-Encoding", "identity")
			})
			if o.header.Get("Content-Encoding") != "gzip" || o.rest.size > 1<<20 || o.bodyErr != nil {
				t.Errorf("got %d bytes with %v, %v", len(o.body), o.header, o.bodyErr)
			}
		})
	}
}

// Where the connection cannot be had, the handler aborts as net/http wants it.
func TestResetWithoutConnection(t *testing.T) {
	server := newTenant(t)
	server.Inject("", 0, gainsighttest.ResetBefore())
	defer func() {
		if v := recover(); v != http.ErrAbortHandler {
			t.Errorf("got %v", v)
		}
	}()
	server.ServeHTTP(httptest.NewRecorder(), newRequest(t, server.Server, "POST", listPath, `{}`))
}

func TestResetOverTLS(t *testing.T) {
	server := newTenant(t)
	secure := httptest.NewTLSServer(server)
	defer secure.Close()
	server.URL = secure.URL
	server.Inject("", 0, gainsighttest.ResetBefore())
	wantReset(t, try(t, server.Server, secure.Client().Transport, "POST", listPath, `{"select": ["Gsid"]}`))
}

// Only the stream is reset: the connection is not, and takes the next call.
func TestResetOverHTTP2(t *testing.T) {
	server := newTenant(t)
	secure := httptest.NewUnstartedServer(server)
	secure.EnableHTTP2 = true
	secure.StartTLS()
	defer secure.Close()
	server.URL = secure.URL
	server.Inject("", 0, gainsighttest.ResetBefore())
	o := try(t, server.Server, secure.Client().Transport, "POST", listPath, `{"select": ["Gsid"]}`)
	if o.err == nil || errors.Is(o.err, syscall.ECONNRESET) {
		t.Errorf("got %v", o.err)
	}
	wantStatus(200)(t, try(t, server.Server, secure.Client().Transport, "POST", listPath, `{"select": ["Gsid"]}`))
}

func TestSlowGivesUpWithTheRequest(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	server := newTenant(t, gainsighttest.WithClock(func() time.Time {
		cancel() // when the call is at work; it is applied all the same
		return time.Now()
	}))
	own := httptest.NewServer(server)
	server.URL = own.URL
	server.Inject("", 0, gainsighttest.Slow(time.Hour))
	o := try(t, server.Server, http.DefaultTransport, "PUT", teamPath, sampleUpsertByName, func(r *http.Request) { *r = *r.WithContext(ctx) })
	own.Close() // waits until the handler has returned
	if !errors.Is(o.err, context.Canceled) {
		t.Errorf("got %v", o.err)
	}
	if call := server.Calls()[0]; call.Status != 0 || !call.Applied || len(server.Records()) != 2 {
		t.Errorf("the call has %d %v", call.Status, call.Applied)
	}
}
