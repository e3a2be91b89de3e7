package quota_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// Calls wait for their slots, and do not wait longer than they want to.
func Example() {
	limiter := quota.NewLimiter(quota.Memory()) // or quota.File(""), to share it with other programs
	bucket := quota.Bucket{
		Host: "acme.us2.gainsightcloud.com", Class: "user-management",
		Windows: []quota.Window{{Calls: 2, Per: time.Hour}, {Calls: 1000, Per: 24 * time.Hour}},
	}
	ctx := context.Background()
	for range 3 {
		const timeout, maxWait = 30 * time.Second, time.Minute
		slot, err := limiter.Acquire(ctx, bucket, timeout, maxWait)
		if e := (*quota.Error)(nil); errors.As(err, &e) {
			fmt.Println("used up:", e.Window)
			return
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("send a request, and read its reply")
		if err := slot.Settle(ctx, quota.End{Kind: quota.Arrived}); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// send a request, and read its reply
	// send a request, and read its reply
	// used up: 2 in 1h0m0s
}

// When will 500 calls be through that follow on those of today?
func ExampleState_Ready() {
	now := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	state := quota.State{Now: now} // as of Limiter.State
	ready := state.Ready(quota.UserManagement(), 500)
	fmt.Println(ready.Sub(now).Round(time.Minute))
	// Output: 4h0m0s
}
