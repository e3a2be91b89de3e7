package archive

import (
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

	size         int // of the body after its Content-Encoding was undone
	bodySize     int // of the body on the wire
	headersSize  int // of the header on the wire
	transferSize int // of both, which Chromium says
}

// notSaid is a size that the archive does not say.
const notSaid = -1

func newMessage() message {
	return message{header: http.Header{}, size: notSaid, bodySize: notSaid, headersSize: notSaid, transferSize: notSaid}
}

// Why a body is not known.
var (
	unknownTooLong  = unknown(fmt.Sprintf("longer than %d MiB", maxText>>20))
	unknownForm     = unknown("recorded as fields of a form")
	unknownEncoding = unknown("recorded in an encoding that HAR 1.2 does not have")
	unknownDropped  = unknown("not recorded")
)

func unknown(why string) contract.Body { return contract.Body{Unknown: why, NotEmpty: true} }

const formType = "application/x-www-form-urlencoded"

// sent is the body of a request.
func (m *message) sent() contract.Body {
	switch mediaType, _, _ := mime.ParseMediaType(m.mimeType); {
	case m.hasText():
		return m.recorded()
	case m.params.isTooLong:
		return unknownTooLong
	case m.params.text != "" && (mediaType == formType || m.mimeType == ""):
		return contract.Body{Bytes: []byte(m.params.text)}
	case m.params.text != "":
		return unknownForm
	}
	return m.notRecorded()
}

// received is the body of a reply. Browsers do not keep every body.
func (m *message) received(method string, status int) contract.Body {
	hasNone := method == http.MethodHead || status == http.StatusNoContent && m.size <= 0 || status == http.StatusNotModified || status < 200
	switch {
	case m.hasText():
		return m.recorded()
	case hasNone, m.header.Get("Content-Length") == "0":
		return contract.Body{}
	case m.text == nil && m.size == notSaid && m.bodySize == notSaid:
		return m.perhapsEmpty()
	}
	return m.notRecorded()
}

func (m *message) hasText() bool { return m.text != nil && (m.text.isCut || len(m.text.text) > 0) }

// notRecorded is a body of which the archive says no more than that it came, or nothing where none did.
func (m *message) notRecorded() contract.Body {
	switch {
	case m.isSized():
		return unknownDropped
	case m.bodySize != 0 && (m.header.Get("Transfer-Encoding") != "" || m.transferSize > m.headerLength()):
		return m.perhapsEmpty()
	}
	return contract.Body{}
}

func (m *message) perhapsEmpty() contract.Body {
	body := unknownDropped
	body.NotEmpty = m.isSized()
	return body
}

// isSized reports whether the archive says that the body has a length.
func (m *message) isSized() bool {
	length, _ := strconv.Atoi(m.header.Get("Content-Length"))
	return m.size > 0 || m.bodySize > 0 || length > 0
}

// maxUnlisted is how much of a header an archive does not list, such as the frames of HTTP/2.
const maxUnlisted = 512

// headerLength is at least the length of the header on the wire, where compression only makes it shorter.
func (m *message) headerLength() int {
	if m.headersSize > 0 {
		return m.headersSize
	}
	length := maxUnlisted
	for name, values := range m.header {
		for _, value := range values {
			length += len(name) + len(": ") + len(value) + len("\r\n")
		}
	}
	return length
}

func (m *message) recorded() contract.Body {
	switch {
	case m.text.isCut:
		return unknownTooLong
	case m.encoding == "":
		return contract.Body{Bytes: m.text.text}
	case strings.EqualFold(m.encoding, "base64"):
		return contract.Body{Bytes: fromBase64(m.text.text)}
	}
	return unknownEncoding
}

// addContentType is for archives that have it only beside the body.
func (m *message) addContentType(body contract.Body) {
	hasBody := len(body.Bytes) > 0 || body.Unknown != ""
	if hasBody && len(m.header.Values("Content-Type")) == 0 && m.mimeType != "" && m.mimeType != "x-unknown" {
		m.header.Set("Content-Type", m.mimeType)
	}
}
