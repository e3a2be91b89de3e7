package specfix

import (
	"io/fs"
	"os"
)

// openRegular opens a file of the project for reading. It refuses everything else, because a pipe would make the reader
// wait for ever.
func (p Project) openRegular(name string) (*os.File, error) {
	info, err := os.Stat(p.Path(name))
	if err != nil {
		return nil, unreadable(name, err)
	}
	if !info.Mode().IsRegular() {
		return nil, inputErrorf(name, 0, "is %s, but a regular file is needed", fileKind(info.Mode()))
	}
	file, err := os.Open(p.Path(name))
	if err != nil {
		return nil, unreadable(name, err)
	}
	return file, nil
}

func fileKind(mode fs.FileMode) string {
	switch mode.Type() {
	case fs.ModeDir:
		return "a folder"
	case fs.ModeSymlink:
		return "a symbolic link"
	case fs.ModeNamedPipe:
		return "a named pipe"
	case fs.ModeSocket:
		return "a socket"
	}
	return "a device"
}
