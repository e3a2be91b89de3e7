package quota

import "time"

// clock is what stores and limiters go by. Tests with real processes have one that runs faster.
type clock struct {
	now   func() time.Time
	timer func(time.Duration) *time.Timer
	boot  func() boot // nil for none
}

var systemClock = clock{time.Now, time.NewTimer, sinceBoot}

// boot is how long ago the machine was started. Nobody can set that, and it counts sleep.
type boot struct {
	id  uint64 // of this start of this machine; 0 where it is not known how long ago that was
	ago int64
}

func (c clock) sinceBoot() boot {
	if c.boot == nil {
		return boot{}
	}
	return c.boot()
}

// isVirtual tells the time of testing/synctest, which no clock of the system knows of, by its having no monotonic reading.
func isVirtual(now time.Time) bool { return now == now.Round(0) }
