package gainsight

import (
	"errors"
	"iter"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// maxBatch is how many records one call takes (A for deletions, V for upserts).
const maxBatch = 50

// bulk is an operation on any number of rows.
type bulk[T any] struct {
	// prepare says how a row is sent, or what keeps it from being sent.
	prepare func(row T) (item[T], faults)
	// send sends one batch. It returns the calls spent, an error if the call as a whole failed, and a verdict per row unless
	// the error is all there is.
	send func(batch []item[T]) (verdicts []verdict, calls int, failure *Error)
	// onceOnly says that a row in doubt must not be sent again.
	onceOnly bool
}

// item is a row on its way to the tenant.
type item[T any] struct {
	index int    // of the row in the input
	sent  T      // the row without what is not sent
	text  []byte // the same as JSON, if it is sent as an object
	key   rowKey
}

// rowKey tells a row apart from others in a reply. Only rows that are identified alike can share a call.
type rowKey struct {
	how           identification
	first, second string // empty if nothing is known to tell the row apart
}

// all checks every row before it sends any.
func (b bulk[T]) all(rows []T) (*Result[T], error) {
	items, err := b.check(rows)
	if err != nil {
		return nil, err
	}
	result := &Result[T]{Outcomes: make([]Outcome[T], 0, len(rows)), onceOnly: b.onceOnly}
	run := run[T]{bulk: b, doubted: map[rowKey]bool{}, deliver: func(outcome Outcome[T]) bool {
		result.Outcomes = append(result.Outcomes, outcome)
		return true
	}}
	for i, item := range items {
		run.add(rows[i], item)
	}
	run.finish()
	result.Calls = run.calls
	return result, run.incomplete()
}

func (b bulk[T]) check(rows []T) ([]item[T], error) {
	items := make([]item[T], len(rows))
	indexOf := map[rowKey]int{}
	var invalid []InvalidRecord
	for i, row := range rows {
		item, faults := b.prepare(row)
		if first, found := indexOf[item.key]; found {
			faults.add("has the same key as row %d; send one of them", first)
		} else if len(faults) == 0 && item.key.first != "" {
			indexOf[item.key] = i
		}
		for _, fault := range faults {
			invalid = append(invalid, InvalidRecord{i, fault})
		}
		items[i] = item
	}
	if len(invalid) > 0 {
		return nil, &InvalidRecordsError{invalid}
	}
	return items, nil
}

// stream sends rows as they come, and keeps no more than maxUnsettled of them in memory.
func (b bulk[T]) stream(rows iter.Seq2[T, error]) iter.Seq2[Outcome[T], error] {
	return func(yield func(Outcome[T], error) bool) {
		run := run[T]{bulk: b, doubted: map[rowKey]bool{}, limit: maxUnsettled, deliver: func(outcome Outcome[T]) bool { return yield(outcome, nil) }}
		err := run.take(rows)
		run.finish()
		if err == nil {
			err = run.incomplete()
		}
		if err != nil && !run.left {
			yield(Outcome[T]{}, err)
		}
	}
}

// sentIn returns the rows of a batch as they are sent.
func sentIn[T any](batch []item[T]) []T {
	rows := make([]T, len(batch))
	for i, item := range batch {
		rows[i] = item.sent
	}
	return rows
}

// verdict is what a reply says of one row of a batch.
type verdict struct {
	status Status
	err    *Error
}

// afterFailure says what a failed call means for its rows, and whether it would meet all further batches too.
//
// A refusal that is about the request, the tenant or the caller came before any row was looked at. One that is about a
// row does not say which: it is a verdict only on a batch of one.
func afterFailure(failure *Error, rows int) (status Status, stop bool) {
	switch class := failure.class(); {
	case !failure.Sent:
		return NotSent, true
	case class == nil, class == ErrServer, failure.StatusCode >= 500, errors.Is(failure, errWrongStatus), failure.Code == "" && class == ErrInvalid:
		return InDoubt, true
	case failure.Op == gsapi.OpBulkDeleteCompanyTeamRecords.ID && failure.noDataFound():
		return Absent, false // of a batch with records in it, the vendor's sample says result: true (A, so inferred)
	case class != ErrInvalid && class != ErrNotFound && class != ErrConflict, class == ErrNotFound && !failure.noDataFound(), requestCodes[failure.Code]:
		return NotSent, true
	case rows == 1:
		return Rejected, false
	}
	return InDoubt, false
}

// requestCodes are about the request as a whole.
var requestCodes = map[string]bool{
	CodeLookupObjectInvalid: true, CodeLookupsMissing: true, CodeKeyNotAllowed: true, CodePayloadEmpty: true, CodeNoGsid: true,
	CodeUserKeyNotSupported: true,
}
