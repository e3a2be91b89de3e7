package gainsight_test

import (
	"os"
	"strings"
	"testing"
)

// The quick start of the README is the Example, word for word, so that it compiles and does what it says.
func TestReadmeQuickStartIsTheExample(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	_, quickStart, _ := strings.Cut(string(readme), "```go\n")
	quickStart, _, _ = strings.Cut(quickStart, "```")
	_, example, _ := strings.Cut(string(source), "func Example() {\n")
	example, _, _ = strings.Cut(example, "\n}\n")
	example = strings.ReplaceAll("\n"+example, "\n\t", "\n")[1:] + "\n"
	if quickStart == "" || quickStart != example {
		t.Errorf("the README has\n%s\nthe Example has\n%s", quickStart, example)
	}
}
