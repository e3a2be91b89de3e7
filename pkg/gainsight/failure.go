package gainsight

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// remedy is what to do about the rows of a call that failed.
type remedy int

const (
	stopSending remedy = iota // nothing was done, and all further calls would fail too
	waitAndSend               // nothing was done, since the tenant's calls are used up
	sendFewer                 // nothing was done, since there were more rows than one call may carry
	findOut                   // no answer came that says what was done
	giveUp                    // an answer came that does not say it, and another one would be the same
	noneFound                 // there was nothing to delete
	findRow                   // the tenant refused the rows for the sake of one that it does not name
)

// remedyFor tells it by the class. A refusal that is about the request, the tenant or the caller came before any row was
// looked at.
func remedyFor(failure *Error) remedy {
	switch class := failure.class(); {
	case !failure.Sent:
		return stopSending
	case class == ErrRateLimited && !errors.Is(failure, errWrongStatus): // at any status
		return waitAndSend
	case class == nil, class == ErrServer, failure.StatusCode >= 500, errors.Is(failure, errWrongStatus):
		if failure.mayBePassing() {
			return findOut
		}
		return giveUp
	case failure.Op == gsapi.OpBulkDeleteCompanyTeamRecords.ID && failure.noDataFound():
		return noneFound // of a batch with records in it, the vendor's sample says result: true (A, so inferred)
	case class == ErrTooLarge && failure.StatusCode != http.StatusRequestEntityTooLarge: // which is about bytes
		return sendFewer
	case class != ErrInvalid && class != ErrNotFound && class != ErrConflict, class == ErrNotFound && !failure.noDataFound(), requestCodes[failure.Code]:
		return stopSending
	}
	return findRow
}

// mayBePassing reports whether the same request may be answered in another way: if the server is in trouble, or the reply was
// lost or broken. A refusal, and what some host on the way thinks of the request, stay as they are.
func (e *Error) mayBePassing() bool {
	status := e.StatusCode
	return status == 0 || status >= 500 || status >= 200 && status < 300 && !errors.Is(e, errResultFalse) || errors.Is(e, errBrokeOff)
}

// requestCodes are about the request as a whole.
var requestCodes = map[string]bool{
	CodeLookupObjectInvalid: true, CodeLookupsMissing: true, CodeKeyNotAllowed: true, CodePayloadEmpty: true, CodeNoGsid: true,
	CodeUserKeyNotSupported: true,
}

// isOfRow reports whether a refusal for findRow is known to be about a row. A code that nobody knows can be about the
// request.
func isOfRow(failure *Error) bool {
	_, isKnown := classOfCode[failure.Code]
	return isKnown || failure.class() != ErrInvalid
}

// ErrNotIsolated is in the error of a row, for errors.Is, that the tenant refused along with others for the sake of one of
// them that it did not name, where it was not found out which. The row may be a good one.
var ErrNotIsolated = errors.New("rejected, not isolated")

// notIsolatedError is the refusal of a batch as the error of one of its rows.
type notIsolatedError struct{ refusal *Error }

// Error says that the refusal was that of a batch.
func (e notIsolatedError) Error() string {
	return "gainsight: " + ErrNotIsolated.Error() + ": the tenant refused a whole batch, and which row it did not like is not known: " +
		strings.TrimPrefix(e.refusal.Error(), "gainsight: ")
}

// Unwrap returns ErrNotIsolated and the *Error.
func (e notIsolatedError) Unwrap() []error { return []error{ErrNotIsolated, e.refusal} }

// LogValue leaves out what could quote a record; see Error.LogValue.
func (e notIsolatedError) LogValue() slog.Value {
	return slog.GroupValue(slog.String("problem", ErrNotIsolated.Error()), slog.Any("refusal", e.refusal))
}
