package quotasim

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// Limiter is what makes calls wait.
type Limiter interface {
	// Acquire waits until a call may be sent, and returns what to do when its reply is there.
	Acquire(ctx context.Context) (settle func(accepted bool), err error)
}

// Quota is a Limiter of package quota.
func Quota(limiter *quota.Limiter, bucket quota.Bucket) Limiter { return ours{limiter, bucket} }

type ours struct {
	limiter *quota.Limiter
	bucket  quota.Bucket
}

// lease is longer than any latency here.
const lease = time.Minute

func (o ours) Acquire(ctx context.Context) (func(bool), error) {
	slot, err := o.limiter.Acquire(ctx, o.bucket, lease, 1000*time.Hour)
	if err != nil {
		return nil, err
	}
	return func(accepted bool) {
		end := quota.End{Kind: quota.Arrived}
		if !accepted {
			end.Kind = quota.Refused
		}
		slot.Settle(ctx, end)
	}, nil
}

// Run is what is tried.
type Run struct {
	Windows []quota.Window
	Server  Server
	Limiter Limiter
	Demand  []time.Duration // when the calls are wanted, from the beginning, in order
	Workers int             // that share the demand; 1 if it is 0
	Latency time.Duration   // the longest time to the server, and back; each call has a random part of it
	Length  time.Duration
	Seed    uint64
}

// Result is what came of a run.
type Result struct {
	Accepted []time.Duration // when accepted calls arrived, from the beginning, in order
	Refused  int
	Optimal  int // how many the best schedule sends that does not know where the server's windows begin
}

// Share is how much of the best schedule was sent.
func (r Result) Share() float64 { return float64(len(r.Accepted)) / float64(r.Optimal) }

// Do runs. A call that is refused is tried again, as soon as the limiter permits.
func (r Run) Do(ctx context.Context) Result {
	ctx, cancel := context.WithTimeout(ctx, r.Length)
	defer cancel()
	s := &state{Run: r, start: time.Now(), random: rand.New(rand.NewPCG(r.Seed, 1))}
	s.result.Optimal = before(Optimal(r.Windows, r.Demand), r.Length)
	var workers sync.WaitGroup
	for range max(1, r.Workers) {
		workers.Go(func() {
			for {
				at, ok := s.next()
				if !ok || !s.call(ctx, at) {
					return
				}
			}
		})
	}
	workers.Wait()
	return s.result
}

// state is how far a run is.
type state struct {
	Run
	start time.Time

	mu     sync.Mutex
	random *rand.Rand
	taken  int // calls that a worker has
	result Result
}

// next returns when the next call is wanted.
func (s *state) next() (time.Duration, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.taken == len(s.Demand) {
		return 0, false
	}
	s.taken++
	return s.Demand[s.taken-1], true
}

// call makes a call that is wanted at a moment, until it is accepted or the run is over.
func (s *state) call(ctx context.Context, at time.Duration) bool {
	if !sleep(ctx, time.Until(s.start.Add(at))) {
		return false
	}
	for {
		settle, err := s.Limiter.Acquire(ctx)
		if err != nil {
			return false
		}
		if !sleep(ctx, s.latency()) {
			return false
		}
		accepted := s.arrive()
		if !sleep(ctx, s.latency()) {
			return false
		}
		settle(accepted)
		if accepted {
			return true
		}
	}
}

func (s *state) latency() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Duration(s.random.Int64N(int64(s.Latency) + 1))
}

func (s *state) arrive() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	accepted := s.Server.Accepts(now)
	if accepted {
		s.result.Accepted = append(s.result.Accepted, now.Sub(s.start))
	} else {
		s.result.Refused++
	}
	return accepted
}

// sleep tells whether the context was not over before.
func sleep(ctx context.Context, wait time.Duration) bool {
	if wait <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
