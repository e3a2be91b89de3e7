package where

import (
	"fmt"
	"strings"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// split returns the words of an expression: aliases, AND, OR and parentheses.
func split(expression string) []string {
	return strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(expression))
}

func text(words []string) string {
	return strings.NewReplacer("( ", "(", " )", ")").Replace(strings.Join(words, " "))
}

// join joins expressions, with parentheses around each that is more than an alias.
func join(word string, expressions []string) string {
	if len(expressions) == 1 {
		return expressions[0]
	}
	operands := make([]string, len(expressions))
	for i, expression := range expressions {
		operands[i] = expression
		if strings.Contains(expression, " ") {
			operands[i] = "(" + expression + ")"
		}
	}
	return strings.Join(operands, " "+word+" ")
}

// parse returns the words of the expression of a Where. Without an expression all conditions are joined by AND. What it
// does not understand is an error: joined to something else, it could change its meaning.
func parse(w *gsapi.Where) ([]string, error) {
	if err := Check(w); err != nil {
		return nil, err
	}
	words := split(w.Expression)
	isAlias := map[string]bool{}
	for i, condition := range w.Conditions {
		if strings.TrimSpace(w.Expression) == "" {
			if i > 0 {
				words = append(words, "AND")
			}
			words = append(words, condition.Alias)
		}
		isAlias[condition.Alias] = true
	}
	for i, word := range words {
		if isJoin := strings.EqualFold(word, "AND") || strings.EqualFold(word, "OR"); isJoin {
			words[i] = strings.ToUpper(word)
			delete(isAlias, word) // a condition with such an alias cannot be told from the word
		}
	}
	if !isWellFormed(words, isAlias) {
		return nil, fmt.Errorf("the expression %q cannot be joined to others: it takes aliases of its conditions, AND, OR and parentheses", w.Expression)
	}
	return words, nil
}

func isWellFormed(words []string, isAlias map[string]bool) bool {
	depth, wantOperand := 0, true
	for _, word := range words {
		switch {
		case word == "(" && wantOperand:
			depth++
		case word == ")" && !wantOperand && depth > 0:
			depth--
		case isAlias[word] && wantOperand:
			wantOperand = false
		case (word == "AND" || word == "OR") && !wantOperand:
			wantOperand = true
		default:
			return false
		}
	}
	return depth == 0 && !wantOperand
}

// isMixed reports whether AND and OR stand side by side somewhere, so that their precedence matters.
func isMixed(words []string) bool {
	joins := []string{""} // the join of each open pair of parentheses
	for _, word := range words {
		last := len(joins) - 1
		switch word {
		case "(":
			joins = append(joins, "")
		case ")":
			joins = joins[:last]
		case "AND", "OR":
			if joins[last] != "" && joins[last] != word {
				return true
			}
			joins[last] = word
		}
	}
	return false
}
