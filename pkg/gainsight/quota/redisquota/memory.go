package redisquota

import (
	"fmt"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// memory is what a program remembers of a bucket.
type memory struct {
	known  known
	behind bool // the clock of Redis stands still
}

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
	if m, ok := s.buckets[name]; ok {
		return &m.known
	}
	return nil
}

// learn remembers the part of a reply that is about the bucket, reports what is wrong, and returns the rest.
func (s *store) learn(name string, bucket quota.Bucket, reply []int64) []int64 {
	behind, lost := time.Duration(reply[0])*time.Microsecond, reply[1]
	now := memory{known{reply[2], reply[3], reply[4], reply[5]}, behind > maxBehind}
	s.mu.Lock()
	before := s.buckets[name]
	if now.known.ID > before.known.ID || now.known.ID == before.known.ID && now.known.Changes >= before.known.Changes {
		s.buckets[name] = now
	}
	s.mu.Unlock()

	if lost > 0 {
		s.report(fmt.Errorf("quota: Redis has lost calls of %s to %s: %d count as used up from now on; is appendonly on?",
			bucket.Class, bucket.Host, lost))
	}
	if now.behind && !before.behind {
		s.report(fmt.Errorf("quota: the clock of Redis was set back by %s: slots of %s to %s become free that much later",
			behind, bucket.Class, bucket.Host))
	}
	return reply[6:]
}

// maxBehind is how far clocks of machines that set them by a server may differ, for one to take the place of the other.
const maxBehind = time.Second
