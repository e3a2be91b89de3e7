package main

import (
	"fmt"
	"strings"
)

// table is a table of Markdown. The first row is its head.
type table [][]string

// tableOf splits rows at their bars.
func tableOf(rows []string) (t table) {
	for _, row := range rows {
		t = append(t, strings.Split(row, " | "))
	}
	return t
}

func (t table) String() string {
	var text strings.Builder
	for i, row := range t {
		fmt.Fprintf(&text, "| %s |\n", strings.Join(row, " | "))
		if i == 0 {
			fmt.Fprintf(&text, "|%s\n", strings.Repeat("---|", len(row)))
		}
	}
	return text.String()
}

// marks stand around what is rewritten.
func marks(name string) (begin, end string) {
	return fmt.Sprintf("<!-- %s: written by make quota-figures -->\n", name), fmt.Sprintf("<!-- end of %s -->\n", name)
}

// replace puts a text between the marks with a name.
func replace(page, name, text string) (string, error) {
	begin, end := marks(name)
	before, rest, hasBegin := strings.Cut(page, begin)
	_, after, hasEnd := strings.Cut(rest, end)
	if !hasBegin || !hasEnd {
		return "", fmt.Errorf("the page has no place for %s: want the lines\n%s%s", name, begin, end)
	}
	return before + begin + text + end + after, nil
}
