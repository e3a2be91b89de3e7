//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package quota

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// tryLock locks a file unless another program, or another open file of this one, has locked it. The system takes the
// lock back when the program ends, however it ends.
func tryLock(data *os.File) (bool, error) {
	err := syscall.Flock(int(data.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) || errors.Is(err, syscall.EINTR) {
		return false, nil
	}
	return err == nil, err
}

func unlock(data *os.File) { syscall.Flock(int(data.Fd()), syscall.LOCK_UN) }

// checkPrivate refuses a folder that others may enter.
func checkPrivate(root *os.Root) error {
	info, err := root.Stat(".")
	if err != nil {
		return err
	}
	if open := info.Mode().Perm() & 0o077; open != 0 {
		return fmt.Errorf("others may enter it (%s): chmod 700, or name another folder", info.Mode().Perm())
	}
	return nil
}
