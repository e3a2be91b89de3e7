package specfix

import (
	"bytes"
	"strings"

	"gopkg.in/yaml.v3"
)

// foreignText names what often lies in the place of a document although it is none.
func foreignText(data []byte) string {
	start := strings.ToLower(string(bytes.TrimLeft(data[:min(len(data), 256)], "\ufeff \t\r\n")))
	switch {
	case strings.HasPrefix(start, "<!doctype"), strings.HasPrefix(start, "<html"), strings.HasPrefix(start, "<!--"):
		return "it is an HTML page: download the document itself"
	case strings.HasPrefix(start, "version https://git-lfs."):
		return "it is a Git LFS pointer: run git lfs pull"
	}
	return ""
}

// foreignDocument names the kind of a document by its top-level keys, for messages about documents of another kind.
func foreignDocument(root *yaml.Node) string {
	switch {
	case child(root, "swagger") != nil:
		return "it is an OpenAPI 2.0 (Swagger) document"
	case child(root, "openapi") != nil:
		return "it is an OpenAPI document"
	case child(root, "overlay") != nil:
		return "it is an Overlay document"
	case child(root, "asyncapi") != nil:
		return "it is an AsyncAPI document"
	case child(root, "$schema") != nil, child(root, "properties") != nil:
		return "it is a JSON Schema"
	}
	return ""
}
