package contract

import (
	"maps"
	"regexp"
	"slices"
	"strconv"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/gainsight-go/gainsight-go/internal/codes"
)

// members looks for what a schema permits and does not know: other members of an object, and values of an open list.
func (k *checker) members(schema *jsonschema.Schema, value any) {
	w := walk{checker: k, mapped: mappedMembers(value)}
	w.visit(applicable([]*jsonschema.Schema{schema}, value), value, nil)
}

// walk goes through a value side by side with the schemas that apply to it.
type walk struct {
	*checker
	mapped map[string]bool
}

// mappedMembers returns the members of records that the lookups of a request read. They can have any name.
func mappedMembers(request any) map[string]bool {
	mapped := map[string]bool{}
	lookups, _ := member[map[string]any](request, "lookups")
	for _, lookup := range lookups {
		fields, _ := member[map[string]any](lookup, "fields")
		for name := range fields {
			mapped[name] = true
		}
	}
	return mapped
}

// visit takes the schemas that apply.
func (w walk) visit(all []*jsonschema.Schema, value any, at []string) {
	switch value := value.(type) {
	case map[string]any:
		w.object(all, value, at)
	case []any:
		w.list(all, value, at)
	case string:
		w.text(all, value, at)
	}
}

// list finds what applies to items of a type once for all of them.
func (w walk) list(all []*jsonschema.Schema, list []any, at []string) {
	var items []*jsonschema.Schema
	for _, schema := range all {
		if of := itemsOf(schema); of != nil {
			items = append(items, of)
		}
	}
	byType := map[string][]*jsonschema.Schema{}
	for i, item := range list {
		name := typeName(item)
		if _, isFound := byType[name]; !isFound {
			byType[name] = applicable(items, item)
		}
		w.visit(byType[name], item, append(at[:len(at):len(at)], strconv.Itoa(i)))
	}
}

// applicable adds the schemas that each one refers to or is composed of. Of a choice, those count whose type fits.
func applicable(all []*jsonschema.Schema, value any) []*jsonschema.Schema {
	var found []*jsonschema.Schema
	for _, schema := range all {
		found = append(found, schema)
		parts := slices.Clone(schema.AllOf)
		if schema.Ref != nil {
			parts = append(parts, schema.Ref)
		}
		for _, choice := range slices.Concat(schema.OneOf, schema.AnyOf) {
			if hasType(choice, value) {
				parts = append(parts, choice)
			}
		}
		found = append(found, applicable(parts, value)...)
	}
	return found
}

// hasType reports whether a schema does not exclude the type of a value.
func hasType(schema *jsonschema.Schema, value any) bool {
	for ; schema.Ref != nil; schema = schema.Ref {
	}
	if schema.Types == nil || schema.Types.IsEmpty() {
		return true
	}
	return slices.ContainsFunc(schema.Types.ToStrings(), func(name string) bool { return name == typeName(value) })
}

func typeName(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	return "number"
}

func (w walk) object(all []*jsonschema.Schema, object map[string]any, at []string) {
	isOpen, others := w.openness(all)
	for _, name := range slices.Sorted(maps.Keys(object)) {
		here := append(at[:len(at):len(at)], name)
		var known, further []*jsonschema.Schema
		for _, schema := range all {
			if property, ok := schema.Properties[name]; ok {
				known = append(known, property)
			} else if additional := othersOf(schema); additional != nil {
				further = append(further, additional)
			}
		}
		isKnown := known != nil || isOpen && (others == nil || others.MatchString(name) || w.mapped[name])
		if !isKnown {
			w.add(Violation{Severity: Warning, In: InBody, Pointer: w.pointer(here), Rule: RuleUnknownMember,
				Want: "a member that the document has", Got: "another one"})
		}
		if text, isText := object[name].(string); isText && isKnown && known == nil && name == errorCodeMember && w.side == ReplySide {
			w.code(text, here)
		}
		if known == nil {
			known = further
		}
		w.visit(applicable(known, object[name]), object[name], here)
	}
}

// openness reports whether an object can have members that no schema lists, and how these are called if the document says it.
func (w walk) openness(all []*jsonschema.Schema) (isOpen bool, others *regexp.Regexp) {
	declares := false
	for _, schema := range all {
		isOpen = isOpen || schema.AdditionalProperties == true || schema.UnevaluatedProperties != nil
		declares = declares || len(schema.Properties) > 0
		if pattern := w.contract.annotations[schema.Location].OtherMembers; pattern != nil {
			others = pattern.Regexp
		}
	}
	return isOpen || !declares, others
}

// text compares a text with the values that the document knows where it permits any.
func (w walk) text(all []*jsonschema.Schema, text string, at []string) {
	for _, schema := range all {
		switch known := w.contract.annotations[schema.Location]; {
		case known.ErrorCodes != nil:
			w.code(text, at)
		case known.KnownValues != nil && !slices.Contains(known.KnownValues, text):
			w.add(Violation{Severity: Note, In: InBody, Pointer: w.pointer(at), Rule: RuleUnknownValue,
				Want: "a value that is known, though any is permitted", Got: w.describe(text)})
		}
	}
}

// errorCodeMember is what a reply calls a code, also where the document leaves open what is there.
const errorCodeMember = "errorCode"

// code compares a code with the table of the document.
func (w walk) code(code string, at []string) {
	if !w.contract.codes.has(code) {
		w.add(Violation{Severity: Warning, In: InBody, Pointer: w.pointer(at), Rule: RuleErrorCode,
			Want: "a code of the document's table", Got: w.shownCode(code)})
	}
}

// shownCode is a text that stands for a code. What does not look like one could be anything.
func (w walk) shownCode(text string) string {
	if codes.IsVendors(text) {
		return text
	}
	return w.describe(text)
}
