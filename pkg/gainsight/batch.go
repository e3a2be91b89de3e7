package gainsight

import (
	"cmp"
	"errors"
	"slices"
)

// maxBatch is how many records one call takes (A for deletions, V for upserts).
const maxBatch = 50

// batch is one call's share of the input.
type batch[T any] struct {
	indexes []int // of the rows in the input
	rows    []T
}

// group collects rows that can share calls, and cuts them into batches.
type group[T any] struct{ batch[T] }

func (g *group[T]) add(index int, row T) {
	g.indexes = append(g.indexes, index)
	g.rows = append(g.rows, row)
}

func (g *group[T]) batches() []batch[T] {
	var batches []batch[T]
	indexes := slices.Collect(slices.Chunk(g.indexes, maxBatch))
	for i, rows := range slices.Collect(slices.Chunk(g.rows, maxBatch)) {
		batches = append(batches, batch[T]{indexes[i], rows})
	}
	return batches
}

// verdict is what a reply says of one row of a batch.
type verdict struct {
	status Status
	err    *Error
}

// runner sends batches one after another and files one outcome per row.
type runner[T any] struct {
	result *Result[T]
	stop   *Error // set once a failure would meet all further batches too
	doubt  *Error // the first failure that leaves rows in doubt
}

func newRunner[T any](input []T) *runner[T] {
	result := &Result[T]{Outcomes: make([]Outcome[T], len(input))}
	for i, row := range input {
		result.Outcomes[i].Row = row
	}
	return &runner[T]{result: result}
}

// run sends one batch. send returns a verdict per row of the batch, or an error if the call as a whole failed.
func (r *runner[T]) run(b batch[T], send func(rows []T) ([]verdict, *Error)) {
	if r.stop != nil {
		return
	}
	verdicts, failure := send(b.rows)
	if failure != nil {
		verdicts = r.failed(len(b.rows), failure)
		r.result.Calls += failure.Attempts
	} else {
		r.result.Calls++
	}
	for i, v := range verdicts {
		outcome := &r.result.Outcomes[b.indexes[i]]
		outcome.Status = v.status
		if v.err != nil { // a nil *Error must not become an error that is not nil
			outcome.Err = v.err
		}
	}
}

// failed gives all rows of a batch the verdict that a failed call means for them.
func (r *runner[T]) failed(rows int, failure *Error) []verdict {
	status, stop := afterFailure(failure, rows)
	if stop {
		r.stop = failure
	} else if r.doubt == nil && status == InDoubt {
		r.doubt = failure
	}
	return slices.Repeat([]verdict{{status, failure}}, rows)
}

// afterFailure says what a failed call means for its rows, and whether it would meet all further batches too.
//
// A refusal that is about the request, the tenant or the caller came before any row was looked at. One that is about a
// row does not say which: it is a verdict only on a batch of one.
func afterFailure(failure *Error, rows int) (status Status, stop bool) {
	switch class := failure.class(); {
	case !failure.Sent:
		return NotSent, true
	case class == nil, class == ErrServer, failure.StatusCode >= 500, errors.Is(failure, errWrongStatus):
		return InDoubt, true
	case failure.Op == opBulkDelete.id && failure.noDataFound():
		return Absent, false // of a batch with records in it, the vendor's sample says result: true (A, so inferred)
	case class != ErrInvalid && class != ErrNotFound, class == ErrNotFound && !failure.noDataFound(), requestCodes[failure.Code]:
		return NotSent, true
	case rows == 1:
		return Rejected, false
	}
	return InDoubt, false
}

// requestCodes are about the request as a whole, as a refusal without a code is taken to be.
var requestCodes = map[string]bool{
	"": true, CodeLookupObjectInvalid: true, CodeLookupsMissing: true, CodeKeyNotAllowed: true, CodePayloadEmpty: true, CodeNoGsid: true,
}

// finish returns the result, and an error if some rows have no answer.
func (r *runner[T]) finish() (*Result[T], error) {
	return r.result, r.result.incomplete(cmp.Or(r.stop, r.doubt))
}
