package archive

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// fromBase64 takes either alphabet, with or without padding and line feeds. A text that is cut off gives what there is, and
// one that is no base64 is taken as it is, since some recorders only say that it is. It works in place, since bodies can be
// long.
func fromBase64(text []byte) []byte {
	if bytes.ContainsFunc(text, isNoBase64) {
		return text
	}
	rest, body := plainBase64(text), text[:0]
	if len(rest)%4 == 1 { // of which no byte can be made
		rest = rest[:len(rest)-1]
	}
	var part [3 << 10]byte
	for len(rest) > 0 {
		size := min(len(rest), base64.RawStdEncoding.EncodedLen(len(part)))
		n, err := base64.RawStdEncoding.Decode(part[:], rest[:size])
		body, rest = append(body, part[:n]...), rest[size:]
		if err != nil {
			break
		}
	}
	return body
}

func isNoBase64(c rune) bool {
	isDigit := 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9'
	return !isDigit && !strings.ContainsRune("+/-_= \t\r\n", c)
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
