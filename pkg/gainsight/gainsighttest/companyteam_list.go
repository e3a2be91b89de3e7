package gainsighttest

import (
	"context"
	"fmt"
	"net/http"

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
	body := *request.Body
	if body.Limit != nil && *body.Limit < 1 {
		return x.violation(http.StatusBadRequest, "the limit is below 1"), nil
	}
	if body.Page != nil && *body.Page < 0 {
		return x.violation(http.StatusBadRequest, "the page is below 0"), nil
	}
	if len(body.Select) == 0 {
		return x.failure(refuse(payloadEmpty, "select")), nil
	}
	result, err := c.tenant.list(body)
	if err != nil {
		x.explain(err.Error())
		return x.failure(refuse(fetchFailed)), nil
	}
	return x.success(result, allMembers), nil
}

// list returns an error for a search that the tenant does not understand.
func (t *Tenant) list(search gsapi.SearchRequest) (page, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	selected, err := t.store.selection(search.Select)
	if err != nil {
		return page{}, fmt.Errorf("select: %w", err)
	}
	records, err := t.store.search(search)
	if err != nil {
		return page{}, err
	}
	return t.cut(records, selected, search), nil
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
