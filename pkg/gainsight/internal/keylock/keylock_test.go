package keylock

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func taken(t *testing.T, locks *Locks, key string) (unlock func()) {
	t.Helper()
	unlock, err := locks.Lock(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	return unlock
}

// One at a time holds the lock of a key, and nobody waits for another key.
func TestLock(t *testing.T) {
	var locks Locks
	counts := make([]int, 3) // the race detector sees if they are not guarded
	var group sync.WaitGroup
	for i := range 300 {
		group.Go(func() {
			unlock, err := locks.Lock(context.Background(), fmt.Sprint(i%3))
			if err != nil {
				t.Error(err)
				return
			}
			defer unlock()
			counts[i%3]++
		})
	}
	group.Wait()
	if fmt.Sprint(counts) != "[100 100 100]" {
		t.Errorf("got %v", counts)
	}
	if len(locks.held) != 0 {
		t.Errorf("%d locks are kept", len(locks.held))
	}
}

func TestLockWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var locks Locks
		unlock := taken(t, &locks, "a")
		taken(t, &locks, "b")()
		second := false
		go func() {
			taken(t, &locks, "a")()
			second = true
		}()
		synctest.Wait()
		if second {
			t.Error("two have the lock")
		}
		unlock()
		synctest.Wait()
		if !second || len(locks.held) != 0 {
			t.Errorf("second: %v, %d locks are kept", second, len(locks.held))
		}
	})
}

// Who gives up leaves nothing behind, and the others their turn.
func TestLockGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var locks Locks
		unlock := taken(t, &locks, "a")
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := locks.Lock(ctx, "a"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if len(locks.held) != 1 {
			t.Errorf("%d locks are kept", len(locks.held))
		}
		unlock()
		if len(locks.held) != 0 {
			t.Errorf("%d locks are kept", len(locks.held))
		}
		taken(t, &locks, "a")()
	})
}
