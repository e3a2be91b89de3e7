package specfix_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
	"github.com/gainsight-go/gainsight-go/internal/specfix/specfixtest"
)

func output(file, text string) specfix.Output {
	return specfix.Output{File: file, Content: func() []byte { return []byte(text) }}
}

func TestWriteFiles(t *testing.T) {
	p := specfix.Project{Root: t.TempDir()}
	specfixtest.Write(t, p, "a.txt", "old")
	specfixtest.Write(t, p, "b.txt", "same")
	written, err := p.WriteFiles([]specfix.Output{output("a.txt", "new"), output("b.txt", "same"), output("c/d.txt", "new")})
	if want := []string{"a.txt", "c/d.txt"}; err != nil || !slices.Equal(written, want) {
		t.Errorf("%v, %v", written, err)
	}
	if specfixtest.Read(t, p, "a.txt") != "new" || specfixtest.Read(t, p, "c/d.txt") != "new" {
		t.Error("not written")
	}
}

func TestWriteFilesAllOrNone(t *testing.T) {
	p := specfix.Project{Root: t.TempDir()}
	specfixtest.Write(t, p, "a.txt", "old")
	specfixtest.Write(t, p, "folder/in-the-way", "x")
	specfixtest.Write(t, p, "file", "x")
	for _, last := range []string{"folder", "file/below"} {
		written, err := p.WriteFiles([]specfix.Output{output("a.txt", "new"), output("b.txt", "new"), output(last, "new")})
		if err == nil || !strings.HasPrefix(err.Error(), last+": cannot be ") || len(written) > 0 {
			t.Errorf("%v, %v", written, err)
		}
		if _, err := os.Stat(p.Path("b.txt")); specfixtest.Read(t, p, "a.txt") != "old" || err == nil {
			t.Error("something was left behind")
		}
	}
}
