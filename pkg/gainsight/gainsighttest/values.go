package gainsighttest

import (
	"cmp"
	"encoding/json"
	"strings"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

type kind int

// The kinds are in the order in which values of different kinds are sorted.
const (
	missing kind = iota // absent or null
	boolean
	number
	date
	text
	nested
)

// value is a JSON value in a form that compares by what it means, not by how it is written. Two values that mean the
// same are equal, also as keys of a map.
type value struct {
	kind   kind
	text   string
	number decimal
	date   time.Time // in UTC
}

// valueOf reads the JSON text of a field's value; "" stands for an absent one.
func valueOf(fieldName, jsonText string) value {
	jsonText = strings.TrimSpace(jsonText)
	if jsonText == "" || jsonText == "null" {
		return value{}
	}
	if v, ok := specialValue(fieldName, jsonText); ok {
		return v
	}
	switch jsonText[0] {
	case 't', 'f':
		return value{kind: boolean, text: jsonText}
	case '"':
		var s string
		_ = json.Unmarshal([]byte(jsonText), &s)
		return value{kind: text, text: s}
	case '{', '[':
		return value{kind: nested, text: canonical(jsonText)}
	}
	return value{kind: number, number: parseDecimal(jsonText)}
}

// specialValue reads the fields that come in more than one form: Booleans as true and "true", dates in three formats.
func specialValue(fieldName, jsonText string) (v value, ok bool) {
	switch fieldName {
	case "TeamAdmin", "IsActiveUser", "IsSuperAdmin", "GainsightLicenseEnabled":
		var member wire.Value[bool]
		_ = member.UnmarshalJSON([]byte(jsonText))
		isAdmin, ok := member.Get()
		if isAdmin {
			return value{kind: boolean, text: "true"}, ok
		}
		return value{kind: boolean, text: "false"}, ok
	case "CreatedDate", "ModifiedDate":
		var member wire.Value[time.Time]
		_ = member.UnmarshalJSON([]byte(jsonText))
		at, ok := member.Get()
		return value{kind: date, date: at.UTC()}, ok
	}
	return value{}, false
}

// canonical rewrites an object or a list without spaces and with sorted names. Its numbers stay as they are written.
func canonical(jsonText string) string {
	decoder := json.NewDecoder(strings.NewReader(jsonText))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return jsonText
	}
	sorted, _ := json.Marshal(v) // cannot fail: v was just decoded
	return string(sorted)
}

func (v value) compare(other value) int {
	return cmp.Or(
		cmp.Compare(v.kind, other.kind),
		cmp.Compare(v.text, other.text),
		v.number.compare(other.number),
		v.date.Compare(other.date),
	)
}

// isComparable reports whether one of two values can be the greater one.
func (v value) isComparable(other value) bool { return v.kind != missing && v.kind == other.kind }

// asText is the text of a text, and of a date: the one in which the tenant writes dates.
func (v value) asText() (s string, ok bool) {
	if v.kind == date {
		return v.date.Format(time.RFC3339Nano), true
	}
	return v.text, v.kind == text
}

// choices are the values of a field that can have several: a list, or texts between semicolons.
func (v value) choices() []value {
	switch v.kind {
	case missing:
		return nil
	case text:
		return textChoices(v.text)
	case nested:
		var list []json.RawMessage
		_ = json.Unmarshal([]byte(v.text), &list) // an object is no list, and has no choices
		choices := make([]value, 0, len(list))
		for _, item := range list {
			choices = append(choices, valueOf("", string(item)))
		}
		return choices
	}
	return []value{v}
}

func textChoices(joined string) []value {
	parts := strings.Split(joined, ";")
	choices := make([]value, 0, len(parts))
	for _, part := range parts {
		choices = append(choices, value{kind: text, text: strings.TrimSpace(part)})
	}
	return choices
}
