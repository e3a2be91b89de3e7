package redisquota

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

var (
	hour  = quota.Window{Calls: 3, Per: time.Hour}
	day   = quota.Window{Calls: 8, Per: 24 * time.Hour}
	acme  = quota.Bucket{Host: "acme.us2.gainsightcloud.com", Class: "user-management", Windows: []quota.Window{hour, day}}
	heads = "gainsight-quota:{acme.us2.gainsightcloud.com/user-management}:head"
	calls = "gainsight-quota:{acme.us2.gainsightcloud.com/user-management}:calls"
)

// TestLost has a program use two slots, then something happens to Redis, and then the program asks again.
func TestLost(t *testing.T) {
	t.Parallel()
	client := newServer(t).client()
	forget := func(keys ...string) func(*testing.T, *hands) {
		return func(t *testing.T, clock *hands) {
			clock.advance(time.Microsecond)
			if err := client.Del(t.Context(), keys...).Err(); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, test := range map[string]struct {
		happens  func(*testing.T, *hands)
		hourLeft int
		dayLeft  int
	}{
		"nothing":                                     {func(*testing.T, *hands) {}, 1, 6},
		"both keys are gone":                          {forget(heads, calls), 0, 0},
		"the calls are gone":                          {forget(calls), 0, 0},
		"the head is gone":                            {forget(heads), 0, 0},
		"a field is gone":                             {func(t *testing.T, _ *hands) { client.HDel(t.Context(), heads, "resume") }, 0, 0},
		"a field is damaged":                          {func(t *testing.T, _ *hands) { client.HSet(t.Context(), heads, "last", "now") }, 0, 0},
		"somebody new came meanwhile":                 {func(t *testing.T, h *hands) { forget(heads, calls)(t, h); arrived(t, New(client, byHand), acme, 1) }, 0, 0},
		"both keys are gone, and the clock is behind": {func(t *testing.T, h *hands) { forget(heads, calls)(t, h); h.advance(-time.Minute) }, 0, 0},
		"the calls have expired":                      {func(t *testing.T, h *hands) { h.advance(day.Span()); forget(calls)(t, h) }, 3, 8},
		"both keys have expired":                      {func(t *testing.T, h *hands) { h.advance(day.Span()); forget(heads, calls)(t, h) }, 3, 8},
	} {
		t.Run(name, func(t *testing.T) {
			clock := empty(t, client)
			var told reports
			store := New(client, byHand, told.option())
			arrived(t, store, acme, 2)

			test.happens(t, clock)
			state := stateOf(t, store, acme)
			if h, d := state.Left(hour), state.Left(day); h != test.hourLeft || d != test.dayLeft {
				t.Errorf("%d and %d calls are left, want %d and %d", h, d, test.hourLeft, test.dayLeft)
			}
			if isLost := test.dayLeft == 0; isLost != (len(told.texts) == 1) {
				t.Errorf("reports: %q", told.texts)
			}
			stateOf(t, store, acme)
			if len(told.texts) > 1 {
				t.Errorf("it is reported twice: %q", told.texts)
			}
		})
	}
}

// Calls that were lost can be under way until the end of the longest lease, and count from then on.
func TestLostCallsMayBeUnderWay(t *testing.T) {
	t.Parallel()
	client := newServer(t).client()
	clock := empty(t, client)
	store := New(client, byHand)
	take(t, store, acme, 10*time.Minute)
	take(t, store, acme, time.Minute)
	flush(t, clock)

	ready := 10*time.Minute + day.Span()
	if grant := take(t, store, acme, time.Minute); grant.Wait != ready || grant.Window != day {
		t.Errorf("%+v, want to wait for %s and the day", grant, ready)
	}
	clock.advance(ready)
	if grant := take(t, store, acme, time.Minute); grant.Wait != 0 {
		t.Errorf("%+v, want a slot", grant)
	}
}

// Several programs notice that a bucket is gone. It is used up once, so that nobody waits longer for there being many.
func TestLostIsRepairedOnce(t *testing.T) {
	t.Parallel()
	client := newServer(t).client()
	clock := empty(t, client)
	var told reports
	first, second, third := New(client, byHand, told.option()), New(client, byHand, told.option()), New(client, byHand, told.option())
	arrived(t, first, acme, 1)
	arrived(t, second, acme, 1)
	flush(t, clock)
	arrived(t, third, acme, 3) // it cannot know

	before := take(t, first, acme, time.Minute)
	clock.advance(time.Second)
	for _, store := range []quota.Store{second, third, first, New(client, byHand)} {
		if grant := take(t, store, acme, time.Minute); grant.Wait != before.Wait-time.Second {
			t.Errorf("%+v, want to wait for %s", grant, before.Wait-time.Second)
		}
	}
	if len(told.texts) != 1 || !strings.Contains(told.texts[0], "8 count as used up") {
		t.Errorf("reports: %q, want one", told.texts)
	}
}

// TestOlder brings back what was there before. At most one window of calls can have been made since.
func TestOlder(t *testing.T) {
	t.Parallel()
	client := newServer(t).client()
	for name, test := range map[string]struct {
		since    time.Duration
		hourLeft int
		dayLeft  int
		reports  int
	}{
		"minutes":      {10 * time.Minute, 0, 8 - 1 - 3, 1},
		"an hour":      {time.Hour + 10*time.Minute, 0, 8 - 1 - 6, 1},
		"a day":        {24 * time.Hour, 0, 0, 1},
		"nobody knows": {-10 * time.Minute, 0, 0, 2},
	} {
		t.Run(name, func(t *testing.T) {
			clock := empty(t, client)
			var told reports
			store := New(client, byHand, told.option())
			arrived(t, store, acme, 1)
			restore := snapshot(t, client)
			arrived(t, store, acme, 1)
			clock.advance(test.since)
			restore()
			state := stateOf(t, store, acme)
			if h, d := state.Left(hour), state.Left(day); h != test.hourLeft || d != test.dayLeft {
				t.Errorf("%d and %d calls are left, want %d and %d", h, d, test.hourLeft, test.dayLeft)
			}
			if len(told.texts) != test.reports {
				t.Errorf("reports: %q, want %d", told.texts, test.reports)
			}
		})
	}
}

// A bucket that was repaired once comes back after a later one: the mark that it was repaired says nothing about that.
func TestOlderThanRepaired(t *testing.T) {
	t.Parallel()
	client := newServer(t).client()
	clock := empty(t, client)
	var told reports
	store := New(client, byHand, told.option())
	arrived(t, store, acme, 1)
	flush(t, clock)
	stateOf(t, store, acme)
	restore := snapshot(t, client)
	clock.advance(day.Span() - time.Minute)
	flush(t, clock)
	stateOf(t, store, acme)
	restore()
	clock.advance(2 * time.Minute)
	if left := stateOf(t, store, acme).Left(hour); left != 0 {
		t.Errorf("%d calls are left", left)
	}
	if len(told.texts) != 3 {
		t.Errorf("reports: %q, want 3", told.texts)
	}
}

// TestRestart kills Redis. What is left depends on how it keeps its data.
func TestRestart(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args     []string
		save     bool
		hourLeft int
		dayLeft  int
	}{
		"appendonly": {persistent, false, 1, 6},
		"snapshot":   {nil, true, 0, 8 - 1 - 3},
		"nothing":    {nil, false, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			server := newServer(t, test.args...)
			client := server.client()
			store := New(client)
			arrived(t, store, acme, 1)
			if test.save {
				if err := client.Save(t.Context()).Err(); err != nil {
					t.Fatal(err)
				}
			}
			arrived(t, store, acme, 1)
			server.restart(syscall.SIGKILL)
			state := stateOf(t, store, acme)
			if h, d := state.Left(hour), state.Left(day); h != test.hourLeft || d != test.dayLeft {
				t.Errorf("%d and %d calls are left, want %d and %d", h, d, test.hourLeft, test.dayLeft)
			}
		})
	}
}

// A reply can come after a later one. It does not bring back what was known before.
func TestLateReply(t *testing.T) {
	t.Parallel()
	const setBack, lost, expires, lease = 0, 0, 9, 9
	s := New(nil).(*store)
	for _, reply := range [][]int64{
		{setBack, lost, 5, 2, expires, lease},
		{setBack, lost, 5, 1, expires, lease},
		{setBack, lost, 4, 3, expires, lease},
	} {
		s.learn("acme", acme, reply)
	}
	if got := *s.known("acme"); got != (known{5, 2, expires, lease}) {
		t.Errorf("%+v", got)
	}
}

// flush has Redis forget everything but its clock.
func flush(t *testing.T, clock *hands) {
	t.Helper()
	if err := clock.client.FlushAll(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	clock.advance(time.Microsecond)
}

// empty empties Redis and returns its clock.
func empty(t *testing.T, client *redis.Client) *hands {
	t.Helper()
	clock := newHands(t, client)
	flush(t, clock)
	return clock
}

// snapshot returns a function that brings back what is there now.
func snapshot(t *testing.T, client *redis.Client) (restore func()) {
	t.Helper()
	dumps := map[string]string{}
	for _, key := range []string{heads, calls} {
		dump, err := client.Dump(t.Context(), key).Result()
		if err != nil {
			t.Fatal(err)
		}
		dumps[key] = dump
	}
	return func() {
		t.Helper()
		for key, dump := range dumps {
			if err := client.RestoreReplace(t.Context(), key, 0, dump).Err(); err != nil {
				t.Fatal(err)
			}
		}
	}
}
