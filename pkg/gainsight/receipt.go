package gainsight

import (
	"errors"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/printable"
)

var (
	errRowRefused = errors.New("the tenant refused the row")
	errRowUnknown = errors.New("the reply does not say what became of the row")
)

// receipt is what a reply that succeeded as a whole says of the call. It makes the errors about parts of the reply, so
// that none of them holds the access key.
type receipt struct {
	flight    *flight
	key       accessKey
	status    int
	requestID string
}

// calls is how many calls were spent on the reply.
func (r receipt) calls() int { return int(r.flight.attempts.Load()) }

// failure is an error about a part of the reply.
func (r receipt) failure(cause error, code, description string) *Error {
	e := &Error{
		Op: r.flight.op.id, Method: r.flight.op.method, StatusCode: r.status,
		Code: printable.Text(code), Description: printable.Text(description),
		RequestID: r.requestID, Attempts: r.calls(), Sent: true, Err: cause,
	}
	return e.redacted(r.key)
}

// refusal is the verdict on a row that the reply names as refused.
func (r receipt) refusal(code, description string) verdict {
	failure := r.failure(errRowRefused, code, description)
	if r.flight.op == opBulkDelete && failure.noDataFound() {
		return verdict{Absent, failure}
	}
	return verdict{Rejected, failure}
}

// doubt is the verdict on a row that the reply does not name, or names twice.
func (r receipt) doubt() verdict {
	return verdict{InDoubt, r.failure(errRowUnknown, "", "")}
}
