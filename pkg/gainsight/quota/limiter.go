package quota

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Limiter makes callers wait for slots of a Store, in the order in which they come. It is safe for concurrent use.
type Limiter struct {
	store Store
	clock clock

	mu     sync.Mutex
	queues map[string]*queue
}

// NewLimiter returns a Limiter. One per Store and program is enough.
func NewLimiter(store Store) *Limiter { return newLimiter(store, systemClock) }

func newLimiter(store Store, clock clock) *Limiter {
	return &Limiter{store: store, clock: clock, queues: map[string]*queue{}}
}

// Error says that a call was not made: the quota is used up for longer than the caller would wait.
type Error struct {
	Class   string    // of the calls that share the quota
	Window  Window    // that is used up; zero where calls stopped because the tenant refused one
	ReadyAt time.Time // when the call can be made, if nobody else makes one
}

// newError has no monotonic time, which would go wrong when the machine sleeps.
func newError(bucket Bucket, window Window, readyAt time.Time) *Error {
	return &Error{bucket.Class, window, readyAt.Round(0)}
}

// Error says what is used up, and until when.
func (e *Error) Error() string {
	if e.Window == (Window{}) {
		return fmt.Sprintf("quota: the tenant refused a call of %s, so others have used its quota up: next try at %s", e.Class, e.ReadyAt.Format(time.RFC3339))
	}
	return fmt.Sprintf("quota: the calls of %s are used up (%s): next one at %s", e.Class, e.Window, e.ReadyAt.Format(time.RFC3339))
}

// Slot is a call that may be made.
type Slot struct {
	limiter *Limiter
	bucket  Bucket
	id      uint64
}

// maxSleep is how long a caller waits without asking the store again: its clock can have been set, and the one of this
// machine can have stood still while it slept.
const maxSleep = 30 * time.Second

// Acquire waits for a slot: not beyond maxWait, nor the context's deadline. Where it would have to, it returns an *Error at
// once; where it does not know that until a call under way is over, another one is refused or another program has taken the
// slot, it does so then, or at the next look at the store, which is never more than 30 s off. If the store fails, its error is
// returned.
//
// The call must be over before the lease is, which is more than 0 and at most a day. Settle must be called when it is.
func (l *Limiter) Acquire(ctx context.Context, bucket Bucket, lease, maxWait time.Duration) (*Slot, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	latest := l.clock.now().Add(maxWait)
	if deadline, ok := ctx.Deadline(); ok {
		latest = earlier(deadline, latest)
	}
	queue := l.queue(bucket)
	turn := queue.join()
	defer queue.leave(turn)
	if err := l.waitForTurn(ctx, bucket, queue, turn, latest); err != nil {
		return nil, err
	}
	for {
		var grant Grant
		var err error
		queue.ask(turn, func() bool {
			grant, err = l.store.Take(ctx, bucket, lease)
			return err == nil && grant.Wait <= 0
		})
		if err != nil {
			return nil, err
		}
		if grant.Wait <= 0 {
			return &Slot{l, bucket, grant.Slot}, nil
		}
		wait, now := soonest(grant), l.clock.now()
		if now.Add(wait).After(latest) {
			return nil, newError(bucket, grant.Window, now.Add(grant.Wait))
		}
		if err := l.sleep(ctx, min(wait, maxSleep), queue.settled, nil); err != nil {
			return nil, err
		}
	}
}

// soonest is the shortest time after which a slot can be free. Where it takes longer than the window, a call under way holds
// it, which may end now.
func soonest(grant Grant) time.Duration {
	if grant.Window == (Window{}) {
		return grant.Wait
	}
	return min(grant.Wait, grant.Window.Span())
}

func (l *Limiter) queue(bucket Bucket) *queue {
	l.mu.Lock()
	defer l.mu.Unlock()
	q, ok := l.queues[bucket.name()]
	if !ok {
		q = newQueue()
		l.queues[bucket.name()] = q
	}
	return q
}

// Where slots are free that those before it have yet to take, a caller looks again after patience, also beyond its time.
// Where it was not sure of its place, it looks again soon.
const (
	patience = maxLockWait
	soon     = 10 * time.Millisecond
)

// waitForTurn waits for a turn. Who would have to wait too long does not.
func (l *Limiter) waitForTurn(ctx context.Context, bucket Bucket, queue *queue, turn turn, latest time.Time) error {
	for {
		select {
		case <-turn:
			return nil
		default:
		}
		refused, place := queue.nextRefusal(), queue.place(turn)
		forecast, err := forecastOf(ctx, l.store, bucket, place.least())
		if err != nil {
			return err
		}
		now, hasMoved := l.clock.now(), queue.place(turn) != place
		if !hasMoved && forecast.soonest > 0 && now.Add(forecast.soonest).After(latest) {
			return newError(bucket, forecast.window, now.Add(forecast.ready))
		}
		wait := min(latest.Sub(now), maxSleep)
		switch {
		case forecast.soonest <= 0:
			wait = patience
		case hasMoved || !place.isSure():
			wait = soon
		}
		if err := l.sleep(ctx, wait, turn, refused); err != nil {
			return err
		}
	}
}

// sleep waits until a time is over, or one of two things happens, of which nil never does.
func (l *Limiter) sleep(ctx context.Context, wait time.Duration, this, that <-chan struct{}) error {
	timer := l.clock.timer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-this:
	case <-that:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// maxSettle bounds how long a store may take to note how a call ended.
const maxSettle = 5 * time.Second

// Settle says how the call ended, also if the context is over. It must be called once, also for a call that failed. An error
// means that the call counts from the end of its lease, and can be logged.
func (s *Slot) Settle(ctx context.Context, end End) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), maxSettle)
	defer cancel()
	err := s.limiter.store.Settle(ctx, s.bucket, s.id, end)
	s.limiter.queue(s.bucket).tell(end.Kind)
	return err
}

// State returns what is used up of a bucket, on this machine's clock.
func (l *Limiter) State(ctx context.Context, bucket Bucket) (State, error) {
	state, err := l.store.State(ctx, bucket)
	if err != nil {
		return State{}, err
	}
	return state.on(l.clock.now().Round(0)), nil
}
