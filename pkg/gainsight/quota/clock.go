package quota

import "time"

// clock is what stores and limiters go by. Tests with real processes have one that runs faster.
type clock struct {
	now   func() time.Time
	timer func(time.Duration) *time.Timer
}

var systemClock = clock{time.Now, time.NewTimer}
