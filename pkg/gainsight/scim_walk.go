package gainsight

import (
	"errors"

	"github.com/go-json-experiment/json/jsontext"
)

// scimWalk says which page of a list to ask for next, and when there is none left. Pages are counted by resources, so what
// is deleted or created meanwhile shifts them: the walk steps back by as many as the total falls, and reads on where it
// rises.
type scimWalk struct {
	start    int // of the page to ask for; 1 is the first of all
	count    int // to ask for
	frontier int // the first start that cannot be a page read before
	listed   int // resources so far; two without an id can be alike
	distinct int // of them
	barren   int // pages in a row that brought nothing new
	isVaried bool
	total    scimTotal
}

// maxBarren bounds the pages in a row that bring nothing new, should totals rise or fall without end.
const maxBarren = 100

var errIncomplete = errors.New("the server says that there are more, but does not return them; the list is incomplete")

func newSCIMWalk(count int) *scimWalk {
	return &scimWalk{start: 1, count: count, frontier: 1}
}

// next takes what a page said: its total, how many resources it had, how many of them were listed, and how many were not
// there before. It fails if the list ends although there are more.
func (w *scimWalk) next(total jsontext.Value, count, listed, fresh int) (isOver bool, err error) {
	w.listed += listed
	w.distinct += fresh
	w.barren++
	if fresh > 0 {
		w.barren = 0
	}
	change := w.total.note(total, count, w.count)
	end := w.start + count
	w.frontier += max(0, change) // what was listed moved on
	isBarren := fresh == 0 && (count == 0 || w.start >= w.frontier || w.total.isBefore(w.start))
	w.frontier = max(w.frontier, end)
	switch {
	case w.barren > maxBarren:
		return true, errIncomplete
	case change < 0:
		w.start = max(1, w.start+change)
	case isBarren && w.total.isMissing(w.listed):
		return true, errIncomplete
	case isBarren && !w.isVaried && w.total.isDoubtful(w.listed):
		w.vary()
	case isBarren, w.total.isReached(w.distinct):
		return true, nil
	default:
		w.start = end
	}
	return false, nil
}

// vary asks for another number, which tells a total from an echo of that number.
func (w *scimWalk) vary() {
	w.isVaried = true
	if w.count--; w.count == 0 {
		w.count = 2
	}
}
