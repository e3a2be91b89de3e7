package contract

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// Transport is an http.RoundTripper that compares every call with the contract. It reports each violation and, if it is
// strict, fails the call: a request that breaks the contract is not sent, and a reply that does is not returned.
//
//	transport := &contract.Transport{Report: func(v contract.Violation) { log.Print(v) }}
//	client, err := gainsight.New(host, gainsight.WithAccessKey(key), gainsight.WithHTTPClient(&http.Client{Transport: transport}))
//
// Bodies and errors pass as they are. A reply is returned when its body has been read, up to MaxBody; of longer bodies only
// the media type is checked. The zero Transport compares with the embedded document, and reports nothing.
type Transport struct {
	// Next makes the calls; nil is http.DefaultTransport.
	Next http.RoundTripper
	// Contract is what calls are compared with; nil is the embedded document, without values.
	Contract *Contract
	// Report is called for each violation, warnings and notes too, and by several goroutines at once if calls are.
	Report func(Violation)
	// Strict makes calls fail with an *Error where they break the contract. Warnings and notes fail nothing.
	Strict bool
}

// Error is why a strict Transport fails a call.
type Error struct {
	// Side is RequestSide where nothing was sent. Else the call was made, and may have had its effect.
	Side       Side
	Violations []Violation
}

// Error says which operation it is, and what is wrong with it.
func (e *Error) Error() string {
	var lines []string
	for _, v := range e.Violations {
		lines = append(lines, v.String())
	}
	outcome := "the call was made, and its reply breaks the contract"
	if e.Side == RequestSide {
		outcome = "nothing was sent: the request breaks the contract"
	}
	return fmt.Sprintf("contract: %s: %s", outcome, strings.Join(lines, "; "))
}

// NotSent reports whether nothing was sent. The client of package gainsight asks for it, so that rows of a refused request are
// "not sent", and those of a refused reply "in doubt".
func (e *Error) NotSent() bool { return e.Side == RequestSide }

// Retryable tells the client that another attempt would meet the same.
func (e *Error) Retryable() bool { return false }

// RoundTrip makes one call.
func (t *Transport) RoundTrip(request *http.Request) (*http.Response, error) {
	contract, err := t.contract()
	if err != nil {
		closeBody(request.Body)
		return nil, err
	}
	exchange := Exchange{Request: Request{Method: methodOf(request), URL: request.URL, Header: request.Header}}
	sent := request.Clone(request.Context())
	exchange.Request.Body, sent.Body = peek(request.Body)
	if err := t.judge(contract.CheckRequest(exchange.Request), RequestSide); err != nil {
		closeBody(sent.Body)
		return nil, err
	}
	response, err := t.next().RoundTrip(sent)
	if err != nil {
		return response, err
	}
	if response.Request == sent {
		response.Request = request
	}
	exchange.Reply = &Reply{Status: response.StatusCode, Header: response.Header}
	exchange.Reply.Body, response.Body = peek(response.Body)
	if err := t.judge(contract.CheckReply(exchange), ReplySide); err != nil {
		closeBody(response.Body)
		return nil, err
	}
	return response, nil
}

func (t *Transport) contract() (*Contract, error) {
	if t.Contract != nil {
		return t.Contract, nil
	}
	return embedded()
}

func (t *Transport) next() http.RoundTripper {
	if t.Next != nil {
		return t.Next
	}
	return http.DefaultTransport
}

// methodOf returns the method of a request, which is GET where a program leaves it out.
func methodOf(request *http.Request) string {
	if request.Method == "" {
		return http.MethodGet
	}
	return request.Method
}

// judge reports violations, and returns an error if the call has to fail for them.
func (t *Transport) judge(violations []Violation, side Side) error {
	for _, v := range violations {
		if t.Report != nil {
			t.Report(v)
		}
	}
	violations = slices.DeleteFunc(violations, func(v Violation) bool { return v.Severity != Breach })
	if !t.Strict || len(violations) == 0 {
		return nil
	}
	return &Error{Side: side, Violations: violations}
}

// peek reads a body, and returns what it is and one to read in its place, which gives the same bytes and the same error.
func peek(body io.ReadCloser) (Body, io.ReadCloser) {
	if body == nil || body == http.NoBody {
		return Body{}, body
	}
	text, err := io.ReadAll(io.LimitReader(body, MaxBody+1))
	known := Body{Bytes: text}
	rest := io.Reader(body)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF): // the other side broke it off, and this is what there is
		rest = failing{err}
	case err != nil:
		known = Body{Unknown: "one that broke off while it was read", NotEmpty: len(text) > 0}
		rest = failing{err}
	case len(text) > MaxBody:
		known = tooLong
	}
	return known, replayed{io.MultiReader(bytes.NewReader(text), rest), body}
}

// replayed reads again what was read, and closes the body that it came from.
type replayed struct {
	io.Reader
	io.Closer
}

// failing is a reader that has nothing but an error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func closeBody(body io.Closer) {
	if body != nil {
		body.Close()
	}
}
