package gainsighttest

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
)

// operator compares the value of a record with those of a condition.
type operator struct {
	takes count
	holds func(v value, with []value) bool
}

// count is how many values a condition can have.
type count struct{ least, most int }

var (
	none = count{0, 0}
	one  = count{1, 1}
	two  = count{2, 2}
	some = count{1, math.MaxInt}
)

func (c count) allows(n int) bool { return c.least <= n && n <= c.most }

// operators is one line for each operator. The documentation of the package says what each rests on.
var operators = map[string]operator{
	"IN":               {some, value.isAmong},
	"NOT_IN":           {some, not(value.isAmong)},
	"EQ":               {one, value.isAmong},
	"NE":               {one, not(value.isAmong)},
	"LT":               {one, func(v value, with []value) bool { return v.isComparable(with[0]) && v.compare(with[0]) < 0 }},
	"GT":               {one, func(v value, with []value) bool { return v.isComparable(with[0]) && v.compare(with[0]) > 0 }},
	"LTE":              {one, func(v value, with []value) bool { return v.isComparable(with[0]) && v.compare(with[0]) <= 0 }},
	"GTE":              {one, func(v value, with []value) bool { return v.isComparable(with[0]) && v.compare(with[0]) >= 0 }},
	"BTW":              {two, value.isBetween},
	"CONTAINS":         {one, bothTexts(strings.Contains)},
	"DOES_NOT_CONTAIN": {one, not(bothTexts(strings.Contains))},
	"STARTS_WITH":      {one, bothTexts(strings.HasPrefix)},
	"ENDS_WITH":        {one, bothTexts(strings.HasSuffix)},
	"IS_NULL":          {none, value.isMissing},
	"IS_NOT_NULL":      {none, not(value.isMissing)},
	"INCLUDES":         {some, value.includesAny},
	"EXCLUDES":         {some, not(value.includesAny)},
}

func not(holds func(value, []value) bool) func(value, []value) bool {
	return func(v value, with []value) bool { return !holds(v, with) }
}

func bothTexts(holds func(s, part string) bool) func(value, []value) bool {
	return func(v value, with []value) bool {
		return v.kind == text && with[0].kind == text && holds(v.text, with[0].text)
	}
}

func (v value) isAmong(values []value) bool {
	return slices.ContainsFunc(values, func(other value) bool { return v.compare(other) == 0 })
}

func (v value) isMissing([]value) bool { return v.kind == missing }

// isComparable reports whether one of two values can be the greater one.
func (v value) isComparable(other value) bool { return v.kind != missing && v.kind == other.kind }

func (v value) isBetween(bounds []value) bool {
	return v.isComparable(bounds[0]) && v.isComparable(bounds[1]) && v.compare(bounds[0]) >= 0 && v.compare(bounds[1]) <= 0
}

func (v value) includesAny(values []value) bool {
	return slices.ContainsFunc(v.choices(), func(choice value) bool { return choice.isAmong(values) })
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
