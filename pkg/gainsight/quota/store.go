package quota

import (
	"context"
	"time"
)

// Store keeps the slots of buckets. A call takes a slot before it is sent, and says how it ended when its reply is there. A
// Store has a clock of its own, and all that share a Store go by it. It must be safe for concurrent use, and where it fails
// it returns an error: then nothing is sent.
type Store interface {
	// Take takes a slot in all windows at once, or says how long it has to wait. The slot is used up until the lease is
	// over, by when the call has arrived or never will. A lease is more than 0 and at most a day.
	Take(ctx context.Context, bucket Bucket, lease time.Duration) (Grant, error)
	// Settle says how the call of a slot ended. A slot that is never settled counts from the end of its lease. A slot that
	// the store does not know counts from now, if the call may have arrived.
	Settle(ctx context.Context, bucket Bucket, slot uint64, end End) error
	// State returns what is used up.
	State(ctx context.Context, bucket Bucket) (State, error)
}

// Grant is the answer to Take.
type Grant struct {
	Slot uint64        // the slot that was taken, if Wait is 0
	Wait time.Duration // when the slot is free that is free first, if no call ends before its lease does
	// Window is the one that is used up, and its zero value where calls stopped because the tenant refused one.
	Window Window
}

// End is how a call ended.
type End struct {
	Kind EndKind
	// Extra is how many requests arrived beyond the one that the slot was taken for.
	Extra int
}

// EndKind says how a call ended.
type EndKind int

const (
	// Arrived: a reply came, so the request arrived before now.
	Arrived EndKind = iota
	// NeverSent: nothing left this machine. The slot is free again.
	NeverSent
	// Refused: the reply says that the limit is reached. Somebody else uses it too, so all calls stop, and one of them
	// tries again after the Pause of the bucket.
	Refused
	// Unknown: no reply came. The request may arrive until the end of its lease, and counts from then on.
	Unknown
)

// State is what is used up of a bucket, on the clock of its Store.
type State struct {
	Now     time.Time
	Used    []time.Time // when each call that still counts was there at the latest, in order; later than Now if it is under way
	Stopped time.Time   // when one call tries again after a refusal; zero if calls are not stopped
}

// Left returns how many calls a window has left.
func (s State) Left(w Window) int {
	used := 0
	for _, at := range s.Used {
		if at.Add(w.Span()).After(s.Now) {
			used++
		}
	}
	return max(0, w.Calls-used)
}

// Ready returns when the n-th call from now can be made, if nobody else makes any, each is over at once, and those that are
// under way take as long as they may. It is Now if n is 0 or less. Where n is above 100,000, most of them are counted in whole
// windows, and nothing is ready later than in the year 2262.
func (s State) Ready(windows []Window, n int) time.Time {
	return s.Now.Add(s.forecast(windows, n).ready)
}

func (s State) forecast(windows []Window, n int) forecast {
	var l ledger
	for _, at := range s.Used {
		l.entries = append(l.entries, entry{end: at.UnixNano()})
	}
	if s.Stopped.After(s.Now) {
		l.stop.until = s.Stopped.UnixNano()
	}
	return l.forecast(windows, s.Now.UnixNano(), n)
}

// on returns the state as it is on a clock that shows now.
func (s State) on(now time.Time) State {
	ahead := now.Sub(s.Now)
	moved := State{Now: now}
	for _, at := range s.Used {
		moved.Used = append(moved.Used, at.Add(ahead))
	}
	if !s.Stopped.IsZero() {
		moved.Stopped = s.Stopped.Add(ahead)
	}
	return moved
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
