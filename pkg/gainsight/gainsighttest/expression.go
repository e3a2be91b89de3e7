package gainsighttest

import (
	"errors"
	"fmt"
	"strings"
)

// The grammar of an expression. AND binds tighter than OR, as usual; the vendor's sample does not need to say.
//
//	or      = and { "OR" and }
//	and     = operand { "AND" operand }
//	operand = alias | "(" or ")"
//
// An alias is any run of characters other than white space and parentheses.

// maxDepth bounds the parentheses within parentheses, and with them the stack.
const maxDepth = 100

// expression is an alias, or a join of other expressions.
type expression struct {
	alias    string
	operator string // "AND" or "OR" if there is no alias
	operands []expression
}

// holds evaluates the expression. truth says whether the condition of an alias holds.
func (e expression) holds(truth func(alias string) bool) bool {
	if e.operands == nil {
		return truth(e.alias)
	}
	for _, operand := range e.operands {
		if operand.holds(truth) == (e.operator == "OR") {
			return e.operator == "OR"
		}
	}
	return e.operator == "AND"
}

// unknown returns the first alias that is not known, and "" if all are.
func (e expression) unknown(isKnown func(alias string) bool) (alias string) {
	if e.operands == nil && !isKnown(e.alias) {
		return e.alias
	}
	for _, operand := range e.operands {
		if alias := operand.unknown(isKnown); alias != "" {
			return alias
		}
	}
	return ""
}

// String writes the expression with all its parentheses.
func (e expression) String() string {
	if e.operands == nil {
		return e.alias
	}
	texts := make([]string, 0, len(e.operands))
	for _, operand := range e.operands {
		texts = append(texts, operand.String())
	}
	return "(" + strings.Join(texts, " "+e.operator+" ") + ")"
}

func parseExpression(text string) (expression, error) {
	p := &parser{tokens: tokens(text)}
	e, err := p.or()
	if err != nil {
		return expression{}, err
	}
	if token := p.peek(); token != "" {
		return expression{}, fmt.Errorf("%q follows the end of the expression", token)
	}
	return e, nil
}

func tokens(text string) []string {
	return strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(text))
}

type parser struct {
	tokens []string
	depth  int
}

// peek returns the next token, and "" at the end.
func (p *parser) peek() string {
	if len(p.tokens) == 0 {
		return ""
	}
	return p.tokens[0]
}

func (p *parser) skip() { p.tokens = p.tokens[1:] }

func (p *parser) or() (expression, error) { return p.join("OR", p.and) }

func (p *parser) and() (expression, error) { return p.join("AND", p.operand) }

// join reads one or more operands with an operator between each two of them.
func (p *parser) join(operator string, operand func() (expression, error)) (expression, error) {
	var operands []expression
	for {
		e, err := operand()
		if err != nil {
			return expression{}, err
		}
		operands = append(operands, e)
		if !strings.EqualFold(p.peek(), operator) {
			break
		}
		p.skip()
	}
	if len(operands) == 1 {
		return operands[0], nil
	}
	return expression{operator: operator, operands: operands}, nil
}

func (p *parser) operand() (expression, error) {
	token := p.peek()
	switch {
	case token == "":
		return expression{}, errors.New("the expression ends too early")
	case token == "(":
		return p.group()
	case token == ")" || isOperator(token):
		return expression{}, fmt.Errorf("%q where an alias should be", token)
	}
	p.skip()
	return expression{alias: token}, nil
}

func (p *parser) group() (expression, error) {
	if p.depth == maxDepth {
		return expression{}, errors.New("the parentheses are nested too deeply")
	}
	p.depth++
	defer func() { p.depth-- }()
	p.skip()
	e, err := p.or()
	if err != nil {
		return expression{}, err
	}
	if p.peek() != ")" {
		return expression{}, errors.New("a parenthesis is not closed")
	}
	p.skip()
	return e, nil
}

func isOperator(token string) bool {
	return strings.EqualFold(token, "AND") || strings.EqualFold(token, "OR")
}
