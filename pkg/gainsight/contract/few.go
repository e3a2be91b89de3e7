package contract

import (
	"maps"
	"slices"
	"strconv"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// fewItems and fewMembers check what the keywords items and additionalProperties do. A validator makes an error of each
// thing that is wrong, which takes a hundred times the memory of a list of numbers; these leave a few of each kind.
type (
	fewItems struct {
		of   *jsonschema.Schema
		from int
	}
	fewMembers struct{ of, object *jsonschema.Schema }
)

// keepFew makes a compiled schema, and all below it, check lists and maps so. Those of keywords that a document hardly has,
// such as contains, are left as they are.
func keepFew(schema *jsonschema.Schema, done map[*jsonschema.Schema]bool) {
	if schema == nil || done[schema] {
		return
	}
	done[schema] = true
	for _, part := range partsOf(schema) {
		keepFew(part, done)
	}
	if of := schema.Items2020; of != nil {
		schema.Items2020 = nil
		schema.Extensions = append(schema.Extensions, fewItems{of, len(schema.PrefixItems)})
	}
	if of, ok := schema.AdditionalProperties.(*jsonschema.Schema); ok {
		schema.AdditionalProperties = true
		schema.Extensions = append(schema.Extensions, fewMembers{of, schema})
	}
}

func partsOf(schema *jsonschema.Schema) []*jsonschema.Schema {
	additional, _ := schema.AdditionalProperties.(*jsonschema.Schema)
	return slices.Concat(
		[]*jsonschema.Schema{schema.Ref, schema.Items2020, additional, schema.If, schema.Then, schema.Else, schema.Not},
		schema.AllOf, schema.AnyOf, schema.OneOf, schema.PrefixItems,
		slices.Collect(maps.Values(schema.Properties)), slices.Collect(maps.Values(schema.PatternProperties)))
}

// itemsOf returns the schema of the items of a list, if there is one.
func itemsOf(schema *jsonschema.Schema) *jsonschema.Schema {
	for _, extension := range schema.Extensions {
		if few, ok := extension.(fewItems); ok {
			return few.of
		}
	}
	return nil
}

// othersOf returns the schema of the members that an object does not list, if there is one.
func othersOf(schema *jsonschema.Schema) *jsonschema.Schema {
	for _, extension := range schema.Extensions {
		if few, ok := extension.(fewMembers); ok {
			return few.of
		}
	}
	return nil
}

// Validate implements jsonschema.SchemaExt.
func (f fewItems) Validate(context *jsonschema.ValidatorContext, value any) {
	list, _ := value.([]any)
	s := newSieve(context, f.of)
	for i := f.from; i < len(list); i++ {
		if !s.check(strconv.Itoa(i), list[i]) {
			return
		}
	}
	s.report()
}

// Validate implements jsonschema.SchemaExt.
func (f fewMembers) Validate(context *jsonschema.ValidatorContext, value any) {
	object, _ := value.(map[string]any)
	s := newSieve(context, f.of)
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if !f.isListed(name) && !s.check(name, object[name]) {
			return
		}
	}
	s.report()
}

func (f fewMembers) isListed(name string) bool {
	if f.object.Properties[name] != nil {
		return true
	}
	for pattern := range f.object.PatternProperties {
		if pattern.MatchString(name) {
			return true
		}
	}
	return false
}
