package contract

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/printable"
)

// misfits makes violations of what the validator has found in a value: the leaves of its tree, which say what is wrong with
// one part of it.
func (k *checker) misfits(part Part, at []string, value any, misfit *jsonschema.ValidationError) {
	for _, leaf := range leavesOf(misfit) {
		if _, isCut := leaf.ErrorKind.(cut); isCut {
			k.isCut = true
			continue
		}
		want, got := k.wantAndGot(leaf.ErrorKind, partOf(value, leaf.InstanceLocation))
		k.add(Violation{In: part, Pointer: k.pointer(slices.Concat(at, leaf.InstanceLocation)), Rule: ruleOf(leaf.ErrorKind), Want: want, Got: got, More: leaf.more})
	}
}

func ruleOf(k jsonschema.ErrorKind) Rule {
	path := k.KeywordPath()
	if len(path) == 0 {
		return "schema"
	}
	return Rule(path[len(path)-1])
}

// wantAndGot puts an error into words. Those of kinds that a document of another author may have are left to the library,
// but for the value.
func (k *checker) wantAndGot(errorKind jsonschema.ErrorKind, value any) (want, got string) {
	switch e := errorKind.(type) {
	case missing:
		return "a member", "none"
	case *kind.Type:
		return strings.Join(e.Want, " or "), kindOf(value) + k.shown(value)
	case *kind.Enum:
		return oneOf(e.Want), k.describe(e.Got)
	case *kind.Const:
		return oneOf([]any{e.Want}), k.describe(e.Got)
	case *kind.MinItems:
		return fmt.Sprintf("at least %d", e.Want), fmt.Sprint(e.Got)
	case *kind.MaxItems:
		return fmt.Sprintf("at most %d", e.Want), fmt.Sprint(e.Got)
	case *kind.MinLength:
		return fmt.Sprintf("at least %d characters", e.Want), fmt.Sprint(e.Got)
	case *kind.MaxLength:
		return fmt.Sprintf("at most %d characters", e.Want), fmt.Sprint(e.Got)
	case *kind.Minimum:
		return "at least " + e.Want.RatString(), "a smaller number"
	case *kind.Maximum:
		return "at most " + e.Want.RatString(), "a larger number"
	case *kind.ExclusiveMinimum:
		return "more than " + e.Want.RatString(), "a number that is not"
	case *kind.ExclusiveMaximum:
		return "less than " + e.Want.RatString(), "a number that is not"
	case *kind.Pattern:
		return "a text of the pattern " + e.Want, k.describe(e.Got)
	case *kind.Format:
		return "a text of the format " + e.Want, k.describe(e.Got)
	case *kind.AdditionalProperties:
		return "no other members", fmt.Sprintf("%d more", len(e.Properties))
	}
	return "what the schema says", "something else"
}

// partOf returns the part of a value that a validator has found at a location.
func partOf(value any, location []string) any {
	for _, part := range location {
		switch whole := value.(type) {
		case map[string]any:
			value = whole[part]
		case []any:
			if i, err := strconv.Atoi(part); err == nil && i < len(whole) {
				value = whole[i]
			}
		}
	}
	return value
}

// oneOf lists the values that a document permits.
func oneOf(values []any) string {
	var texts []string
	for _, value := range values {
		text, err := json.Marshal(value)
		if err != nil {
			continue
		}
		texts = append(texts, printable.Text(string(text)))
	}
	return strings.Join(texts, " or ")
}
