package redisquota

import (
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// step is something that was done with quota.Memory, and what came of it.
type step struct {
	pause time.Duration // before it
	do    string
	lease time.Duration
	slot  int // which of the slots that were taken
	end   quota.End
	grant quota.Grant
	state quota.State
}

// TestRules does the same with quota.Memory and with Redis: random calls of all kinds. There is one set of rules.
// The windows and a twelfth of them are whole microseconds.
func TestRules(t *testing.T) {
	t.Parallel()
	client := newServer(t).client()
	for name, windows := range map[string][]quota.Window{
		"one":           {{Calls: 4, Per: 1200 * time.Millisecond}},
		"two":           {{Calls: 3, Per: 1200 * time.Millisecond}, {Calls: 7, Per: 6 * time.Second}},
		"the other way": {{Calls: 7, Per: 6 * time.Second}, {Calls: 3, Per: 1200 * time.Millisecond}},
		"a single call": {{Calls: 1, Per: 12 * time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			clock := newHands(t, client)
			for seed := range uint64(8) {
				var start time.Time
				var steps []step
				synctest.Test(t, func(t *testing.T) {
					start = time.Now()
					steps = record(t, rand.New(rand.NewPCG(seed, 6)), quota.Bucket{Host: "acme", Class: name, Windows: windows})
				})
				clock.set(start)
				if err := client.FlushAll(t.Context()).Err(); err != nil {
					t.Fatal(err)
				}
				replay(t, seed, steps, clock, New(client, byHand), quota.Bucket{Host: "acme", Class: name, Windows: windows})
			}
		})
	}
}

// record does random things.
func record(t *testing.T, random *rand.Rand, bucket quota.Bucket) []step {
	store := quota.Memory()
	var steps []step
	var slots []uint64
	var open []int
	for range 250 {
		s := step{pause: time.Duration(random.IntN(400_000)) * time.Microsecond}
		if random.IntN(3) == 0 {
			s.pause = 0
		}
		time.Sleep(s.pause)
		switch pick := random.IntN(10); {
		case pick < 5:
			s.do = "take"
			s.lease = []time.Duration{time.Microsecond, 50 * time.Millisecond, time.Second, 8 * time.Second}[random.IntN(4)]
			s.grant = take(t, store, bucket, s.lease)
			if s.grant.Wait == 0 {
				open = append(open, len(slots))
				slots = append(slots, s.grant.Slot)
			}
		case pick < 9 && len(open) > 0:
			s.do = "settle"
			i := random.IntN(len(open))
			s.slot = open[i]
			open = slices.Delete(open, i, i+1)
			s.end.Kind = []quota.EndKind{quota.Arrived, quota.Arrived, quota.Arrived, quota.NeverSent, quota.Unknown, quota.Refused}[random.IntN(6)]
			if random.IntN(8) == 0 {
				s.end.Extra = random.IntN(3)
			}
			settle(t, store, bucket, slots[s.slot], s.end)
		default:
			s.do = "state"
			s.state = stateOf(t, store, bucket)
		}
		steps = append(steps, s)
	}
	return steps
}

func replay(t *testing.T, seed uint64, steps []step, clock *hands, store quota.Store, bucket quota.Bucket) {
	t.Helper()
	var slots []uint64
	for i, s := range steps {
		clock.advance(s.pause)
		switch s.do {
		case "take":
			grant := take(t, store, bucket, s.lease)
			if grant.Wait != s.grant.Wait || grant.Window != s.grant.Window {
				t.Fatalf("seed %d, step %d: Redis says %+v, memory %+v", seed, i, grant, s.grant)
			}
			if grant.Wait == 0 {
				slots = append(slots, grant.Slot)
			}
		case "settle":
			settle(t, store, bucket, slots[s.slot], s.end)
		case "state":
			compare(t, seed, i, stateOf(t, store, bucket), s.state, bucket.Windows)
		}
	}
}

// compare compares what can be asked of states. Memory may have forgotten what no window counts any more.
func compare(t *testing.T, seed uint64, i int, redis, memory quota.State, windows []quota.Window) {
	t.Helper()
	if !redis.Now.Equal(memory.Now) || !redis.Stopped.Equal(memory.Stopped) {
		t.Fatalf("seed %d, step %d: Redis says %+v, memory %+v", seed, i, redis, memory)
	}
	for _, w := range windows {
		if redis.Left(w) != memory.Left(w) {
			t.Fatalf("seed %d, step %d: %s: Redis has %d left, memory %d", seed, i, w, redis.Left(w), memory.Left(w))
		}
	}
	for n := range 10 {
		if a, b := redis.Ready(windows, n), memory.Ready(windows, n); !a.Equal(b) {
			t.Fatalf("seed %d, step %d: call %d is ready at %s in Redis, %s in memory", seed, i, n, a, b)
		}
	}
}

// Slot 0 is none, so nothing ends with it.
func TestNoSlot(t *testing.T) {
	t.Parallel()
	store := New(newServer(t).client())
	settle(t, store, acme, 0, quota.End{Kind: quota.Refused, Extra: 2})
	if state := stateOf(t, store, acme); len(state.Used) != 0 || !state.Stopped.IsZero() {
		t.Errorf("%+v", state)
	}
}

// Programs that share a bucket can have other windows. None forgets what another one needs.
func TestOtherWindows(t *testing.T) {
	t.Parallel()
	client := newServer(t).client()
	clock := empty(t, client)
	store, other := New(client, byHand), New(client, byHand)
	narrow := acme
	narrow.Windows = []quota.Window{hour}

	arrived(t, store, acme, 3)
	clock.advance(hour.Span())
	if used := stateOf(t, other, narrow).Used; len(used) != 0 {
		t.Errorf("%v count in a window that is over", used)
	}
	clock.advance(time.Hour)
	if left := stateOf(t, other, narrow).Left(hour); left != hour.Calls {
		t.Errorf("%d calls are left in the hour, want %d", left, hour.Calls)
	}
	if left := stateOf(t, store, acme).Left(day); left != day.Calls-3 {
		t.Errorf("%d calls are left in the day, want %d", left, day.Calls-3)
	}

	client.Del(t.Context(), calls)
	stateOf(t, other, narrow)
	if left := stateOf(t, store, acme).Left(day); left != 0 {
		t.Errorf("%d calls are left in the day after a loss", left)
	}
}

// Calls that no window counts any more are removed.
func TestForgets(t *testing.T) {
	t.Parallel()
	client := newServer(t).client()
	clock := empty(t, client)
	store := New(client, byHand)
	arrived(t, store, acme, 3)
	clock.advance(day.Span())
	arrived(t, store, acme, 1)
	if kept := client.ZCard(t.Context(), calls).Val(); kept != 1 {
		t.Errorf("%d calls are kept, want 1", kept)
	}
}
