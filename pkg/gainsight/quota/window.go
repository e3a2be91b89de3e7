package quota

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
)

// Window permits Calls calls in any interval of the length Per.
type Window struct {
	Calls int           // 1 to 1,000,000
	Per   time.Duration // 1 ms to 366 days
}

// String reads "100 in 1h0m0s".
func (w Window) String() string { return fmt.Sprintf("%d in %s", w.Calls, w.Per) }

// UserManagement is the limit of the vendor's "External User Management APIs": 100 calls an hour and 1,000 a day (A). That
// company team calls fall under it is inferred (I). The exact figures vary by package (A).
func UserManagement() []Window { return []Window{{100, time.Hour}, {1000, 24 * time.Hour}} }

// Synchronous is the limit of the vendor's other synchronous calls: 100 a minute and 50,000 a day (A).
func Synchronous() []Window { return []Window{{100, time.Minute}, {50_000, 24 * time.Hour}} }

// The clocks of a program and of the tenant may run at rates that differ by 500 ppm, and a clock may be read late.
const (
	clockRate = 500e-6
	clockRead = 250 * time.Millisecond
)

// Span is how long a call counts: the window, and what clocks may differ by, which is 500 ppm and 250 ms. A Store uses it.
func (w Window) Span() time.Duration {
	return w.Per + time.Duration(float64(w.Per)*clockRate) + clockRead
}

// Bounds of a window, so that a slip of the pen does not fill memory or a disk.
const (
	maxCalls = 1_000_000
	minPer   = time.Millisecond
	maxPer   = 366 * 24 * time.Hour
)

// Check reports what is wrong with windows: none at all, or one that is out of bounds.
func Check(windows []Window) error {
	var faults []error
	if len(windows) == 0 {
		faults = append(faults, errors.New("quota: no window is given"))
	}
	for _, w := range windows {
		if w.Calls < 1 || w.Calls > maxCalls {
			faults = append(faults, fmt.Errorf("quota: a window of %d calls: want 1 to %d", w.Calls, maxCalls))
		}
		if w.Per < minPer || w.Per > maxPer {
			faults = append(faults, fmt.Errorf("quota: a window of %s: want %s to %s", w.Per, minPer, maxPer))
		}
	}
	return errors.Join(faults...)
}

// maxLease is the longest time that a call can be under way.
const maxLease = 24 * time.Hour

// CheckLease reports a lease that is out of bounds. A Store uses it.
func CheckLease(lease time.Duration) error {
	if lease <= 0 || lease > maxLease {
		return fmt.Errorf("quota: a lease of %s: want more than 0 and at most %s", lease, maxLease)
	}
	return nil
}

// Bucket is what calls share that count together: those of one class to one host. The access key is no part of it.
type Bucket struct {
	Host    string // upper and lower case are the same
	Class   string
	Windows []Window // of which there is at least one
}

// name tells buckets apart.
func (b Bucket) name() string { return strings.ToLower(b.Host) + " " + b.Class }

// calls is how many calls have to be remembered: those of the largest window.
func (b Bucket) calls() int {
	most := 0
	for _, w := range b.Windows {
		most = max(most, w.Calls)
	}
	return most
}

// span is how long they have to be remembered: for the longest window.
func (b Bucket) span() time.Duration {
	longest := time.Duration(0)
	for _, w := range b.Windows {
		longest = max(longest, w.Span())
	}
	return longest
}

// Pause is how long calls stop after a refusal: a twelfth of the shortest window, but for those of less than a minute, unless
// there are only such. These are over soon, while a longer one that others have used up would be asked for all the time.
func (b Bucket) Pause() time.Duration {
	shortest, longest := time.Duration(math.MaxInt64), time.Duration(0)
	for _, w := range b.Windows {
		if longest = max(longest, w.Per); w.Per >= time.Minute {
			shortest = min(shortest, w.Per)
		}
	}
	return min(shortest, longest) / 12
}
