package gainsight

import (
	"errors"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
)

// isLastPage measures a page against the limit that the reply states, since a tenant may return fewer records than
// were asked for, and against the limit asked for, should the tenant state a larger one. Where the reply states none,
// only an empty page is the last.
func isLastPage[R any](page page[R], asked int) bool {
	count := len(page.Records)
	limit, stated := loose.Number(page.Limit)
	return count == 0 || stated && float64(count) < min(limit, float64(asked))
}

// page is what matters of a page of records: of company teams as the generated CompanyTeamPage has it, and of users by
// analogy (I), or a list by itself. A page is not lost for the sake of the rest.
type page[R any] struct {
	Page    jsontext.Value `json:"page"`
	Size    jsontext.Value `json:"size"`
	Limit   jsontext.Value `json:"limit"`
	Records pageRecords[R] `json:"records"`
}

// pageRecords is nil only in a reply that has no records at all. An empty page, [] or null, is not.
type pageRecords[R any] []R

// UnmarshalJSONFrom is called for null too.
func (p *pageRecords[R]) UnmarshalJSONFrom(decoder *jsontext.Decoder) error {
	list := []R{}
	if err := json.UnmarshalDecode(decoder, &list); err != nil {
		return err
	}
	if *p = list; list == nil {
		*p = []R{}
	}
	return nil
}

// UnmarshalJSONFrom reads a page, or a list in its place.
func (p *page[R]) UnmarshalJSONFrom(decoder *jsontext.Decoder) error {
	if decoder.PeekKind() == '[' {
		return json.UnmarshalDecode(decoder, &p.Records)
	}
	type plain page[R]
	return json.UnmarshalDecode(decoder, (*plain)(p))
}

var (
	errNothingNew = errors.New("the tenant returned a page that was there before; the list may be incomplete")
	errNoPage     = errors.New("the reply has no records, so whether there are more is not known")
)

// pages are those of one list so far.
type pages[R any] struct {
	listed  seen[R]
	numbers pageNumbers
	sizes   pageSizes
}

// take returns what is new on the next page, and the fault that comes after it, if there is one.
func (p *pages[R]) take(page page[R], number, asked int) (fresh []R, isLast bool, fault error) {
	isLast = isLastPage(page, asked)
	switch {
	case page.Records == nil:
		return nil, isLast, errNoPage
	case !p.numbers.fit(page.Page, number):
		return nil, isLast, errAnotherPage
	}
	p.sizes.note(page.Size, len(page.Records))
	fresh, added, fault := p.listed.fresh(page.Records)
	switch {
	case fault != nil:
	case isLast && p.sizes.isMissing():
		fault = errFewerRecords
	case !isLast && added == 0: // records that moved on can fill the last page
		return nil, isLast, errNothingNew
	}
	return fresh, isLast, fault
}
