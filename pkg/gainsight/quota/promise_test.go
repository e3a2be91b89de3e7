package quota

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/internal/race"
)

// The promise, under random sequences of what callers do: take a slot, be answered, be refused, never send, lose the reply,
// and be killed. A call arrives at any moment between, on a clock that runs at another rate.
func TestPromise(t *testing.T) {
	seeds := uint64(300)
	if testing.Short() || race.Detector {
		seeds = 30
	}
	for seed := range seeds {
		tryPromise(t, inMemory, 2000, seeded(seed))
	}
	for seed := range seeds / 30 {
		tryPromise(t, inFile(t), 1000, seeded(seed))
	}
	for seed := range seeds / 30 {
		tryPromise(t, inFile(t, (*machine).restart, setAtRandom(seeded(seed))), 1000, seeded(seed))
	}
}

// stored is a store, and what happens to its machine now and then.
type stored func(*machine) (store Store, happens []func(*machine))

func inMemory(m *machine) (Store, []func(*machine)) { return newMemory(m.clock()), nil }

func inFile(t *testing.T, happens ...func(*machine)) stored {
	return func(m *machine) (Store, []func(*machine)) {
		return fileWith(t, t.TempDir()+"/quota", m.clock()), happens
	}
}

// setAtRandom sets the wall clock: by a little or by days, forward or back, and not by so little that it is not noticed.
func setAtRandom(random *rand.Rand) func(*machine) {
	return func(m *machine) {
		most := []time.Duration{time.Second, hour, 30 * 24 * hour}[random.IntN(3)] / time.Duration(2*jitter)
		m.set(time.Duration((random.Int64N(2*int64(most)) - int64(most)) * 2 * jitter))
	}
}

func FuzzPromise(f *testing.F) {
	f.Add(uint64(1), 100)
	f.Fuzz(func(t *testing.T, seed uint64, steps int) {
		tryPromise(t, inMemory, steps%5000, seeded(seed))
		tryPromise(t, inFile(t, (*machine).restart, setAtRandom(seeded(seed))), steps%500, seeded(seed))
	})
}

// call is a call as it really was.
type call struct {
	slot    uint64
	windows []Window
	taken   time.Time
	lease   time.Duration
	arrives time.Time
	ends    time.Time // when it is settled; never, if the caller is killed
	end     End
	never   bool          // sent
	extras  []time.Time   // requests beyond, if settled
	late    time.Duration // that the server read its clock
}

func tryPromise(t *testing.T, newStore stored, steps int, random *rand.Rand) {
	t.Helper()
	clock := newMachine()
	store, happens := newStore(clock)
	unit := []time.Duration{time.Second, 1000 * time.Second}[random.IntN(2)]
	buckets := randomBuckets(random, unit)
	begin, rate := clock.at, 1+[]float64{-1, 0, 1}[random.IntN(3)]*clockRate
	var calls []*call
	var underWay []*call
	for range steps {
		if len(happens) > 0 && random.IntN(5) == 0 {
			happens[random.IntN(len(happens))](clock)
		}
		next := clock.at.Add(randomWait(random, unit))
		slices.SortFunc(underWay, func(a, b *call) int { return a.ends.Compare(b.ends) })
		for len(underWay) > 0 && !underWay[0].ends.After(next) {
			c := underWay[0]
			underWay = underWay[1:]
			clock.at = c.ends
			bucket := buckets[0]
			bucket.Windows = c.windows
			if err := store.Settle(t.Context(), bucket, c.slot, c.end); err != nil {
				t.Fatal(err)
			}
		}
		clock.at = next
		bucket := buckets[random.IntN(len(buckets))]
		lease := randomWait(random, unit) + 1
		grant := take(t, store, bucket, lease)
		if grant.Wait > 0 {
			if random.IntN(4) == 0 { // somebody waits as long as it says
				clock.pass(min(grant.Wait, 60*unit))
			}
			continue
		}
		c := randomCall(random, grant.Slot, clock.at, lease)
		c.windows = bucket.Windows
		calls = append(calls, c)
		if !c.ends.IsZero() {
			underWay = append(underWay, c)
		}
	}
	checkPromise(t, calls, unit, func(at time.Time) time.Duration { return time.Duration(float64(at.Sub(begin)) * rate) })
}

// randomBuckets are one bucket, for callers that may have different windows.
func randomBuckets(random *rand.Rand, unit time.Duration) []Bucket {
	var buckets []Bucket
	for range 1 + random.IntN(2) {
		var windows []Window
		for range 1 + random.IntN(3) {
			windows = append(windows, Window{1 + random.IntN(12), time.Duration(1+random.IntN(60)) * unit})
		}
		buckets = append(buckets, bucketOf(windows...))
	}
	// Windows of equal length, so that the calls of one caller are not forgotten by another one.
	for i := range buckets {
		buckets[i].Windows = append(buckets[i].Windows, Window{20 + random.IntN(20), 60 * unit})
	}
	return buckets
}

func randomWait(random *rand.Rand, unit time.Duration) time.Duration {
	if random.IntN(3) == 0 {
		return time.Duration(random.Int64N(20 * int64(unit)))
	}
	return time.Duration(random.Int64N(int64(unit) / 3))
}

func randomCall(random *rand.Rand, slot uint64, now time.Time, lease time.Duration) *call {
	within := func(d time.Duration) time.Time { return now.Add(time.Duration(random.Int64N(int64(d) + 1))) }
	c := &call{slot: slot, taken: now, lease: lease, late: time.Duration(random.Int64N(int64(clockRead)))}
	switch random.IntN(10) {
	case 0: // killed
		c.arrives = within(lease)
	case 1: // lost
		c.end.Kind = Unknown
		c.ends, c.arrives = within(lease), within(lease)
	case 2:
		c.end.Kind, c.never = NeverSent, true
		c.ends = within(lease)
	case 3: // the machine slept, and the call got through after its lease, and its reply
		c.ends = within(5 * lease)
	case 4:
		if random.IntN(5) == 0 {
			c.end.Kind = Refused
		}
		c.end.Extra = random.IntN(3)
		c.ends = within(lease)
	default:
		c.ends = within(lease)
	}
	if !c.ends.IsZero() && (c.end.Kind == Arrived || c.end.Kind == Refused) {
		arrival := func() time.Time { return now.Add(time.Duration(random.Int64N(int64(c.ends.Sub(now)) + 1))) }
		c.arrives = arrival()
		for range c.end.Extra {
			c.extras = append(c.extras, arrival())
		}
	}
	return c
}

// checkPromise looks at each call: no interval of its windows that it arrived in may have more than the window's calls, of
// those that were known when it was sent.
func checkPromise(t *testing.T, calls []*call, unit time.Duration, server func(time.Time) time.Duration) {
	t.Helper()
	for i, c := range calls {
		if c.never {
			continue
		}
		at := server(c.arrives) + c.late
		var others []time.Duration
		for _, other := range slices.Backward(calls[:i]) {
			if c.taken.Sub(other.taken) > 300*unit { // longer than any window and any call
				break
			}
			if !other.never && !isLate(other, c) {
				others = append(others, server(other.arrives)+other.late)
			}
			if !other.ends.IsZero() && !other.ends.After(c.taken) {
				for _, extra := range other.extras {
					others = append(others, server(extra)+other.late)
				}
			}
		}
		slices.Sort(others)
		for _, w := range c.windows {
			if n := 1 + most(others, at, w.Per); n > w.Calls {
				t.Fatalf("%d calls arrived in an interval of %s, want at most %d", n, w.Per, w.Calls)
			}
		}
	}
}

// isLate says that a call broke its word: when the other one was sent, its lease was over and nobody knew that it arrives
// after that.
func isLate(late, c *call) bool {
	leaseEnd := late.taken.Add(late.lease)
	return late.arrives.After(leaseEnd) && late.ends.After(c.taken)
}

// most returns how many moments at most an interval of a length has that also has a certain moment. It does not have its end.
func most(moments []time.Duration, at, length time.Duration) (most int) {
	first := 0
	for last, moment := range moments {
		if moment >= at+length {
			break
		}
		for first <= last && moments[first] <= max(moment, at)-length {
			first++
		}
		most = max(most, last-first+1)
	}
	return most
}
