package specfix

import (
	"fmt"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"
)

// guard is what a correction expects to find just before it is applied: nothing yet, a node with a certain hash, or a
// value of which every part has to be there.
type guard struct {
	absent bool
	hash   string
	part   *yaml.Node
}

var validHash = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

func parseGuard(node *yaml.Node) (guard, error) {
	switch {
	case isText(node) && node.Value == "absent":
		return guard{absent: true}, nil
	case isText(node) && strings.HasPrefix(node.Value, hashPrefix):
		if !validHash.MatchString(node.Value) {
			return guard{}, fmt.Errorf("the guard %q is not sha256: and 64 lower-case hex digits", node.Value)
		}
		return guard{hash: node.Value}, nil
	}
	return guard{part: node}, nil
}

// check says how the node differs from what is expected, or nothing when the guard holds.
func (g guard) check(node, update *yaml.Node) string {
	switch {
	case g.absent:
		return checkAbsent(node, update)
	case g.hash != "" && g.hash != Hash(node):
		return fmt.Sprintf("expected %s, found %s, which is %s", g.hash, Hash(node), abbreviate(compact(node)))
	case g.part != nil:
		return showMissing(g.part, node)
	}
	return ""
}

// saysNothing reports whether the guard would hold for every mapping, whatever is in it.
func (g guard) saysNothing(node *yaml.Node) bool {
	return g.part != nil && isEmptyMapping(g.part) && !isEmptyMapping(node)
}

func checkAbsent(node, update *yaml.Node) string {
	switch {
	case node.Kind != update.Kind || node.Kind == yaml.ScalarNode:
		return fmt.Sprintf("absent is for adding keys to a mapping or elements to a sequence, but the update is %s and the target is %s: state the old value instead",
			kindName(update), kindName(node))
	case node.Kind == yaml.SequenceNode:
		return presentElements(node, update)
	}
	return presentKeys(node, update)
}

func presentKeys(node, update *yaml.Node) string {
	var present []string
	for key := range pairs(update) {
		if value := child(node, key.Value); value != nil {
			present = append(present, fmt.Sprintf("%s: %s", key.Value, abbreviate(compact(value))))
		}
	}
	return expectedAbsent(present)
}

func presentElements(node, update *yaml.Node) string {
	var present []string
	for _, element := range update.Content {
		if contains(node, element) {
			present = append(present, abbreviate(compact(element)))
		}
	}
	return expectedAbsent(present)
}

func expectedAbsent(present []string) string {
	if len(present) == 0 {
		return ""
	}
	return "expected absent, found " + strings.Join(present, ", ")
}

// statement is the part of a guard that concerns one place below the target.
type statement struct {
	whole bool // everything here is known, by its hash
	part  *yaml.Node
}

func (g guard) statement() statement {
	return statement{whole: g.hash != "", part: g.part}
}

func (s statement) child(name string) statement {
	return statement{whole: s.whole, part: child(s.part, name)}
}

// covers reports whether the guard states the old value completely. The guard is known to hold.
func (s statement) covers(old *yaml.Node) bool {
	return s.whole || s.part != nil && equal(s.part, old)
}
