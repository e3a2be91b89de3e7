package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

const root = "../.."

func readPage(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, page))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func wantInPage(t *testing.T, wants ...string) {
	t.Helper()
	text := strings.Join(strings.Fields(readPage(t)), " ") // wherever its lines break
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("%s does not say %q", page, want)
		}
	}
}

// Each figure has its row, with something measured, and there are no other rows.
func TestPageHasEveryFigure(t *testing.T) {
	begin, end := marks("figures")
	_, rest, _ := strings.Cut(readPage(t), begin)
	rows, _, _ := strings.Cut(rest, end)
	for _, figure := range figures {
		_, measured, found := strings.Cut(rows, fmt.Sprintf("| %s | %s | ", figure.what, figure.mustBe))
		if measured, _, ends := strings.Cut(measured, " |\n"); !found || !ends || measured == "" {
			t.Errorf("there is no row, or nothing measured, for %q, which must be %q: run make quota-figures", figure.what, figure.mustBe)
		}
	}
	if got, want := strings.Count(rows, "\n|"), len(figures)+1; got != want {
		t.Errorf("%d rows, want %d: run make quota-figures", got, want)
	}
	for _, name := range peerTables {
		begin, end := marks(name)
		_, rest, _ := strings.Cut(readPage(t), begin)
		if rows, _, _ := strings.Cut(rest, end); strings.Count(rows, "| gainsight-go |") != 1 {
			t.Errorf("the table %s is not filled in: run make quota-figures", name)
		}
	}
}

// What the page says of jobs is what the default quota and the default page size make of them.
func TestArithmeticOfThePage(t *testing.T) {
	const rowsInCall = 50
	windows := quota.UserManagement()
	hour, day := windows[0].Calls, windows[1].Calls
	wantInPage(t,
		fmt.Sprintf("%d calls an hour are %s rows an hour, and %s calls a day %s rows a day", hour, thousands(hour*rowsInCall), thousands(day), thousands(day*rowsInCall)),
		fmt.Sprintf("A list has %d records a page", gainsight.DefaultPageSize),
		fmt.Sprintf("listing 10,000 rows at %d a page is %d calls, which is %d hours' worth of the quota",
			gainsight.DefaultPageSize, 10_000/gainsight.DefaultPageSize, 10_000/gainsight.DefaultPageSize/hour),
		fmt.Sprintf("a twelfth of the shortest window of a minute or more, %.0f minutes", (windows[0].Per/12).Minutes()),
	)
	for _, job := range []struct {
		what           string
		rows, rowsEach int
	}{
		{"upsert or delete 5,000 rows", 5000, rowsInCall},
		{"upsert or delete 10,000 rows", 10_000, rowsInCall},
		{"upsert or delete 50,000 rows", 50_000, rowsInCall},
		{"list 10,000 rows, 25 a page", 10_000, 25},
		{"list 10,000 rows, 100 a page", 10_000, 100},
		{"list 10,000 rows, 500 a page", 10_000, 500},
	} {
		calls, unused := job.rows/job.rowsEach, quota.State{Now: time.Now()}
		when := "at once"
		if wait := unused.Ready(windows, calls).Sub(unused.Now); wait > 0 {
			when = fmt.Sprintf("after %.0f h", wait.Hours())
		}
		wantInPage(t, fmt.Sprintf("| %s | %s | %s |", job.what, thousands(calls), when))
	}
}

// thousands writes a number below a million as the page does.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

// The page names every option about the quota and retries: those of the stores, and of the client those that these files have.
func TestPageNamesEveryOption(t *testing.T) {
	named := 0
	for _, pattern := range []string{"quota.go", "retry.go", "extra.go", "quota/*.go", "quota/redisquota/*.go"} {
		files, err := filepath.Glob(filepath.Join(root, "pkg/gainsight", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			for _, option := range optionsIn(t, file) {
				named++
				if !regexp.MustCompile(`\b` + option + `\b`).MatchString(readPage(t)) {
					t.Errorf("%s does not name %s of %s", page, option, file)
				}
			}
		}
	}
	if named == 0 {
		t.Error("no option was found")
	}
	for _, limit := range []string{"Others use the quota", "State was lost", "The clock was set forward", "Your plan has other figures", "The network takes longer"} {
		wantInPage(t, limit)
	}
}

func optionsIn(t *testing.T, file string) (options []string) {
	t.Helper()
	if strings.HasSuffix(file, "_test.go") {
		return nil
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, declaration := range parsed.Decls {
		if f, ok := declaration.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "With") {
			options = append(options, f.Name.Name)
		}
	}
	return options
}

// Each test that holds a figure is there.
func TestEveryTestIsThere(t *testing.T) {
	for _, s := range []suite{simulation, stores, redis, client, peers} {
		var text strings.Builder
		files, err := fs.Glob(os.DirFS(filepath.Join(root, s.module, s.folder)), "*_test.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			content, err := os.ReadFile(filepath.Join(root, s.module, s.folder, file))
			if err != nil {
				t.Fatal(err)
			}
			text.Write(content)
		}
		for _, test := range testsOf(s) {
			name, _, _ := strings.Cut(test, "/")
			if !strings.Contains(text.String(), "\nfunc "+name+"(t *testing.T) {") {
				t.Errorf("%s has no %s", filepath.Join(s.module, s.folder), name)
			}
		}
	}
}
