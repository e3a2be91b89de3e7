package quota

import (
	"cmp"
	"slices"
	"time"
)

// ledger is the state of a bucket, and the rules that all stores follow. Times are nanoseconds since 1970.
//
// A call that was sent at one moment and answered at another arrived somewhere between. So that no interval can have more
// than the permitted arrivals, wherever the tenant's windows begin, a call counts from the latest moment at which it can
// have arrived, for the length of the window, and only then the next one is sent.
type ledger struct {
	entries []entry // in the order of their ends
	stop    stop
	needs   needs
}

// entry is a call that still counts.
type entry struct {
	slot  uint64 // never 0
	end   int64  // the latest moment at which it can have arrived
	lease int64  // how long it may be under way; 0 when its reply is there
	place int    // of its record in a file, from 1 on; 0 if it has none yet
}

// stop is what follows from a refusal.
type stop struct {
	until int64  // when one call may try again; 0 if calls are not stopped
	probe uint64 // the slot of the call that tries; 0 for none
}

// needs is the most that anybody needed who shared the bucket, who may have had other windows.
type needs struct {
	calls int   // how many are remembered
	span  int64 // how long they are
	lease int64 // how long a call may be under way
	pause int64 // how long calls stop after a refusal
}

func (n *needs) grow(bucket Bucket, lease time.Duration) {
	n.calls = max(n.calls, bucket.calls())
	n.span = max(n.span, int64(bucket.span()))
	n.lease = max(n.lease, int64(lease))
	n.pause = max(n.pause, int64(bucket.Pause()))
}

// recheck is how long callers wait for another one's try.
const recheck = 5 * time.Second

// take takes a slot with a new name, or says how long to wait.
func (l *ledger) take(bucket Bucket, now int64, lease time.Duration, slot uint64) Grant {
	l.needs.grow(bucket, lease)
	if wait := l.stop.wait(now); wait > 0 {
		return Grant{Wait: wait}
	}
	if free, window := l.free(bucket, now); free > now {
		return Grant{Wait: time.Duration(free - now), Window: window}
	}
	if l.stop.until != 0 {
		l.stop = stop{until: now + int64(max(lease, bucket.Pause())), probe: slot}
	}
	l.insert(entry{slot: slot, end: now + int64(lease), lease: int64(lease)})
	l.trim(now)
	return Grant{Slot: slot}
}

// free returns when the next slot is free, and the window that it waits for.
func (l *ledger) free(bucket Bucket, now int64) (free int64, window Window) {
	free = now
	for _, w := range bucket.Windows {
		if i := len(l.entries) - w.Calls; i >= 0 {
			if at := l.entries[i].end + int64(w.Span()); at > free {
				free, window = at, w
			}
		}
	}
	return free, window
}

// settle notes how a call ended.
func (l *ledger) settle(bucket Bucket, now int64, slot uint64, end End) {
	if slot == 0 {
		return
	}
	l.needs.grow(bucket, 0)
	call := l.remove(slot)
	switch end.Kind {
	case NeverSent:
	case Unknown:
		call.end = max(call.end, now)
		l.insert(call)
	default: // also if its lease is over and it is forgotten: it may have arrived just now
		call.end, call.lease = now, 0
		l.insert(call)
	}
	for range min(end.Extra, l.needs.calls) {
		l.insert(entry{slot: slot, end: now})
	}
	l.trim(now)
	l.stop.settle(bucket, now, slot, end.Kind)
}

// remove takes the entry of a slot out. Calls under way have the latest ends.
func (l *ledger) remove(slot uint64) entry {
	for i, e := range slices.Backward(l.entries) {
		if e.slot == slot {
			l.entries = slices.Delete(l.entries, i, i+1)
			return e
		}
	}
	return entry{slot: slot}
}

func (l *ledger) insert(e entry) { l.entries = insertSorted(l.entries, e, byEnd) }

func byEnd(a, b entry) int { return cmp.Compare(a.end, b.end) }

// insertSorted puts a new element behind those that are equal.
func insertSorted[T any](sorted []T, element T, compare func(a, b T) int) []T {
	i := len(sorted)
	for i > 0 && compare(sorted[i-1], element) > 0 {
		i--
	}
	return slices.Insert(sorted, i, element)
}

// trim forgets the earliest calls, if there are more than have to be remembered.
func (l *ledger) trim(now int64) {
	for len(l.entries) > l.needs.calls && (l.entries[0].end+l.needs.span <= now || l.isOutdone()) {
		l.entries = l.entries[1:]
	}
}

// isOutdone says that no window needs the first call: there are so many later ones whose ends do not change any more. Only
// requests beyond the slots bring this about.
func (l *ledger) isOutdone() bool {
	over := 0
	for _, e := range l.entries[1:] {
		if e.lease == 0 {
			over++
		}
	}
	return over >= l.needs.calls
}

// clockSetBack corrects what cannot be, given the time it is now: a call that is over ends later than now, one that is under
// way later than its lease does, or a stop later than its pause or a lease. So nobody waits for longer than a window and a
// lease.
func (l *ledger) clockSetBack(now int64) {
	for i := range l.entries {
		l.entries[i].end = min(l.entries[i].end, now+l.entries[i].lease)
	}
	l.stop.until = min(l.stop.until, now+max(l.needs.pause, l.needs.lease))
	slices.SortFunc(l.entries, byEnd)
}

// wait returns how long calls stay stopped. When the time is over, the first caller tries, and the others wait for it.
func (s stop) wait(now int64) time.Duration {
	wait := time.Duration(s.until - now)
	switch {
	case s.until == 0 || wait <= 0:
		return 0
	case s.probe != 0:
		return min(wait, recheck)
	}
	return wait
}

// settle changes nothing when a call ends that was under way before the refusal: that it was not refused says nothing new.
// Nor does it when nobody knows how the try ended: there is another one when its time is over.
func (s *stop) settle(bucket Bucket, now int64, slot uint64, kind EndKind) {
	isProbe := s.probe != 0 && s.probe == slot
	switch {
	case kind == Refused:
		*s = stop{until: now + int64(bucket.Pause())}
	case isProbe && kind == Arrived:
		*s = stop{}
	case isProbe && kind == NeverSent:
		*s = stop{until: now}
	}
}

// state returns what still counts.
func (l *ledger) state(bucket Bucket, now int64) State {
	s := State{Now: time.Unix(0, now)}
	for _, e := range l.entries {
		if e.end+int64(bucket.span()) > now {
			s.Used = append(s.Used, time.Unix(0, e.end))
		}
	}
	if l.stop.until != 0 {
		s.Stopped = s.Now.Add(l.stop.wait(now))
	}
	return s
}
