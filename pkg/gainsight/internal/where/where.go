// Package where builds the conditions of a list: it joins and negates them, gives them aliases, and finds what is wrong
// with them.
package where

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/operator"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// A Where that cannot be built has no conditions, and says why in its Expression. It stands for whatever it becomes a
// part of, so that the reason reaches Check.
func unusable(format string, args ...any) *gsapi.Where {
	return &gsapi.Where{Expression: fmt.Sprintf(format, args...)}
}

func isUnusable(w *gsapi.Where) bool { return len(w.Conditions) == 0 }

// Compare returns a Where of one condition.
func Compare(field, operator string, values []any) *gsapi.Where {
	condition := gsapi.Condition{Name: field, Operator: operator, Alias: alias(0), Value: []gsapi.Anything{}}
	for i, value := range values {
		text, err := json.Marshal(value)
		if err != nil {
			return unusable("value %d of the condition on %q cannot be written as JSON", i, field)
		}
		condition.Value = append(condition.Value, text)
	}
	return &gsapi.Where{Conditions: []gsapi.Condition{condition}, Expression: condition.Alias}
}

// Join joins operands by AND or OR. A nil operand restricts nothing: AND leaves it out, and OR with one is nil.
func Join(word string, operands []*gsapi.Where) *gsapi.Where {
	joined := &gsapi.Where{}
	var expressions []string
	for _, operand := range operands {
		switch {
		case operand == nil && word == "OR":
			return nil
		case operand == nil:
			continue
		}
		operand = adopt(operand, len(joined.Conditions))
		if isUnusable(operand) {
			return operand
		}
		expressions = append(expressions, operand.Expression)
		joined.Conditions = append(joined.Conditions, operand.Conditions...)
	}
	switch {
	case len(expressions) == 0 && word == "AND":
		return nil
	case len(expressions) == 0:
		return unusable("an Or without operands holds for no record; leave it out")
	}
	joined.Expression = join(word, expressions)
	return joined
}

// adopt returns a copy of an operand whose aliases do not clash with those of earlier conditions.
func adopt(operand *gsapi.Where, earlier int) *gsapi.Where {
	if isUnusable(operand) {
		return operand
	}
	words, err := parse(operand)
	if err != nil {
		return unusable("%v", err)
	}
	adopted := &gsapi.Where{}
	renamed := map[string]string{}
	for i, condition := range operand.Conditions {
		renamed[condition.Alias] = alias(earlier + i)
		condition.Alias = alias(earlier + i)
		adopted.Conditions = append(adopted.Conditions, condition)
	}
	for i, word := range words {
		if name, isAlias := renamed[word]; isAlias {
			words[i] = name
		}
	}
	adopted.Expression = text(words)
	return adopted
}

// alias returns the n-th alias: a, b, … z, a1, b1, …
func alias(n int) string {
	letter := string(rune('a' + n%26))
	if n < 26 {
		return letter
	}
	return letter + strconv.Itoa(n/26)
}

// opposites are pairs of operators of which one holds where the other does not, if there is a value.
var opposites = [][2]string{
	{operator.In, operator.NotIn}, {operator.Eq, operator.Ne}, {operator.Lt, operator.Gte}, {operator.Gt, operator.Lte},
	{operator.Contains, operator.DoesNotContain}, {operator.IsNull, operator.IsNotNull}, {operator.Includes, operator.Excludes},
}

func oppositeOf(operator string) (opposite string, found bool) {
	for _, pair := range opposites {
		switch operator {
		case pair[0]:
			return pair[1], true
		case pair[1]:
			return pair[0], true
		}
	}
	return "", false
}

// Not returns the opposite. The vendor knows no NOT in an expression, so the conditions are turned around one by one,
// and AND and OR change places.
func Not(w *gsapi.Where) *gsapi.Where {
	if w == nil {
		return unusable("a Not without operand")
	}
	opposite := adopt(w, 0)
	if isUnusable(opposite) {
		return opposite
	}
	for i, condition := range opposite.Conditions {
		turned, found := oppositeOf(condition.Operator)
		if !found {
			return unusable("the operator %s has no known opposite, so Not cannot be applied to it", condition.Operator)
		}
		opposite.Conditions[i].Operator = turned
	}
	words := split(opposite.Expression)
	if isMixed(words) {
		return unusable("Not cannot be applied to %q, which has AND and OR side by side; put parentheses", opposite.Expression)
	}
	for i, word := range words {
		switch word {
		case "AND":
			words[i] = "OR"
		case "OR":
			words[i] = "AND"
		}
	}
	opposite.Expression = text(words)
	return opposite
}

// Check returns what keeps a Where from being sent. It leaves the expression to the tenant, which may know more than is
// documented.
func Check(w *gsapi.Where) error {
	if w == nil {
		return nil
	}
	switch {
	case isUnusable(w) && w.Expression != "":
		return fmt.Errorf("the Where has no conditions: %s", w.Expression)
	case isUnusable(w):
		return errors.New("the Where has no conditions; leave it out to list all records")
	}
	return checkConditions(w)
}

func checkConditions(w *gsapi.Where) error {
	seen := map[string]bool{}
	for i, condition := range w.Conditions {
		switch {
		case condition.Name == "":
			return fmt.Errorf("condition %d has no Name, which is the field to compare", i)
		case condition.Operator == "":
			return fmt.Errorf("the condition on %q has no Operator", condition.Name)
		case condition.Alias == "" || seen[condition.Alias]:
			return fmt.Errorf("the condition on %q needs an Alias of its own, such as %q", condition.Name, alias(i))
		case len(condition.Value) == 0 && !strings.HasPrefix(condition.Operator, "IS_"): // IS_NULL and IS_NOT_NULL take none
			return fmt.Errorf("the condition on %q has no value to compare with", condition.Name)
		}
		seen[condition.Alias] = true
		for j, value := range condition.Value {
			if !jsontext.Value(value).IsValid() {
				return fmt.Errorf("value %d of the condition on %q is not one JSON value", j, condition.Name)
			}
		}
	}
	return nil
}
