// Package loose reads the parts of replies whose shape is not documented, or that came broken. What it does not find is
// empty, and no error.
package loose

import (
	"bytes"
	"maps"
	"math"
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

// Depth returns how deep objects and lists stand inside each other.
func Depth(value jsontext.Value) (depth int) {
	decoder := jsontext.NewDecoder(bytes.NewReader(value), wire.Tolerant)
	for {
		if _, err := decoder.ReadToken(); err != nil {
			return depth
		}
		depth = max(depth, decoder.StackDepth())
	}
}

// Member returns a member of an object, and nothing for what has none.
func Member(object jsontext.Value, name string) jsontext.Value { return Members(object)[name] }

// Members returns the members of an object.
func Members(object jsontext.Value) (members map[string]jsontext.Value) {
	_ = json.Unmarshal(object, &members, wire.Tolerant) // of another kind of value, none
	return members
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

// isName reports whether the token that was read last is the name of a member.
func isName(decoder *jsontext.Decoder) bool {
	kind, position := decoder.StackIndex(decoder.StackDepth())
	return kind == '{' && position%2 == 1
}

// Lists returns the members of an object that are lists.
func Lists(object jsontext.Value) map[string]jsontext.Value {
	lists := Members(object)
	maps.DeleteFunc(lists, func(_ string, value jsontext.Value) bool { return value.Kind() != '[' })
	return lists
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

// Count returns how many there are, as far as a number says: none below zero, no more than a 32-bit integer holds, and of
// a fraction the whole part.
func Count(value jsontext.Value) (count int, ok bool) {
	number, ok := Number(value)
	if !ok || !(number >= 0) || math.IsInf(number, 0) {
		return 0, false
	}
	return int(min(number, math.MaxInt32)), true
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
	walk(value, maxNesting, func(object jsontext.Value) (goOn bool) {
		if record, ok := read[R](object); ok {
			records = append(records, record)
		}
		return true
	})
	return records
}

// Outermost returns the objects inside a value that are sought, read as records, but none that is inside another one.
func Outermost[R any](value jsontext.Value, isSought func(R) bool) (records []R) {
	walk(value, maxNesting, func(object jsontext.Value) (goOn bool) {
		record, ok := read[R](object)
		if ok = ok && isSought(record); ok {
			records = append(records, record)
		}
		return !ok
	})
	return records
}

func read[R any](object jsontext.Value) (record R, ok bool) {
	err := json.Unmarshal(object, &record, wire.Tolerant)
	return record, err == nil
}

// walk visits the objects inside a value, and those inside an object if the visit says so.
func walk(value jsontext.Value, depth int, visit func(jsontext.Value) (goOn bool)) {
	switch {
	case depth == 0:
	case value.Kind() == '[':
		for _, item := range list(value) {
			walk(item, depth-1, visit)
		}
	case value.Kind() == '{' && visit(value):
		members := Members(value)
		for _, name := range slices.Sorted(maps.Keys(members)) {
			walk(members[name], depth-1, visit)
		}
	}
}
