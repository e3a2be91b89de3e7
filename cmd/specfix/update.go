package main

import (
	"io"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

// compareOperations is replaced by tests, which have no second module.
var compareOperations = specfix.Project.CompareOperations

func update(args []string, stdout, stderr io.Writer) int {
	flags := newFlags("update", "FILE|URL")
	root := flags.String("root", ".", "the `DIR` that holds go.mod (default: the current one)")
	write := flags.Bool("write", false, "write api/upstream, whole or not at all")
	names, code, ok := flags.parse(args, stdout, stderr)
	switch {
	case !ok:
		return code
	case len(names) != 1 || names[0] == "":
		return flags.misused(stderr, "one file or URL is needed: the new version of the published document")
	}
	source, err := specfix.ReadNew(names[0])
	if err != nil {
		return fail(stderr, err)
	}
	project := specfix.Project{Root: *root}
	found, err := project.Update(source, func(after specfix.Source) ([]specfix.OperationChange, error) {
		return compareOperations(project, after)
	})
	if err != nil {
		return fail(stderr, err)
	}
	if found.NotCompared != nil {
		found.Print(stdout, nil)
		return fail(stderr, found.NotCompared)
	}
	var written []string
	if *write {
		if written, err = project.WriteFiles(found.Outputs()); err != nil {
			return fail(stderr, err)
		}
	}
	found.Print(stdout, written)
	if found.NeedsWork() {
		return exitFindings
	}
	return exitOK
}
