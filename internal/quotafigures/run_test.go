package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const someTests = `package some

import "testing"

func TestMeasured(t *testing.T) {
	t.Attr("figure", "56 µs")
	t.Run("0.1 %", func(t *testing.T) { t.Attr("figure", "7 | 9") })
}

func TestHeld(t *testing.T) {}

func TestCases(t *testing.T) {
	for range 3 {
		t.Run("case", func(*testing.T) {})
	}
}

func TestFails(t *testing.T) { t.Error("no good") }

func TestSkipped(t *testing.T) { t.Skip("nothing installed") }
`

// someModule is a module with these tests, below a root.
func someModule(t *testing.T) (root string, s suite) {
	t.Helper()
	root = t.TempDir()
	for name, text := range map[string]string{"go.mod": "module some\n\ngo 1.25.0\n", "some_test.go": someTests} {
		if err := os.MkdirAll(filepath.Join(root, "module"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, "module", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root, suite{"module", "."}
}

func TestRun(t *testing.T) {
	t.Parallel()
	root, some := someModule(t)
	want := map[string]string{"TestMeasured": "56 µs", "TestMeasured/0.1_%": "7 | 9", "TestHeld": "held", "TestCases": "held in 3 cases"}
	results, err := run(t.Context(), root, "go", some, slices.Sorted(maps.Keys(want)))
	if err != nil {
		t.Fatal(err)
	}
	for test, figure := range want {
		if got := results.figure(test); got != figure {
			t.Errorf("%s: got %q, want %q", test, got, figure)
		}
	}
}

// What did not pass is no figure.
func TestRunOfTestsThatDoNotPass(t *testing.T) {
	t.Parallel()
	root, some := someModule(t)
	_, err := run(t.Context(), root, "go", some, []string{"TestHeld", "TestFails", "TestSkipped", "TestAway", "TestCases/away"})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"go test in module", "TestFails: fail", "no good", "TestSkipped: skip", "nothing installed", "there is no TestAway", "there is no TestCases/away"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
	if strings.Contains(err.Error(), "TestHeld") {
		t.Errorf("got %v", err)
	}
	if err := os.WriteFile(filepath.Join(root, "module", "broken_test.go"), []byte("package other"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := run(t.Context(), root, "go", some, []string{"TestHeld"}); err == nil || !strings.Contains(err.Error(), "package other") && !strings.Contains(err.Error(), "broken_test.go") {
		t.Errorf("got %v", err)
	}
	if _, err := run(t.Context(), root, filepath.Join(root, "no-such-go"), some, nil); err == nil {
		t.Error("no error without a go command")
	}
	if _, err := read(strings.NewReader(`{"Action":"pass"`)); err == nil {
		t.Error("no error where the output breaks off")
	}
}

func TestFill(t *testing.T) {
	t.Parallel()
	measured := map[suite]results{}
	for _, s := range []suite{simulation, stores, redis, client, peers} {
		measured[s] = results{}
	}
	measured[stores].of("TestAdmissionIsFast").attrs["figure"] = []string{"1 µs"}
	for _, name := range peerTables {
		measured[peers].of(peerTest).attrs[name] = []string{"server | gainsight-go |", "some | 0 |"}
	}
	before := readPage(t)
	after, err := fill(before, measured)
	if err != nil || !strings.Contains(after, "| < 200 µs | 1 µs |\n") || strings.Count(after, "| some | 0 |") != len(peerTables) {
		t.Fatalf("got %v and\n%s", err, after)
	}
	if again, err := fill(after, measured); again != after || err != nil {
		t.Errorf("filled in twice, the page is another: %v", err)
	}
	for _, name := range append([]string{"figures"}, peerTables...) {
		begin, end := marks(name)
		for _, mark := range []string{begin, end} {
			if _, err := fill(strings.Replace(before, mark, "", 1), measured); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("without %q: %v", mark, err)
			}
		}
	}
}
