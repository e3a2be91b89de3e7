package main

import (
	"errors"
	"io/fs"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

// tree is a working tree of the project and what it promises.
type tree struct {
	specfix.Project
	promise
	packages  goPackages
	changelog string
}

func readTree(project specfix.Project) (tree, error) {
	document, err := project.ReadSource(specfix.DocumentFile)
	if err != nil {
		return tree{}, err
	}
	changelog, err := project.ReadSource(changelogFile)
	if err != nil {
		return tree{}, err
	}
	packages, err := loadGo(project.Root)
	return tree{project, promise{packages.text(), document}, packages, string(changelog.Data)}, err
}

var errNoBaseline = errors.New("compat/baseline: does not exist: run make baseline")

// baseline reads the files of the baseline.
func (t tree) baseline() (promise, error) {
	baseline, err := readBaseline(func(name string) ([]byte, error) {
		source, err := t.ReadSource(name)
		return source.Data, err
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = errNoBaseline
	}
	return baseline, err
}

// unnamed leaves of what broke since a tag (or, without one, since the last release) that which CHANGELOG.md does not name.
func (t tree) unnamedSince(tag string, differences []difference) []difference {
	broken, _ := split(differences)
	names := namedBreaks(t.changelog, tag)
	var left []difference
	for _, d := range broken {
		if !names[d.name] {
			left = append(left, d)
		}
	}
	return left
}
