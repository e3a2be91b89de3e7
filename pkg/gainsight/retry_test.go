package gainsight_test

//lint:file-ignore SA1019 what is deprecated is tested, too

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// retried is a client for scripted replies, with retries and the quota as they are by default.
func retried(t *testing.T, s *script, options ...gainsight.Option) *gainsight.Client {
	t.Helper()
	return newClient(t, "tenant.example.com", append([]gainsight.Option{gainsight.WithHTTPClient(&http.Client{Transport: s})}, options...)...)
}

// One operation of each class.
var (
	safeCall  = func(ctx context.Context, c *gainsight.Client) error { return c.CompanyTeam.Delete(ctx, "1P01") }
	ambiguous = func(ctx context.Context, c *gainsight.Client) error {
		_, err := c.Users.Create(ctx, newUsers(1), gainsight.UserCreateOptions{})
		return err
	}
	neverCall = func(ctx context.Context, c *gainsight.Client) error {
		_, err := c.API().DeactivateUserWithResponse(ctx, "1P01")
		return err
	}
	byClass = map[string]func(context.Context, *gainsight.Client) error{"safe": safeCall, "ambiguous": ambiguous, "never": neverCall}
)

// Which failures are tried again depends on the operation, and on whether the request may have arrived.
func TestRetries(t *testing.T) {
	status := func(status int, body string) scripted { return scripted{status: status, body: body} }
	failed := `{"result":false,"errorCode":"GU_1101"}`
	reset := &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	none, onlySafe, all := map[string]bool{}, map[string]bool{"safe": true}, map[string]bool{"safe": true, "ambiguous": true, "never": true}
	for name, test := range map[string]struct {
		reply   scripted
		retries map[string]bool
	}{
		"connection refused":        {scripted{err: &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}}, all},
		"unknown host":              {scripted{err: &net.DNSError{Err: "no such host", Name: "tenant.example.com"}}, all},
		"reset":                     {scripted{err: reset}, onlySafe},
		"closed":                    {scripted{err: io.ErrUnexpectedEOF}, onlySafe},
		"the attempt took too long": {scripted{err: context.DeadlineExceeded}, onlySafe},
		"500":                       {status(500, failed), onlySafe},
		"502":                       {status(502, "<html>"), onlySafe},
		"503":                       {status(503, ""), onlySafe},
		"504":                       {status(504, "<html>"), onlySafe},
		"501":                       {status(501, ""), none},
		"400":                       {status(400, failed), none},
		"401":                       {status(401, failed), none},
		"404":                       {status(404, failed), none},
		"408":                       {status(408, ""), none},
		"429":                       {status(429, ""), none},
		"302":                       {status(302, ""), none},
		"result false":              {ok(failed), none},
		"not JSON":                  {ok("<html>"), none},
		"a limit at 503":            {status(503, `{"result":false,"errorCode":"GS_APIG_2404"}`), none},
		"a limit at 200":            {ok(`{"result":false,"errorCode":"GU_2400"}`), none},
		"an unknown authority":      {scripted{err: x509.UnknownAuthorityError{}}, none},
		"another host":              {scripted{err: fmt.Errorf("tls: %w", x509.HostnameError{Certificate: &x509.Certificate{}, Host: "tenant.example.com"})}, none},
		"a certificate is wanted":   {scripted{err: wantedCertificate(t)}, none},
		"http on the other side":    {scripted{err: http.ErrSchemeMismatch}, none},
		"cancelled below":           {scripted{err: context.Canceled}, none},
		"a contract is broken":      {scripted{err: &contract.Error{Side: contract.RequestSide}}, none},
	} {
		for class, call := range byClass {
			t.Run(name+"/"+class, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := &script{replies: []scripted{test.reply}}
					want := 1
					if test.retries[class] {
						want = 3
					}
					err := call(t.Context(), retried(t, s))
					if len(s.requests) != want {
						t.Errorf("%d requests, want %d: %v", len(s.requests), want, err)
					}
					var failure *gainsight.Error
					var used *gainsight.QuotaError // of rows that stayed queued after a refusal, and were not sent again
					if errors.As(err, &failure) && !errors.As(err, &used) && failure.Attempts != want {
						t.Errorf("%d attempts", failure.Attempts)
					}
				})
			})
		}
	}
}

// A reply that breaks off is tried again if its status is no refusal.
func TestRetriesOfBrokenReplies(t *testing.T) {
	for status, whenSafe := range map[int]int{200: 3, 500: 3, 400: 1, 429: 1, 302: 1} {
		for class, call := range byClass {
			want := 1
			if class == "safe" {
				want = whenSafe
			}
			synctest.Test(t, func(t *testing.T) {
				requests := 0
				transport := roundTripFunc(func(r *http.Request) (*http.Response, error) {
					requests++
					response := scripted{status: status}.to(r)
					response.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"result":`), cutOff{}))
					return response, nil
				})
				client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: transport}))
				_ = call(t.Context(), client)
				if requests != want {
					t.Errorf("%d, %s: %d requests", status, class, requests)
				}
			})
		}
	}
}

type cutOff struct{}

func (cutOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// A retry is what was sent before, word for word, and hooks see each attempt with its number.
func TestRetryIsTheSameRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{replies: []scripted{{status: 503}, {err: io.ErrUnexpectedEOF}, ok(`{"result":true,"data":{"success":{"records":[{"CompanyName":"A","UserName":"x"}]}}}`)}}
		var seen []string
		client := retried(t, s, gainsight.WithHook(func(ctx context.Context, start gainsight.Attempt) (context.Context, func(gainsight.Attempt)) {
			return ctx, func(end gainsight.Attempt) {
				seen = append(seen, fmt.Sprint(start.Number, end.Number, end.StatusCode, end.Err != nil))
			}
		}))
		result, err := client.CompanyTeam.Upsert(t.Context(), []gainsight.CompanyTeamRecord{byName("A", "x")})
		if err != nil || result.Calls != 3 || statuses(result) != "succeeded" {
			t.Fatalf("got %+v, %v", result, err)
		}
		for _, r := range s.requests {
			if r.body == "" || r.body != s.requests[0].body || r.Header.Get("accesskey") != testKey || r.URL.String() != s.requests[0].URL.String() {
				t.Errorf("got %v with %q", r.URL, r.body)
			}
		}
		if want := []string{"1 1 503 false", "2 2 0 true", "3 3 200 false"}; !slices.Equal(seen, want) {
			t.Errorf("hooks saw %q", seen)
		}
	})
}

// A body that can be read only once is not sent again by halves.
func TestNoRetryOfAStream(t *testing.T) {
	s := &script{replies: []scripted{{status: 503}}}
	stream := io.MultiReader(strings.NewReader(`{"records":`), strings.NewReader(`[]}`))
	reply, err := retried(t, s).API().UpsertCompanyTeamRecordsWithBodyWithResponse(t.Context(), nil, "application/json", stream)
	if err != nil || reply.StatusCode() != 503 || len(s.requests) != 1 {
		t.Errorf("got %v, %v", reply, err)
	}
}

// Calls of API are tried again as all others are; the last reply is the answer.
func TestRetriesOfAPI(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{replies: []scripted{{status: 503}, {status: 502}, {status: 504, body: "last"}}}
		reply, err := retried(t, s).API().GetUserWithResponse(t.Context(), "1P01")
		if err != nil || reply.StatusCode() != 504 || string(reply.Body) != "last" || len(s.requests) != 3 {
			t.Errorf("got %v, %v", reply, err)
		}
	})
}

// The waits: random between a second and a bound that doubles, and not shorter than the server asks for, up to a minute.
func TestWaitBeforeARetry(t *testing.T) {
	for name, test := range map[string]struct {
		retryAfter  func() string
		policy      gainsight.RetryPolicy
		first, next [2]time.Duration
	}{
		"default":       {nil, gainsight.RetryPolicy{}, [2]time.Duration{time.Second, 2 * time.Second}, [2]time.Duration{time.Second, 4 * time.Second}},
		"longer waits":  {nil, gainsight.RetryPolicy{MinWait: time.Minute}, [2]time.Duration{time.Minute, time.Minute}, [2]time.Duration{time.Minute, time.Minute}},
		"shorter waits": {nil, gainsight.RetryPolicy{MaxWait: time.Millisecond}, [2]time.Duration{time.Millisecond, time.Millisecond}, [2]time.Duration{time.Millisecond, time.Millisecond}},
		"own bounds":    {nil, gainsight.RetryPolicy{MinWait: time.Millisecond, MaxWait: 3 * time.Millisecond}, [2]time.Duration{time.Millisecond, 2 * time.Millisecond}, [2]time.Duration{time.Millisecond, 3 * time.Millisecond}},
		"asked for":     {func() string { return "30" }, gainsight.RetryPolicy{}, [2]time.Duration{30 * time.Second, 30 * time.Second}, [2]time.Duration{30 * time.Second, 30 * time.Second}},
		"a date":        {func() string { return time.Now().Add(20 * time.Second).UTC().Format(http.TimeFormat) }, gainsight.RetryPolicy{}, [2]time.Duration{20 * time.Second, 20 * time.Second}, [2]time.Duration{19 * time.Second, 20 * time.Second}},
		"too long":      {func() string { return "3600" }, gainsight.RetryPolicy{}, [2]time.Duration{time.Minute, time.Minute}, [2]time.Duration{time.Minute, time.Minute}},
		"too short":     {func() string { return "0" }, gainsight.RetryPolicy{}, [2]time.Duration{time.Second, 2 * time.Second}, [2]time.Duration{time.Second, 4 * time.Second}},
		"not readable":  {func() string { return "soon" }, gainsight.RetryPolicy{}, [2]time.Duration{time.Second, 2 * time.Second}, [2]time.Duration{time.Second, 4 * time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var at []time.Time
				client := newClient(t, "tenant.example.com", gainsight.WithRetry(test.policy), gainsight.WithHTTPClient(&http.Client{Transport: roundTripFunc(func(r *http.Request) (*http.Response, error) {
					at = append(at, time.Now())
					reply := scripted{status: 503, header: http.Header{}}
					if test.retryAfter != nil {
						reply.header.Set("Retry-After", test.retryAfter())
					}
					return reply.to(r), nil
				})}))
				_ = safeCall(t.Context(), client)
				if len(at) != 3 {
					t.Fatalf("%d attempts", len(at))
				}
				for i, bounds := range [][2]time.Duration{test.first, test.next} {
					if wait := at[i+1].Sub(at[i]); wait < bounds[0] || wait > bounds[1] {
						t.Errorf("wait %d was %s", i, wait)
					}
				}
			})
		})
	}
}

// Who fails together does not come back together.
func TestWaitsDiffer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waits := map[time.Duration]bool{}
		for range 20 {
			s := &script{replies: []scripted{{status: 503}, ok(`{"result":true}`)}}
			start := time.Now()
			if err := safeCall(t.Context(), retried(t, s)); err != nil {
				t.Fatal(err)
			}
			waits[time.Since(start)] = true
		}
		if len(waits) < 15 {
			t.Errorf("%d different waits of 20", len(waits))
		}
	})
}

// No call waits for a retry that its context would not see.
func TestNoRetryBeyondTheDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{replies: []scripted{{status: 503, header: http.Header{"Retry-After": {"10"}}}}}
		client := retried(t, s)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		err := safeCall(ctx, client)
		if failure := failureOf(t, err); failure.StatusCode != 503 || failure.EarlierInDoubt || len(s.requests) != 1 || time.Since(start) > 0 {
			t.Errorf("got %v after %s and %d requests", err, time.Since(start), len(s.requests))
		}
	})
}

// Cancelling ends the wait at once, and the error says that the call may have been carried out.
func TestCancelledWhileWaitingForARetry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{replies: []scripted{{status: 503, header: http.Header{"Retry-After": {"60"}}}}}
		client := retried(t, s)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Second, cancel)
		start := time.Now()
		err := safeCall(ctx, client)
		failure := failureOf(t, err)
		if !errors.Is(err, context.Canceled) || !failure.Sent || !failure.EarlierInDoubt || failure.Attempts != 1 || len(s.requests) != 1 || time.Since(start) != 10*time.Second {
			t.Errorf("got %+v after %s", failure, time.Since(start))
		}
	})
}

// What an earlier attempt may have done is not denied by a later one: the error says so, and the rows are in doubt.
func TestEarlierAttemptInDoubt(t *testing.T) {
	lost := scripted{err: io.ErrUnexpectedEOF}
	refused := scripted{status: 400, body: `{"result":false,"errorCode":"GU_3016"}`}
	for name, test := range map[string]struct {
		replies []scripted
		want    string
	}{
		"then a limit":               {[]scripted{lost, {status: 429, body: `{"result":false,"errorCode":"GU_2400"}`}}, "in doubt"},
		"then a key":                 {[]scripted{{status: 502}, {status: 401, body: `{"result":false,"errorCode":"GS_APIG_2401"}`}}, "in doubt"},
		"then a row":                 {[]scripted{lost, refused}, "in doubt"},
		"then no connection":         {[]scripted{lost, {err: &net.DNSError{Err: "no such host"}}}, "in doubt"},
		"a row, after no connection": {[]scripted{{err: &net.DNSError{Err: "no such host"}}, refused}, "rejected"},
		"a row at once":              {[]scripted{refused}, "rejected"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := retried(t, &script{replies: test.replies})
				result, err := client.CompanyTeam.Upsert(t.Context(), []gainsight.CompanyTeamRecord{byName("A", "x")})
				if statuses(result) != test.want {
					t.Errorf("got %s, %v", statuses(result), err)
				}
				failure := failureOf(t, result.Outcomes[0].Err)
				isInDoubt := test.want == "in doubt"
				if failure.EarlierInDoubt != isInDoubt || !failure.Sent || strings.Contains(failure.Error(), "an earlier attempt may have been carried out") != isInDoubt {
					t.Errorf("got %+v: %v", failure, failure)
				}
			})
		})
	}
}

// A deletion that finds nothing after one that may have deleted has done what it was asked for.
func TestDeletionsThatAreTriedAgain(t *testing.T) {
	lost, none := scripted{err: io.ErrUnexpectedEOF}, scripted{status: 400, body: `{"result":false,"errorCode":"GU_8003"}`}
	noRoute := scripted{status: 404, body: `{"result":false,"errorCode":"GS_APIG_1000"}`}
	gone := scripted{status: 404, body: `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404"}`}
	deleteGroup := func(ctx context.Context, c *gainsight.Client) error { return c.SCIM.Groups.Delete(ctx, "1P01") }
	for name, test := range map[string]struct {
		call      func(context.Context, *gainsight.Client) error
		replies   []scripted
		succeeded bool
	}{
		"a record":           {safeCall, []scripted{lost, none}, true},
		"a record, at once":  {safeCall, []scripted{none}, false},
		"not sent before":    {safeCall, []scripted{{err: &net.DNSError{Err: "no such host"}}, none}, false},
		"a record, no route": {safeCall, []scripted{lost, noRoute}, false},
		"a group":            {deleteGroup, []scripted{lost, gone}, true},
		"a group, at once":   {deleteGroup, []scripted{gone}, false},
		"a group, no route":  {deleteGroup, []scripted{lost, noRoute}, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := retried(t, &script{replies: test.replies}, gainsight.WithTokenSource(testTokens))
				if err := test.call(t.Context(), client); (err == nil) != test.succeeded {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// A call that is refused for its token is sent once more, which is no retry, but an attempt.
func TestRetriesAndRenewals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var statuses []int
		i := &issuer{takes: func(token string) bool { return token == "token-2" }}
		transport := roundTripFunc(func(r *http.Request) (*http.Response, error) {
			response, err := i.RoundTrip(r)
			if err == nil && response.StatusCode == 200 && !strings.HasSuffix(r.URL.Path, "/token") {
				response = scripted{status: 503}.to(r)
			}
			statuses = append(statuses, response.StatusCode)
			return response, err
		})
		client := newClientWithout(t, gainsight.WithM2M("client", "the-client-secret"), gainsight.WithHTTPClient(&http.Client{Transport: transport}))
		_, err := client.SCIM.Users.Get(t.Context(), "1", gainsight.SCIMAttributes{})
		if failure := failureOf(t, err); failure.Attempts != 3 || failure.StatusCode != 503 {
			t.Errorf("got %+v", failure)
		}
		if want := []int{200, 401, 200, 503, 503}; !slices.Equal(statuses, want) {
			t.Errorf("got %v", statuses)
		}
	})
}

// The call that fetches a token is tried again, too, within the minute that others wait for it.
func TestRetriesOfTheTokenCall(t *testing.T) {
	for name, test := range map[string]struct {
		first  scripted
		issued int
		isGood bool
	}{
		"in trouble":     {scripted{status: 503}, 2, true},
		"reset":          {scripted{err: io.ErrUnexpectedEOF}, 2, true},
		"for very long":  {scripted{status: 503, header: http.Header{"Retry-After": {"60"}}}, 1, false},
		"another client": {scripted{status: 401, body: `{"error":"invalid_client"}`}, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				i := &issuer{}
				i.reply = func(n int) scripted {
					if n == 1 {
						return test.first
					}
					return tokenFor(n, "3600")
				}
				transport := roundTripFunc(func(r *http.Request) (*http.Response, error) {
					if strings.HasSuffix(r.URL.Path, "/token") && test.first.err != nil && i.issued == 0 {
						i.issued++
						return nil, test.first.err
					}
					return i.RoundTrip(r)
				})
				client := newClientWithout(t, gainsight.WithM2M("client", "the-client-secret"), gainsight.WithHTTPClient(&http.Client{Transport: transport}))
				if err := get(t.Context(), client); (err == nil) != test.isGood || i.issued != test.issued {
					t.Errorf("%d requests for a token, %v", i.issued, err)
				}
			})
		})
	}
}

// A server that is down for half an hour costs five calls more than it would without retries, in any hour.
func TestServerDown(t *testing.T) {
	most := 0
	for name, store := range map[string]func() quota.Store{"each for itself": nil, "two clients share a store": quota.Memory} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				var mu sync.Mutex
				var extra []time.Time
				type requests struct{} // of one operation of the program
				counts := gainsight.WithHook(func(ctx context.Context, attempt gainsight.Attempt) (context.Context, func(gainsight.Attempt)) {
					mu.Lock()
					defer mu.Unlock()
					count := ctx.Value(requests{}).(*int)
					if *count++; *count > 1 {
						extra = append(extra, time.Now())
					}
					return ctx, nil
				})
				down := roundTripFunc(func(r *http.Request) (*http.Response, error) {
					time.Sleep(50 * time.Millisecond)
					switch {
					case time.Since(start)%(2*time.Hour) > 30*time.Minute:
						return ok(`{"result":true}`).to(r), nil
					case time.Since(start)%time.Minute < 20*time.Second:
						return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
					}
					return scripted{status: 503}.to(r), nil
				})
				options := []gainsight.Option{counts, gainsight.WithMaxWait(10 * time.Hour), gainsight.WithHTTPClient(&http.Client{Transport: down})}
				clients := []*gainsight.Client{nil, nil}
				if store != nil {
					options = append(options, gainsight.WithQuotaStore(store()))
					clients[1] = newClient(t, "tenant.example.com", options...)
				}
				clients[0] = newClient(t, "tenant.example.com", options...)
				var group sync.WaitGroup
				for worker := range 4 {
					group.Go(func() {
						for time.Since(start) < 5*time.Hour {
							client := clients[0]
							if worker%2 == 1 && clients[1] != nil {
								client = clients[1]
							}
							ctx := context.WithValue(t.Context(), requests{}, new(int))
							if worker < 2 {
								_ = safeCall(ctx, client)
							} else {
								_, _ = client.CompanyTeam.Upsert(ctx, []gainsight.CompanyTeamRecord{byName("C", "x")})
							}
							time.Sleep(10 * time.Second)
						}
					})
				}
				group.Wait()
				for i := range extra {
					inHour := 0
					for _, at := range extra[i:] {
						if at.Sub(extra[i]) < time.Hour {
							inHour++
						}
					}
					most = max(most, inHour)
					if inHour > 5 {
						t.Fatalf("%d retries in the hour from %s", inHour, extra[i].Sub(start))
					}
				}
				if len(extra) < 10 {
					t.Errorf("only %d retries", len(extra))
				}
			})
		})
	}
	t.Attr("figure", fmt.Sprint(most))
}

// A budget of its own, for a class without a quota and for a small one.
func TestRetryBudget(t *testing.T) {
	getUser := func(ctx context.Context, c *gainsight.Client) error {
		_, err := c.SCIM.Users.Get(ctx, "1", gainsight.SCIMAttributes{})
		return err
	}
	for name, test := range map[string]struct {
		call    func(context.Context, *gainsight.Client) error
		options []gainsight.Option
		retries int // of 20 calls within a minute
	}{
		"user management":      {safeCall, nil, 5},
		"SCIM":                 {getUser, nil, 5},
		"a small quota":        {safeCall, []gainsight.Option{gainsight.WithQuota(gainsight.QuotaUserManagement, quota.Window{Calls: 30, Per: time.Hour})}, 1},
		"less than one":        {safeCall, []gainsight.Option{gainsight.WithQuota(gainsight.QuotaUserManagement, quota.Window{Calls: 12, Per: 48 * time.Second})}, 1}, // in 80 s
		"next to nothing":      {safeCall, []gainsight.Option{gainsight.WithRetry(gainsight.RetryPolicy{Budget: 1e-300})}, 1},
		"a larger part of it":  {safeCall, []gainsight.Option{gainsight.WithRetry(gainsight.RetryPolicy{Budget: 0.1})}, 10},
		"of the shortest":      {safeCall, []gainsight.Option{gainsight.WithQuota(gainsight.QuotaUserManagement, quota.Window{Calls: 5000, Per: 24 * time.Hour}, quota.Window{Calls: 60, Per: time.Minute})}, 3},
		"without a quota":      {safeCall, []gainsight.Option{gainsight.WithoutQuota()}, 5},
		"all of it":            {safeCall, []gainsight.Option{gainsight.WithRetry(gainsight.RetryPolicy{Budget: 1})}, 40},
		"a store that is down": {getUser, []gainsight.Option{gainsight.WithQuotaStore(brokenStore{})}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{replies: []scripted{{status: 503}}}
				options := append([]gainsight.Option{gainsight.WithTokenSource(testTokens), gainsight.WithRetry(gainsight.RetryPolicy{MaxWait: time.Millisecond})}, test.options...)
				client := retried(t, s, options...)
				for range 20 {
					_ = test.call(t.Context(), client)
				}
				if retries := len(s.requests) - 20; retries != test.retries {
					t.Errorf("%d retries, want %d", retries, test.retries)
				}
			})
		})
	}
}

// What SCIM does twice is tried again only if it can be.
func TestRetriesOfSCIM(t *testing.T) {
	for name, test := range map[string]struct {
		call func(context.Context, *gainsight.Client) error
		want int
	}{
		"get": {func(ctx context.Context, c *gainsight.Client) error {
			_, err := c.SCIM.Users.Get(ctx, "1", gainsight.SCIMAttributes{})
			return err
		}, 3},
		"patch": {func(ctx context.Context, c *gainsight.Client) error {
			_, err := c.SCIM.Users.Patch(ctx, "1", scim.NewPatch().Activate())
			return err
		}, 1},
		"create": {func(ctx context.Context, c *gainsight.Client) error {
			_, err := c.SCIM.Groups.Create(ctx, scim.Group{DisplayName: gainsight.Set("A")})
			return err
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{replies: []scripted{{status: 503}}}
				err := test.call(t.Context(), retried(t, s, gainsight.WithTokenSource(testTokens)))
				if failure := failureOf(t, err); failure.StatusCode != 503 || len(s.requests) != test.want {
					t.Errorf("%d requests, %v", len(s.requests), err)
				}
			})
		})
	}
}

// Nothing is lost and nobody is there twice where every third call fails.
func TestRetriesAgainstTheFakeTenant(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := gainsighttest.NewTenant(gainsighttest.WithAccessKey(testKey), gainsighttest.WithRateLimit(100, time.Hour))
		client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: tenant.Transport()}), gainsight.WithMaxWait(2*time.Hour))
		tenant.Inject("listUserRecords", 0, gainsighttest.BadGateway())
		tenant.Inject("createUsers", 0, gainsighttest.ResetAfter())
		tenant.Inject("updateUsers", 0, gainsighttest.ResetAfter())
		for range 60 {
			user := newUser("kim")
			user.PermissionBundles = gainsight.Set([]string{"A"})
			if _, err := client.Users.Ensure(t.Context(), user, appended); err != nil {
				t.Fatal(err)
			}
		}
		if users := tenant.Users(); len(users) != 1 {
			t.Errorf("%d users", len(users))
		}
		for _, call := range tenant.Calls() {
			if call.Status == http.StatusTooManyRequests {
				t.Error("a call was refused")
			}
		}
	})
}
