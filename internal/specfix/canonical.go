package specfix

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"gopkg.in/yaml.v3"
)

// Canonical is the value of a node as compact JSON with sorted keys. Two nodes say the same exactly when their canonical
// forms are the same bytes: quotes, comments, key order and layout do not matter, but 1, 1.0 and "1" differ.
func Canonical(node *yaml.Node) []byte {
	var b bytes.Buffer
	writeJSON(&b, node, true)
	return b.Bytes()
}

// Hash is the guard for a whole node as a correction states it: "sha256:" and the hash of the canonical form.
func Hash(node *yaml.Node) string {
	return hashPrefix + sha256Hex(Canonical(node))
}

const hashPrefix = "sha256:"

func equal(a, b *yaml.Node) bool {
	return bytes.Equal(Canonical(a), Canonical(b))
}

// compact is the value as JSON in the order of the document, for people to read: what cannot be seen, such as a
// no-break space, is written as an escape.
func compact(node *yaml.Node) string {
	var b bytes.Buffer
	writeJSON(&b, node, false)
	return visible(b.String())
}

func visible(text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.IsPrint(r) {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}

func writeJSON(b *bytes.Buffer, node *yaml.Node, sorted bool) {
	switch node.Kind {
	case yaml.MappingNode:
		writeJSONObject(b, node, sorted)
	case yaml.SequenceNode:
		b.WriteByte('[')
		for i, item := range node.Content {
			if i > 0 {
				b.WriteByte(',')
			}
			writeJSON(b, item, sorted)
		}
		b.WriteByte(']')
	default:
		b.WriteString(scalarJSON(node))
	}
}

func writeJSONObject(b *bytes.Buffer, node *yaml.Node, sorted bool) {
	type member struct {
		name  string
		value *yaml.Node
	}
	var members []member
	for key, value := range pairs(node) {
		members = append(members, member{key.Value, value})
	}
	if sorted {
		slices.SortStableFunc(members, func(a, b member) int { return strings.Compare(a.name, b.name) })
	}
	b.WriteByte('{')
	for i, m := range members {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quoteJSON(m.name))
		b.WriteByte(':')
		writeJSON(b, m.value, sorted)
	}
	b.WriteByte('}')
}

func scalarJSON(node *yaml.Node) string {
	switch node.ShortTag() {
	case "!!null":
		return "null"
	case "!!bool":
		return strings.ToLower(node.Value)
	case "!!int", "!!float":
		return numberJSON(node)
	}
	return quoteJSON(node.Value)
}

// numberJSON keeps a number as it is written where JSON allows it, so that no digit is lost.
func numberJSON(node *yaml.Node) string {
	if json.Valid([]byte(node.Value)) {
		return node.Value
	}
	var value any
	if err := node.Decode(&value); err == nil {
		if text, err := json.Marshal(value); err == nil {
			return string(text)
		}
	}
	return quoteJSON(node.Value)
}

func quoteJSON(text string) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		return `""` // cannot happen: a string always has a JSON form
	}
	return strings.TrimSuffix(b.String(), "\n")
}
