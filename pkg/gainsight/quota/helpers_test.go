package quota

import (
	"bytes"
	"log/slog"
	"math/rand/v2"
	"testing"
	"time"
)

// handClock is set by hand.
type handClock struct{ at time.Time }

func newHandClock() *handClock {
	return &handClock{time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
}

func (c *handClock) clock() clock {
	return clock{now: func() time.Time { return c.at }, timer: time.NewTimer}
}

func (c *handClock) pass(d time.Duration) { c.at = c.at.Add(d) }

// fileWith opens a store as one more program does.
func fileWith(t testing.TB, folder string, clock clock, options ...FileOption) *file {
	t.Helper()
	store, err := File(folder, options...)
	if err != nil {
		t.Fatal(err)
	}
	f := store.(*file)
	f.clock = clock
	return f
}

// eachStore runs a test with a store of each kind, and a clock that it goes by.
func eachStore(t *testing.T, test func(t *testing.T, store Store, clock *handClock)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) {
		c := newHandClock()
		test(t, newMemory(c.clock()), c)
	})
	t.Run("file", func(t *testing.T) {
		c := newHandClock()
		test(t, fileWith(t, t.TempDir()+"/quota", c.clock(), WithReport(func(err error) { t.Error(err) })), c)
	})
}

// logged returns what is logged while something runs.
func logged(run func()) string {
	before := slog.Default()
	defer slog.SetDefault(before)
	var log bytes.Buffer
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	run()
	return log.String()
}

func bucketOf(windows ...Window) Bucket {
	return Bucket{Host: "acme.us2.gainsightcloud.com", Class: "user-management", Windows: windows}
}

func take(t testing.TB, store Store, bucket Bucket, lease time.Duration) Grant {
	t.Helper()
	grant, err := store.Take(t.Context(), bucket, lease)
	if err != nil {
		t.Fatal(err)
	}
	return grant
}

// taken takes a slot that must be free.
func taken(t testing.TB, store Store, bucket Bucket, lease time.Duration) uint64 {
	t.Helper()
	grant := take(t, store, bucket, lease)
	if grant.Wait != 0 {
		t.Fatalf("no slot is free for %s: %s", grant.Wait, grant.Window)
	}
	return grant.Slot
}

func settle(t testing.TB, store Store, bucket Bucket, slot uint64, kind EndKind) {
	t.Helper()
	if err := store.Settle(t.Context(), bucket, slot, End{Kind: kind}); err != nil {
		t.Fatal(err)
	}
}

func stateOf(t testing.TB, store Store, bucket Bucket) State {
	t.Helper()
	state, err := store.State(t.Context(), bucket)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }
