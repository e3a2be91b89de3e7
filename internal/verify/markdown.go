package verify

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/gainsight-go/gainsight-go/internal/markdown"
)

// maxMarkdownRows keeps a report short enough for a comment, which GitHub cuts off at 65,536 characters.
const maxMarkdownRows = 100

// markdown is the report for a comment or the summary of a job.
func (r *Report) markdown() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "### API contract %s\n\n%s\n", markdown.Cell(r.summary()), r.trafficLine())
	for i, remark := range r.Remarks {
		if i == 0 {
			fmt.Fprintln(&b)
		}
		fmt.Fprintf(&b, "- %s\n", markdown.Cell(remark.String()))
	}
	writeMarkdownGroups(&b, "Violations", r.Violations)
	if r.NotListed > 0 {
		fmt.Fprintf(&b, "\n%s\n", r.notListedLine())
	}
	writeMarkdownGroups(&b, "Accepted", r.Accepted)
	r.writeMarkdownOperations(&b)
	if len(r.NeverSeen) > 0 {
		fmt.Fprintf(&b, "\nNever seen: %s\n", markdown.Cell(strings.Join(r.NeverSeen, ", ")))
	}
	if len(r.OutOfReach) > 0 {
		fmt.Fprintf(&b, "\n%s\n", markdown.Cell(r.outOfReachLine()))
	}
	return b.Bytes()
}

func writeMarkdownGroups(b *bytes.Buffer, title string, groups []Group) {
	if len(groups) == 0 {
		return
	}
	fmt.Fprintf(b, "\n#### %s\n\n| times | what | want | got | first |\n|--:|---|---|---|---|\n", title)
	for i, group := range groups {
		if i == maxMarkdownRows {
			fmt.Fprintf(b, "\nand %d more kinds, which the other formats list\n", len(groups)-i)
			return
		}
		writeMarkdownGroup(b, group)
	}
}

func writeMarkdownGroup(b *bytes.Buffer, group Group) {
	where := fmt.Sprintf("**%s** %s, %s", group.Severity, markdown.Code(group.Operation), group.Side)
	if group.Status != 0 {
		where += fmt.Sprintf(" %d", group.Status)
	}
	where += fmt.Sprintf(", %s", group.In)
	if group.Pointer != "" {
		where += " at " + markdown.Code(group.Pointer)
	}
	where += ": " + markdown.Cell(string(group.Rule))
	if group.Accepted != nil {
		where += fmt.Sprintf("<br>accepted on %s: %s", group.Accepted.Date, markdown.Cell(group.Accepted.Reason))
	}
	fmt.Fprintf(b, "| %d | %s | %s | %s | %s |\n", group.Count, where,
		markdown.Cell(group.Want), markdown.Cell(group.Got), markdown.Cell(group.First.String()))
}

func (r *Report) writeMarkdownOperations(b *bytes.Buffer) {
	if len(r.Operations) == 0 {
		return
	}
	fmt.Fprint(b, "\n#### Operations\n\n| operation | seen | valid | violations | warnings | notes | accepted |\n|---|--:|--:|--:|--:|--:|--:|\n")
	for i, o := range r.Operations {
		if i == maxMarkdownRows {
			fmt.Fprintf(b, "\nand %d more operations, which the other formats list\n", len(r.Operations)-i)
			return
		}
		fmt.Fprintf(b, "| %s | %d | %d | %d | %d | %d | %d |\n", markdown.Cell(o.label()), o.Seen, o.Valid, o.Violations, o.Warnings, o.Notes, o.Accepted)
	}
}
