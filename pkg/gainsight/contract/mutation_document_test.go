package contract_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// object is a part of the document. The mutation test reads the document itself, and nothing of it by way of the package
// that it tests.
type object = map[string]any

// published is the document as the mutation test reads it.
type published struct{ root object }

func readDocument(t *testing.T, text []byte) published {
	t.Helper()
	var root object
	if err := yaml.Unmarshal(text, &root); err != nil {
		t.Fatal(err)
	}
	return published{root}
}

// at follows keys, and references on the way.
func (d published) at(value any, keys ...string) any {
	for _, key := range keys {
		members, _ := d.follow(value).(object)
		value = members[key]
	}
	return d.follow(value)
}

// follow returns what a reference leads to. What stands beside a reference is only looked at in schemas.
func (d published) follow(value any) any {
	if reference, ok := referenceIn(value); ok {
		keys := strings.Split(strings.TrimPrefix(reference, "#/"), "/")
		return d.at(d.root, keys...)
	}
	return value
}

func referenceIn(value any) (string, bool) {
	members, _ := value.(object)
	reference, ok := members["$ref"].(string)
	return reference, ok
}

func (d published) objectAt(value any, keys ...string) object {
	members, _ := d.at(value, keys...).(object)
	return members
}

func (d published) listAt(value any, keys ...string) []any {
	items, _ := d.at(value, keys...).([]any)
	return items
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// specified is an operation of the document.
type specified struct {
	published
	id, method, path string
	content          object
}

var methods = []string{"GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"}

func (d published) operations() (operations []specified) {
	paths := d.objectAt(d.root, "paths")
	for _, path := range sortedKeys(paths) {
		for _, method := range methods {
			if content := d.objectAt(paths[path], strings.ToLower(method)); content != nil {
				operations = append(operations, specified{d, content["operationId"].(string), method, path, content})
			}
		}
	}
	return operations
}

// parameters gives those in the path or in the query.
func (o specified) parameters(in string) (parameters []object) {
	for _, all := range [][]any{o.listAt(o.root, "paths", o.path, "parameters"), o.listAt(o.content, "parameters")} {
		for _, one := range all {
			if parameter := o.objectAt(one); parameter["in"] == in {
				parameters = append(parameters, parameter)
			}
		}
	}
	return parameters
}

func (o specified) statuses() (statuses []int) {
	for text := range o.objectAt(o.content, "responses") {
		if status, err := strconv.Atoi(text); err == nil {
			statuses = append(statuses, status)
		}
	}
	return slices.Sorted(slices.Values(statuses))
}

func (o specified) requestContent() object { return o.objectAt(o.content, "requestBody", "content") }

func (o specified) replyContent(status int) object {
	return o.objectAt(o.content, "responses", strconv.Itoa(status), "content")
}

func (o specified) isBodyRequired() bool { return o.at(o.content, "requestBody", "required") == true }

// securitySchemes gives the ways to call the operation, each of which is one scheme.
func (o specified) securitySchemes() (names []string) {
	ways, ok := o.content["security"].([]any)
	if !ok {
		ways = o.listAt(o.root, "security")
	}
	for _, way := range ways {
		names = append(names, sortedKeys(way.(object))...)
	}
	return names
}
