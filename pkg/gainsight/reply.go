package gainsight

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/printable"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// reply is a reply with an envelope. One that says result: false comes beside an error.
type reply[T any] struct {
	receipt
	Data    T
	HasData bool // data was there and not null
}

// envelope reads the generated envelope with members that need care: a missing result must not pass for false, data can
// be null, and a second spelling of either would leave open which one counts.
type envelope[T any] struct {
	Result *bool `json:"result"`
	Data   *T    `json:"data"`
	gsapi.Envelope
	Others map[string]jsontext.Value `json:",unknown"`
}

// respelled returns a member that is result or data in upper and lower case of its own, and "" if there is none.
func (e envelope[T]) respelled() string {
	for name := range e.Others {
		if strings.EqualFold(name, "result") || strings.EqualFold(name, "data") {
			return name
		}
	}
	return ""
}

// badReply is a reply that reports a failure or cannot be understood.
type badReply struct {
	status      int
	requestID   string
	code        string
	scimType    string
	description string
	excerpt     string
	cause       error
}

func (e *badReply) Error() string { return e.cause.Error() }
func (e *badReply) Unwrap() error { return e.cause }

var (
	errResultFalse = errors.New("the reply says result: false")
	errNoResult    = errors.New("the reply is not a Gainsight envelope: it has no result")
	errWrongStatus = errors.New("the reply says result: true, but its status is an error")
	errWrongCode   = errors.New("the reply says result: true, but it has an errorCode")
	errRedirect    = errors.New("the host answered with a redirect, which is not followed, since it would carry the access key along; is this the API's host?")
	errNotUTF8     = errors.New("the reply is not valid UTF-8")
	errEmptyReply  = errors.New("the reply has no body")
)

// decodeReply is the one decoder of the envelope.
func decodeReply[T any](response *http.Response, receipt receipt) (reply[T], error) {
	var answer reply[T]
	body, err := readable(response)
	if err == nil {
		answer, err = decodeEnvelope[T](response, receipt, body)
	}
	if err == nil {
		return answer, nil
	}
	var failure *badReply
	if !errors.As(err, &failure) {
		failure = &badReply{cause: err}
	}
	failure.status, failure.code = response.StatusCode, cmp.Or(failure.code, limitCode(response))
	if failure.requestID == "" {
		failure.requestID = printable.Text(loose.RequestID(body))
	}
	if failure.cause != errResultFalse {
		failure.excerpt = printable.Excerpt(body, receipt.secrets.Body)
	}
	if failure.requestID == "" {
		failure.requestID = requestIDOf(response.Header)
	}
	return answer, failure
}

// readable returns a reply's body, and what speaks against decoding it.
func readable(response *http.Response) ([]byte, error) {
	received := receivedOf(response)
	body := received.content
	switch {
	case received.broken != nil:
		return body, received.broken
	case response.StatusCode >= 300 && response.StatusCode < 400:
		return nil, errRedirect // its body may quote the address
	case len(bytes.TrimSpace(body)) == 0:
		return body, errEmptyReply
	}
	return body, nil
}

func decodeEnvelope[T any](response *http.Response, receipt receipt, body []byte) (reply[T], error) {
	var none reply[T]
	if !utf8.Valid(body) { // the wrong character set, or damage on the way
		return none, errNotUTF8
	}
	e, dataErr, err := unmarshalEnvelope[T](body)
	if err != nil {
		return none, notJSON(err)
	}
	if other := e.respelled(); other != "" {
		return none, fmt.Errorf("the reply is not a Gainsight envelope: it has a member %q", other)
	}
	if e.Result == nil {
		return none, errNoResult
	}
	receipt.status, receipt.requestID = response.StatusCode, printable.Text(e.RequestID.Or(""))
	answer := reply[T]{receipt: receipt}
	if e.Data != nil {
		answer.Data, answer.HasData = *e.Data, true
	}
	if !*e.Result {
		return answer, &badReply{
			cause:       errResultFalse,
			requestID:   receipt.requestID,
			code:        printable.Text(e.ErrorCode.Or("")),
			description: printable.Text(e.ErrorDesc.Or(e.LocalizedErrorDesc.Or(e.Message.Or("")))),
		}
	}
	switch {
	case response.StatusCode >= 400:
		err = errWrongStatus
	case e.ErrorCode.Or("") != "":
		err = errWrongCode
	case dataErr != nil:
		err = notJSON(dataErr)
	}
	if err != nil {
		return none, &badReply{cause: err, requestID: receipt.requestID}
	}
	return answer, nil
}

// unmarshalEnvelope reads data along with the rest. Where data is not what it should be, it reads the rest once more
// without it: of a failure, data does not matter.
func unmarshalEnvelope[T any](body []byte) (e envelope[T], dataErr, err error) {
	dataErr = json.Unmarshal(body, &e, wire.Tolerant)
	if dataErr == nil {
		return e, nil, nil
	}
	var raw envelope[jsontext.Value]
	if err := json.Unmarshal(body, &raw, wire.Tolerant); err != nil {
		return e, nil, err
	}
	return envelope[T]{Result: raw.Result, Envelope: raw.Envelope, Others: raw.Others}, dataErr, nil
}

// notJSON says where a body stops being what was expected, without quoting it.
func notJSON(err error) error {
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		return fmt.Errorf("the reply is not valid JSON at byte %d", syntax.ByteOffset)
	}
	var semantic *json.SemanticError
	if errors.As(err, &semantic) && semantic.JSONPointer != "" {
		cause := "it has another type than documented"
		if semantic.Err != nil {
			cause = semantic.Err.Error()
		}
		return fmt.Errorf("the reply cannot be read at %s: %s", printable.Text(string(semantic.JSONPointer)), printable.Text(cause))
	}
	return fmt.Errorf("the reply cannot be read: %s", printable.Text(err.Error()))
}
