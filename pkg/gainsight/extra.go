package gainsight

import (
	"fmt"

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
