package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The peers must be what the generators make of today's document, or the comparison would be with something else.
func TestPeersAreUpToDate(t *testing.T) {
	fresh := t.TempDir()
	if err := generate("../..", fresh); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"stock", "ogenapi"} {
		want, got := sources(t, filepath.Join(fresh, dir)), sources(t, filepath.Join("..", dir))
		if len(want) == 0 || len(want) != len(got) {
			t.Errorf("%s has %d files, and the generator writes %d; run go generate in bench", dir, len(got), len(want))
		}
		for name, text := range want {
			if !bytes.Equal(got[name], text) {
				t.Errorf("%s/%s is not what the generator writes; run go generate in bench", dir, name)
			}
		}
	}
}

// sources reads the Go files of a folder.
func sources(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, path := range paths {
		if files[filepath.Base(path)], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func TestNothingOfOursIsLeft(t *testing.T) {
	document, err := os.ReadFile("../../api/openapi.yml")
	if err != nil {
		t.Fatal(err)
	}
	adapted, err := forOthers(document)
	if err != nil {
		t.Fatal(err)
	}
	for _, ours := range []string{"x-go-", "x-omit", "x-enum-varnames", "wire."} {
		if !strings.Contains(string(document), ours) {
			t.Errorf("the document has no %s; does this test still look at the right thing?", ours)
		}
		if strings.Contains(string(adapted), ours) {
			t.Errorf("the adapted document still has %s", ours)
		}
	}
}
