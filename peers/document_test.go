package peers

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const (
	documentPath = "../api/openapi.yml"
	upstreamPath = "../api/upstream/gainsight-cs-user-management-api-openapi.yml"

	// companyTeamPath is what the paths of the four company team operations begin with.
	companyTeamPath = "/teams/services/companyTeam"
)

// corrections gives the overlay files in the order in which they are applied.
func corrections(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("../api/corrections/*.overlay.yml")
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Fatal("there are no corrections")
	}
	slices.Sort(paths)
	return paths
}

// readYAML gives the content of a YAML or JSON file as JSON values.
func readYAML(t *testing.T, path string) any {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	value, err := parseYAML(data)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return value
}

func parseYAML(data []byte) (any, error) {
	var node yaml.Node
	if err := yaml.Unmarshal(data, &node); err != nil {
		return nil, err
	}
	if node.Kind != yaml.DocumentNode {
		return nil, fmt.Errorf("the document is empty")
	}
	return jsonValue(node.Content[0])
}

// jsonValue reads YAML as OpenAPI does: keys are strings, a number is a number however it is written, and a date is a
// string.
func jsonValue(node *yaml.Node) (any, error) {
	switch node.Kind {
	case yaml.AliasNode:
		return jsonValue(node.Alias)
	case yaml.MappingNode:
		return jsonObject(node)
	case yaml.SequenceNode:
		return jsonArray(node)
	}
	switch node.ShortTag() {
	case "!!timestamp":
		return node.Value, nil
	case "!!int":
		var number float64
		err := node.Decode(&number)
		return number, err
	}
	var scalar any
	err := node.Decode(&scalar)
	return scalar, err
}

func jsonObject(node *yaml.Node) (any, error) {
	object := make(map[string]any, len(node.Content)/2)
	for i := 0; i < len(node.Content); i += 2 {
		key := node.Content[i].Value
		if _, twice := object[key]; twice {
			return nil, fmt.Errorf("line %d: the key %q is there twice", node.Content[i].Line, key)
		}
		value, err := jsonValue(node.Content[i+1])
		if err != nil {
			return nil, err
		}
		object[key] = value
	}
	return object, nil
}

func jsonArray(node *yaml.Node) (any, error) {
	array := make([]any, len(node.Content))
	for i, item := range node.Content {
		value, err := jsonValue(item)
		if err != nil {
			return nil, err
		}
		array[i] = value
	}
	return array, nil
}

// at follows keys into nested objects and through references, and gives nil where there is nothing.
func at(root, value any, keys ...string) any {
	value = resolve(root, value)
	for _, key := range keys {
		object, _ := value.(map[string]any)
		value = resolve(root, object[key])
	}
	return value
}

// resolve replaces a reference into the document by what it refers to.
func resolve(root, value any) any {
	object, _ := value.(map[string]any)
	ref, _ := object["$ref"].(string)
	pointer, found := strings.CutPrefix(ref, "#/")
	if !found {
		return value
	}
	return at(root, root, strings.Split(pointer, "/")...)
}

func writeJSON(t *testing.T, value any) string {
	t.Helper()
	data, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "openapi.json")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
