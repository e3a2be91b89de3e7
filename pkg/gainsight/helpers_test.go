package gainsight_test

import (
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

const testKey = "0123456789abcdef-this-is-no-real-key"

// newTenant starts a fake tenant and a client for it.
func newTenant(t *testing.T, options ...gainsighttest.Option) (*gainsighttest.Server, *gainsight.Client) {
	t.Helper()
	server := gainsighttest.NewServer(t, append(options, gainsighttest.WithAccessKey(testKey))...)
	return server, newClient(t, server.URL, gainsight.WithLoopbackHTTP())
}

func newClient(t *testing.T, host string, options ...gainsight.Option) *gainsight.Client {
	t.Helper()
	client, err := gainsight.New(host, append([]gainsight.Option{gainsight.WithAccessKey(testKey)}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// script is a transport that answers from a list of replies, the last one again and again, and records the requests.
type script struct {
	mu       sync.Mutex
	replies  []scripted
	requests []request
}

type scripted struct {
	status int
	body   string
	header http.Header
	err    error
}

type request struct {
	*http.Request
	body string
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	s.requests = append(s.requests, request{r, string(body)})
	reply := s.replies[min(len(s.requests), len(s.replies))-1]
	if reply.err != nil {
		return nil, reply.err
	}
	return reply.to(r), nil
}

// to returns the reply as a response to a request.
func (s scripted) to(r *http.Request) *http.Response {
	header := s.header
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{
		StatusCode: s.status, Header: header, Request: r,
		Body: io.NopCloser(strings.NewReader(s.body)),
	}
}

type roundTripFunc func(*http.Request) (*http.Response, error)

func (f roundTripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// newScripted returns a client whose requests are answered by the replies. It makes one attempt of each call, since it is
// one attempt that the replies are for.
func newScripted(t *testing.T, replies ...scripted) (*script, *gainsight.Client) {
	t.Helper()
	s := &script{replies: replies}
	return s, newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: s}), gainsight.WithoutRetry())
}

// newBareClient returns a client with bulk operations by themselves: calls are not counted and not tried again, and rows in
// doubt may be looked after as often as need be.
func newBareClient(t *testing.T, transport http.RoundTripper, options ...gainsight.Option) *gainsight.Client {
	t.Helper()
	return newClient(t, "tenant.example.com", append(options, gainsight.WithHTTPClient(&http.Client{Transport: transport, Timeout: time.Minute}),
		gainsight.WithoutQuota(), gainsight.WithRetry(gainsight.RetryPolicy{Attempts: 1, Budget: 1}))...)
}

func ok(body string) scripted { return scripted{status: 200, body: body} }

// byName is a record that names company and user.
func byName(company, user string) gainsight.CompanyTeamRecord {
	return gainsight.CompanyTeamRecord{CompanyName: gainsight.Set(company), UserName: gainsight.Set(user)}
}

// byGsid is a record that has the GSIDs of company and user.
func byGsid(company, user string) gainsight.CompanyTeamRecord {
	return gainsight.CompanyTeamRecord{CompanyGsid: gainsight.Set(company), UserGsid: gainsight.Set(user)}
}

// failureOf returns the *Error in an error.
func failureOf(t *testing.T, err error) *gainsight.Error {
	t.Helper()
	var failure *gainsight.Error
	if !errors.As(err, &failure) {
		t.Fatalf("%v is no *Error", err)
	}
	return failure
}

func statuses[T any](result *gainsight.Result[T]) string {
	var words []string
	for _, outcome := range result.Outcomes {
		words = append(words, outcome.Status.String())
	}
	return strings.Join(words, ", ")
}

// newHandlerServer serves a handler on loopback and returns its address.
func newHandlerServer(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// newTLSServer serves https with a certificate that nobody knows.
func newTLSServer(t *testing.T) string {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL
}

const testToken = "a-token-that-is-none"

var testTokens = oauth2.StaticTokenSource(&oauth2.Token{AccessToken: testToken})

// newSCIM returns a client that has a bearer token and no access key.
func newSCIM(t *testing.T, transport http.RoundTripper, options ...gainsight.Option) *gainsight.Client {
	t.Helper()
	return newClientWithout(t, append([]gainsight.Option{
		gainsight.WithTokenSource(testTokens),
		gainsight.WithHTTPClient(&http.Client{Transport: transport}),
	}, options...)...)
}

// newClientWithout returns a client with the options and no others.
func newClientWithout(t *testing.T, options ...gainsight.Option) *gainsight.Client {
	t.Helper()
	client, err := gainsight.New("tenant.example.com", options...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}
