package specfix

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// schemaProblem is one reason why a value does not fit its schema.
type schemaProblem struct {
	at    string // JSON pointer into the value
	field string // keyword of the schema
	text  string
}

func (p schemaProblem) String() string {
	if p.at == "" {
		return p.text
	}
	return "at " + p.at + " of the value: " + p.text
}

// schemaProblems lists the innermost reasons that the library has for refusing a value.
func schemaProblems(err error) []schemaProblem {
	var problems []schemaProblem
	for _, single := range listed(err) {
		switch e := single.(type) {
		case *openapi3.SchemaError:
			problems = append(problems, innermost(e)...)
		case openapi3.MultiError:
			problems = append(problems, schemaProblems(e)...)
		default:
			problems = append(problems, schemaProblem{text: single.Error()})
		}
	}
	return problems
}

// listed takes a list of errors apart that came as one. The error that holds the list adds nothing for readers.
func listed(err error) []error {
	switch e := err.(type) {
	case nil:
		return nil
	case *openapi3.SchemaError:
		return []error{e}
	case openapi3.MultiError:
		return e
	}
	if inner := errors.Unwrap(err); inner != nil {
		return listed(inner)
	}
	return []error{err}
}

func innermost(reason *openapi3.SchemaError) []schemaProblem {
	own := ownProblem(reason)
	var inner [][]schemaProblem
	for _, cause := range listed(reason.Origin) {
		// Any other cause only says in other words what the reason says.
		if errors.As(cause, new(*openapi3.SchemaError)) {
			inner = append(inner, schemaProblems(cause))
		}
	}
	switch {
	case len(inner) == 0:
		return []schemaProblem{own}
	case len(inner) > 1 && (own.field == "oneOf" || own.field == "anyOf"):
		return bestAlternative(own, inner)
	}
	return slices.Concat(inner...)
}

// bestAlternative leaves out the alternatives that were not meant, such as null where an object is: the value has another
// type. When several remain, nobody can tell which one was meant.
func bestAlternative(own schemaProblem, alternatives [][]schemaProblem) []schemaProblem {
	meant := slices.DeleteFunc(slices.Clone(alternatives), func(problems []schemaProblem) bool {
		return len(problems) == 1 && problems[0].field == "type" && problems[0].at == own.at
	})
	switch len(meant) {
	case 1:
		return meant[0]
	case 0:
		meant = alternatives
	}
	var texts []string
	for _, problems := range meant {
		texts = append(texts, joinProblems(own.at, problems))
	}
	own.text = "fits no schema of " + own.field + ": " + strings.Join(texts, "; or ")
	return []schemaProblem{own}
}

func joinProblems(at string, problems []schemaProblem) string {
	var texts []string
	for _, p := range problems {
		if p.at == at {
			texts = append(texts, p.text)
		} else {
			texts = append(texts, p.String())
		}
	}
	return strings.Join(texts, " and ")
}

// reasonPlace is how the library's two validators begin a reason. The place is in the JSON pointer anyway.
var reasonPlace = regexp.MustCompile(`^(error at "[^"]*": )?(at '[^']*': )?`)

func ownProblem(reason *openapi3.SchemaError) schemaProblem {
	pointer := ""
	for _, step := range reason.JSONPointer() {
		pointer = pointerTo(pointer, step)
	}
	return schemaProblem{at: pointer, field: reason.SchemaField, text: reasonPlace.ReplaceAllString(reason.Reason, "")}
}
