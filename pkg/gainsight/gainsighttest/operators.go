package gainsighttest

import (
	"math"
	"slices"
	"strings"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// operator makes the test of a condition, so that the values of the condition are read once and not for each record.
type operator struct {
	takes count
	test  func(gsapi.Condition) test
}

// test reports whether a condition holds for the value of a record.
type test func(value) bool

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
	"IN":               {some, isAmong},
	"NOT_IN":           {some, not(isAmong)},
	"EQ":               {one, isAmong},
	"NE":               {one, not(isAmong)},
	"LT":               {one, compares(func(c int) bool { return c < 0 })},
	"GT":               {one, compares(func(c int) bool { return c > 0 })},
	"LTE":              {one, compares(func(c int) bool { return c <= 0 })},
	"GTE":              {one, compares(func(c int) bool { return c >= 0 })},
	"BTW":              {two, isBetween},
	"CONTAINS":         {one, hasPart(strings.Contains)},
	"DOES_NOT_CONTAIN": {one, not(hasPart(strings.Contains))},
	"STARTS_WITH":      {one, hasPart(strings.HasPrefix)},
	"ENDS_WITH":        {one, hasPart(strings.HasSuffix)},
	"IS_NULL":          {none, isMissing},
	"IS_NOT_NULL":      {none, not(isMissing)},
	"INCLUDES":         {some, includesAny},
	"EXCLUDES":         {some, not(includesAny)},
}

func not(of func(gsapi.Condition) test) func(gsapi.Condition) test {
	return func(c gsapi.Condition) test {
		holds := of(c)
		return func(v value) bool { return !holds(v) }
	}
}

func isAmong(c gsapi.Condition) test {
	values := make(map[value]bool, len(c.Value))
	for _, text := range c.Value {
		values[valueOf(c.Name, string(text))] = true
	}
	return func(v value) bool { return values[v] }
}

func isMissing(gsapi.Condition) test { return func(v value) bool { return v.kind == missing } }

func compares(fits func(int) bool) func(gsapi.Condition) test {
	return func(c gsapi.Condition) test {
		bound := valueOf(c.Name, string(c.Value[0]))
		return func(v value) bool { return v.isComparable(bound) && fits(v.compare(bound)) }
	}
}

func isBetween(c gsapi.Condition) test {
	lower, upper := valueOf(c.Name, string(c.Value[0])), valueOf(c.Name, string(c.Value[1]))
	return func(v value) bool {
		return v.isComparable(lower) && v.isComparable(upper) && v.compare(lower) >= 0 && v.compare(upper) <= 0
	}
}

// hasPart takes the condition's value as it is written, also for a date, of which it may be a part.
func hasPart(has func(s, part string) bool) func(gsapi.Condition) test {
	return func(c gsapi.Condition) test {
		part := valueOf("", string(c.Value[0]))
		return func(v value) bool {
			s, ok := v.asText()
			return ok && part.kind == text && has(s, part.text)
		}
	}
}

func includesAny(c gsapi.Condition) test {
	isOneOfThem := isAmong(c)
	return func(v value) bool { return slices.ContainsFunc(v.choices(), isOneOfThem) }
}
