package specfix

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// loadable is a text of the document that OpenAPI tools can load although references in it are broken, so that what
// else is wrong can be found too.
func (d *documentChecker) loadable(text []byte) []byte {
	if len(d.broken) == 0 {
		return text
	}
	return Canonical(d.withStandIns(d.root))
}

func (d *documentChecker) withStandIns(node *yaml.Node) *yaml.Node {
	result := *node
	if at, isBroken := d.broken[node]; isBroken {
		result = *standIn(at, node)
	}
	content := result.Content
	result.Content = nil
	for _, child := range content {
		result.Content = append(result.Content, d.withStandIns(child))
	}
	return &result
}

// standIn keeps what stands beside a broken reference, and adds what an object in this place cannot be without.
func standIn(at string, object *yaml.Node) *yaml.Node {
	result := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for key, value := range pairs(object) {
		if key.Value != "$ref" {
			result.Content = append(result.Content, key, value)
		}
	}
	for _, m := range indispensable(at) {
		if child(result, m.name) == nil {
			result.Content = append(result.Content, textNode(m.name), m.value)
		}
	}
	return result
}

type standInMember struct {
	name  string
	value *yaml.Node
}

// indispensable lists the members that an object at a JSON pointer has to have. A schema needs none.
func indispensable(at string) []standInMember {
	switch keywordOf(at) {
	case "parameters":
		// No other parameter has a pointer as its name, so that the stand-in is no duplicate.
		return []standInMember{{"name", textNode(at)}, {"in", textNode("query")}, {"schema", emptyMapping()}}
	case "headers":
		return []standInMember{{"schema", emptyMapping()}}
	case "responses":
		return []standInMember{{"description", textNode("")}}
	case "requestBody", "requestBodies":
		return []standInMember{{"content", emptyMapping()}}
	case "examples":
		return []standInMember{{"externalValue", textNode("https://example.com")}}
	case "links":
		return []standInMember{{"operationRef", textNode("#")}}
	case "securitySchemes":
		return []standInMember{{"type", textNode("http")}, {"scheme", textNode("basic")}}
	}
	return nil
}

// keywordOf is the keyword that says what kind of object stands at a JSON pointer: its own, or that of the map or list that
// it is in.
func keywordOf(at string) string {
	steps := append([]string{"", ""}, strings.Split(at, "/")...)
	last := len(steps) - 1
	own, above, top := steps[last], steps[last-1], steps[last-2]
	switch {
	case schemaMaps[above], schemaMaps[top]: // the names in these may be those of keywords
		return "schema"
	case own == "requestBody":
		return own
	}
	return above
}

var schemaMaps = map[string]bool{"$defs": true, "dependentSchemas": true, "patternProperties": true, "properties": true, "schemas": true}

func textNode(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
}

func emptyMapping() *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
}
