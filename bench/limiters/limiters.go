// Package limiters has what Go programs use to keep to limits of calls, ours among it, for the tables in docs/quota.md. Each
// is set as its documentation says for a limit of so many calls in so much time, and where there are several windows, a call
// waits for one limiter after the other.
package limiters

import (
	"context"
	"fmt"
	"sync"
	"time"

	"go.uber.org/ratelimit"
	"golang.org/x/time/rate"

	"github.com/gainsight-go/gainsight-go/internal/quotasim"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// Peer is one of them.
type Peer struct {
	Name string
	New  func(windows []quota.Window) quotasim.Limiter
}

// Peers are all of them, ours first and x/time/rate with burst N second.
var Peers = []Peer{
	{"gainsight-go", ours},
	{"x/time/rate, burst N", func(windows []quota.Window) quotasim.Limiter {
		return newRates(windows, func(w quota.Window) int { return w.Calls })
	}},
	{"x/time/rate, burst 1", func(windows []quota.Window) quotasim.Limiter {
		return newRates(windows, func(quota.Window) int { return 1 })
	}},
	{"uber-go/ratelimit", newUber},
	{"naive retry loop", func([]quota.Window) quotasim.Limiter { return new(naive) }},
}

func ours(windows []quota.Window) quotasim.Limiter {
	bucket := quota.Bucket{Host: "acme.us2.gainsightcloud.com", Class: "user-management", Windows: windows}
	return quotasim.Quota(quota.NewLimiter(quota.Memory()), bucket)
}

type rates []*rate.Limiter

func newRates(windows []quota.Window, burst func(quota.Window) int) quotasim.Limiter {
	var limiters rates
	for _, w := range windows {
		limiters = append(limiters, rate.NewLimiter(rate.Every(w.Per/time.Duration(w.Calls)), burst(w)))
	}
	return limiters
}

func (r rates) Acquire(ctx context.Context) (func(bool), error) {
	for _, limiter := range r {
		if err := limiter.Wait(ctx); err != nil {
			return nil, fmt.Errorf("x/time/rate: %w", err)
		}
	}
	return func(bool) {}, nil
}

// uber has the slack that ratelimit.New gives it, 10 calls.
type uber []ratelimit.Limiter

func newUber(windows []quota.Window) quotasim.Limiter {
	var limiters uber
	for _, w := range windows {
		limiters = append(limiters, ratelimit.New(w.Calls, ratelimit.Per(w.Per)))
	}
	return limiters
}

func (u uber) Acquire(ctx context.Context) (func(bool), error) {
	for _, limiter := range u {
		limiter.Take()
	}
	return func(bool) {}, ctx.Err()
}

// naive sends at once. After a refusal it waits for a second, after the next one for two, and so on up to a minute.
type naive struct {
	mu       sync.Mutex
	refusals int // in a row
}

const longestBackoff = time.Minute

func (n *naive) backoff() time.Duration {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.refusals == 0 {
		return 0
	}
	return min(longestBackoff, time.Second<<min(n.refusals-1, 10))
}

func (n *naive) Acquire(ctx context.Context) (func(bool), error) {
	select {
	case <-time.After(n.backoff()):
		return n.settle, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (n *naive) settle(accepted bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.refusals++
	if accepted {
		n.refusals = 0
	}
}
