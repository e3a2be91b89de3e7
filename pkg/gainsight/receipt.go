package gainsight

import (
	"errors"
	"net/http"
)

var (
	errRowRefused = errors.New("the tenant refused the row")
	errRowUnknown = errors.New("the reply does not say what became of the row")
)

// receipt is what a reply that succeeded as a whole says of the call. It makes the errors about parts of the reply, so
// that none of them holds the access key.
type receipt struct {
	op        operation
	key       accessKey
	requestID string
}

// failure is an error about a part of the reply.
func (r receipt) failure(cause error, code, description string) *Error {
	e := &Error{
		Op: r.op.id, Method: r.op.method, StatusCode: http.StatusOK,
		Code: printable(code), Description: printable(description),
		RequestID: r.requestID, Attempts: 1, Sent: true, Err: cause,
	}
	return e.redacted(r.key)
}

// refusal is the verdict on a row that the reply names as refused.
func (r receipt) refusal(code, description string) verdict {
	failure := r.failure(errRowRefused, code, description)
	if r.op == opBulkDelete && failure.noDataFound() {
		return verdict{Absent, failure}
	}
	return verdict{Rejected, failure}
}

// doubt is the verdict on a row that the reply does not name, or names twice.
func (r receipt) doubt() verdict {
	return verdict{InDoubt, r.failure(errRowUnknown, "", "")}
}
