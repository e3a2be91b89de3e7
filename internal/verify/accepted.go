package verify

import (
	"fmt"
	"strings"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// Accepted are the violations that somebody knows of and lives with. A nil *Accepted has none.
type Accepted struct {
	file    string
	entries []*entry // in the order of the file
	byKind  map[kind][]*entry
}

// kind is what an entry must name. Its pointer has * for each index.
type kind struct {
	operation string
	side      contract.Side
	pointer   string
	rule      contract.Rule
}

// entry is one accepted violation.
type entry struct {
	kind
	status int           // 0 for any
	in     contract.Part // empty for any
	Acceptance

	line    int
	matched bool
}

func (e *entry) fits(v contract.Violation) bool {
	return (e.status == 0 || e.status == v.Status) && (e.in == "" || e.in == v.In)
}

// String leaves out the operation, which a remark names.
func (e *entry) String() string {
	name := string(e.side)
	if e.status != 0 {
		name += fmt.Sprintf(" %d", e.status)
	}
	if e.in != "" {
		name += fmt.Sprintf(", %s", e.in)
	}
	if e.pointer != "" {
		name += " at " + e.pointer
	}
	return fmt.Sprintf("%s: %s", name, e.rule)
}

// isUndocumented reports whether an entry names an operation by method and path, such as "POST /path".
func (e *entry) isUndocumented() bool { return strings.Contains(e.operation, " ") }

// match returns why a violation, whose pointer is general, is accepted, and nil if it is not.
func (a *Accepted) match(v contract.Violation) (acceptance *Acceptance) {
	if a == nil {
		return nil
	}
	for _, entry := range a.byKind[kind{v.Operation, v.Side, v.Pointer, v.Rule}] {
		if !entry.fits(v) {
			continue
		}
		entry.matched = true
		if acceptance == nil {
			acceptance = &entry.Acceptance
		}
	}
	return acceptance
}

// unused says of each entry that matched nothing whether it can go.
func (a *Accepted) unused(c *Collector) []Remark {
	if a == nil {
		return nil
	}
	var remarks []Remark
	for _, e := range a.entries {
		remark := Remark{Operation: e.operation}
		switch {
		case e.matched:
			continue
		case c.wasSeen(e.operation, e.status):
			remark.Severity, remark.Text = contract.Warning, "is no longer needed: delete it"
		case e.status != 0 && c.wasSeen(e.operation, 0):
			remark.Severity, remark.Text = contract.Note, fmt.Sprintf("no reply with status %d was seen, so nobody can tell whether it is still needed", e.status)
		case c.byName[e.operation] == nil && e.isUndocumented() && c.traffic.Checked > 0: // then the call is what was accepted
			remark.Severity, remark.Text = contract.Warning, "no such call was made, so it is no longer needed: delete it"
		case c.byName[e.operation] == nil && !e.isUndocumented():
			remark.Severity, remark.Text = contract.Warning, "the document has no such operation: is its name misspelled?"
		default:
			remark.Severity, remark.Text = contract.Note, "its operation was not seen, so nobody can tell whether it is still needed"
		}
		remark.Text = clean(fmt.Sprintf("%s:%d: accepted violation (%s): %s", a.file, e.line, e, remark.Text))
		remarks = append(remarks, remark)
	}
	return remarks
}

// today is the latest date that it is anywhere, since the file and the machine that reads it can be far apart.
func today(now time.Time) string { return now.UTC().Add(14 * time.Hour).Format(time.DateOnly) }
