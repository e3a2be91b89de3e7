package gainsight_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
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
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// listening is a store that keeps what it is told.
type listening struct {
	quota.Store
	mu    sync.Mutex
	ends  []quota.End
	last  quota.Bucket
	lease time.Duration // of the last slot
}

func newListening() *listening { return &listening{Store: quota.Memory()} }

func (l *listening) Take(ctx context.Context, bucket quota.Bucket, lease time.Duration) (quota.Grant, error) {
	l.mu.Lock()
	l.last, l.lease = bucket, lease
	l.mu.Unlock()
	return l.Store.Take(ctx, bucket, lease)
}

func (l *listening) Settle(ctx context.Context, bucket quota.Bucket, slot uint64, end quota.End) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !strings.HasSuffix(bucket.Class, "-retries") {
		l.ends = append(l.ends, end)
	}
	return l.Store.Settle(ctx, bucket, slot, end)
}

// brokenStore fails at everything.
type brokenStore struct{}

var errStore = errors.New("the disk is full")

func (brokenStore) Take(context.Context, quota.Bucket, time.Duration) (quota.Grant, error) {
	return quota.Grant{}, errStore
}
func (brokenStore) Settle(context.Context, quota.Bucket, uint64, quota.End) error { return errStore }
func (brokenStore) State(context.Context, quota.Bucket) (quota.State, error) {
	return quota.State{}, errStore
}

// settleBroken fails only to hear how a call ended.
type settleBroken struct{ quota.Store }

func (settleBroken) Settle(context.Context, quota.Bucket, uint64, quota.End) error { return errStore }

// How a call ended is told to the store: what never left this machine does not count, and what may arrive later does.
func TestHowCallsCount(t *testing.T) {
	end := func(kind quota.EndKind) []quota.End { return []quota.End{{Kind: kind}} }
	refused := `{"result":false,"errorCode":"GU_2400"}`
	for name, test := range map[string]struct {
		reply scripted
		want  []quota.End
	}{
		"a reply":                   {ok(`{"result":true}`), end(quota.Arrived)},
		"a refusal":                 {scripted{status: 400, body: `{"result":false,"errorCode":"GU_8004"}`}, end(quota.Arrived)},
		"a page of HTML":            {scripted{status: 502, body: "<html>"}, end(quota.Arrived)},
		"429":                       {scripted{status: 429, body: "<html>"}, end(quota.Refused)},
		"the vendor's code":         {scripted{status: 400, body: refused}, end(quota.Refused)},
		"the vendor's code at 200":  {ok(refused), end(quota.Refused)},
		"the gateway's code at 503": {scripted{status: 503, body: `{"errorCode": "GS_APIG_2404","result":false}`}, end(quota.Refused)},
		"a code elsewhere":          {ok(`{"result":true,"data":{"errorCode":"GU_2400"}}`), end(quota.Arrived)},
		"a code with success":       {ok(`{"result":true,"errorCode":"GU_2400"}`), end(quota.Arrived)},
		"a code in words":           {scripted{status: 400, body: `{"result":false,"errorCode":"GU_3016","errorDesc":"GU_2400"}`}, end(quota.Arrived)},
		"connection refused":        {scripted{err: &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}}, end(quota.NeverSent)},
		"no answer":                 {scripted{err: io.ErrUnexpectedEOF}, end(quota.Unknown)},
	} {
		t.Run(name, func(t *testing.T) {
			store := newListening()
			s := &script{replies: []scripted{test.reply}}
			_ = safeCall(t.Context(), retried(t, s, gainsight.WithQuotaStore(store), gainsight.WithoutRetry()))
			if !slices.Equal(store.ends, test.want) {
				t.Errorf("got %v, want %v", store.ends, test.want)
			}
			if b := store.last; b.Host != "tenant.example.com" || b.Class != "user-management" || !slices.Equal(b.Windows, quota.UserManagement()) {
				t.Errorf("got %+v", b)
			}
			if text := fmt.Sprintf("%+v", store.last); strings.Contains(text, testKey) {
				t.Errorf("the key is in %s", text)
			}
		})
	}
}

// Each attempt takes a slot: a retry, and the one after a refused token. How the last one ended is stored although the
// caller has given up.
func TestEachAttemptTakesASlot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newListening()
		s := &script{replies: []scripted{{status: 503}, {err: io.ErrUnexpectedEOF}, ok(`{"result":true}`)}}
		if err := safeCall(t.Context(), retried(t, s, gainsight.WithQuotaStore(store))); err != nil {
			t.Fatal(err)
		}
		if want := []quota.End{{Kind: quota.Arrived}, {Kind: quota.Unknown}, {Kind: quota.Arrived}}; !slices.Equal(store.ends, want) {
			t.Errorf("got %v", store.ends)
		}

		store = newListening()
		i := &issuer{takes: func(token string) bool { return token == "token-2" }}
		client := i.client(t, gainsight.WithQuotaStore(store))
		if err := client.CompanyTeam.Delete(t.Context(), "1P01"); err == nil || len(i.requests) != 2 || len(store.ends) != 2 {
			t.Errorf("got %v for %d requests, %v", store.ends, len(i.requests), err) // the reply is no envelope
		}

		store = newListening()
		ctx, cancel := context.WithCancel(t.Context())
		client = newClient(t, "tenant.example.com", gainsight.WithQuotaStore(store), gainsight.WithHTTPClient(&http.Client{Transport: roundTripFunc(func(r *http.Request) (*http.Response, error) {
			cancel()
			return nil, r.Context().Err()
		})}))
		if err := safeCall(ctx, client); !errors.Is(err, context.Canceled) || !slices.Equal(store.ends, []quota.End{{Kind: quota.Unknown}}) {
			t.Errorf("got %v, %v", store.ends, err)
		}
	})
}

// A call that cannot have its slot in time is not made, and the error says when it can be.
func TestQuotaError(t *testing.T) {
	for name, test := range map[string]struct {
		options []gainsight.Option
		timeout time.Duration
	}{
		"an hour is longer than a minute": {nil, 0},
		"the context would be over":       {[]gainsight.Option{gainsight.WithMaxWait(2 * time.Hour)}, 59 * time.Minute},
		"nothing waits":                   {[]gainsight.Option{gainsight.WithMaxWait(0)}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{replies: []scripted{ok(`{"result":true}`)}}
				client := retried(t, s, test.options...)
				start := time.Now()
				for range 100 {
					if err := safeCall(t.Context(), client); err != nil {
						t.Fatal(err)
					}
				}
				ctx := t.Context()
				if test.timeout > 0 {
					shorter, cancel := context.WithTimeout(ctx, test.timeout)
					defer cancel()
					ctx = shorter
				}
				err := safeCall(ctx, client)
				failure := failureOf(t, err)
				var used *gainsight.QuotaError
				if !errors.As(err, &used) || !errors.Is(err, gainsight.ErrRateLimited) || failure.Sent || failure.Attempts != 0 || failure.StatusCode != 0 {
					t.Fatalf("got %+v", failure)
				}
				if used.Window != (quota.Window{Calls: 100, Per: time.Hour}) || used.Class != "user-management" ||
					used.ReadyAt.Before(start.Add(time.Hour)) || used.ReadyAt.After(start.Add(time.Hour+time.Minute)) || !strings.Contains(err.Error(), used.ReadyAt.Format(time.RFC3339)) {
					t.Errorf("got %+v: %v", used, err)
				}
				if len(s.requests) != 100 || time.Since(start) > 0 {
					t.Errorf("%d requests in %s", len(s.requests), time.Since(start))
				}
				result, err := client.CompanyTeam.DeleteMany(ctx, []string{"1P01"})
				if statuses(result) != "not sent" || !errors.As(result.Outcomes[0].Err, &used) {
					t.Errorf("got %s, %v", statuses(result), err)
				}
				if _, err := client.API().UpdateUserStatusWithBodyWithResponse(ctx, nil, "application/json", strings.NewReader("[]")); !errors.As(err, &used) {
					t.Errorf("API: got %v", err)
				}
				time.Sleep(time.Until(used.ReadyAt))
				if err := safeCall(t.Context(), client); err != nil {
					t.Errorf("got %v at the time that the error names", err)
				}
			})
		})
	}
}

// However short a key is, taking it out of the error leaves its class.
func TestQuotaErrorWithAShortKey(t *testing.T) {
	s := &script{replies: []scripted{ok(`{"result":true}`)}}
	client, err := gainsight.New("tenant.example.com", gainsight.WithAccessKey("quota"), gainsight.WithHTTPClient(&http.Client{Transport: s}),
		gainsight.WithQuota(gainsight.QuotaUserManagement, quota.Window{Calls: 1, Per: time.Hour}))
	if err != nil {
		t.Fatal(err)
	}
	_ = safeCall(t.Context(), client)
	if err := safeCall(t.Context(), client); !errors.Is(err, gainsight.ErrRateLimited) {
		t.Errorf("got %v", err)
	}
}

// With time to wait, no call is refused; the timeout of the HTTP client bounds an attempt, and not the wait.
func TestWaitingForTheQuota(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := gainsighttest.NewTenant(gainsighttest.WithAccessKey(testKey), gainsighttest.WithRateLimit(100, time.Hour), gainsighttest.WithRateLimit(1000, 24*time.Hour))
		client := newClient(t, "tenant.example.com", gainsight.WithMaxWait(24*time.Hour), gainsight.WithHTTPClient(&http.Client{Transport: tenant.Transport(), Timeout: time.Minute}))
		start := time.Now()
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				for range 300 {
					if _, err := collect(t, client, gainsight.CompanyTeamListOptions{}); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		group.Wait()
		if took := time.Since(start); took < 24*time.Hour || took > 26*time.Hour {
			t.Errorf("1,200 calls took %s", took)
		}
		for _, call := range tenant.Calls() {
			if call.Status != 200 {
				t.Errorf("a call got %d", call.Status)
			}
		}
	})
}

// A refusal means that others use the quota: all who share the store stop, one of them tries again after 5 minutes, it is
// logged, and nothing is tried again by itself.
func TestOthersUseTheQuota(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := quota.Memory()
		var log bytes.Buffer
		refusal := scripted{status: 429, body: `{"result":false,"errorCode":"GU_2400"}`, header: http.Header{"Retry-After": {"1"}}}
		s := &script{replies: []scripted{refusal, refusal, ok(`{"result":true}`)}}
		options := []gainsight.Option{gainsight.WithQuotaStore(store), gainsight.WithLogger(slog.New(slog.NewTextHandler(&log, nil)))}
		one, other := retried(t, s, options...), retried(t, s, options...)
		if err := safeCall(t.Context(), one); !errors.Is(err, gainsight.ErrRateLimited) || !failureOf(t, err).Sent || len(s.requests) != 1 {
			t.Fatalf("got %v after %d requests", err, len(s.requests))
		}
		if !strings.Contains(log.String(), "level=WARN") || !strings.Contains(log.String(), "others use too") || !strings.Contains(log.String(), "quota=user-management") {
			t.Errorf("logged %s", &log)
		}
		for _, client := range []*gainsight.Client{one, other} {
			var used *gainsight.QuotaError
			if err := safeCall(t.Context(), client); !errors.As(err, &used) || used.Window != (quota.Window{}) || time.Until(used.ReadyAt) != 5*time.Minute {
				t.Errorf("got %v", err)
			}
			usage := usageOf(t, client)
			if until := time.Until(usage.StoppedUntil); until != 5*time.Minute || !usage.Next.Equal(usage.StoppedUntil) {
				t.Errorf("got %+v", usage)
			}
		}
		time.Sleep(5 * time.Minute)
		if err := safeCall(t.Context(), other); !errors.Is(err, gainsight.ErrRateLimited) || len(s.requests) != 2 {
			t.Errorf("got %v after %d requests", err, len(s.requests))
		}
		time.Sleep(5 * time.Minute)
		if err := safeCall(t.Context(), one); err != nil || len(s.requests) != 3 {
			t.Errorf("got %v after %d requests", err, len(s.requests))
		}
		if usage := usageOf(t, one); !usage.StoppedUntil.IsZero() {
			t.Errorf("got %+v", usage)
		}
	})
}

// usageOf returns the usage of the one class that has a quota.
func usageOf(t *testing.T, client *gainsight.Client) gainsight.QuotaUsage {
	t.Helper()
	usages, err := client.Quota(t.Context())
	if err != nil || len(usages) != 1 {
		t.Fatalf("got %v, %v", usages, err)
	}
	return usages[0]
}

// What is used and left, and when n more calls are done.
func TestQuotaUsage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{replies: []scripted{ok(`{"result":true}`)}}
		client := retried(t, s)
		about := func(what string, got time.Time, want time.Duration) {
			t.Helper()
			if d := time.Until(got); d < want || d > want+want/1000+2*time.Second {
				t.Errorf("%s: in %s, want %s", what, d, want)
			}
		}
		fresh := usageOf(t, client)
		about("the first", fresh.Next, 0)
		about("100", fresh.Finish(100), 0)
		about("101", fresh.Finish(101), time.Hour)
		about("1,001", fresh.Finish(1001), 24*time.Hour)
		for range 100 {
			if err := safeCall(t.Context(), client); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(10 * time.Minute)
		usage := usageOf(t, client)
		want := []gainsight.WindowUsage{
			{Limit: quota.Window{Calls: 100, Per: time.Hour}, Used: 100, Left: 0},
			{Limit: quota.Window{Calls: 1000, Per: 24 * time.Hour}, Used: 100, Left: 900},
		}
		if usage.Class != gainsight.QuotaUserManagement || !slices.Equal(usage.Windows, want) || !usage.StoppedUntil.IsZero() {
			t.Errorf("got %+v", usage)
		}
		about("the next", usage.Next, 50*time.Minute)
		about("100 more", usage.Finish(100), 50*time.Minute)
		about("200 more", usage.Finish(200), 110*time.Minute)
		about("none", usage.Finish(0), 0)
		about("less than none", usage.Finish(-1), 0)
	})
}

// The classes that have a quota, in their order.
func TestQuotaOfClasses(t *testing.T) {
	small := quota.Window{Calls: 1, Per: time.Hour}
	s := &script{replies: []scripted{ok(`{"id":"1"}`)}}
	client := retried(t, s, gainsight.WithTokenSource(testTokens), gainsight.WithoutQuota(),
		gainsight.WithQuota(gainsight.QuotaToken, small), gainsight.WithQuota(gainsight.QuotaSCIM, small))
	usages, err := client.Quota(t.Context())
	if err != nil || len(usages) != 2 || usages[0].Class != gainsight.QuotaSCIM || usages[1].Class != gainsight.QuotaToken {
		t.Fatalf("got %+v, %v", usages, err)
	}
	if err := get(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	if err := get(t.Context(), client); !errors.Is(err, gainsight.ErrRateLimited) {
		t.Errorf("got %v", err)
	}
	if usages, err := retried(t, s, gainsight.WithoutQuota()).Quota(t.Context()); err != nil || len(usages) != 0 {
		t.Errorf("got %v, %v", usages, err)
	}
}

// SCIM has no limit by default, and WithoutQuota takes the one of users and company teams away.
func TestWhatHasNoQuota(t *testing.T) {
	for name, test := range map[string]struct {
		call    func(context.Context, *gainsight.Client) error
		options []gainsight.Option
	}{
		"SCIM":    {get, nil},
		"without": {safeCall, []gainsight.Option{gainsight.WithoutQuota()}},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{replies: []scripted{ok(`{"id":"1","result":true}`)}}
			client := retried(t, s, append(test.options, gainsight.WithTokenSource(testTokens))...)
			for range 150 {
				if err := test.call(t.Context(), client); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// A token call counts if it has a quota, and what keeps it from being made keeps the others.
func TestQuotaOfTokens(t *testing.T) {
	i := &issuer{takes: func(string) bool { return false }}
	client := i.client(t, gainsight.WithQuota(gainsight.QuotaToken, quota.Window{Calls: 1, Per: time.Hour}))
	err := get(t.Context(), client)
	var used *gainsight.QuotaError
	if !errors.As(err, &used) || used.Class != "token" || i.issued != 1 {
		t.Errorf("got %v after %d tokens", err, i.issued)
	}
}

// A call that cannot be counted is not made.
func TestBrokenStore(t *testing.T) {
	s := &script{replies: []scripted{ok(`{"result":true}`)}}
	client := retried(t, s, gainsight.WithQuotaStore(brokenStore{}))
	err := safeCall(t.Context(), client)
	if failure := failureOf(t, err); !errors.Is(err, errStore) || failure.Sent || len(s.requests) != 0 || errors.Is(err, gainsight.ErrRateLimited) {
		t.Errorf("got %+v", failure)
	}
	if _, err := client.Quota(t.Context()); !errors.Is(err, errStore) || !strings.Contains(err.Error(), "user-management") {
		t.Errorf("got %v", err)
	}
}

// A reply is not lost since the store cannot hear of it; the log does.
func TestStoreBreaksDuringACall(t *testing.T) {
	var log bytes.Buffer
	s := &script{replies: []scripted{ok(`{"result":true}`)}}
	client := retried(t, s, gainsight.WithQuotaStore(settleBroken{quota.Memory()}), gainsight.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	if err := safeCall(t.Context(), client); err != nil || !strings.Contains(log.String(), "level=WARN") || !strings.Contains(log.String(), "the disk is full") {
		t.Errorf("got %v, logged %s", err, &log)
	}
}

// An attempt ends in time for its lease, also if the HTTP client has no timeout, or hooks take long.
func TestLongestAttempt(t *testing.T) {
	for name, test := range map[string]struct {
		client  http.Client
		hook    time.Duration
		longest time.Duration
	}{
		"the default":     {http.Client{Timeout: time.Minute}, 0, time.Minute},
		"no timeout":      {http.Client{}, 0, 12 * time.Minute},
		"a slow hook":     {http.Client{Timeout: time.Minute}, 90 * time.Second, 3 * time.Minute},
		"a very long one": {http.Client{Timeout: 1000 * time.Hour}, 0, 13 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := test.client
				client.Transport = roundTripFunc(func(r *http.Request) (*http.Response, error) {
					<-r.Context().Done()
					return nil, r.Context().Err()
				})
				start := time.Now()
				err := safeCall(t.Context(), newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&client), gainsight.WithoutRetry(),
					gainsight.WithHook(func(ctx context.Context, _ gainsight.Attempt) (context.Context, func(gainsight.Attempt)) {
						time.Sleep(test.hook)
						return ctx, nil
					})))
				if took := time.Since(start); took > test.longest || !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("took %s: %v", took, err)
				}
			})
		})
	}
}

// A program that is killed leaves its slots taken until the end of their leases, which are therefore not longer than an attempt
// can be: only with tokens does it wait for one.
func TestLease(t *testing.T) {
	for name, test := range map[string]struct {
		timeout        time.Duration
		options        []gainsight.Option
		least, longest time.Duration
	}{
		"access key": {2 * time.Second, nil, 2 * time.Second, 15 * time.Second},
		"M2M":        {2 * time.Second, []gainsight.Option{gainsight.WithM2M("id", "secret")}, 62 * time.Second, 75 * time.Second},
		"no timeout": {0, nil, 10 * time.Minute, 11 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			store := newListening()
			transport := &script{replies: []scripted{ok(`{"result":true}`)}}
			client := newClient(t, "tenant.example.com", append(test.options, gainsight.WithQuotaStore(store),
				gainsight.WithHTTPClient(&http.Client{Transport: transport, Timeout: test.timeout}))...)
			if err := safeCall(t.Context(), client); err != nil {
				t.Fatal(err)
			}
			if store.lease < test.least || store.lease > test.longest {
				t.Errorf("a slot is taken for %s, want %s to %s", store.lease, test.least, test.longest)
			}
		})
	}
}

// A hook that returns a context of its own would lead the attempt astray.
func TestHookWithAContextOfItsOwn(t *testing.T) {
	s := &script{replies: []scripted{ok(`{"result":true}`)}}
	ended := false
	client := retried(t, s, gainsight.WithHook(func(context.Context, gainsight.Attempt) (context.Context, func(gainsight.Attempt)) {
		return context.Background(), func(gainsight.Attempt) { ended = true }
	}))
	err := safeCall(t.Context(), client)
	if failure := failureOf(t, err); failure.Sent || len(s.requests) != 0 || !ended || !strings.Contains(err.Error(), "not derived") {
		t.Errorf("got %v, ended: %v", err, ended)
	}
}

// What the guard refuses does not wait for the quota.
func TestRefusalsDoNotWaitForTheQuota(t *testing.T) {
	s := &script{replies: []scripted{ok(`{"result":true}`)}}
	client := retried(t, s, gainsight.WithQuota(gainsight.QuotaUserManagement, quota.Window{Calls: 1, Per: time.Hour}))
	if err := safeCall(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	if _, err := client.API().DeleteCompanyTeamRecordWithResponse(t.Context(), ".."); err == nil || errors.Is(err, gainsight.ErrRateLimited) {
		t.Errorf("got %v", err)
	}
}

// Options that cannot be kept to are one clear error each.
func TestLimitOptions(t *testing.T) {
	window := quota.Window{Calls: 100, Per: time.Hour}
	for name, test := range map[string]struct {
		option gainsight.Option
		want   string
	}{
		"no such class":         {gainsight.WithQuota("users", window), `WithQuota: there is no class "users"; want one of ["user-management" "scim" "token"]`},
		"no windows":            {gainsight.WithQuota(gainsight.QuotaSCIM), "WithQuota: scim: "},
		"no calls":              {gainsight.WithQuota(gainsight.QuotaSCIM, window, quota.Window{Per: time.Hour}), "a window of 0 calls"},
		"no time":               {gainsight.WithQuota(gainsight.QuotaSCIM, quota.Window{Calls: 1}), "a window of 0s"},
		"no store":              {gainsight.WithQuotaStore(nil), "WithQuotaStore: the store is nil"},
		"a wait below 0":        {gainsight.WithMaxWait(-time.Second), "WithMaxWait: -1s is negative"},
		"attempts below 0":      {gainsight.WithRetry(gainsight.RetryPolicy{Attempts: -1}), "WithRetry: -1 attempts: want 1 to 10"},
		"many attempts":         {gainsight.WithRetry(gainsight.RetryPolicy{Attempts: 11}), "WithRetry: 11 attempts"},
		"waits the wrong way":   {gainsight.WithRetry(gainsight.RetryPolicy{MinWait: 2, MaxWait: 1}), "want the shorter one first"},
		"a negative wait":       {gainsight.WithRetry(gainsight.RetryPolicy{MinWait: -1}), "none that is negative"},
		"another negative wait": {gainsight.WithRetry(gainsight.RetryPolicy{MaxWait: -1}), "none that is negative"},
		"a budget above 1":      {gainsight.WithRetry(gainsight.RetryPolicy{Budget: 5}), "a budget of 5: want a part of the window"},
		"a budget below 0":      {gainsight.WithRetry(gainsight.RetryPolicy{Budget: -0.1}), "a budget of -0.1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := gainsight.New("tenant.example.com", gainsight.WithAccessKey(testKey), test.option)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

// A call whose context ends before it is handed over is not made, and does not count; its body is closed all the same.
func TestCancelledBeforeItIsSent(t *testing.T) {
	store := newListening()
	s := &script{replies: []scripted{ok(`{"result":true}`)}}
	ctx, cancel := context.WithCancel(t.Context())
	client := retried(t, s, gainsight.WithQuotaStore(store), gainsight.WithHook(func(ctx context.Context, _ gainsight.Attempt) (context.Context, func(gainsight.Attempt)) {
		cancel()
		return ctx, nil
	}))
	body, input := io.Pipe()
	failed := make(chan error)
	go func() {
		_, err := client.API().UpdateUserStatusWithBodyWithResponse(ctx, nil, "application/json", body)
		failed <- err
	}()
	if _, err := io.WriteString(input, "[]"); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("writing to the body: %v", err)
	}
	err := <-failed
	if failure := failureOf(t, err); failure.Sent || failure.Attempts != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("got %+v", failure)
	}
	if len(s.requests) != 0 || !slices.Equal(store.ends, []quota.End{{Kind: quota.NeverSent}}) {
		t.Errorf("%d requests, counted as %v", len(s.requests), store.ends)
	}
}
