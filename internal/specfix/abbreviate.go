package specfix

import "unicode/utf8"

// abbreviate cuts a text to about what fits into a line of a terminal or a cell of a table.
func abbreviate(text string) string {
	return abbreviateTo(text, 120)
}

func abbreviateTo(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	return string([]rune(text)[:limit-1]) + "…"
}
