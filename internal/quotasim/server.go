package quotasim

import (
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// Server decides which calls it accepts. A refused call uses nothing up.
type Server interface {
	// Accepts tells whether a call is accepted that arrives at a moment, and counts it if it is. Moments do not go back.
	Accepts(at time.Time) bool
}

// rule is what a server does about one window.
type rule interface {
	permits(at time.Time) bool
	count(at time.Time)
}

// server accepts what all its rules permit.
type server []rule

func (s server) Accepts(at time.Time) bool {
	for _, r := range s {
		if !r.permits(at) {
			return false
		}
	}
	for _, r := range s {
		r.count(at)
	}
	return true
}

func serverOf(windows []quota.Window, newRule func(quota.Window) rule) Server {
	var s server
	for _, w := range windows {
		s = append(s, newRule(w))
	}
	return s
}

// Fixed has windows that follow each other. They begin at phase times their length after each multiple of it; phases are 0 to
// 1. Its clock runs faster than ours by ppm millionths.
func Fixed(windows []quota.Window, phases []float64, ppm float64) Server {
	i := -1
	return serverOf(windows, func(w quota.Window) rule {
		i++
		return &fixed{window: w, phase: time.Duration(phases[i] * float64(w.Per)), rate: 1 + ppm/1e6}
	})
}

type fixed struct {
	window quota.Window
	phase  time.Duration
	rate   float64
	start  time.Time // of our clock, when its own was right
	number int64     // of the window that it is in
	used   int
}

func (f *fixed) permits(at time.Time) bool {
	if f.start.IsZero() {
		f.start = at
	}
	theirs := f.start.Add(time.Duration(float64(at.Sub(f.start)) * f.rate))
	if number := theirs.Add(-f.phase).UnixNano() / int64(f.window.Per); number != f.number {
		f.number, f.used = number, 0
	}
	return f.used < f.window.Calls
}

func (f *fixed) count(time.Time) { f.used++ }

// Opened has windows that the first call opens which comes after the one before is over.
func Opened(windows []quota.Window) Server {
	return serverOf(windows, func(w quota.Window) rule { return &opened{window: w} })
}

type opened struct {
	window quota.Window
	end    time.Time
	used   int
}

func (o *opened) permits(at time.Time) bool { return !at.Before(o.end) || o.used < o.window.Calls }

func (o *opened) count(at time.Time) {
	if !at.Before(o.end) {
		o.end, o.used = at.Add(o.window.Per), 0
	}
	o.used++
}

// GCRA is the generic cell rate algorithm, a token bucket without a timer: as many calls at once as the window permits, and
// after that one whenever its part of the window is over.
func GCRA(windows []quota.Window) Server {
	return serverOf(windows, func(w quota.Window) rule {
		return &gcra{interval: w.Per / time.Duration(w.Calls), burst: w.Per / time.Duration(w.Calls) * time.Duration(w.Calls-1)}
	})
}

type gcra struct {
	interval, burst time.Duration
	arrival         time.Time // at which the next call would be due, were they spread evenly
}

func (g *gcra) permits(at time.Time) bool { return !at.Before(g.arrival.Add(-g.burst)) }

func (g *gcra) count(at time.Time) {
	if at.After(g.arrival) {
		g.arrival = at
	}
	g.arrival = g.arrival.Add(g.interval)
}

// SlidingLog permits no more calls than the window says in any interval of its length.
func SlidingLog(windows []quota.Window) Server {
	return serverOf(windows, func(w quota.Window) rule { return &slidingLog{window: w} })
}

type slidingLog struct {
	window quota.Window
	log    []time.Time
}

func (s *slidingLog) permits(at time.Time) bool {
	for len(s.log) > 0 && !at.Before(s.log[0].Add(s.window.Per)) {
		s.log = s.log[1:]
	}
	return len(s.log) < s.window.Calls
}

func (s *slidingLog) count(at time.Time) { s.log = append(s.log, at) }
