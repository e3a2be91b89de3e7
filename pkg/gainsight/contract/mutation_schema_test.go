package contract_test

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// assertions are the keywords that mutants are made of, or that lead to where they are.
var assertions = []string{
	"type", "properties", "required", "items", "additionalProperties", "unevaluatedProperties", "allOf", "oneOf", "const", "enum",
	"minItems", "maxItems", "minimum", "minLength", "format",
}

// notes are keywords that forbid nothing.
var notes = []string{"$ref", "description", "examples", "readOnly", "default"}

// unknownKeywords finds what the mutation test would have to learn, should the document use it one day.
func (d published) unknownKeywords(schema any) (unknown []string) {
	members, _ := schema.(object)
	for keyword := range members {
		if !slices.Contains(assertions, keyword) && !slices.Contains(notes, keyword) && !strings.HasPrefix(keyword, "x-") {
			unknown = append(unknown, keyword)
		}
	}
	return unknown
}

// parts gives the schemas that hold for a value: those that a schema refers to or is composed of, and of a choice those
// that permit the type of the value.
func (d published) parts(schema, value any) (parts []object) {
	members, _ := schema.(object)
	if members == nil {
		return nil
	}
	parts = append(parts, members)
	if _, ok := referenceIn(members); ok {
		parts = append(parts, d.parts(d.follow(members), value)...)
	}
	for _, part := range d.listAt(members["allOf"]) {
		parts = append(parts, d.parts(part, value)...)
	}
	for _, choice := range d.listAt(members["oneOf"]) {
		if d.permits(choice, value) {
			parts = append(parts, d.parts(choice, value)...)
		}
	}
	return parts
}

// permits reports whether a schema permits the type of a value.
func (d published) permits(schema, value any) bool {
	for _, part := range d.parts(schema, value) {
		if types := typesIn(part); types != nil && !slices.ContainsFunc(types, func(name string) bool { return isOfType(value, name) }) {
			return false
		}
		if choices := d.listAt(part["oneOf"]); choices != nil && !slices.ContainsFunc(choices, func(choice any) bool { return d.permits(choice, value) }) {
			return false
		}
	}
	return true
}

func typesIn(schema object) (types []string) {
	switch stated := schema["type"].(type) {
	case string:
		return []string{stated}
	case []any:
		for _, name := range stated {
			types = append(types, name.(string))
		}
	}
	return types
}

func isOfType(value any, name string) bool {
	switch value := value.(type) {
	case nil:
		return name == "null"
	case bool:
		return name == "boolean"
	case string:
		return name == "string"
	case int:
		return name == "integer" || name == "number"
	case float64:
		return name == "number" || name == "integer" && value == math.Trunc(value)
	case []any:
		return name == "array"
	case object:
		return name == "object"
	}
	panic(fmt.Sprintf("a value of the type %T", value))
}

// specimens has a value of each JSON type, and a number that is no integer.
var specimens = map[string]any{
	"null": nil, "boolean": true, "integer": 7, "number": 1.5, "string": "text", "array": []any{}, "object": object{},
}

// whole makes a value with every member that a schema has.
func (d published) whole(schema any) any {
	name := d.typeOf(schema)
	parts := d.parts(schema, specimens[name])
	for _, part := range parts {
		for _, keyword := range []string{"enum", "x-known-values"} {
			if values := d.listAt(part[keyword]); values != nil {
				return values[0]
			}
		}
		if codes := d.listAt(part["x-error-codes"]); codes != nil {
			return d.at(codes[0], "code")
		}
		if value, ok := part["const"]; ok {
			return value
		}
	}
	switch name {
	case "object":
		return d.wholeObject(parts)
	case "array":
		for _, part := range parts {
			if part["items"] != nil {
				return []any{d.whole(part["items"])}
			}
		}
	case "integer":
		return max(1, numberIn(parts, "minimum"))
	}
	return specimens[name]
}

// typeOf gives the first type that a schema permits, null only if there is no other.
func (d published) typeOf(schema any) string {
	for _, name := range []string{"object", "array", "string", "boolean", "integer", "number"} {
		if d.permits(schema, specimens[name]) {
			return name
		}
	}
	return "null"
}

func (d published) wholeObject(parts []object) object {
	value := object{}
	for _, part := range parts {
		for name := range d.objectAt(part["properties"]) {
			value[name] = d.whole(d.property(parts, name))
		}
		if other, ok := part["additionalProperties"].(object); ok {
			value[otherName(part)] = d.whole(other)
		}
	}
	return value
}

// otherName is a name that another member of an object can have.
func otherName(part object) string {
	if pattern, ok := part["x-other-members"].(string); ok && !regexp.MustCompile(pattern).MatchString("Other__gc") {
		return "urn:example:other"
	}
	return "Other__gc"
}

// property is the schema of a member, to which several parts can have something to say.
func (d published) property(parts []object, name string) any {
	var all []any
	for _, part := range parts {
		if property := d.objectAt(part["properties"])[name]; property != nil {
			all = append(all, property)
		}
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	return object{"allOf": all}
}

func numberIn(parts []object, keyword string) (number int) {
	for _, part := range parts {
		if n, ok := part[keyword].(int); ok {
			number = n
		}
	}
	return number
}

// place is a value in a body, with the schemas that hold for it.
type place struct {
	at    []string
	value any
	parts []object
	// schema is what the parts are from.
	schema any
}

// places goes through a value.
func (d published) places(schema, value any, at []string) (places []place) {
	here := place{at, value, d.parts(schema, value), schema}
	places = append(places, here)
	below := func(name string, schema, value any) {
		places = append(places, d.places(schema, value, append(slices.Clone(at), name))...)
	}
	switch value := value.(type) {
	case object:
		for _, name := range sortedKeys(value) {
			below(name, here.member(d, name), value[name])
		}
	case []any:
		for _, part := range here.parts {
			for i, item := range value {
				if part["items"] != nil {
					below(strconv.Itoa(i), part["items"], item)
				}
			}
		}
	}
	return places
}

// member is the schema of a member, be it one that a schema lists or another one.
func (p place) member(d published, name string) any {
	if property := d.property(p.parts, name); property != nil {
		return property
	}
	for _, part := range p.parts {
		if other, ok := part["additionalProperties"].(object); ok {
			return other
		}
	}
	return nil
}

// takes reports whether the document knows that an object can have members of this name that no schema lists.
func (p place) takes(name string) bool {
	declares, isOpen := false, false
	for _, part := range p.parts {
		if pattern, ok := part["x-other-members"].(string); ok {
			return regexp.MustCompile(pattern).MatchString(name)
		}
		other := part["additionalProperties"]
		isOpen = isOpen || other != nil && other != false || part["unevaluatedProperties"] == true
		declares = declares || part["properties"] != nil
	}
	return isOpen || !declares
}

// replaced gives a copy of a value in which one place is changed.
func replaced(value any, at []string, change func(any) any) any {
	if len(at) == 0 {
		return change(value)
	}
	switch value := value.(type) {
	case object:
		changed := maps.Clone(value)
		changed[at[0]] = replaced(value[at[0]], at[1:], change)
		return changed
	case []any:
		i, _ := strconv.Atoi(at[0])
		changed := slices.Clone(value)
		changed[i] = replaced(value[i], at[1:], change)
		return changed
	}
	return value
}

// without gives a copy of an object that lacks a member.
func without(value any, name string) any {
	changed := maps.Clone(value.(object))
	delete(changed, name)
	return changed
}

// with gives a copy of an object that has one member more.
func with(value any, name string, member any) any {
	changed := maps.Clone(value.(object))
	changed[name] = member
	return changed
}
