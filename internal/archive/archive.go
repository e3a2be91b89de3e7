// Package archive reads recorded HTTP traffic: HTTP archives (HAR 1.2), as browsers and proxies write them, and the
// recordings of contract.Recorder. It reads exchange by exchange, so that a file can be longer than the memory.
package archive

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"syscall"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// Entry is one exchange of an archive.
type Entry struct {
	contract.Exchange
	// IsPreflight is set where the archive says that a browser made the request on its own account, before that of a program.
	IsPreflight bool
	Number      int // of the entry of an HTTP archive, or of the line of a recording, from 1
}

// Keep says by its URL whether an exchange is wanted. What is not is passed over as cheaply as can be.
type Keep = func(*url.URL) bool

// Read calls each for every exchange that is wanted, in the order of the archive, and counts the others. It ends with
// the first error: that of each, or one that names the archive and says what is wrong with it, and where. Then what came
// before has been seen already. No more than a few bodies are in memory at a time, and of a body no more than 16 MiB as
// it is written in JSON.
func Read(name string, r io.Reader, keep Keep, each func(Entry) error) (skipped int, err error) {
	text := bufio.NewReaderSize(r, window)
	if _, err := text.Peek(1); err != nil && err != io.EOF {
		return 0, unreadable(name, err)
	}
	format, err := detect(text)
	if err != nil {
		return 0, fmt.Errorf("%s: is no HTTP archive: %w", name, err)
	}
	sift := &sift{keep: keep, each: each}
	if format == recordings {
		err = readLines(name, text, sift)
	} else {
		err = readHAR(name, text, sift)
	}
	return sift.skipped, err
}

// sift hands on what is wanted and counts the rest.
type sift struct {
	keep    Keep
	each    func(Entry) error
	skipped int
}

func (s *sift) wants(target *url.URL) bool { return s.keep == nil || s.keep(target) }

// unreadable says why a file cannot be read at all.
func unreadable(name string, err error) error {
	if errors.Is(err, syscall.EISDIR) {
		return fmt.Errorf("%s: is no HTTP archive: it is a folder", name)
	}
	var path *os.PathError
	if errors.As(err, &path) { // which repeats the name
		err = path.Err
	}
	return fmt.Errorf("%s: cannot be read: %w", name, err)
}
