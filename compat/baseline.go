package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

// writeBaseline makes the baseline what the tree promises, unless that breaks something that CHANGELOG.md does not name.
func writeBaseline(project specfix.Project, out io.Writer) (refused bool, err error) {
	t, err := readTree(project)
	if err != nil {
		return false, err
	}
	unnamed, err := t.unnamedSinceBaseline()
	if err != nil {
		return false, err
	}
	if len(unnamed) > 0 {
		list(out, "nothing written, because this is broken and "+changelogFile+" does not say so", unnamed)
		fmt.Fprint(out, advice)
		return true, nil
	}
	written, err := project.WriteFiles(t.outputs())
	for _, name := range written {
		fmt.Fprintf(out, "compat: wrote %s\n", name)
	}
	if err == nil && len(written) == 0 {
		fmt.Fprintln(out, "compat: the baseline is up to date")
	}
	return false, err
}

// unnamedSinceBaseline is empty if there is no baseline yet.
func (t tree) unnamedSinceBaseline() ([]difference, error) {
	baseline, err := t.baseline()
	if errors.Is(err, errNoBaseline) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	differences, err := t.since(baseline)
	return t.unnamedSince("", differences), err
}
