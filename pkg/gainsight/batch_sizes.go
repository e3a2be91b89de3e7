package gainsight

import (
	"cmp"
	"sync"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

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
