package main

import (
	"bytes"
	"slices"
	"strings"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

// promise is what a version of the project lets others rely on.
type promise struct {
	goAPI    []string // as goPackages.text makes it
	document specfix.Source
}

// The baseline is the promise when make baseline was last run.
const (
	goBaseline       = "compat/baseline/go.txt"
	documentBaseline = "compat/baseline/openapi.yml"
)

// readBaseline reads a baseline from the files, or as it was in a commit.
func readBaseline(read func(name string) ([]byte, error)) (promise, error) {
	text, err := read(goBaseline)
	if err != nil {
		return promise{}, err
	}
	document, err := read(documentBaseline)
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	return promise{lines, specfix.Source{Name: documentBaseline, Data: document}}, err
}

// outputs are the files of the baseline.
func (p promise) outputs() []specfix.Output {
	text := []byte(strings.Join(p.goAPI, "\n") + "\n")
	return []specfix.Output{
		{File: goBaseline, Content: func() []byte { return text }},
		{File: documentBaseline, Content: func() []byte { return p.document.Data }},
	}
}

func (p promise) equal(other promise) bool {
	return slices.Equal(p.goAPI, other.goAPI) && bytes.Equal(p.document.Data, other.document.Data)
}

// since lists what differs from an earlier promise.
func (p promise) since(earlier promise) ([]difference, error) {
	differences, err := documentDifferences(earlier.document, p.document)
	return append(compareText(earlier.goAPI, p.goAPI), differences...), err
}
