package specfix

import (
	"errors"
	"fmt"

	"gopkg.in/yaml.v3"
)

// Result is the outcome of applying all corrections to the published document.
type Result struct {
	Upstream    Source
	Corrections Corrections
	Applied     []Applied
	Document    []byte // the corrected document; only partly corrected if there are findings
	Findings    []Finding

	root *yaml.Node // Document as it is read, so that findings about it name its lines
}

// Build applies all corrections in memory. The error joins an *InputError for each input that cannot be used at all;
// everything else that is wrong is a finding.
func (p Project) Build() (*Result, error) {
	upstream, root, upstreamErr := p.readUpstream()
	corrections, correctionsErr := p.ReadCorrections()
	if err := errors.Join(upstreamErr, correctionsErr); err != nil {
		return nil, err
	}
	return correct(upstream, root, corrections)
}

// correct applies corrections to a published document.
func correct(upstream Source, root *yaml.Node, corrections Corrections) (*Result, error) {
	result := &Result{Upstream: upstream, Corrections: corrections}
	applied, findings := Apply(root, corrections.Actions)
	result.Applied = applied
	result.Findings = inOrder(append(findings, corrections.findings...))

	body, err := Encode(root)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be written: %w", DocumentFile, err)
	}
	result.Document = append([]byte(header(upstream, corrections)), body...)
	result.root, err = ReadDocument(DocumentFile, result.Document)
	return result, err
}

func (p Project) readUpstream() (Source, *yaml.Node, error) {
	source, err := p.ReadSource(UpstreamFile)
	if err != nil {
		return Source{}, nil, err
	}
	root, err := ReadOpenAPI(source)
	return source, root, err
}
