package gainsighttest

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"sync/atomic"
	"syscall"
)

// Transport returns a RoundTripper that hands requests to the tenant without a network, whatever their host. It is for
// tests in a bubble of testing/synctest, where a real connection would wait for ever, and it starts no goroutine that
// outlives a call.
//
// It behaves as the transport of net/http does: it unpacks a compressed reply unless the request says Accept-Encoding
// itself, follows no redirects, closes the request's body, and ends with the request's context. A reset connection is an
// error that [errors.Is] finds to be [syscall.ECONNRESET]. It does not look at the scheme of a request, nor at whether
// its header could be sent.
func (t *Tenant) Transport() http.RoundTripper { return transport{t} }

type transport struct{ tenant *Tenant }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	body, err := readAndClose(ctx, r.Body)
	if err != nil {
		return nil, err
	}
	if r.ContentLength > 0 && r.ContentLength != int64(len(body)) {
		return nil, fmt.Errorf("gainsighttest: ContentLength=%d with a body of %d bytes", r.ContentLength, len(body))
	}
	request, err := received(r, body)
	if err != nil {
		return nil, err
	}
	w := &memoryWriter{header: http.Header{}}
	t.tenant.ServeHTTP(w, request)
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case w.isReset:
		return nil, errReset
	}
	return w.response(r)
}

var errReset = &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}

// readAndClose reads a request's body, which may take as long as the caller likes, or until the context ends. The body
// is closed when it returns, so that the caller can use it again.
func readAndClose(ctx context.Context, body io.ReadCloser) (text []byte, err error) {
	if body == nil {
		body = http.NoBody
	}
	closed := make(chan struct{})
	closeBody := func() {
		defer close(closed)
		_ = body.Close()
	}
	if ctx.Err() != nil {
		closeBody()
		return nil, context.Cause(ctx)
	}
	stop := context.AfterFunc(ctx, closeBody)
	text, err = io.ReadAll(body)
	if stop() {
		closeBody()
	}
	<-closed
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return text, err
}

// received is a request as a server would see it.
func received(r *http.Request, body []byte) (*http.Request, error) {
	if r.URL == nil {
		return nil, errors.New("gainsighttest: the request has no URL")
	}
	target, err := url.ParseRequestURI(r.URL.RequestURI())
	if err != nil {
		return nil, err
	}
	request := r.Clone(r.Context())
	if request.Host == "" {
		request.Host = r.URL.Host
	}
	if request.Method == "" {
		request.Method = http.MethodGet
	}
	if r.URL.Scheme == "https" {
		request.TLS = &tls.ConnectionState{}
	}
	request.URL, request.RequestURI = target, r.URL.RequestURI()
	request.Body, request.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	request.Header = canonicalHeader(r.Header)
	if unpacks(r) {
		request.Header.Set("Accept-Encoding", "gzip")
	}
	return request, nil
}

// unpacks reports whether a compressed reply is unpacked: if it was not the caller who asked for it.
func unpacks(r *http.Request) bool {
	return r.Header.Get("Accept-Encoding") == "" && r.Header.Get("Range") == "" && r.Method != http.MethodHead
}

// memoryWriter keeps a reply. What the tenant writes is small, even where much can be unpacked from it.
type memoryWriter struct {
	header  http.Header
	status  int
	body    bytes.Buffer
	isReset bool
}

func (w *memoryWriter) Header() http.Header { return w.header }

func (w *memoryWriter) WriteHeader(status int) { w.status = status }

func (w *memoryWriter) Write(text []byte) (int, error) { return w.body.Write(text) }

func (w *memoryWriter) resetConnection() { w.isReset = true }

func (w *memoryWriter) response(r *http.Request) (*http.Response, error) {
	response := &http.Response{
		Status:     strconv.Itoa(w.status) + " " + http.StatusText(w.status),
		StatusCode: w.status,
		Proto:      "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        w.header,
		ContentLength: int64(w.body.Len()),
		Request:       r,
	}
	if r.Method == http.MethodHead {
		response.Body = http.NoBody
		return response, nil
	}
	var body io.Reader = &w.body
	if promised, err := strconv.Atoi(w.header.Get("Content-Length")); err == nil && promised > w.body.Len() {
		response.ContentLength = int64(promised)
		body = io.MultiReader(body, cutOff{})
	}
	if unpacks(r) && w.header.Get("Content-Encoding") == "gzip" {
		unzipped, err := gzip.NewReader(body)
		if err != nil {
			return nil, err
		}
		body = unzipped
		response.ContentLength, response.Uncompressed = -1, true
		w.header.Del("Content-Encoding")
		w.header.Del("Content-Length")
	}
	response.Body = &responseBody{ctx: r.Context(), Reader: body}
	return response, nil
}

// cutOff is the end of a body that is shorter than was promised.
type cutOff struct{}

func (cutOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// responseBody can be read until it is closed or the request's context ends.
type responseBody struct {
	ctx context.Context
	io.Reader
	isClosed atomic.Bool // by another goroutine perhaps
}

var errClosed = errors.New("gainsighttest: read on closed response body")

func (b *responseBody) Read(p []byte) (int, error) {
	switch {
	case b.isClosed.Load():
		return 0, errClosed
	case b.ctx.Err() != nil:
		return 0, context.Cause(b.ctx)
	}
	return b.Reader.Read(p)
}

func (b *responseBody) Close() error {
	b.isClosed.Store(true)
	return nil
}
