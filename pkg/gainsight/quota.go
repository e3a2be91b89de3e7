package gainsight

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/printable"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// QuotaClass names the operations that count against one limit together; docs/operations.md lists them.
type QuotaClass = gsapi.Quota

// The classes of operations.
const (
	QuotaUserManagement QuotaClass = gsapi.QuotaUserManagement // users and company teams
	QuotaSCIM           QuotaClass = gsapi.QuotaSCIM           // SCIM, for which no limit is published
	QuotaToken          QuotaClass = gsapi.QuotaToken          // fetching a token, for which no limit is published
)

var quotaClasses = []QuotaClass{QuotaUserManagement, QuotaSCIM, QuotaToken}

// QuotaError says that a call was not made, since its quota is used up for longer than it may wait, and when it can be
// made. It is in the Err of an Error that is ErrRateLimited.
type QuotaError = quota.Error

// defaultMaxWait is how long a call waits for its quota.
const defaultMaxWait = time.Minute

// WithQuota sets the windows of a class of operations in place of those it has: the limits of your package, which can
// differ from the default, or limits for SCIM, which has none. A call has to fit into all of its windows.
//
//	gainsight.WithQuota(gainsight.QuotaUserManagement, quota.Window{Calls: 200, Per: time.Hour}, quota.Window{Calls: 5000, Per: 24 * time.Hour})
//
// Without this option, calls on users and company teams keep within quota.UserManagement, 100 an hour and 1,000 a day (A),
// and SCIM and tokens have no limit. A program that should leave calls to others gives itself smaller windows.
func WithQuota(class QuotaClass, windows ...quota.Window) Option {
	return func(c *config) error {
		if !slices.Contains(quotaClasses, class) {
			return fmt.Errorf("WithQuota: there is no class %q; want one of %q", printable.Text(string(class)), quotaClasses)
		}
		if err := quota.Check(windows); err != nil {
			return fmt.Errorf("WithQuota: %s: %w; WithoutQuota does without limits", class, err)
		}
		c.windows[class] = slices.Clone(windows)
		return nil
	}
}

// WithoutQuota lets calls pass without counting them: for tests that make many calls to a fake tenant, and programs whose
// calls are counted elsewhere. A WithQuota after it limits a class again.
func WithoutQuota() Option {
	return func(c *config) error {
		clear(c.windows)
		return nil
	}
}

// WithQuotaStore sets where calls are counted. The default is a quota.Memory of the client's own: it forgets all calls when
// the program ends, and knows of no other client. Give the same store to all clients for one tenant in a program, a
// quota.File where a program is started again and again or several run on one machine, and redisquota for several machines.
// If the store fails, calls fail too, and nothing is sent.
func WithQuotaStore(store quota.Store) Option {
	return func(c *config) error {
		if store == nil {
			return errors.New("WithQuotaStore: the store is nil; leave the option out for one in memory")
		}
		c.quotaStore = store
		return nil
	}
}

// WithMaxWait sets how long an attempt waits for its quota, by default a minute. If the next slot is later than that, or
// later than the context's deadline, the call fails at once with a QuotaError, and nothing is sent. With 0 no call waits; a
// nightly job may want a day. The timeout of the HTTP client does not cover this wait.
func WithMaxWait(d time.Duration) Option {
	return func(c *config) error {
		if d < 0 {
			return fmt.Errorf("WithMaxWait: %s is negative; with 0 no call waits", d)
		}
		c.maxWait = d
		return nil
	}
}

// QuotaUsage says what is used of the quota of one class of operations, as the client's store knows: calls of programs with
// another store are not in it. Times are those of the local clock.
type QuotaUsage struct {
	Class   QuotaClass
	Windows []WindowUsage // in the order in which they were given
	Next    time.Time     // when the next call can be made, if nobody else makes one; now, if it need not wait
	// StoppedUntil is when one call tries again after the tenant refused one, since others use the quota too. It is zero
	// while calls are not stopped.
	StoppedUntil time.Time

	state   quota.State
	windows []quota.Window
}

// WindowUsage says what is used of one window. Calls that are under way count as used.
type WindowUsage struct {
	Limit quota.Window
	Used  int
	Left  int
}

// Finish returns when the last of n more calls can be made, if nobody else makes any: when a job of n calls will be done,
// but for the time that the calls take themselves. For n below 1 it is when calls are not stopped.
func (u QuotaUsage) Finish(n int) time.Time { return u.state.Ready(u.windows, n) }

// Quota returns what is used of the quota of each class that has one, by default of QuotaUserManagement alone, in the order
// of their names. It makes no call. With WithoutQuota there is nothing to return.
func (c *Client) Quota(ctx context.Context) ([]QuotaUsage, error) {
	var usages []QuotaUsage
	for _, class := range slices.Sorted(maps.Keys(c.quotas.windows)) {
		bucket, _ := c.quotas.bucket(class)
		state, err := c.quotas.limiter.State(ctx, bucket)
		if err != nil {
			return nil, fmt.Errorf("gainsight: the quota of %s cannot be read: %w", class, err)
		}
		usages = append(usages, newUsage(bucket, state))
	}
	return usages, nil
}

func newUsage(bucket quota.Bucket, state quota.State) QuotaUsage {
	usage := QuotaUsage{
		Class: QuotaClass(bucket.Class), Next: state.Ready(bucket.Windows, 1), StoppedUntil: state.Stopped,
		state: state, windows: bucket.Windows,
	}
	for _, window := range bucket.Windows {
		left := state.Left(window)
		usage.Windows = append(usage.Windows, WindowUsage{Limit: window, Used: window.Calls - left, Left: left})
	}
	return usage
}
