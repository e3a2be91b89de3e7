package main

import (
	"fmt"

	"github.com/oasdiff/oasdiff/diff"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

// understood are the keywords of which oasdiff says what a change does, wherever they stand.
var understood = setOf(
	"allOf", "anyOf", "const", "content", "default", "discriminator", "enum", "exclusiveMaximum", "exclusiveMinimum", "format",
	"headers", "mapping", "maximum", "maxItems", "maxLength", "maxProperties", "minimum", "minItems", "minLength",
	"minProperties", "multipleOf", "oneOf", "parameters", "pattern", "properties", "readOnly", "requestBody", "required",
	"responses", "security", "type", "uniqueItems", "writeOnly",
)

func setOf(words ...string) map[string]bool {
	set := map[string]bool{}
	for _, word := range words {
		set[word] = true
	}
	return set
}

// addUnclear says where the documents differ although oasdiff says nothing. Where it says something, that may be all; but
// in an operation, which has many parts, only of the keywords that it understands.
func (c *comparison) addUnclear(found map[specfix.Endpoint][]specfix.Alteration) {
	for at, alterations := range found {
		endpoint := diff.Endpoint(at)
		operation := c.operations[endpoint]
		isSilent := operation == nil || len(operation.Changes) == 0
		left := alterations[:0:0]
		for _, alteration := range alterations {
			if isSilent || endpoint.Method != "" && !understood[alteration.Keyword] {
				left = append(left, alteration)
			}
		}
		if len(left) > 0 {
			operation = c.operation(endpoint)
			operation.Changes = append(operation.Changes, unclear(left))
		}
	}
}

func unclear(alterations []specfix.Alteration) specfix.Change {
	text := "differs in a way that the comparison does not understand: " + alterations[0].String()
	if more := len(alterations) - 1; more > 0 {
		text += fmt.Sprintf(", and %d more", more)
	}
	return specfix.Change{Effect: specfix.MayBreak, Text: text, Unclear: true}
}
