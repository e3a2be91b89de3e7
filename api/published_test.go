package api_test

import (
	_ "embed"
	"slices"
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

// frozen are the published operations that the vendor contradicts, with what the document says of repeating them.
var frozen = map[string]string{
	"GET /users":                      "safe",
	"GET /users/{userId}":             "safe",
	"PUT /users/{userId}":             "never",
	"POST /users/{userId}/deactivate": "never",
	"POST /companyteam":               "never",
	"POST /companyteam/search":        "safe",
}

// moved are the published operations that the vendor has elsewhere, with their new summaries. The published ones say
// "update" where SCIM replaces.
var moved = map[string]struct{ to, summary string }{
	"GET /scim/v2/Users":                 {"GET /users/services/scim/Users", "List SCIM users"},
	"POST /scim/v2/Users":                {"POST /users/services/scim/Users", "Create a SCIM user"},
	"GET /scim/v2/Users/{scimUserId}":    {"GET /users/services/scim/Users/{scimUserId}", "Get a SCIM user"},
	"PUT /scim/v2/Users/{scimUserId}":    {"PUT /users/services/scim/Users/{scimUserId}", "Replace a SCIM user"},
	"DELETE /scim/v2/Users/{scimUserId}": {unconfirmedDeletion, "Delete a SCIM user"},
}

// unconfirmedDeletion is the one moved operation that no other source knows.
const unconfirmedDeletion = "DELETE /users/services/scim/Users/{scimUserId}"

// checkFrozen compares the frozen operations with the published document, all references resolved. Corrections of shapes
// must not reach them, nor those of the security of all operations.
func checkFrozen(d document) []string {
	var c complaints
	c.want("the number of published operations", len(published.operations()), len(frozen)+len(moved))
	for route, retry := range frozen {
		before, after := published.operations()[route], d.operations()[route]
		if after == nil {
			c.addf("%s is gone", route)
			continue
		}
		for _, part := range []string{"operationId", "summary", "tags", "parameters", "requestBody", "responses"} {
			want := toJSON(essence(published.resolve(before[part])))
			c.want(route+", "+part, toJSON(essence(d.resolve(after[part]))), want)
		}
		c.want(route+", security", security(d, after), security(published, before))
		c.want(route+", retry", after["x-retry"], retry)
		c.want(route+", quota", after["x-quota"], "user-management")
		for status, response := range before.object("responses") {
			want := published.follow(response).text("description")
			c.want(route+", reply "+status, d.follow(after.at("responses", status)).text("description"), want)
		}
		if !strings.HasPrefix(after.text("description"), before.text("description")) {
			c.addf("%s lost its published description", route)
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

// checkMoved wants the moved operations only at their new paths, with their ids and with every parameter and reply that
// was published. checkOperations looks at the rest of them.
func checkMoved(d document) []string {
	var c complaints
	for route, new := range moved {
		before, after := published.operations()[route], d.operations()[new.to]
		if d.operations()[route] != nil {
			c.addf("%s is still there", route)
		}
		_, path, _ := strings.Cut(route, " ")
		c.want(new.to+", published path", after["x-published-path"], path)
		c.want(new.to+", id", after["operationId"], before["operationId"])
		c.want(new.to+", summary", after["summary"], new.summary)
		for status := range before.object("responses") {
			if after.at("responses", status) == nil {
				c.addf("%s lost the published reply %s", new.to, status)
			}
		}
		for _, name := range parameterNames(published, before) {
			if !slices.Contains(parameterNames(d, after), name) {
				c.addf("%s lost the published parameter %s", new.to, name)
			}
		}
	}
	return c
}

func parameterNames(d document, operation document) []string {
	var names []string
	list, _ := operation["parameters"].([]any)
	for _, parameter := range list {
		names = append(names, d.follow(parameter).text("name"))
	}
	return names
}

// checkUnconfirmed wants the operations that only the published document knows, and only them, marked as unconfirmed in
// every way that a tool or a reader may look at.
func checkUnconfirmed(d document) []string {
	var c complaints
	for route, operation := range d.operations() {
		_, isUnconfirmed := frozen[route]
		isUnconfirmed = isUnconfirmed || route == unconfirmedDeletion
		c.want(route+" is deprecated", operation["deprecated"] == true, isUnconfirmed)
		c.want(route+" has P", operation["x-evidence"] == "P", isUnconfirmed)
		c.want(route+" gives a reason", strings.Contains(operation.text("x-deprecated-reason"), "unconfirmed"), isUnconfirmed)
		c.want(route+" says unconfirmed", strings.Contains(operation.text("description"), "unconfirmed"), isUnconfirmed)
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
