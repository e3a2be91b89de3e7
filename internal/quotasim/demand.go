package quotasim

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// Saturated is a demand of n calls that are all there from the beginning.
func Saturated(n int) []time.Duration { return make([]time.Duration, n) }

// Bursty is a demand of bursts, of 1 to size calls at once, at random moments before the end.
func Bursty(random *rand.Rand, bursts, size int, end time.Duration) []time.Duration {
	var demand []time.Duration
	for range bursts {
		at := time.Duration(random.Int64N(int64(end)))
		for range 1 + random.IntN(size) {
			demand = append(demand, at)
		}
	}
	slices.Sort(demand)
	return demand
}

// Optimal returns when the calls of a demand are sent by the best schedule that does not know where the server's windows
// begin: as early as possible, so that no interval of a window's length has more calls than the window permits. To send one
// later never lets another one be sent earlier, so that no schedule has sent more at any moment.
func Optimal(windows []quota.Window, demand []time.Duration) []time.Duration {
	sent := make([]time.Duration, len(demand))
	for i, at := range demand {
		if i > 0 {
			at = max(at, sent[i-1])
		}
		for _, w := range windows {
			if i >= w.Calls {
				at = max(at, sent[i-w.Calls]+w.Per)
			}
		}
		sent[i] = at
	}
	return sent
}

// before returns how many moments lie before an end.
func before(moments []time.Duration, end time.Duration) int {
	n, _ := slices.BinarySearch(moments, end)
	return n
}
