package gainsight

import (
	"cmp"
	"errors"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/printable"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/secret"
)

var (
	errRowRefused = errors.New("the tenant refused the row")
	errRowUnknown = errors.New("the reply does not say what became of the row")
)

// receipt is what a reply's envelope says of the call. It makes the errors about parts of the reply, so that none of them
// holds a secret.
type receipt struct {
	flight    *flight
	secrets   *secret.Keeper
	status    int
	requestID string
	failed    bool // the reply says result: false
}

// calls is how many calls were spent on the reply.
func (r receipt) calls() int { return int(r.flight.attempts.Load()) }

// failure is an error about a part of the reply.
func (r receipt) failure(cause error, code, description string) *Error {
	e := &Error{
		Op: r.flight.op.ID, Method: r.flight.op.Method, StatusCode: r.status,
		Code: printable.Text(code), Description: printable.Text(description),
		RequestID: r.requestID, Attempts: r.calls(), Sent: true, Err: cause,
	}
	return e.redacted(r.secrets)
}

// refusal is the verdict on a row that the reply names as refused.
func (r receipt) refusal(code, description string) verdict {
	failure := r.failure(errRowRefused, code, description)
	if r.flight.op == gsapi.OpBulkDeleteCompanyTeamRecords && failure.noDataFound() {
		return verdict{Absent, failure}
	}
	return verdict{Rejected, failure}
}

// refusalIn is the verdict on the rows of an error: errorCode and errorDesc by analogy with bulk deletion (I), or
// errorMessage, as a sibling operation was seen to answer (L).
func (r receipt) refusalIn(item jsontext.Value) verdict {
	text := func(name string) string { return loose.Text(loose.Member(item, name)) }
	return r.refusal(text("errorCode"), cmp.Or(text("errorDesc"), text("errorMessage")))
}

// settled returns the verdicts of a call. A refused call can say of some rows what became of them, as one that succeeded
// in part does; where it says nothing, there are none.
func settled[D, T any](rows []T, answer reply[D], failure *Error, weigh func([]T, reply[D]) []verdict) ([]verdict, int, *Error) {
	if failure == nil {
		return weigh(rows, answer), answer.calls(), nil
	}
	if answer.HasData {
		answer.failed = true
		verdicts := weigh(rows, answer)
		if slices.ContainsFunc(verdicts, func(v verdict) bool { return v.status != InDoubt }) {
			return verdicts, failure.Attempts, failure
		}
	}
	return nil, failure.Attempts, failure
}

// doubt is the verdict on a row that the reply does not name, or names twice.
func (r receipt) doubt() verdict {
	return verdict{InDoubt, r.failure(errRowUnknown, "", "")}
}
