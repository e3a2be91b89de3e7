package gainsighttest

import (
	"strings"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

type predicate func(*record) bool

// filter turns a where into a predicate. It reports whether the where is one that the tenant understands.
func (s *store) filter(where *gsapi.Where) (matches predicate, ok bool) {
	if where == nil {
		return func(*record) bool { return true }, true
	}
	conditions, ok := s.conditions(where.Conditions)
	if !ok {
		return nil, false
	}
	if strings.TrimSpace(where.Expression) == "" {
		return allOf(conditions), true
	}
	expression, err := parseExpression(where.Expression)
	if err != nil || !expression.knows(func(alias string) bool { return conditions[alias] != nil }) {
		return nil, false
	}
	return func(r *record) bool {
		return expression.holds(func(alias string) bool { return conditions[alias](r) })
	}, true
}

// conditions returns a predicate for each alias. A where without any condition is not usable.
func (s *store) conditions(list []gsapi.Condition) (byAlias map[string]predicate, ok bool) {
	byAlias = make(map[string]predicate, len(list))
	for _, condition := range list {
		matches := s.condition(condition)
		if matches == nil || condition.Alias == "" || byAlias[condition.Alias] != nil {
			return nil, false
		}
		byAlias[condition.Alias] = matches
	}
	return byAlias, len(list) > 0
}

// condition returns nil for a condition that the tenant does not understand.
func (s *store) condition(c gsapi.Condition) predicate {
	op, ok := operators[c.Operator]
	if !ok || !s.hasField(c.Name) || !op.takes.allows(len(c.Value)) {
		return nil
	}
	get, holds := fieldOf(c.Name).get, op.test(c)
	return func(r *record) bool { return holds(valueOf(c.Name, get(r))) }
}

func allOf(conditions map[string]predicate) predicate {
	return func(r *record) bool {
		for _, matches := range conditions {
			if !matches(r) {
				return false
			}
		}
		return true
	}
}
