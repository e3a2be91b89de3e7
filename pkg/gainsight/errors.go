package gainsight

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/secret"
)

// The classes of errors, for errors.Is. An error without a reply, such as a broken connection, has none.
var (
	ErrUnauthorized = errors.New("unauthorized")    // the credentials or the IP address are refused, or lack a right
	ErrNotFound     = errors.New("not found")       // no such record, or no such route; of a search, only that the list was read to its end
	ErrInvalid      = errors.New("invalid request") // the request as it is will never succeed
	ErrTooLarge     = errors.New("too large")       // more records than one call may carry
	ErrRateLimited  = errors.New("rate limited")    // the tenant's calls are used up; nothing was done. A QuotaError is one, too
	ErrFeatureOff   = errors.New("feature off")     // company team is not enabled for the tenant
	ErrConflict     = errors.New("conflict")        // there is such a user or group already
	ErrAmbiguous    = errors.New("ambiguous")       // several users or groups fit where one was asked for
	ErrServer       = errors.New("server error")    // the server failed, or its reply cannot be understood
)

// Error is a call that failed.
type Error struct {
	Op          string // the operation's id in the OpenAPI document
	Method      string
	StatusCode  int    // the HTTP status; 0 if no reply came
	Code        string // the vendor's code, such as GU_8004; see the Code constants
	SCIMType    string // of a SCIM operation, the kind of fault, such as uniqueness (RFC 7644)
	Description string // the vendor's words; they can quote values of a record
	RequestID   string // names the call to the vendor's support
	Attempts    int    // requests made for this call
	Sent        bool   // whether a request, or a part of one, may have reached the tenant
	Excerpt     string // the start of a reply that cannot be understood, control characters escaped; it can quote a record
	Err         error  // what went wrong below: no connection, a cancelled context, a reply that is not JSON, …

	// EarlierInDoubt says that an earlier attempt of the call got no answer, or one of a server in trouble, and may have been
	// carried out, whatever became of the last attempt, which the other fields are about.
	EarlierInDoubt bool
}

func newError(f *flight, cause error) *Error {
	e := &Error{Op: f.op.ID, Method: f.op.Method, Attempts: int(f.attempts.Load()), Sent: f.isSent, EarlierInDoubt: f.isDoubtful, Err: cause}
	var bad *badReply
	if errors.As(cause, &bad) {
		e.StatusCode, e.Code, e.SCIMType, e.Description = bad.status, bad.code, bad.scimType, bad.description
		e.RequestID, e.Excerpt, e.Err = bad.requestID, bad.excerpt, bad.cause
	}
	return e
}

// Error tells the operation, the status and code, the vendor's words, and the request id.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("gainsight")
	if e.Op != "" { // a request from API that is none of the operations has none
		b.WriteString(": " + e.Op)
	}
	if e.StatusCode != 0 {
		fmt.Fprintf(&b, ": HTTP %d", e.StatusCode)
	}
	for _, code := range []string{e.Code, e.SCIMType} {
		if code != "" {
			b.WriteString(" " + code)
		}
	}
	if e.Description != "" {
		b.WriteString(": " + e.Description)
	} else if e.Err != nil {
		b.WriteString(": " + strings.TrimPrefix(e.Err.Error(), "gainsight: "))
	}
	if e.Excerpt != "" {
		b.WriteString(`: "` + e.Excerpt + `"`)
	}
	if e.RequestID != "" {
		b.WriteString(" (request " + e.RequestID + ")")
	}
	if e.EarlierInDoubt {
		b.WriteString("; an earlier attempt may have been carried out")
	}
	return b.String()
}

// Unwrap returns the cause, such as context.DeadlineExceeded.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is the error's class.
func (e *Error) Is(target error) bool { return target != nil && target == e.class() }

// LogValue leaves out what could quote a record: the description and the excerpt.
func (e *Error) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("operation", e.Op),
		slog.String("method", e.Method),
		slog.Int("status", e.StatusCode),
		slog.String("code", e.Code),
		slog.String("scim_type", e.SCIMType),
		slog.String("request_id", e.RequestID),
		slog.Int("attempts", e.Attempts),
		slog.Bool("sent", e.Sent),
		slog.Bool("earlier_in_doubt", e.EarlierInDoubt),
	)
}

// scimUniqueness is the scimType of what is there already.
const scimUniqueness = "uniqueness"

// listings are the operations that look for records. Where there is none they find none, and that is no failure.
var listings = map[string]bool{
	gsapi.OpListCompanyTeamRecords.ID: true, gsapi.OpListUserRecords.ID: true,
	gsapi.OpScimListUsers.ID: true, gsapi.OpScimListGroups.ID: true,
}

// class is the class of the reply, but for a failed listing: that something was not found, be it by a proxy, says nothing
// of the record that was sought, and must not lead anybody to create it.
func (e *Error) class() error {
	if class, found := countClass(e.Err); found {
		return class
	}
	class := e.classOfReply()
	switch {
	case class != ErrNotFound || !listings[e.Op]:
		return class
	case isAnswer(e.Err):
		return ErrInvalid
	}
	return ErrServer
}

func (e *Error) classOfReply() error {
	if e.StatusCode == http.StatusTooManyRequests { // whatever else it says: calls stop for it, too
		return ErrRateLimited
	}
	if class, known := classOfCode[e.Code]; known {
		return class
	}
	if e.noDataFound() {
		return ErrNotFound
	}
	if e.SCIMType == scimUniqueness { // with 409 (RFC 7644), or whatever else a server says
		return ErrConflict
	}
	switch status := e.StatusCode; {
	case status == 0 && errors.Is(e.Err, ErrRateLimited): // by our own count
		return ErrRateLimited
	case status == 0:
		return nil
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return ErrUnauthorized
	case status == http.StatusNotFound:
		return ErrNotFound
	case status == http.StatusConflict:
		return ErrConflict
	case status == http.StatusRequestEntityTooLarge, status == http.StatusRequestedRangeNotSatisfiable:
		return ErrTooLarge
	case status >= 500 || !isAnswer(e.Err):
		return ErrServer
	}
	return ErrInvalid
}

// isAnswer reports whether a failure is what the tenant said, and not a reply that cannot be understood.
func isAnswer(err error) bool {
	return errors.Is(err, errResultFalse) || errors.Is(err, errRowRefused) || errors.Is(err, errSCIM) || errors.Is(err, errTokenRefused)
}

// noDataFound reports whether there was no such record: by the code, or by the sentence of the vendor's failure samples,
// whose code is a placeholder (A). The sentence does not count beside a code or a status that means something else.
func (e *Error) noDataFound() bool {
	_, known := classOfCode[e.Code]
	isPlain := e.StatusCode < 300 || e.StatusCode == http.StatusBadRequest || e.StatusCode == http.StatusNotFound
	return e.Code == CodeNoDataFound || !known && isPlain && strings.HasPrefix(strings.ToLower(e.Description), "no data found")
}

// isGone reports whether the tenant knows no record that an earlier attempt of the call can have deleted.
func (e *Error) isGone() bool {
	return e.EarlierInDoubt && e.class() == ErrNotFound && e.Code != CodeGatewayUnknownRoute
}

// failed makes the error of a call that failed, which the log hears of.
func (f *flight) failed(ctx context.Context, cause error, secrets *secret.Keeper, logger *slog.Logger) *Error {
	failure := newError(f, cause).redacted(secrets)
	logger.LogAttrs(ctx, slog.LevelWarn, "gainsight call failed", slog.Any("error", failure))
	return failure
}
