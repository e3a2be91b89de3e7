package archive

import (
	"bufio"
	"bytes"
	"errors"

	"github.com/go-json-experiment/json/jsontext"
)

// window is how much of an archive is looked at to know its format.
const window = 64 << 10

type format int

const (
	har format = iota
	recordings
)

const byteOrderMark = "\ufeff"

// detect finds out which format a text has, and passes over a byte order mark.
func detect(text *bufio.Reader) (format, error) {
	start, _ := text.Peek(window) // less if the text is shorter; that it breaks off is found by who reads on
	if bytes.HasPrefix(start, []byte(byteOrderMark)) {
		_, _ = text.Discard(len(byteOrderMark)) // which is there
		start = start[len(byteOrderMark):]
	}
	if err := looksLikeJSON(start); err != nil {
		return 0, err
	}
	return formatOf(start)
}

var (
	errEmpty      = errors.New("it is empty")
	errUTF16      = errors.New("it is UTF-16, and must be UTF-8")
	errBinary     = errors.New("it is binary")
	errCompressed = errors.New("it is compressed: unpack it first")
	errMarkup     = errors.New("it is a page of HTML or XML")
	errArray      = errors.New("it is a JSON array, and must be an object")
	errNoJSON     = errors.New("it is no JSON object")
	errOpenAPI    = errors.New("it is an OpenAPI document, not traffic")
)

func looksLikeJSON(start []byte) error {
	for magic, err := range map[string]error{
		"\x1f\x8b": errCompressed, "PK\x03\x04": errCompressed, "\x28\xb5\x2f\xfd": errCompressed, "BZh": errCompressed,
		"\xff\xfe": errUTF16, "\xfe\xff": errUTF16, "{\x00": errUTF16, "\x00{": errUTF16,
	} {
		if bytes.HasPrefix(start, []byte(magic)) {
			return err
		}
	}
	text := bytes.TrimLeft(start, " \t\r\n")
	switch {
	case len(text) == 0:
		return errEmpty
	case text[0] == '{':
		return nil
	case text[0] == '<':
		return errMarkup
	case text[0] == '[':
		return errArray
	case bytes.IndexByte(text, 0) >= 0:
		return errBinary
	}
	return errNoJSON
}

// formatOf goes by the members of the first object. Where the window ends before one says anything, as in an archive
// that begins with a long comment, the text is read as HAR, which will tell.
func formatOf(start []byte) (format, error) {
	decoder := jsontext.NewDecoder(bytes.NewReader(start), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	_, _ = decoder.ReadToken() // the brace
	for {
		name, err := decoder.ReadToken()
		if err != nil || name.Kind() != '"' {
			return har, nil
		}
		switch name.String() {
		case "log":
			return har, nil
		case "recording", "request", "reply":
			return recordings, nil
		case "openapi", "swagger":
			return 0, errOpenAPI
		}
		if err := decoder.SkipValue(); err != nil {
			return har, nil
		}
	}
}
