package gainsight

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"iter"
	"net/http"
	"slices"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// DefaultPageSize is the page size of the vendor's sample. The largest that a tenant takes is not documented.
const DefaultPageSize = 25

// CompanyTeamListOptions says what to list. The zero value lists all records with the usual fields.
type CompanyTeamListOptions struct {
	// Select names the fields to return; by default the known fields of a record. Gsid is always added, since without
	// it a page that comes twice cannot be told from two alike. A tenant may answer UserName as Name (A).
	Select []string
	// Where restricts the records; by default none is left out.
	Where *Where
	// OrderBy is the order of the records; by default Gsid, ascending, which keeps pages apart while records change.
	OrderBy OrderBy
	// PageSize is the number of records to ask for in one call, by default DefaultPageSize. A larger one saves calls. A
	// tenant may return fewer.
	PageSize int
}

var defaultSelect = []string{"Gsid", "CompanyGsid", "CompanyName", "UserGsid", "UserName", "UserRole", "TeamAdmin", "ModifiedDate"}

// List returns the records page by page, one call for each page as the loop comes to it; leaving the loop stops the
// calls. An error ends the loop: every record before it is valid. A record that moves to the next page while the loop
// runs is returned once.
func (s *CompanyTeamService) List(ctx context.Context, options CompanyTeamListOptions) iter.Seq2[CompanyTeamRecord, error] {
	return func(yield func(CompanyTeamRecord, error) bool) {
		request, err := options.request()
		if err != nil {
			yield(CompanyTeamRecord{}, err)
			return
		}
		pages := pager{seen: map[uint64]bool{}}
		for number := 0; ; number++ {
			request.Page = &number
			answer, err := call[gsapi.CompanyTeamPage](ctx, s.client, opList, request,
				func(ctx context.Context, api *gsapi.Client, body io.Reader) (*http.Response, error) {
					return api.ListCompanyTeamRecordsWithBody(ctx, contentType, body)
				})
			if err != nil {
				yield(CompanyTeamRecord{}, err)
				return
			}
			fresh, err := pages.take(answer)
			for _, record := range fresh {
				if !yield(record, nil) {
					return
				}
			}
			if err != nil {
				yield(CompanyTeamRecord{}, err)
				return
			}
			if isLastPage(answer.Data, *request.Limit) {
				return
			}
		}
	}
}

func (o CompanyTeamListOptions) request() (gsapi.SearchRequest, error) {
	if o.PageSize < 0 {
		return gsapi.SearchRequest{}, fmt.Errorf("gainsight: the page size %d is negative; leave it 0 for %d: %w", o.PageSize, DefaultPageSize, ErrInvalid)
	}
	limit := o.PageSize
	if limit == 0 {
		limit = DefaultPageSize
	}
	request := gsapi.SearchRequest{Select: slices.Clone(o.Select), Where: o.Where, OrderBy: o.OrderBy, Limit: &limit}
	if len(request.Select) == 0 {
		request.Select = slices.Clone(defaultSelect)
	}
	if !slices.Contains(request.Select, "Gsid") {
		request.Select = append(request.Select, "Gsid")
	}
	if len(request.OrderBy) == 0 {
		request.OrderBy = OrderBy{{Field: "Gsid", Direction: "asc"}}
	}
	return request, nil
}

// isLastPage measures a page against the limit that the reply states, since a tenant may return fewer records than
// were asked for, and against the limit asked for, should the tenant state a larger one. Where the reply states none,
// only an empty page is the last.
func isLastPage(page gsapi.CompanyTeamPage, asked int) bool {
	if len(page.Records) == 0 {
		return true
	}
	return page.Limit != nil && *page.Limit > 0 && len(page.Records) < min(*page.Limit, asked)
}

// pager remembers what the pages before held: the GSIDs of the last one, to drop records that moved on, and a hash of
// every one, to notice a page that comes again.
type pager struct {
	last map[string]bool
	seen map[uint64]bool
}

var (
	pageSeed        = maphash.MakeSeed()
	errPageRepeated = errors.New("the tenant returned the same page twice; the list may be incomplete")
	errNoPage       = errors.New("the reply has no data, so whether there are more records is not known")
)

// take returns the records of a page that are new.
func (p *pager) take(answer reply[gsapi.CompanyTeamPage]) ([]CompanyTeamRecord, error) {
	if !answer.HasData {
		return nil, rowError(opList, answer.RequestID, errNoPage)
	}
	records := answer.Data.Records
	if len(records) == 0 {
		return nil, nil
	}
	sum, err := hashOf(records)
	if err != nil {
		return nil, err
	}
	if p.seen[sum] {
		return nil, rowError(opList, answer.RequestID, errPageRepeated)
	}
	p.seen[sum] = true

	current := make(map[string]bool, len(records))
	var fresh []CompanyTeamRecord
	for _, record := range records {
		gsid := record.Gsid.Or("")
		if gsid == "" || !p.last[gsid] && !current[gsid] {
			fresh = append(fresh, record)
		}
		current[gsid] = true
	}
	p.last = current
	return fresh, nil
}

// hashOf tells pages apart by their GSIDs, and by the whole record where a tenant left the GSID out.
func hashOf(records []CompanyTeamRecord) (uint64, error) {
	var hash maphash.Hash
	hash.SetSeed(pageSeed)
	for _, record := range records {
		text := record.Gsid.JSON()
		if record.Gsid.Or("") == "" {
			whole, err := record.MarshalJSON()
			if err != nil {
				return 0, err
			}
			text = string(whole)
		}
		_, _ = hash.WriteString(text + "\n") // never fails
	}
	return hash.Sum64(), nil
}
