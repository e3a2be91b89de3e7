// Package keylock has locks that are told apart by a key.
package keylock

import (
	"context"
	"sync"
)

// Locks holds a lock for each key that is in use. The zero value is ready.
type Locks struct {
	mu   sync.Mutex
	held map[string]*lock
}

// lock is held by whoever has put something into taken.
type lock struct {
	taken chan struct{}
	users int // that hold it or wait for it
}

// Lock waits until nobody else holds the lock of the key, or until the context ends. What it returns gives the lock back.
func (l *Locks) Lock(ctx context.Context, key string) (unlock func(), err error) {
	wanted := l.join(key)
	select {
	case wanted.taken <- struct{}{}:
		return func() {
			<-wanted.taken
			l.leave(key, wanted)
		}, nil
	case <-ctx.Done():
		l.leave(key, wanted)
		return nil, ctx.Err()
	}
}

func (l *Locks) join(key string) *lock {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held == nil {
		l.held = map[string]*lock{}
	}
	if l.held[key] == nil {
		l.held[key] = &lock{taken: make(chan struct{}, 1)}
	}
	l.held[key].users++
	return l.held[key]
}

// leave forgets a lock that nobody wants any more.
func (l *Locks) leave(key string, wanted *lock) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if wanted.users--; wanted.users == 0 {
		delete(l.held, key)
	}
}
