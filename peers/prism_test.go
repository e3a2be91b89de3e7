//go:build unix

package peers

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os/exec"
	"sync"
	"testing"
)

// basePath is the path of the document's server. Prism knows the paths of the document only, without it.
const basePath = "/v1"

// prism is a running Prism behind a handler that takes the base path off and keeps what Prism finds fault with.
type prism struct {
	// URL is what a client takes for the address of the tenant.
	URL string

	// refused tells whether Prism refused to hand on a request or a reply.
	refused func(*http.Response) bool

	mu         sync.Mutex
	calls      []call
	violations []string
}

type call struct {
	method, path string
	reply        []byte
}

// startPrismMock starts Prism as a server that answers with the examples of the document, of success if it can.
func startPrismMock(t *testing.T, document string) *prism {
	t.Helper()
	failed := func(res *http.Response) bool { return res.StatusCode/100 != 2 }
	return startPrism(t, failed, "mock", document)
}

// startPrismProxy starts Prism as a proxy that hands to the handler what the document allows, and hands back what the
// document allows. It answers anything else itself. It reads and writes JSON anew, so numbers that are no doubles change
// on the way.
func startPrismProxy(t *testing.T, document string, upstream http.Handler) *prism {
	t.Helper()
	const mark = "X-From-Upstream"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(mark, "yes")
		upstream.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	unmarked := func(res *http.Response) bool { return res.Header.Get(mark) == "" }
	return startPrism(t, unmarked, "proxy", document, server.URL+basePath, "--errors")
}

func startPrism(t *testing.T, refused func(*http.Response) bool, command string, args ...string) *prism {
	t.Helper()
	tool := nodeTool(t, "prism")
	behind, err := url.Parse(startServer(t, func(port string) *exec.Cmd {
		return exec.Command(tool, append([]string{command, "--host", "127.0.0.1", "--port", port}, args...)...)
	}))
	if err != nil {
		t.Fatal(err)
	}
	p := &prism{refused: refused}
	front := httptest.NewServer(http.StripPrefix(basePath, &httputil.ReverseProxy{
		Rewrite:        func(r *httputil.ProxyRequest) { r.SetURL(behind) },
		ModifyResponse: p.note,
	}))
	t.Cleanup(front.Close)
	p.URL = front.URL
	return p
}

// note keeps the call and what Prism found fault with. Some faults it tells in a header only, some in a reply of its own.
func (p *prism) note(res *http.Response) error {
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	res.Body = io.NopCloser(bytes.NewReader(body))

	p.mu.Lock()
	defer p.mu.Unlock()
	call := call{res.Request.Method, res.Request.URL.EscapedPath(), body}
	p.calls = append(p.calls, call)
	if faults := res.Header.Get("Sl-Violations"); faults != "" || p.refused(res) {
		p.violations = append(p.violations, fmt.Sprintf("%s %s: %d %s %s", call.method, call.path, res.StatusCode, faults, body))
	}
	return nil
}

// takeViolations gives the violations since the last time.
func (p *prism) takeViolations() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	violations := p.violations
	p.violations = nil
	return violations
}

func (p *prism) wantNoViolation(t *testing.T) {
	t.Helper()
	for _, violation := range p.takeViolations() {
		t.Error(violation)
	}
}

// wantCalled fails the test for each of the operations that was not called.
func (p *prism) wantCalled(t *testing.T, operations []operation) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	called := map[string]bool{}
	for _, call := range p.calls {
		id, _ := calledOperation(operations, call.method, call.path)
		called[id] = true
	}
	for _, operation := range operations {
		if !called[operation.id] {
			t.Errorf("%s was not called", operation.id)
		}
	}
}

// takeReply gives the reply to the first call of an operation since the last time, and fails the test without one.
func (p *prism) takeReply(t *testing.T, operations []operation, id string) []byte {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	calls := p.calls
	p.calls = nil
	for _, call := range calls {
		if called, _ := calledOperation(operations, call.method, call.path); called == id {
			return call.reply
		}
	}
	t.Fatalf("%s was not called", id)
	return nil
}
