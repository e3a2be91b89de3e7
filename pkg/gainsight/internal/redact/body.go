package redact

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"github.com/gainsight-go/gainsight-go/internal/decoded"
	"github.com/gainsight-go/gainsight-go/internal/recording"
)

// TooLong says why a body was not recorded.
var TooLong = fmt.Sprintf("longer than %d MiB", recording.MaxBody>>20)

const (
	unreadable = "left out, since its Content-Encoding cannot be undone"
	leftOut    = "left out, since there may be a secret in it"
)

// body redacts a body, or leaves it out. Packed it could hold anything, so it is unpacked.
func (p *pass) body(body recording.Body, header http.Header) recording.Body {
	if body.Unknown != "" || len(body.Bytes()) == 0 {
		return body
	}
	plain, err := decoded.Body(header, body.Bytes(), recording.MaxBody)
	switch {
	case errors.Is(err, decoded.ErrTooLong):
		return recording.Body{Unknown: TooLong}
	case err != nil:
		return recording.Body{Unknown: unreadable}
	}
	text, isSafe := p.plainBody(plain, header)
	redacted := recording.BodyOf([]byte(text))
	if !isSafe || p.isOverrun || p.leaks(text) || p.leaks(string(redacted.Base64)) {
		return recording.Body{Unknown: leftOut}
	}
	return redacted
}

func (p *pass) plainBody(body []byte, header http.Header) (text string, isSafe bool) {
	if text, isJSON := p.json(body); isJSON {
		return text, true
	}
	text = string(body)
	switch {
	case isForm(header):
		return p.form(text), true
	case text == "":
		return "", true
	case p.issuesToken, !isText(text), anyMentions(text):
		return "", false
	}
	for _, keeper := range p.known {
		text = keeper.Body(text)
	}
	return text, !assigns(text)
}

func isForm(header http.Header) bool {
	for name, values := range header {
		if strings.EqualFold(name, "Content-Type") && len(values) > 0 {
			mediaType, _, _ := mime.ParseMediaType(values[0])
			return mediaType == "application/x-www-form-urlencoded"
		}
	}
	return false
}

// isText reports whether a text has no bytes that only packed or other binary bodies have. It can be in any charset.
func isText(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f'
	})
}

func anyMentions(text string) bool {
	for _, form := range forms(text) {
		if mentions(form) {
			return true
		}
	}
	return false
}
