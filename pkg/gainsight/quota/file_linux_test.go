package quota

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// asNobody runs a function with the rights of a user who is not root, on whom rights have no effect.
func asNobody(t *testing.T, folder string, run func()) {
	if os.Geteuid() == 0 {
		const nobody = 65534
		err := filepath.Walk(folder, func(path string, _ fs.FileInfo, err error) error {
			return errors.Join(err, os.Chown(path, nobody, nobody))
		})
		if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.EPERM) {
			t.Skipf("root may give no file to user %d here, as in a user namespace: %v", nobody, err)
		}
		if err != nil {
			t.Fatal(err)
		}
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		syscall.Setfsuid(nobody)
		defer syscall.Setfsuid(0)
	}
	run()
}

func TestFilesThatCannotBeWritten(t *testing.T) {
	bucket := bucketOf(Window{3, hour})
	for what, forbid := range map[string]func(folder, name string) error{
		"a folder that is read-only": func(folder, name string) error {
			return errors.Join(os.Remove(name), os.Chmod(folder, 0o500))
		},
		"a file that is read-only":  func(_, name string) error { return os.Chmod(name, 0o400) },
		"a file without any rights": func(_, name string) error { return os.Chmod(name, 0) },
		"a folder without any":      func(folder, _ string) error { return os.Chmod(folder, 0o600) },
	} {
		t.Run(what, func(t *testing.T) {
			folder := t.TempDir() + "/quota"
			store := fileWith(t, folder, systemClock)
			taken(t, store, bucket, minute)
			name, _ := quotaFile(t, folder)
			if err := forbid(folder, name); err != nil {
				t.Fatal(err)
			}
			defer os.Chmod(folder, 0o700)
			asNobody(t, folder, func() {
				_, err := NewLimiter(store).Acquire(t.Context(), bucket, minute, minute)
				if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), name) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

func TestFolderThatCannotBeEntered(t *testing.T) {
	folder := t.TempDir() + "/quota"
	if err := os.Mkdir(folder, 0); err != nil {
		t.Fatal(err)
	}
	asNobody(t, folder, func() {
		if _, err := File(folder); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("got %v", err)
		}
	})
}

// A disk that is full, and a file that cannot be read: nothing is granted.
func TestFilesThatFail(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_RDWR, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	l := ledger{}
	l.take(bucketOf(Window{3, hour}), 1, minute, 1)
	for what, saved := range map[string]saved{
		"records": {space: new(space)},
		"head":    {space: new(space), records: make([]entry, 3)},
		"record":  {space: new(space), records: make([]entry, 3), head: head{records: 3, needs: l.needs}},
		"repair":  {space: new(space), isDamaged: true},
	} {
		if err := saved.update(full, l); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%s: %v", what, err)
		}
	}
	folder, err := os.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := read(folder, new(space)); err == nil {
		t.Error("a folder was read")
	}
	folder.Close()
	if _, err := read(folder, new(space)); err == nil {
		t.Error("a closed file was read")
	}
	if _, err := tryLock(folder); err == nil {
		t.Error("a closed file was locked")
	}
	if err := waitForLock(t.Context(), folder); err == nil || !strings.Contains(err.Error(), "cannot be locked") {
		t.Errorf("got %v", err)
	}
}
