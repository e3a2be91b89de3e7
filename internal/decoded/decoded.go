// Package decoded undoes the Content-Encoding of HTTP bodies, also where whoever recorded them has done so already.
package decoded

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// ErrTooLong says that a body is longer than the limit once it is unpacked.
var ErrTooLong = errors.New("the body is too long once it is unpacked")

const (
	maxCodings = 4
	// maxWindow is what a decoder of zstd must support at least, and nobody may use more on the web (RFC 9659).
	maxWindow = 8 << 20
)

// Body returns a body without the codings that its header names, and no more than limit bytes of it. Browsers record
// text together with the Content-Encoding that it had, so a body that is text already is taken as it is.
//
// It fails with [ErrTooLong], or because a coding is not known, or because the body is neither text nor in the coding.
func Body(header http.Header, body []byte, limit int64) ([]byte, error) {
	codings := codingsOf(header)
	if len(codings) > maxCodings {
		return nil, fmt.Errorf("a body in %d codings, and %d are the most that is undone", len(codings), maxCodings)
	}
	for _, coding := range slices.Backward(codings) {
		var err error
		if body, err = undo(coding, body, limit); err != nil {
			return nil, err
		}
	}
	if int64(len(body)) > limit {
		return nil, ErrTooLong
	}
	return body, nil
}

// codingsOf lists the codings in the order in which they were applied.
func codingsOf(header http.Header) (codings []string) {
	for name, values := range header {
		if !strings.EqualFold(name, "Content-Encoding") { // recordings spell names as they like
			continue
		}
		for coding := range strings.SplitSeq(strings.Join(values, ","), ",") {
			if coding = strings.ToLower(strings.TrimSpace(coding)); coding != "" && coding != "identity" {
				codings = append(codings, coding)
			}
		}
	}
	return codings
}

func undo(coding string, body []byte, limit int64) ([]byte, error) {
	unpack, isKnown := unpackers[coding]
	switch {
	case len(body) == 0: // of a reply that has no body
		return body, nil
	case json.Valid(body): // which nothing packed is, while brotli and deflate have no mark that they begin with
		return body, nil
	case !isKnown:
		return nil, fmt.Errorf("the content coding %.40q is not known", coding)
	}
	unpacked, err := unpack(body, limit)
	switch {
	case err == nil, errors.Is(err, ErrTooLong):
		return unpacked, err
	case utf8.Valid(body):
		return body, nil
	}
	return nil, fmt.Errorf("the body is neither text nor %s, or is cut off", coding)
}

type unpacker = func(body []byte, limit int64) ([]byte, error)

var unpackers = map[string]unpacker{
	"gzip": unzip, "x-gzip": unzip, "deflate": inflate, "br": unbrotli, "zstd": unzstd,
}

func unzip(body []byte, limit int64) ([]byte, error) {
	reader, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return readUpTo(reader, limit)
}

// inflate reads zlib as the standard says, or the bare deflate that some servers send.
func inflate(body []byte, limit int64) ([]byte, error) {
	text := bytes.NewReader(body)
	if reader, err := zlib.NewReader(text); err == nil {
		if unpacked, err := readWhole(text, reader, limit); err == nil || errors.Is(err, ErrTooLong) {
			return unpacked, err
		}
	}
	text.Reset(body)
	return readWhole(text, flate.NewReader(text), limit)
}

var errMore = errors.New("something follows")

// readWhole is for formats whose readers stop where they end, whatever follows.
func readWhole(text *bytes.Reader, reader io.Reader, limit int64) ([]byte, error) {
	unpacked, err := readUpTo(reader, limit)
	if err == nil && text.Len() > 0 {
		return nil, errMore
	}
	return unpacked, err
}

func unbrotli(body []byte, limit int64) ([]byte, error) {
	return readUpTo(brotli.NewReader(bytes.NewReader(body)), limit)
}

func unzstd(body []byte, limit int64) ([]byte, error) {
	reader, err := zstd.NewReader(bytes.NewReader(body), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	return readUpTo(reader, limit)
}

func readUpTo(reader io.Reader, limit int64) ([]byte, error) {
	unpacked, err := io.ReadAll(io.LimitReader(reader, limit+1))
	if int64(len(unpacked)) > limit {
		return nil, ErrTooLong
	}
	return unpacked, err
}
