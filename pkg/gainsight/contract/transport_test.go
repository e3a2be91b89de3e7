package contract_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// roundTripper is a function that makes calls.
type roundTripper func(*http.Request) (*http.Response, error)

func (r roundTripper) RoundTrip(request *http.Request) (*http.Response, error) { return r(request) }

// body can tell whether it was closed.
type body struct {
	io.Reader
	isClosed bool
}

func (b *body) Close() error {
	b.isClosed = true
	return nil
}

// answering answers with this status and body, after it has read the request.
func answering(status int, reply io.ReadCloser) http.RoundTripper {
	return roundTripper(func(request *http.Request) (*http.Response, error) {
		if request.Body != nil {
			_, _ = io.Copy(io.Discard, request.Body)
			request.Body.Close()
		}
		return &http.Response{StatusCode: status, Header: headerOf("Content-Type: application/json"), Body: reply, Request: request}, nil
	})
}

func newRequest(t testing.TB, p plain, content io.Reader) *http.Request {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), p.method, "https://acme.gainsightcloud.com"+p.target, content)
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range headerOf(p.header) {
		request.Header.Set(name, values[0])
	}
	return request
}

func read(t *testing.T, reader io.Reader) string {
	t.Helper()
	text, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// keep collects what is reported.
type keep struct {
	mu    sync.Mutex
	lines []string
}

func (k *keep) report(v contract.Violation) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.lines = append(k.lines, v.String())
}

// Bodies pass as they are, however long: those that are too long to check too, which is noted.
func TestBodiesPass(t *testing.T) {
	long := `{"select":["` + strings.Repeat("x", contract.MaxBody) + `"]}`
	for name, test := range map[string]struct{ request, reply, want string }{
		"short": {listBody, listReply, ""},
		"long": {long, `{"result":true,"message":"` + strings.Repeat("x", contract.MaxBody) + `"}`, lines(
			"note: listCompanyTeamRecords, request, body: not-checked: want a body to check, got more than 8 MiB",
			"note: listCompanyTeamRecords, reply 200, body: not-checked: want a body to check, got more than 8 MiB")},
	} {
		t.Run(name, func(t *testing.T) {
			var kept keep
			var sent string
			reply := &body{Reader: strings.NewReader(test.reply)}
			transport := &contract.Transport{Strict: true, Report: kept.report, Next: roundTripper(func(request *http.Request) (*http.Response, error) {
				sent = read(t, request.Body)
				if again, err := request.GetBody(); err != nil || read(t, again) != test.request || request.ContentLength != int64(len(test.request)) {
					t.Errorf("the body cannot be sent again, or its length is %d: %v", request.ContentLength, err)
				}
				return answering(200, reply).RoundTrip(request)
			})}
			request := newRequest(t, listed(), strings.NewReader(test.request))
			header := request.Header.Clone()
			response, err := transport.RoundTrip(request)
			if err != nil {
				t.Fatal(err)
			}
			if response.Request != request {
				t.Error("the reply is to another request")
			}
			if got := read(t, response.Body); sent != test.request || got != test.reply {
				t.Errorf("%d bytes were sent, and %d came back", len(sent), len(got))
			}
			if reply.isClosed {
				t.Error("the reply is closed before its reader does it")
			}
			if response.Body.Close(); !reply.isClosed {
				t.Error("the reply is not closed")
			}
			if got := lines(kept.lines...); got != test.want {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
			if len(header) != len(request.Header) {
				t.Error("the request was changed")
			}
		})
	}
}

// A body that breaks off breaks off at the same byte, with the same error, and what broke off breaks no contract.
func TestBodiesThatBreakOff(t *testing.T) {
	broken := errors.New("broken")
	var kept keep
	transport := &contract.Transport{Strict: true, Report: kept.report, Next: answering(200, io.NopCloser(io.MultiReader(strings.NewReader(`{"res`), iotest.ErrReader(broken))))}
	response, err := transport.RoundTrip(newRequest(t, listed(), strings.NewReader(listBody)))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(response.Body); string(text) != `{"res` || !errors.Is(err, broken) {
		t.Errorf("got %q, %v", text, err)
	}
	transport.Next = roundTripper(func(request *http.Request) (*http.Response, error) {
		_, err := io.ReadAll(request.Body)
		return nil, err
	})
	if _, err := transport.RoundTrip(newRequest(t, listed(), iotest.ErrReader(broken))); err != broken {
		t.Errorf("got %v", err)
	}
	const want = "note: listCompanyTeamRecords, %, body: not-checked: want a body to check, got one that broke off while it was read"
	if got := lines(kept.lines...); got != lines(strings.Replace(want, "%", "reply 200", 1), strings.Replace(want, "%", "request", 1)) {
		t.Errorf("got %s", got)
	}
}

// A strict transport sends nothing that breaks the contract, and returns nothing that does. Warnings and notes pass.
func TestStrict(t *testing.T) {
	for name, test := range map[string]struct {
		request string
		status  int
		reply   string
		side    contract.Side // of what is wrong; none is empty
		want    string
	}{
		"nothing":   {listBody, 200, listReply, "", ""},
		"a warning": {listBody, 200, `{"result":true,"total":1}`, "", ""},
		"a note":    {listBody, 200, failure, "", ""},
		"a request": {`{"limit":0}`, 200, listReply, contract.RequestSide, "contract: nothing was sent: the request breaks the contract: " +
			"violation: listCompanyTeamRecords, request, body at /select: required: want a member, got none; " +
			"violation: listCompanyTeamRecords, request, body at /limit: minimum: want at least 1, got a smaller number"},
		"a reply": {listBody, 418, listReply, contract.ReplySide, "contract: the call was made, and its reply breaks the contract: " +
			"violation: listCompanyTeamRecords, reply 418, status: status: want 200, 400, 401, 404, 429, 500, got 418"},
	} {
		for _, isStrict := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				calls := 0
				content, reply := &body{Reader: strings.NewReader(test.request)}, &body{Reader: strings.NewReader(test.reply)}
				transport := &contract.Transport{Strict: isStrict, Next: roundTripper(func(request *http.Request) (*http.Response, error) {
					calls++
					return answering(test.status, reply).RoundTrip(request)
				})}
				response, err := transport.RoundTrip(newRequest(t, listed(), content))
				if !isStrict || test.side == "" {
					if err != nil || read(t, response.Body) != test.reply {
						t.Errorf("got %v", err)
					}
					return
				}
				var refused *contract.Error
				isRequest := test.side == contract.RequestSide
				if !errors.As(err, &refused) || refused.Side != test.side || refused.NotSent() != isRequest || err.Error() != test.want || response != nil {
					t.Errorf("got %v\nwant %s", err, test.want)
				}
				if (calls == 0) != isRequest || !content.isClosed || !isRequest && !reply.isClosed {
					t.Errorf("%d calls, the request is closed: %v, the reply: %v", calls, content.isClosed, reply.isClosed)
				}
			})
		}
	}
}

// What Next says passes, and a request without a method is a GET.
func TestNextDecides(t *testing.T) {
	broken := errors.New("broken")
	transport := &contract.Transport{Strict: true, Next: roundTripper(func(*http.Request) (*http.Response, error) { return nil, broken })}
	request := newRequest(t, plain{method: "GET", target: users, header: bearer}, nil)
	request.Method = ""
	if response, err := transport.RoundTrip(request); err != broken || response != nil {
		t.Errorf("got %v", err)
	}
}

// The zero transport makes calls by http.DefaultTransport.
func TestZeroTransport(t *testing.T) {
	server := httptest.NewServer(answerOf(listReply))
	defer server.Close()
	request := newRequest(t, listed(), strings.NewReader(listBody))
	target := strings.Replace(request.URL.String(), "https://acme.gainsightcloud.com", server.URL, 1)
	request, err := http.NewRequestWithContext(t.Context(), "POST", target, strings.NewReader(listBody))
	if err != nil {
		t.Fatal(err)
	}
	response, err := new(contract.Transport).RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if got := read(t, response.Body); got != listReply {
		t.Errorf("got %s", got)
	}
}

func answerOf(text string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) })
}

// Several calls at once report at once, and each reports its own.
func TestCallsAtOnce(t *testing.T) {
	var kept keep
	transport := &contract.Transport{Next: gainsighttest.NewTenant().Transport(), Report: kept.report}
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			response, err := transport.RoundTrip(newRequest(t, listed(), bytes.NewReader([]byte(`{"select":[]}`))))
			if err != nil {
				t.Error(err)
				return
			}
			response.Body.Close()
		})
	}
	group.Wait()
	count := map[string]int{}
	for _, line := range kept.lines {
		count[line]++
	}
	if line := "violation: listCompanyTeamRecords, request, body at /select: minItems: want at least 1, got 0"; count[line] != 50 {
		t.Errorf("got %v", count)
	}
}
