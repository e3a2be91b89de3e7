package specfix

import (
	"iter"

	"gopkg.in/yaml.v3"
)

// pairs goes through the keys and values of a mapping in their order. It yields nothing for any other node.
func pairs(node *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(key, value *yaml.Node) bool) {
		if node == nil || node.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(node.Content); i += 2 {
			if !yield(node.Content[i], node.Content[i+1]) {
				return
			}
		}
	}
}

// child is the value of a key, or nil.
func child(mapping *yaml.Node, name string) *yaml.Node {
	for key, value := range pairs(mapping) {
		if key.Value == name {
			return value
		}
	}
	return nil
}

// text is the value of a key if it is a text, and empty otherwise.
func text(mapping *yaml.Node, name string) string {
	if value := child(mapping, name); isText(value) {
		return value.Value
	}
	return ""
}

func isText(node *yaml.Node) bool {
	return node != nil && node.Kind == yaml.ScalarNode && node.ShortTag() == "!!str"
}

func isEmptyMapping(node *yaml.Node) bool {
	return node.Kind == yaml.MappingNode && len(node.Content) == 0
}

func isTrue(node *yaml.Node) bool {
	return node != nil && scalarJSON(node) == "true"
}

func contains(sequence, element *yaml.Node) bool {
	for _, item := range sequence.Content {
		if equal(item, element) {
			return true
		}
	}
	return false
}
