package gainsight

import (
	"context"
	"iter"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// maxBatch is how many records one call takes (A for deletions, V for upserts).
const maxBatch = 50

// bulk is an operation on any number of rows.
type bulk[T any] struct {
	ctx    context.Context // of the whole operation
	client *Client
	op     gsapi.Operation
	// prepare says how a row is sent, or what keeps it from being sent.
	prepare func(row T) (item[T], faults)
	// send sends one batch. It returns the calls spent, an error if the call as a whole failed, and a verdict per row unless
	// the error is all there is.
	send func(batch []item[T]) (verdicts []verdict, calls int, failure *Error)
	// readBack finds out which rows of a batch in doubt have taken effect, if that can be seen. Without it, all are sent again.
	readBack func(batch []item[T]) (done []bool, calls int, err error)
}

// onceOnly says that a row must not be sent again once it may have taken effect.
func (b bulk[T]) onceOnly() bool { return b.op.Retry != gsapi.RetrySafe }

// size is how many rows go into one call.
func (b bulk[T]) size() int { return b.client.sizes.get(b.op) }

// item is a row on its way to the tenant.
type item[T any] struct {
	index int    // of the row in the input
	sent  T      // the row without what is not sent
	text  []byte // the same as JSON, if it is sent as an object
	key   rowKey

	doubt   *Error // no answer came to a call with the row
	refusal *Error // the tenant refused a whole batch with the row
}

// leftover is what became of a row that is not sent any more, for a reason.
func (i item[T]) leftover(reason error) (Status, error) {
	switch {
	case i.doubt != nil:
		return InDoubt, i.doubt
	case i.refusal != nil:
		return InDoubt, notIsolatedError{i.refusal}
	}
	return NotSent, reason
}

// rejected is what became of a row that was refused by itself. It says nothing of an earlier call that got no answer.
func (i item[T]) rejected() Status {
	if i.doubt != nil {
		return InDoubt
	}
	return Rejected
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
	result := &Result[T]{Outcomes: make([]Outcome[T], 0, len(rows)), onceOnly: b.onceOnly()}
	run := b.newRun(0, func(outcome Outcome[T]) bool {
		result.Outcomes = append(result.Outcomes, outcome)
		return true
	})
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
		run := b.newRun(maxUnsettled, func(outcome Outcome[T]) bool { return yield(outcome, nil) })
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

func (v verdict) outcome() (Status, error) {
	if v.err == nil { // a nil *Error must not become an error that is not nil
		return v.status, nil
	}
	return v.status, v.err
}
