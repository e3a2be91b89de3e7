package specfix

import (
	"fmt"
	"io"
	"path"
	"strings"
)

// Print says what the new version means, and what to do next. Files that were written because of it are named.
func (u *Update) Print(w io.Writer, written []string) {
	if u.Same {
		fmt.Fprintf(w, "specfix: no change: %s is %s\n", u.New.Name, UpstreamFile)
		printWritten(w, written)
		return
	}
	u.printOperations(w)
	u.printCorrections(w)
	if u.NotCompared != nil { // what to do next is about that
		return
	}
	fmt.Fprintln(w)
	if printWritten(w, written); len(written) > 0 {
		fmt.Fprintln(w)
	}
	u.printNext(w, len(written) > 0)
}

func printWritten(w io.Writer, names []string) {
	for _, name := range names {
		fmt.Fprintf(w, "specfix: wrote %s\n", name)
	}
}

func (u *Update) printOperations(w io.Writer) {
	if u.NotCompared != nil {
		fmt.Fprint(w, "Operations: not compared, so nobody knows what the new version breaks.\n")
		return
	}
	fmt.Fprintf(w, "Operations that differ: %d, of which %d break programs or may break them.\n", len(u.Operations), u.broken())
	for _, operation := range u.Operations {
		fmt.Fprintf(w, "  %s: %s\n", operation.title(), operation.Kind)
		for _, change := range operation.Changes {
			fmt.Fprintf(w, "      %s: %s\n", change.Effect, change.Text)
		}
	}
}

func (o OperationChange) title() string {
	at := strings.TrimSpace(o.Method + " " + o.Path)
	if o.Name == at {
		return at
	}
	return at + " " + o.Name
}

func (u *Update) printCorrections(w io.Writer) {
	fmt.Fprintf(w, "\nCorrections: %d of %d still apply.\n", len(u.Result.Applied), len(u.Result.Corrections.Actions))
	for _, fate := range fates {
		u.printFate(w, fate)
	}
	if len(u.Lacks) > 0 {
		fmt.Fprint(w, "\nWhat the corrected document lacks, so that it needs a correction:\n")
	}
	for _, finding := range u.Lacks {
		fmt.Fprintf(w, "  %s\n", finding)
	}
}

func (u *Update) printFate(w io.Writer, fate fate) {
	title, last := fmt.Sprintf("\n%s:\n", fate), ""
	for _, finding := range u.Result.Findings {
		if u.fateOf(finding) != fate {
			continue
		}
		fmt.Fprint(w, title)
		title = ""
		if where := finding.where(); where != last {
			fmt.Fprintf(w, "  %s\n", where)
			last = where
		}
		if fate != following {
			u.printDetails(w, finding)
		}
	}
}

// printDetails shows both sides: what the correction expects, and what the new version has.
func (u *Update) printDetails(w io.Writer, f Finding) {
	fmt.Fprintf(w, "      %s\n", f.Message)
	if u.failures.made[f.ID] {
		fmt.Fprint(w, "      the new version has what the corrections make of it\n")
		return
	}
	before, movedTo := u.failures.before[f.ID], u.failures.movedTo[f.ID]
	switch {
	case f.Kind == TargetMissing:
		fmt.Fprintf(w, "      the present version has there: %s\n", abbreviate(before))
		if movedTo != "" {
			fmt.Fprintf(w, "      the new version has the same at %s\n", movedTo)
		}
	case f.found != "":
		was, is := contrast(before, f.found)
		fmt.Fprintf(w, "      was: %s\n      is:  %s\n", was, is)
	}
}

// where names the place, the correction and its target.
func (f Finding) where() string {
	return strings.TrimSuffix(Finding{ID: f.ID, File: f.File, Line: f.Line, Target: f.Target}.String(), ": ")
}

func (u *Update) printNext(w io.Writer, isWritten bool) {
	fmt.Fprint(w, "Next:\n")
	for i, step := range u.next(isWritten) {
		fmt.Fprintf(w, "  %d. %s\n", i+1, step)
	}
}

func (u *Update) next(isWritten bool) []string {
	var steps []string
	if !isWritten {
		steps = append(steps, fmt.Sprintf("specfix update %s --write   takes it into %s", u.New.Name, path.Dir(UpstreamFile)))
	}
	if len(u.Result.Findings) > 0 {
		steps = append(steps, "edit or delete these corrections, until specfix check finds none of them")
	}
	if len(u.Lacks) > 0 {
		steps = append(steps, "add corrections for what the document lacks")
	}
	return append(steps,
		"make generate   makes the document and the code anew",
		"make check      compares all of it once more; make test and the rest of .ci/run follow",
		"make compat     says what breaks for users of this project: CHANGELOG.md has to name it before make baseline",
	)
}
