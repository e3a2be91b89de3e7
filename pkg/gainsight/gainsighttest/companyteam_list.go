package gainsighttest

import (
	"context"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/gen/gsserver"
)

const defaultLimit = 25 // our guess, after the sample

type page struct {
	Page    int      `json:"page"`
	Size    int      `json:"size"`
	Limit   *int     `json:"limit,omitempty"`
	Records []record `json:"records"`
}

// ListCompanyTeamRecords returns one page of records.
func (c companyTeam) ListCompanyTeamRecords(ctx context.Context, request gsserver.ListCompanyTeamRecordsRequestObject) (gsserver.ListCompanyTeamRecordsResponseObject, error) {
	x := exchangeOf(ctx)
	result, refused := c.tenant.list(*request.Body)
	if refused != nil {
		return x.refused(refused), nil
	}
	return x.success(result, allMembers), nil
}

func (t *Tenant) list(search gsapi.SearchRequest) (result page, refused *refusal) {
	t.mu.Lock()
	defer t.mu.Unlock()
	selected, records, refused := t.store.fetch(search)
	if refused == nil {
		refused = checkPaging(search)
	}
	if refused != nil {
		return page{}, refused
	}
	return t.cut(records, selected, search), nil
}

// fetch returns the fields that are selected, and the records that fit.
func (s *store) fetch(search gsapi.SearchRequest) (selected []field, records []*stored, refused *refusal) {
	if len(search.Select) == 0 {
		return nil, nil, refuse(payloadEmpty, "select")
	}
	selected, err := s.selection(search.Select)
	if err != nil {
		return nil, nil, refuseFor(fetchFailed, "select: "+err.Error())
	}
	records, err = s.search(search)
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

func (s *store) selection(names []string) (selected []field, err error) {
	for _, name := range names {
		if err := s.checkField(name); err != nil {
			return nil, err
		}
		selected = append(selected, fieldOf(name))
	}
	return selected, nil
}

// cut returns the page that was asked for.
func (t *Tenant) cut(records []*stored, selected []field, search gsapi.SearchRequest) page {
	number, limit := 0, defaultLimit
	if search.Page != nil {
		number = *search.Page
	}
	if search.Limit != nil {
		limit = *search.Limit
	}
	limit = min(limit, t.maxLimit)
	result := page{Page: number, Limit: t.stateLimit(limit), Records: []record{}}
	for _, r := range t.slice(records, number, limit) {
		var chosen record
		for _, field := range selected {
			field.copyTo(&chosen, &r.record)
		}
		result.Records = append(result.Records, chosen)
	}
	result.Size = len(result.Records)
	return result
}

func (t *Tenant) slice(records []*stored, number, limit int) []*stored {
	last := max(0, len(records)-1) / limit
	if number > last && !t.repeatedPages {
		return nil
	}
	start := min(number, last) * limit // cannot overflow
	return records[start:min(start+limit, len(records))]
}
