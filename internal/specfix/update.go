package specfix

import (
	"bytes"
	"path"
	"slices"

	"gopkg.in/yaml.v3"
)

// Update is what a new version of the published document means for this project.
type Update struct {
	New         Source
	Same        bool              // the new version is the present one, and nothing else was looked at
	Operations  []OperationChange // from the present version to the new one
	NotCompared error             // why the operations could not be compared, if so
	Result      *Result           // of all corrections, applied to the new version
	Lacks       []Finding         // in the corrected document; looked for only if all corrections apply

	failures failures
}

// Update looks at a new version of the published document, and writes nothing. An error means that it cannot be one.
// The operations are compared by a function, since what it needs does not fit into this module.
func (p Project) Update(source Source, compare func(after Source) ([]OperationChange, error)) (*Update, error) {
	root, err := ReadOpenAPI(source)
	if err != nil {
		return nil, err
	}
	present, err := p.Build()
	if err != nil {
		return nil, err
	}
	u := &Update{New: source, Same: bytes.Equal(source.Data, present.Upstream.Data)}
	if u.Same {
		return u, nil
	}
	presentRoot, err := ReadOpenAPI(present.Upstream)
	if err != nil {
		return nil, err
	}
	if err := sharesPath(source.Name, root, presentRoot); err != nil {
		return nil, err
	}
	u.Operations, u.NotCompared = compare(source)
	if err := u.correct(versions{present: presentRoot, corrected: present.root, new: root}, present.Corrections); err != nil {
		return nil, err
	}
	return u, nil
}

// correct applies the corrections to the new version.
func (u *Update) correct(v versions, corrections Corrections) error {
	root, err := ReadOpenAPI(u.New)
	if err != nil {
		return err
	}
	if u.Result, err = correct(u.New, root, corrections); err != nil {
		return err
	}
	u.failures = v.explain(u.Result)
	if len(u.Result.Findings) == 0 {
		u.Lacks = slices.Concat(u.Result.Operations().Findings, u.Result.checkContent().findings)
	}
	return nil
}

// sharesPath refuses a document about something else, which would be nothing but a long list of findings.
func sharesPath(name string, root, present *yaml.Node) error {
	for path := range pairs(child(present, "paths")) {
		if child(child(root, "paths"), path.Value) != nil {
			return nil
		}
	}
	return inputErrorf(name, lineOf(root, "paths"), "is a document about something else: none of its paths is in %s", UpstreamFile)
}

// Outputs are the files that take the new version into the project.
func (u *Update) Outputs() []Output {
	sum := []byte(u.New.SHA256 + "  " + path.Base(UpstreamFile) + "\n")
	return []Output{
		{UpstreamFile, func() []byte { return u.New.Data }},
		{UpstreamHashFile, func() []byte { return sum }},
	}
}

// NeedsWork reports whether somebody has to decide or to repair something before the new version can land.
func (u *Update) NeedsWork() bool {
	return u.NotCompared != nil || u.broken() > 0 || !u.Same && len(u.Result.Findings) > 0 || len(u.Lacks) > 0
}

// broken counts the operations that may no longer work for programs as they are.
func (u *Update) broken() int {
	n := 0
	for _, operation := range u.Operations {
		if operation.Has(Breaks) || operation.Has(MayBreak) {
			n++
		}
	}
	return n
}
