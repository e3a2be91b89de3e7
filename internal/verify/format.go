package verify

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// Formats are the names of the formats, the default first.
var Formats = []string{"text", "json", "junit", "markdown"}

// CheckFormat says what is wrong with the name of a format.
func CheckFormat(format string) error {
	if !slices.Contains(Formats, format) {
		return fmt.Errorf("there is no format %q: want one of %s", clean(format), strings.Join(Formats, ", "))
	}
	return nil
}

// Encode writes the report in one of the Formats; every other name is the default.
func (r *Report) Encode(format string) ([]byte, error) {
	switch format {
	case "json":
		return r.json()
	case "junit":
		return r.junit()
	case "markdown":
		return r.markdown(), nil
	}
	return r.text(), nil
}

func (r *Report) json() ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(r)
	return b.Bytes(), err
}

// summary is the line that tells the verdict.
func (r *Report) summary() string {
	failures := r.countRemarks(Failure)
	text := fmt.Sprintf("%s: violations %d, warnings %d, notes %d, accepted %d", r.Verdict,
		r.Totals.Violations, r.Totals.Warnings+r.countRemarks(contract.Warning), r.Totals.Notes+r.countRemarks(contract.Note), r.Totals.Accepted)
	if failures > 0 {
		text += fmt.Sprintf(", failed calls %d", failures)
	}
	return text
}

func (r *Report) countRemarks(severity contract.Severity) int {
	n := 0
	for _, remark := range r.Remarks {
		if remark.Severity == severity {
			n++
		}
	}
	return n
}

// traffic is the line that tells what was looked at.
func (r *Report) trafficLine() string {
	return fmt.Sprintf("exchanges checked %d, others skipped %d, CORS preflights skipped %d", r.Traffic.Checked, r.Traffic.Skipped, r.Traffic.Preflights)
}

// String is the line that a person reads.
func (r Remark) String() string {
	if r.Operation != "" {
		return fmt.Sprintf("%s: %s: %s", r.Severity, r.Operation, r.Text)
	}
	return fmt.Sprintf("%s: %s", r.Severity, r.Text)
}

// String is where the first of a group was seen.
func (p Place) String() string {
	text := fmt.Sprintf("%s, entry %d", p.File, p.Entry)
	if p.Pointer != "" {
		text += ", at " + p.Pointer
	}
	return text
}

func (r *Report) notListedLine() string {
	return fmt.Sprintf("not listed, since there are too many kinds: %d violations", r.NotListed)
}

// outOfReachLine says why the operations that nobody confirms are not among those never seen.
func (r *Report) outOfReachLine() string {
	return fmt.Sprintf("not looked for, since they lie outside %s: %s", strings.Join(Paths, ", "), strings.Join(r.OutOfReach, ", "))
}
