package gainsight

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// takeRetry takes a retry out of the budget of a class, if there is one left. The budget is a quota of its own, so that it
// holds for any interval, and for all who share the store. Whoever took a retry says in the end whether it was made.
func (q *quotas) takeRetry(ctx context.Context, class QuotaClass, lease time.Duration) (spent func(isMade bool), ok bool) {
	slot, err := q.limiter.Acquire(ctx, q.retries(class), lease, 0)
	if err != nil {
		return nil, false
	}
	return func(isMade bool) {
		end := quota.End{Kind: quota.NeverSent}
		if isMade {
			end.Kind = quota.Arrived // whether or not it got through
		}
		q.settle(ctx, slot, end)
	}, true
}

// affords takes a retry out of the budget of a class for a call that is made in place of one.
func (q *quotas) affords(ctx context.Context, class QuotaClass) bool {
	spent, ok := q.takeRetry(ctx, class, q.attempt)
	if ok {
		spent(true)
	}
	return ok
}

// retries is the bucket of the retries of a class: a part of its shortest window. A class without a limit has the part of what
// the vendor sets for its other calls.
func (q *quotas) retries(class QuotaClass) quota.Bucket {
	windows := q.windows[class]
	if len(windows) == 0 {
		windows = quota.Synchronous()
	}
	return quota.Bucket{Host: q.host, Class: string(class) + "-retries", Windows: []quota.Window{partOf(shortestOf(windows), q.budget)}}
}

// longestRetries bounds the window of a budget that is a very small part.
const longestRetries = 24 * time.Hour

// partOf is a part of a window. Where that is less than one call, it is one call in a window that is as much longer.
func partOf(window quota.Window, part float64) quota.Window {
	calls := float64(window.Calls) * part
	if calls >= 1 {
		return quota.Window{Calls: int(calls), Per: window.Per}
	}
	longer := min(float64(window.Per)/calls, float64(max(longestRetries, window.Per)))
	return quota.Window{Calls: 1, Per: time.Duration(longer)}
}

func shortestOf(windows []quota.Window) quota.Window {
	return slices.MinFunc(windows, func(a, b quota.Window) int { return cmp.Compare(a.Per, b.Per) })
}
