package specfix

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// difference is one place where a node does not say what was expected. A nil node is absent.
type difference struct {
	at              []step // below the node
	expected, found *yaml.Node
}

// missingParts lists where a node does not say what part says: mappings may say more than part, everything else has to
// be the same.
func missingParts(part, node *yaml.Node) []difference {
	return compare(nil, part, node, false)
}

// unstatedParts lists what a node says and part does not, for a node that says everything that part says.
func unstatedParts(part, node *yaml.Node) []difference {
	return compare(nil, part, node, true)
}

func compare(at []step, expected, found *yaml.Node, exactly bool) []difference {
	switch {
	case expected.Kind == yaml.MappingNode && found.Kind == yaml.MappingNode:
		return compareMappings(at, expected, found, exactly)
	case equal(expected, found):
		return nil
	case expected.Kind == yaml.SequenceNode && found.Kind == yaml.SequenceNode && !(isShort(compact(expected)) && isShort(compact(found))):
		return compareSequences(at, expected, found)
	}
	return []difference{{at, expected, found}}
}

func compareMappings(at []step, expected, found *yaml.Node, exactly bool) []difference {
	var differences []difference
	for key, value := range pairs(expected) {
		below := join(at, step{text: key.Value})
		if other := child(found, key.Value); other != nil {
			differences = append(differences, compare(below, value, other, exactly)...)
		} else {
			differences = append(differences, difference{below, value, nil})
		}
	}
	if !exactly {
		return differences
	}
	for key, value := range pairs(found) {
		if child(expected, key.Value) == nil {
			differences = append(differences, difference{join(at, step{text: key.Value}), nil, value})
		}
	}
	return differences
}

func compareSequences(at []step, expected, found *yaml.Node) []difference {
	var differences []difference
	for i := range max(len(expected.Content), len(found.Content)) {
		below := join(at, indexStep(i))
		switch {
		case i >= len(found.Content):
			differences = append(differences, difference{below, expected.Content[i], nil})
		case i >= len(expected.Content):
			differences = append(differences, difference{below, nil, found.Content[i]})
		default:
			differences = append(differences, compare(below, expected.Content[i], found.Content[i], true)...)
		}
	}
	return differences
}

// showMissing says how a node differs from what is expected, or nothing. Two values that fit are shown as they are;
// otherwise the places where they differ are.
func showMissing(expected, found *yaml.Node) string {
	differences := missingParts(expected, found)
	if len(differences) == 0 {
		return ""
	}
	if e, f := compact(expected), compact(found); isShort(e) && isShort(f) {
		return expectedFound(e, f)
	}
	return showFirst(differences, difference.String)
}

func (d difference) String() string {
	text := expectedFound(contrast(compactOrNothing(d.expected), compactOrNothing(d.found)))
	if len(d.at) == 0 {
		return text
	}
	return "at " + showBelow(d.at) + ": " + text
}

func expectedFound(expected, found string) string {
	return fmt.Sprintf("expected %s, found %s", expected, found)
}

const shownDifferences = 3

func showFirst(differences []difference, show func(difference) string) string {
	var parts []string
	for _, d := range differences[:min(shownDifferences, len(differences))] {
		parts = append(parts, show(d))
	}
	if more := len(differences) - shownDifferences; more > 0 {
		parts = append(parts, fmt.Sprintf("and %s more", count(more, "place")))
	}
	return strings.Join(parts, "; ")
}

func compactOrNothing(node *yaml.Node) string {
	if node == nil {
		return nothing
	}
	return compact(node)
}
