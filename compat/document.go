package main

import (
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/oasdiff/load"
	"gopkg.in/yaml.v3"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

// document is an OpenAPI document as it is written, and as oasdiff wants it.
type document struct {
	root *yaml.Node
	*load.SpecInfo
}

func loadDocument(source specfix.Source) (loaded document, err error) {
	defer recoverAs("the OpenAPI library", &err)
	root, err := specfix.ReadOpenAPI(source)
	if err != nil {
		return document{}, err
	}
	cutInfo(root)
	spec, err := openapi3.NewLoader().LoadFromData(specfix.Canonical(root))
	if err != nil {
		return document{}, fmt.Errorf("%s: cannot be loaded: %w", source.Name, err)
	}
	return document{root, &load.SpecInfo{Url: source.Name, Spec: spec}}, nil
}

// cutInfo leaves nothing of info but what has to be there. The published document does not load with all of it (the
// contact's address was mangled into a list), and no operation depends on it.
func cutInfo(root *yaml.Node) {
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == "info" {
			root.Content[i+1] = minimalInfo()
		}
	}
}

func minimalInfo() *yaml.Node {
	text := func(value string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value} }
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{
		text("title"), text("document"), text("version"), text("1"),
	}}
}

// recoverAs turns a panic of a library into an error, since they meet documents that strangers wrote.
func recoverAs(what string, err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%s failed: %v", what, r)
	}
}
