package archive

import (
	"encoding/base64"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// message is one side of an entry of an HTTP archive.
type message struct {
	header   http.Header
	mimeType string
	text     *longText // nil where there is none
	params   pairs
	encoding string
	size     int // of the body after its Content-Encoding was undone
	bodySize int // of the body on the wire
}

// notSaid is a size that the archive does not say.
const notSaid = -1

func newMessage() message {
	return message{header: http.Header{}, size: notSaid, bodySize: notSaid}
}

// Why a body is not known.
var (
	unknownTooLong  = fmt.Sprintf("longer than %d MiB", maxText>>20)
	unknownForm     = "recorded as fields of a form"
	unknownEncoding = "recorded in an encoding that HAR 1.2 does not have"
)

const unknownDropped = "not recorded"

const formType = "application/x-www-form-urlencoded"

// sent is the body of a request.
func (m *message) sent() (contract.Body, error) {
	length, _ := strconv.Atoi(m.header.Get("Content-Length"))
	switch mediaType, _, _ := mime.ParseMediaType(m.mimeType); {
	case m.hasText():
		return m.recorded()
	case m.params.isTooLong:
		return contract.Body{Unknown: unknownTooLong}, nil
	case m.params.text != "" && (mediaType == formType || m.mimeType == ""):
		return contract.Body{Bytes: []byte(m.params.text)}, nil
	case m.params.text != "":
		return contract.Body{Unknown: unknownForm}, nil
	case m.bodySize > 0, length > 0:
		return contract.Body{Unknown: unknownDropped}, nil
	}
	return contract.Body{}, nil
}

// received is the body of a reply. Browsers do not keep every body.
func (m *message) received(method string, status int) (contract.Body, error) {
	hasNone := method == http.MethodHead || status == http.StatusNoContent || status == http.StatusNotModified || status < 200
	switch {
	case m.hasText():
		return m.recorded()
	case hasNone, m.header.Get("Content-Length") == "0":
	case m.size > 0, m.bodySize > 0, m.text == nil && m.size == notSaid && m.bodySize == notSaid:
		return contract.Body{Unknown: unknownDropped}, nil
	}
	return contract.Body{}, nil
}

func (m *message) hasText() bool { return m.text != nil && (m.text.isCut || len(m.text.text) > 0) }

func (m *message) recorded() (contract.Body, error) {
	switch {
	case m.text.isCut:
		return contract.Body{Unknown: unknownTooLong}, nil
	case m.encoding == "":
		return contract.Body{Bytes: m.text.text}, nil
	case strings.EqualFold(m.encoding, "base64"):
		body, err := fromBase64(m.text.text)
		return contract.Body{Bytes: body}, err
	}
	return contract.Body{Unknown: unknownEncoding}, nil
}

var errBase64 = errors.New("want base64, found something else")

// fromBase64 takes either alphabet, with or without padding and line feeds. It works in place, since bodies can be long.
func fromBase64(text []byte) (body []byte, err error) {
	rest, body := plainBase64(text), text[:0]
	var part [3 << 10]byte
	for len(rest) > 0 {
		size := min(len(rest), base64.RawStdEncoding.EncodedLen(len(part)))
		n, err := base64.RawStdEncoding.Decode(part[:], rest[:size])
		if err != nil {
			return nil, errBase64 // the library's error quotes
		}
		body, rest = append(body, part[:n]...), rest[size:]
	}
	return body, nil
}

// plainBase64 leaves only what the plainest form has.
func plainBase64(text []byte) []byte {
	plain := text[:0]
	for _, c := range text {
		switch c {
		case '-':
			plain = append(plain, '+')
		case '_':
			plain = append(plain, '/')
		case ' ', '\t', '\r', '\n', '=':
		default:
			plain = append(plain, c)
		}
	}
	return plain
}

// addContentType is for archives that have it only beside the body.
func (m *message) addContentType(body contract.Body) {
	hasBody := len(body.Bytes) > 0 || body.Unknown != ""
	if hasBody && len(m.header.Values("Content-Type")) == 0 && m.mimeType != "" && m.mimeType != "x-unknown" {
		m.header.Set("Content-Type", m.mimeType)
	}
}
