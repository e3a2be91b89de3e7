package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

// past is what git knows of an earlier version.
type past struct {
	tag         string // "" for the parent commit
	differences []difference
	nothing     string // why there is nothing to compare with
}

func (p past) name() string {
	if p.tag == "" {
		return "the parent commit"
	}
	return p.tag
}

// past compares with the last tag, or with the baseline of the parent commit where there is no tag. So nobody can edit
// the baseline past a breaking change, and CHANGELOG.md has to name everything that broke between two tags.
func (t tree) past() (past, error) {
	const parent = "HEAD^"
	if _, err := git(t.Root, "rev-parse", "HEAD"); err != nil {
		return past{nothing: "no history can be read here: " + err.Error()}, nil
	}
	if out, err := git(t.Root, "describe", "--tags", "--abbrev=0"); err == nil {
		tag := strings.TrimSpace(string(out))
		differences, err := t.sinceTag(tag)
		return past{tag: tag, differences: differences}, err
	}
	if _, err := git(t.Root, "rev-parse", "--verify", parent); err != nil {
		return past{nothing: "there is no tag, and no parent commit: this is the first commit, or a shallow clone"}, nil
	}
	earlier, err := readBaseline(func(name string) ([]byte, error) { return git(t.Root, "show", parent+":./"+name) })
	if err != nil {
		return past{nothing: "there is no tag, and the parent commit has no baseline"}, nil
	}
	differences, err := t.since(earlier)
	return past{differences: differences}, err
}

func (t tree) sinceTag(tag string) ([]difference, error) {
	dir, err := checkOut(t.Root, tag)
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	packages, err := loadGo(dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", tag, err)
	}
	document, err := specfix.Project{Root: dir}.ReadSource(specfix.DocumentFile)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", tag, err)
	}
	document.Name = tag + ": " + document.Name
	differences, err := documentDifferences(document, t.document)
	return append(compareTypes(packages, t.packages), differences...), err
}
