package gainsighttest

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// misspelled names a member of a request that differs from one of the contract only in upper and lower case, and
// returns "" if there is none. The generated server takes such a member; that the vendor does is not known, and the
// article is at odds with itself: its tables have ObjectName and Conditions, its samples objectName and conditions.
func misspelled(body []byte, t reflect.Type) string {
	switch {
	case t.Kind() == reflect.Pointer:
		return misspelled(body, t.Elem())
	case reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()):
		return "" // a record, which checkNames looks at, or a plain value
	case t.Kind() == reflect.Struct:
		return misspelledMember(body, t)
	case t.Kind() == reflect.Slice:
		return misspelledIn(decodeAs[[]json.RawMessage](body), t.Elem())
	case t.Kind() == reflect.Map:
		object := decodeAs[map[string]json.RawMessage](body)
		return misspelledIn(slices.Collect(maps.Values(object)), t.Elem())
	}
	return ""
}

func misspelledIn(values []json.RawMessage, t reflect.Type) string {
	for _, value := range values {
		if fault := misspelled(value, t); fault != "" {
			return fault
		}
	}
	return ""
}

func misspelledMember(body []byte, t reflect.Type) string {
	object := decodeAs[map[string]json.RawMessage](body)
	for _, name := range slices.Sorted(maps.Keys(object)) {
		for i := range t.NumField() {
			field := t.Field(i)
			member, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if member == name {
				if fault := misspelled(object[name], field.Type); fault != "" {
					return fault
				}
			} else if strings.EqualFold(member, name) {
				return fmt.Sprintf("the member %q is written %q in the samples", name, member)
			}
		}
	}
	return ""
}

// decodeAs returns the zero value for a body of another type; the generated server will refuse that.
func decodeAs[T any](body []byte) (value T) {
	_ = json.Unmarshal(body, &value)
	return value
}

// checkNames looks at the members of a record that the generated types take for custom fields. Their names are the
// tenant's, but one that differs from a known member only in upper and lower case is hardly meant as a custom field.
func (f fields[R]) checkNames(r *R) *refusal {
	for _, name := range slices.Sorted(maps.Keys(*f.others(r))) {
		if name == "" {
			return doubt("a member of a record has no name")
		}
		isIt := func(known string) bool { return strings.EqualFold(known, name) }
		if i := slices.IndexFunc(f.names, isIt); i >= 0 {
			return doubt("the member %q of a record is written %q in the samples", name, f.names[i])
		}
	}
	return nil
}
