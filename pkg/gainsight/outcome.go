package gainsight

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
)

// Status says what became of one row.
type Status int

// The five things that can become of a row.
const (
	// NotSent: the row reached nobody, or was turned away with the whole call before it was looked at. It can be handed
	// in again once the cause is gone. If the tenant's calls are used up, Outcome.Err says until when, where that is known.
	NotSent Status = iota
	// InDoubt: the row was sent, and either no answer came, twice if it may be sent twice, or one that does not say which
	// row it is about. If the tenant refused the row along with others for the sake of one that was not found within
	// WithExtraCalls, the error is ErrNotIsolated. Upserts, updates and deletions can be handed in again, and users to
	// create be given to Ensure.
	InDoubt
	// Rejected: the tenant refused the row, by name or when it was sent by itself, or a stream had a row that could not
	// succeed and was not sent; Outcome.Err says why.
	Rejected
	// Absent: there was nothing to delete. A record that an earlier attempt of the same call had deleted cannot always be
	// told from one that was not there.
	Absent
	// Succeeded: the tenant confirmed the row. A deletion whose reply was lost has succeeded, too, if the record is not there
	// any more, be it that somebody else has deleted it.
	Succeeded
)

// String returns the status in words.
func (s Status) String() string {
	switch s {
	case NotSent:
		return "not sent"
	case InDoubt:
		return "in doubt"
	case Rejected:
		return "rejected"
	case Absent:
		return "absent"
	case Succeeded:
		return "succeeded"
	}
	return fmt.Sprintf("Status(%d)", int(s))
}

// Outcome is what became of one row of the input.
type Outcome[T any] struct {
	Index  int    // of the row in the input
	Row    T      // the row as it was handed in
	Status Status // what became of it
	Err    error  // why it did not succeed, nearly always an *Error; nil if it did
}

// Result has exactly one outcome per row of the input, in the order of the input.
type Result[T any] struct {
	Outcomes []Outcome[T]
	Calls    int // calls spent, also to send rows again, to search for bad ones and to read deletions back

	onceOnly bool // the rows cannot be handed in again while they are in doubt
}

type (
	// UpsertResult is the result of an upsert.
	UpsertResult = Result[CompanyTeamRecord]
	// UpsertOutcome is what became of one record of an upsert.
	UpsertOutcome = Outcome[CompanyTeamRecord]
	// DeleteResult is the result of a bulk deletion; its rows are GSIDs.
	DeleteResult = Result[string]
	// DeleteOutcome is what became of one GSID of a bulk deletion.
	DeleteOutcome = Outcome[string]
	// UserResult is the result of creating or updating users.
	UserResult = Result[User]
	// UserOutcome is what became of one user.
	UserOutcome = Outcome[User]
	// UserStatusResult is the result of activating or deactivating users; its rows are GSIDs.
	UserStatusResult = Result[string]
)

// Count returns the number of rows with a status.
func (r *Result[T]) Count(status Status) int {
	count := 0
	if r == nil {
		return count
	}
	for i := range r.Outcomes {
		if r.Outcomes[i].Status == status {
			count++
		}
	}
	return count
}

// Rejected returns the rows that the tenant refused.
func (r *Result[T]) Rejected() []T { return r.rows(Rejected) }

// Doubted returns the rows that are in doubt.
func (r *Result[T]) Doubted() []T { return r.rows(InDoubt) }

// Leftovers returns the rows that are in doubt or were not sent, ready to be handed in again. Of users to create, which
// could come to be there twice, it returns only those that were not sent.
func (r *Result[T]) Leftovers() []T {
	if r != nil && r.onceOnly {
		return r.rows(NotSent)
	}
	return r.rows(InDoubt, NotSent)
}

// Err returns the rejections as one error, and nil if there are none.
func (r *Result[T]) Err() error {
	rejected := r.Count(Rejected)
	if rejected == 0 {
		return nil
	}
	rejections := &rowsError{problem: fmt.Sprintf("%d of %d rows were rejected", rejected, len(r.Outcomes))}
	for _, outcome := range r.Outcomes {
		if outcome.Status == Rejected {
			rejections.errs = append(rejections.errs, fmt.Errorf("row %d: %w", outcome.Index, outcome.Err))
		}
	}
	return rejections
}

// rowsError is an error about rows, with a word on what it means for them.
type rowsError struct {
	problem string
	errs    []error
}

// Error tells the problem, then the errors.
func (e *rowsError) Error() string {
	return "gainsight: " + e.problem + ": " + errors.Join(e.errs...).Error()
}

// Unwrap returns the errors.
func (e *rowsError) Unwrap() []error { return e.errs }

// LogValue leaves out what could quote a record; see Error.LogValue.
func (e *rowsError) LogValue() slog.Value {
	attributes := []slog.Attr{slog.String("problem", e.problem)}
	var first *Error
	if errors.As(e, &first) {
		attributes = append(attributes, slog.Any("first", first))
	}
	return slog.GroupValue(attributes...)
}

func (r *Result[T]) rows(statuses ...Status) []T {
	if r == nil {
		return nil
	}
	var rows []T
	for _, outcome := range r.Outcomes {
		if slices.Contains(statuses, outcome.Status) {
			rows = append(rows, outcome.Row)
		}
	}
	return rows
}
