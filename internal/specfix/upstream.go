package specfix

import (
	"cmp"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"
)

var supportedVersion = regexp.MustCompile(`^3\.1\.\d+$`)

// ReadOpenAPI reads an OpenAPI 3.1 document.
func ReadOpenAPI(source Source) (*yaml.Node, error) {
	root, err := readDocument("OpenAPI", source.Name, source.Data)
	if err != nil {
		return nil, err
	}
	version := child(root, "openapi")
	switch {
	case version == nil && child(root, "swagger") != nil:
		return nil, inputErrorf(source.Name, lineOf(root, "swagger"), "is an OpenAPI 2.0 (Swagger) document: corrections are written for OpenAPI 3.1")
	case version == nil:
		return nil, inputErrorf(source.Name, 1, "is no OpenAPI document: %s", cmp.Or(foreignDocument(root), "the top-level key openapi is missing"))
	case isText(version) && strings.HasPrefix(version.Value, "3.2."):
		return nil, inputErrorf(source.Name, version.Line, "is an OpenAPI %s document, but the corrections are written for 3.1.x: "+
			"the publisher has split the document into three of 3.2, and no single one of these can take its place", version.Value)
	case !isText(version) || !supportedVersion.MatchString(version.Value):
		return nil, inputErrorf(source.Name, version.Line, "openapi is %s, but the corrections are written for 3.1.x", abbreviate(compact(version)))
	}
	return root, nil
}
