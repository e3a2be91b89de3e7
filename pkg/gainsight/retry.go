package gainsight

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"
)

// RetryPolicy says how often and when a call that failed is tried again. A zero means the default.
type RetryPolicy struct {
	// Attempts is how many requests a call makes in all, 1 to 10, by default 3. With 1 there are no retries.
	Attempts int
	// MinWait and MaxWait bound the wait before another attempt, by default 1 second and 1 minute. It is chosen at random
	// between MinWait and a bound that doubles from one attempt to the next. A Retry-After of the server can make it longer,
	// up to MaxWait.
	MinWait, MaxWait time.Duration
	// Budget is the part of the shortest window of a quota that retries may use, up to 1 for all of it, by default 0.05: of
	// 100 calls an hour, 5. In any interval of the window there are no more retries than that, by all that share the store of
	// the quota; where it is less than one, there is one in a window that is as much longer, up to a day. A class without a
	// quota has that part of 100 calls a minute.
	Budget float64
}

// The defaults of a RetryPolicy.
const (
	defaultAttempts = 3
	defaultMinWait  = time.Second
	defaultMaxRetry = time.Minute
	defaultBudget   = 0.05
	mostAttempts    = 10
)

// WithRetry sets how calls are tried again that may be, in place of the defaults of RetryPolicy.
//
// A call whose request did not leave this machine is tried again, whatever it does: no connection could be made, its host
// was not found, or TLS failed for another reason than a certificate. One that may have arrived is tried again only if it
// is safe, as docs/operations.md says of each operation: after the status 500, 502, 503 or 504, and where the connection or
// the reply broke off or the attempt took too long. A call is not tried again after any other reply, one that says that the
// limit of calls is reached in particular, nor if its context would end before the next attempt. Each attempt takes a slot of
// the quota; if that takes too long, the last attempt counts.
//
// The error is that of the last attempt. Its EarlierInDoubt says if an earlier one may have been carried out. An error of the
// HTTP client's transport that has a method Retryable() bool is asked too: false means that there is no other attempt.
func WithRetry(policy RetryPolicy) Option {
	return func(c *config) error {
		if err := policy.check(); err != nil {
			return fmt.Errorf("WithRetry: %w", err)
		}
		c.retry = policy.withDefaults()
		return nil
	}
}

// WithoutRetry makes one attempt of each call, and another one only after its token was refused. What bulk
// operations do about rows in doubt is a call of its own: WithExtraCalls(0) does without it.
func WithoutRetry() Option {
	return WithRetry(RetryPolicy{Attempts: 1})
}

func (p RetryPolicy) check() error {
	var faults []error
	if p.Attempts < 0 || p.Attempts > mostAttempts {
		faults = append(faults, fmt.Errorf("%d attempts: want 1 to %d, or 0 for %d", p.Attempts, mostAttempts, defaultAttempts))
	}
	if p.MinWait < 0 || p.MaxWait < 0 || p.MaxWait > 0 && p.MinWait > p.MaxWait {
		faults = append(faults, fmt.Errorf("a wait of %s to %s: want the shorter one first, and none that is negative", p.MinWait, p.MaxWait))
	}
	if !(p.Budget >= 0 && p.Budget <= 1) { // NaN is none of both
		faults = append(faults, fmt.Errorf("a budget of %v: want a part of the window, above 0 to 1, or 0 for %v", p.Budget, defaultBudget))
	}
	return errors.Join(faults...)
}

func (p RetryPolicy) withDefaults() RetryPolicy {
	if p.Attempts == 0 {
		p.Attempts = defaultAttempts
	}
	if p.MaxWait == 0 {
		p.MaxWait = max(defaultMaxRetry, p.MinWait)
	}
	if p.MinWait == 0 {
		p.MinWait = min(defaultMinWait, p.MaxWait)
	}
	if p.Budget == 0 {
		p.Budget = defaultBudget
	}
	return p
}

// wait returns how long to wait before the n-th retry, so that those who failed together do not come back together.
func (p RetryPolicy) wait(n int, retryAfter time.Duration) time.Duration {
	bound := p.MaxWait
	if p.MinWait < p.MaxWait>>n {
		bound = p.MinWait << n
	}
	wait := p.MinWait + time.Duration(rand.Int64N(int64(bound-p.MinWait)+1))
	return max(wait, min(retryAfter, p.MaxWait))
}

// retry sends a request again that failed for a passing reason.
func retry(policy RetryPolicy, quotas *quotas) step {
	return func(request *http.Request, next doer) (*http.Response, error) {
		response, err := next(request)
		ctx := request.Context()
		f := flightOf(ctx)
		for n := 1; int(f.attempts.Load()) < policy.Attempts && f.isWorthRetry(ctx, response, err); n++ {
			wait := policy.wait(n, retryAfter(response, time.Now()))
			again, ok := prepareRetry(request, wait)
			if !ok {
				break
			}
			spent, ok := quotas.takeRetry(ctx, f.op.Quota, wait+quotas.attempt)
			if !ok {
				break
			}
			earlierIsSent := f.last.isSent
			newResponse, newErr := after(again, wait, next)
			spent(!isUnsent(newErr))
			if isUnsent(newErr) && ctx.Err() == nil {
				break // it had no slot or no token: why it was needed says more
			}
			f.isDoubtful = f.isDoubtful || earlierIsSent
			response, err = newResponse, newErr
		}
		return response, err
	}
}

// prepareRetry returns the request once more, unless it cannot be sent again, or not before its context ends.
func prepareRetry(request *http.Request, wait time.Duration) (again *http.Request, ok bool) {
	if deadline, hasDeadline := request.Context().Deadline(); hasDeadline && time.Until(deadline) <= wait {
		return nil, false
	}
	again, err := rewound(request)
	return again, err == nil
}

// after sends a request when a time is over.
func after(request *http.Request, wait time.Duration, next doer) (*http.Response, error) {
	if err := sleep(request.Context(), wait); err != nil {
		return nil, &unsentError{fmt.Errorf("waiting for another attempt: %w", err)}
	}
	return next(request)
}

// sleep waits until a time is over, or the context.
func sleep(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}
