package archive

import (
	"fmt"
	"io"
	"unicode/utf8"
)

// maxText is how long a string can be, as it is written in JSON. Of a longer one only the start is read.
const maxText = 16 << 20

// shortener cuts the strings of a JSON text that are longer than a limit, since a decoder has all of a string in memory.
// What it yields is JSON where the text is. It remembers where it cut.
type shortener struct {
	source io.Reader
	limit  int
	err    error // why no more can be read, if not for the end

	inString  bool
	isTooLong bool // what comes is left out
	escape    int  // the state of an escape
	length    int  // of the string so far, or of what comes between two strings or brackets

	yielded int64
	cuts    []cut
}

// cut is a string that was cut.
type cut struct {
	end     int64 // just behind the string, in what was yielded
	leftOut int64 // in this and all strings before
}

// The states of an escape that are no count of the digits that are still to come.
const (
	noEscape  = 0
	backslash = -1 // was the last byte
)

// maxBetween is how long numbers and space can be.
const maxBetween = 1 << 20

var errBetween = fmt.Errorf("a number, or the space between values, is longer than %d MiB", maxBetween>>20)

func (s *shortener) Read(p []byte) (n int, err error) {
	for n == 0 && err == nil && s.err == nil {
		n, err = s.source.Read(p)
		n = s.shorten(p[:n])
		if !s.inString && s.length > maxBetween {
			err = errBetween
		}
		if err != nil && err != io.EOF {
			s.err = err
		}
	}
	if s.err != nil { // alone, since a decoder overlooks an error that comes with bytes
		return 0, s.err
	}
	s.yielded += int64(n)
	return n, err
}

// shorten works in place, and returns how many bytes are left.
func (s *shortener) shorten(text []byte) (kept int) {
	for _, c := range text {
		switch {
		case s.inString:
			s.step(c, s.yielded+int64(kept))
		case c == '"':
			s.inString, s.length, s.escape = true, 0, noEscape
		case c == ',' || c == '[' || c == '{':
			s.length = 0
		default:
			s.length++
		}
		if s.isTooLong {
			s.cuts[len(s.cuts)-1].leftOut++
		} else {
			text[kept] = c
			kept++
		}
	}
	return kept
}

// step takes one byte of a string. at is where it will stand if it is kept.
func (s *shortener) step(c byte, at int64) {
	switch {
	case c == '"' && s.escape != backslash: // also among the digits of an escape, which is a fault that the decoder finds
		if s.isTooLong {
			s.cuts[len(s.cuts)-1].end = at + 1
		}
		s.inString, s.isTooLong, s.length = false, false, 0
		return
	case s.length >= s.limit && s.escape == noEscape && !s.isTooLong && utf8.RuneStart(c):
		s.isTooLong = true
		s.cuts = append(s.cuts, cut{leftOut: s.leftOutBefore(at)})
	}
	s.length++
	switch {
	case s.escape == backslash && c == 'u':
		s.escape = len("0000")
	case s.escape == backslash:
		s.escape = noEscape
	case s.escape > 0:
		s.escape--
	case c == '\\':
		s.escape = backslash
	}
}

// isCut reports whether the string that ends at an offset was cut.
func (s *shortener) isCut(end int64) bool {
	for _, cut := range s.cuts {
		if cut.end == end {
			return true
		}
	}
	return false
}

// original is where an offset lies in the text as it was before.
func (s *shortener) original(offset int64) int64 { return offset + s.leftOutBefore(offset) }

func (s *shortener) leftOutBefore(offset int64) (n int64) {
	for _, cut := range s.cuts {
		if cut.end <= offset {
			n = cut.leftOut
		}
	}
	return n
}
