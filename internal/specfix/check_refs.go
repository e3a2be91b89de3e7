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
		if fault := d.faultOf(ref); fault != "" {
			d.broken[object] = at
			d.report(BrokenRef, pointerTo(at, "$ref"), "%s", fault)
		}
	})
}

func (d *documentChecker) faultOf(ref *yaml.Node) string {
	switch pointer, isLocal := localPointer(ref.Value); {
	case !isText(ref):
		return "a $ref has to be a text, found " + abbreviate(compact(ref))
	case !isLocal:
		return ref.Value + " leads out of the document: copy what it names into it"
	case follow(d.root, pointer) == nil:
		return ref.Value + " leads nowhere"
	case isCircle(d.root, pointer):
		return ref.Value + " leads in a circle"
	}
	return ""
}

// localPointer is the JSON pointer of a reference into the same document.
func localPointer(ref string) (pointer string, isLocal bool) {
	fragment, isLocal := strings.CutPrefix(ref, "#")
	if unescaped, err := url.PathUnescape(fragment); err == nil {
		fragment = unescaped
	}
	return fragment, isLocal
}
