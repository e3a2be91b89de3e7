package scim

import (
	"errors"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Filter selects resources by their attributes, as RFC 7644, section 3.4.2.2, describes it. The zero Filter has no
// condition and selects all. A Filter never changes, and == compares its text.
//
// What is wrong with a filter stays in it, and in every filter made from it, until Err tells it.
type Filter struct {
	text      string
	isOr      bool // needs parentheses beside "and"
	hasValues bool // has a value path, which cannot stand in another one
	fault     string
}

// Scalar is what an attribute can be compared with. A date is written as RFC 3339 describes it, in UTC.
type Scalar interface {
	Ordered | ~bool
}

// Ordered is a Scalar of which one can be greater than another.
type Ordered interface {
	~string | ~int | ~int64 | ~float64 | time.Time
}

// Eq holds where the attribute has the value (L: userName, displayName and emails.value were seen). To ask for an
// attribute without a value, write Not(Pr(attribute)).
func Eq[T Scalar](attribute string, value T) Filter { return compare(attribute, "eq", value) }

// Ne holds where the attribute does not have the value.
func Ne[T Scalar](attribute string, value T) Filter { return compare(attribute, "ne", value) }

// Co holds where the attribute contains the text.
func Co(attribute, text string) Filter { return compare(attribute, "co", text) }

// Sw holds where the attribute starts with the text.
func Sw(attribute, text string) Filter { return compare(attribute, "sw", text) }

// Ew holds where the attribute ends with the text.
func Ew(attribute, text string) Filter { return compare(attribute, "ew", text) }

// Gt holds where the attribute is greater than the value, or later.
func Gt[T Ordered](attribute string, value T) Filter { return compare(attribute, "gt", value) }

// Ge holds where the attribute is the value or greater, or not before it.
func Ge[T Ordered](attribute string, value T) Filter { return compare(attribute, "ge", value) }

// Lt holds where the attribute is less than the value, or earlier.
func Lt[T Ordered](attribute string, value T) Filter { return compare(attribute, "lt", value) }

// Le holds where the attribute is the value or less, or not after it.
func Le[T Ordered](attribute string, value T) Filter { return compare(attribute, "le", value) }

// Pr holds where the attribute is present: it has a value, and not an empty one.
func Pr(attribute string) Filter {
	if fault := attributeFault(attribute); fault != "" {
		return Filter{fault: fault}
	}
	return Filter{text: attribute + " pr"}.sized()
}

func compare(attribute, operator string, value any) Filter {
	if fault := attributeFault(attribute); fault != "" {
		return Filter{fault: fault}
	}
	if date, isDate := value.(time.Time); isDate {
		value = date.UTC()
	}
	text, err := json.Marshal(value)
	if err != nil {
		return faulty("the value for %.80q cannot be written as JSON: a text must be valid UTF-8, a number finite, and a year have four digits", attribute)
	}
	switch jsontext.Value(text).Kind() {
	case '{', '[', 'n': // a type with a way of its own to write itself
		return faulty("the value for %.80q writes itself as %s; want a text, a number, a boolean or a date", attribute, jsontext.Value(text).Kind())
	}
	return Filter{text: attribute + " " + operator + " " + string(text)}.sized()
}

// Values holds where one value of a multi-valued attribute meets all of the filter. Values("emails",
// Eq("type", "work").And(Co("value", "@example.com"))) is emails[type eq "work" and value co "@example.com"], while the
// two conditions on emails.type and emails.value could be met by different addresses. Not every server takes more than two
// conditions here: an erratum of RFC 7644 allows no more, without parentheses.
func Values(attribute string, filter Filter) Filter {
	fault := attributeFault(attribute)
	switch {
	case fault != "":
		return Filter{fault: fault}
	case filter.fault != "":
		return filter
	case filter.IsZero():
		return faulty("the values of %.80q are selected by a filter without a condition; give it one, or ask by Pr whether there are any", attribute)
	case filter.hasValues:
		return faulty("the values of %.80q are selected by values of values, which SCIM does not have; name sub-attributes in the filter", attribute)
	}
	return Filter{text: attribute + "[" + filter.text + "]", hasValues: true}.sized()
}

// And holds where the filter and all others hold. A zero Filter restricts nothing and is left out.
func (f Filter) And(others ...Filter) Filter {
	for _, other := range others {
		f = and(f, other)
	}
	return f
}

// Or holds where the filter or one of the others holds. A zero Filter among them is a fault: it holds for everything, so
// that the rest would say nothing, and whoever collects conditions in a loop would select everybody.
func (f Filter) Or(others ...Filter) Filter {
	for _, other := range others {
		f = or(f, other)
	}
	return f
}

// Not holds where the filter does not hold. The opposite of a zero Filter is a fault, since it would hold for nothing.
func Not(f Filter) Filter {
	switch {
	case f.fault != "":
		return f
	case f.IsZero():
		return faulty("Not has an operand without a condition, so that it holds for nothing")
	}
	return Filter{text: "not (" + f.text + ")", hasValues: f.hasValues}.sized()
}

func and(a, b Filter) Filter {
	switch {
	case a.fault != "" || b.IsZero():
		return a
	case b.fault != "" || a.IsZero():
		return b
	}
	return Filter{text: a.grouped() + " and " + b.grouped(), hasValues: a.hasValues || b.hasValues}.sized()
}

func or(a, b Filter) Filter {
	switch {
	case a.fault != "":
		return a
	case b.fault != "":
		return b
	case a.IsZero() || b.IsZero():
		return faulty("Or has an operand without a condition, so that it holds for everything; begin with the first condition")
	}
	return Filter{text: a.text + " or " + b.text, isOr: true, hasValues: a.hasValues || b.hasValues}.sized()
}

// grouped returns the text as it stands beside "and", which binds tighter than "or".
func (f Filter) grouped() string {
	if f.isOr {
		return "(" + f.text + ")"
	}
	return f.text
}

// maxFilter is the length of the longest filter in bytes. A filter travels in the address of a request, and servers
// refuse addresses that are much longer; the limit of the vendor is not known.
const maxFilter = 8 << 10

func (f Filter) sized() Filter {
	if len(f.text) > maxFilter {
		return faulty("the filter is longer than %d bytes, which is too long for the address of a request; ask in several calls", maxFilter)
	}
	return f
}

func faulty(format string, args ...any) Filter { return Filter{fault: fmt.Sprintf(format, args...)} }

// IsZero reports whether the filter has no condition.
func (f Filter) IsZero() bool { return f == Filter{} }

// Err returns what is wrong with the filter, the first fault that was made. No call is made with such a filter.
func (f Filter) Err() error {
	if f.fault == "" {
		return nil
	}
	return errors.New(f.fault)
}

// String returns the filter as it is sent, not yet escaped for a URL. With a fault it returns a text that no server takes
// for a filter.
func (f Filter) String() string {
	if f.fault != "" {
		return "%!(" + f.fault + ")"
	}
	return f.text
}
