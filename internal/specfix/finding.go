package specfix

import (
	"fmt"
	"strings"
)

// Kind groups findings by what went wrong.
type Kind string

// The four ways in which a correction can have gone stale or clash with another one.
const (
	TargetMissing       Kind = "target missing"
	PreconditionDiffers Kind = "precondition differs"
	AlreadyApplied      Kind = "already applied"
	Conflict            Kind = "conflict"
)

// The other kinds: a correction that is not well-formed, and everything that Check finds.
const (
	Malformed   Kind = "malformed correction"
	Stale       Kind = "stale"
	BrokenRef   Kind = "broken reference"
	BadExample  Kind = "bad example"
	BadDefault  Kind = "bad default"
	BadDocument Kind = "bad document"
	Unproven    Kind = "evidence"
)

// Finding is one thing that somebody has to repair. A finding stops all output.
type Finding struct {
	Kind    Kind
	ID      string // id of the correction; empty when the finding is not about one
	File    string // relative to the root of the project
	Line    int    // 0 when the whole file is meant
	Target  string // JSONPath of the correction, or JSON pointer into the document
	Message string

	perhapsMade bool   // the target of a removal is gone, and the published document may have removed it
	found       string // where a guard states only a hash: what is there, as compact JSON
}

// String is the line that a person reads: place, correction, target, kind and message.
func (f Finding) String() string {
	var b strings.Builder
	b.WriteString(place(f.File, f.Line))
	if f.ID != "" {
		fmt.Fprintf(&b, " [%s]", f.ID)
	}
	if f.Target != "" {
		fmt.Fprintf(&b, " %s:", f.Target)
	}
	if f.Kind != "" {
		fmt.Fprintf(&b, " %s:", f.Kind)
	}
	b.WriteString(" " + f.Message)
	return b.String()
}

func place(file string, line int) string {
	if line > 0 {
		return fmt.Sprintf("%s:%d:", file, line)
	}
	return file + ":"
}
