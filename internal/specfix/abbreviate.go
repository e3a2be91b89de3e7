package specfix

import "unicode/utf8"

// lineLimit is about what fits into a line of a terminal or a cell of a table.
const lineLimit = 120

func abbreviate(text string) string {
	return abbreviateTo(text, lineLimit)
}

func abbreviateTo(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	return string([]rune(text)[:limit-1]) + "…"
}

func isShort(text string) bool {
	return utf8.RuneCountInString(text) <= lineLimit
}
