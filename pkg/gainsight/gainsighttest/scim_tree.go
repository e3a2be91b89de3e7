package gainsighttest

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// resource is a SCIM resource, or an object in one. Its values are nil, bool, string, json.Number, []any and resource.
type resource = map[string]any

// decodeTree reads a JSON value, with its numbers as they are written.
func decodeTree(text []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	err = decoder.Decode(&value)
	return value, err
}

// decodeResource returns nil for what is no object.
func decodeResource(text []byte) resource {
	value, _ := decodeTree(text)
	r, _ := value.(resource)
	return r
}

// encodeTree writes a tree with sorted names.
func encodeTree(value any) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // cannot fail: a tree has nothing else than JSON has
	return text.Bytes()
}

func cloneTree(value any) any {
	switch value := value.(type) {
	case resource:
		return cloneResource(value)
	case []any:
		entries := make([]any, len(value))
		for i, entry := range value {
			entries[i] = cloneTree(entry)
		}
		return entries
	}
	return value
}

func cloneResource(r resource) resource {
	clone := make(resource, len(r))
	for name, value := range r {
		clone[name] = cloneTree(value)
	}
	return clone
}

// keyOfMember returns the name under which an object has a member, whatever its upper and lower case.
func keyOfMember(r resource, name string) (key string, ok bool) {
	if _, ok := r[name]; ok {
		return name, true
	}
	for _, other := range slices.Sorted(maps.Keys(r)) {
		if strings.EqualFold(other, name) {
			return other, true
		}
	}
	return "", false
}

func memberOf(r resource, name string) any {
	key, _ := keyOfMember(r, name)
	return r[key]
}

// isEmpty reports whether a value is none to SCIM: null, or a list or an object of nothing.
func isEmpty(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case []any:
		return len(value) == 0
	case resource:
		return len(value) == 0
	}
	return false
}
