package gainsighttest

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

type predicate[R any] func(*R) bool

// filter turns a where into a predicate, or returns an error for what the tenant does not understand.
func (t *table[R]) filter(where *gsapi.Where) (predicate[R], error) {
	if where == nil {
		return func(*R) bool { return true }, nil
	}
	conditions, err := t.conditions(where.Conditions)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(where.Expression) == "" {
		return allOf(conditions), nil
	}
	expression, err := parseExpression(where.Expression)
	if err != nil {
		return nil, err
	}
	if alias := expression.unknown(func(alias string) bool { return conditions[alias] != nil }); alias != "" {
		return nil, fmt.Errorf("no condition has the alias %q", alias)
	}
	return func(r *R) bool {
		return expression.holds(func(alias string) bool { return conditions[alias](r) })
	}, nil
}

// conditions returns a predicate for each alias.
func (t *table[R]) conditions(list []gsapi.Condition) (map[string]predicate[R], error) {
	if len(list) == 0 {
		return nil, errors.New("it has no condition")
	}
	byAlias := make(map[string]predicate[R], len(list))
	for i, condition := range list {
		matches, err := t.condition(condition)
		switch {
		case err != nil:
			return nil, fmt.Errorf("condition %d: %w", i, err)
		case condition.Alias == "":
			return nil, fmt.Errorf("condition %d has no alias", i)
		case byAlias[condition.Alias] != nil:
			return nil, fmt.Errorf("the alias %q is there twice", condition.Alias)
		}
		byAlias[condition.Alias] = matches
	}
	return byAlias, nil
}

func (t *table[R]) condition(c gsapi.Condition) (predicate[R], error) {
	op, ok := operators[c.Operator]
	if !ok {
		return nil, fmt.Errorf("no such operator: %q", c.Operator)
	}
	if err := t.checkField(c.Name); err != nil {
		return nil, err
	}
	if !op.takes.allows(len(c.Value)) {
		return nil, fmt.Errorf("%s does not take %d values", c.Operator, len(c.Value))
	}
	get, holds := t.fields.named(c.Name).get, op.test(c)
	return func(r *R) bool { return holds(valueOf(c.Name, get(r))) }, nil
}

func allOf[R any](conditions map[string]predicate[R]) predicate[R] {
	return func(r *R) bool {
		for _, matches := range conditions {
			if !matches(r) {
				return false
			}
		}
		return true
	}
}
