package specfix

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Mark says in one letter where a statement about the API comes from.
type Mark string

// Meaning explains a mark to readers of the report.
type Meaning struct {
	Mark Mark
	Text string
}

// Marks are all known marks with their meaning, the strongest first.
var Marks = []Meaning{
	{"A", `The vendor's complete article "API for Company Team Record".`},
	{"V", "The opening of another article of the vendor."},
	{"T", "A public transcription of the vendor's API articles: second-hand."},
	{"L", "Public third-party clients that ran against a real tenant."},
	{"P", "Only the published third-party OpenAPI document."},
	{"I", "Inferred by this project."},
}

const publishedOnly Mark = "P"

// ParseMarks reads one mark or several joined by ", ".
func ParseMarks(text string) ([]Mark, error) {
	var marks []Mark
	for part := range strings.SplitSeq(text, ", ") {
		mark := Mark(part)
		switch {
		case !isKnown(mark):
			return nil, fmt.Errorf(`%q is not an evidence mark: use %s, several joined by ", "`, part, knownMarks())
		case slices.Contains(marks, mark):
			return nil, fmt.Errorf("the evidence mark %s stands twice in %q", mark, text)
		}
		marks = append(marks, mark)
	}
	return marks, nil
}

func isKnown(mark Mark) bool {
	return slices.ContainsFunc(Marks, func(m Meaning) bool { return m.Mark == mark })
}

func knownMarks() string {
	var names []Mark
	for _, m := range Marks {
		names = append(names, m.Mark)
	}
	return joinMarks(names)
}

func joinMarks(marks []Mark) string {
	names := make([]string, len(marks))
	for i, mark := range marks {
		names[i] = string(mark)
	}
	return strings.Join(names, ", ")
}

// readEvidence reads x-evidence of an operation.
func readEvidence(node *yaml.Node) ([]Mark, error) {
	switch {
	case node == nil:
		return nil, errors.New("x-evidence is missing")
	case !isText(node):
		return nil, fmt.Errorf(`x-evidence has to be a text of evidence marks, such as "A, L", found %s`, abbreviate(compact(node)))
	}
	return ParseMarks(node.Value)
}

// sameMarks ignores the order.
func sameMarks(text string, marks []Mark) bool {
	others, err := ParseMarks(text)
	return err == nil && slices.Equal(slices.Sorted(slices.Values(others)), slices.Sorted(slices.Values(marks)))
}
