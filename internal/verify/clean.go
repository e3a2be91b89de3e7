package verify

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// maxText bounds what is kept of a text from a recording.
const maxText = 500

// clean makes a text from outside fit for terminals, logs and XML: nothing in it that cannot be seen, and not too long.
func clean(text string) string {
	if len(text) > maxText {
		end := maxText
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end] + "…"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, text)
}

func cleaned(v contract.Violation) contract.Violation {
	v.Operation, v.Pointer, v.Want, v.Got = clean(v.Operation), clean(v.Pointer), clean(v.Want), clean(v.Got)
	v.Rule = contract.Rule(clean(string(v.Rule)))
	return v
}
