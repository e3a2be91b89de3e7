package main

import "github.com/gainsight-go/gainsight-go/internal/specfix"

// difference is one thing that is not what it was.
type difference struct {
	name   string // by which CHANGELOG.md calls it: package.Symbol, package.Type.Member, or an operationId
	text   string
	breaks bool
}

func (d difference) String() string { return d.name + ": " + d.text }

// documentDifferences lists each change of a document under the name of its operation.
func documentDifferences(before, after specfix.Source) ([]difference, error) {
	operations, err := compareDocuments(before, after)
	var found []difference
	for _, operation := range operations {
		for _, change := range operation.Changes {
			found = append(found, difference{operation.Name, change.Text, change.Effect == specfix.Breaks || change.Unclear})
		}
	}
	return found, err
}

// split separates what breaks programs from the rest.
func split(differences []difference) (broken, rest []difference) {
	for _, d := range differences {
		if d.breaks {
			broken = append(broken, d)
		} else {
			rest = append(rest, d)
		}
	}
	return broken, rest
}
