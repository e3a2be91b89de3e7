package specfix

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"unicode/utf8"
)

// MaxFileSize bounds every file that is read as a document. The corrected document has 0.13 MiB.
const MaxFileSize = 2 << 20

// InputError says that a file cannot be used at all, so that there is nothing to check.
type InputError struct {
	File    string
	Line    int // 0 when the whole file is meant
	Message string

	cause error
}

func (e *InputError) Unwrap() error { return e.cause }

func isNotExist(err error) bool { return errors.Is(err, fs.ErrNotExist) }

func (e *InputError) Error() string {
	return place(e.File, e.Line) + " " + e.Message
}

func inputErrorf(file string, line int, format string, args ...any) *InputError {
	return &InputError{File: file, Line: line, Message: fmt.Sprintf(format, args...)}
}

// Source is a file as it was read.
type Source struct {
	Name   string // relative to the root of the project, with slashes
	Data   []byte
	SHA256 string
}

// ReadSource reads a file of the project and checks that it is text.
func (p Project) ReadSource(name string) (Source, error) {
	data, err := p.readBounded(name)
	if err != nil {
		return Source{}, err
	}
	if err := checkText(name, data); err != nil {
		return Source{}, err
	}
	return Source{Name: name, Data: data, SHA256: sha256Hex(data)}, nil
}

func (p Project) readBounded(name string) ([]byte, error) {
	file, err := p.openRegular(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return readAtMost(file, name)
}

func readAtMost(from io.Reader, name string) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(from, MaxFileSize+1))
	if err != nil {
		return nil, unreadable(name, err)
	}
	if len(data) > MaxFileSize {
		return nil, inputErrorf(name, 0, "is larger than %d MiB, which no API description needs: check where the file came from", MaxFileSize>>20)
	}
	return data, nil
}

// unreadable leaves out the path of the system, because the message already starts with the name inside the project.
func unreadable(name string, err error) error {
	message := "does not exist: run specfix in the root of the project, or pass it with --root"
	if !isNotExist(err) {
		var pathError *fs.PathError
		if errors.As(err, &pathError) {
			err = pathError.Err
		}
		message = fmt.Sprintf("cannot be read: %v", err)
	}
	return &InputError{File: name, Message: message, cause: err}
}

func checkText(name string, data []byte) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return inputErrorf(name, 1, "is empty: restore it from version control, or get it again where it came from")
	}
	for at := 0; at < len(data); {
		r, size := utf8.DecodeRune(data[at:])
		switch {
		case r == utf8.RuneError && size == 1:
			return inputErrorf(name, lineAt(data, at), "is not text: byte 0x%02x is not valid UTF-8", data[at])
		case isControl(r):
			return inputErrorf(name, lineAt(data, at), "is not text: it holds the control character U+%04X", r)
		}
		at += size
	}
	return nil
}

func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f
}

func lineAt(data []byte, offset int) int {
	return 1 + bytes.Count(data[:offset], []byte("\n"))
}

func sha256Hex(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
