package quota

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
)

// folder is a folder that nobody else may enter. It is found again by its name where it was deleted and made anew.
type folder struct {
	name string
	root atomic.Pointer[os.Root]
}

// openFolder opens a folder, and makes it if it is not there.
func openFolder(name string) (*folder, error) {
	if name == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("there is no cache folder, name a folder: %w", err)
		}
		name = filepath.Join(cache, "gainsight-go", "quota")
	}
	name, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(name, 0o700); err != nil {
		return nil, err
	}
	f := &folder{name: name}
	return f, f.reopen()
}

// reopen opens what has the folder's name now. Others may still use what had it before, so that is not closed here.
func (f *folder) reopen() error {
	root, err := os.OpenRoot(f.name)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the folder was deleted: make it again with the rights 0700, or start the program again: %w", err)
	}
	if err != nil {
		return err
	}
	if err := checkPrivate(root); err != nil {
		return errors.Join(fmt.Errorf("%s: %w", f.name, err), root.Close())
	}
	f.root.Store(root)
	return nil
}
