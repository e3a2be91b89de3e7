package gainsighttest

import (
	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

const defaultLimit = 25 // our guess, after the sample

// page is the data of a list call.
type page[R any] struct {
	Page    int  `json:"page"`
	Size    int  `json:"size"`
	Limit   *int `json:"limit,omitempty"`
	Records []R  `json:"records"`
}

// list returns one page of a table, and how many records fit.
func list[R any](t *Tenant, from *table[R], search gsapi.SearchRequest) (result page[R], total int, refused *refusal) {
	t.mu.Lock()
	defer t.mu.Unlock()
	selected, records, refused := from.fetch(search)
	if refused == nil {
		refused = checkPaging(search)
	}
	if refused != nil {
		return page[R]{}, 0, refused
	}
	return cut(t, records, selected, search), len(records), nil
}

// fetch returns the fields that are selected, and the records that fit.
func (t *table[R]) fetch(search gsapi.SearchRequest) (selected []field[R], records []*stored[R], refused *refusal) {
	if len(search.Select) == 0 {
		return nil, nil, refuse(payloadEmpty, "select")
	}
	selected, err := t.selection(search.Select)
	if err != nil {
		return nil, nil, refuseFor(fetchFailed, "select: "+err.Error())
	}
	records, err = t.search(search)
	if err != nil {
		return nil, nil, refuseFor(fetchFailed, err.Error())
	}
	return selected, records, nil
}

func checkPaging(search gsapi.SearchRequest) *refusal {
	switch {
	case search.Limit != nil && *search.Limit < 1:
		return doubt("the limit is below 1")
	case search.Page != nil && *search.Page < 0:
		return doubt("the page is below 0")
	}
	return nil
}

func (t *table[R]) selection(names []string) (selected []field[R], err error) {
	for _, name := range names {
		if err := t.checkField(name); err != nil {
			return nil, err
		}
		selected = append(selected, t.fields.named(name))
	}
	return selected, nil
}

// cut returns the page that was asked for.
func cut[R any](t *Tenant, records []*stored[R], selected []field[R], search gsapi.SearchRequest) page[R] {
	number, limit := 0, defaultLimit
	if search.Page != nil {
		number = *search.Page
	}
	if search.Limit != nil {
		limit = *search.Limit
	}
	limit = min(limit, t.maxLimit)
	result := page[R]{Page: number, Limit: t.stateLimit(limit), Records: []R{}}
	for _, r := range slice(t, records, number, limit) {
		var chosen R
		for _, field := range selected {
			field.copyTo(&chosen, &r.record)
		}
		result.Records = append(result.Records, chosen)
	}
	result.Size = len(result.Records)
	return result
}

func slice[R any](t *Tenant, records []R, number, limit int) []R {
	last := max(0, len(records)-1) / limit
	if number > last && !t.repeatedPages {
		return nil
	}
	start := min(number, last) * limit // cannot overflow
	return records[start:min(start+limit, len(records))]
}
