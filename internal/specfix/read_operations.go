package specfix

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// readClass reads an extension that has to be one of a few words.
func (d *documentChecker) readClass(at string, node *yaml.Node, key string, known classes) class {
	value := child(node, key)
	if value == nil {
		d.report(BadDocument, at, "%s is missing: say %s", key, known.words())
		return class{}
	}
	found, ok := known.find(text(node, key))
	if !ok {
		d.report(BadDocument, at+"/"+key, "%s has to be %s, found %s", key, known.words(), abbreviate(compact(value)))
	}
	return found
}

// readText reads an extension that may be missing.
func (d *documentChecker) readText(at string, node *yaml.Node, key string) string {
	value := child(node, key)
	if value != nil && text(node, key) == "" {
		d.report(BadDocument, at+"/"+key, "%s has to be a text, found %s", key, abbreviate(compact(value)))
	}
	return text(node, key)
}

// readAuth reads the security of an operation, which may be that of the whole document.
func (d *documentChecker) readAuth(at string, node *yaml.Node) class {
	security := child(node, "security")
	if security == nil {
		security = child(d.root, "security")
	}
	schemes, found := "", "nothing"
	if security != nil {
		schemes, found = alternatives(security), abbreviate(compact(security))
	}
	auth, ok := authClasses.find(authBySchemes[schemes])
	if !ok {
		d.report(BadDocument, at, "security has to be apiKey, m2m, either of these, or clientCredentials, found %s", found)
	}
	return auth
}

// alternatives joins the names of the schemes of which one is enough. It is empty if one is not enough, or none is needed.
func alternatives(security *yaml.Node) string {
	var names []string
	for _, requirement := range security.Content {
		if requirement.Kind != yaml.MappingNode || len(requirement.Content) != 2 {
			return ""
		}
		names = append(names, requirement.Content[0].Value)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// readGoCalls reads how an operation is called in Go. Where nothing is said, it is a method of the generated client.
func (d *documentChecker) readGoCalls(at string, node *yaml.Node) []string {
	if calls := d.readText(at, node, "x-go-call"); calls != "" {
		return strings.Split(calls, ", ")
	}
	call := "client.API()." + goName(text(node, "operationId"))
	if d.needsContentType(at) {
		call += "WithBody"
	}
	return []string{call}
}

// needsContentType reports whether an operation has a body that is not plain JSON. Of such an operation the generator
// makes no method that has only the operation's name.
func (d *documentChecker) needsContentType(at string) bool {
	content := child(follow(d.root, resolve(d.root, at+"/requestBody")), "content")
	return content != nil && child(content, "application/json") == nil
}

func firstText(sequence *yaml.Node) string {
	if sequence == nil || len(sequence.Content) == 0 {
		return ""
	}
	return sequence.Content[0].Value
}
