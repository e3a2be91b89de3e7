package specfix

import (
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"gopkg.in/yaml.v3"
)

// direction tells whether the value at a JSON pointer is sent or received.
func direction(at string) []openapi3.SchemaValidationOption {
	switch {
	case strings.Contains(at, "/requestBody/"), strings.HasPrefix(at, "/components/requestBodies/"):
		return []openapi3.SchemaValidationOption{openapi3.VisitAsRequest()}
	case strings.Contains(at, "/responses/"):
		return []openapi3.SchemaValidationOption{openapi3.VisitAsResponse()}
	}
	return nil
}

// wrongDirection lists read-only properties in a request and write-only ones in a response. The validator for OpenAPI 3.1
// does not look at that, so this is left to the library's other one, of which the rest does not count.
func wrongDirection(schema *openapi3.Schema, node *yaml.Node, at string) []schemaProblem {
	return slices.DeleteFunc(schemaProblems(visitValue(schema, node, direction(at)...)), func(p schemaProblem) bool {
		return p.field != "readOnly" && p.field != "writeOnly"
	})
}
