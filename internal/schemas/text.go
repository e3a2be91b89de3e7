package schemas

import (
	"iter"

	"gopkg.in/yaml.v3"
)

// documentText is the part of a document that tells where the schemas of bodies are.
type documentText struct {
	Paths      yaml.Node
	Components componentsText
}

type componentsText struct {
	Responses     map[string]bodyText
	RequestBodies map[string]bodyText `yaml:"requestBodies"`
}

type operationText struct {
	OperationID string              `yaml:"operationId"`
	Evidence    string              `yaml:"x-evidence"`
	RequestBody *bodyText           `yaml:"requestBody"`
	Responses   map[string]bodyText `yaml:"responses"`
}

// bodyText is a request body or a response.
type bodyText struct {
	Ref      string `yaml:"$ref"`
	Required bool
	Content  map[string]any
}

// pairs yields the members of an object in their order, and nothing of what is no object.
func pairs(node *yaml.Node) iter.Seq2[string, *yaml.Node] {
	return func(yield func(string, *yaml.Node) bool) {
		if node.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(node.Content); i += 2 {
			if !yield(node.Content[i].Value, node.Content[i+1]) {
				return
			}
		}
	}
}
