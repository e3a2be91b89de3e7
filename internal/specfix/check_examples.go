package specfix

import (
	"encoding/json"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
	"gopkg.in/yaml.v3"
)

// checkExamples validates every example of a media type, parameter, header or schema against its schema, and every
// default of a schema. The library does that too, but stops at the first bad one and does not say where it is.
func (d *documentChecker) checkExamples(document *openapi3.T) {
	schemas, err := indexSchemas(d.root, document)
	if err != nil {
		d.report(BadDocument, "", "its schemas cannot be listed: %s", oneLine(err.Error()))
	}
	walkDescription("", d.root, (&exampleChecker{documentChecker: d, schemas: schemas}).visit)
}

type exampleChecker struct {
	*documentChecker
	schemas *schemaIndex
}

// visit takes an object that has examples either for a schema itself or for what its schema describes.
func (e *exampleChecker) visit(at string, object *yaml.Node) {
	schemaAt := at
	if child(object, "schema") != nil {
		schemaAt = at + "/schema"
	} else if e.schemas.at[at] == nil {
		return
	} else if value := child(object, "default"); value != nil {
		e.checkValue(BadDefault, at+"/default", value, at)
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
	} else {
		e.externalExamples = true
	}
}

func (e *exampleChecker) check(at string, example *yaml.Node, schemaAt string) {
	e.examples++
	e.checkValue(BadExample, at, example, schemaAt)
}

func (e *exampleChecker) checkValue(kind Kind, at string, value *yaml.Node, schemaAt string) {
	schema := e.schemas.find(schemaAt)
	if schema == nil {
		return // there is none in this place
	}
	problems := schemaProblems(visitValue(schema, value, append(direction(at), openapi3.EnableJSONSchema2020())...))
	for _, problem := range wrongDirection(schema, value, at) {
		if !slices.Contains(problems, problem) {
			problems = append(problems, problem)
		}
	}
	for _, problem := range problems {
		e.report(kind, at, "%s", abbreviateTo(oneLine(problem.String()), 300))
	}
}

func visitValue(schema *openapi3.Schema, node *yaml.Node, options ...openapi3.SchemaValidationOption) (err error) {
	defer recoverOpenAPI(&err)
	var value any
	if err := json.Unmarshal(Canonical(node), &value); err != nil {
		return err
	}
	return schema.VisitJSON(value, append(options, openapi3.MultiErrors())...)
}
