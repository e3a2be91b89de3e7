package peers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// smallDocument has what api/openapi.yml has or may have one day, and little of it.
const smallDocument = "testdata/small.yml"

// operation is an operation of a document.
type operation struct {
	id, method, path string
	document         any
	content          any
	parameters       []any
}

// operationsOf gives all operations of the document. Those with fewer parameters in their path come first.
func operationsOf(t *testing.T, document any) []operation {
	t.Helper()
	var operations []operation
	paths, _ := at(document, document, "paths").(map[string]any)
	for _, path := range keysOf(paths) {
		item, _ := paths[path].(map[string]any)
		shared, _ := item["parameters"].([]any)
		for _, method := range []string{"get", "put", "post", "delete", "patch"} {
			id, found := at(document, item[method], "operationId").(string)
			if !found {
				continue
			}
			own, _ := at(document, item[method], "parameters").([]any)
			operations = append(operations, operation{
				id, strings.ToUpper(method), path, document, item[method], slices.Concat(shared, own),
			})
		}
	}
	if len(operations) == 0 {
		t.Fatal("the document has no operations")
	}
	slices.SortStableFunc(operations, func(a, b operation) int {
		return strings.Count(a.path, "{") - strings.Count(b.path, "{")
	})
	return operations
}

// calledOperation gives the id of the operation that a call is of. The path is below the base path and still escaped.
func calledOperation(operations []operation, method, path string) (id string, ok bool) {
	for _, operation := range operations {
		if operation.method == method && fits(operation.path, path) {
			return operation.id, true
		}
	}
	return "", false
}

func fits(template, path string) bool {
	return slices.EqualFunc(strings.Split(template, "/"), strings.Split(path, "/"), func(t, p string) bool {
		return t == p || strings.HasPrefix(t, "{") && p != ""
	})
}

// bodies gives what can be sent, by the name of the example: the examples of the document, or else what the schema
// makes. There are none where the operation takes no body.
func (o operation) bodies() (mediaType string, bodies map[string]any) {
	mediaType, bodies = examples(o.document, at(o.document, o.content, "requestBody"))
	if mediaType != "" && len(bodies) == 0 {
		bodies = map[string]any{"": sample(o.document, o.bodySchema(mediaType))}
	}
	return mediaType, bodies
}

func (o operation) bodySchema(mediaType string) any {
	return at(o.document, o.content, "requestBody", "content", mediaType, "schema")
}

// alternatives gives the ways in which a call can be authorized; there are none where it needs no authorization.
func (o operation) alternatives() []map[string]any {
	required, own := at(o.document, o.content, "security").([]any)
	if !own {
		required, _ = at(o.document, o.document, "security").([]any)
	}
	var alternatives []map[string]any
	for _, alternative := range required {
		alternatives = append(alternatives, alternative.(map[string]any))
	}
	return alternatives
}

// request makes a call of the operation with all the parameters that it requires, authorized in the given way.
func (o operation) request(t *testing.T, baseURL string, body any, authorization map[string]any) *http.Request {
	t.Helper()
	path, query, header := o.path, url.Values{}, http.Header{}
	for _, parameter := range o.parameters {
		name, _ := at(o.document, parameter, "name").(string)
		value := fmt.Sprint(o.parameterValue(parameter))
		switch at(o.document, parameter, "in") {
		case "path":
			path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(value))
		case "query":
			if at(o.document, parameter, "required") == true {
				query.Set(name, value)
			}
		case "header":
			if at(o.document, parameter, "required") == true {
				header.Set(name, value)
			}
		}
	}
	for scheme := range authorization {
		authorize(t, header, o.document, at(o.document, o.document, "components", "securitySchemes", scheme))
	}
	mediaType, _ := o.bodies()
	req, err := http.NewRequestWithContext(t.Context(), o.method, baseURL+path, encode(t, mediaType, body))
	if err != nil {
		t.Fatal(err)
	}
	if body != nil {
		header.Set("Content-Type", mediaType)
	}
	req.URL.RawQuery, req.Header = query.Encode(), header
	return req
}

func (o operation) parameterValue(parameter any) any {
	if example := at(o.document, parameter, "example"); example != nil {
		return example
	}
	named, _ := at(o.document, parameter, "examples").(map[string]any)
	for _, name := range keysOf(named) {
		return at(o.document, named, name, "value")
	}
	return sample(o.document, at(o.document, parameter, "schema"))
}

func authorize(t *testing.T, header http.Header, document, scheme any) {
	t.Helper()
	switch kind := at(document, scheme, "type"); kind {
	case "apiKey":
		header.Set(at(document, scheme, "name").(string), "a key")
	case "http":
		if at(document, scheme, "scheme") == "basic" {
			header.Set("Authorization", "Basic aWQ6c2VjcmV0") // id:secret
			return
		}
		header.Set("Authorization", "Bearer token")
	case "oauth2":
		header.Set("Authorization", "Bearer token")
	default:
		t.Fatalf("the security scheme has the type %v", kind)
	}
}

func encode(t *testing.T, mediaType string, body any) io.Reader {
	t.Helper()
	switch {
	case body == nil:
		return http.NoBody
	case strings.HasSuffix(mediaType, "json"):
		data, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.NewReader(data)
	case mediaType == "application/x-www-form-urlencoded":
		form := url.Values{}
		for name, value := range body.(map[string]any) {
			form.Set(name, fmt.Sprint(value))
		}
		return strings.NewReader(form.Encode())
	}
	t.Fatalf("a body of the type %q cannot be made", mediaType)
	return nil
}

// examples gives a media type of a request body or a response, and its examples by name, a single one without a name.
// It is the first media type that has examples, or else the first one.
func examples(document, part any) (mediaType string, values map[string]any) {
	content, _ := at(document, part, "content").(map[string]any)
	for _, name := range keysOf(content) {
		values := map[string]any{}
		if example := at(document, content, name, "example"); example != nil {
			values[""] = example
		}
		named, _ := at(document, content, name, "examples").(map[string]any)
		for key := range named {
			values[key] = at(document, named, key, "value")
		}
		if len(values) > 0 {
			return name, values
		}
		if mediaType == "" {
			mediaType = name
		}
	}
	return mediaType, nil
}

// sample makes a value that the schema allows: an example where there is one, and else no more than is required.
func sample(document, schema any) any {
	object, _ := resolve(document, schema).(map[string]any)
	for _, key := range []string{"example", "const", "default"} {
		if value, found := object[key]; found {
			return value
		}
	}
	for _, key := range []string{"examples", "enum"} {
		if values, _ := object[key].([]any); len(values) > 0 {
			return values[0]
		}
	}
	for _, key := range []string{"oneOf", "anyOf"} {
		if choices, _ := object[key].([]any); len(choices) > 0 {
			return sample(document, choices[0])
		}
	}
	switch firstType(object) {
	case "object":
		return sampleObject(document, object)
	case "array":
		minimum, _ := object["minItems"].(float64)
		return repeat(sample(document, object["items"]), int(minimum))
	case "string":
		return sampleString(object)
	case "integer", "number":
		minimum, _ := object["minimum"].(float64)
		return minimum
	case "boolean":
		return true
	}
	return nil
}

// firstType gives the first type that is not null. What has parts or properties is an object, whether it says so or not.
func firstType(schema map[string]any) string {
	types, isList := schema["type"].([]any)
	if !isList {
		types = []any{schema["type"]}
	}
	for _, name := range types {
		if name, _ := name.(string); name != "" && name != "null" {
			return name
		}
	}
	if schema["allOf"] != nil || schema["properties"] != nil {
		return "object"
	}
	return ""
}

func sampleObject(document any, schema map[string]any) map[string]any {
	value := map[string]any{}
	parts, _ := schema["allOf"].([]any)
	for _, part := range parts {
		if part, ok := sample(document, part).(map[string]any); ok {
			maps.Copy(value, part)
		}
	}
	required, _ := schema["required"].([]any)
	for _, name := range required {
		value[name.(string)] = sample(document, at(document, schema, "properties", name.(string)))
	}
	return value
}

func sampleString(schema map[string]any) string {
	switch schema["format"] {
	case "email":
		return "alex@example.com"
	case "date-time":
		return "2024-01-02T03:04:05Z"
	case "date":
		return "2024-01-02"
	case "uri":
		return "https://example.com"
	}
	minimum, _ := schema["minLength"].(float64)
	return strings.Repeat("x", max(int(minimum), 1))
}

func repeat(item any, count int) []any { return slices.Repeat([]any{item}, count) }
