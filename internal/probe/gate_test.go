package probe

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

const base = "https://acme.us2.gainsightcloud.com/v1"

// wire counts what would leave this machine.
type wire struct{ sent []string }

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	w.sent = append(w.sent, r.Method+" "+r.URL.String()+" "+string(body))
	return &http.Response{StatusCode: 200, Body: http.NoBody}, err
}

// through sends a request through the gate and reports whether it passed.
func (g *gate) through(t *testing.T, method, url, body string) bool {
	t.Helper()
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	switch _, err = g.RoundTrip(request); {
	case err == nil:
		return true
	case !errors.Is(err, errRefused):
		t.Fatal(err)
	}
	return false
}

func TestGateRefusesEveryOtherOperation(t *testing.T) {
	wire := &wire{}
	gate := &gate{next: wire}
	gate.open(base, calls)
	bodies := []string{"", "{}", `["1P02COMPANY0000000000000000000000001"]`, `{"records":[{}]}`}
	for _, c := range calls {
		bodies = append(bodies, c.body)
	}
	for _, op := range gsapi.Operations {
		if slices.ContainsFunc(calls, func(c call) bool { return c.op == op }) {
			continue
		}
		for _, body := range bodies {
			for _, query := range []string{"", "?limit=1", "?startIndex=1&count=1"} {
				if gate.through(t, op.Method, base+op.Path+query, body) {
					t.Errorf("%s passed", op.ID)
				}
			}
		}
	}
	for _, c := range calls { // the paths of the probe, with every other method
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"} {
			if to := c.target(base); method != to.method && gate.through(t, method, to.url, c.body) {
				t.Errorf("%s %s passed", method, to.url)
			}
		}
	}
	if len(wire.sent) != 0 {
		t.Errorf("sent %q", wire.sent)
	}
}

func TestGateLetsEachCallPassOnce(t *testing.T) {
	wire := &wire{}
	gate := &gate{next: wire}
	for _, c := range calls {
		if to := c.target(base); gate.through(t, to.method, to.url, c.body) {
			t.Errorf("%s passed a gate that is shut", c.op.ID)
		}
	}
	gate.open(base, calls)
	for _, c := range calls {
		to := c.target(base)
		for name, other := range map[string]string{
			"another host": strings.Replace(to.url, "acme", "evil", 1), "another scheme": strings.Replace(to.url, "https", "http", 1),
			"a query": to.url + "?x=1", "a fragment": to.url + "#x", "another case": strings.Replace(to.url, "/v1", "/V1", 1),
			"a user": strings.Replace(to.url, "://", "://user@", 1), "a slash": to.url + "/",
		} {
			if gate.through(t, to.method, other, c.body) {
				t.Errorf("%s passed with %s", c.op.ID, name)
			}
		}
		if gate.through(t, to.method, to.url, c.body+" ") || gate.through(t, to.method, to.url, strings.Repeat("x", 2*maxBody)) {
			t.Errorf("%s passed with another body", c.op.ID)
		}
		if gate.lastStatus() != 0 {
			t.Error("there is a status before any reply")
		}
		if !gate.through(t, to.method, to.url, c.body) || gate.lastStatus() != 200 {
			t.Errorf("%s did not pass", c.op.ID)
		}
		if gate.through(t, to.method, to.url, c.body) {
			t.Errorf("%s passed twice", c.op.ID)
		}
	}
	if len(wire.sent) != 6 {
		t.Errorf("sent %q", wire.sent)
	}
}

// Nothing that only reads is anything else in the table of operations.
func TestCallsOnlyRead(t *testing.T) {
	for _, c := range calls {
		if c.op.Retry != gsapi.RetrySafe || c.op.Deprecated || c.op.Method != "GET" && !strings.HasSuffix(c.op.Path, "/list") && c.op.ID != "issueToken" {
			t.Errorf("%s", c.op.ID)
		}
	}
	if len(calls) != 6 {
		t.Errorf("%d calls", len(calls))
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestGateWithABodyThatBreaksOff(t *testing.T) {
	wire := &wire{}
	gate := &gate{next: wire}
	gate.open(base, calls)
	request := httptest.NewRequest("POST", calls[0].target(base).url, broken{})
	if _, err := gate.RoundTrip(request); !errors.Is(err, io.ErrUnexpectedEOF) || len(wire.sent) != 0 {
		t.Errorf("%v, sent %q", err, wire.sent)
	}
}

func TestTransportSendsNothingTwice(t *testing.T) {
	transport := oneShot().(*http.Transport)
	if !transport.DisableKeepAlives || transport.Protocols.HTTP2() || !transport.Protocols.HTTP1() {
		t.Errorf("%+v", transport)
	}
	var count atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if count.Add(1) > 1 {
			panic(http.ErrAbortHandler) // a connection that breaks, upon a request that may be repeated
		}
	}))
	defer server.Close()
	client := &http.Client{Transport: transport}
	for range 2 {
		if response, err := client.Get(server.URL); err == nil {
			response.Body.Close()
		}
	}
	if count.Load() != 2 {
		t.Errorf("the server got %d requests", count.Load())
	}
}
