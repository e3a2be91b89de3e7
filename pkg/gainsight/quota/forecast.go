package quota

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"
)

// forecast says when a call can be made, if nobody else makes any.
type forecast struct {
	soonest time.Duration // if all calls that are under way are over now
	ready   time.Duration // if they take as long as they may
	window  Window        // that the call waits for until it is ready; zero for none
}

// forecaster is a Store that forecasts without listing all that is used up.
type forecaster interface {
	forecast(ctx context.Context, bucket Bucket, n int) (forecast, error)
}

// forecastOf asks a store when the n-th call from now can be made.
func forecastOf(ctx context.Context, store Store, bucket Bucket, n int) (forecast, error) {
	if store, ok := store.(forecaster); ok {
		return store.forecast(ctx, bucket, n)
	}
	state, err := store.State(ctx, bucket)
	if err != nil {
		return forecast{}, err
	}
	return state.forecast(bucket.Windows, n), nil
}

// forecast says when the n-th call from now can be made, if each call before it is over at once.
func (l *ledger) forecast(windows []Window, now int64, n int) forecast {
	if n <= 0 {
		return forecast{}
	}
	first, _ := slices.BinarySearchFunc(l.entries, now+1, func(e entry, at int64) int { return cmp.Compare(e.end, at) })
	over, underWay := l.entries[:first], l.entries[first:]
	from := now + int64(l.stop.wait(now))
	ends := make([]int64, len(underWay))
	for i := range ends {
		ends[i] = now
	}
	soonest, _ := nth(windows, over, ends, from, n)
	for i, e := range underWay {
		ends[i] = e.end
	}
	ready, window := nth(windows, over, ends, from, n)
	return forecast{time.Duration(soonest - now), time.Duration(ready - now), window}
}

// atOnce is about how many calls a forecast looks at one by one. Those beyond come as the window lets them through whose
// calls take the longest. By then that is exact, or less than a window too early where two are almost equally strict.
const atOnce = 100_000

// nth makes n calls after some that are over and some with later ends, and returns when the last one was made.
func nth(windows []Window, over []entry, later []int64, from int64, n int) (at int64, window Window) {
	if Check(windows) != nil { // a store refuses these, but State.Ready can be asked
		return from, Window{}
	}
	strictest := slices.MaxFunc(windows, func(a, b Window) int { return cmp.Compare(a.perCall(), b.perCall()) })
	oneByOneAtMost := atOnce + 2*(Bucket{Windows: windows}).calls()
	whole := max(0, n-oneByOneAtMost+strictest.Calls-1) / strictest.Calls
	at, window = oneByOne(windows, over, later, from, n-whole*strictest.Calls)
	if most := (math.MaxInt64 - max(0, at)) / int64(strictest.Span()); int64(whole) > most {
		return math.MaxInt64, strictest
	}
	return at + int64(whole)*int64(strictest.Span()), window
}

// after is a moment that is later, but no later than there are moments.
func after(moment int64, d time.Duration) int64 {
	if later := moment + int64(d); later >= moment {
		return later
	}
	return math.MaxInt64
}

func (w Window) perCall() float64 { return float64(w.Span()) / float64(w.Calls) }

func oneByOne(windows []Window, over []entry, later []int64, from int64, n int) (at int64, window Window) {
	at, later = from, slices.Clone(later)
	for range n {
		for _, w := range windows {
			i := len(over) + len(later) - w.Calls
			if i < 0 {
				continue
			}
			end := int64(0)
			if i < len(over) {
				end = over[i].end
			} else {
				end = later[i-len(over)]
			}
			if free := after(end, w.Span()); free > at {
				at, window = free, w
			}
		}
		later = insertSorted(later, at, cmp.Compare[int64])
	}
	return at, window
}
