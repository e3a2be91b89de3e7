package gainsight

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxExcerpt bounds what an error keeps of a body that is not an envelope.
const maxExcerpt = 256

// excerptOf returns the start of a body with control characters escaped.
func excerptOf(body []byte) string {
	if len(body) <= maxExcerpt {
		return printable(string(body))
	}
	end := maxExcerpt
	for end > 0 && !utf8.RuneStart(body[end]) {
		end--
	}
	return printable(string(body[:end])) + "…"
}

// printable escapes what could confuse a terminal or a log: control and formatting characters, and broken UTF-8.
func printable(s string) string {
	if strings.IndexFunc(s, needsEscape) < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if needsEscape(r) {
			quoted := strconv.QuoteToASCII(s[i : i+size])
			b.WriteString(quoted[1 : len(quoted)-1])
		} else {
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	return b.String()
}

func needsEscape(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }
