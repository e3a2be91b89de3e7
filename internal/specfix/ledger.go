package specfix

import (
	"slices"

	"gopkg.in/yaml.v3"
)

// ledger remembers which correction wrote which value.
//
// It goes by node and not by JSON pointer, because a pointer into a sequence names another element after a removal.
type ledger struct {
	writer  map[*yaml.Node]string // the published document writes with an empty id
	removed map[string]string     // JSON pointer of what is gone → id of the correction that removed it
}

func newLedger(root *yaml.Node) *ledger {
	l := &ledger{writer: map[*yaml.Node]string{}, removed: map[string]string{}}
	l.recordNew("", root)
	return l
}

// recordNew attributes every value that is not known yet.
func (l *ledger) recordNew(id string, root *yaml.Node) {
	walk("", root, func(_ string, node *yaml.Node) {
		if _, known := l.writer[node]; !known {
			l.writer[node] = id
		}
	})
}

// writersIn lists the corrections that wrote something in a subtree, in the order of the document.
func (l *ledger) writersIn(node *yaml.Node) []string {
	var ids []string
	walk("", node, func(_ string, node *yaml.Node) {
		if id := l.writer[node]; id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	})
	return ids
}

// writersOf lists the corrections that wrote the values that an update repeats.
func (l *ledger) writersOf(node, update *yaml.Node) []string {
	switch {
	case node.Kind == yaml.MappingNode && update.Kind == yaml.MappingNode:
		var ids []string
		for key, value := range pairs(update) {
			if same := child(node, key.Value); same != nil {
				ids = append(ids, l.writersOf(same, value)...)
			}
		}
		return ids
	case node.Kind == yaml.SequenceNode && update.Kind == yaml.SequenceNode:
		var ids []string
		for _, item := range node.Content {
			if contains(update, item) {
				ids = append(ids, l.writersIn(item)...)
			}
		}
		return ids
	}
	return l.writersIn(node)
}
