package specfix

import (
	"fmt"
	"strconv"

	"gopkg.in/yaml.v3"
)

// missing explains why a target does not match as many nodes as it should.
func (a *applier) missing(c Correction, found int) Finding {
	if found > 0 {
		return c.finding(TargetMissing, "matches %d nodes, but %d expected: check the nodes and state the number in matches", found, c.Matches)
	}
	steps, complete := plainSteps(c.Target)
	gone, existing, isGone := firstGone(a.root, steps)
	switch {
	case !isGone:
		return c.finding(TargetMissing, "matches nothing, though %s exists: check the condition of the target", showSteps(steps))
	case !complete || len(gone) < len(steps):
		return c.finding(TargetMissing, "the parent %s is gone%s (the deepest part that exists is %s)", showSteps(gone), a.removedBy(gone), showSteps(existing))
	case c.removes() && a.removedBy(gone) == "":
		f := c.finding(TargetMissing, "perhaps already applied: its parent %s exists, so the published document may have "+
			"dropped or renamed it: delete this correction, or change its target", showSteps(existing))
		f.perhapsMade = true
		return f
	}
	return c.finding(TargetMissing, "%s is not there%s; its parent %s exists", lastStep(gone), a.removedBy(gone), showSteps(existing))
}

func (a *applier) removedBy(steps []step) string {
	pointer := ""
	for _, s := range steps {
		pointer = pointerTo(pointer, s.text)
	}
	if id := a.ledger.removed[pointer]; id != "" {
		return fmt.Sprintf(", removed by the correction %s", id)
	}
	return ""
}

// firstGone walks down the steps. It returns the path to the first part that is gone and the path above it.
func firstGone(root *yaml.Node, steps []step) (gone, existing []step, isGone bool) {
	node := root
	for i, s := range steps {
		if node = stepInto(node, s.text); node == nil {
			return steps[:i+1], steps[:i], true
		}
	}
	return nil, steps, false
}

func lastStep(steps []step) string {
	last := steps[len(steps)-1]
	if last.isIndex {
		return last.String()
	}
	return strconv.Quote(last.text)
}
