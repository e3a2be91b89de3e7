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

// Where the clock is set back, nobody waits for longer than a window and a lease, and each time is reported once. Clocks of
// machines that take the place of one another differ a little: then time stands still for as long.
func TestClockSetBack(t *testing.T) {
	t.Parallel()
	client := newServer(t).client()
	const lease = time.Minute
	for name, test := range map[string]struct {
		ahead, back time.Duration // one State call is made while the clock is ahead
		wait        time.Duration // of the call that is one too many, at most
		report      string
	}{
		"forward by mistake, and back": {30 * 24 * time.Hour, 30 * 24 * time.Hour, lease + hour.Span(), "set back by 720h0m0s"},
		"back":                         {0, 10 * time.Minute, lease + hour.Span(), "set back by 10m0s"},
		"back by years":                {0, 10 * 365 * 24 * time.Hour, lease + hour.Span(), "set back by 87600h0m0s"},
		"as machines differ":           {0, time.Second, hour.Span(), ""},
	} {
		t.Run(name, func(t *testing.T) {
			clock := empty(t, client)
			var told reports
			store := New(client, byHand, told.option())
			clock.advance(test.ahead)
			stateOf(t, store, acme)
			settle(t, store, acme, take(t, store, acme, lease).Slot, quota.End{Kind: quota.Arrived})
			clock.advance(-test.back)
			arrived(t, store, acme, hour.Calls-1)
			for range 2 {
				if grant := take(t, store, acme, lease); grant.Wait <= 0 || grant.Wait > test.wait {
					t.Errorf("%+v, want to wait for %s at most", grant, test.wait)
				}
			}
			if got := strings.Join(told.texts, ", "); (got == "") != (test.report == "") || !strings.Contains(got, test.report) || len(told.texts) > 1 {
				t.Errorf("reports: %q, want one of %q", told.texts, test.report)
			}
			clock.advance(lease + hour.Span())
			if state := stateOf(t, store, acme); !state.Now.Equal(clock.now) || state.Left(hour) != hour.Calls {
				t.Errorf("it is %s and %d calls are left, want %s and all", state.Now, state.Left(hour), clock.now)
			}
		})
	}
}

// A refusal stops calls for its pause or a lease, also where the clock is set back meanwhile.
func TestClockSetBackWhileStopped(t *testing.T) {
	t.Parallel()
	client := newServer(t).client()
	const lease = time.Minute
	for _, back := range []time.Duration{2 * time.Second, 10 * time.Hour, 30 * 24 * time.Hour} {
		clock := empty(t, client)
		store := New(client, byHand, WithReport(nil))
		settle(t, store, acme, take(t, store, acme, lease).Slot, quota.End{Kind: quota.Refused})
		clock.advance(-back)
		grant := take(t, store, acme, lease)
		if pause := acme.Pause(); grant.Wait <= 0 || grant.Wait > pause || grant.Window != (quota.Window{}) {
			t.Errorf("%s back: %+v, want to wait for %s at most", back, grant, pause)
		}
	}
}
