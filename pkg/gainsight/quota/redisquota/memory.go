package redisquota

import (
	"fmt"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// known is how a bucket was when this program last saw it. The script gets it back, and notices by it what Redis has lost.
type known struct {
	ID      int64 `json:"id"`
	Changes int64 `json:"changes"`
	Expires int64 `json:"expires"`
	Lease   int64 `json:"lease"` // the longest one
}

// known is nil for a bucket that was never seen.
func (s *store) known(name string) *known {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k, ok := s.buckets[name]; ok {
		return &k
	}
	return nil
}

// learn remembers the part of a reply that is about the bucket, reports what is wrong, and returns the rest.
func (s *store) learn(name string, bucket quota.Bucket, reply []int64) []int64 {
	setBack, lost := time.Duration(reply[0])*time.Microsecond, reply[1]
	now := known{reply[2], reply[3], reply[4], reply[5]}
	s.mu.Lock()
	before := s.buckets[name]
	if now.ID > before.ID || now.ID == before.ID && now.Changes >= before.Changes {
		s.buckets[name] = now
	}
	s.mu.Unlock()

	if lost > 0 {
		s.report(fmt.Errorf("quota: Redis has lost calls of %s to %s: %d count as used up from now on; is appendonly on?",
			bucket.Class, bucket.Host, lost))
	}
	if setBack > 0 {
		s.report(fmt.Errorf("quota: the clock of Redis was set back by %s: calls of %s to %s may count for longer than they should, by a window and an attempt at most",
			setBack, bucket.Class, bucket.Host))
	}
	return reply[6:]
}
