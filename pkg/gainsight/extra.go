package gainsight

import (
	"cmp"
	"fmt"
	"sync"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// defaultExtraCalls is a tenth of the 100 calls that the vendor allows in an hour (A), where calls are not counted.
const defaultExtraCalls = 10

// extraCallsByDefault is a tenth of the shortest window of the quota, and one at least.
func extraCallsByDefault(windows []quota.Window) int {
	if len(windows) == 0 {
		return defaultExtraCalls
	}
	return max(1, shortestOf(windows).Calls/10)
}

// WithExtraCalls sets how many calls one bulk operation (Upsert, DeleteMany, Update, …) may spend, beyond those that its
// rows need, on batches that failed: to find the bad row for the sake of which a whole batch was refused, which takes 7
// calls a row, or one where bad rows follow each other, and to send again or to read back what was left in doubt. The
// default is a tenth of the shortest window of the quota: 10 of the 100 calls that the vendor allows in an hour (A). With 0,
// no such call is made, and the rows are in doubt.
func WithExtraCalls(calls int) Option {
	return func(c *config) error {
		if calls < 0 {
			return fmt.Errorf("WithExtraCalls: %d calls cannot be spent; use 0 for none", calls)
		}
		c.extraCalls = &calls
		return nil
	}
}

// throttling says for how long a call of an operation is held back after a refusal, and how long it may wait in all until the
// tenant takes calls again: not at all if calls are not counted.
func (c *Client) throttling(op gsapi.Operation) (pause, longest time.Duration) {
	bucket, isLimited := c.quotas.bucket(op.Quota)
	if !isLimited {
		return 0, 0
	}
	return bucket.Pause(), c.quotas.maxWait
}

// batchSizes remembers how many rows a call takes, by operation, where a tenant has said that 50 are too many.
type batchSizes struct {
	mu sync.Mutex
	of map[string]int
}

func (s *batchSizes) get(op gsapi.Operation) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return cmp.Or(s.of[op.ID], maxBatch)
}

// tooMany takes note that so many rows, of several, were too many. Of calls that ran at the same time, only one makes it less.
func (s *batchSizes) tooMany(op gsapi.Operation, rows int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of == nil {
		s.of = map[string]int{}
	}
	s.of[op.ID] = min(cmp.Or(s.of[op.ID], maxBatch), rows/2)
}
