//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd || windows)

package quota

import (
	"errors"
	"os"
	"runtime"
)

func tryLock(*os.File) (bool, error) { return false, checkPrivate(nil) }

func unlock(*os.File) {}

func checkPrivate(*os.Root) error {
	return errors.New("files cannot be locked on " + runtime.GOOS + ": use another store")
}
