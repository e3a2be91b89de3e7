package redisquota

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

type store struct {
	client  redis.UniversalClient
	script  *redis.Script
	prefix  string
	timeout time.Duration
	report  func(error)

	mu      sync.Mutex
	buckets map[string]known
}

// maxExact bounds slots: Lua has no numbers but float64.
const maxExact = 1 << 53

// Take takes a slot, or says how long to wait for one. Where it fails, none is taken, or one that is given back in the
// background if Redis can be reached.
func (s *store) Take(ctx context.Context, bucket quota.Bucket, lease time.Duration) (quota.Grant, error) {
	if err := quota.CheckLease(lease); err != nil {
		return quota.Grant{}, err
	}
	slot := 1 + rand.Uint64N(maxExact-1)
	answer, err := s.ask(ctx, bucket, question{Do: "take", Slot: slot, Lease: micros(lease)})
	if err != nil {
		return quota.Grant{}, err
	}
	wait, window := answer[0], answer[1]
	if wait == 0 {
		return quota.Grant{Slot: slot}, nil
	}
	grant := quota.Grant{Wait: time.Duration(wait) * time.Microsecond}
	if window > 0 {
		grant.Window = bucket.Windows[window-1]
	}
	return grant, nil
}

// ends are how the script calls the ways in which calls end.
var ends = map[quota.EndKind]string{
	quota.Arrived:   "arrived",
	quota.NeverSent: "never sent",
	quota.Refused:   "refused",
	quota.Unknown:   "unknown",
}

// Settle says how a call ended. Where it fails, the call counts until the end of its lease.
func (s *store) Settle(ctx context.Context, bucket quota.Bucket, slot uint64, end quota.End) error {
	if slot == 0 {
		return nil
	}
	_, err := s.ask(ctx, bucket, question{Do: "settle", Slot: slot, End: ends[end.Kind], Extra: end.Extra})
	return err
}

// State returns what is used up, on the clock of Redis.
func (s *store) State(ctx context.Context, bucket quota.Bucket) (quota.State, error) {
	answer, err := s.ask(ctx, bucket, question{Do: "state"})
	if err != nil {
		return quota.State{}, err
	}
	now, stopped, used := answer[0], answer[1], answer[2:]
	state := quota.State{Now: time.UnixMicro(now)}
	if stopped != 0 {
		state.Stopped = time.UnixMicro(stopped)
	}
	for _, at := range used {
		state.Used = append(state.Used, time.UnixMicro(at))
	}
	return state, nil
}

// micros rounds up, so that nothing ends too early.
func micros(d time.Duration) int64 {
	whole := int64(d / time.Microsecond)
	if d%time.Microsecond > 0 {
		whole++
	}
	return whole
}
