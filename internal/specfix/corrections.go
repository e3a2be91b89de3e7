package specfix

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

const overlaySuffix = ".overlay.yml"

// Corrections is the folder of corrections as it was read.
type Corrections struct {
	Files   []Source // in the order in which they are applied
	Actions []Correction

	all      []Correction // with those that are not well-formed, whose ids are taken nevertheless
	findings []Finding    // about the files themselves
}

// ReadCorrections reads all overlay files in the order of their names. The error joins an *InputError for each file that
// cannot be used at all.
func (p Project) ReadCorrections() (Corrections, error) {
	names, findings, err := p.overlayNames()
	if err != nil {
		return Corrections{}, err
	}
	result := Corrections{findings: findings}
	var problems []error
	for _, name := range names {
		if err := result.add(p, name); err != nil {
			problems = append(problems, err)
		}
	}
	result.findings = append(result.findings, checkIDs(result.all)...)
	return result, errors.Join(problems...)
}

func (c *Corrections) add(p Project, name string) error {
	source, err := p.ReadSource(name)
	if err != nil {
		return err
	}
	file, err := parseOverlay(source)
	if err != nil {
		return err
	}
	c.Files = append(c.Files, source)
	c.Actions = append(c.Actions, file.corrections...)
	c.all = append(c.all, file.all...)
	c.findings = append(c.findings, file.findings...)
	return nil
}

func (p Project) overlayNames() (names []string, findings []Finding, err error) {
	entries, err := os.ReadDir(p.Path(CorrectionsDir))
	if err != nil {
		return nil, nil, unreadable(CorrectionsDir, err)
	}
	for _, entry := range entries {
		name := CorrectionsDir + "/" + entry.Name()
		switch {
		case strings.HasSuffix(name, overlaySuffix):
			names = append(names, name)
		case strings.HasSuffix(name, ".yml"), strings.HasSuffix(name, ".yaml"):
			findings = append(findings, Finding{Kind: Malformed, File: name, Message: "is not applied, because its name does not end in " + overlaySuffix + ": rename it"})
		}
	}
	if len(names) == 0 {
		return nil, nil, inputErrorf(CorrectionsDir, 0, "holds no file that ends in %s: restore the corrections from version control", overlaySuffix)
	}
	slices.Sort(names)
	return names, findings, nil
}

// Hash covers the names and contents of all files: it is the SHA-256 of their lines as sha256sum prints them.
func (c Corrections) Hash() string {
	var b strings.Builder
	for _, file := range c.Files {
		fmt.Fprintf(&b, "%s  %s\n", file.SHA256, file.Name)
	}
	return sha256Hex([]byte(b.String()))
}

// checkIDs looks for ids that stand twice and for overrides that name no earlier correction.
func checkIDs(corrections []Correction) []Finding {
	var findings []Finding
	earlier := map[string]Correction{}
	for _, c := range corrections {
		for _, id := range c.Overrides {
			if _, ok := earlier[id]; !ok {
				findings = append(findings, c.finding(Malformed, "overrides names %s, which is no earlier correction", id))
			}
		}
		if first, ok := earlier[c.ID]; ok && c.ID != "" {
			findings = append(findings, c.finding(Malformed, "the id %s is used at %s:%d already: choose another", c.ID, first.File, first.Line))
			continue
		}
		earlier[c.ID] = c
	}
	return findings
}

// inOrder sorts findings by file and line, so that the output follows the files.
func inOrder(findings []Finding) []Finding {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return findings
}
