package specfix

import "gopkg.in/yaml.v3"

type changeKind int

const (
	adds       changeKind = iota // a new key
	overwrites                   // another value in the place of an old one
	appends                      // a new element of a sequence
	repeats                      // an element that the sequence holds already
)

// change is one effect that an update would have.
type change struct {
	kind   changeKind
	at     string     // JSON pointer
	old    *yaml.Node // what is overwritten, or the sequence that grows
	new    *yaml.Node
	stated bool // the guard states the old value
}

// planUpdate foretells what merging the update into a node would do. It follows the rules of Overlay 1.0.0: mappings are
// merged, sequences are appended to, and everything else is replaced.
func planUpdate(at string, node, update *yaml.Node, known statement) []change {
	switch {
	case node.Kind != update.Kind:
		return []change{{kind: overwrites, at: at, old: node, new: update, stated: known.covers(node)}}
	case node.Kind == yaml.MappingNode:
		return planMapping(at, node, update, known)
	case node.Kind == yaml.SequenceNode:
		return planSequence(at, node, update, known)
	case equal(node, update):
		return nil
	}
	return []change{{kind: overwrites, at: at, old: node, new: update, stated: known.covers(node)}}
}

func planMapping(at string, node, update *yaml.Node, known statement) []change {
	var changes []change
	for key, value := range pairs(update) {
		below := pointerTo(at, key.Value)
		if old := child(node, key.Value); old != nil {
			changes = append(changes, planUpdate(below, old, value, known.child(key.Value))...)
		} else {
			changes = append(changes, change{kind: adds, at: below, new: value})
		}
	}
	return changes
}

func planSequence(at string, node, update *yaml.Node, known statement) []change {
	var changes []change
	for _, element := range update.Content {
		kind := appends
		if contains(node, element) {
			kind = repeats
		}
		changes = append(changes, change{kind: kind, at: at, old: node, new: element, stated: known.covers(node)})
	}
	return changes
}
