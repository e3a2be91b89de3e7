// Package loose reads the parts of replies whose shape is not documented, or that came broken. What it does not find is
// empty, and no error.
package loose

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Items returns the items of a list. What is no list is one item, and what holds no value, such as {} or a list of empty
// lists, is none.
func Items(value jsontext.Value) []jsontext.Value {
	items := []jsontext.Value{value}
	if value.Kind() == '[' {
		items = list(value)
	}
	var said []jsontext.Value
	for _, item := range items {
		if !isEmpty(item) {
			said = append(said, item)
		}
	}
	return said
}

// list returns the values of a list.
func list(value jsontext.Value) (values []jsontext.Value) {
	_ = json.Unmarshal(value, &values, wire.Tolerant) // of another kind of value, none
	return values
}

// isEmpty reports whether a value holds nothing but null, false, empty texts and the names of members.
func isEmpty(value jsontext.Value) bool {
	decoder := jsontext.NewDecoder(bytes.NewReader(value), wire.Tolerant)
	for {
		token, err := decoder.ReadToken()
		if err != nil {
			return true
		}
		switch {
		case token.Kind() == 't', token.Kind() == '0', token.Kind() == '"' && !isName(decoder) && token.String() != "":
			return false
		}
	}
}

// Member returns a member of an object, and nothing for what has none.
func Member(object jsontext.Value, name string) jsontext.Value {
	var members map[string]jsontext.Value
	_ = json.Unmarshal(object, &members, wire.Tolerant) // of another kind of value, nothing
	return members[name]
}

// Texts returns a text, or the texts of a list.
func Texts(value jsontext.Value) []string {
	var texts []string
	if value.Kind() == '"' {
		value = jsontext.Value("[" + string(value) + "]")
	}
	_ = json.Unmarshal(value, &texts, wire.Tolerant) // of another kind of value, none
	return texts
}

// AllTexts returns every text inside a value that is no name of a member.
func AllTexts(value jsontext.Value) (texts []string) {
	decoder := jsontext.NewDecoder(bytes.NewReader(value), wire.Tolerant)
	for {
		token, err := decoder.ReadToken()
		if err != nil {
			return texts
		}
		if token.Kind() == '"' && !isName(decoder) {
			texts = append(texts, token.String())
		}
	}
}

// isName reports whether the token that was read last is the name of a member.
func isName(decoder *jsontext.Decoder) bool {
	kind, position := decoder.StackIndex(decoder.StackDepth())
	return kind == '{' && position%2 == 1
}

// FirstList returns the items of the first member of an object that is a list, by name.
func FirstList(object jsontext.Value) (items []jsontext.Value, found bool) {
	var members map[string]jsontext.Value
	_ = json.Unmarshal(object, &members, wire.Tolerant)
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if members[name].Kind() == '[' {
			return Items(members[name]), true
		}
	}
	return nil, false
}

// Text returns a text, or the first one of a list.
func Text(value jsontext.Value) string {
	for _, text := range Texts(value) {
		return text
	}
	return ""
}

// Number returns a number, also one that is written as a text.
func Number(value jsontext.Value) (number float64, ok bool) {
	number, err := strconv.ParseFloat(strings.Trim(string(value), `"`), 64)
	return number, err == nil
}

// RequestID returns the request id of a body that cannot be read otherwise, up to where it breaks off.
func RequestID(body []byte) string {
	var envelope struct {
		RequestID jsontext.Value `json:"requestId"`
	}
	_ = json.Unmarshal(body, &envelope, wire.Tolerant, jsontext.AllowDuplicateNames(true)) // what came before a fault is kept
	return Text(envelope.RequestID)
}

// maxNesting is how deep a record is looked for.
const maxNesting = 5

// Records returns every object inside a value, read as a record; what cannot be read as one is left out.
func Records[R any](value jsontext.Value) (records []R) {
	for _, object := range objects(value, maxNesting) {
		var record R
		if json.Unmarshal(object, &record, wire.Tolerant) == nil {
			records = append(records, record)
		}
	}
	return records
}

func objects(value jsontext.Value, depth int) (found []jsontext.Value) {
	switch {
	case depth == 0:
	case value.Kind() == '[':
		for _, item := range list(value) {
			found = append(found, objects(item, depth-1)...)
		}
	case value.Kind() == '{':
		found = append(found, value)
		var members map[string]jsontext.Value
		_ = json.Unmarshal(value, &members, wire.Tolerant)
		for _, name := range slices.Sorted(maps.Keys(members)) {
			found = append(found, objects(members[name], depth-1)...)
		}
	}
	return found
}
