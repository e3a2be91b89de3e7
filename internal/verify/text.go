package verify

import (
	"bytes"
	"fmt"
	"strings"
	"text/tabwriter"
)

// text is the report for people: the worst first, the verdict last.
func (r *Report) text() []byte {
	var b bytes.Buffer
	for _, remark := range r.Remarks {
		fmt.Fprintln(&b, remark)
	}
	for _, group := range r.Violations {
		writeGroup(&b, group)
	}
	if r.NotListed > 0 {
		fmt.Fprintln(&b, r.notListedLine())
	}
	if len(r.Accepted) > 0 {
		fmt.Fprintln(&b, "\nAccepted:")
	}
	for _, group := range r.Accepted {
		writeGroup(&b, group)
		fmt.Fprintf(&b, "    accepted on %s: %s\n", group.Accepted.Date, group.Accepted.Reason)
	}
	if b.Len() > 0 {
		fmt.Fprintln(&b)
	}
	r.writeOperations(&b)
	if len(r.NeverSeen) > 0 {
		fmt.Fprintf(&b, "never seen: %s\n", strings.Join(r.NeverSeen, ", "))
	}
	if len(r.OutOfReach) > 0 {
		fmt.Fprintln(&b, r.outOfReachLine())
	}
	fmt.Fprintf(&b, "%s\n%s\n", r.trafficLine(), r.summary())
	return b.Bytes()
}

func writeGroup(b *bytes.Buffer, group Group) {
	fmt.Fprintf(b, "%s\n    %d×, first in %s\n", group.Violation, group.Count, group.First)
}

func (r *Report) writeOperations(b *bytes.Buffer) {
	if len(r.Operations) == 0 {
		return
	}
	table := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "seen\tvalid\tviolations\twarnings\tnotes\taccepted\t  operation")
	for _, o := range r.Operations {
		fmt.Fprintf(table, "%d\t%d\t%d\t%d\t%d\t%d\t  %s\n", o.Seen, o.Valid, o.Violations, o.Warnings, o.Notes, o.Accepted, o.label())
	}
	_ = table.Flush() // a buffer takes everything
	fmt.Fprintln(b)
}

func (o Operation) label() string {
	if o.Documented {
		return o.Operation
	}
	return o.Operation + " (not documented)"
}
