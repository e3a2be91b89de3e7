package specfix

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Alteration is a place where two versions of a document do not mean the same.
type Alteration struct {
	At      string // a JSON pointer inside the operation or section, which goes on behind references
	Keyword string // the one that is other, or the nearest one above what is other

	was, is *yaml.Node // nil where there is nothing
}

func (a Alteration) String() string {
	was, is := contrast(compactOrNothing(a.was), compactOrNothing(a.is))
	return fmt.Sprintf("%s was %s, is %s", a.At, was, is)
}

// alterations collects where two documents differ, without their texts, examples and extensions. It goes through both at
// once and compares no two values twice, so that circles end, and references that lead to many others do not add up.
type alterations struct {
	before, after *yaml.Node
	seen          map[[2]*yaml.Node]bool
	found         []Alteration
}

func (a *alterations) compare(at, keyword string, was, is *yaml.Node) {
	a.compareBelow(at, keyword, nameMaps[keyword] || keyword == "parameters", was, is)
}

// compareBelow is told whether the keys of a mapping are names that somebody chose: a member called title is no title.
func (a *alterations) compareBelow(at, keyword string, areNames bool, was, is *yaml.Node) {
	was, is = behind(a.before, was), behind(a.after, is)
	pair := [2]*yaml.Node{was, is}
	switch {
	case a.seen[pair]:
		return
	case was == nil || is == nil || was.Kind != is.Kind || literals[keyword] && !areNames:
		a.compareValues(at, keyword, was, is)
	case was.Kind == yaml.MappingNode:
		a.seen[pair] = true
		a.compareMembers(at, keyword, areNames, was, is)
	case was.Kind == yaml.SequenceNode:
		a.compareElements(at, keyword, was, is)
	default:
		a.compareValues(at, keyword, was, is)
	}
}

func (a *alterations) compareValues(at, keyword string, was, is *yaml.Node) {
	if was != is && (was == nil || is == nil || !equal(was, is)) {
		a.found = append(a.found, Alteration{at, keyword, was, is})
	}
}

func (a *alterations) compareMembers(at, keyword string, areNames bool, was, is *yaml.Node) {
	old, new := membersOf(was), membersOf(is)
	for _, name := range keysOf(was, is) {
		switch below := pointerTo(at, name); {
		case areNames:
			a.compareBelow(below, keyword, false, old[name], new[name])
		case !isAnnotation(name):
			a.compare(below, name, old[name], new[name])
		}
	}
}

func membersOf(mapping *yaml.Node) map[string]*yaml.Node {
	members := map[string]*yaml.Node{}
	for key, value := range pairs(mapping) {
		members[key.Value] = value
	}
	return members
}

// compareElements pairs them whatever their order is, which matters in few lists only.
func (a *alterations) compareElements(at, keyword string, was, is *yaml.Node) {
	old, new := paired(keyword, was), paired(keyword, is)
	for i := range max(len(old), len(new)) {
		a.compareBelow(at+"/*", keyword, false, elementAt(old, i), elementAt(new, i))
	}
}

func paired(keyword string, list *yaml.Node) []*yaml.Node {
	if keyword == "prefixItems" {
		return list.Content
	}
	return slices.SortedFunc(slices.Values(list.Content), func(a, b *yaml.Node) int {
		return strings.Compare(string(Canonical(a)), string(Canonical(b)))
	})
}

func elementAt(list []*yaml.Node, i int) *yaml.Node {
	if i < len(list) {
		return list[i]
	}
	return nil
}

func keysOf(mappings ...*yaml.Node) []string {
	var keys []string
	for _, mapping := range mappings {
		for key := range pairs(mapping) {
			keys = append(keys, key.Value)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// annotations are the keywords that say nothing about what goes over the wire.
var annotations = map[string]bool{
	"$comment": true, "deprecated": true, "description": true, "example": true, "examples": true, "externalDocs": true,
	"operationId": true, "summary": true, "tags": true, "title": true,
}

func isAnnotation(keyword string) bool {
	return annotations[keyword] || strings.HasPrefix(keyword, "x-")
}

// behind is what a reference leads to. One with more beside it than texts stays, since both count.
func behind(root, node *yaml.Node) *yaml.Node {
	for range maxDepth {
		pointer, isLocal := localPointer(text(node, "$ref"))
		target := follow(root, pointer)
		if !isLocal || target == nil {
			break
		}
		if hasMore(node) {
			return withTarget(node, target)
		}
		node = target
	}
	return node
}

func hasMore(reference *yaml.Node) bool {
	for key := range pairs(reference) {
		if key.Value != "$ref" && !isAnnotation(key.Value) {
			return true
		}
	}
	return false
}

// withTarget has, in the place of the pointer, what it points to.
func withTarget(reference, target *yaml.Node) *yaml.Node {
	whole := emptyMapping()
	for key, value := range pairs(reference) {
		if key.Value == "$ref" {
			value = target
		}
		whole.Content = append(whole.Content, key, value)
	}
	return whole
}
