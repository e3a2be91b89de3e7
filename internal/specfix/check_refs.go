package specfix

import (
	"net/url"
	"strings"

	"gopkg.in/yaml.v3"
)

// checkReferences makes sure that every $ref leads somewhere inside the document.
func (d *documentChecker) checkReferences() {
	walkDescription("", d.root, func(at string, object *yaml.Node) {
		ref := child(object, "$ref")
		if ref == nil {
			return
		}
		d.references++
		at = pointerTo(at, "$ref")
		switch pointer, isLocal := localPointer(ref.Value); {
		case !isText(ref):
			d.report(BrokenRef, at, "a $ref has to be a text, found %s", abbreviate(compact(ref)))
		case !isLocal:
			d.report(BrokenRef, at, "%s leads out of the document: copy what it names into it", ref.Value)
		case follow(d.root, pointer) == nil:
			d.report(BrokenRef, at, "%s leads nowhere", ref.Value)
		}
	})
}

// localPointer is the JSON pointer of a reference into the same document.
func localPointer(ref string) (pointer string, isLocal bool) {
	fragment, isLocal := strings.CutPrefix(ref, "#")
	if unescaped, err := url.PathUnescape(fragment); err == nil {
		fragment = unescaped
	}
	return fragment, isLocal
}
