package gainsight

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// maxReplyBytes bounds a reply after decompression, so that a small packed reply cannot fill the memory.
const maxReplyBytes = 32 << 20

var errBrokeOff = errors.New("the reply broke off")

var errSwitched = errors.New("the other side switched to another protocol, which it was not asked for")

var errReplyTooLong = fmt.Errorf("the reply is longer than %d MiB", maxReplyBytes>>20)

// receive sends one attempt and reads its whole reply, so that an attempt is over when the chain returns: the steps
// above know how it ended, and the HTTP client's timeout has covered all of it.
func receive(request *http.Request, next doer) (*http.Response, error) {
	ctx := request.Context()
	if err := ctx.Err(); err != nil { // net/http would hand the request over all the same
		return nil, &unsentError{err}
	}
	f := flightOf(ctx)
	watched, end := f.depart(ctx)
	defer end()
	response, err := next(request.WithContext(watched))
	if err == nil {
		response.Body = receivedOf(response)
	}
	return response, f.arrive(err)
}

// receivedBody is a body that is in memory, up to where it broke off.
type receivedBody struct {
	content []byte
	broken  error // why the rest is missing, if it is
	unread  *bytes.Reader
}

// receivedOf returns the body of a reply, which it reads if that was not done yet.
func receivedOf(response *http.Response) *receivedBody {
	if body, done := response.Body.(*receivedBody); done {
		return body
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusSwitchingProtocols { // its body is the connection, which no context ends
		return &receivedBody{broken: errSwitched, unread: bytes.NewReader(nil)}
	}
	var buffer bytes.Buffer
	if size := response.ContentLength; size > 0 && size <= maxReplyBytes {
		buffer.Grow(int(size) + bytes.MinRead)
	}
	_, err := buffer.ReadFrom(io.LimitReader(response.Body, maxReplyBytes+1))
	switch {
	case err != nil:
		err = fmt.Errorf("%w: %w", errBrokeOff, err)
	case buffer.Len() > maxReplyBytes:
		err = errReplyTooLong
	}
	return &receivedBody{content: buffer.Bytes(), broken: err, unread: bytes.NewReader(buffer.Bytes())}
}

// Read returns what came, and then the reason why there is no more.
func (b *receivedBody) Read(p []byte) (int, error) {
	n, err := b.unread.Read(p)
	if err == io.EOF && b.broken != nil {
		err = b.broken
	}
	return n, err
}

// Close does nothing: the connection was given back when the reply had been read.
func (b *receivedBody) Close() error { return nil }
