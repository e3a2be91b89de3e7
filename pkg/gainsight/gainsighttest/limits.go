package gainsighttest

import (
	"slices"
	"sync"
	"time"
)

// limit allows so many calls in each window. Windows are fixed, and a window begins where the time is a multiple of its
// length: one of an hour begins on the hour.
type limit struct {
	calls  int
	window time.Duration
	beyond failure

	start time.Time // of the present window
	count int       // of the calls in it
}

// reached moves on to the window of a time and reports whether it is full.
func (l *limit) reached(now time.Time) bool {
	if start := now.Truncate(l.window); start.After(l.start) {
		l.start, l.count = start, 0
	}
	return l.count >= l.calls
}

type limits struct {
	mu  sync.Mutex
	all []*limit // those of the gateway come first
}

func (l *limits) add(calls int, window time.Duration, beyond failure) {
	if window <= 0 {
		return
	}
	l.all = append(l.all, &limit{calls: calls, window: window, beyond: beyond})
	slices.SortStableFunc(l.all, func(a, b *limit) int { return int(a.beyond) - int(b.beyond) })
}

// count counts a call against all limits, or refuses it and counts it against none.
func (l *limits) count(clock func() time.Time) *refusal {
	if len(l.all) == 0 {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := clock()
	var refused *refusal
	for _, limit := range l.all {
		if limit.reached(now) && refused == nil {
			refused = refuse(limit.beyond)
		}
	}
	if refused != nil {
		return refused
	}
	for _, limit := range l.all {
		limit.count++
	}
	return nil
}
