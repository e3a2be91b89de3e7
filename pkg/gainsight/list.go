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
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/where"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// DefaultPageSize is the page size of the vendor's sample. The largest that a tenant takes is not documented.
const DefaultPageSize = 25

// CompanyTeamListOptions says what to list. The zero value lists all records with the usual fields.
type CompanyTeamListOptions struct {
	// Select names the fields to return; by default the known fields of a record. Gsid is always added, since without
	// it a page that comes twice cannot be told from two alike. A tenant may answer UserName as Name (A).
	Select []string
	// Where restricts the records; by default none is left out. And, Or, Not, In and their like build it; a Where written
	// by hand can say whatever the tenant understands. A condition that cannot be written is an error before any call.
	Where *Where
	// OrderBy is the order of the records; by default Gsid, ascending, in which a record keeps its place when it changes.
	OrderBy OrderBy
	// PageSize is the number of records to ask for in one call, by default DefaultPageSize. A larger one saves calls. A
	// tenant may return fewer, if it says so in the limit of its reply: a page is the last if it is shorter than that.
	PageSize int
}

var defaultSelect = []string{"Gsid", "CompanyGsid", "CompanyName", "UserGsid", "UserName", "UserRole", "TeamAdmin", "ModifiedDate"}

// List returns the records page by page, one call for each page as the loop comes to it; leaving the loop stops the
// calls. An error ends the loop: every record before it is valid. No record is returned twice.
//
// Pages are counted, so what is inserted or deleted meanwhile shifts the later ones: collect the records first, and
// change them afterwards.
func (s *CompanyTeamService) List(ctx context.Context, options CompanyTeamListOptions) iter.Seq2[CompanyTeamRecord, error] {
	return func(yield func(CompanyTeamRecord, error) bool) {
		request, err := options.request()
		if err != nil {
			yield(CompanyTeamRecord{}, err)
			return
		}
		pages := pager{seen: map[fingerprint]bool{}}
		for number := 0; ; number++ {
			request.Page = &number
			answer, failure := s.listPage(ctx, request)
			if failure != nil {
				yield(CompanyTeamRecord{}, failure)
				return
			}
			last := isLastPage(answer.Data, *request.Limit)
			fresh, err := pages.take(answer)
			if err != nil && !(last && errors.Is(err, errNothingNew)) { // records that moved on can fill the last page
				yield(CompanyTeamRecord{}, err)
				return
			}
			for _, record := range fresh {
				if !yield(record, nil) {
					return
				}
			}
			if last {
				return
			}
		}
	}
}

func (s *CompanyTeamService) listPage(ctx context.Context, request gsapi.SearchRequest) (reply[companyTeamPage], *Error) {
	return call[companyTeamPage](ctx, s.client, opList, request,
		func(ctx context.Context, api *gsapi.Client, body io.Reader) (*http.Response, error) {
			return api.ListCompanyTeamRecordsWithBody(ctx, contentType, body)
		})
}

func (o CompanyTeamListOptions) request() (gsapi.SearchRequest, error) {
	if o.PageSize < 0 {
		return gsapi.SearchRequest{}, fmt.Errorf("gainsight: the page size %d is negative; leave it 0 for %d: %w", o.PageSize, DefaultPageSize, ErrInvalid)
	}
	if err := where.Check(o.Where); err != nil {
		return gsapi.SearchRequest{}, fmt.Errorf("gainsight: %w: %w", err, ErrInvalid)
	}
	if err := checkOrder(o.OrderBy); err != nil {
		return gsapi.SearchRequest{}, err
	}
	limit := o.PageSize
	if limit == 0 {
		limit = DefaultPageSize
	}
	request := gsapi.SearchRequest{Select: slices.Clone(o.Select), Where: o.Where, OrderBy: o.OrderBy, Limit: &limit}
	if len(request.Select) == 0 {
		request.Select = defaultSelect
	}
	if !slices.Contains(request.Select, "Gsid") {
		request.Select = append(request.Select, "Gsid")
	}
	if len(request.OrderBy) == 0 {
		request.OrderBy = OrderBy{{Field: "Gsid", Direction: "asc"}}
	}
	return request, nil
}

func checkOrder(orderBy OrderBy) error {
	for i, order := range orderBy {
		if order.Field == "" || order.Direction == "" {
			return fmt.Errorf(`gainsight: OrderBy[%d] needs a Field and a Direction, which is "asc" or "desc": %w`, i, ErrInvalid)
		}
	}
	return nil
}

// isLastPage measures a page against the limit that the reply states, since a tenant may return fewer records than
// were asked for, and against the limit asked for, should the tenant state a larger one. Where the reply states none,
// only an empty page is the last.
func isLastPage(page companyTeamPage, asked int) bool {
	count := len(page.Records.list)
	limit, stated := loose.Number(page.Limit)
	return count == 0 || stated && float64(count) < min(limit, float64(asked))
}

// companyTeamPage is what matters of the generated CompanyTeamPage. A page is not lost for the sake of the rest.
type companyTeamPage struct {
	Records pageRecords    `json:"records"`
	Limit   jsontext.Value `json:"limit"`
}

// pageRecords tells an empty page, [] or null, from a reply that has no records at all.
type pageRecords struct {
	list  []CompanyTeamRecord
	given bool
}

// UnmarshalJSONFrom is called for null too.
func (p *pageRecords) UnmarshalJSONFrom(decoder *jsontext.Decoder) error {
	p.given = true
	return json.UnmarshalDecode(decoder, &p.list)
}

// pager remembers every record of the pages before, to return each once and to notice a page that brings nothing new.
// It keeps 16 bytes a record.
type pager struct{ seen map[fingerprint]bool }

var (
	errNothingNew = errors.New("the tenant returned a page that was there before; the list may be incomplete")
	errNoPage     = errors.New("the reply has no records, so whether there are more is not known")
)

// take returns the records of a page that are new.
func (p *pager) take(answer reply[companyTeamPage]) ([]CompanyTeamRecord, error) {
	if !answer.Data.Records.given {
		return nil, answer.failure(errNoPage, "", "")
	}
	var fresh []CompanyTeamRecord
	earlier := len(p.seen)
	records := answer.Data.Records.list
	for _, record := range records {
		known, err := p.add(record)
		if err != nil {
			return nil, err
		}
		if !known || record.Gsid.Or("") == "" {
			fresh = append(fresh, record)
		}
	}
	if len(records) > 0 && len(p.seen) == earlier {
		return nil, answer.failure(errNothingNew, "", "")
	}
	return fresh, nil
}

// add remembers a record by its GSID, or by all of it where a tenant left the GSID out.
func (p *pager) add(record CompanyTeamRecord) (known bool, err error) {
	text := record.Gsid.JSON()
	if record.Gsid.Or("") == "" {
		whole, err := record.MarshalJSON()
		if err != nil {
			return false, err
		}
		text = string(whole)
	}
	id := fingerprintOf(text)
	known = p.seen[id]
	p.seen[id] = true
	return known, nil
}

// fingerprint stands for a text. It is wide enough that two texts never share one by accident.
type fingerprint [2]uint64

var fingerprintSeeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

func fingerprintOf(text string) fingerprint {
	return fingerprint{maphash.String(fingerprintSeeds[0], text), maphash.String(fingerprintSeeds[1], text)}
}
