package specfix

// fate is what a new version makes of a correction that does not apply to it, and what is to be done.
type fate string

const (
	alreadyMade   fate = "Already made in the new version: delete these corrections"
	perhapsMade   fate = "Perhaps already made, since what is to be removed is gone: delete these, or follow the target to its new name"
	targetMissing fate = "Target missing: follow it to its new place or name, or delete the correction"
	conflicting   fate = "Conflict: the new version says something else there than the correction expects"
	malformed     fate = "Not well-formed"
	following     fate = "Fail only because those above do, so look at them last"
)

var fates = []fate{alreadyMade, perhapsMade, targetMissing, conflicting, malformed, following}

func (u *Update) fateOf(f Finding) fate {
	switch {
	case f.Kind == AlreadyApplied || u.failures.made[f.ID]:
		return alreadyMade
	case u.failures.follows[f.ID]:
		return following
	case f.perhapsMade && u.failures.movedTo[f.ID] == "":
		return perhapsMade
	case f.Kind == TargetMissing:
		return targetMissing
	case f.Kind == Malformed:
		return malformed
	}
	return conflicting
}
