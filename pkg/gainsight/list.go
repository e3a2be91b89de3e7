package gainsight

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/where"
)

// DefaultPageSize is the page size of the vendor's sample. The largest that a tenant takes is not documented.
const DefaultPageSize = 25

// ListOptions says what to list. The zero value lists all records with the usual fields.
type ListOptions struct {
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

type (
	// CompanyTeamListOptions says which company team records to list.
	CompanyTeamListOptions = ListOptions
	// UserListOptions says which users to list.
	UserListOptions = ListOptions
)

// listing is how the records of one kind are listed.
type listing[R any] struct {
	client *Client
	op     gsapi.Operation
	send   sendFunc
	fields []string // selected by default
	gsid   func(*R) Value[string]
	calls  *int // counts the calls spent, if there is somebody who wants to know
}

// all returns the records page by page.
func (l listing[R]) all(ctx context.Context, options ListOptions) iter.Seq2[R, error] {
	return l.each(ctx, options, new(receipt))
}

// each also tells of the last reply.
func (l listing[R]) each(ctx context.Context, options ListOptions, last *receipt) iter.Seq2[R, error] {
	var none R
	return func(yield func(R, error) bool) {
		request, err := options.request(l.fields)
		if err != nil {
			yield(none, err)
			return
		}
		pages := pages[R]{listed: seen[R]{id: l.gsid}}
		for number := 0; ; number++ {
			request.Page = &number
			answer, failure := call[page[R]](ctx, l.client, l.op, request, l.send)
			l.count(answer, failure)
			if failure != nil {
				yield(none, failure)
				return
			}
			*last = answer.receipt
			fresh, isLast, fault := pages.take(answer.Data, number, *request.Limit)
			for _, record := range fresh {
				if !yield(record, nil) {
					return
				}
			}
			if fault != nil {
				yield(none, answer.failure(fault, "", ""))
			}
			if fault != nil || isLast {
				return
			}
		}
	}
}

func (l listing[R]) count(answer reply[page[R]], failure *Error) {
	switch {
	case l.calls == nil:
	case failure != nil:
		*l.calls += failure.Attempts
	default:
		*l.calls += answer.calls()
	}
}

func (o ListOptions) request(fields []string) (gsapi.SearchRequest, error) {
	if o.PageSize < 0 {
		return gsapi.SearchRequest{}, fmt.Errorf("gainsight: the page size %d is negative; leave it 0 for %d: %w", o.PageSize, DefaultPageSize, ErrInvalid)
	}
	if err := where.Check(o.Where); err != nil {
		return gsapi.SearchRequest{}, fmt.Errorf("gainsight: %w: %w", err, ErrInvalid)
	}
	if err := checkOrder(o.OrderBy); err != nil {
		return gsapi.SearchRequest{}, err
	}
	limit := cmp.Or(o.PageSize, DefaultPageSize)
	request := gsapi.SearchRequest{Select: slices.Clone(o.Select), Where: o.Where, OrderBy: o.OrderBy, Limit: &limit}
	if len(request.Select) == 0 {
		request.Select = slices.Clone(fields)
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
