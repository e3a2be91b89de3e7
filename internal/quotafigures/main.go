// Command quotafigures runs the tests that hold the figures of docs/quota.md and writes what they measured into its tables.
//
// A test says its figure by t.Attr("figure", value). To add a row, add it to figures, and run make quota-figures.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
)

const page = "docs/quota.md"

func main() {
	log.SetFlags(0)
	root := flag.String("root", ".", "the folder of the repository")
	goCommand := flag.String("go", "go", "the go command")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := rewrite(ctx, *root, *goCommand); err != nil {
		log.Fatalf("quotafigures: nothing was written: %v", err)
	}
}

// rewrite runs all tests and rewrites the page if they pass.
func rewrite(ctx context.Context, root, goCommand string) error {
	measured := map[suite]results{}
	for _, s := range []suite{simulation, stores, redis, client, peers} {
		log.Printf("go test in %s", filepath.Join(s.module, s.folder))
		results, err := run(ctx, root, goCommand, s, testsOf(s))
		if err != nil {
			return err
		}
		measured[s] = results
	}
	name := filepath.Join(root, page)
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	rewritten, err := fill(string(text), measured)
	if err != nil {
		return fmt.Errorf("%s: %w", page, err)
	}
	return os.WriteFile(name, []byte(rewritten), 0o644)
}

func testsOf(s suite) (tests []string) {
	for _, figure := range figures {
		if figure.suite == s {
			tests = append(tests, figure.test)
		}
	}
	if s == peers {
		tests = append(tests, peerTest)
	}
	return slices.Compact(tests)
}

// fill fills all tables of the page in.
func fill(text string, measured map[suite]results) (string, error) {
	rows := table{{"figure", "must be", "measured"}}
	for _, figure := range figures {
		rows = append(rows, []string{figure.what, figure.mustBe, measured[figure.suite].figure(figure.test)})
	}
	machine := fmt.Sprintf("\n%s, %s/%s, %d CPUs.\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	text, err := replace(text, "figures", rows.String()+machine)
	for _, name := range peerTables {
		if err != nil {
			return "", err
		}
		text, err = replace(text, name, tableOf(measured[peers].of(peerTest).attrs[name]).String())
	}
	return text, err
}
