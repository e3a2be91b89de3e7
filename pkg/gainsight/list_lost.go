package gainsight

import (
	"errors"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
)

var (
	errAnotherPage  = errors.New("the reply is another page than the one asked for; the list may be incomplete")
	errFewerRecords = errors.New("the tenant returned fewer records than its size says; the list may be incomplete")
)

// pageNumbers compares the numbers that pages state with those that were asked for. The first page is 0 in the vendor's
// sample (A); whether every tenant counts from there is not known, so it may be 1, and then is for all pages.
type pageNumbers struct {
	first   int
	isKnown bool
}

func (n *pageNumbers) fit(stated jsontext.Value, asked int) bool {
	number, ok := loose.Count(stated)
	if !ok {
		return true
	}
	if !n.isKnown {
		n.isKnown = true
		if number == asked+1 {
			n.first = 1
		}
	}
	return number == n.first+asked
}

// pageSizes compares the sizes that pages state with the records that came. Whether a size counts the records of its page
// or all that fit is not known, so a list is complete if either is true. Of all that fit, the last page knows best what was
// created or deleted meanwhile.
type pageSizes struct {
	records int
	last    int
	exceeds bool // a page had fewer records than its size
}

func (s *pageSizes) note(stated jsontext.Value, records int) {
	s.records += records
	if size, ok := loose.Count(stated); ok {
		s.last, s.exceeds = size, s.exceeds || size > records
	}
}

// isMissing is for the end of a list.
func (s *pageSizes) isMissing() bool { return s.exceeds && s.last != s.records }
