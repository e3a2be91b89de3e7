package gainsight

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
)

// scimTotal is how many resources there are, as far as the pages can be believed.
type scimTotal struct {
	isEnough  bool // also one that may be an echo is enough to stop at
	isTrusted bool // it was seen to be no echo: more than the page had, and not what was asked for
	isKnown   bool

	last, least, most int
}

// note takes the total that a page states, and returns by how much it fell below all before, or rose above them. One that
// is the size of the page, or the number that was asked for, may be no more than that.
func (t *scimTotal) note(stated jsontext.Value, count, asked int) (change int) {
	total, ok := loose.Count(stated)
	if !ok {
		return 0
	}
	t.last = total
	t.isTrusted = t.isTrusted || total > count && total != asked
	if !t.isKnown {
		t.isKnown, t.least, t.most = true, total, total
		return 0
	}
	switch {
	case total < t.least:
		change = total - t.least
	case total > t.most:
		change = total - t.most
	}
	t.least, t.most = min(t.least, total), max(t.most, total)
	if !t.isTrusted {
		return 0
	}
	return change
}

// isMissing takes the least total: what is created meanwhile need not be in the list, and what is deleted cannot be.
func (t *scimTotal) isMissing(listed int) bool { return t.isTrusted && listed < t.least }

// isDoubtful reports whether more would be missing if the total could be trusted.
func (t *scimTotal) isDoubtful(listed int) bool { return t.isKnown && !t.isTrusted && listed < t.least }

// isBefore reports whether a page begins where no resource is any more.
func (t *scimTotal) isBefore(start int) bool { return t.isTrusted && t.last < start }

// isReached takes the largest total: some of what was listed may be deleted by now.
func (t *scimTotal) isReached(distinct int) bool {
	return t.isKnown && (t.isTrusted || t.isEnough) && distinct >= t.most
}
