// Package schemas compiles the schemas of the bodies in an OpenAPI 3.1 document, by operation. They are those of JSON
// Schema.
package schemas

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"
)

// Operation is one operation of a document with the schemas of its bodies.
type Operation struct {
	ID       string
	Method   string
	Path     string
	Evidence string

	Request           Body
	IsRequestRequired bool

	// Replies has the bodies by status, as the document writes it: 200, 4XX or default.
	Replies map[string]Body
}

// Body has the schemas of a body by media type. It has none where the document leaves the body open, or has no body.
type Body map[string]*jsonschema.Schema

// Reply returns the body of a reply by its status, and whether the document has such a reply. An exact status comes
// before a range such as 4XX, and that before the default.
func (o Operation) Reply(status int) (Body, bool) {
	for _, key := range []string{strconv.Itoa(status), strconv.Itoa(status/100) + "XX", "default"} {
		if body, ok := o.Replies[key]; ok {
			return body, true
		}
	}
	return nil, false
}

// DocumentName is where the schemas of a document say that they are: DocumentName + "#/components/schemas/…".
const DocumentName = "embedded:///openapi.yml"

// Compile reads a document. The operations come in its order.
func Compile(text []byte) ([]Operation, error) {
	var document documentText
	var whole any
	for _, target := range []any{&document, &whole} {
		if err := yaml.Unmarshal(text, target); err != nil {
			return nil, err
		}
	}
	c := compiler{jsonschema.NewCompiler(), document.Components}
	if err := c.AddResource(DocumentName, whole); err != nil {
		return nil, err
	}
	var operations []Operation
	for path, item := range pairs(&document.Paths) {
		for method, node := range pairs(item) {
			if !isMethod(method) {
				continue
			}
			operation, err := c.compile(path, method, node)
			if err != nil {
				return nil, fmt.Errorf("%s %s: %w", strings.ToUpper(method), path, err)
			}
			operations = append(operations, operation)
		}
	}
	if len(operations) == 0 {
		return nil, errors.New("the document has no operations")
	}
	return operations, nil
}

func isMethod(key string) bool {
	switch key {
	case "get", "put", "post", "delete", "options", "head", "patch", "trace":
		return true
	}
	return false
}

type compiler struct {
	*jsonschema.Compiler
	components componentsText
}

func (c compiler) compile(path, method string, node *yaml.Node) (Operation, error) {
	var text operationText
	if err := node.Decode(&text); err != nil {
		return Operation{}, err
	}
	operation := Operation{ID: text.OperationID, Method: strings.ToUpper(method), Path: path, Evidence: text.Evidence, Replies: map[string]Body{}}
	at := "#/paths/" + escape(path) + "/" + method
	var err error
	if text.RequestBody != nil {
		request, where := follow(*text.RequestBody, at+"/requestBody", "#/components/requestBodies/", c.components.RequestBodies)
		operation.IsRequestRequired = request.Required
		if operation.Request, err = c.body(request, where); err != nil {
			return Operation{}, err
		}
	}
	for status, reply := range text.Responses {
		reply, where := follow(reply, at+"/responses/"+status, "#/components/responses/", c.components.Responses)
		if operation.Replies[status], err = c.body(reply, where); err != nil {
			return Operation{}, err
		}
	}
	return operation, nil
}

// follow returns what a reference leads to, and where that is.
func follow(text bodyText, at, folder string, components map[string]bodyText) (bodyText, string) {
	if text.Ref == "" {
		return text, at
	}
	return components[strings.TrimPrefix(text.Ref, folder)], text.Ref
}

func (c compiler) body(text bodyText, at string) (Body, error) {
	body := Body{}
	for mediaType := range text.Content {
		schema, err := c.Compile(DocumentName + at + "/content/" + escape(mediaType) + "/schema")
		if err != nil {
			return nil, err
		}
		body[mediaType] = schema
	}
	return body, nil
}

// escape makes a path, or a media type, one part of a JSON pointer that stands in a URL.
func escape(part string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(part)
}
