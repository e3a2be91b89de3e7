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
// input. What it does with batches that failed is in repair.go.
type run[T any] struct {
	bulk    bulk[T]
	limit   int                   // on the rows that wait for an outcome; 0 for none
	deliver func(Outcome[T]) bool // reports whether the caller wants more

	rows      []settling[T]      // from the first one whose outcome is not delivered
	delivered int                // rows before these
	queues    []*queue[T]        // one per kind of row
	count     [Succeeded + 1]int // rows by status
	calls     int
	extra     int             // calls that may still be spent on batches that failed
	throttled throttled       // since the last answer that was none of these
	stop      error           // why nothing more is sent
	doubt     error           // why the first row in doubt is so
	doubted   map[rowKey]bool // the keys of rows in doubt
	left      bool            // the caller wants no more
}

func (b bulk[T]) newRun(limit int, deliver func(Outcome[T]) bool) *run[T] {
	return &run[T]{bulk: b, limit: limit, deliver: deliver, extra: b.client.extraCalls, doubted: map[rowKey]bool{}}
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

// add enters a row and puts it into the queue of its kind. In one call, the reply could not tell two rows with one key
// apart, so the earlier one goes first. While that one is in doubt, a row must not overtake it: who hands that one in again
// would write the older values over the newer ones.
func (r *run[T]) add(row T, item item[T]) {
	item.index = r.enter(row)
	q := r.queueFor(item.key.how)
	r.work(q, func() bool { return item.key.first != "" && q.has(item.key) })
	if r.doubted[item.key] {
		reason := errOvertakes
		if r.bulk.onceOnly() {
			reason = errRepeats
		}
		r.settle(item.index, NotSent, reason)
		r.hand()
		return
	}
	q.rows = append(q.rows, item)
	r.work(q, func() bool { return false })
	for r.goesOn() && r.limit > 0 && len(r.rows) >= r.limit {
		oldest := r.oldest()
		first := oldest.rows[0].index
		r.work(oldest, func() bool { return oldest.rows[0].index == first })
	}
}

// queueFor returns the queue of the rows that are identified in one way.
func (r *run[T]) queueFor(how identification) *queue[T] {
	i := slices.IndexFunc(r.queues, func(q *queue[T]) bool { return q.how == how })
	if i < 0 {
		i = len(r.queues)
		r.queues = append(r.queues, newQueue[T](how))
	}
	return r.queues[i]
}

// oldest returns the queue with the row that has waited longest, and nil if no row waits.
func (r *run[T]) oldest() (oldest *queue[T]) {
	for _, q := range r.queues {
		if len(q.rows) > 0 && (oldest == nil || q.rows[0].index < oldest.rows[0].index) {
			oldest = q
		}
	}
	return oldest
}

func (r *run[T]) goesOn() bool { return r.stop == nil && !r.left }

// work sends rows of a queue while they are due, or there is another reason to.
func (r *run[T]) work(q *queue[T], isWanted func() bool) {
	for r.goesOn() && len(q.rows) > 0 && (q.isDue(r.bulk.size()) || isWanted()) {
		r.send(q)
		r.hand()
	}
	if r.stop != nil {
		r.abandon()
	}
}

// send sends the next rows of a queue, unless they cost more than may be spent, and settles them if the reply says what
// became of them.
func (r *run[T]) send(q *queue[T]) {
	from, to, isSearch := q.next(r.bulk.size())
	if isSearch && !r.afford() {
		r.endSearch(q)
		return
	}
	verdicts, calls, failure := r.bulk.send(q.rows[from:to])
	r.calls += calls
	if verdicts == nil {
		r.repair(q, from, to, isSearch, failure)
		return
	}
	r.conclude(q, from, to, func(i int, _ item[T]) (Status, error) { return verdicts[i].outcome() })
	if failure == nil {
		q.accept(to - from)
		r.throttled = throttled{}
	} else if remedy := remedyFor(failure); remedy != findRow && remedy != noneFound {
		r.stop = failure
	}
}

// conclude settles rows of a queue and takes them out.
func (r *run[T]) conclude(q *queue[T], from, to int, outcome func(i int, item item[T]) (Status, error)) {
	for i, item := range q.rows[from:to] {
		status, err := outcome(i, item)
		if status == Absent && item.doubt != nil { // that call will have deleted it
			status, err = Succeeded, nil
		}
		if status == InDoubt && item.key.first != "" {
			r.doubted[item.key] = true
		}
		r.settle(item.index, status, err)
	}
	q.drop(from, to)
}

// abandon settles the rows that are not sent any more.
func (r *run[T]) abandon() {
	for _, q := range r.queues {
		r.conclude(q, 0, len(q.rows), func(_ int, item item[T]) (Status, error) { return item.leftover(r.stop) })
	}
	r.hand()
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

// finish sends and delivers what is left.
func (r *run[T]) finish() {
	for q := r.oldest(); q != nil && r.goesOn(); q = r.oldest() {
		r.work(q, func() bool { return true })
	}
	if r.stop != nil {
		r.abandon()
	}
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
