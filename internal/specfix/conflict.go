package specfix

import (
	"slices"

	"gopkg.in/yaml.v3"
)

// conflicts reports what a correction would change or remove although an earlier correction wrote it. It also lists the
// ids of which the correction says that it may do so.
func (a *applier) conflicts(c Correction, spots []spot) (problems []Finding, overridden []string) {
	for _, s := range spots {
		for _, loss := range losses(c, s) {
			for _, id := range a.ledger.writersIn(loss.node) {
				if slices.Contains(c.Overrides, id) {
					overridden = append(overridden, id)
				} else {
					problems = append(problems, clash(c, loss, id))
				}
			}
		}
	}
	return problems, overridden
}

// loss is a value that a correction would destroy.
type loss struct {
	at   string
	node *yaml.Node
	new  *yaml.Node // nil: removed
}

func losses(c Correction, s spot) []loss {
	if c.removes() {
		return []loss{{at: s.at, node: s.node}}
	}
	var found []loss
	for _, change := range s.plan {
		if change.kind == overwrites {
			found = append(found, loss{at: change.at, node: change.old, new: change.new})
		}
	}
	return found
}

func clash(c Correction, l loss, id string) Finding {
	const advice = "drop one of the two, or list the id in overrides"
	if l.new == nil {
		return c.finding(Conflict, "removes %s at %s, which the correction %s wrote: %s",
			abbreviate(compact(l.node)), showPointer(l.at), id, advice)
	}
	wanted, present := contrast(compact(l.new), compact(l.node))
	return c.finding(Conflict, "sets %s to %s, but the correction %s set it to %s: %s", showPointer(l.at), wanted, id, present, advice)
}

// unusedOverrides reports permissions to override that are not needed. It keeps silent about corrections that failed
// themselves, because nothing of theirs is there to override.
func (a *applier) unusedOverrides(c Correction, overridden []string) []Finding {
	var problems []Finding
	for _, id := range c.Overrides {
		if !slices.Contains(overridden, id) && a.done[id] {
			problems = append(problems, c.finding(Conflict, "lists %s in overrides, but changes nothing that it wrote: delete the entry", id))
		}
	}
	return problems
}
