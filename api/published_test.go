package api_test

import (
	_ "embed"
	"strings"
)

//go:embed upstream/gainsight-cs-user-management-api-openapi.yml
var publishedText []byte

var published = func() document {
	d, err := readDocument(publishedText)
	if err != nil {
		panic(err)
	}
	return d
}()

// checkPublishedOperations compares the eleven published operations with the published document, all references
// resolved. Corrections of shapes must not reach them.
func checkPublishedOperations(d document) []string {
	var c complaints
	operations := d.operations()
	c.want("the number of published operations", len(published.operations()), 11)
	for route, before := range published.operations() {
		after := operations[route]
		if after == nil {
			c.addf("%s is gone", route)
			continue
		}
		for _, part := range []string{"operationId", "summary", "tags", "parameters", "requestBody", "responses", "security"} {
			want := toJSON(essence(published.resolve(before[part])))
			c.want(route+", "+part, toJSON(essence(d.resolve(after[part]))), want)
		}
		for status, response := range before.object("responses") {
			want := published.follow(response).text("description")
			c.want(route+", reply "+status, d.follow(after.at("responses", status)).text("description"), want)
		}
	}
	return c
}

// essence leaves out what a correction may add to a published operation.
func essence(value any) any {
	switch value := value.(type) {
	case map[string]any:
		rest := map[string]any{}
		for key, member := range value {
			_, isText := member.(string) // a property can have the name description, too
			if key == "deprecated" || key == "description" && isText || strings.HasPrefix(key, "x-") {
				continue
			}
			rest[key] = essence(member)
		}
		return rest
	case []any:
		rest := make([]any, len(value))
		for i, item := range value {
			rest[i] = essence(item)
		}
		return rest
	}
	return value
}

// checkUnconfirmed wants the published operations, and only them, marked as unconfirmed in every way that a tool or a
// reader may look at.
func checkUnconfirmed(d document) []string {
	var c complaints
	for route, operation := range d.operations() {
		_, isPublished := published.operations()[route]
		c.want(route+" is deprecated", operation["deprecated"] == true, isPublished)
		c.want(route+" has P", operation["x-evidence"] == "P", isPublished)
		c.want(route+" gives a reason", strings.Contains(operation.text("x-deprecated-reason"), "unconfirmed"), isPublished)
		c.want(route+" says unconfirmed", strings.Contains(operation.text("description"), "unconfirmed"), isPublished)
		if first, _, _ := strings.Cut(published.operations()[route].text("description"), "\n"); !strings.HasPrefix(operation.text("description"), first) {
			c.addf("%s lost its published description", route)
		}
	}
	return c
}

// checkNamedBodies wants every body to be a named schema and nothing beside it, which code generators need.
func checkNamedBodies(d document) []string {
	var c complaints
	look := func(what string, body document) {
		for media := range body.object("content") {
			schema := body.object("content", media, "schema")
			if reference, ok := schema["$ref"].(string); !ok || len(schema) != 1 || !strings.HasPrefix(reference, "#/components/schemas/") {
				c.addf("%s has no name: %s", what, toJSON(schema))
			}
		}
	}
	for route, operation := range d.operations() {
		look("the request of "+route, d.follow(operation["requestBody"]))
		for status, response := range operation.object("responses") {
			look("the reply "+status+" of "+route, d.follow(response))
		}
	}
	return c
}
