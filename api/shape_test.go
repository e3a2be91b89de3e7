package api_test

import (
	"maps"
	"slices"
	"strings"
)

// shape writes a schema as one line, without descriptions and x- keys. Every other key shows: those without a notation
// of their own stand as key=value.
//
//	Name                    a reference
//	string|null             a type, or several
//	object {a*: …, b: …}    members; a star marks the required ones
//	others: …               members without a name
//	array of …              elements
//	A & B, A or B           allOf and oneOf
//	anything                no restriction
func shape(value any) string {
	schema, ok := value.(map[string]any)
	if !ok {
		return "missing"
	}
	var words []string
	if reference, ok := schema["$ref"].(string); ok {
		words = append(words, reference[strings.LastIndex(reference, "/")+1:])
	}
	if of, ok := schema["allOf"].([]any); ok {
		words = append(words, shapes(of, " & "))
	}
	if of, ok := schema["oneOf"].([]any); ok {
		words = append(words, shapes(of, " or "))
	}
	words = append(words, typeOf(schema)...)
	for _, key := range slices.Sorted(maps.Keys(schema)) {
		if !slices.Contains(shownOtherwise, key) && !strings.HasPrefix(key, "x-") {
			words = append(words, key+"="+toJSONWithoutQuotes(schema[key]))
		}
	}
	if members := membersOf(schema); members != "" {
		words = append(words, members)
	}
	if others, ok := schema["additionalProperties"]; ok {
		words = append(words, "others: "+shape(others))
	}
	if items, ok := schema["items"]; ok {
		words = append(words, "of "+shape(items))
	}
	if len(words) == 0 {
		return "anything"
	}
	return strings.Join(words, " ")
}

var shownOtherwise = []string{"$ref", "additionalProperties", "allOf", "description", "items", "oneOf", "properties", "required", "type"}

func shapes(list []any, between string) string {
	var all []string
	for _, item := range list {
		all = append(all, shape(item))
	}
	return strings.Join(all, between)
}

func typeOf(schema map[string]any) []string {
	switch kind := schema["type"].(type) {
	case string:
		return []string{kind}
	case []any:
		var all []string
		for _, item := range kind {
			all = append(all, toJSONWithoutQuotes(item))
		}
		return []string{strings.Join(all, "|")}
	}
	return nil
}

func membersOf(schema map[string]any) string {
	required, _ := schema["required"].([]any)
	properties, _ := schema["properties"].(map[string]any)
	var all []string
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		star := ""
		if slices.Contains(required, any(name)) {
			star = "*"
		}
		all = append(all, name+star+": "+shape(properties[name]))
	}
	for _, name := range required {
		if _, ok := properties[name.(string)]; !ok {
			all = append(all, name.(string)+"*: missing")
		}
	}
	if len(all) == 0 {
		return ""
	}
	return "{" + strings.Join(all, ", ") + "}"
}
