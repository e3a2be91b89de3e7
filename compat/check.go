package main

import (
	"fmt"
	"io"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

// check compares the tree with the baseline and with its past, and reports whether something has to be done.
func check(project specfix.Project, out io.Writer) (findings bool, err error) {
	t, err := readTree(project)
	if err != nil {
		return false, err
	}
	fresh, err := t.checkBaseline(out)
	if err != nil {
		return false, err
	}
	named, err := t.checkPast(out)
	if err == nil && fresh && named {
		fmt.Fprintf(out, "compat: all is well: %s and %s promise what the baseline says\n", "the Go API", specfix.DocumentFile)
	}
	return !fresh || !named, err
}

func (t tree) checkBaseline(out io.Writer) (fresh bool, err error) {
	baseline, err := t.baseline()
	if err != nil {
		return false, err
	}
	if t.equal(baseline) {
		return true, nil
	}
	differences, err := t.since(baseline)
	if err != nil {
		return false, err
	}
	broken, rest := split(differences)
	list(out, "broken since the baseline", broken)
	list(out, "changed or new since the baseline, and compatible", rest)
	if len(t.unnamedSince("", broken)) > 0 {
		fmt.Fprint(out, advice)
	} else {
		fmt.Fprintln(out, "run make baseline, and commit what it writes")
	}
	return false, nil
}

const advice = "Undo what is broken, or name each of it in backquotes in CHANGELOG.md under Unreleased, in a line that begins\n" +
	"with \"- **Breaking**\", and run make baseline.\n"

func (t tree) checkPast(out io.Writer) (named bool, err error) {
	past, err := t.past()
	if err != nil {
		return false, err
	}
	if past.nothing != "" {
		fmt.Fprintf(out, "compat: not compared with an earlier version: %s\n", past.nothing)
		return true, nil
	}
	unnamed := t.unnamedSince(past.tag, past.differences)
	if len(unnamed) == 0 {
		fmt.Fprintf(out, "compat: ok  compared with %s\n", past.name())
		return true, nil
	}
	list(out, "broken since "+past.name()+", and "+changelogFile+" does not say so", unnamed)
	fmt.Fprint(out, advice)
	return false, nil
}

func list(out io.Writer, title string, differences []difference) {
	if len(differences) == 0 {
		return
	}
	fmt.Fprintf(out, "compat: %s:\n", title)
	for _, d := range differences {
		fmt.Fprintf(out, "  %s\n", d)
	}
}
