package specfix

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// checkContent looks at the corrected document itself.
func (c *checker) checkContent() {
	d := c.result.checkContent()
	c.summary.References, c.summary.Examples = d.references, d.examples
	c.add(d.findings...)
}

func (r *Result) checkContent() *documentChecker {
	d := &documentChecker{root: r.root, broken: map[*yaml.Node]string{}}
	d.checkReferences()
	d.checkOpenAPI(r.Document)
	return d
}

type documentChecker struct {
	root                 *yaml.Node
	broken               map[*yaml.Node]string // objects whose $ref is broken, with their JSON pointers
	findings             []Finding
	references, examples int
	externalExamples     bool
}

// report adds a finding about the value at a JSON pointer.
func (d *documentChecker) report(kind Kind, pointer, format string, args ...any) {
	line := 0
	if node := follow(d.root, pointer); node != nil {
		line = node.Line
	}
	d.findings = append(d.findings, Finding{Kind: kind, File: DocumentFile, Line: line, Target: pointer, Message: fmt.Sprintf(format, args...)})
}

// nameMaps are the keywords below which every key is a name that somebody chose, and not a keyword.
var nameMaps = map[string]bool{
	"callbacks": true, "content": true, "dependentSchemas": true, "encoding": true, "$defs": true, "examples": true,
	"headers": true, "links": true, "mapping": true, "pathItems": true, "paths": true, "patternProperties": true,
	"properties": true, "requestBodies": true, "responses": true, "schemas": true, "scopes": true,
	"securitySchemes": true, "variables": true, "webhooks": true,
}

// literals are the keywords whose value is data of the API and no part of the description.
var literals = map[string]bool{"const": true, "default": true, "enum": true, "example": true, "value": true}

// walkDescription visits every object of the description with its JSON pointer, and leaves out data such as examples,
// which may hold any key.
func walkDescription(at string, node *yaml.Node, visit func(at string, object *yaml.Node)) {
	switch node.Kind {
	case yaml.MappingNode:
		visit(at, node)
		for key, value := range pairs(node) {
			walkKeyword(pointerTo(at, key.Value), key.Value, value, visit)
		}
	case yaml.SequenceNode:
		for i, item := range node.Content {
			walkDescription(pointerToIndex(at, i), item, visit)
		}
	}
}

func walkKeyword(at, keyword string, value *yaml.Node, visit func(at string, object *yaml.Node)) {
	isMap := value.Kind == yaml.MappingNode
	switch {
	case literals[keyword] || strings.HasPrefix(keyword, "x-"):
	case keyword == "examples" && !isMap:
	// The parameters of an operation are a list, and those of the components a map of names.
	case isMap && (nameMaps[keyword] || keyword == "parameters"):
		for name, named := range pairs(value) {
			walkDescription(pointerTo(at, name.Value), named, visit)
		}
	default:
		walkDescription(at, value, visit)
	}
}
