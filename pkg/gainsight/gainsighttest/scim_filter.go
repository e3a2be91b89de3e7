package gainsighttest

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	filter "github.com/scim2/filter-parser/v2"
)

// matcher reports whether a resource, or an entry of one of its lists, fits a filter.
type matcher func(value any) bool

const (
	maxFilterLength  = 16 << 10 // without the texts in it
	maxFilterNesting = 50
)

// compileFilter reads a filter for resources with these attributes.
func compileFilter(text string, known attributes) (matcher, error) {
	return (&compiler{known: known}).compile(text)
}

// compiler makes matchers of parsed filters. The parser has three limits that RFC 7644 does not have: it leaves the
// escapes in texts, it refuses some of them, and it takes no more than one "and" or "or" between brackets. So both are
// taken out before, and stand in what is parsed as their number: `a eq "1"` and `emails.$v1 pr`.
type compiler struct {
	known   attributes
	texts   []string
	filters []matcher // between brackets
}

func (c *compiler) compile(text string) (matcher, error) {
	plain, err := c.simplify(text)
	if err != nil {
		return nil, err
	}
	if len(plain) > maxFilterLength {
		return nil, fmt.Errorf("the filter is longer than %d bytes", maxFilterLength)
	}
	expression, err := filter.ParseFilterNumber([]byte(plain))
	if err != nil {
		return nil, err
	}
	return c.build(expression)
}

// simplify takes texts and what is between brackets out of a filter.
func (c *compiler) simplify(text string) (string, error) {
	var plain strings.Builder
	depth := 0
	for len(text) > 0 {
		switch text[0] {
		case '"':
			literal, err := cutText(text)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&plain, `"%d"`, len(c.texts))
			c.texts = append(c.texts, decodeAs[string]([]byte(literal)))
			text = text[len(literal):]
			continue
		case '[':
			inner, rest, err := cutBrackets(text)
			if err != nil {
				return "", err
			}
			fits, err := compileEntry(inner)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&plain, ".$v%d pr", len(c.filters))
			c.filters = append(c.filters, fits)
			text = rest
			continue
		case '(':
			if depth++; depth > maxFilterNesting {
				return "", fmt.Errorf("the filter is nested more than %d times", maxFilterNesting)
			}
		}
		plain.WriteByte(text[0])
		text = text[1:]
	}
	return plain.String(), nil
}

// compileEntry reads a filter between brackets, which speaks of the entries of a list. It has no brackets itself.
func compileEntry(text string) (matcher, error) {
	return compileFilter(strings.TrimSpace(text), entryParts)
}

// cutText returns the text in quotes that another one begins with.
func cutText(text string) (literal string, err error) {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			literal = text[:i+1]
			if !json.Valid([]byte(literal)) {
				return "", fmt.Errorf("the text %s is not one of JSON", literal)
			}
			return literal, nil
		}
	}
	return "", errors.New("a text has no end")
}

// cutBrackets returns what is between the brackets that a text begins with, and what comes behind them.
func cutBrackets(text string) (inner, rest string, err error) {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '"':
			literal, err := cutText(text[i:])
			if err != nil {
				return "", "", err
			}
			i += len(literal) - 1
		case ']':
			return text[1:i], text[i+1:], nil
		case '[':
			return "", "", errors.New("there are brackets between brackets")
		}
	}
	return "", "", errors.New("a bracket is open")
}

func (c *compiler) build(expression filter.Expression) (matcher, error) {
	switch e := expression.(type) {
	case *filter.LogicalExpression:
		left, err := c.build(e.Left)
		if err != nil {
			return nil, err
		}
		right, err := c.build(e.Right)
		if err != nil {
			return nil, err
		}
		if e.Operator == filter.AND {
			return func(value any) bool { return left(value) && right(value) }, nil
		}
		return func(value any) bool { return left(value) || right(value) }, nil
	case *filter.NotExpression:
		fits, err := c.build(e.Expression)
		if err != nil {
			return nil, err
		}
		return func(value any) bool { return !fits(value) }, nil
	case *filter.AttributeExpression:
		return c.buildComparison(e)
	}
	return nil, fmt.Errorf("an expression of type %T", expression)
}

func (c *compiler) buildComparison(e *filter.AttributeExpression) (matcher, error) {
	at := c.known.path(e.AttributePath)
	if number, ok := strings.CutPrefix(at.part, "$v"); ok && e.Operator == filter.PR {
		i, err := strconv.Atoi(number)
		if err != nil || i >= len(c.filters) {
			return nil, fmt.Errorf("the attribute %q", at.part)
		}
		at.part = ""
		return anyOf(at, c.filters[i]), nil
	}
	if e.Operator == filter.PR {
		return anyOf(at, func(value any) bool { return !isEmpty(value) }), nil
	}
	wanted := e.CompareValue
	if number, ok := wanted.(string); ok {
		i, _ := strconv.Atoi(number) // every text was replaced by its number
		wanted = c.texts[i]
	}
	if err := checkComparison(e.Operator, wanted); err != nil {
		return nil, err
	}
	if wanted == nil {
		isThere := anyOf(at, func(value any) bool { return !isEmpty(value) })
		return func(value any) bool { return isThere(value) == (e.Operator == filter.NE) }, nil
	}
	compare := comparison{e.Operator, wanted, c.known.of(at).isExact}
	if e.Operator == filter.NE {
		compare.operator = filter.EQ
		isEqual := anyOf(at, compare.holds)
		return func(value any) bool { return !isEqual(value) }, nil
	}
	return anyOf(at, compare.holds), nil
}

// checkComparison refuses what RFC 7644 does not let be compared.
func checkComparison(operator filter.CompareOperator, wanted any) error {
	if operator == filter.EQ || operator == filter.NE {
		return nil
	}
	switch wanted.(type) {
	case string:
		return nil
	case json.Number:
		if operator != filter.CO && operator != filter.SW && operator != filter.EW {
			return nil
		}
	}
	return fmt.Errorf("the operator %s does not go with the value %v", operator, wanted)
}

// anyOf reports whether one of the values that an attribute has fits.
func anyOf(at attributePath, fits matcher) matcher {
	return func(value any) bool {
		for _, candidate := range at.valuesIn(value) {
			if fits(candidate) {
				return true
			}
		}
		return false
	}
}

// attributePath names an attribute, in a resource or in an entry of a list.
type attributePath struct{ schema, name, part string }

// path is a path as the parser reads it. An extension as a whole is one too, whose last word the parser takes for the
// attribute.
func (all attributes) path(p filter.AttributePath) attributePath {
	schema := p.URI()
	if whole, _ := all.find(schema + ":" + p.AttributeName); all.has(whole) {
		return attributePath{name: whole, part: p.SubAttributeName()}
	}
	if isCore(schema) {
		schema = ""
	}
	if known, _ := all.find(schema); all.has(known) {
		schema = known
	}
	return attributePath{schema, p.AttributeName, p.SubAttributeName()}
}

// of returns what is known of the attribute that a path names, without its part.
func (all attributes) of(p attributePath) attribute {
	if p.schema != "" {
		all = all[p.schema].parts
	}
	_, known := all.find(p.name)
	return known
}

func (p attributePath) valuesIn(value any) []any {
	r, isObject := value.(resource)
	if !isObject {
		if p.schema == "" && p.part == "" && strings.EqualFold(p.name, "value") {
			return entriesOf(value) // an entry without parts
		}
		return nil
	}
	if p.schema != "" {
		if r, isObject = memberOf(r, p.schema).(resource); !isObject {
			return nil
		}
	}
	values := entriesOf(memberOf(r, p.name))
	if p.part == "" {
		return values
	}
	var parts []any
	for _, entry := range values {
		if object, ok := entry.(resource); ok {
			parts = append(parts, entriesOf(memberOf(object, p.part))...)
		}
	}
	return parts
}

func isCore(schema string) bool {
	return strings.EqualFold(schema, scimUserSchema) || strings.EqualFold(schema, scimGroupSchema)
}

// comparison compares an attribute's value with that of a filter.
type comparison struct {
	operator filter.CompareOperator
	wanted   any
	isExact  bool
}

func (c comparison) holds(has any) bool {
	if entry, ok := has.(resource); ok {
		has = memberOf(entry, "value") // RFC 7644 lets a filter leave it out
	}
	switch wanted := c.wanted.(type) {
	case bool:
		return has == wanted
	case json.Number:
		has, ok := has.(json.Number)
		return ok && c.holdsFor(parseDecimal(string(has)).compare(parseDecimal(string(wanted))))
	case string:
		has, ok := has.(string)
		return ok && c.holdsForText(has, wanted)
	}
	return false
}

func (c comparison) holdsFor(order int) bool {
	switch c.operator {
	case filter.EQ:
		return order == 0
	case filter.GT:
		return order > 0
	case filter.GE:
		return order >= 0
	case filter.LT:
		return order < 0
	case filter.LE:
		return order <= 0
	}
	return false
}

func (c comparison) holdsForText(has, wanted string) bool {
	if at, ok := timeOf(has); ok {
		if other, ok := timeOf(wanted); ok && c.operator != filter.CO && c.operator != filter.SW && c.operator != filter.EW {
			return c.holdsFor(at.Compare(other))
		}
	}
	if !c.isExact {
		has, wanted = strings.ToLower(has), strings.ToLower(wanted)
	}
	switch c.operator {
	case filter.CO:
		return strings.Contains(has, wanted)
	case filter.SW:
		return strings.HasPrefix(has, wanted)
	case filter.EW:
		return strings.HasSuffix(has, wanted)
	}
	return c.holdsFor(strings.Compare(has, wanted))
}

func timeOf(text string) (time.Time, bool) {
	at, err := time.Parse(time.RFC3339, text)
	return at, err == nil
}
