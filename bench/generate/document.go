package main

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// forOthers gives the document as other generators can read it: the company team operations, which are what is compared,
// without what is meant for our own Go code.
func forOthers(document []byte) ([]byte, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(document, &root); err != nil {
		return nil, err
	}
	keepPaths(&root, "/teams/")
	adapt(&root)
	return yaml.Marshal(&root)
}

func keepPaths(root *yaml.Node, prefix string) {
	paths := valueOf(root.Content[0], "paths")
	var kept []*yaml.Node
	for pair := range slices.Chunk(paths.Content, 2) {
		if strings.HasPrefix(pair[0].Value, prefix) {
			kept = append(kept, pair...)
		}
	}
	paths.Content = kept
}

func adapt(node *yaml.Node) {
	if node.Kind == yaml.MappingNode {
		removeGo(node)
		narrow(node)
	}
	for _, child := range node.Content {
		adapt(child)
	}
}

// removeGo leaves out the members that api/corrections/90-go.overlay.yml adds.
func removeGo(mapping *yaml.Node) {
	var kept []*yaml.Node
	for pair := range slices.Chunk(mapping.Content, 2) {
		switch key := pair[0].Value; {
		case strings.HasPrefix(key, "x-go-"), key == "x-omitempty", key == "x-omitzero", key == "x-enum-varnames":
		default:
			kept = append(kept, pair...)
		}
	}
	mapping.Content = kept
}

// narrow picks one type where a schema lists several, which oapi-codegen and ogen refuse to read: the one that the
// vendor documents.
func narrow(schema *yaml.Node) {
	types := valueOf(schema, "type")
	if types == nil || types.Kind != yaml.SequenceNode {
		return
	}
	var names []string
	for _, item := range types.Content {
		names = append(names, item.Value)
	}
	switch strings.Join(names, " ") {
	case "boolean string null":
		types.Content = slices.Delete(types.Content, 1, 2)
	case "string integer null":
		types.Content = slices.Delete(types.Content, 1, 2)
		schema.Content = append(schema.Content, text("format"), text("date-time"))
	}
}

func valueOf(mapping *yaml.Node, key string) *yaml.Node {
	for pair := range slices.Chunk(mapping.Content, 2) {
		if pair[0].Value == key {
			return pair[1]
		}
	}
	return nil
}

func text(value string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: value} }
