package gainsight

import (
	"errors"
	"fmt"
	"slices"
)

// Status says what became of one row.
type Status int

// The five things that can become of a row.
const (
	// NotSent: the row reached nobody, or was turned away with the whole call before it was looked at. It can be handed
	// in again once the cause is gone.
	NotSent Status = iota
	// InDoubt: the row was sent, and either no answer came or one that does not say which row it is about. Upserts and
	// deletions can be handed in again.
	InDoubt
	// Rejected: the tenant refused the row, or a stream had a row that could not succeed and was not sent; Outcome.Err
	// says why.
	Rejected
	// Absent: there was nothing to delete.
	Absent
	// Succeeded: the tenant confirmed the row.
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
	Row    T      // the row as it was handed in
	Status Status // what became of it
	Err    error  // why it did not succeed, nearly always an *Error; nil if it did
}

// Result has exactly one outcome per row of the input, in the order of the input.
type Result[T any] struct {
	Outcomes []Outcome[T]
	Calls    int // calls spent
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

// Leftovers returns the rows that are in doubt or were not sent, ready to be handed in again.
func (r *Result[T]) Leftovers() []T { return r.rows(InDoubt, NotSent) }

// Err returns the rejections as one error, and nil if there are none.
func (r *Result[T]) Err() error {
	if r == nil {
		return nil
	}
	var rejections []error
	for i, outcome := range r.Outcomes {
		if outcome.Status == Rejected {
			rejections = append(rejections, fmt.Errorf("row %d: %w", i, outcome.Err))
		}
	}
	return errors.Join(rejections...)
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
