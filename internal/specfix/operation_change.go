package specfix

import "slices"

// OperationChange is what a new version of a document does to one operation.
type OperationChange struct {
	Name    string // operationId, else method and path; what is of no single operation has the name of its section
	Method  string // empty if it is of no single operation
	Path    string
	Kind    ChangeKind
	Changes []Change // the worst first
}

// ChangeKind says what became of an operation.
type ChangeKind string

// The kinds of changes of an operation.
const (
	OperationAdded   ChangeKind = "added"
	OperationRemoved ChangeKind = "removed"
	OperationChanged ChangeKind = "changed"
)

// Change is one change of an operation in words.
type Change struct {
	Effect Effect
	Text   string
	// Unclear is a change of which nobody has said what it does. It counts as one that breaks.
	Unclear bool
}

// Effect says what a change does to programs that were written for the old document.
type Effect string

// The effects, the worst first.
const (
	Breaks     Effect = "breaks"
	MayBreak   Effect = "may break"
	Compatible Effect = "compatible"
)

// Has reports whether a change has a certain effect.
func (o OperationChange) Has(effect Effect) bool {
	return slices.ContainsFunc(o.Changes, func(c Change) bool { return c.Effect == effect })
}
