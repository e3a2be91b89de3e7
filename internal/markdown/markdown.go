// Package markdown makes any text safe inside a table of Markdown.
package markdown

import "strings"

var escaper = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;",
	`\`, `\\`, "|", `\|`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "~", `\~`,
)

// Cell makes any text safe inside a table: it stays one line and is shown as it is.
func Cell(text string) string {
	return escaper.Replace(oneLine(text))
}

// Code shows a value inside a table as it is. Only the pipe has to be escaped there, and the fence has to be longer than
// any run of backticks in the value.
func Code(value string) string {
	value = strings.ReplaceAll(oneLine(value), "|", `\|`)
	fence := "`"
	for strings.Contains(value, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		value = " " + value + " "
	}
	return fence + value + fence
}

func oneLine(text string) string {
	return strings.Join(strings.Fields(text), " ")
}
