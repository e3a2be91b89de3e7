package quota

import (
	"runtime"
	"testing"
	"testing/synctest"
	"time"
)

// machine shows time as it really passes on a wall clock that can be set, and since it was started.
type machine struct {
	handClock
	wrong   time.Duration // by how much the wall clock is ahead
	boots   uint64        // 0 if it does not know when it was started
	started time.Time
}

func newMachine() *machine {
	m := &machine{handClock: *newHandClock()}
	m.restart()
	return m
}

func (m *machine) restart() {
	m.boots++
	m.started = m.at
}

func (m *machine) set(by time.Duration) { m.wrong += by }

func (m *machine) clock() clock {
	return clock{
		now:   func() time.Time { return m.at.Add(m.wrong) },
		timer: time.NewTimer,
		boot:  func() boot { return boot{m.boots, int64(m.at.Sub(m.started))} },
	}
}

// Setting the clock changes nothing of when a slot is free, nor does starting the machine anew.
func TestClockIsSet(t *testing.T) {
	bucket := bucketOf(Window{2, hour})
	set := func(by time.Duration) func(*machine) { return func(m *machine) { m.set(by) } }
	restart := (*machine).restart
	for name, steps := range map[string][]func(*machine){
		"nothing":                        {},
		"forward":                        {set(hour)},
		"far forward":                    {set(10 * 365 * 24 * hour)},
		"back":                           {set(-hour)},
		"far back":                       {set(-10 * 365 * 24 * hour)},
		"forward and back":               {set(30 * 24 * hour), set(-30 * 24 * hour)},
		"by and by":                      {set(time.Millisecond), set(20 * time.Minute), set(20 * time.Minute)},
		"started anew":                   {restart},
		"started anew, then set forward": {restart, set(hour)},
		"set forward, then started anew": {set(hour), restart},
		"set back, then started anew":    {set(-hour), restart},
		"all of it":                      {set(hour), restart, set(-2 * hour), restart, restart, set(minute)},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine()
			store := fileWith(t, t.TempDir()+"/quota", m.clock(), WithReport(func(err error) { t.Error(err) }))
			settle(t, store, bucket, taken(t, store, bucket, minute), Arrived)
			underWay := taken(t, store, bucket, minute)
			free := m.at.Add(bucket.span())
			for _, step := range steps {
				m.pass(time.Second)
				step(m)
				if got, want := take(t, store, bucket, minute).Wait, free.Sub(m.at); got < want || got > want+jitterOf(steps) {
					t.Errorf("the next slot is free in %s, want %s", got, want)
				}
			}
			m.pass(time.Second)
			settle(t, store, bucket, underWay, Arrived)
			m.pass(free.Sub(m.at) - 1)
			if take(t, store, bucket, minute).Wait == 0 {
				t.Error("a slot is free too early")
			}
			m.pass(1 + jitterOf(steps))
			taken(t, store, bucket, minute)
		})
	}
}

// jitterOf is what may be lost by each step.
func jitterOf(steps []func(*machine)) time.Duration { return time.Duration(int64(len(steps)) * jitter) }

// A machine that does not know when it was started goes by its wall clock, and so do two that have one file.
func TestOnlyAWallClock(t *testing.T) {
	bucket := bucketOf(Window{1, hour})
	for name, restart := range map[string]func(*machine){
		"no other clock": func(m *machine) { m.boots = 0 },
		"two machines":   (*machine).restart,
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine()
			restart(m)
			store := fileWith(t, t.TempDir()+"/quota", m.clock())
			settle(t, store, bucket, taken(t, store, bucket, minute), Arrived)
			restart(m)
			m.set(-10 * 24 * hour)
			if wait := take(t, store, bucket, minute).Wait; wait <= 0 || wait > bucket.span()+minute {
				t.Errorf("set back: the next slot is free in %s", wait)
			}
			restart(m)
			m.set(bucket.span() + minute)
			taken(t, store, bucket, minute)
		})
	}
}

// State is asked often, and does not write what it reads.
func TestTheTimelineIsKept(t *testing.T) {
	bucket, folder := bucketOf(Window{2, hour}), t.TempDir()+"/quota"
	m := newMachine()
	store := fileWith(t, folder, m.clock())
	taken(t, store, bucket, minute)
	_, before := quotaFile(t, folder)
	m.pass(time.Second)
	m.set(time.Duration(jitter))
	stateOf(t, store, bucket)
	if _, after := quotaFile(t, folder); string(before) != string(after) {
		t.Error("the file was written though nothing is new")
	}
	m.set(time.Second)
	stateOf(t, store, bucket)
	if _, after := quotaFile(t, folder); string(before) == string(after) {
		t.Error("that the clock was set is not kept")
	}
}

func TestSinceBoot(t *testing.T) {
	first := sinceBoot()
	if second := sinceBoot(); second.id != first.id || second.ago < first.ago {
		t.Errorf("%+v after %+v", second, first)
	}
	if first.id == 0 && runtime.GOOS == "linux" {
		t.Log("this Linux does not tell when it was started")
	}
	synctest.Test(t, func(t *testing.T) {
		if got := sinceBoot(); got != (boot{}) {
			t.Errorf("%+v in virtual time", got)
		}
	})
}
