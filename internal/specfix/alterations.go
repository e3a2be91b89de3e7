package specfix

import (
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"
)

// Endpoint names an operation, or a section of a document, which has no method.
type Endpoint struct{ Method, Path string }

// Alterations lists by operation where two versions of an OpenAPI document do not mean the same, whatever that does to
// programs. What an operation inherits from its path counts as its own. What both versions of it inherit from the
// document counts once, as a section. Operations that only one version has are left out.
func Alterations(before, after *yaml.Node) map[Endpoint][]Alteration {
	all := map[Endpoint][]Alteration{}
	find := func(at Endpoint, compare func(a *alterations)) {
		a := &alterations{before: before, after: after, seen: map[[2]*yaml.Node]bool{}}
		if compare(a); len(a.found) > 0 {
			all[at] = a.found
		}
	}
	for _, keyword := range []string{"security", "webhooks", "jsonSchemaDialect"} {
		find(Endpoint{Path: keyword}, func(a *alterations) { a.compare("", keyword, child(before, keyword), child(after, keyword)) })
	}
	find(Endpoint{Path: "components"}, func(a *alterations) {
		const schemes = "securitySchemes"
		a.compare("/"+schemes, schemes, child(child(before, "components"), schemes), child(child(after, "components"), schemes))
	})
	paths := pathsByShape(after)
	for path, item := range pairs(child(before, "paths")) {
		was, is := behind(before, item), behind(after, paths[shapeOf(path.Value)])
		for _, method := range methods {
			if child(was, method) != nil && child(is, method) != nil {
				old, new := inPath{before, was, child(was, method)}, inPath{after, is, child(is, method)}
				find(Endpoint{strings.ToUpper(method), path.Value}, func(a *alterations) { a.compareOperations(old, new) })
			}
		}
	}
	return all
}

var pathParameter = regexp.MustCompile(`\{[^}]*\}`)

// shapeOf is a path whatever its parameters are called.
func shapeOf(path string) string { return pathParameter.ReplaceAllString(path, "{}") }

func pathsByShape(root *yaml.Node) map[string]*yaml.Node {
	paths := map[string]*yaml.Node{}
	for path, item := range pairs(child(root, "paths")) {
		paths[shapeOf(path.Value)] = item
	}
	return paths
}

func (a *alterations) compareOperations(was, is inPath) {
	a.compare("", "", was.rest(), is.rest())
	a.compare("/parameters", "parameters", was.parameters(), is.parameters())
	for _, keyword := range inheritable {
		if was.own(keyword) != nil || is.own(keyword) != nil {
			a.compare("/"+keyword, keyword, was.effective(keyword), is.effective(keyword))
		}
	}
}

// inheritable are what an operation has from the document, unless it says something else.
var inheritable = []string{"security", "servers"}

// inPath is an operation with what is around it.
type inPath struct{ root, path, operation *yaml.Node }

func (o inPath) effective(keyword string) *yaml.Node {
	if own := o.own(keyword); own != nil {
		return own
	}
	return child(o.root, keyword)
}

func (o inPath) own(keyword string) *yaml.Node {
	if own := child(o.operation, keyword); own != nil {
		return own
	}
	return child(o.path, keyword) // which has no security
}

// rest is the operation without what is compared otherwise.
func (o inPath) rest() *yaml.Node {
	rest := emptyMapping()
	for key, value := range pairs(o.operation) {
		switch key.Value {
		case "parameters", "security", "servers":
		default:
			rest.Content = append(rest.Content, key, value)
		}
	}
	return rest
}

// parameters are those of the operation and of its path, by place and name, of which the operation's count.
func (o inPath) parameters() *yaml.Node {
	all := emptyMapping()
	for _, list := range []*yaml.Node{child(o.operation, "parameters"), child(o.path, "parameters")} {
		if list == nil {
			continue
		}
		for _, parameter := range list.Content {
			written := behind(o.root, parameter)
			key := text(written, "in") + " " + text(written, "name")
			if child(all, key) == nil {
				all.Content = append(all.Content, textNode(key), parameter)
			}
		}
	}
	return all
}
