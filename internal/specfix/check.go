package specfix

import (
	"errors"
	"fmt"
)

// Summary counts what Check looked at.
type Summary struct {
	Corrections int
	Files       int // of corrections
	Operations  int
	References  int
	Examples    int
	Sealed      int // files in gen/SHA256SUMS
}

func (s Summary) String() string {
	return fmt.Sprintf("%s in %s, %s, %s and %s of %s, and %s of %s",
		count(s.Corrections, "correction"), count(s.Files, "file"),
		count(s.Operations, "operation"), count(s.References, "reference"), count(s.Examples, "example"), DocumentFile,
		count(s.Sealed, "line"), SealFile)
}

// Check looks at everything that is committed and derived from the published document, and writes nothing. It returns
// every finding; the error means that an input could not be used at all.
func (p Project) Check() (Summary, []Finding, error) {
	result, err := p.Build()
	if err != nil {
		return Summary{}, nil, err
	}
	c := &checker{project: p, result: result}
	c.add(result.Findings...)
	c.checkUpstreamHash()
	c.checkDocument()
	c.checkReport()
	c.checkOperations()
	c.checkSeal()
	c.checkContent()
	c.summary.Corrections, c.summary.Files = len(result.Applied), len(result.Corrections.Files)
	return c.summary, c.findings, nil
}

// checker collects what the single checks find. Each check stands alone: none is skipped because another one failed, with
// two exceptions. While something stops an output from being written, there is nothing to compare the committed one with;
// and the schemas and examples of a document that does not load, even without its broken references, cannot be looked at.
type checker struct {
	project  Project
	result   *Result
	summary  Summary
	findings []Finding
}

func (c *checker) add(findings ...Finding) {
	c.findings = append(c.findings, findings...)
}

func (c *checker) stale(file string, line int, format string, args ...any) {
	c.add(Finding{Kind: Stale, File: file, Line: line, Message: fmt.Sprintf(format, args...)})
}

// addError turns an error about a file into findings, so that the other checks go on.
func (c *checker) addError(err error) {
	var input *InputError
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, single := range joined.Unwrap() {
			c.addError(single)
		}
	} else if errors.As(err, &input) {
		c.add(Finding{Kind: Stale, File: input.File, Line: input.Line, Message: input.Message})
	}
}
