package specfix

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// WriteFile replaces a file of the project as a whole or not at all, and leaves it alone when nothing changes. It reports
// whether it wrote.
func (p Project) WriteFile(name string, data []byte) (written bool, err error) {
	path := p.Path(name)
	if err := checkReplaceable(path); err != nil {
		return false, fmt.Errorf("%s: cannot be written: %w", name, err)
	}
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return false, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return false, fmt.Errorf("%s: cannot make its folder: %w", name, err)
	}
	if err := replaceFile(path, data); err != nil {
		return false, fmt.Errorf("%s: cannot be written: %w", name, err)
	}
	return true, nil
}

// checkReplaceable refuses what a rename would silently turn into a regular file, above all a symbolic link.
func checkReplaceable(path string) error {
	info, err := os.Lstat(path)
	if err != nil || info.Mode().IsRegular() {
		return nil // what else is wrong shows when the file is written
	}
	return fmt.Errorf("it is %s, and only a regular file is replaced: remove it first", fileKind(info.Mode()))
}

// replaceFile writes beside the file first, because only a rename within a folder is atomic.
func replaceFile(path string, data []byte) (err error) {
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(temp.Name())
		}
	}()
	if err := fill(temp, data); err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}

func fill(file *os.File, data []byte) error {
	_, err := file.Write(data)
	if err == nil {
		err = file.Chmod(0o644)
	}
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}
