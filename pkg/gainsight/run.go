package gainsight

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// maxUnsettled bounds the rows of a stream that wait for their outcomes. Rows of one kind wait for 50 at most; only
// where kinds take turns can a batch go out that is not full.
const maxUnsettled = 20 * maxBatch

// run is one bulk operation under way. It puts rows into batches and delivers one outcome per row, in the order of the
// input.
type run[T any] struct {
	bulk    bulk[T]
	limit   int                   // on the rows that wait for an outcome; 0 for none
	deliver func(Outcome[T]) bool // reports whether the caller wants more

	rows      []settling[T]      // from the first one whose outcome is not delivered
	delivered int                // rows before these
	batches   [][]item[T]        // that are not full, at most one per kind of row; the one with the oldest row comes first
	count     [Succeeded + 1]int // rows by status
	calls     int
	stop      error           // why nothing more is sent
	doubt     error           // why the first row in doubt is so
	doubted   map[rowKey]bool // the keys of rows in doubt
	left      bool            // the caller wants no more
}

// settling is a row whose outcome may not be known yet.
type settling[T any] struct {
	Outcome[T]
	known bool
}

// entered returns the number of rows so far.
func (r *run[T]) entered() int { return r.delivered + len(r.rows) }

// take adds rows until there are no more, and returns an error if the input broke off.
func (r *run[T]) take(rows iter.Seq2[T, error]) error {
	if rows == nil {
		return fmt.Errorf("gainsight: the sequence of rows is nil: %w", ErrInvalid)
	}
	for row, err := range rows {
		if err != nil {
			err = fmt.Errorf("gainsight: the input broke off after %d rows, and those not sent yet stay so: %w", r.entered(), err)
			if r.stop != nil {
				return errors.Join(r.incomplete(), err)
			}
			r.stop = err
			return err
		}
		if item, faults := r.bulk.prepare(row); len(faults) > 0 {
			r.refuse(row, faults)
		} else {
			r.add(row, item)
		}
		if r.left {
			break
		}
	}
	return nil
}

func (r *run[T]) enter(row T) (index int) {
	index = r.entered()
	r.rows = append(r.rows, settling[T]{Outcome: Outcome[T]{Index: index, Row: row}})
	return index
}

// refuse enters a row that is not sent, since it could not succeed.
func (r *run[T]) refuse(row T, faults faults) {
	index := r.enter(row)
	r.settle(index, Rejected, InvalidRecord{index, strings.Join(faults, "; ")})
	r.hand()
}

var (
	errOvertakes = errors.New("gainsight: an earlier row with the same key is in doubt; hand both in again, in their order")
	errRepeats   = errors.New("gainsight: an earlier row with the same key is in doubt; do not create this one too, but give it to Ensure")
)

// add enters a row and puts it into the batch of its kind. A row must not overtake an earlier one with its key that is
// in doubt: who hands that one in again would write the older values over the newer ones.
func (r *run[T]) add(row T, item item[T]) {
	item.index = r.enter(row)
	r.sendEarlier(item.key)
	if r.doubted[item.key] {
		reason := errOvertakes
		if r.bulk.onceOnly {
			reason = errRepeats
		}
		r.settle(item.index, NotSent, reason)
		r.hand()
		return
	}
	i := r.batchFor(item.key.how)
	r.batches[i] = append(r.batches[i], item)
	switch {
	case len(r.batches[i]) == maxBatch:
		r.send(i)
	case r.limit > 0 && len(r.rows) >= r.limit:
		r.send(0)
	}
	r.hand()
}

// sendEarlier sends the batch that has a row with the same key: in one call, the reply could not tell the two apart.
func (r *run[T]) sendEarlier(key rowKey) {
	hasKey := func(batch []item[T]) bool {
		return slices.ContainsFunc(batch, func(item item[T]) bool { return item.key == key })
	}
	if i := slices.IndexFunc(r.batches, hasKey); key.first != "" && i >= 0 {
		r.send(i)
	}
}

// batchFor returns the batch of the rows that are identified in one way.
func (r *run[T]) batchFor(how identification) (index int) {
	index = slices.IndexFunc(r.batches, func(batch []item[T]) bool { return batch[0].key.how == how })
	if index < 0 {
		index = len(r.batches)
		r.batches = append(r.batches, make([]item[T], 0, maxBatch))
	}
	return index
}

// send takes a batch out, sends it unless something speaks against it, and settles its rows.
func (r *run[T]) send(index int) {
	batch := r.batches[index]
	r.batches = slices.Delete(r.batches, index, index+1)
	if r.stop != nil {
		for _, item := range batch {
			r.settle(item.index, NotSent, r.stop)
		}
		return
	}
	verdicts, calls, failure := r.bulk.send(batch)
	r.calls += calls
	if failure != nil {
		status, stop := afterFailure(failure, len(batch))
		if verdicts == nil {
			verdicts = slices.Repeat([]verdict{{status, failure}}, len(batch))
		}
		if stop {
			r.stop = failure
		}
	}
	for i, v := range verdicts {
		if key := batch[i].key; v.status == InDoubt && key.first != "" {
			r.doubted[key] = true
		}
		if v.err == nil { // a nil *Error must not become an error that is not nil
			r.settle(batch[i].index, v.status, nil)
		} else {
			r.settle(batch[i].index, v.status, v.err)
		}
	}
	if r.stop != nil {
		r.flush()
	}
}

func (r *run[T]) settle(index int, status Status, err error) {
	row := &r.rows[index-r.delivered]
	row.Status, row.Err, row.known = status, err, true
	r.count[status]++
	if status == InDoubt && r.doubt == nil {
		r.doubt = err
	}
}

// hand delivers the outcomes that are known, up to the first one that is not.
func (r *run[T]) hand() {
	n := 0
	for ; n < len(r.rows) && r.rows[n].known && !r.left; n++ {
		r.left = !r.deliver(r.rows[n].Outcome)
	}
	clear(r.rows[:n]) // lets go of what the caller may have let go of
	r.rows = r.rows[n:]
	r.delivered += n
}

// flush sends the batches that are not full.
func (r *run[T]) flush() {
	for len(r.batches) > 0 {
		r.send(0)
	}
}

// finish sends and delivers what is left.
func (r *run[T]) finish() {
	if r.left {
		return
	}
	r.flush()
	r.hand()
}

// incomplete returns an error if some rows were not sent or are in doubt, naming what stopped them.
func (r *run[T]) incomplete() error {
	if r.count[NotSent] == 0 && r.count[InDoubt] == 0 {
		return nil
	}
	return &rowsError{
		problem: fmt.Sprintf("of %d rows, %d are in doubt and %d were not sent; their outcomes say which", r.entered(), r.count[InDoubt], r.count[NotSent]),
		errs:    []error{cmp.Or(r.stop, r.doubt)},
	}
}
