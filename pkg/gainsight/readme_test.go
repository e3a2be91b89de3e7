package gainsight_test

import (
	"os"
	"strings"
	"testing"
)

// The quick start of the README is examples/quickstart, word for word, which does what the Example does, so that it
// compiles and prints what the README says.
func TestReadmeQuickStartIsTheExample(t *testing.T) {
	readme, program, example := read(t, "../../README.md"), read(t, "../../examples/quickstart/main.go"), read(t, "example_test.go")
	quickStart := between(t, readme, "```go\n", "```")
	if _, program, _ = strings.Cut(program, "\n"); quickStart != program {
		t.Errorf("the README has\n%s\nthe program is\n%s", quickStart, program)
	}
	body := between(t, example, "func Example() {\n", "\n}\n")
	body, output, _ := strings.Cut(body, "\t// Output:\n")
	if got := between(t, quickStart, "func main() {\n", "}\n"+"\x00"); got != body {
		t.Errorf("the README has\n%s\nthe Example has\n%s", got, body)
	}
	output = strings.ReplaceAll(output, "\t// ", "") + "\n"
	if got := between(t, readme, "It prints:\n\n```\n", "```"); got != output {
		t.Errorf("the README says it prints\n%s\nit prints\n%s", got, output)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// between returns what stands between two marks; the second one can be the end, \x00, too.
func between(t *testing.T, text, from, to string) string {
	t.Helper()
	_, text, found := strings.Cut(text, from)
	text, _, ended := strings.Cut(text+"\x00", to)
	if !found || !ended {
		t.Fatalf("%q … %q is not there", from, to)
	}
	return text
}
