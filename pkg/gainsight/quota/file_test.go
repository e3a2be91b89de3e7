package quota

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestRightsOfFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has access lists")
	}
	folder := filepath.Join(t.TempDir(), "a", "b")
	store := fileWith(t, folder, systemClock)
	taken(t, store, bucketOf(UserManagement()...), minute)
	name, _ := quotaFile(t, folder)
	for path, want := range map[string]fs.FileMode{
		filepath.Dir(folder): fs.ModeDir | 0o700, folder: fs.ModeDir | 0o700, name: 0o600,
	} {
		info, err := os.Stat(path)
		if err != nil || info.Mode() != want {
			t.Errorf("%s has the rights %v, want %v (%v)", path, info.Mode(), want, err)
		}
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 1 {
		t.Errorf("%d files are left: %v", len(entries), entries)
	}
	for _, mode := range []fs.FileMode{0o710, 0o705, 0o777, 0o755} {
		if err := os.Chmod(folder, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := File(folder); err == nil || !strings.Contains(err.Error(), "chmod 700") {
			t.Errorf("a folder with the rights %o: %v", mode, err)
		}
	}
}

func TestDefaultFolder(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("the cache folder does not follow XDG_CACHE_HOME")
	}
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	store, err := File("")
	if err != nil {
		t.Fatal(err)
	}
	taken(t, store, bucketOf(UserManagement()...), minute)
	quotaFile(t, filepath.Join(cache, "gainsight-go", "quota"))

	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("HOME", "")
	if _, err := File(""); err == nil || !strings.Contains(err.Error(), "name a folder") {
		t.Errorf("without a cache folder: %v", err)
	}
}

func TestWhatStandsInPlaceOfAFolder(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file")
	write(t, name, nil)
	for _, folder := range []string{name, name + "/below", "a\x00b"} {
		if _, err := File(folder); err == nil || !strings.HasPrefix(err.Error(), "quota.File: ") {
			t.Errorf("%q: %v", folder, err)
		}
	}
}

// What stands in place of a file is not followed, nor written to.
func TestWhatStandsInPlaceOfAFile(t *testing.T) {
	bucket := bucketOf(Window{1, hour})
	outside := filepath.Join(t.TempDir(), "outside")
	write(t, outside, []byte("text"))
	for what, place := range map[string]func(folder, name string) error{
		"a link out of the folder":  func(_, name string) error { return os.Symlink(outside, name) },
		"a link to nothing":         func(folder, name string) error { return os.Symlink(folder+"/nothing", name) },
		"a link inside the folder":  func(folder, name string) error { write(t, folder+"/x", nil); return os.Symlink("x", name) },
		"a folder":                  func(_, name string) error { return os.Mkdir(name, 0o700) },
		"a link to the same folder": func(_, name string) error { return os.Symlink(".", name) },
	} {
		t.Run(what, func(t *testing.T) {
			folder := t.TempDir() + "/quota"
			store := fileWith(t, folder, systemClock)
			if err := place(folder, filepath.Join(folder, fileName(bucket))); err != nil {
				t.Skip(err)
			}
			_, err := store.Take(t.Context(), bucket, minute)
			if err == nil || !strings.Contains(err.Error(), "not a regular file") || !strings.Contains(err.Error(), folder) {
				t.Errorf("got %v", err)
			}
		})
	}
	if content, err := os.ReadFile(outside); err != nil || string(content) != "text" {
		t.Errorf("the file outside is %q now, %v", content, err)
	}
}

// The file is replaced by what it must not be after it was opened.
func TestReplacedWhileLocked(t *testing.T) {
	folder := t.TempDir() + "/quota"
	bucket := bucketOf(Window{3, hour})
	store := fileWith(t, folder, systemClock)
	taken(t, store, bucket, minute)
	name := fileName(bucket)
	data, err := store.open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	if is, err := store.isCurrent(name, data); !is || err != nil {
		t.Errorf("the file is not current, %v", err)
	}
	path := filepath.Join(folder, name)
	if err := os.Rename(path, path+".old"); err != nil {
		t.Fatal(err)
	}
	if is, err := store.isCurrent(name, data); is || err != nil {
		t.Errorf("a file without a name is current, %v", err)
	}
	taken(t, store, bucket, minute)
	if is, err := store.isCurrent(name, data); is || err != nil {
		t.Errorf("a file that was replaced is current, %v", err)
	}
	if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o700)); err != nil {
		t.Fatal(err)
	}
	if is, err := store.isCurrent(name, data); is || err == nil {
		t.Errorf("a folder is current")
	}
}

func TestDeletedFileAndFolder(t *testing.T) {
	folder := t.TempDir() + "/quota"
	bucket := bucketOf(Window{1, hour})
	store := fileWith(t, folder, systemClock, WithReport(func(err error) { t.Error(err) }))
	slot := taken(t, store, bucket, minute)
	name, _ := quotaFile(t, folder)
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	settle(t, store, bucket, slot, Arrived) // counts, though the file is new
	if take(t, store, bucket, minute).Wait == 0 {
		t.Error("the call that was under way does not count")
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Take(t.Context(), bucket, minute); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "make it again") {
		t.Errorf("without its folder: %v", err)
	}
	if runtime.GOOS != "windows" {
		if err := errors.Join(os.Mkdir(folder, 0o700), os.Chmod(folder, 0o755)); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Take(t.Context(), bucket, minute); err == nil || !strings.Contains(err.Error(), "chmod 700") {
			t.Errorf("with a folder that others may enter: %v", err)
		}
		if err := os.Chmod(folder, 0o700); err != nil {
			t.Fatal(err)
		}
	} else if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	taken(t, store, bucket, minute)
	quotaFile(t, folder)
}

// Two stores are as two programs: locks are between open files.
func TestLockedForEver(t *testing.T) {
	folder := t.TempDir() + "/quota"
	bucket := bucketOf(Window{10, hour})
	_, release, err := fileWith(t, folder, systemClock).lock(t.Context(), fileName(bucket))
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		store := fileWith(t, folder, systemClock)
		limiter := NewLimiter(store)
		var callers sync.WaitGroup
		for range 8 {
			callers.Go(func() {
				slot, err := limiter.Acquire(t.Context(), bucket, minute, hour)
				if slot != nil || !errors.Is(err, errLocked) || !strings.Contains(err.Error(), folder) {
					t.Errorf("got %v, %v", slot, err)
				}
			})
		}
		callers.Wait()
		if waited := time.Since(began); waited < maxLockWait || waited > 3*maxLockWait {
			t.Errorf("waited for %s", waited)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := store.State(ctx, bucket); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("with a deadline: %v", err)
		}
	})
	release()
	if used := stateOf(t, fileWith(t, folder, systemClock), bucket).Used; len(used) > 0 {
		t.Errorf("%d slots are used up", len(used))
	}
}

// A file that is deleted while somebody waits for its lock is not written to.
func TestDeletedWhileLocked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := t.TempDir() + "/quota"
		bucket := bucketOf(Window{10, hour})
		name := fileName(bucket)
		_, release, err := fileWith(t, folder, systemClock).lock(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			taken(t, fileWith(t, folder, systemClock), bucket, minute)
		}()
		synctest.Wait()
		if err := os.Remove(filepath.Join(folder, name)); err != nil {
			t.Error(err)
		}
		release()
		<-done
		if used := stateOf(t, fileWith(t, folder, systemClock), bucket).Used; len(used) != 1 {
			t.Errorf("%d slots are used up, want 1", len(used))
		}
	})
}

func TestClockSetBack(t *testing.T) {
	bucket := bucketOf(Window{5, hour}, Window{5, 24 * hour})
	for _, back := range []time.Duration{time.Second, 30 * minute, 30 * 24 * hour, 10 * 365 * 24 * hour} {
		clock := newHandClock()
		store := fileWith(t, t.TempDir()+"/quota", clock.clock())
		for range 3 {
			settle(t, store, bucket, taken(t, store, bucket, minute), Arrived)
		}
		settle(t, store, bucket, taken(t, store, bucket, minute), Refused)
		clock.pass(5 * minute)
		taken(t, store, bucket, minute) // and killed
		clock.pass(-back)
		state := stateOf(t, store, bucket)
		if len(state.Used) != 5 || state.Used[4].After(clock.at.Add(minute)) || state.Stopped.After(clock.at.Add(recheck)) {
			t.Errorf("%s back: %v", back, state)
		}
		if wait := take(t, store, bucket, minute).Wait; wait == 0 {
			t.Errorf("%s back: a slot is free", back)
		}
		clock.pass(bucket.span() + minute)
		taken(t, store, bucket, minute)
	}
}

// A refusal stops calls for its pause or a lease, also where the clock is set back meanwhile.
func TestClockSetBackWhileStopped(t *testing.T) {
	bucket := bucketOf(UserManagement()...)
	for _, back := range []time.Duration{0, time.Second, 10 * hour, 30 * 24 * hour} {
		for _, lease := range []time.Duration{minute, 10 * minute} {
			clock := newHandClock()
			store := fileWith(t, t.TempDir()+"/quota", clock.clock())
			settle(t, store, bucket, taken(t, store, bucket, lease), Refused)
			clock.pass(-back)
			grant, most := take(t, store, bucket, lease), max(bucket.Pause(), lease)
			if grant.Wait <= 0 || grant.Wait > most || grant.Window != (Window{}) {
				t.Errorf("%s back: %+v, want to wait for %s at most", back, grant, most)
			}
		}
	}
}

// Who has other windows does not end a stop.
func TestStopOfOtherWindows(t *testing.T) {
	clock := newHandClock()
	store := fileWith(t, t.TempDir()+"/quota", clock.clock())
	bucket, other := bucketOf(Window{100, hour}), bucketOf(Window{100, minute})
	settle(t, store, bucket, taken(t, store, bucket, minute), Refused)
	for _, b := range []Bucket{other, bucket} {
		if wait := take(t, store, b, minute).Wait; wait != bucket.Pause() {
			t.Errorf("next try in %s, want %s", wait, bucket.Pause())
		}
	}
}

// Who says nothing gets a warning of damage, and who wants none gets none.
func TestReportByDefault(t *testing.T) {
	for name, test := range map[string]struct {
		options []FileOption
		want    int
	}{
		"nothing is said": {nil, 1},
		"nobody is told":  {[]FileOption{WithReport(nil)}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			folder, bucket := t.TempDir()+"/quota", bucketOf(Window{1, hour})
			store := fileWith(t, folder, newHandClock().clock(), test.options...)
			stateOf(t, store, bucket)
			path, _ := quotaFile(t, folder)
			write(t, path, nil)
			log := logged(func() { stateOf(t, store, bucket) })
			if strings.Count(log, "level=WARN") != test.want || strings.Count(log, path) != test.want {
				t.Errorf("logged: %q, want %d warnings that name the file", log, test.want)
			}
		})
	}
}

// The file has no part of a key: it is numbers, and its name is of the host and the class.
func TestNameAndContent(t *testing.T) {
	for host, want := range map[string]string{
		"acme.us2.gainsightcloud.com": "acme.us2.gainsightcloud.com_user-management-",
		"../../etc/passwd":            ".._.._etc_passwd_user-management-",
		"h:8080\x00":                  "h_8080_user-management-",
		strings.Repeat("x", 500):      strings.Repeat("x", 150) + "-",
	} {
		folder := t.TempDir() + "/quota"
		bucket := Bucket{host, "user-management", UserManagement()}
		taken(t, fileWith(t, folder, systemClock), bucket, minute)
		name, content := quotaFile(t, folder)
		if !strings.HasPrefix(filepath.Base(name), want) || filepath.Dir(name) != folder {
			t.Errorf("%q: %s, want %s…", host, name, want)
		}
		if bytes.Contains(content, []byte("acme")) || len(content) != headSize+1000*recordSize {
			t.Errorf("%q: %d bytes", host, len(content))
		}
	}
}

// Many callers of several stores on a file, which are as several programs.
func TestSharedFile(t *testing.T) {
	folder := t.TempDir() + "/quota"
	bucket := bucketOf(Window{100, hour})
	var callers sync.WaitGroup
	var mu sync.Mutex
	slots := map[uint64]bool{}
	for range 4 {
		store := fileWith(t, folder, systemClock, WithReport(func(err error) { t.Error(err) }))
		for range 3 {
			callers.Go(func() {
				for {
					grant, err := store.Take(context.Background(), bucket, minute)
					if err != nil {
						t.Error(err)
					}
					if grant.Slot == 0 {
						return
					}
					if err := store.Settle(context.Background(), bucket, grant.Slot, End{}); err != nil {
						t.Error(err)
					}
					mu.Lock()
					slots[grant.Slot] = true
					mu.Unlock()
				}
			})
		}
	}
	callers.Wait()
	if len(slots) != 100 {
		t.Errorf("%d slots were taken, want 100", len(slots))
	}
}

func TestLargerWindowsLater(t *testing.T) {
	clock, folder := newHandClock(), t.TempDir()+"/quota"
	small, large := bucketOf(Window{3, hour}), bucketOf(Window{50_000, hour})
	store := fileWith(t, folder, clock.clock(), WithReport(func(err error) { t.Error(err) }))
	for range 3 {
		taken(t, store, small, minute)
	}
	if take(t, store, small, minute).Wait == 0 {
		t.Error("a fourth slot was free")
	}
	taken(t, store, large, minute)
	if left := stateOf(t, store, large).Left(large.Windows[0]); left != 50_000-4 {
		t.Errorf("%d are left", left)
	}
	if _, content := quotaFile(t, folder); len(content) != headSize+50_000*recordSize {
		t.Errorf("the file has %d bytes", len(content))
	}
	if take(t, store, small, minute).Wait == 0 {
		t.Error("a small window has a slot after a large one")
	}
}
