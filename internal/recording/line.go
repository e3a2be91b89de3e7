// Package recording is the format of recorded traffic: one exchange a line, as JSON.
package recording

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

const (
	// Version is in every line. A reader refuses what it does not know.
	Version = "gainsight-go/1"
	// MaxBody is how many bytes of a body are recorded. Of a longer one there are none.
	MaxBody = 1 << 20
	// MaxLine is how long a line can be: two bodies of which every byte is escaped, and their headers.
	MaxLine = 16 << 20
)

// Line is one exchange.
type Line struct {
	Recording string    `json:"recording"` // the version
	Time      time.Time `json:"time"`      // when the request was sent
	Request   Request   `json:"request"`
	Reply     *Reply    `json:"reply,omitempty"` // nil where none came
}

// Request is the request of an exchange.
type Request struct {
	Method string      `json:"method"`
	URL    string      `json:"url"`
	Header http.Header `json:"header,omitempty"`
	Body   Body        `json:"body,omitzero"`
}

// Reply is the reply of an exchange.
type Reply struct {
	Status int         `json:"status"`
	Header http.Header `json:"header,omitempty"`
	Body   Body        `json:"body,omitzero"`
}

// Body is one of three: text, other bytes, or the reason why it was not recorded. The zero Body is empty.
type Body struct {
	Text    string `json:"text,omitempty"`
	Base64  []byte `json:"base64,omitempty"` // of what is no UTF-8
	Unknown string `json:"unknown,omitempty"`
}

// NotWhole says that a body was not read to its end. It is the one reason not to record a body that can be empty.
const NotWhole = "not read to its end"

// BodyOf returns a body of these bytes.
func BodyOf(bytes []byte) Body {
	if utf8.Valid(bytes) {
		return Body{Text: string(bytes)}
	}
	return Body{Base64: bytes}
}

// Bytes are the bytes of a body, and none where it is unknown.
func (b Body) Bytes() []byte {
	if len(b.Base64) > 0 {
		return b.Base64
	}
	return []byte(b.Text)
}

// Encode returns the line as it is written, with its line feed.
func (l Line) Encode() ([]byte, error) {
	text, err := json.Marshal(l, json.Deterministic(true), jsontext.AllowInvalidUTF8(true)) // headers can be Latin-1
	return append(text, '\n'), err
}

// Decode reads a line. Its errors quote nothing of an exchange.
func Decode(text []byte) (Line, error) {
	var line Line
	err := json.Unmarshal(text, &line)
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return Line{}, errors.New("the line is cut off")
	case errors.As(err, &syntax):
		return Line{}, fmt.Errorf("the line is no JSON: look at its byte %d", syntax.ByteOffset+1)
	}
	if err := checkVersion(text); err != nil {
		return Line{}, err
	}
	var semantic *json.SemanticError
	switch {
	case errors.As(err, &semantic):
		return Line{}, fmt.Errorf("the value of %.80q does not fit", string(semantic.JSONPointer))
	case err != nil:
		return Line{}, errors.New("the line cannot be understood")
	}
	return line, line.check()
}

func checkVersion(text []byte) error {
	var mark struct {
		Recording string `json:"recording"`
	}
	_ = json.Unmarshal(text, &mark) // of another type it is none
	switch mark.Recording {
	case Version:
		return nil
	case "":
		return fmt.Errorf(`the line has no "recording": %q, so it is no recording of ours`, Version)
	}
	return fmt.Errorf("the line is a recording of the version %.40q, and only %q is known here", mark.Recording, Version)
}

func (l Line) check() error {
	switch {
	case l.Request.Method == "":
		return errors.New("request.method is missing")
	case l.Request.URL == "":
		return errors.New("request.url is missing")
	case l.Reply != nil && (l.Reply.Status < 100 || l.Reply.Status > 999):
		return errors.New("reply.status is missing, or no HTTP status")
	}
	return nil
}
