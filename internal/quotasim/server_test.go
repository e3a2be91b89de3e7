package quotasim_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/internal/quotasim"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// Calls that arrive at certain minutes, several at once, and how many of them are accepted: four an hour.
func TestServers(t *testing.T) {
	windows := []quota.Window{{Calls: 4, Per: time.Hour}}
	type arrivals struct{ minute, calls, accepted int }
	for name, test := range map[string]struct {
		server   quotasim.Server
		arrivals []arrivals
	}{
		"fixed, at each full hour":    {quotasim.Fixed(windows, []float64{0}, 0), []arrivals{{59, 6, 4}, {60, 6, 4}, {119, 1, 0}, {120, 1, 1}}},
		"fixed, ten minutes after":    {quotasim.Fixed(windows, []float64{1. / 6}, 0), []arrivals{{9, 6, 4}, {10, 6, 4}, {69, 1, 0}, {70, 1, 1}}},
		"fixed, with a fast clock":    {quotasim.Fixed(windows, []float64{0}, 20_000), []arrivals{{0, 4, 4}, {58, 4, 0}, {59, 4, 4}}},
		"fixed, with a slow clock":    {quotasim.Fixed(windows, []float64{0}, -20_000), []arrivals{{0, 4, 4}, {60, 4, 0}, {62, 4, 4}}},
		"opened by the first call":    {quotasim.Opened(windows), []arrivals{{7, 3, 3}, {66, 2, 1}, {67, 5, 4}, {200, 1, 1}, {259, 4, 3}, {260, 1, 1}}},
		"GCRA":                        {quotasim.GCRA(windows), []arrivals{{0, 6, 4}, {14, 1, 0}, {15, 2, 1}, {45, 3, 2}, {200, 5, 4}}},
		"GCRA, each hour all at once": {quotasim.GCRA(windows), []arrivals{{0, 4, 4}, {60, 4, 4}, {120, 5, 4}}},
		"sliding log":                 {quotasim.SlidingLog(windows), []arrivals{{0, 2, 2}, {30, 3, 2}, {59, 1, 0}, {60, 3, 2}, {89, 1, 0}, {90, 3, 2}}},
	} {
		t.Run(name, func(t *testing.T) {
			begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
			for _, a := range test.arrivals {
				accepted := 0
				for range a.calls {
					if test.server.Accepts(begin.Add(time.Duration(a.minute) * time.Minute)) {
						accepted++
					}
				}
				if accepted != a.accepted {
					t.Errorf("minute %d: %d of %d calls were accepted, want %d", a.minute, accepted, a.calls, a.accepted)
				}
			}
		})
	}
}

// What one window refuses does not count in the others.
func TestSeveralWindows(t *testing.T) {
	windows := []quota.Window{{Calls: 1, Per: time.Minute}, {Calls: 2, Per: time.Hour}}
	for _, kind := range quotasim.Kinds {
		server := kind.New(windows, rand.New(rand.NewPCG(1, 1)))
		now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(30 * time.Second)
		for range 10 {
			server.Accepts(now)
		}
		if !server.Accepts(now.Add(65 * time.Second)) {
			t.Errorf("%s: the second call was refused", kind.Name)
		}
	}
}

// The best schedule is one, and no call of it can be sent earlier than any schedule sends it that is tried.
func TestOptimal(t *testing.T) {
	for seed := range uint64(100) {
		random := rand.New(rand.NewPCG(seed, 0))
		windows := []quota.Window{{Calls: 1 + random.IntN(4), Per: 10 * time.Second}, {Calls: 2 + random.IntN(6), Per: 30 * time.Second}}
		demand := quotasim.Bursty(random, 10, 5, time.Minute)
		sent := quotasim.Optimal(windows, demand)
		if !fits(windows, demand, sent) {
			t.Fatalf("%v: %v does not fit", windows, sent)
		}
		for i := range sent { // the earliest moment of the first call that could be earlier
			earlier := slices.Clone(sent)
			earlier[i]--
			if fits(windows, demand[:i+1], earlier[:i+1]) {
				t.Fatalf("%v: call %d could be sent before %s", windows, i, sent[i])
			}
		}
	}
}

// fits tells whether no interval has too many calls, and none is sent before it is wanted.
func fits(windows []quota.Window, demand, sent []time.Duration) bool {
	for i, at := range sent {
		if at < demand[i] || i > 0 && at < sent[i-1] {
			return false
		}
		for _, w := range windows {
			if i >= w.Calls && at < sent[i-w.Calls]+w.Per {
				return false
			}
		}
	}
	return true
}
