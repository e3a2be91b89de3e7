package specfix

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"
)

const regenerate = "run make generate"

// checkDocument compares the committed document with what build would write. While corrections fail, only the inputs that
// its header names can be compared.
func (c *checker) checkDocument() {
	committed := c.checkOutput(c.result.DocumentOutput(), c.result.Findings, func(committed []byte) string {
		return cmp.Or(c.staleReason(committed), "it was edited by hand, or another version of specfix wrote it")
	})
	if committed == nil || len(c.result.Findings) == 0 {
		return
	}
	if reason := c.staleReason(committed); reason != "" {
		c.stale(DocumentFile, 0, "is not up to date: %s: repair the corrections, then %s", reason, regenerate)
	}
}

// staleReason says which input is not the one that the header of the committed document names.
func (c *checker) staleReason(committed []byte) string {
	upstream := headerHash(headerUpstream, committed) != c.result.Upstream.SHA256
	corrections := headerHash(headerCorrections, committed) != c.result.Corrections.Hash()
	var reasons []string
	if upstream {
		reasons = append(reasons, "the published document has changed since")
	}
	if corrections {
		report, _ := c.project.readBounded(ReportFile) // checkReport says what is wrong with it
		reasons = append(reasons, since(slices.Concat(c.changedFiles(committed), c.changedIDs(report))))
	}
	return strings.Join(reasons, " and ")
}

// checkReport compares the committed report with what report would write.
func (c *checker) checkReport() {
	c.checkOutput(c.result.ReportOutput(), c.result.Findings, func(committed []byte) string {
		return since(c.changedIDs(committed)) + ", or it was edited by hand"
	})
}

// checkOperations looks at the operations, and compares both tables of them with what operations would write.
func (c *checker) checkOperations() {
	operations := c.result.Operations()
	c.summary.Operations = len(operations.all)
	c.add(operations.Findings...)
	for _, output := range operations.Outputs() {
		c.checkOutput(output, slices.Concat(c.result.Findings, operations.Findings), func([]byte) string {
			return "the document has changed since, or it was edited by hand"
		})
	}
}

// checkOutput compares a committed file with what would be written, and returns it if it can be read. Findings that stop
// the writing leave nothing to compare with.
func (c *checker) checkOutput(output Output, stoppedBy []Finding, why func(committed []byte) string) []byte {
	committed, ok := c.readOutput(output.File)
	if !ok || len(stoppedBy) > 0 {
		return committed
	}
	if built := output.Content(); !bytes.Equal(committed, built) {
		c.reportDifference(output.File, why(committed), committed, built)
	}
	return committed
}

func (c *checker) readOutput(name string) ([]byte, bool) {
	data, err := c.project.readBounded(name)
	if isNotExist(err) {
		c.stale(name, 0, "does not exist: %s", regenerate)
		return nil, false
	}
	c.addError(err)
	return data, err == nil
}

func (c *checker) reportDifference(name, reason string, committed, built []byte) {
	line, has, wants := firstDifference(committed, built)
	c.stale(name, line, "is not what specfix writes: %s; the first difference: it has %s, and should have %s: %s", reason, has, wants, regenerate)
}

// firstDifference prefers a line below the header, because the header differs whenever an input does.
func firstDifference(committed, built []byte) (line int, has, wants string) {
	a, aHeader := splitHeader(committed)
	b, bHeader := splitHeader(built)
	if i := differingLine(a[aHeader:], b[bHeader:]); i >= 0 {
		has, wants = contrastLines(lineOrNothing(a, aHeader+i), lineOrNothing(b, bHeader+i))
		return aHeader + i + 1, has, wants
	}
	i := max(differingLine(a, b), 0)
	has, wants = contrastLines(lineOrNothing(a, i), lineOrNothing(b, i))
	return i + 1, has, wants
}

func splitHeader(data []byte) (lines []string, header int) {
	lines = strings.SplitAfter(string(data), "\n")
	for header < len(lines) && strings.HasPrefix(lines[header], "#") {
		header++
	}
	return lines, header
}

func differingLine(a, b []string) int {
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			return i
		}
	}
	return -1
}

func lineOrNothing(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

func contrastLines(a, b string) (string, string) {
	return contrast(quoteLine(a), quoteLine(b))
}

func quoteLine(line string) string {
	if line == "" {
		return "nothing"
	}
	return strconv.Quote(line)
}
