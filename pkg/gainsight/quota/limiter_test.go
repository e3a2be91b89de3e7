package quota

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// inBubble runs a test in virtual time, with a limiter on a store of each kind.
func inBubble(t *testing.T, test func(t *testing.T, limiter *Limiter)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { test(t, NewLimiter(Memory())) })
	})
	t.Run("file", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { test(t, NewLimiter(fileWith(t, t.TempDir()+"/quota", systemClock))) })
	})
}

// acquire acquires a slot and says that the call arrived at once.
func acquire(t *testing.T, l *Limiter, bucket Bucket, maxWait time.Duration) {
	t.Helper()
	slot, err := l.Acquire(t.Context(), bucket, minute, maxWait)
	if err != nil {
		t.Fatal(err)
	}
	if err := slot.Settle(t.Context(), End{}); err != nil {
		t.Fatal(err)
	}
}

// refusal checks that an error is an *Error, and returns how far off the next slot is.
func refusal(t *testing.T, err error, want Window) time.Duration {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an *Error", err)
	}
	if e.Window != want || e.Class != "user-management" {
		t.Errorf("got %+v, want to wait for %s", e, want)
	}
	return time.Until(e.ReadyAt)
}

func TestAcquireWaits(t *testing.T) {
	inBubble(t, func(t *testing.T, l *Limiter) {
		bucket := bucketOf(Window{2, hour}, Window{3, 24 * hour})
		began := time.Now()
		for i, want := range []time.Duration{0, 0, bucket.Windows[0].Span(), bucket.Windows[1].Span()} {
			acquire(t, l, bucket, 48*hour)
			if got := time.Since(began); got != want {
				t.Errorf("call %d after %s, want %s", i+1, got, want)
			}
		}
	})
}

// Nobody waits in vain: an error comes at once.
func TestAcquireDoesNotWaitTooLong(t *testing.T) {
	inBubble(t, func(t *testing.T, l *Limiter) {
		bucket := bucketOf(Window{1, hour})
		span := bucket.span()
		acquire(t, l, bucket, 0)
		began := time.Now()
		for _, maxWait := range []time.Duration{0, -hour, minute, span - 1} {
			_, err := l.Acquire(t.Context(), bucket, minute, maxWait)
			if got := refusal(t, err, bucket.Windows[0]); got != span {
				t.Errorf("ready after %s, want %s", got, span)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), span-1)
		_, err := l.Acquire(ctx, bucket, minute, 48*hour)
		refusal(t, err, bucket.Windows[0])
		cancel()
		if _, err := l.Acquire(ctx, bucket, minute, hour); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if waited := time.Since(began); waited > 0 {
			t.Errorf("waited for %s", waited)
		}
		acquire(t, l, bucket, span) // just in time
	})
}

func TestErrorText(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for want, err := range map[string]*Error{
		"quota: the calls of c are used up (100 in 1h0m0s): next one at 2026-01-02T03:04:05Z":                       {"c", Window{100, hour}, at},
		"quota: the tenant refused a call of c, so others have used its quota up: next try at 2026-01-02T03:04:05Z": {"c", Window{}, at},
	} {
		if got := err.Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A call under way may be over any moment. So who can have its slot in time waits for it, and no longer.
func TestWaitForACallUnderWay(t *testing.T) {
	inBubble(t, func(t *testing.T, l *Limiter) {
		bucket := bucketOf(Window{1, minute})
		span := bucket.span()
		began := time.Now()
		slot, err := l.Acquire(t.Context(), bucket, 10*minute, 0)
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(3*time.Second, func() { slot.Settle(t.Context(), End{}) })
		slot, err = l.Acquire(t.Context(), bucket, 10*minute, 2*minute)
		if got := time.Since(began); err != nil || got != 3*time.Second+span {
			t.Fatalf("got the slot after %s, want %s (%v)", got, 3*time.Second+span, err)
		}
		began = time.Now()
		_, err = l.Acquire(t.Context(), bucket, minute, 2*minute) // nobody settles the call
		if got, want := refusal(t, err, bucket.Windows[0]), 10*minute+span-time.Since(began); got != want {
			t.Errorf("ready after %s, want %s", got, want)
		}
		if got := time.Since(began); got > 2*minute || got < 2*minute-span {
			t.Errorf("waited for %s", got)
		}
		_, err = l.Acquire(t.Context(), bucket, minute, span-time.Second) // too short for any call to be over in time
		if time.Since(began) > 2*minute {
			t.Error("waited in vain")
		}
		refusal(t, err, bucket.Windows[0])
		slot.Settle(t.Context(), End{Kind: NeverSent})
		acquire(t, l, bucket, 0)
	})
}

// Calls of another program wake nobody here, and still no time is lost.
func TestWaitForACallOfAnotherProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bucket := bucketOf(Window{1, 2 * time.Second})
		folder := t.TempDir() + "/quota"
		other, l := NewLimiter(fileWith(t, folder, systemClock)), NewLimiter(fileWith(t, folder, systemClock))
		began := time.Now()
		slot, err := other.Acquire(t.Context(), bucket, 10*minute, 0)
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(100*time.Second, func() { slot.Settle(t.Context(), End{}) })
		acquire(t, l, bucket, hour)
		if got, want := time.Since(began), 100*time.Second+bucket.span(); got != want {
			t.Errorf("got the slot after %s, want %s", got, want)
		}
	})
}

func TestOrderOfCallers(t *testing.T) {
	inBubble(t, func(t *testing.T, l *Limiter) {
		bucket := bucketOf(Window{1, hour})
		var mu sync.Mutex
		var order []int
		var callers sync.WaitGroup
		for i := range 9 {
			callers.Go(func() {
				acquire(t, l, bucket, 48*hour)
				mu.Lock()
				defer mu.Unlock()
				order = append(order, i)
			})
			synctest.Wait()
		}
		callers.Wait()
		if !slices.IsSorted(order) || len(order) != 9 {
			t.Errorf("callers were served in the order %v", order)
		}
	})
}

// Who is n-th in the queue is told at once when it is too long, and when its slot is ready.
func TestPlaceInTheQueue(t *testing.T) {
	inBubble(t, func(t *testing.T, l *Limiter) {
		bucket := bucketOf(Window{2, hour})
		span := bucket.span()
		acquire(t, l, bucket, 0)
		acquire(t, l, bucket, 0)
		began := time.Now()
		ctx, cancel := context.WithCancel(t.Context())
		var callers sync.WaitGroup
		for i := range 6 {
			callers.Go(func() {
				slot, err := l.Acquire(ctx, bucket, minute, 48*hour)
				if err != nil {
					if !errors.Is(err, context.Canceled) {
						t.Error(err)
					}
					return
				}
				slot.Settle(ctx, End{})
				if got, want := time.Since(began), time.Duration(1+i/2)*span; got != want {
					t.Errorf("caller %d after %s, want %s", i, got, want)
				}
			})
			synctest.Wait()
		}
		_, err := l.Acquire(t.Context(), bucket, minute, 4*span-1)
		if got := refusal(t, err, bucket.Windows[0]); got != 4*span || time.Since(began) > 0 {
			t.Errorf("ready after %s, want %s; waited for %s", got, 4*span, time.Since(began))
		}
		time.Sleep(2*span + minute) // four are served
		cancel()
		synctest.Wait()
		acquire(t, l, bucket, span-minute) // the queue is empty again
		callers.Wait()
	})
}

func TestCancelWhileWaiting(t *testing.T) {
	inBubble(t, func(t *testing.T, l *Limiter) {
		bucket := bucketOf(Window{1, hour})
		acquire(t, l, bucket, 0)
		var callers sync.WaitGroup
		for range 3 {
			callers.Go(func() {
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(10*minute, cancel)
				if _, err := l.Acquire(ctx, bucket, minute, 48*hour); !errors.Is(err, context.Canceled) {
					t.Errorf("got %v", err)
				}
			})
		}
		callers.Wait()
		if used := stateOf(t, l.store, bucket).Used; len(used) != 1 {
			t.Errorf("%d slots are used up", len(used))
		}
	})
}

// A second caller whose time is over while the first one waits for a call under way.
func TestTimeIsOverInTheQueue(t *testing.T) {
	inBubble(t, func(t *testing.T, l *Limiter) {
		bucket := bucketOf(Window{2, minute})
		for range 2 {
			if _, err := l.Acquire(t.Context(), bucket, hour, 0); err != nil {
				t.Fatal(err)
			}
		}
		go l.Acquire(t.Context(), bucket, minute, 5*minute)
		synctest.Wait()
		began := time.Now()
		_, err := l.Acquire(t.Context(), bucket, minute, 3*minute)
		waited := time.Since(began)
		if known := 3*minute - bucket.span(); waited < known || waited > known+maxSleep { // that it waits in vain
			t.Errorf("waited for %s", waited)
		}
		if got, want := refusal(t, err, bucket.Windows[0]), hour+bucket.span()-waited; got != want {
			t.Errorf("ready after %s, want %s", got, want)
		}
		time.Sleep(hour)
	})
}

// Who is second in the queue does not wait for longer than permitted either, and looks again every 30 s: calls of other programs
// wake nobody here.
func TestSecondInTheQueue(t *testing.T) {
	for name, test := range map[string]struct {
		window  Window
		maxWait time.Duration
		extra   time.Duration // when another program says that there were requests beyond its slot
		want    time.Duration // when the second one knows that it waits in vain, at the latest
	}{
		"less than patience":         {Window{2, time.Second}, 3 * time.Second, hour, 3 * time.Second},
		"longer than patience":       {Window{2, time.Second}, 7 * time.Second, hour, 7 * time.Second},
		"longer than between looks":  {Window{2, time.Second}, 70 * time.Second, hour, 70 * time.Second},
		"another one used the quota": {Window{2, hour}, 61 * minute, 10 * minute, 10*minute + maxSleep},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				folder, bucket := t.TempDir()+"/quota", bucketOf(test.window)
				other, l := NewLimiter(fileWith(t, folder, systemClock)), NewLimiter(fileWith(t, folder, systemClock))
				slot, err := other.Acquire(t.Context(), bucket, 2*hour, 0)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := other.Acquire(t.Context(), bucket, 2*hour, 0); err != nil {
					t.Fatal(err)
				}
				time.AfterFunc(test.extra, func() { slot.Settle(t.Context(), End{Extra: 3}) })
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				go l.Acquire(ctx, bucket, minute, 48*hour)
				synctest.Wait()
				began := time.Now()
				_, err = l.Acquire(t.Context(), bucket, minute, test.maxWait)
				refusal(t, err, test.window)
				if waited := time.Since(began); waited > test.want {
					t.Errorf("waited for %s, want %s at most", waited, test.want)
				}
			})
		})
	}
}

// Who waits behind one that may wait for longer is told of a refusal at once, too.
func TestRefusalIsToldToAll(t *testing.T) {
	inBubble(t, func(t *testing.T, l *Limiter) {
		bucket := bucketOf(Window{12, hour})
		refused := func() {
			slot, err := l.Acquire(t.Context(), bucket, minute, hour)
			if err != nil {
				t.Error(err)
				return
			}
			time.Sleep(time.Second)
			slot.Settle(t.Context(), End{Kind: Refused})
		}
		refused()
		began := time.Now()
		go refused() // tries again after 5 min
		synctest.Wait()
		var first sync.WaitGroup
		defer first.Wait()
		first.Go(func() { acquire(t, l, bucket, hour) })
		synctest.Wait()
		_, err := l.Acquire(t.Context(), bucket, minute, 6*minute)
		refusal(t, err, Window{})
		if waited := time.Since(began); waited < 5*minute+time.Second || waited > 5*minute+time.Second+soon { // when the first one may be asking
			t.Errorf("told after %s", waited)
		}
	})
}

// Where a store begins to hang, nobody in the queue waits for longer than until the next look, and for the store.
func TestStoreThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &hanging{Store: Memory()}
		l := NewLimiter(store)
		bucket := bucketOf(Window{1, hour})
		acquire(t, l, bucket, 0)
		began := time.Now()
		var callers sync.WaitGroup
		for range 20 {
			callers.Go(func() {
				if _, err := l.Acquire(t.Context(), bucket, minute, 48*hour); !errors.Is(err, errTest) {
					t.Errorf("got %v", err)
				}
				if waited := time.Since(began); waited > maxSleep+2*hangs {
					t.Errorf("waited for %s", waited)
				}
			})
			synctest.Wait()
		}
		store.has.Store(true)
		callers.Wait()
	})
}

// hanging is a store that is gone from some time on, which it takes a while to notice.
type hanging struct {
	Store
	has atomic.Bool
}

const hangs = 2 * time.Second

func (h *hanging) Take(ctx context.Context, bucket Bucket, lease time.Duration) (Grant, error) {
	if h.has.Load() {
		time.Sleep(hangs)
		return Grant{}, errTest
	}
	return h.Store.Take(ctx, bucket, lease)
}

func (h *hanging) State(ctx context.Context, bucket Bucket) (State, error) {
	if h.has.Load() {
		time.Sleep(hangs)
		return State{}, errTest
	}
	return h.Store.State(ctx, bucket)
}

// odd is a store that counts the questions, can fail, and is slow before it forecasts and after it took a slot.
type odd struct {
	Store
	takes                   int
	err                     error
	beforeState, afterTakes time.Duration
}

func (o *odd) Take(ctx context.Context, bucket Bucket, lease time.Duration) (Grant, error) {
	o.takes++
	if o.err != nil {
		return Grant{}, o.err
	}
	defer time.Sleep(o.afterTakes)
	return o.Store.Take(ctx, bucket, lease)
}

func (o *odd) State(ctx context.Context, bucket Bucket) (State, error) {
	if o.err != nil {
		return State{}, o.err
	}
	time.Sleep(o.beforeState)
	return o.Store.State(ctx, bucket)
}

// The clock of a store can be set, and a machine can sleep: so it is asked again every 30 s.
func TestClockIsReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var jump atomic.Int64
		clock := clock{now: func() time.Time { return time.Now().Add(time.Duration(jump.Load())) }, timer: time.NewTimer}
		store := &odd{Store: newMemory(clock)}
		l := NewLimiter(store)
		bucket := bucketOf(Window{1, hour})
		acquire(t, l, bucket, 0)
		store.takes = 0
		began := time.Now()
		time.AfterFunc(10*minute, func() { jump.Store(int64(8 * hour)) })
		acquire(t, l, bucket, 2*hour)
		if got := time.Since(began); got < 10*minute || got > 10*minute+maxSleep {
			t.Errorf("waited for %s", got)
		}
		if store.takes < 20 || store.takes > 23 {
			t.Errorf("the store was asked %d times", store.takes)
		}
	})
}

func TestStoreThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &odd{Store: Memory()}
		l := NewLimiter(store)
		bucket := bucketOf(Window{1, hour})
		acquire(t, l, bucket, 0)
		var callers sync.WaitGroup
		for range 3 {
			callers.Go(func() {
				if slot, err := l.Acquire(t.Context(), bucket, minute, 48*hour); slot != nil || !errors.Is(err, errTest) {
					t.Errorf("got %v, %v", slot, err)
				}
			})
			synctest.Wait()
		}
		store.err = errTest
		if _, err := l.Acquire(t.Context(), bucket, minute, 48*hour); !errors.Is(err, errTest) {
			t.Errorf("got %v", err)
		}
		if _, err := l.State(t.Context(), bucket); !errors.Is(err, errTest) {
			t.Errorf("got %v", err)
		}
		callers.Wait()
	})
}

var errTest = errors.New("a store that fails")

// Slots are free, but the store is slow: who would not wait for a slot still waits for its turn. And the first one has its
// slot before it knows, so that it must not be counted twice.
func TestSlowStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(&odd{Store: Memory(), afterTakes: 3 * time.Second})
		bucket := bucketOf(Window{5, hour})
		var callers sync.WaitGroup
		for range 5 {
			callers.Go(func() { acquire(t, l, bucket, 0) })
		}
		callers.Wait()
	})
}

// While somebody asks when its slot is ready, the one before gets its own: it must not be counted twice either.
func TestSlowForecast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(&odd{Store: Memory(), beforeState: time.Second})
		bucket := bucketOf(Window{2, hour})
		acquire(t, l, bucket, 0)
		time.Sleep(10 * minute)
		acquire(t, l, bucket, 0)
		var first sync.WaitGroup
		defer first.Wait()
		first.Go(func() { acquire(t, l, bucket, hour) })
		time.Sleep(bucket.span() - 10*minute - time.Second/2)
		acquire(t, l, bucket, 15*minute)
	})
}

// A slot that is given back is taken at once.
func TestSlotGivenBack(t *testing.T) {
	inBubble(t, func(t *testing.T, l *Limiter) {
		bucket := bucketOf(Window{1, hour})
		began := time.Now()
		slot, err := l.Acquire(t.Context(), bucket, minute, 0)
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(10*time.Second, func() { slot.Settle(t.Context(), End{Kind: NeverSent}) })
		acquire(t, l, bucket, 2*hour)
		if got := time.Since(began); got != 10*time.Second {
			t.Errorf("got the slot after %s", got)
		}
	})
}

func TestSettleAfterTheContextIsOver(t *testing.T) {
	inBubble(t, func(t *testing.T, l *Limiter) {
		bucket := bucketOf(Window{1, minute})
		ctx, cancel := context.WithCancel(t.Context())
		slot, err := l.Acquire(ctx, bucket, hour, 0)
		if err != nil {
			t.Fatal(err)
		}
		cancel()
		if err := slot.Settle(ctx, End{Kind: NeverSent}); err != nil {
			t.Error(err)
		}
		acquire(t, l, bucket, 0)
	})
}

// After a refusal all programs stop, and one of them tries again each five minutes, until the others' calls are over.
func TestOneTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := t.TempDir() + "/quota"
		bucket := bucketOf(Window{100, hour})
		began := time.Now()
		var mu sync.Mutex
		var tries, accepted []time.Duration
		call := func() EndKind {
			mu.Lock()
			defer mu.Unlock()
			if at := time.Since(began); at < 2*hour {
				tries = append(tries, at)
				return Refused
			}
			accepted = append(accepted, time.Since(began))
			return Arrived
		}
		var programs sync.WaitGroup
		for range 4 {
			l := NewLimiter(fileWith(t, folder, systemClock))
			for range 2 {
				programs.Go(func() {
					for done := false; !done; {
						slot, err := l.Acquire(t.Context(), bucket, minute, 48*hour)
						if err != nil {
							t.Error(err)
							return
						}
						time.Sleep(time.Second)
						kind := call()
						slot.Settle(t.Context(), End{Kind: kind})
						done = kind == Arrived
					}
				})
			}
		}
		programs.Wait()
		// All eight were under way when the first refusal came.
		if len(tries) > 8+24 {
			t.Errorf("%d calls were refused: %v", len(tries), tries)
		}
		for i := 8; i < len(tries); i++ {
			if pause := tries[i] - tries[i-1]; pause < 5*minute {
				t.Errorf("tried again after %s", pause)
			}
		}
		if last := slices.Max(accepted); last > 2*hour+6*minute {
			t.Errorf("the last call was made after %s", last)
		}
	})
}

func TestRefusalIsToldAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, l *Limiter) {
		bucket := bucketOf(Window{12, hour})
		slot, err := l.Acquire(t.Context(), bucket, minute, 0)
		if err != nil {
			t.Fatal(err)
		}
		slot.Settle(t.Context(), End{Kind: Refused})
		_, err = l.Acquire(t.Context(), bucket, minute, 5*minute-1)
		if got := refusal(t, err, Window{}); got != 5*minute {
			t.Errorf("next try after %s", got)
		}
		acquire(t, l, bucket, 5*minute)
	})
}

// What State forecasts is what happens.
func TestForecastIsExact(t *testing.T) {
	inBubble(t, func(t *testing.T, l *Limiter) {
		bucket := bucketOf(Window{7, hour}, Window{20, 24 * hour})
		random := seeded(1)
		for range 30 {
			acquire(t, l, bucket, 100*hour)
			time.Sleep(time.Duration(random.Int64N(int64(hour))))
		}
		state, err := l.State(t.Context(), bucket)
		if err != nil || !state.Now.Equal(time.Now()) {
			t.Fatal(state.Now, err)
		}
		for n := 1; n <= 60; n++ {
			acquire(t, l, bucket, 100*hour)
			if want := state.Ready(bucket.Windows, n); !time.Now().Equal(want) {
				t.Fatalf("call %d is made at %s, the forecast was %s", n, time.Now(), want)
			}
		}
	})
}

// A store has a clock of its own, and its State is told on ours.
func TestStateOnThisClock(t *testing.T) {
	clock := newHandClock()
	store := newMemory(clock.clock())
	bucket := bucketOf(Window{1, hour})
	settle(t, store, bucket, taken(t, store, bucket, minute), Refused)
	clock.pass(time.Minute)
	state, err := NewLimiter(store).State(t.Context(), bucket)
	if err != nil {
		t.Fatal(err)
	}
	if ago := time.Since(state.Now); ago > minute || len(state.Used) != 1 || state.Now.Sub(state.Used[0]) != minute || state.Stopped.Sub(state.Now) != 4*minute {
		t.Errorf("got %+v", state)
	}
}

func TestManyBuckets(t *testing.T) {
	inBubble(t, func(t *testing.T, l *Limiter) {
		var callers sync.WaitGroup
		for i := range 5 {
			bucket := bucketOf(Window{1, hour})
			bucket.Host = fmt.Sprintf("host%d.example.com", i)
			for range 2 {
				callers.Go(func() { acquire(t, l, bucket, 2*hour) })
			}
		}
		callers.Wait()
	})
}
