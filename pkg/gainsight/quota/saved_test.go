package quota

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// quotaFile is the one file of a bucket, and what is in it.
func quotaFile(t testing.TB, folder string) (name string, content []byte) {
	t.Helper()
	names, err := filepath.Glob(folder + "/*.slots")
	if err != nil || len(names) != 1 {
		t.Fatal(names, err)
	}
	content, err = os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	return names[0], content
}

func write(t testing.TB, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// inUse makes a file with calls that are over, calls under way, a free place and a stop, at the end of whose window the last
// one has just been made.
func inUse(t testing.TB, folder string, clock *handClock, bucket Bucket) {
	t.Helper()
	f := fileWith(t, folder, clock.clock())
	var slots []uint64
	for range bucket.Windows[0].Calls - 1 {
		slots = append(slots, taken(t, f, bucket, minute))
		clock.pass(time.Second)
	}
	for _, kind := range []EndKind{Arrived, Unknown, NeverSent, Refused} {
		settle(t, f, bucket, slots[kind], kind)
	}
	clock.pass(time.Second)
}

// isNotLess tells whether a state has at each moment as many calls that count as one of two others has.
func isNotLess(now State, others ...State) bool {
	moments := now.Used
	for _, other := range others {
		moments = slices.Concat(moments, other.Used)
	}
	for _, moment := range moments {
		least := countsAt(others[0], moment)
		for _, other := range others {
			least = min(least, countsAt(other, moment))
		}
		if countsAt(now, moment) < least {
			return false
		}
	}
	return true
}

// countsAt returns how many calls of a state can have arrived at a moment or later.
func countsAt(state State, moment time.Time) (n int) {
	for _, at := range state.Used {
		if !at.Before(moment) {
			n++
		}
	}
	return n
}

// At whatever byte a file is cut off or changed, all its slots are used up, and that is reported once.
func TestDamageAtEachByte(t *testing.T) {
	clock := newHandClock()
	folder := t.TempDir() + "/quota"
	bucket := bucketOf(Window{6, hour}, Window{8, 24 * hour})
	inUse(t, folder, clock, bucket)
	name, good := quotaFile(t, folder)
	before := stateOf(t, fileWith(t, folder, clock.clock()), bucket)
	if _, unchanged := quotaFile(t, folder); !bytes.Equal(good, unchanged) {
		t.Fatal("State changed the file")
	}

	damaged := func(what string, i int, content []byte) {
		write(t, name, content)
		reports := 0
		f := fileWith(t, folder, clock.clock(), WithReport(func(err error) {
			reports++
			if !strings.Contains(err.Error(), name) {
				t.Errorf("%s at %d: %v does not name the file", what, i, err)
			}
		}))
		state := stateOf(t, f, bucket)
		if !isNotLess(state, before) || state.Left(bucket.Windows[0]) != 0 || state.Left(bucket.Windows[1]) != 0 {
			t.Fatalf("%s at %d: %v is used, it was %v", what, i, state.Used, before.Used)
		}
		if forecast, err := f.forecast(t.Context(), bucket, 1); err != nil || forecast.ready < bucket.span() || forecast.ready > bucket.span()+lostLease {
			t.Fatalf("%s at %d: %+v %v", what, i, forecast, err)
		}
		if take(t, f, bucket, minute).Wait == 0 {
			t.Fatalf("%s at %d: a slot is free", what, i)
		}
		if reports != 1 {
			t.Fatalf("%s at %d: %d reports, want one", what, i, reports)
		}
	}
	for i := range good {
		damaged("cut off", i, good[:i])
		changed := bytes.Clone(good)
		changed[i] ^= 1 << (i % 8)
		damaged("changed", i, changed)
	}
	for i := 0; i < len(good); i += 8 { // as where a part of the file was never written
		damaged("zeros", i, append(bytes.Clone(good[:i]), make([]byte, len(good)-i)...))
	}
	damaged("text", 0, []byte("127.0.0.1 localhost\n"))
	damaged("other records", 0, slices.Concat(good[:headSize], good[headSize+recordSize:], good[headSize:headSize+recordSize]))
	damaged("too long", 0, make([]byte, maxFile+1))

	write(t, name, good[:len(good)-1]) // found by one who needs less, and does not know what others need
	stateOf(t, fileWith(t, folder, clock.clock()), bucketOf(Window{2, hour}))
	if state := stateOf(t, fileWith(t, folder, clock.clock()), bucket); !isNotLess(state, before) || state.Left(bucket.Windows[1]) > 0 {
		t.Errorf("found by another one: %v is used, it was %v", state.Used, before.Used)
	}
	if state := stateOf(t, fileWith(t, folder, clock.clock()), bucket); state.Stopped.IsZero() {
		t.Error("calls are not stopped any more")
	}
	headless := bytes.Clone(good)
	headless[0]++
	write(t, name, headless)
	stateOf(t, fileWith(t, folder, clock.clock()), bucketOf(Window{2, hour}))
	if state := stateOf(t, fileWith(t, folder, clock.clock()), bucket); state.Left(bucket.Windows[1]) > 0 {
		t.Errorf("without a head: %v is used", state.Used)
	}

	write(t, name, append(bytes.Clone(good), "what somebody added, who was killed then"...))
	f := fileWith(t, folder, clock.clock(), WithReport(func(err error) { t.Error(err) }))
	if got := stateOf(t, f, bucket); !slices.Equal(got.Used, before.Used) {
		t.Errorf("%v is used, it was %v", got, before)
	}
}

// A program can be killed between two writes, and while it writes more than a page. What it leaves counts no less than
// before, nor than what it wanted to write, and is not taken for damaged.
func TestKilledBetweenWrites(t *testing.T) {
	few, many := bucketOf(Window{6, hour}), bucketOf(Window{300, hour})
	for name, change := range map[string]func(*testing.T, *file, uint64){
		"take":            func(t *testing.T, f *file, _ uint64) { take(t, f, few, minute) },
		"larger windows":  func(t *testing.T, f *file, _ uint64) { taken(t, f, many, minute) },
		"arrived":         func(t *testing.T, f *file, slot uint64) { settle(t, f, few, slot, Arrived) },
		"refused":         func(t *testing.T, f *file, slot uint64) { settle(t, f, few, slot, Refused) },
		"never sent":      func(t *testing.T, f *file, slot uint64) { settle(t, f, few, slot, NeverSent) },
		"unknown":         func(t *testing.T, f *file, slot uint64) { settle(t, f, few, slot, Unknown) },
		"extra":           func(t *testing.T, f *file, slot uint64) { f.Settle(t.Context(), few, slot, End{Extra: 20}) },
		"larger and more": func(t *testing.T, f *file, slot uint64) { f.Settle(t.Context(), many, slot, End{Extra: 20}) },
	} {
		t.Run(name, func(t *testing.T) {
			clock, folder := newHandClock(), t.TempDir()+"/quota"
			f := fileWith(t, folder, clock.clock(), WithReport(func(err error) { t.Error(err) }))
			var slot uint64
			for range 4 {
				slot = taken(t, f, few, minute)
				settle(t, f, few, taken(t, f, few, minute), NeverSent)
				clock.pass(time.Second)
			}
			path, before := quotaFile(t, folder)
			old := stateOf(t, f, few)
			change(t, f, slot)
			_, after := quotaFile(t, folder)
			changed := stateOf(t, f, few)
			for _, content := range interrupted(before, after) {
				write(t, path, content)
				if state := stateOf(t, f, few); !isNotLess(state, old, changed) {
					t.Errorf("%v is used, before %v, after %v", state.Used, old.Used, changed.Used)
				}
			}
		})
	}
}

// interrupted returns what a file can be while it is changed: the writes are each of one part, in the order in which update
// does them, but for the added records, of which some can be there.
func interrupted(before, after []byte) (states [][]byte) {
	now := bytes.Clone(before)
	for added := len(before); added < len(after); added += recordSize {
		now = append(now, after[added:added+recordSize]...)
		states = append(states, bytes.Clone(now))
	}
	copy(now[:headSize], after)
	states = append(states, bytes.Clone(now))
	for i := headSize; i < len(before); i += recordSize {
		copy(now[i:i+recordSize], after[i:])
		states = append(states, bytes.Clone(now))
	}
	return states
}

// While a damaged file is made anew, a program can be killed too.
func TestKilledDuringRepair(t *testing.T) {
	clock, folder := newHandClock(), t.TempDir()+"/quota"
	bucket := bucketOf(Window{8, hour})
	inUse(t, folder, clock, bucket)
	f := fileWith(t, folder, clock.clock())
	path, good := quotaFile(t, folder)
	before := stateOf(t, f, bucket)
	for _, at := range []int{0, headSize + 3*recordSize} {
		damaged := bytes.Clone(good)
		damaged[at] ^= 1
		write(t, path, damaged)
		stateOf(t, f, bucket)
		_, repaired := quotaFile(t, folder)
		for i := headSize; i < len(good); i += recordSize {
			write(t, path, slices.Concat(repaired[:i], damaged[i:]))
			if state := stateOf(t, f, bucket); !isNotLess(state, before) {
				t.Errorf("%v is used, before %v", state.Used, before.Used)
			}
		}
	}
}

// Whatever is in the file: no panic, and either it is what a store has written, or it is damaged and used up.
func FuzzStateFile(f *testing.F) {
	folder := f.TempDir() + "/quota"
	bucket := bucketOf(Window{8, hour})
	inUse(f, folder, newHandClock(), bucket)
	_, good := quotaFile(f, folder)
	f.Add(good)
	f.Add(good[:headSize])
	f.Add(head{}.encode())
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, content []byte) {
		saved := parse(content, new(space))
		now := newHandClock().at.UnixNano()
		if !saved.isDamaged {
			whole := slices.Concat(saved.head.encode(), encodeAll(saved.records, 0))
			if again := parse(whole, new(space)); again.isDamaged || again.head != saved.head || !slices.Equal(again.records, saved.records) {
				t.Fatalf("%v is read, written and read as %v", saved, again)
			}
			l := saved.ledger(now)
			if !slices.IsSortedFunc(l.entries, byEnd) {
				t.Fatal("the entries are not in order")
			}
			l.state(bucket, now)
			l.take(bucket, now, minute, 1)
			saved.place(l)
			return
		}
		l := usedUp(bucket, saved.head, now)
		if forecast := l.forecast(bucket.Windows, now, 1); forecast.ready < bucket.span() {
			t.Fatalf("a slot of a damaged file is free in %s", forecast.ready)
		}
		saved.place(l)
	})
}

// FuzzSavedNumbers has files whose sums are right and whose numbers are not: of a newer version, or of a mean program.
func FuzzSavedNumbers(f *testing.F) {
	f.Add(1, 1, int64(1), int64(1), int64(1), int64(1), uint64(1), uint64(1), int64(1), int64(1), uint64(1), int64(1), int64(1))
	f.Fuzz(func(t *testing.T, records, calls int, span, lease, pause, until int64, probe, slot uint64, end, under int64, boot uint64, booted, ahead int64) {
		content := head{records, needs{calls, span, lease, pause}, stop{until, probe}, timeline{boot, booted, ahead}}.encode()
		content = append(content, entry{slot: slot, end: end, lease: under}.encode(1)...)
		folder := t.TempDir() + "/quota"
		store := fileWith(t, folder, newMachine().clock())
		bucket := bucketOf(Window{3, minute})
		taken(t, store, bucket, minute)
		name, _ := quotaFile(t, folder)
		write(t, name, content)
		grant := take(t, store, bucket, minute)
		settle(t, store, bucket, grant.Slot, Arrived)
		stateOf(t, store, bucket)
	})
}
