package gainsight_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// Whatever the other side echoes, and however, the key is in no error and no log.
func TestEchoedKeyIsTakenOut(t *testing.T) {
	odd := "a key/with+odd=characters&more"
	for name, test := range map[string]struct {
		key   string
		reply func(key string) scripted
	}{
		"in a page":       {testKey, func(key string) scripted { return scripted{status: 403, body: "<pre>accesskey: " + key + "</pre>"} }},
		"where it is cut": {testKey, func(key string) scripted { return scripted{status: 403, body: strings.Repeat("x", 250) + key} }},
		"in the error": {testKey, func(key string) scripted {
			return ok(`{"result":false,"errorCode":"` + key + `","errorDesc":"Access key ` + key + ` is not valid","requestId":"` + key + `"}`)
		}},
		"in a header": {testKey, func(key string) scripted { return scripted{status: 500, header: http.Header{"X-Request-Id": {key}}} }},
		"in a redirect": {testKey, func(key string) scripted {
			return scripted{status: 302, header: http.Header{"Location": {"https://evil.example.com/" + key}}}
		}},
		"by the transport": {testKey, func(key string) scripted { return scripted{err: fmt.Errorf("malformed header %q", key)} }},
		"in data":          {testKey, func(key string) scripted { return ok(`{"result":true,"data":"` + key + `","message":` + key + `}`) }},
		"about a row": {testKey, func(key string) scripted {
			return ok(`{"result":true,"requestId":"` + key + `","data":{"success":{"records":[{}]},"errors":[{"records":[{"CompanyName":"B","UserName":"x"}],"errorCode":"` + key + `","errorDesc":"refused for ` + key + `"}]}}`)
		}},
		"about no row": {testKey, func(key string) scripted {
			return ok(`{"result":true,"requestId":"` + key + `","data":null}`)
		}},
		"where it breaks off": {testKey, func(key string) scripted { return scripted{status: 502, body: "<pre>accesskey: " + key[:len(key)-3]} }},
		"with escapes":        {odd, func(key string) scripted { return scripted{status: 403, body: "?accesskey=" + url.QueryEscape(key)} }},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			s := &script{replies: []scripted{test.reply(test.key)}}
			client, err := gainsight.New("tenant.example.com", gainsight.WithAccessKey(test.key), gainsight.WithHTTPClient(&http.Client{Transport: s}), gainsight.WithoutRetry(),
				gainsight.WithLogger(slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))),
				gainsight.WithHook(func(ctx context.Context, start gainsight.Attempt) (context.Context, func(gainsight.Attempt)) {
					return ctx, func(end gainsight.Attempt) { fmt.Fprintf(&log, "%+v %#v %v", start, end, end.Err) }
				}))
			if err != nil {
				t.Fatal(err)
			}
			rows := []gainsight.CompanyTeamRecord{byName("A", "x"), byName("B", "x")}
			result, err := client.CompanyTeam.Upsert(t.Context(), rows)
			printed := log.String() + fmt.Sprintf("%v %+v %#v", err, err, err)
			for _, outcome := range result.Outcomes {
				printed += fmt.Sprintf("%v %+v %#v", outcome.Err, outcome.Err, outcome)
			}
			for cause := err; cause != nil; cause = errors.Unwrap(cause) {
				printed += fmt.Sprintf("%v %+v", cause, cause)
			}
			for _, form := range []string{test.key, url.QueryEscape(test.key), test.key[:6]} {
				if strings.Contains(printed, form) {
					t.Errorf("%q is in %s", form, printed)
				}
			}
			if log.Len() == 0 {
				t.Error("nothing was logged")
			}
		})
	}
}

// A reply is a reply, whatever the transport told of its connections.
func TestReplyMeansSent(t *testing.T) {
	transport := roundTripFunc(func(r *http.Request) (*http.Response, error) {
		httptrace.ContextClientTrace(r.Context()).GetConn("tenant.example.com:443")
		return scripted{status: 500, body: "<html>"}.to(r), nil
	})
	client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: transport}), gainsight.WithoutRetry())
	if failure := failureOf(t, client.CompanyTeam.Delete(t.Context(), "1P0")); !failure.Sent {
		t.Errorf("got %+v", failure)
	}
}

// Whether a request may have arrived is read off the connection, not off the words of an error.
func TestSent(t *testing.T) {
	tls := newTLSServer(t)
	plain := newHandlerServer(t, func(http.ResponseWriter, *http.Request) {})
	gone := newHandlerServer(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	const address = "127.0.0.1:1" // where nobody listens
	proxy := &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(&url.URL{Scheme: "http", Host: address})}}
	for name, test := range map[string]struct {
		host   string
		client *http.Client
		sent   bool
	}{
		"nobody listens":           {"http://" + address, http.DefaultClient, false},
		"an unknown certificate":   {tls, http.DefaultClient, false},
		"no TLS on the other side": {strings.Replace(plain, "http:", "https:", 1), http.DefaultClient, false},
		"a dead proxy":             {"https://tenant.example.com", proxy, false},
		"the connection broke":     {gone, http.DefaultClient, true},
		"a transport that retries": {gone, &http.Client{Transport: retrying{"http://" + address}}, true},
		"a request is refused":     {"https://tenant.example.com", &http.Client{Transport: refusing{isUnsent: true}}, false},
		"a reply is refused":       {"https://tenant.example.com", &http.Client{Transport: refusing{isUnsent: false}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			client := newClient(t, test.host, gainsight.WithHTTPClient(test.client), gainsight.WithLoopbackHTTP(), gainsight.WithoutRetry())
			failure := failureOf(t, client.CompanyTeam.Delete(t.Context(), "1P0"))
			if failure.Sent != test.sent || failure.StatusCode != 0 {
				t.Errorf("sent is %v: %v", failure.Sent, failure)
			}
		})
	}
}

// retrying tries a second address when the first fails.
type retrying struct{ second string }

func (r retrying) RoundTrip(request *http.Request) (*http.Response, error) {
	if response, err := http.DefaultTransport.RoundTrip(request); err == nil {
		return response, nil
	}
	again := request.Clone(request.Context())
	second, err := url.Parse(r.second)
	if err != nil {
		return nil, err
	}
	again.URL.Host = second.Host
	return http.DefaultTransport.RoundTrip(again)
}

// refusing is a transport that says itself whether it has sent anything, and the error that says so.
type refusing struct{ isUnsent bool }

func (r refusing) RoundTrip(*http.Request) (*http.Response, error) { return nil, r }
func (r refusing) Error() string                                   { return "refused" }
func (r refusing) NotSent() bool                                   { return r.isUnsent }

// Taking the key out of an error changes neither its class nor what errors.Is finds, however short the key is.
func TestRedactionKeepsTheKindOfAnError(t *testing.T) {
	for _, key := range []string{"the", "result", "a"} {
		s := &script{replies: []scripted{{status: 400, body: `{"result":false,"errorCode":"GU_9999"}`}, {err: fmt.Errorf("a reset: %w", context.DeadlineExceeded)}}}
		client, err := gainsight.New("tenant.example.com", gainsight.WithAccessKey(key), gainsight.WithHTTPClient(&http.Client{Transport: s}), gainsight.WithoutRetry())
		if err != nil {
			t.Fatal(err)
		}
		if err := client.CompanyTeam.Delete(t.Context(), "1P0"); !errors.Is(err, gainsight.ErrInvalid) {
			t.Errorf("%s: got %v", key, err)
		}
		if err := client.CompanyTeam.Delete(t.Context(), "1P0"); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v", key, err)
		}
	}
}
