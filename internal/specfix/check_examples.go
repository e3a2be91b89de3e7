package specfix

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"gopkg.in/yaml.v3"
)

// checkExamples validates every example of a media type, parameter, header or schema against its schema. The library
// does that too, but stops at the first bad one.
func (d *documentChecker) checkExamples(document *openapi3.T) {
	e := &exampleChecker{documentChecker: d, schemas: map[string]*openapi3.Schema{}}
	err := document.WalkSchemas(func(pointer string, schema *openapi3.SchemaRef) error {
		e.schemas[pointer] = schema.Value
		return nil
	})
	if err != nil {
		d.report(BadDocument, "", "its schemas cannot be listed: %s", oneLine(err.Error()))
	}
	walkDescription("", d.root, e.visit)
}

type exampleChecker struct {
	*documentChecker
	schemas map[string]*openapi3.Schema // by JSON pointer, where they are written out
}

// visit takes an object that has examples either for a schema itself or for what its schema describes.
func (e *exampleChecker) visit(at string, object *yaml.Node) {
	schemaAt := at
	if child(object, "schema") != nil {
		schemaAt = at + "/schema"
	} else if e.schemas[at] == nil {
		return
	}
	if example := child(object, "example"); example != nil {
		e.check(at+"/example", example, schemaAt)
	}
	examples := child(object, "examples")
	switch {
	case examples == nil:
	case examples.Kind == yaml.SequenceNode:
		for i, example := range examples.Content {
			e.check(pointerToIndex(at+"/examples", i), example, schemaAt)
		}
	default:
		for name, example := range pairs(examples) {
			e.checkNamed(pointerTo(at+"/examples", name.Value), example, schemaAt)
		}
	}
}

// checkNamed takes an Example Object, which may stand somewhere else and may have its value outside of the document.
func (e *exampleChecker) checkNamed(at string, example *yaml.Node, schemaAt string) {
	if pointer, isLocal := localPointer(text(example, "$ref")); isLocal {
		example = follow(e.root, pointer)
	}
	if value := child(example, "value"); value != nil {
		e.check(at, value, schemaAt)
	}
}

func (e *exampleChecker) check(at string, example *yaml.Node, schemaAt string) {
	e.examples++
	schema := e.schema(schemaAt)
	if schema == nil {
		return // its reference is broken, which is a finding already
	}
	for _, problem := range problemsOf(visitExample(schema, example, direction(at))) {
		e.report(BadExample, at, "%s", abbreviateTo(oneLine(problem), 300))
	}
}

// schema finds a schema, following references.
func (e *exampleChecker) schema(at string) *openapi3.Schema {
	for range maxDepth { // references may go in circles
		if schema := e.schemas[at]; schema != nil {
			return schema
		}
		pointer, isLocal := localPointer(text(follow(e.root, at), "$ref"))
		if !isLocal {
			return nil
		}
		at = pointer
	}
	return nil
}

// direction tells whether read-only and write-only properties may be there.
func direction(at string) []openapi3.SchemaValidationOption {
	switch {
	case strings.Contains(at, "/requestBody/"), strings.HasPrefix(at, "/components/requestBodies/"):
		return []openapi3.SchemaValidationOption{openapi3.VisitAsRequest()}
	case strings.Contains(at, "/responses/"):
		return []openapi3.SchemaValidationOption{openapi3.VisitAsResponse()}
	}
	return nil
}

func visitExample(schema *openapi3.Schema, example *yaml.Node, options []openapi3.SchemaValidationOption) (err error) {
	defer recoverOpenAPI(&err)
	var value any
	if err := json.Unmarshal(Canonical(example), &value); err != nil {
		return err
	}
	options = append(options, openapi3.MultiErrors(), openapi3.EnableJSONSchema2020())
	return schema.VisitJSON(value, options...)
}

// problemsOf lists the innermost reasons why a value does not fit its schema.
func problemsOf(err error) []string {
	var problems []string
	for _, single := range flatten(err) {
		var reason *openapi3.SchemaError
		if !errors.As(single, &reason) {
			problems = append(problems, single.Error())
		} else if inner := problemsOf(reason.Origin); len(inner) > 0 {
			problems = append(problems, inner...)
		} else {
			problems = append(problems, showReason(reason))
		}
	}
	return problems
}

// reasonPlace is how the library's two validators begin a reason. The place is in the JSON pointer anyway.
var reasonPlace = regexp.MustCompile(`^(error at "[^"]*": )?(at '[^']*': )?`)

func showReason(reason *openapi3.SchemaError) string {
	pointer := ""
	for _, step := range reason.JSONPointer() {
		pointer = pointerTo(pointer, step)
	}
	message := reasonPlace.ReplaceAllString(reason.Reason, "")
	if pointer == "" {
		return message
	}
	return "at " + pointer + " of the example: " + message
}
