package probe

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"sync"
)

// errRefused is what the gate says to everything but the calls of the probe, and to one that is made twice.
var errRefused = errors.New("the probe does not send this request")

// gate is the transport next to the wire. It is shut until it is opened for the calls of a probe, lets each of them pass
// once, and refuses everything else before it is sent: no matter what stands above it, no tenant can be changed.
type gate struct {
	next http.RoundTripper

	mu      sync.Mutex
	allowed map[target]string // its body
	status  int               // of the last reply
}

// target is where a request goes.
type target struct{ method, url string }

func (c call) target(baseURL string) target {
	url := baseURL + c.op.Path
	if c.query != "" {
		url += "?" + c.query
	}
	return target{c.op.Method, url}
}

func (g *gate) open(baseURL string, planned []call) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.allowed = map[target]string{}
	for _, call := range planned {
		g.allowed[call.target(baseURL)] = call.body
	}
}

// RoundTrip sends one of the calls.
func (g *gate) RoundTrip(request *http.Request) (*http.Response, error) {
	to := target{request.Method, request.URL.String()}
	body, err := g.pass(to, request)
	if err != nil {
		return nil, err
	}
	sent := request.Clone(request.Context())
	sent.Host, sent.GetBody = "", nil
	sent.Body, sent.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	if len(body) == 0 {
		sent.Body = http.NoBody
	}
	response, err := g.next.RoundTrip(sent)
	if err == nil {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.status = response.StatusCode
	}
	return response, err
}

// pass returns the body of a call that may be sent now, and takes it off the list. What is sent is a copy of what was
// looked at.
func (g *gate) pass(to target, request *http.Request) ([]byte, error) {
	body, err := readBody(request)
	if err != nil {
		return nil, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if want, found := g.allowed[to]; !found || want != string(body) {
		return nil, errRefused
	}
	delete(g.allowed, to)
	return body, nil
}

func readBody(request *http.Request) ([]byte, error) {
	if request.Body == nil {
		return nil, nil
	}
	defer request.Body.Close()
	return io.ReadAll(io.LimitReader(request.Body, maxBody))
}

// maxBody is more than the body of any call.
const maxBody = 64 << 10

// lastStatus returns that of the reply since it was asked before, and 0 if there was none.
func (g *gate) lastStatus() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	status := g.status
	g.status = 0
	return status
}
