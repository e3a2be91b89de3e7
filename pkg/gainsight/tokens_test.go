package gainsight_test

//lint:file-ignore SA1019 what is deprecated is tested, too

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// issuer is a tenant that issues tokens and takes them, without a network.
type issuer struct {
	reply    func(n int) scripted // to the n-th request for a token, from 1; by default token-n for an hour
	takes    func(token string) bool
	wait     time.Duration // before a token is issued
	mu       sync.Mutex
	issued   int
	requests []request // with a bearer token
}

func (i *issuer) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "/users/m2m/oauth/token") {
		i.mu.Lock()
		i.issued++
		n := i.issued
		i.mu.Unlock()
		select {
		case <-time.After(i.wait):
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
		if i.reply == nil {
			return tokenFor(n, "3600").to(r), nil
		}
		return i.reply(n).to(r), nil
	}
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.requests = append(i.requests, request{r, string(body)})
	if token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "); i.takes != nil && !i.takes(token) {
		return scripted{status: 401, body: `{"result":false,"errorCode":"GS_APIG_2401","errorDesc":"Unauthorized"}`}.to(r), nil
	}
	return ok(`{"id":"1"}`).to(r), nil
}

// tokens returns the tokens that came, in their order.
func (i *issuer) tokens() string {
	var tokens []string
	for _, r := range i.requests {
		tokens = append(tokens, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	}
	return strings.Join(tokens, " ")
}

func tokenFor(n int, expiresIn string) scripted {
	return ok(fmt.Sprintf(`{"access_token":"token-%d","token_type":"bearer","expires_in":%s}`, n, expiresIn))
}

func (i *issuer) client(t *testing.T, options ...gainsight.Option) *gainsight.Client {
	t.Helper()
	return newClientWithout(t, append([]gainsight.Option{
		gainsight.WithM2M("client", "the-client-secret"), gainsight.WithHTTPClient(&http.Client{Transport: i}),
	}, options...)...)
}

func get(ctx context.Context, client *gainsight.Client) error {
	_, err := client.SCIM.Users.Get(ctx, "1", gainsight.SCIMAttributes{})
	return err
}

// However many calls want a token, it is fetched once.
func TestTokenIsFetchedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{wait: time.Second}
		client := i.client(t)
		var group sync.WaitGroup
		for range 100 {
			group.Go(func() {
				if err := get(t.Context(), client); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if i.issued != 1 || len(i.requests) != 100 {
			t.Errorf("%d tokens for %d requests", i.issued, len(i.requests))
		}
	})
}

// A token is replaced before it expires, by a minute or a quarter of its life, and one that says nothing is kept.
func TestTokenIsReplacedBeforeItExpires(t *testing.T) {
	for expiresIn, lasts := range map[string]time.Duration{
		"3600": 59 * time.Minute, `"3600"`: 59 * time.Minute, "86400.0": 24*time.Hour - time.Minute, "40": 30 * time.Second, "1e300": 365*24*time.Hour - time.Minute,
		"null": 0, "0": 0, "-5": 0, `"soon"`: 0, `"NaN"`: 0, "[]": 0,
	} {
		synctest.Test(t, func(t *testing.T) {
			i := &issuer{reply: func(n int) scripted { return tokenFor(n, expiresIn) }}
			client := i.client(t)
			call := func(after time.Duration) string {
				time.Sleep(after)
				if err := get(t.Context(), client); err != nil {
					t.Error(err)
				}
				return i.tokens()
			}
			call(0)
			if lasts == 0 {
				lasts = 1000 * time.Hour
			}
			if got := call(lasts - time.Second); got != "token-1 token-1" {
				t.Errorf("%s: %s", expiresIn, got)
			}
			want := "token-1 token-1 token-2"
			if lasts == 1000*time.Hour {
				want = "token-1 token-1 token-1"
			}
			if got := call(time.Second); got != want {
				t.Errorf("%s: %s", expiresIn, got)
			}
		})
	}
}

// A token that is refused is replaced, once, and the body is sent again as a whole. One that is refused anew is an error.
func TestRefusedTokenIsReplacedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{takes: func(token string) bool { return token == "token-2" }}
		client := i.client(t)
		if _, err := client.SCIM.Users.Create(t.Context(), scim.User{UserName: gainsight.Set("alex")}); err != nil {
			t.Fatal(err)
		}
		if got := i.tokens(); got != "token-1 token-2" || i.requests[0].body != i.requests[1].body || !strings.Contains(i.requests[1].body, "alex") {
			t.Errorf("%s, %q, %q", got, i.requests[0].body, i.requests[1].body)
		}
		i.takes = func(string) bool { return false }
		failure := failureOf(t, get(t.Context(), client))
		if got := i.tokens(); got != "token-1 token-2 token-2 token-3" || failure.Attempts != 2 || !failure.Sent || !errors.Is(failure, gainsight.ErrUnauthorized) {
			t.Errorf("%s: %+v", got, failure)
		}
	})
}

// Of many calls whose token is refused at the same time, one fetches another, for all.
func TestRefusedTokenIsReplacedForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{wait: time.Second, takes: func(token string) bool { return token != "token-1" }}
		client := i.client(t)
		var group sync.WaitGroup
		for range 100 {
			group.Go(func() {
				if err := get(t.Context(), client); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if i.issued != 2 || len(i.requests) != 200 {
			t.Errorf("%d tokens for %d requests", i.issued, len(i.requests))
		}
	})
}

// A refusal that comes late, when there is another token already, does not cost a third one.
func TestLateRefusal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{takes: func(token string) bool { return token != "token-1" }}
		first := true
		transport := roundTripFunc(func(r *http.Request) (*http.Response, error) {
			response, err := i.RoundTrip(r)
			if err == nil && response.StatusCode == 401 && first {
				first = false
				time.Sleep(time.Second)
			}
			return response, err
		})
		client := i.client(t, gainsight.WithHTTPClient(&http.Client{Transport: transport}))
		var group sync.WaitGroup
		for range 2 {
			group.Go(func() {
				if err := get(t.Context(), client); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		group.Wait()
		if i.issued != 2 || i.tokens() != "token-1 token-1 token-2 token-2" {
			t.Errorf("%d tokens, %s", i.issued, i.tokens())
		}
	})
}

// A REST call has its token replaced as well.
func TestRESTCallTakesTheToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{takes: func(token string) bool { return token != "token-1" }}
		client := i.client(t)
		err := client.CompanyTeam.Delete(t.Context(), "1P01")
		if got := i.tokens(); got != "token-1 token-2" || !strings.HasSuffix(i.requests[1].URL.Path, "/1P01") || i.requests[1].Header.Get("accesskey") != "" {
			t.Errorf("%s, %v", got, err)
		}
	})
}

// What keeps a token away is in the error of the call, which was not sent, and has its class.
func TestTokenEndpointFails(t *testing.T) {
	for name, test := range map[string]struct {
		reply scripted
		want  string
		class error
	}{
		"refused (RFC 6749)":     {scripted{status: 401, body: `{"error":"invalid_client","error_description":"no such client"}`}, "HTTP 401 invalid_client: no such client", gainsight.ErrUnauthorized},
		"refused, 400":           {scripted{status: 400, body: `{"error":"invalid_client"}`}, "HTTP 400 invalid_client: no token was issued", gainsight.ErrUnauthorized},
		"not allowed, 400":       {scripted{status: 400, body: `{"error":"unauthorized_client"}`}, "HTTP 400 unauthorized_client", gainsight.ErrUnauthorized},
		"a bad request":          {scripted{status: 400, body: `{"error":"invalid_request"}`}, "HTTP 400 invalid_request", gainsight.ErrInvalid},
		"refused without a body": {scripted{status: 401}, "HTTP 401: no token was issued", gainsight.ErrUnauthorized},
		"an envelope":            {scripted{status: 401, body: `{"result":false,"errorCode":"GS_APIG_2401","errorDesc":"Unauthorized","requestId":"r-1"}`}, "HTTP 401 GS_APIG_2401: Unauthorized (request r-1)", gainsight.ErrUnauthorized},
		"an envelope, 200":       {ok(`{"result":false,"errorCode":"GS_APIG_2402","errorDesc":"IP not allowed"}`), "HTTP 200 GS_APIG_2402: IP not allowed", gainsight.ErrUnauthorized},
		"rate limited":           {scripted{status: 429, body: `{"result":false,"errorCode":"GU_2400"}`}, "HTTP 429 GU_2400", gainsight.ErrRateLimited},
		"a page":                 {ok("<html>a-token-inside"), "is not valid JSON at byte 0", gainsight.ErrServer},
		"a page, 502":            {scripted{status: 502, body: "<html>", header: http.Header{"X-Request-Id": {"r-2"}}}, "HTTP 502: no token was issued (request r-2)", gainsight.ErrServer},
		"a text":                 {ok(`"a-token-inside"`), "the reply cannot be read", gainsight.ErrServer},
		"no body":                {ok(""), "HTTP 200: the reply has no body", gainsight.ErrServer},
		"cut off":                {ok(`{"access_token":"a-token-inside"`), "is not valid JSON at byte", gainsight.ErrServer},
		"no token":               {ok(`{"token":"a-token-inside"}`), "the reply has no access_token", gainsight.ErrServer},
		"an empty token":         {ok(`{"access_token":""}`), "the reply has no access_token", gainsight.ErrServer},
		"a token with a newline": {ok(`{"access_token":"a-token-\ninside"}`), "characters that no header can carry", nil},
		"a token with a space":   {ok(`{"access_token":" a-token-inside"}`), "spaces around it", nil},
		"another type":           {ok(`{"access_token":"a-token-inside","token_type":"mac"}`), `the token is of the type "MAC", and only Bearer is known`, nil},
		"a redirect":             {scripted{status: 307, header: http.Header{"Location": {"https://evil.example.com/"}}}, "answered with a redirect", gainsight.ErrServer},
		"control characters":     {scripted{status: 400, body: `{"error":"a\u001b[0m","error_description":"b\nc","requestId":"d\u0007"}`}, `a\x1b[0m: b\nc (request d\a)`, gainsight.ErrInvalid},
		"no connection":          {scripted{err: errors.New("connection refused")}, "connection refused", nil},
	} {
		t.Run(name, func(t *testing.T) {
			transport := roundTripFunc(func(r *http.Request) (*http.Response, error) {
				if !strings.HasSuffix(r.URL.Path, "/users/m2m/oauth/token") {
					t.Errorf("sent: %s", r.URL)
				}
				if test.reply.err != nil {
					return nil, test.reply.err
				}
				return test.reply.to(r), nil
			})
			client := newClientWithout(t, gainsight.WithM2M("client", "the-client-secret"), gainsight.WithHTTPClient(&http.Client{Transport: transport}), gainsight.WithoutRetry())
			err := get(t.Context(), client)
			failure := failureOf(t, err)
			if failure.Op != "scimGetUser" || failure.Sent || failure.Attempts != 0 || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %+v: %v", failure, err)
			}
			for _, class := range []error{gainsight.ErrUnauthorized, gainsight.ErrInvalid, gainsight.ErrRateLimited, gainsight.ErrServer} {
				if errors.Is(err, class) != (class == test.class) {
					t.Errorf("is %v: %v, %v", class, errors.Is(err, class), err)
				}
			}
			if strings.Contains(err.Error(), "inside") || strings.ContainsAny(err.Error(), "\n\x1b\a") {
				t.Errorf("got %q", err)
			}
			result, err := client.CompanyTeam.DeleteMany(t.Context(), []string{"1P01"})
			if err == nil || statuses(result) != "not sent" {
				t.Errorf("got %s, %v", statuses(result), err)
			}
		})
	}
}

// A failure is not kept: the next call tries again.
func TestTokenEndpointRecovers(t *testing.T) {
	i := &issuer{reply: func(n int) scripted {
		if n == 1 {
			return scripted{status: 503}
		}
		return tokenFor(n, "3600")
	}}
	client := i.client(t, gainsight.WithoutRetry())
	if err := get(t.Context(), client); !errors.Is(err, gainsight.ErrServer) {
		t.Errorf("got %v", err)
	}
	if err := get(t.Context(), client); err != nil || i.tokens() != "token-2" {
		t.Errorf("got %v, %s", err, i.tokens())
	}
}

// Where the token was refused and there is no other, the error tells both.
func TestTokenCannotBeReplaced(t *testing.T) {
	i := &issuer{takes: func(string) bool { return false }, reply: func(n int) scripted {
		if n == 1 {
			return tokenFor(n, "3600")
		}
		return scripted{status: 503, body: `<html>`}
	}}
	client := i.client(t, gainsight.WithoutRetry())
	err := get(t.Context(), client)
	failure := failureOf(t, err)
	if failure.StatusCode != 401 || !failure.Sent || failure.Attempts != 1 || !errors.Is(err, gainsight.ErrUnauthorized) || !errors.Is(err, gainsight.ErrServer) ||
		!strings.Contains(err.Error(), "the token was refused, and there is no other: gainsight: issueToken: HTTP 503") {
		t.Errorf("got %+v: %v", failure, err)
	}
}

// A call waits for a token as long as its context allows, and a minute at most; a caller that gives up spoils it for no
// other.
func TestTokenThatDoesNotCome(t *testing.T) {
	for name, hanging := range map[string]func(*testing.T) *gainsight.Client{
		"the endpoint": func(t *testing.T) *gainsight.Client { return (&issuer{wait: time.Hour}).client(t) },
		"a source": func(t *testing.T) *gainsight.Client {
			stop := make(chan struct{})
			t.Cleanup(func() { close(stop) })
			return newClientWithout(t, gainsight.WithTokenSource(sourceFunc(func() (*oauth2.Token, error) {
				<-stop
				return nil, errors.New("stopped")
			})))
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := hanging(t)
				started := time.Now()
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				err := get(ctx, client)
				if took := time.Since(started); !errors.Is(err, context.DeadlineExceeded) || failureOf(t, err).Sent || took != time.Second {
					t.Errorf("got %v after %v", err, took)
				}
				started = time.Now()
				err = get(t.Context(), client)
				if took := time.Since(started); !errors.Is(err, context.DeadlineExceeded) || failureOf(t, err).Sent || took > time.Minute {
					t.Errorf("got %v after %v", err, took)
				}
			})
		})
	}
}

func TestCallerThatGivesUpSpoilsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{wait: 10 * time.Second}
		client := i.client(t)
		ctx, cancel := context.WithCancel(t.Context())
		var group sync.WaitGroup
		group.Go(func() {
			if err := get(ctx, client); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		})
		synctest.Wait()
		group.Go(func() {
			if err := get(t.Context(), client); err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		cancel()
		group.Wait()
		if i.issued != 1 {
			t.Errorf("%d tokens", i.issued)
		}
	})
}

type sourceFunc func() (*oauth2.Token, error)

func (f sourceFunc) Token() (*oauth2.Token, error) { return f() }

type brokenSource struct{ token *oauth2.Token }

func (s *brokenSource) Token() (*oauth2.Token, error) { return s.token, nil } // panics if s is nil

// A source of the caller's own can do anything; its failure is one of the calls that wait for it.
func TestTokenSources(t *testing.T) {
	lost := errors.New("the vault is sealed")
	for name, test := range map[string]struct {
		source oauth2.TokenSource
		want   string
	}{
		"an error":              {sourceFunc(func() (*oauth2.Token, error) { return nil, lost }), "there is no token for the call: the vault is sealed"},
		"nil":                   {sourceFunc(func() (*oauth2.Token, error) { return nil, nil }), "the token source gave no token"},
		"an empty token":        {sourceFunc(func() (*oauth2.Token, error) { return &oauth2.Token{}, nil }), "the token source gave no token"},
		"a newline at the end":  {sourceFunc(func() (*oauth2.Token, error) { return &oauth2.Token{AccessToken: "a-token-inside\n"}, nil }), "no header can carry"},
		"another type":          {sourceFunc(func() (*oauth2.Token, error) { return &oauth2.Token{AccessToken: "x", TokenType: "DPoP"}, nil }), "only Bearer is known"},
		"a panic":               {sourceFunc(func() (*oauth2.Token, error) { panic("with a-token-inside") }), "fetching a token panicked"},
		"a nil in an interface": {(*brokenSource)(nil), "fetching a token panicked"},
		"the goroutine ends":    {sourceFunc(func() (*oauth2.Token, error) { runtime.Goexit(); return nil, nil }), "or ended its goroutine"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{replies: []scripted{ok(`{"id":"1"}`)}}
			client := newClientWithout(t, gainsight.WithTokenSource(test.source), gainsight.WithHTTPClient(&http.Client{Transport: s}))
			for range 2 {
				err := get(t.Context(), client)
				if failure := failureOf(t, err); !strings.Contains(err.Error(), test.want) || failure.Sent || failure.Attempts != 0 || strings.Contains(err.Error(), "inside") {
					t.Errorf("got %+v", failure)
				}
				if name == "an error" && !errors.Is(err, lost) {
					t.Errorf("%v is not what the source said", err)
				}
			}
			if len(s.requests) > 0 {
				t.Errorf("%d requests were sent", len(s.requests))
			}
		})
	}
}

// A source that gives the refused token again is asked once a call, and the call is not repeated.
func TestSourceThatHasNoOther(t *testing.T) {
	i := &issuer{takes: func(string) bool { return false }}
	asked := 0
	client := newClientWithout(t, gainsight.WithHTTPClient(&http.Client{Transport: i}), gainsight.WithTokenSource(sourceFunc(func() (*oauth2.Token, error) {
		asked++
		return &oauth2.Token{AccessToken: "the-same", Expiry: time.Now().Add(time.Hour)}, nil
	})))
	for range 3 {
		if failure := failureOf(t, get(t.Context(), client)); failure.Attempts != 1 || failure.Code != gainsight.CodeGatewayUnauthorized {
			t.Errorf("got %+v", failure)
		}
	}
	if i.tokens() != "the-same the-same the-same" || asked != 4 {
		t.Errorf("%s, asked %d times", i.tokens(), asked)
	}
}

// A token of the past is used, since clocks differ, but not kept.
func TestExpiredTokenIsNotKept(t *testing.T) {
	i := new(issuer)
	asked := 0
	client := newClientWithout(t, gainsight.WithHTTPClient(&http.Client{Transport: i}), gainsight.WithTokenSource(sourceFunc(func() (*oauth2.Token, error) {
		asked++
		return &oauth2.Token{AccessToken: "old", Expiry: time.Now().Add(-time.Hour)}, nil
	})))
	for range 2 {
		if err := get(t.Context(), client); err != nil {
			t.Error(err)
		}
	}
	if asked != 2 {
		t.Errorf("asked %d times", asked)
	}
}

// Each call carries the credentials that it takes, and without them nothing is sent.
func TestCredentials(t *testing.T) {
	key, token := gainsight.WithAccessKey(testKey), gainsight.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: testToken}))
	for name, test := range map[string]struct {
		options             []gainsight.Option
		scim, rest, refuted string // the credentials, or what the error says
	}{
		"a key":       {[]gainsight.Option{key}, "SCIM takes only a bearer token, not an access key; give New WithM2M or WithTokenSource; nothing was sent", "key", "key"},
		"a token":     {[]gainsight.Option{token}, "token", "token", "this operation is only known to take an access key; give New WithAccessKey; nothing was sent"},
		"both":        {[]gainsight.Option{key, token}, "token", "key", "key"},
		"both, again": {[]gainsight.Option{token, key}, "token", "key", "key"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{replies: []scripted{ok(`{"id":"1","result":true}`)}}
			client := newClientWithout(t, append(test.options, gainsight.WithHTTPClient(&http.Client{Transport: s}))...)
			for _, call := range []struct {
				make func() error
				want string
			}{
				{func() error { return get(t.Context(), client) }, test.scim},
				{func() error { return client.CompanyTeam.Delete(t.Context(), "1P01") }, test.rest},
				{func() error { _, err := client.API().GetUserWithResponse(t.Context(), "1P01"); return err }, test.refuted},
			} {
				s.requests = nil
				err := call.make()
				if call.want == "key" || call.want == "token" {
					if err != nil || len(s.requests) != 1 || credentialsOf(s.requests[0]) != call.want {
						t.Errorf("got %v, %d requests, want one with the %s", err, len(s.requests), call.want)
					}
				} else if failure := failureOf(t, err); failure.Sent || !strings.Contains(err.Error(), call.want) || !errors.Is(err, gainsight.ErrUnauthorized) || len(s.requests) != 0 {
					t.Errorf("got %v, want %s", err, call.want)
				}
			}
		})
	}
}

func credentialsOf(r request) string {
	switch [2]string{r.Header.Get("accesskey"), r.Header.Get("Authorization")} {
	case [2]string{testKey, ""}:
		return "key"
	case [2]string{"", "Bearer " + testToken}:
		return "token"
	}
	return fmt.Sprint(r.Header)
}
