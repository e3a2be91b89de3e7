package specfix

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// home is the place where the object at a JSON pointer is written out: references on the way to it are followed, and so
// is the object itself when it is nothing but a reference.
func home(root *yaml.Node, pointer string) string {
	at := ""
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if next := at + "/" + step; follow(root, next) != nil {
			at = next
		} else {
			at = resolve(root, at) + "/" + step
		}
	}
	if node := follow(root, at); node != nil && len(node.Content) == 2 {
		return resolve(root, at)
	}
	return at
}

// resolve follows a chain of references to its end. In a circle it stops somewhere.
func resolve(root *yaml.Node, at string) string {
	for range maxDepth {
		next, leads := referenceAt(root, at)
		if !leads {
			break
		}
		at = next
	}
	return at
}

func isCircle(root *yaml.Node, at string) bool {
	_, leads := referenceAt(root, resolve(root, at))
	return leads
}

// referenceAt is where the reference at a JSON pointer leads, if there is one and it leads somewhere.
func referenceAt(root *yaml.Node, at string) (pointer string, leads bool) {
	pointer, isLocal := localPointer(text(follow(root, at), "$ref"))
	return pointer, isLocal && follow(root, pointer) != nil
}
