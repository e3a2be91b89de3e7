package gainsight

import (
	"cmp"
	"slices"
	"time"
)

// repair does what can be done about rows of a queue after a call that failed and did not say what became of them.
func (r *run[T]) repair(q *queue[T], from, to int, isSearch bool, failure *Error) {
	remedy := remedyFor(failure)
	if failure.EarlierInDoubt && remedy != findOut && remedy != giveUp { // what the last attempt met says nothing of an earlier one
		markDoubt(q.rows[from:to], failure)
	}
	if remedy != waitAndSend {
		r.throttled = throttled{}
	}
	switch remedy {
	case waitAndSend:
		if !r.throttled.mayWait(r.bulk.client.throttling(r.bulk.op)) {
			r.stop = failure
		}
	case sendFewer:
		if to-from == 1 {
			r.stop = failure
		} else {
			r.bulk.client.sizes.tooMany(r.bulk.op, to-from)
		}
	case findOut:
		r.findOut(q, from, to, failure)
	case giveUp:
		markDoubt(q.rows[from:to], failure)
		r.stop = failure
	case noneFound:
		r.conclude(q, from, to, func(int, item[T]) (Status, error) { return Absent, failure })
		q.accept(to - from)
	case findRow:
		r.findRow(q, from, to, isSearch, failure)
	case stopSending:
		r.stop = failure
	}
}

// throttled is the calls in a row that were refused since the tenant's calls are used up.
type throttled struct {
	since, last time.Time
	hasty       int // so many came sooner than the quota should have let them
}

// maxHasty bounds these, should nothing hold the next call back.
const maxHasty = 12

// mayWait takes note of one more, and reports whether the rows stay queued, for longest at most. The quota holds the next call
// back for a pause, until the tenant may take calls again, or fails it at once.
func (t *throttled) mayWait(pause, longest time.Duration) bool {
	now := time.Now()
	if t.since.IsZero() {
		t.since = now
	} else if now.Sub(t.last) < pause/2 {
		t.hasty++
	}
	t.last = now
	return t.hasty < maxHasty && now.Sub(t.since) < longest
}

// afford takes one of the calls that may be spent on batches that failed, if there is one.
func (r *run[T]) afford() bool {
	if r.extra <= 0 {
		return false
	}
	r.extra--
	return true
}

// findOut leaves rows in doubt in their queue, to be sent once more, which is a retry as others are. If that is not allowed or
// ends in doubt as well, the tenant will hardly answer further calls.
func (r *run[T]) findOut(q *queue[T], from, to int, failure *Error) {
	batch := q.rows[from:to]
	wasInDoubt := slices.ContainsFunc(batch, func(item item[T]) bool { return item.doubt != nil })
	markDoubt(batch, failure)
	switch {
	case wasInDoubt, r.bulk.onceOnly(), r.bulk.ctx.Err() != nil, !r.afford(), !r.bulk.client.quotas.affords(r.bulk.ctx, r.bulk.op.Quota):
		r.stop = failure
	case r.bulk.readBack != nil:
		r.readBack(q, from, to)
	}
}

func markDoubt[T any](batch []item[T], failure *Error) {
	for i := range batch {
		batch[i].doubt = cmp.Or(batch[i].doubt, failure)
	}
}

// readBack looks what became of rows in doubt, so that only those are sent again that have not taken effect.
func (r *run[T]) readBack(q *queue[T], from, to int) {
	done, calls, err := r.bulk.readBack(q.rows[from:to])
	r.calls += calls
	if err != nil {
		r.stop = err
		return
	}
	for i := to - 1; i >= from; i-- {
		if done[i-from] {
			r.conclude(q, i, i+1, func(int, item[T]) (Status, error) { return Succeeded, nil })
		}
	}
}

// findRow begins or goes on to search for a bad row among rows that were refused; see queue. If two rows that were sent by
// themselves are refused with one code that nobody knows, and none was accepted before, then it is about the request.
func (r *run[T]) findRow(q *queue[T], from, to int, isSearch bool, failure *Error) {
	batch := q.rows[from:to]
	for i := range batch {
		batch[i].refusal = failure
	}
	isAlone := len(batch) == 1
	isProof := r.bulk.onceOnly() || q.accepted || isOfRow(failure)
	switch {
	case isAlone && from > 0 && q.alone.Code == failure.Code:
		r.stop = failure // so it does not speak against any row
		for i := range q.rows {
			q.rows[i].refusal = nil
		}
	case isAlone && from == 0 && !isProof && len(q.rows) > 1:
		q.bad, q.alone = 1, failure
	case isAlone:
		r.conclude(q, from, to, func(_ int, item item[T]) (Status, error) { return item.rejected(), failure })
		q.isolate()
	case r.bulk.onceOnly():
		r.conclude(q, from, to, func(_ int, item item[T]) (Status, error) { return item.leftover(failure) })
	default:
		if !isSearch {
			r.afford() // its rows need another call
		}
		q.bad = len(batch)
	}
}

// endSearch gives rows up of which one is bad, since the calls to find it are spent. If the tenant has refused two whole batches
// and accepted nothing, it will hardly accept the others.
func (r *run[T]) endSearch(q *queue[T]) {
	isBatch := q.bad > 1
	if isBatch && q.lost && !q.accepted {
		r.stop = q.rows[0].refusal
		return
	}
	q.lost = q.lost || isBatch
	r.conclude(q, 0, q.bad, func(_ int, item item[T]) (Status, error) { return item.leftover(nil) })
	q.alone, q.reach = nil, maxBatch
}
