package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

// docs/regenerating.md tells a case. This test does what the page says, in a copy of the project, with the page's own
// diffs, and compares what it shows.
func TestRegeneratingPage(t *testing.T) {
	page := readPage(t)
	if len(page.diffs) != 2 || len(page.outputs) != 3 {
		t.Fatalf("the page has %d diffs and %d outputs", len(page.diffs), len(page.outputs))
	}
	p := specfix.Project{Root: t.TempDir()}
	if err := os.CopyFS(p.Path("api"), os.DirFS(root.Path("api"))); err != nil {
		t.Fatal(err)
	}
	t.Chdir(p.Root)
	before, err := p.ReadSource(specfix.DocumentFile)
	if err != nil {
		t.Fatal(err)
	}

	page.diffs[0].apply(t)
	found, err := update(p, "new.yml")
	if err != nil {
		t.Fatal(err)
	}
	page.outputs[0].isShortened(t, printed(found, nil))

	written, err := p.WriteFiles(found.Outputs())
	if err != nil {
		t.Fatal(err)
	}
	page.outputs[1].isShortened(t, printed(found, written))

	page.diffs[1].apply(t)
	result, err := p.Build()
	if err != nil || len(result.Findings) > 0 {
		t.Fatalf("after the page's edits: %v, %v", result.Findings, err)
	}
	differences, err := documentDifferences(before, specfix.Source{Name: specfix.DocumentFile, Data: result.Document})
	if err != nil || len(differences) == 0 {
		t.Fatal(differences, err)
	}
	for _, d := range differences {
		if want := "  " + d.String() + "\n"; d.breaks || !strings.Contains(string(page.outputs[2]), want) {
			t.Errorf("the page does not show %q", want)
		}
	}
}

func printed(u *specfix.Update, written []string) string {
	var out bytes.Buffer
	u.Print(&out, written)
	return out.String()
}

// page is what docs/regenerating.md shows, in its order.
type page struct {
	diffs   []diffBlock
	outputs []outputBlock
}

var block = regexp.MustCompile("(?ms)^```(diff|console)\n(.*?)^```$")

func readPage(t *testing.T) page {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "docs", "regenerating.md"))
	if err != nil {
		t.Fatal(err)
	}
	var p page
	for _, found := range block.FindAllStringSubmatch(string(text), -1) {
		if found[1] == "diff" {
			p.diffs = append(p.diffs, diffBlock(found[2]))
		} else {
			_, output, _ := strings.Cut(found[2], "\n") // behind the command
			p.outputs = append(p.outputs, outputBlock(output))
		}
	}
	return p
}

// diffBlock is a diff whose hunks have no line numbers: what they replace stands in the file once.
type diffBlock string

func (d diffBlock) apply(t *testing.T) {
	t.Helper()
	for _, file := range strings.Split("\n"+string(d), "\n--- ")[1:] {
		names, hunks, _ := strings.Cut(file, "\n@@\n")
		from, to, _ := strings.Cut(names, "\n+++ ")
		data, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		for _, hunk := range strings.Split(hunks, "\n@@\n") {
			old, new := sides(hunk)
			if strings.Count(text, old) != 1 {
				t.Fatalf("%s holds this %d times:\n%s", from, strings.Count(text, old), old)
			}
			text = strings.Replace(text, old, new, 1)
		}
		if err := os.WriteFile(to, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func sides(hunk string) (old, new string) {
	for line := range strings.SplitSeq(strings.TrimSuffix(hunk, "\n"), "\n") {
		if line[0] != '+' {
			old += line[1:] + "\n"
		}
		if line[0] != '-' {
			new += line[1:] + "\n"
		}
	}
	return old, new
}

// outputBlock is an output in which a line of … stands for any number of lines.
type outputBlock string

const ellipsis = "…"

// number leaves out how many corrections there are and in which lines, so that the page outlives a change elsewhere.
var number = regexp.MustCompile(`\d+ of \d+|:\d+:`)

func (o outputBlock) isShortened(t *testing.T, output string) {
	t.Helper()
	rest := number.ReplaceAllString("\n"+output, "#")
	for part := range strings.SplitSeq("\n"+string(o), "\n"+ellipsis) {
		_, after, found := strings.Cut(rest, number.ReplaceAllString(strings.TrimSuffix(part, "\n"), "#"))
		if !found {
			t.Fatalf("docs/regenerating.md shows what is not so:\n%s\nThe true output is:\n%s", part, output)
		}
		rest = after
	}
	if !slices.Contains(strings.Split(string(o), "\n"), ellipsis) && strings.TrimSpace(rest) != "" {
		t.Errorf("docs/regenerating.md leaves out, without a mark:\n%s", rest)
	}
}
