package quota

import (
	"context"
	"slices"
	"testing"
	"time"
)

const (
	minute = time.Minute
	hour   = time.Hour
)

// What a call counts from, by how it ended. The call is settled after 10 s, and its lease is a minute.
func TestWhatCounts(t *testing.T) {
	bucket := bucketOf(Window{1, hour})
	span := bucket.span()
	for name, test := range map[string]struct {
		kind    EndKind
		after   time.Duration // when it is settled
		settled bool
		want    time.Duration // when the next slot is free, from the first one on
	}{
		"arrived":                      {Arrived, 10 * time.Second, true, 10*time.Second + span},
		"arrived after its lease":      {Arrived, 5 * minute, true, 5*minute + span},
		"arrived when all were free":   {Arrived, 3 * hour, true, 3*hour + span},
		"never sent":                   {NeverSent, 10 * time.Second, true, 10 * time.Second},
		"unknown":                      {Unknown, 10 * time.Second, true, minute + span},
		"unknown, after its lease":     {Unknown, 5 * minute, true, 5*minute + span},
		"never settled":                {after: 10 * time.Second, want: minute + span},
		"never settled, but at an end": {after: 2 * hour, want: 2 * hour},
	} {
		t.Run(name, func(t *testing.T) {
			eachStore(t, func(t *testing.T, store Store, clock *handClock) {
				begin := clock.at
				slot := taken(t, store, bucket, minute)
				clock.pass(test.after)
				if test.settled {
					settle(t, store, bucket, slot, test.kind)
				}
				wait := take(t, store, bucket, minute).Wait
				if got := clock.at.Add(wait).Sub(begin); got != test.want {
					t.Errorf("the next slot is free after %s, want %s", got, test.want)
				}
			})
		})
	}
}

func TestSlotThatNobodyTook(t *testing.T) {
	eachStore(t, func(t *testing.T, store Store, _ *handClock) {
		bucket := bucketOf(Window{10, hour})
		settle(t, store, bucket, 0, Arrived) // no slot
		settle(t, store, bucket, 7, NeverSent)
		if used := len(stateOf(t, store, bucket).Used); used != 0 {
			t.Errorf("%d slots are used up, want none", used)
		}
		settle(t, store, bucket, 7, Arrived) // of a store that lost it
		settle(t, store, bucket, 8, Unknown)
		if used := len(stateOf(t, store, bucket).Used); used != 2 {
			t.Errorf("%d slots are used up, want 2", used)
		}
	})
}

func TestExtraRequestsCount(t *testing.T) {
	eachStore(t, func(t *testing.T, store Store, clock *handClock) {
		bucket := bucketOf(Window{10, hour})
		slots := []uint64{taken(t, store, bucket, minute), taken(t, store, bucket, minute)}
		end := End{Extra: 5}
		if err := store.Settle(t.Context(), bucket, slots[0], end); err != nil {
			t.Fatal(err)
		}
		if left := stateOf(t, store, bucket).Left(bucket.Windows[0]); left != 3 {
			t.Errorf("%d slots are left, want 3", left)
		}
		// So many that they fill the window count as many.
		end.Extra = 1_000_000_000
		if err := store.Settle(t.Context(), bucket, slots[1], end); err != nil {
			t.Fatal(err)
		}
		if used := len(stateOf(t, store, bucket).Used); used < 10 || used > 20 {
			t.Errorf("%d slots are used up", used)
		}
		clock.pass(bucket.span())
		for range 10 {
			taken(t, store, bucket, minute)
		}
	})
}

// Calls under way can end earlier than their leases do. So an earlier call that is over must not be forgotten for them.
func TestNothingIsForgottenTooEarly(t *testing.T) {
	eachStore(t, func(t *testing.T, store Store, clock *handClock) {
		bucket := bucketOf(Window{4, hour})
		var slots []uint64
		for range 4 {
			slots = append(slots, taken(t, store, bucket, minute))
		}
		if err := store.Settle(t.Context(), bucket, slots[0], End{Extra: 3}); err != nil {
			t.Fatal(err)
		}
		for _, slot := range slots[1:] {
			settle(t, store, bucket, slot, NeverSent)
		}
		if wait := take(t, store, bucket, minute).Wait; wait != bucket.span() {
			t.Errorf("the next slot is free in %s, want %s", wait, bucket.span())
		}
	})
}

func TestSeveralWindowsAtOnce(t *testing.T) {
	eachStore(t, func(t *testing.T, store Store, clock *handClock) {
		day := Window{5, 24 * hour}
		bucket := bucketOf(Window{2, hour}, day)
		for range 2 {
			for range 2 {
				settle(t, store, bucket, taken(t, store, bucket, minute), Arrived)
			}
			grant := take(t, store, bucket, minute)
			if grant.Window != bucket.Windows[0] || grant.Slot != 0 {
				t.Errorf("got %+v", grant)
			}
			clock.pass(grant.Wait)
		}
		taken(t, store, bucket, minute)
		if grant := take(t, store, bucket, minute); grant.Window != day {
			t.Errorf("got %+v, want to wait for %s", grant, day)
		}
	})
}

// One caller has a short window, and must not make another one forget that has a long one.
func TestOtherWindowsOfTheSameBucket(t *testing.T) {
	eachStore(t, func(t *testing.T, store Store, clock *handClock) {
		short, long := bucketOf(Window{2, minute}), bucketOf(Window{2, minute}, Window{6, hour})
		settle(t, store, long, taken(t, store, long, time.Second), Arrived)
		for range 5 {
			settle(t, store, short, taken(t, store, short, time.Second), Arrived)
			clock.pass(short.span())
		}
		if grant := take(t, store, long, time.Second); grant.Window != long.Windows[1] {
			t.Errorf("got %+v, want to wait for %s", grant, long.Windows[1])
		}
		// The one with the short window may go on.
		taken(t, store, short, time.Second)
	})
}

func TestBucketsDoNotMix(t *testing.T) {
	eachStore(t, func(t *testing.T, store Store, _ *handClock) {
		bucket := bucketOf(Window{1, hour})
		taken(t, store, bucket, minute)
		otherHost, otherClass, same := bucket, bucket, bucket
		otherHost.Host, otherClass.Class, same.Host = "globex.gainsightcloud.com", "synchronous", "ACME.us2.gainsightcloud.com"
		taken(t, store, otherHost, minute)
		taken(t, store, otherClass, minute)
		if take(t, store, same, minute).Wait == 0 {
			t.Error("a host in capitals is another one")
		}
	})
}

// script is what happens after a refusal.
func TestStopAfterARefusal(t *testing.T) {
	bucket := bucketOf(Window{100, hour}, Window{1000, 24 * hour})
	const pause = 5 * minute // a twelfth of the shortest window
	eachStore(t, func(t *testing.T, store Store, clock *handClock) {
		wants := func(what string, want time.Duration) {
			t.Helper()
			grant := take(t, store, bucket, minute)
			if grant.Wait != want || grant.Window != (Window{}) {
				t.Errorf("%s: wait %s, want %s (%s)", what, grant.Wait, want, grant.Window)
			}
		}
		inFlight := taken(t, store, bucket, minute)
		refused := taken(t, store, bucket, minute)
		settle(t, store, bucket, refused, Refused)
		wants("after the refusal", pause)
		settle(t, store, bucket, inFlight, Arrived)
		wants("after a call that was under way", pause)
		if got := stateOf(t, store, bucket).Stopped; !got.Equal(clock.at.Add(pause)) {
			t.Errorf("stopped until %s", got)
		}

		clock.pass(pause)
		probe := taken(t, store, bucket, minute)
		wants("while one tries", recheck)
		if got := stateOf(t, store, bucket).Stopped; !got.Equal(clock.at.Add(recheck)) {
			t.Errorf("while one tries: stopped until %s", got)
		}
		settle(t, store, bucket, probe, Refused)
		wants("after another refusal", pause)

		clock.pass(pause)
		probe = taken(t, store, bucket, minute)
		settle(t, store, bucket, probe, NeverSent)
		probe = taken(t, store, bucket, minute) // since nothing was tried
		settle(t, store, bucket, probe, Unknown)
		wants("after a try without a reply", recheck)
		clock.pass(pause)

		taken(t, store, bucket, minute) // and its program is killed
		clock.pass(minute)
		wants("when its lease is over", recheck)
		clock.pass(pause - minute)

		killed := taken(t, store, bucket, 10*minute) // with a lease that is longer than the pause
		clock.pass(pause)
		wants("while its lease lasts", recheck)
		clock.pass(10*minute - pause - time.Second)
		wants("just before its lease is over", time.Second)
		clock.pass(time.Second)

		probe = taken(t, store, bucket, minute)
		settle(t, store, bucket, killed, Arrived) // late, and not the one that tries now
		wants("after a late reply", recheck)
		settle(t, store, bucket, probe, Arrived)
		for range 10 {
			taken(t, store, bucket, minute)
		}
		if stopped := stateOf(t, store, bucket).Stopped; !stopped.IsZero() {
			t.Errorf("stopped until %s", stopped)
		}
	})
}

func TestTryTakesASlot(t *testing.T) {
	eachStore(t, func(t *testing.T, store Store, clock *handClock) {
		bucket := bucketOf(Window{1, hour})
		settle(t, store, bucket, taken(t, store, bucket, minute), Refused)
		clock.pass(5 * minute)
		if grant := take(t, store, bucket, minute); grant.Window != bucket.Windows[0] {
			t.Errorf("got %+v, want to wait for a slot", grant)
		}
		if got := stateOf(t, store, bucket); !got.Stopped.Equal(clock.at) {
			t.Errorf("stopped until %s, want now", got.Stopped)
		}
	})
}

func TestState(t *testing.T) {
	eachStore(t, func(t *testing.T, store Store, clock *handClock) {
		bucket := bucketOf(Window{3, hour}, Window{5, 24 * hour})
		begin := clock.at
		for range 3 {
			settle(t, store, bucket, taken(t, store, bucket, minute), Arrived)
			clock.pass(10 * minute)
		}
		clock.pass(hour)
		taken(t, store, bucket, minute) // under way
		state := stateOf(t, store, bucket)
		want := []time.Time{begin, begin.Add(10 * minute), begin.Add(20 * minute), clock.at.Add(minute)}
		if !state.Now.Equal(clock.at) || !slices.EqualFunc(state.Used, want, time.Time.Equal) {
			t.Errorf("got %v, want %v", state, want)
		}
		if h, d := state.Left(bucket.Windows[0]), state.Left(bucket.Windows[1]); h != 2 || d != 1 {
			t.Errorf("%d an hour and %d a day are left, want 2 and 1", h, d)
		}
		for n, want := range map[int]time.Time{
			-1: clock.at,
			0:  clock.at,
			1:  clock.at,
			2:  begin.Add(bucket.span()),
			4:  begin.Add(bucket.span() + 20*minute),
		} {
			if got := state.Ready(bucket.Windows, n); !got.Equal(want) {
				t.Errorf("call %d is ready after %s, want %s", n, got.Sub(begin), want.Sub(begin))
			}
		}
	})
}

// A store that cannot forecast by itself has its state asked.
func TestForecastFromState(t *testing.T) {
	for seed := range uint64(50) {
		random := seeded(seed)
		clock := newHandClock()
		store := newMemory(clock.clock())
		bucket := bucketOf(Window{1 + random.IntN(10), minute}, Window{1 + random.IntN(30), 10 * minute})
		for range 100 {
			clock.pass(time.Duration(random.Int64N(int64(10 * time.Second))))
			grant := take(t, store, bucket, time.Duration(1+random.Int64N(int64(minute))))
			if kind := EndKind(random.IntN(20)); kind <= Unknown && grant.Slot != 0 {
				settle(t, store, bucket, grant.Slot, kind)
			}
			n := random.IntN(50)
			got, err := forecastOf(t.Context(), store, bucket, n)
			other, err2 := forecastOf(t.Context(), struct{ Store }{store}, bucket, n)
			if err != nil || err2 != nil || got != other {
				t.Fatalf("%v %v, want %v %v", other, err2, got, err)
			}
		}
	}
}

func TestCancelledContext(t *testing.T) {
	eachStore(t, func(t *testing.T, store Store, _ *handClock) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := store.Take(ctx, bucketOf(Window{1, hour}), minute); err == nil {
			t.Error("a slot was taken")
		}
	})
}
