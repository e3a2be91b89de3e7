package contract_test

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// change is one thing that a schema forbids.
type change struct {
	kind string
	at   []string // where the violation is
	rule contract.Rule
	// body is the whole body with the change.
	body any
}

// changes makes every change of a body that its schema forbids.
func (d published) changes(schema, body any) (changes []change) {
	for _, place := range d.places(schema, body, nil) {
		add := func(kind string, rule contract.Rule, value any) {
			changes = append(changes, change{kind, place.at, rule, replaced(body, place.at, func(any) any { return value })})
		}
		for name, value := range specimens {
			if !d.permits(place.schema, value) {
				add("retyped: "+name, "type", value)
			}
		}
		for _, part := range place.parts {
			for _, name := range d.listAt(part["required"]) {
				name := name.(string)
				dropped := replaced(body, place.at, func(object any) any { return without(object, name) })
				changes = append(changes, change{"required member dropped", append(slices.Clone(place.at), name), "required", dropped})
			}
			for _, b := range boundsOf(part, place.value) {
				add("bound exceeded: "+string(b.rule), b.rule, b.value)
			}
			if values := d.listAt(part["enum"]); values != nil {
				for _, value := range notAmong(values) {
					add("enumeration left", "enum", value)
				}
			}
			if value, ok := part["const"].(bool); ok {
				add("constant changed", "const", !value)
			}
			if _, ok := part["format"]; ok {
				add("format left", "format", "not of any format")
			}
		}
	}
	return changes
}

type bound struct {
	rule  contract.Rule
	value any // which exceeds it
}

func boundsOf(part object, value any) (bounds []bound) {
	for keyword, limit := range part {
		limit, _ := limit.(int)
		switch items, _ := value.([]any); keyword {
		case "minItems":
			bounds = append(bounds, bound{"minItems", items[:limit-1]})
		case "maxItems":
			bounds = append(bounds, bound{"maxItems", slices.Repeat(items[:1], limit+1)})
		case "minimum":
			bounds = append(bounds, bound{"minimum", limit - 1})
		case "minLength":
			bounds = append(bounds, bound{"minLength", strings.Repeat("x", limit-1)})
		}
	}
	return bounds
}

// notAmong gives texts that an enumeration does not have: one that is nearly in it, one in other letters, and none.
func notAmong(values []any) []any {
	first := fmt.Sprint(values[0])
	return []any{first + "x", swapCase(first), ""}
}

func swapCase(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, text)
}

// remark is something that a schema permits and the document does not know.
type remark struct {
	at       []string
	rule     contract.Rule
	severity contract.Severity
	body     any
}

// unheardOf is a name that the document does not have.
const unheardOf = "unheardOf"

// shownAs is how a violation calls it. Where a token is issued, a name could be the secret.
func (o specified) shownAs(name string) string {
	if o.id == "issueToken" {
		return "{…}"
	}
	return name
}

func isSuccess(body any) bool {
	envelope, _ := body.(object)
	return envelope["result"] == true
}

// remarks adds a member to every object that is not open to it, and gives every text that has known values another one.
func (o specified) remarks(schema, body any) (remarks []remark) {
	for _, place := range o.places(schema, body, nil) {
		if _, ok := place.value.(object); ok && !place.takes(unheardOf) {
			added := replaced(body, place.at, func(object any) any { return with(object, unheardOf, "text") })
			remarks = append(remarks, remark{append(slices.Clone(place.at), o.shownAs(unheardOf)), contract.RuleUnknownMember, contract.Warning, added})
		}
		for _, part := range place.parts {
			other := replaced(body, place.at, func(any) any { return unheardOf })
			if part["x-error-codes"] != nil && !(isSuccess(body) && slices.Equal(place.at, []string{"errorCode"})) { // which has none
				remarks = append(remarks, remark{place.at, contract.RuleErrorCode, contract.Warning, other})
			}
			if part["x-known-values"] != nil {
				remarks = append(remarks, remark{place.at, contract.RuleUnknownValue, contract.Note, other})
			}
		}
	}
	return remarks
}
