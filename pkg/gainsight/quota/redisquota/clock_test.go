package redisquota

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// Microseconds are exact in all places where they become numbers of Lua, text, or scores: a slot is free at the microsecond at
// which its window is over, and not before.
func TestMicroseconds(t *testing.T) {
	t.Parallel()
	client := newServer(t).client()
	clock := newHands(t, client)
	for name, test := range map[string]struct {
		now time.Time
		per time.Duration
	}{
		"long ago":               {time.UnixMicro(1), time.Hour},
		"whole":                  {time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Hour},
		"nanoseconds":            {time.Date(2026, 1, 1, 0, 0, 0, 123_456_000, time.UTC), time.Hour + time.Nanosecond},
		"an odd span":            {time.Date(2026, 9, 9, 9, 9, 9, 999_999_000, time.UTC), 1_234_567_891},
		"a millisecond":          {time.Date(2026, 9, 9, 9, 9, 9, 999_999_000, time.UTC), time.Millisecond},
		"a year":                 {time.Date(2026, 9, 9, 9, 9, 9, 1000, time.UTC), 366 * 24 * time.Hour},
		"the last exact numbers": {time.UnixMicro(maxExact - 2*3_602_050_000), time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			clock.t = t
			clock.set(test.now)
			window := quota.Window{Calls: 1, Per: test.per}
			bucket := quota.Bucket{Host: "acme", Class: name, Windows: []quota.Window{window}}
			store := New(client, byHand)
			arrived(t, store, bucket, 1)
			grant := take(t, store, bucket, time.Microsecond)
			if beyond := grant.Wait - window.Span(); beyond < 0 || beyond >= time.Microsecond {
				t.Errorf("the wait is %s longer than the span, want less than 1µs", beyond)
			}
			if used := stateOf(t, store, bucket).Used; len(used) != 1 || !used[0].Equal(test.now) {
				t.Errorf("used: %v, want %v", used, test.now)
			}
			clock.advance(grant.Wait - time.Microsecond)
			if grant := take(t, store, bucket, time.Microsecond); grant.Wait != time.Microsecond {
				t.Errorf("%+v, want to wait for 1µs", grant)
			}
			clock.advance(time.Microsecond)
			if grant := take(t, store, bucket, time.Microsecond); grant.Wait != 0 {
				t.Errorf("%+v, want a slot", grant)
			}
		})
	}
}

func TestMicrosRoundsUp(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]int64{0: 0, 1: 1, 999: 1, 1000: 1, 1001: 2, 24 * time.Hour: 86_400_000_000, 1<<63 - 1: 9_223_372_036_854_776} {
		if got := micros(d); got != want {
			t.Errorf("micros(%d) = %d, want %d", d, got, want)
		}
	}
}

// The largest slot is as exact as any, and the one beside it another one.
func TestLargestSlot(t *testing.T) {
	t.Parallel()
	client := newServer(t).client()
	s := New(client).(*store)
	for _, slot := range []uint64{maxExact - 1, maxExact - 2, 1} {
		if _, err := s.ask(t.Context(), acme, question{Do: "take", Slot: slot, Lease: 1000}); err != nil {
			t.Fatal(err)
		}
	}
	settle(t, s, acme, maxExact-2, quota.End{Kind: quota.NeverSent})
	members, err := client.ZRange(t.Context(), calls, 0, -1).Result()
	slices.Sort(members)
	if got := strings.Join(members, " "); err != nil || got != "1 9007199254740991" {
		t.Errorf("%s, %v", got, err)
	}
}

// The clock is that of Redis, and moments come back as they are.
func TestClockOfRedis(t *testing.T) {
	t.Parallel()
	client := newServer(t).client()
	before, err := client.Time(t.Context()).Result()
	if err != nil {
		t.Fatal(err)
	}
	now := stateOf(t, New(client), acme).Now
	after, err := client.Time(t.Context()).Result()
	if err != nil || now.Before(before) || now.After(after) {
		t.Errorf("now is %s, want it between %s and %s", now, before, after)
	}
}

// A clock that is set back stands still until it is where it was. That can take long, so it is reported.
func TestClockSetBack(t *testing.T) {
	t.Parallel()
	client := newServer(t).client()
	clock := newHands(t, client)
	var told reports
	store := New(client, byHand, told.option())
	arrived(t, store, acme, 3)
	was := clock.now
	wait := take(t, store, acme, time.Minute).Wait

	clock.advance(-10 * time.Minute)
	for range 2 {
		if grant := take(t, store, acme, time.Minute); grant.Wait != wait {
			t.Errorf("%+v, want to wait for %s", grant, wait)
		}
	}
	if state := stateOf(t, store, acme); !state.Now.Equal(was) {
		t.Errorf("it is %s, want %s", state.Now, was)
	}
	if len(told.texts) != 1 || !strings.Contains(told.texts[0], "set back by 10m0s") {
		t.Errorf("reports: %q, want one", told.texts)
	}
	clock.set(was.Add(time.Minute))
	if grant := take(t, store, acme, time.Minute); grant.Wait != wait-time.Minute {
		t.Errorf("%+v, want to wait for %s", grant, wait-time.Minute)
	}
	clock.advance(-time.Second)
	stateOf(t, store, acme)
	if len(told.texts) != 1 {
		t.Errorf("reports: %q, want no other, since clocks of machines differ", told.texts)
	}
}
