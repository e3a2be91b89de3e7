package specfix

import (
	"os"
	"path/filepath"
	"testing"
)

// WriteFile refuses a folder before, so only replaceFile itself can fail at its last step.
func TestReplaceFileCleansUp(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "target")
	if err := os.MkdirAll(filepath.Join(target, "kept"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(target, []byte("x")); err == nil {
		t.Error("a folder was replaced by a file")
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestReplaceFileWithoutFolder(t *testing.T) {
	if err := replaceFile(filepath.Join(t.TempDir(), "gone", "file"), nil); err == nil {
		t.Error("no error")
	}
}
