package quota

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/keylock"
)

// FileOption configures a File store.
type FileOption func(*file)

// WithReport has a function told of each file that is damaged, and so counts as used up. It may be called by several
// goroutines at once. The default is a warning by slog.Default(); nil tells nobody.
func WithReport(report func(error)) FileOption {
	if report == nil {
		report = func(error) {}
	}
	return func(f *file) { f.report = report }
}

func warn(err error) { slog.Warn(err.Error()) }

// File returns a Store in a folder, which the programs of one user on one machine share. The folder is made if it is not there,
// with the rights 0700; an existing one that others may enter is refused. An empty name means gainsight-go/quota in the
// user's cache folder. There is one file per host and class, with the rights 0600. It holds moments and random numbers, and
// no key.
//
// A program that is killed leaves its calls counted until the end of their leases, and then for their windows. A damaged
// file counts as used up, by calls that are under way for another 10 minutes, which is reported (WithReport). One that is
// deleted is as good as new, and the calls that it knew of are forgotten: do not delete it. Without their folder, calls fail
// until it is there again. While another program holds the lock for more than 5 s, calls fail too.
//
// On Linux the store goes by the time since the machine was started, which counts sleep, so that setting the clock changes
// nothing. From one start to the next it goes by the system's clock, and on other systems always. Where that is set forward,
// slots become free as much too early; where it is set back, nobody waits for longer than a window and a lease.
//
// Each call reads the whole file, of 32 bytes for each call of the largest window, while it holds the lock. To take a slot and
// to settle it costs about 0.1 ms for windows of 1,000 calls, 3 ms for 50,000, and 0.3 s for 1,000,000.
//
// What was written last can be lost when the machine loses power. The file system must have locks (flock, LockFileEx) and hard
// links, as those of a machine's own disks do.
func File(folder string, options ...FileOption) (Store, error) {
	opened, err := openFolder(folder)
	if err != nil {
		return nil, fmt.Errorf("quota.File: %w", err)
	}
	f := &file{folder: opened, clock: systemClock, report: warn}
	f.ledgers = ledgers{f.change}
	f.spaces.New = func() any { return new(space) }
	for _, option := range options {
		option(f)
	}
	return f, nil
}

type file struct {
	ledgers
	folder *folder
	clock  clock
	report func(error)
	locks  keylock.Locks // between callers of this program, who then need not poll
	spaces sync.Pool
}

// change reads a ledger, has it changed and writes what is new, while nobody else does.
func (f *file) change(ctx context.Context, bucket Bucket, change func(*ledger, int64)) error {
	if err := Check(bucket.Windows); err != nil {
		return err
	}
	name := fileName(bucket)
	wasDamaged, err := f.changeFile(ctx, name, bucket, change)
	path := filepath.Join(f.folder.name, name)
	if wasDamaged {
		f.report(fmt.Errorf("quota: %s is damaged: all its slots count as used up from now on", path))
	}
	if err != nil {
		return fmt.Errorf("quota: %s: %w", path, err)
	}
	return nil
}

func (f *file) changeFile(ctx context.Context, name string, bucket Bucket, change func(*ledger, int64)) (wasDamaged bool, err error) {
	data, unlock, err := f.lock(ctx, name)
	if err != nil {
		return false, err
	}
	defer unlock()
	space := f.spaces.Get().(*space)
	defer f.spaces.Put(space)
	saved, err := read(data, space)
	if err != nil {
		return false, err
	}
	now := saved.now(f.clock) // read under the lock, so that it does not go back from one change to the next
	var l ledger
	if saved.isDamaged {
		l = usedUp(bucket, saved.head, now)
	} else {
		l = saved.ledger(now)
	}
	change(&l, now)
	return saved.isDamaged, saved.update(data, l)
}

// maxLockWait bounds the wait for others, who hold the lock for less than a millisecond.
const maxLockWait = 5 * time.Second

var errLocked = fmt.Errorf("others have kept it locked for %s", maxLockWait)

// lock returns the file of a bucket, locked.
func (f *file) lock(ctx context.Context, name string) (data *os.File, release func(), err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, maxLockWait, errLocked)
	defer cancel()
	leave, err := f.locks.Lock(ctx, name)
	if err != nil {
		return nil, nil, context.Cause(ctx)
	}
	for {
		data, err := f.open(name)
		if err != nil {
			leave()
			return nil, nil, err
		}
		if err = waitForLock(ctx, data); err == nil {
			var isCurrent bool
			if isCurrent, err = f.isCurrent(name, data); isCurrent {
				return data, func() { unlock(data); data.Close(); leave() }, nil
			}
		}
		data.Close()
		if err != nil {
			leave()
			return nil, nil, err
		}
	}
}

// open opens the file of a bucket, and makes it if it is not there. Where that cannot be, the folder may be another one now.
func (f *file) open(name string) (*os.File, error) {
	data, err := f.openHere(name)
	if errors.Is(err, fs.ErrNotExist) {
		if err := f.folder.reopen(); err != nil {
			return nil, err
		}
		return f.openHere(name)
	}
	return data, err
}

func (f *file) openHere(name string) (*os.File, error) {
	_, err := f.lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		err = f.create(name)
	}
	if err != nil {
		return nil, err
	}
	return f.folder.root.Load().OpenFile(name, os.O_RDWR, 0)
}

// lstat refuses what no Store has made: a symbolic link, a folder or a pipe.
func (f *file) lstat(name string) (fs.FileInfo, error) {
	info, err := f.folder.root.Load().Lstat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("is not a regular file: remove it")
	}
	return info, err
}

// create makes a file without slots, whole or not at all. Of several programs that do, one wins.
func (f *file) create(name string) error {
	temporary := fmt.Sprintf("%s.%x.new", name, rand.Uint64())
	root := f.folder.root.Load()
	if err := root.WriteFile(temporary, head{}.encode(), 0o600); err != nil {
		root.Remove(temporary)
		return err
	}
	err := root.Link(temporary, name)
	if errors.Is(err, fs.ErrExist) {
		err = nil
	}
	return errors.Join(err, root.Remove(temporary))
}

// isCurrent tells whether an open file still has its name: it can have been deleted or replaced before it was locked.
func (f *file) isCurrent(name string, data *os.File) (bool, error) {
	there, err := f.lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	here, err := data.Stat()
	return err == nil && os.SameFile(there, here), err
}

// waitForLock waits until no other program has the file.
func waitForLock(ctx context.Context, data *os.File) error {
	for pause := 50 * time.Microsecond; ; pause = min(2*pause, 5*time.Millisecond) {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		done, err := tryLock(data)
		if err != nil {
			return fmt.Errorf("cannot be locked: %w", err)
		}
		if done {
			return nil
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

var notPlain = regexp.MustCompile(`[^a-z0-9.-]+`)

// fileName has nothing of a bucket but letters, digits, dots and hyphens, and is not longer than file systems permit.
func fileName(bucket Bucket) string {
	name := notPlain.ReplaceAllString(bucket.name(), "_")
	return fmt.Sprintf("%.150s-%016x.slots", name, hash(bucket.name()))
}
