// Package loose reads the parts of replies whose shape is not documented, or that came broken. What it does not find is
// empty, and no error.
package loose

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Items returns the items of a list. What is no list is one item, and what holds no value, such as {} or a list of empty
// lists, is none.
func Items(list jsontext.Value) []jsontext.Value {
	items := []jsontext.Value{list}
	if list.Kind() == '[' {
		items = nil
		_ = json.Unmarshal(list, &items, wire.Tolerant) // it was decoded, so it is valid
	}
	var said []jsontext.Value
	for _, item := range items {
		if !isEmpty(item) {
			said = append(said, item)
		}
	}
	return said
}

// isEmpty reports whether a value holds nothing but null, false, empty texts and the names of members.
func isEmpty(value jsontext.Value) bool {
	decoder := jsontext.NewDecoder(bytes.NewReader(value), wire.Tolerant)
	for {
		token, err := decoder.ReadToken()
		if err != nil {
			return true
		}
		kind, position := decoder.StackIndex(decoder.StackDepth())
		isName := kind == '{' && position%2 == 1
		switch {
		case token.Kind() == 't', token.Kind() == '0', token.Kind() == '"' && !isName && token.String() != "":
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

// Records returns every object inside a value, read as a record.
func Records(value jsontext.Value) []gsapi.CompanyTeamRecord { return records(value, maxNesting) }

func records(value jsontext.Value, depth int) (found []gsapi.CompanyTeamRecord) {
	switch {
	case depth == 0:
	case value.Kind() == '[':
		var items []jsontext.Value
		_ = json.Unmarshal(value, &items, wire.Tolerant)
		for _, item := range items {
			found = append(found, records(item, depth-1)...)
		}
	case value.Kind() == '{':
		var record gsapi.CompanyTeamRecord
		if json.Unmarshal(value, &record, wire.Tolerant) != nil {
			return nil
		}
		found = append(found, record)
		for _, member := range record.AdditionalProperties {
			found = append(found, records(jsontext.Value(member), depth-1)...)
		}
	}
	return found
}
