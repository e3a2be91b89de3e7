package specfix

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

var pointerEscaper = strings.NewReplacer("~", "~0", "/", "~1")

// pointerTo extends a JSON pointer (RFC 6901) by one step.
func pointerTo(parent, step string) string {
	return parent + "/" + pointerEscaper.Replace(step)
}

func pointerToIndex(parent string, index int) string {
	return parent + "/" + strconv.Itoa(index)
}

// showPointer gives the empty pointer, which means the whole document, a visible name.
func showPointer(pointer string) string {
	if pointer == "" {
		return "(the whole document)"
	}
	return pointer
}

// locate finds the JSON pointer of every value in a tree.
func locate(root *yaml.Node) map[*yaml.Node]string {
	pointers := map[*yaml.Node]string{}
	walk("", root, func(at string, node *yaml.Node) { pointers[node] = at })
	return pointers
}

// walk visits every value of a tree, parents first, with its JSON pointer.
func walk(at string, node *yaml.Node, visit func(at string, node *yaml.Node)) {
	visit(at, node)
	switch node.Kind {
	case yaml.MappingNode:
		for key, value := range pairs(node) {
			walk(pointerTo(at, key.Value), value, visit)
		}
	case yaml.SequenceNode:
		for i, item := range node.Content {
			walk(pointerToIndex(at, i), item, visit)
		}
	}
}

// follow goes down a JSON pointer. It returns nil when there is nothing.
func follow(root *yaml.Node, pointer string) *yaml.Node {
	if pointer == "" {
		return root
	}
	if !strings.HasPrefix(pointer, "/") {
		return nil
	}
	node := root
	for step := range strings.SplitSeq(pointer[1:], "/") {
		step = strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
		if node = stepInto(node, step); node == nil {
			return nil
		}
	}
	return node
}

func stepInto(node *yaml.Node, step string) *yaml.Node {
	if node.Kind != yaml.SequenceNode {
		return child(node, step)
	}
	index, err := strconv.Atoi(step)
	if err != nil || index < 0 || index >= len(node.Content) {
		return nil
	}
	return node.Content[index]
}
