package quota

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// BenchmarkAdmission takes a slot, which is what each call waits for. All slots count, and are free one after the other.
func BenchmarkAdmission(b *testing.B) {
	for _, calls := range []int{100, 1000, 50_000} {
		b.Run(fmt.Sprintf("%d slots", calls), func(b *testing.B) {
			admit := admission(b, calls)
			var times []time.Duration
			for b.Loop() {
				times = append(times, admit())
			}
			b.ReportMetric(float64(median(times).Nanoseconds()), "median-ns/op")
		})
	}
}

// The best of some medians, since other programs run too.
func TestAdmissionIsFast(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("measures time")
	}
	admit := admission(t, 1000)
	best := time.Hour
	for range 20 {
		var times []time.Duration
		for range 100 {
			times = append(times, admit())
		}
		best = min(best, median(times))
	}
	if best > 200*time.Microsecond {
		t.Errorf("admission takes %s", best)
	}
	t.Attr("figure", fmt.Sprintf("%.0f µs", float64(best.Nanoseconds())/1000))
}

// admission returns what takes one slot more, and says how long that took.
func admission(t testing.TB, calls int) func() time.Duration {
	bucket := bucketOf(Window{calls, hour})
	clock := newHandClock()
	store := fileWith(t, t.TempDir()+"/quota", clock.clock())
	admit := func() time.Duration {
		clock.pass(bucket.span()/time.Duration(calls) + 1)
		began := time.Now()
		taken(t, store, bucket, time.Nanosecond)
		return time.Since(began)
	}
	for range min(calls, 1000) {
		admit()
	}
	return admit
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}
