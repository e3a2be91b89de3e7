// Package printable makes text from outside fit for errors and logs.
package printable

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxExcerpt bounds what an error keeps of a body that is not an envelope.
const maxExcerpt = 256

// maxBodyForExcerpt leaves room for keys behind the cut, which would otherwise be looked for in megabytes.
const maxBodyForExcerpt = 64 << 10

// Excerpt returns the start of a body with control characters escaped. Secrets are taken out first, so that the cut
// cannot leave a part of one.
func Excerpt(body []byte, takeOut func(string) string) string {
	if len(body) > maxBodyForExcerpt {
		body = body[:maxBodyForExcerpt]
	}
	return Text(Cut(takeOut(string(body)), maxExcerpt))
}

// Cut returns a text of which no more than n bytes are left, with a sign where something is missing.
func Cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n] + "…"
}

// Text escapes what could confuse a terminal or a log: control and formatting characters, and broken UTF-8.
func Text(s string) string {
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
