package gainsight

import "slices"

// queue is rows of one kind that wait to be sent, in the order of the input, with what is known of them. No two of them
// have one key. What is sent is the first rows, so that none overtakes a row that comes into the queue later.
//
// The tenant can refuse a whole batch for the sake of one row that it does not name. Then the batch stays in the queue, and
// half of it is sent. If that is refused too, nothing is known of the other half any more, which goes out with the rows
// behind it in a full batch later; if it is accepted, the bad row is in the other half. So it goes on until a row is
// refused that was sent by itself, which is the only proof that it is a bad one.
type queue[T any] struct {
	how  identification
	rows []item[T]
	bad  int // so many of the first rows were refused together, so one of them is bad; 0 if nothing is known

	reach int // how many rows to send at once; fewer than a batch where bad rows lie close together
	good  int // rows since the last bad one

	accepted bool   // the tenant has accepted rows of this kind, so what it refuses is rows and not requests
	alone    *Error // that the first row was refused with by itself before that, if it is not known to be about a row
	lost     bool   // a whole batch was given up before that, since the calls to find its bad row were spent
}

func newQueue[T any](how identification) *queue[T] {
	return &queue[T]{how: how, rows: make([]item[T], 0, maxBatch), reach: maxBatch, good: maxBatch}
}

// next says which rows to send, of a batch of a size at most, and whether that is fewer rows than could be sent, which
// costs more calls.
func (q *queue[T]) next(size int) (from, to int, isSearch bool) {
	there := min(size, len(q.rows))
	switch {
	case q.alone != nil && there > 1:
		return 1, 2, true
	case q.bad > 0:
		return 0, min((q.bad+1)/2, there), true
	case q.reach < size: // where rows are sent as they come, no more may be there
		return 0, min(q.reach, there), q.reach <= there
	}
	return 0, there, false
}

// isDue reports whether rows need not wait for more of their kind.
func (q *queue[T]) isDue(size int) bool {
	return q.bad > 0 || len(q.rows) >= min(size, q.reach)
}

func (q *queue[T]) has(key rowKey) bool {
	return slices.ContainsFunc(q.rows, func(item item[T]) bool { return item.key == key })
}

// drop takes rows out whose outcome is known.
func (q *queue[T]) drop(from, to int) {
	q.rows = slices.Delete(q.rows, from, to)
	q.bad -= max(0, min(q.bad, to)-from)
}

// accept notes that so many rows were accepted.
func (q *queue[T]) accept(n int) {
	q.accepted, q.alone, q.reach = true, nil, maxBatch
	q.good += n
}

// isolate notes that the first row is bad. The next bad row is expected as far behind it as the one before was ahead, so
// that of bad rows in a row most cost one call.
func (q *queue[T]) isolate() {
	q.reach, q.good, q.bad, q.alone = min(q.good+1, maxBatch), 0, 0, nil
}
