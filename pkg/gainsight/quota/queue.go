package quota

import (
	"slices"
	"sync"
)

// queue is who waits for a bucket, in the order in which they came. Only the first one asks the store.
type queue struct {
	settled chan struct{} // tells the first one that a call is over

	mu   sync.Mutex
	line []turn
	asks int // how often the first one began or ended to ask: odd while it does

	refused chan struct{} // closed at the next refusal, which tells all others
}

// turn is closed when its owner is the first one.
type turn chan struct{}

func newQueue() *queue { return &queue{settled: make(chan struct{}, 1), refused: make(chan struct{})} }

func (q *queue) join() turn {
	q.mu.Lock()
	defer q.mu.Unlock()
	t := make(turn)
	q.line = append(q.line, t)
	if len(q.line) == 1 {
		close(t)
	}
	return t
}

// leave may be called again.
func (q *queue) leave(t turn) {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.line, t)
	if i < 0 {
		return
	}
	q.line = slices.Delete(q.line, i, i+1)
	if i == 0 && len(q.line) > 0 {
		close(q.line[0])
	}
}

// ask runs what the first one asks the store, who leaves if it is served.
func (q *queue) ask(t turn, question func() (isServed bool)) {
	q.count()
	if question() {
		q.leave(t)
	}
	q.count()
}

func (q *queue) count() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.asks++
}

// place is where somebody stands.
type place struct {
	number int // 1 for the first one
	asks   int // as in the queue
}

func (q *queue) place(t turn) place {
	q.mu.Lock()
	defer q.mu.Unlock()
	return place{1 + slices.Index(q.line, t), q.asks}
}

// isSure says that nobody before has a slot already, and counts twice.
func (p place) isSure() bool { return p.asks%2 == 0 }

// least is the number if the first one has its slot unless that is sure.
func (p place) least() int {
	if p.isSure() {
		return p.number
	}
	return p.number - 1
}

// nextRefusal is closed when a call is refused.
func (q *queue) nextRefusal() <-chan struct{} {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.refused
}

// tell tells those who wait how a call ended.
func (q *queue) tell(kind EndKind) {
	q.wake()
	if kind == Refused {
		q.mu.Lock()
		defer q.mu.Unlock()
		close(q.refused)
		q.refused = make(chan struct{})
	}
}

func (q *queue) wake() {
	select {
	case q.settled <- struct{}{}:
	default:
	}
}
