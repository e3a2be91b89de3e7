package quota

import (
	"fmt"
	"io"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/internal/race"
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

// isMeasured is set by make quota-figures, which takes a machine for itself: only then times mean something.
var isMeasured = os.Getenv("QUOTA_FIGURES") != ""

// Whatever the machine: to be admitted takes no more than some times as long as to lock, read and write a file of the same
// size. The best of some medians, since other programs run too.
func TestAdmissionIsFast(t *testing.T) {
	if testing.Short() || race.Detector {
		t.Skip("measures time")
	}
	const slots = 1000
	admit, rewrite := admission(t, slots), rewriting(t, headSize+slots*recordSize)
	best, least := time.Hour, time.Hour
	for range 20 {
		best, least = min(best, medianOf(100, admit)), min(least, medianOf(100, rewrite))
	}
	if best > 100*least || isMeasured && best > 200*time.Microsecond {
		t.Errorf("admission takes %s, and to write a file %s", best, least)
	}
	t.Attr("figure", fmt.Sprintf("%.0f µs", float64(best.Nanoseconds())/1000))
}

// rewriting returns what locks, reads and writes a file, and says how long that took.
func rewriting(t *testing.T, size int) func() time.Duration {
	name := t.TempDir() + "/file"
	if err := os.WriteFile(name, make([]byte, size), 0o600); err != nil {
		t.Fatal(err)
	}
	rewrite := func() error {
		file, err := os.OpenFile(name, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		defer file.Close()
		if _, err := tryLock(file); err != nil {
			return err
		}
		defer unlock(file)
		text, err := io.ReadAll(file)
		if err == nil {
			_, err = file.WriteAt(text, 0)
		}
		return err
	}
	return func() time.Duration {
		began := time.Now()
		if err := rewrite(); err != nil {
			t.Fatal(err)
		}
		return time.Since(began)
	}
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

func medianOf(runs int, measure func() time.Duration) time.Duration {
	var times []time.Duration
	for range runs {
		times = append(times, measure())
	}
	return median(times)
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}
