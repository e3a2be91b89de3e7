package contract

import (
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/gainsight-go/gainsight-go/internal/recording"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/redact"
)

// Recorder is a transport that writes down every exchange that goes through it, as a line of JSON that specfix verify
// reads. It changes nothing of a call, and a writer that fails never harms one. It is safe for concurrent use.
//
// A line is written once the reply's body has been read to its end or closed, or when the call has failed; then the line
// has no reply. Of each body up to 1 MiB is recorded, and of a longer one nothing, as of one that was not read to its end
// or left out for the sake of a secret: the line says why. That much is in memory for each call under way.
//
// Recordings are meant to be handed on, so secrets are taken out before anything is written, and REDACTED stands in their
// place: the values of headers such as accesskey, Authorization (whose scheme stays) and Cookie, and of all whose names
// speak of a token, secret, key or password; those of members, fields and query parameters such as access_token,
// client_secret and password; all of a token reply that is not known to be harmless; and these values wherever else the
// line repeats them, if they have 4 characters or more. Access keys and the last tokens are taken out of later lines too.
// A body in which a secret cannot be told from the rest, such as a token reply that was cut off, is left out.
// Everything else is kept, above all the URL's host, which can name the tenant, and the data of persons in the bodies.
type Recorder struct {
	next     http.RoundTripper
	redactor redact.Redactor

	mu     sync.Mutex
	writer io.Writer
	err    error
}

// NewRecorder returns a transport that hands calls on to another one, or to [http.DefaultTransport] if that is nil, and
// writes the lines to w, each with one call of Write and no two at a time. After w has failed once, nothing more is
// written to it.
func NewRecorder(next http.RoundTripper, w io.Writer) *Recorder {
	if next == nil {
		next = http.DefaultTransport
	}
	r := &Recorder{next: next, writer: w}
	if w == nil {
		r.err = errNoWriter
	}
	return r
}

var errNoWriter = errors.New("the recorder has no writer")

// Err returns the first failure to write a line, and nil if there was none. It belongs at the end of a recording, since
// calls never fail for it.
func (r *Recorder) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// CloseIdleConnections closes those of the other transport.
func (r *Recorder) CloseIdleConnections() {
	(&http.Client{Transport: r.next}).CloseIdleConnections()
}

// RoundTrip makes the call and records it.
func (r *Recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL == nil { // which fails, and there is nothing to record
		return r.next.RoundTrip(request)
	}
	sent, tap := tapped(request)
	line := recording.Line{Recording: recording.Version, Time: time.Now(), Request: recording.Request{
		Method: request.Method, URL: request.URL.String(), Header: request.Header.Clone(),
	}}
	if line.Request.Method == "" {
		line.Request.Method = http.MethodGet
	}
	response, err := r.next.RoundTrip(sent)
	if err != nil || response == nil {
		r.write(line, tap)
		return response, err
	}
	if response.Request == sent {
		response.Request = request
	}
	line.Reply = &recording.Reply{Status: response.StatusCode, Header: response.Header.Clone()}
	if hasNoBody(response) {
		r.write(line, tap)
		return response, nil
	}
	received := newTap(response.Body, response.ContentLength)
	response.Body = &finishedBody{tap: received, finish: sync.OnceFunc(func() {
		line.Reply.Body = received.body()
		r.write(line, tap)
	})}
	return response, nil
}

// hasNoBody also says so for a connection that becomes one of another protocol, which the caller reads and writes.
func hasNoBody(response *http.Response) bool {
	return response.Body == nil || response.Body == http.NoBody || response.StatusCode == http.StatusSwitchingProtocols
}

// write redacts a line and writes it.
func (r *Recorder) write(line recording.Line, sent *sentBody) {
	line.Request.Body = sent.body()
	text, err := r.redactor.Line(line).Encode()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return
	}
	if r.err = err; err != nil {
		return
	}
	var n int
	if n, r.err = r.writer.Write(text); r.err == nil && n < len(text) {
		r.err = io.ErrShortWrite
	}
}

// tapped returns a request whose body is recorded while it is sent. A transport may send a body again, for which it gets
// a fresh one: then that one counts.
func tapped(request *http.Request) (*http.Request, *sentBody) {
	sent := new(sentBody)
	if request.Body == nil || request.Body == http.NoBody {
		return request, sent
	}
	length := request.ContentLength
	if length == 0 { // with a body that means that nobody knows
		length = -1
	}
	copied := *request
	copied.Body = sent.tap(request.Body, length)
	if getBody := request.GetBody; getBody != nil {
		copied.GetBody = func() (io.ReadCloser, error) {
			body, err := getBody()
			if err != nil || body == nil {
				return body, err
			}
			return sent.tap(body, length), nil
		}
	}
	return &copied, sent
}

// sentBody is the body of a request, of which the last one that a transport took counts.
type sentBody struct {
	mu   sync.Mutex
	last *tap
}

func (s *sentBody) tap(body io.ReadCloser, length int64) io.ReadCloser {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = newTap(body, length)
	return s.last
}

func (s *sentBody) body() recording.Body {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil {
		return recording.Body{}
	}
	return s.last.body()
}

// tap keeps what is read of a body, up to a limit. A transport can still be reading it when it is looked at.
type tap struct {
	io.ReadCloser
	length int64 // negative if it is not known

	mu        sync.Mutex
	kept      []byte
	isTooLong bool
	err       error // that ended it
}

func newTap(body io.ReadCloser, length int64) *tap { return &tap{ReadCloser: body, length: length} }

func (t *tap) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err == nil {
		t.err = err
	}
	if t.isTooLong = t.isTooLong || len(t.kept)+n > recording.MaxBody; t.isTooLong {
		t.kept = nil
	} else {
		t.kept = append(t.kept, p[:n]...)
	}
	return n, err
}

// body is what was recorded. What the other side broke off is recorded as far as it came; what this side broke off is
// not, since nobody knows what was to come.
func (t *tap) body() recording.Body {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch isEnd := t.err == io.EOF || errors.Is(t.err, io.ErrUnexpectedEOF); {
	case t.isTooLong:
		return recording.Body{Unknown: redact.TooLong}
	case isEnd, int64(len(t.kept)) == t.length:
		return recording.BodyOf(t.kept)
	}
	return recording.Body{Unknown: recording.NotWhole}
}

// finishedBody says when a reply's body has been read to its end, broke off, or is closed.
type finishedBody struct {
	*tap
	finish func()
}

func (b *finishedBody) Read(p []byte) (int, error) {
	n, err := b.tap.Read(p)
	if err != nil {
		b.finish()
	}
	return n, err
}

func (b *finishedBody) Close() error {
	err := b.tap.Close()
	b.finish()
	return err
}
