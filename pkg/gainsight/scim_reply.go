package gainsight

import (
	"bytes"
	"cmp"
	"errors"
	"net/http"
	"slices"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/printable"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// scimReply is a reply of a SCIM operation that succeeded.
type scimReply[T any] struct {
	receipt
	Resource    T
	HasResource bool // there was a body, which there need not be
}

var (
	errSCIM           = errors.New("the reply is an error")
	errUnreadableSCIM = errors.New("the reply is an error that cannot be read")
)

// scimFailure is what a failure can say: with a body of RFC 7644, or with an envelope from a gateway.
type scimFailure struct {
	Schemas   jsontext.Value `json:"schemas"`
	SCIMType  jsontext.Value `json:"scimType"`
	Detail    jsontext.Value `json:"detail"`
	Result    jsontext.Value `json:"result"`
	RequestID jsontext.Value `json:"requestId"`
	ErrorCode jsontext.Value `json:"errorCode"`
	ErrorDesc jsontext.Value `json:"errorDesc"`
}

// isFailure reports whether a body says itself that it is about a failure, whatever the status is.
func (f scimFailure) isFailure() bool {
	return slices.Contains(loose.Texts(f.Schemas), scim.SchemaError) || string(f.Result) == "false"
}

// isReadable reports whether there is something in it that a failure would say.
func (f scimFailure) isReadable() bool {
	return f.isFailure() || f.Detail != nil || f.SCIMType != nil || f.ErrorCode != nil
}

// decodeSCIM is the one decoder of SCIM replies.
func decodeSCIM[T any](response *http.Response, receipt receipt) (scimReply[T], error) {
	receipt.status, receipt.requestID = response.StatusCode, requestIDOf(response.Header)
	answer := scimReply[T]{receipt: receipt}
	body, err := readable(response)
	isEmpty := errors.Is(err, errEmptyReply)
	if isEmpty && response.StatusCode < 300 {
		return answer, nil
	}
	if err == nil && !utf8.Valid(body) {
		err = errNotUTF8
	}
	var failure scimFailure
	readErr := json.Unmarshal(body, &failure, wire.Tolerant, jsontext.AllowDuplicateNames(true))
	switch {
	case err != nil && !isEmpty:
	case failure.isReadable() && (response.StatusCode >= 300 || failure.isFailure()):
		return answer, failure.badReply(answer.receipt)
	case response.StatusCode >= 300:
		err = errUnreadableSCIM
	case readErr != nil:
		err = notJSON(readErr)
	default:
		if err = json.Unmarshal(body, &answer.Resource, wire.Tolerant, json.MatchCaseInsensitiveNames(true)); err == nil {
			answer.HasResource = true
			return answer, nil
		}
		err = notJSON(err)
	}
	return answer, &badReply{
		status: response.StatusCode, requestID: receipt.requestID, code: limitCode(response), cause: err,
		excerpt: printable.Excerpt(bytes.TrimSpace(body), receipt.secrets.Body),
	}
}

func (f scimFailure) badReply(receipt receipt) *badReply {
	return &badReply{
		status: receipt.status, cause: errSCIM,
		requestID:   cmp.Or(printable.Text(loose.Text(f.RequestID)), receipt.requestID),
		code:        printable.Text(loose.Text(f.ErrorCode)),
		scimType:    printable.Text(loose.Text(f.SCIMType)),
		description: printable.Text(cmp.Or(loose.Text(f.Detail), loose.Text(f.ErrorDesc))),
	}
}
