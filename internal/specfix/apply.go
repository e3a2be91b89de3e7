package specfix

import (
	"slices"

	"gopkg.in/yaml.v3"
)

// Applied is a correction that did its work, with what was there before and after, as compact JSON.
type Applied struct {
	Correction
	Old, New string
}

// Apply changes the document by all corrections in their order. A correction whose guard does not hold is skipped and
// reported; the later ones go on, so that one run shows everything.
func Apply(root *yaml.Node, corrections []Correction) ([]Applied, []Finding) {
	a := newApplier(root)
	for _, c := range corrections {
		a.apply(c)
	}
	return a.applied, a.findings
}

func newApplier(root *yaml.Node) *applier {
	return &applier{root: root, ledger: newLedger(root), done: map[string]bool{}}
}

type applier struct {
	root     *yaml.Node
	ledger   *ledger
	done     map[string]bool // ids of the corrections that did their work
	applied  []Applied
	findings []Finding
}

// spot is one node that a correction is about to touch.
type spot struct {
	at   string // JSON pointer
	node *yaml.Node
	plan []change // of an update
}

func (a *applier) apply(c Correction) {
	spots, problems := a.look(c)
	if len(problems) == 0 {
		problems = a.perform(c, spots)
	}
	a.done[c.ID] = len(problems) == 0
	a.findings = append(a.findings, problems...)
}

// look finds what a correction is about to touch, and whether it may.
func (a *applier) look(c Correction) ([]spot, []Finding) {
	spots, problems := a.findSpots(c)
	if len(problems) == 0 {
		problems = a.examine(c, spots)
	}
	return spots, problems
}

func (a *applier) findSpots(c Correction) ([]spot, []Finding) {
	nodes, err := c.query(a.root)
	if err != nil {
		return nil, []Finding{c.finding(Malformed, "the target cannot be evaluated: %s", oneLine(err.Error()))}
	}
	if len(nodes) != c.Matches {
		return nil, []Finding{a.missing(c, len(nodes))}
	}
	pointers := locate(a.root)
	var spots []spot
	for i, node := range nodes {
		at, isValue := pointers[node]
		switch {
		case !isValue:
			return nil, []Finding{c.finding(Malformed, "the target selects a key; select its value")}
		case slices.Contains(nodes[:i], node):
			return nil, []Finding{c.finding(Malformed, "the target selects %s twice", showPointer(at))}
		case c.removes() && at == "":
			return nil, []Finding{c.finding(Malformed, "the whole document cannot be removed")}
		case c.guard.saysNothing(node):
			return nil, []Finding{c.finding(Malformed, "expect: {} guards nothing: state (a part of) what is there now, which is %s", abbreviate(compact(node)))}
		}
		s := spot{at: at, node: node}
		if !c.removes() {
			s.plan = planUpdate(at, node, c.Update, c.guard.statement())
		}
		spots = append(spots, s)
	}
	return spots, nil
}

// examine looks for reasons not to apply. A conflict hides a guard that no longer holds, and so does a correction that
// changes nothing, because in both cases the guard is only the symptom.
func (a *applier) examine(c Correction, spots []spot) []Finding {
	conflicts, overridden := a.conflicts(c, spots)
	switch {
	case len(conflicts) > 0:
		return conflicts
	case isIdle(c, spots):
		return []Finding{a.alreadyApplied(c, spots)}
	}
	problems := a.unusedOverrides(c, overridden)
	for _, s := range spots {
		if difference := c.guard.check(s.node, c.Update); difference != "" {
			problem := c.finding(PreconditionDiffers, "%s%s", s.prefix(c), difference)
			if c.guard.hash != "" {
				problem.found = compact(s.node)
			}
			problems = append(problems, problem)
			continue
		}
		if c.removes() {
			problems = append(problems, unstatedRemoval(c, s)...)
		} else {
			problems = append(problems, unstated(c, s)...)
		}
	}
	return problems
}

// isIdle reports whether an update says nothing that the document does not say already.
func isIdle(c Correction, spots []spot) bool {
	if c.removes() {
		return false
	}
	for _, s := range spots {
		if slices.ContainsFunc(s.plan, func(change change) bool { return change.kind != repeats }) {
			return false
		}
	}
	return true
}

// prefix names the place where the target alone does not.
func (s spot) prefix(c Correction) string {
	if c.Matches == 1 {
		return ""
	}
	return "at " + showPointer(s.at) + ": "
}

func (a *applier) alreadyApplied(c Correction, spots []spot) Finding {
	for _, s := range spots {
		for _, id := range a.ledger.writersOf(s.node, c.Update) {
			return c.finding(AlreadyApplied, "the correction %s has written the same before: delete one of the two", id)
		}
	}
	return c.finding(AlreadyApplied, "the published document already says this: delete this correction")
}

// unstated reports what the update would change although the guard does not tell what was there. Elements may be
// appended when the guard says that they are absent.
func unstated(c Correction, s spot) []Finding {
	var problems []Finding
	for _, change := range s.plan {
		switch {
		case change.kind == repeats:
			problems = append(problems, c.finding(PreconditionDiffers, "would append %s at %s again: leave it out of the update",
				abbreviate(compact(change.new)), showPointer(change.at)))
		case change.kind == overwrites && !change.stated:
			problems = append(problems, c.finding(PreconditionDiffers, "would overwrite %s at %s, which expect does not state",
				abbreviate(compact(change.old)), showPointer(change.at)))
		case change.kind == appends && !change.stated && !c.guard.absent:
			problems = append(problems, c.finding(PreconditionDiffers, "would append to %s at %s, which expect does not state (sequences grow, they are not replaced)",
				abbreviate(compact(change.old)), showPointer(change.at)))
		}
	}
	return problems
}

// unstatedRemoval reports what would disappear although the guard does not tell that it was there.
func unstatedRemoval(c Correction, s spot) []Finding {
	if c.guard.statement().covers(s.node) {
		return nil
	}
	more := showFirst(unstatedParts(c.guard.part, s.node), func(d difference) string {
		return showBelow(d.at) + ": " + abbreviate(compact(d.found))
	})
	return []Finding{c.finding(PreconditionDiffers, "%swould also remove %s, which expect does not state: state the whole value, or %s",
		s.prefix(c), more, Hash(s.node))}
}

func (a *applier) perform(c Correction, spots []spot) []Finding {
	result := Applied{Correction: c, Old: oldValue(c, spots[0].node), New: newValue(c)}
	for _, s := range spots {
		a.prepare(c, s)
	}
	if err := c.applyTo(a.root); err != nil {
		return []Finding{c.finding(Malformed, "cannot be applied: %s", oneLine(err.Error()))}
	}
	a.ledger.recordNew(c.ID, a.root)
	a.applied = append(a.applied, result)
	return nil
}

// prepare books what is about to be overwritten or removed. The overlay library writes only the text of a scalar and
// leaves its type and quotes as they were (0 overwritten by "0" would stay a number), so these are set here.
func (a *applier) prepare(c Correction, s spot) {
	if c.removes() {
		a.ledger.removed[s.at] = c.ID
	}
	for _, change := range s.plan {
		if change.kind != overwrites {
			continue
		}
		a.ledger.writer[change.old] = c.ID
		if change.new.Kind == yaml.ScalarNode {
			change.old.Tag, change.old.Style = change.new.Tag, change.new.Style
		}
	}
}

const nothing = "(absent)"

func newValue(c Correction) string {
	if c.removes() {
		return "(removed)"
	}
	return compact(c.Update)
}

func oldValue(c Correction, node *yaml.Node) string {
	if c.removes() {
		return compact(node)
	}
	old := project(node, c.Update)
	if old == nil {
		return nothing
	}
	return compact(old)
}

// project keeps of a node only what an update speaks about, or nil if that is nothing.
func project(node, update *yaml.Node) *yaml.Node {
	if node.Kind != yaml.MappingNode || update.Kind != yaml.MappingNode {
		return node
	}
	result := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for key, value := range pairs(update) {
		if old := child(node, key.Value); old != nil {
			if part := project(old, value); part != nil {
				result.Content = append(result.Content, key, part)
			}
		}
	}
	if len(result.Content) == 0 {
		return nil
	}
	return result
}
