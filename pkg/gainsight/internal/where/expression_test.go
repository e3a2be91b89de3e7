package where

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// truth evaluates an expression that is known to be well formed, AND before OR.
func truth(words []string, holds func(alias string) bool) (value bool, rest []string) {
	value, words = conjunction(words, holds)
	for len(words) > 0 && words[0] == "OR" {
		var other bool
		other, words = conjunction(words[1:], holds)
		value = value || other
	}
	return value, words
}

func conjunction(words []string, holds func(alias string) bool) (value bool, rest []string) {
	value, words = operand(words, holds)
	for len(words) > 0 && words[0] == "AND" {
		var other bool
		other, words = operand(words[1:], holds)
		value = value && other
	}
	return value, words
}

func operand(words []string, holds func(alias string) bool) (value bool, rest []string) {
	if words[0] != "(" {
		return holds(words[0]), words[1:]
	}
	value, words = truth(words[1:], holds)
	return value, words[1:]
}

// holds says for each alias of a Where whether its condition holds: condition n holds if bit n is set, or if it is not
// where its operator has been turned around.
func holds(w *gsapi.Where, bits int) func(string) bool {
	return func(alias string) bool {
		for _, condition := range w.Conditions {
			if condition.Alias == alias {
				var n int
				_ = json.Unmarshal(condition.Value[0], &n)
				return (bits>>n&1 == 1) == (condition.Operator == "EQ")
			}
		}
		return false
	}
}

// Joining and negating keep the meaning of every expression that they take, however it is written.
func FuzzExpression(f *testing.F) {
	for _, expression := range []string{"a", "a AND b", "a OR b AND c", "(a or b) and c", "((a))", "", "a) OR (b", "NOT a", "a AND", "b AND a OR", "a and(b)or c", "( a", "\x00", "a AND AND b"} {
		f.Add(expression)
	}
	f.Fuzz(func(t *testing.T, expression string) {
		original := &gsapi.Where{Expression: expression}
		for i, name := range []string{"a", "b", "c"} {
			value, _ := json.Marshal(i)
			original.Conditions = append(original.Conditions, gsapi.Condition{Name: "F", Alias: name, Operator: "EQ", Value: []gsapi.Anything{value}})
		}
		other := Compare("G", "EQ", []any{3})
		joined := Join("AND", []*gsapi.Where{other, original})
		if isUnusable(joined) {
			return
		}
		words, err := parse(original)
		if err != nil {
			t.Fatalf("%q was joined, although it cannot be read: %v", expression, err)
		}
		negated := Not(joined)
		for bits := range 16 {
			plain, _ := truth(words, holds(original, bits))
			want := plain && bits>>3 == 1
			if got, rest := truth(split(joined.Expression), holds(joined, bits)); got != want || len(rest) > 0 {
				t.Fatalf("%q became %q, which means something else", expression, joined.Expression)
			}
			if isUnusable(negated) {
				continue
			}
			if got, rest := truth(split(negated.Expression), holds(negated, bits)); got == want || len(rest) > 0 {
				t.Fatalf("the opposite of %q became %q, which is none", expression, negated.Expression)
			}
		}
		if strings.Contains(joined.Expression, "  ") {
			t.Errorf("%q has needless spaces", joined.Expression)
		}
	})
}
