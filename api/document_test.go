package api_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/gainsight-go/gainsight-go/api"
	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

// document is a description as JSON values.
type document map[string]any

func readDocument(text []byte) (document, error) {
	root, err := specfix.ReadDocument("document", text)
	if err != nil {
		return nil, err
	}
	return toDocument(root)
}

// committed is api/openapi.yml.
func committed(t *testing.T) document {
	t.Helper()
	d, err := readDocument(api.Document)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func toDocument(root *yaml.Node) (document, error) {
	var d document
	err := json.Unmarshal(specfix.Canonical(root), &d)
	return d, err
}

// at is what stands below some keys, and nil where there is nothing.
func (d document) at(keys ...string) any {
	var value any = map[string]any(d)
	for _, key := range keys {
		switch parent := value.(type) {
		case map[string]any:
			value = parent[key]
		case []any:
			index, err := strconv.Atoi(key)
			if err != nil || index < 0 || index >= len(parent) {
				return nil
			}
			value = parent[index]
		default:
			return nil
		}
	}
	return value
}

func (d document) object(keys ...string) map[string]any {
	object, _ := d.at(keys...).(map[string]any)
	return object
}

func (d document) text(keys ...string) string {
	text, _ := d.at(keys...).(string)
	return text
}

func (d document) schema(name string) map[string]any { return d.object("components", "schemas", name) }

// operations are all operations by method and path.
func (d document) operations() map[string]document {
	all := map[string]document{}
	for path, item := range d.object("paths") {
		for method, operation := range item.(map[string]any) {
			all[strings.ToUpper(method)+" "+path], _ = operation.(map[string]any)
		}
	}
	return all
}

// target is what a reference refers to, or nil.
func (d document) target(reference string) any {
	pointer, isLocal := strings.CutPrefix(reference, "#/")
	if !isLocal {
		return nil
	}
	keys := strings.Split(pointer, "/")
	for i, key := range keys {
		keys[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(key)
	}
	return d.at(keys...)
}

// follow gives a value that may be written as a reference.
func (d document) follow(value any) document {
	object, _ := value.(map[string]any)
	if reference, ok := object["$ref"].(string); ok {
		object, _ = d.target(reference).(map[string]any)
	}
	return object
}

// resolve puts what is referred to in the place of every reference. Keys beside a reference are kept.
func (d document) resolve(value any) any {
	switch value := value.(type) {
	case map[string]any:
		resolved := map[string]any{}
		if reference, ok := value["$ref"].(string); ok {
			if target, ok := d.resolve(d.target(reference)).(map[string]any); ok {
				maps.Copy(resolved, target)
			} else {
				resolved["$ref"] = reference
			}
		}
		for key, member := range value {
			if key != "$ref" {
				resolved[key] = d.resolve(member)
			}
		}
		return resolved
	case []any:
		resolved := make([]any, len(value))
		for i, item := range value {
			resolved[i] = d.resolve(item)
		}
		return resolved
	}
	return value
}

func toJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func keysOf(object map[string]any) []string { return slices.Sorted(maps.Keys(object)) }
