package quota

import "time"

// timeline is how the time of a file follows from the clocks of a machine. It goes by the time since the machine was started,
// so that setting the wall clock changes nothing. Where that was started anew, or has no such clock, it goes by the wall clock,
// less what somebody has set that by before.
type timeline struct {
	boot   uint64 // of which booted is told
	booted int64  // the time of the file when the machine was started
	ahead  int64  // by how much the time of the file was ahead of the wall clock
}

// jitter bounds what the two clocks differ by for not being read at once.
const jitter = int64(10 * time.Millisecond)

// now returns the time, and the timeline as it has to be kept.
func (t timeline) now(wall int64, boot boot) (int64, timeline) {
	if boot.id == 0 {
		return wall + t.ahead, timeline{ahead: t.ahead}
	}
	if boot.id != t.boot {
		t = timeline{boot.id, wall + t.ahead - boot.ago, t.ahead}
	}
	now := t.booted + boot.ago
	if ahead := now - wall; ahead > t.ahead+jitter || ahead < t.ahead-jitter {
		t.ahead = ahead
	}
	return now, t
}
