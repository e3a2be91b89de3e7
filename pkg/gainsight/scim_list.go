package gainsight

import (
	"cmp"
	"context"
	"fmt"
	"iter"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// DefaultSCIMPageSize is the page size of the published document (P). The largest that a tenant takes is not documented.
const DefaultSCIMPageSize = 100

// SCIMListOptions says what to list. The zero value lists everything.
type SCIMListOptions struct {
	// Filter restricts the users or groups; scim.Eq and its like build it.
	Filter scim.Filter
	// SCIMAttributes says which members are returned.
	SCIMAttributes
	// PageSize is the number of users or groups to ask for in one call, by default DefaultSCIMPageSize. A tenant may return
	// fewer.
	PageSize int
}

// List returns users or groups page by page, one call for each page as the loop comes to it; leaving the loop stops the
// calls. An error ends the loop: everything before it is valid. None is returned twice.
//
// The end of a list is found also with servers that return fewer than they were asked for, that state the size of a page
// as the total, or that answer the first page again past the end. For that, a list which fits into one page costs a
// second call. What is there all the time is in the list although others are deleted meanwhile, or others are created, if
// the server states a total; a server that states more than it returns is an error at the end.
func (s SCIMResources[R]) List(ctx context.Context, options SCIMListOptions) iter.Seq2[R, error] {
	return s.each(ctx, options, new(receipt), new(bool))
}

// scimPage is what matters of a ScimUserList or a ScimGroupList. A page is not lost for the sake of the rest.
type scimPage[R any] struct {
	TotalResults jsontext.Value `json:"totalResults"`
	Resources    pageRecords[R] `json:"Resources"`
}

// each also tells of the last reply. A caller that trusts the total does without the second call for a single page.
func (s SCIMResources[R]) each(ctx context.Context, options SCIMListOptions, last *receipt, trustsTotal *bool) iter.Seq2[R, error] {
	var none R
	return func(yield func(R, error) bool) {
		params, err := options.params(s.kind.list)
		if err != nil {
			yield(none, err)
			return
		}
		listed := &seen[R]{id: func(resource *R) Value[string] { return *s.kind.id(resource) }}
		walk := newSCIMWalk(*params.Count)
		for {
			params.StartIndex, params.Count = &walk.start, &walk.count
			answer, err := scimSend[scimPage[R]](ctx, s.client, s.kind.list, "", params, nil)
			if err != nil {
				yield(none, err)
				return
			}
			*last = answer.receipt
			fresh, added, fault := answer.Resource.freshIn(listed)
			for _, resource := range fresh {
				if wrong := s.kind.check(&resource); wrong != nil {
					fault = wrong
					break
				}
				if !yield(resource, nil) {
					return
				}
			}
			if fault != nil {
				yield(none, answer.failure(fault, "", ""))
				return
			}
			walk.total.isEnough = *trustsTotal
			isOver, err := walk.next(answer.Resource.TotalResults, len(answer.Resource.Resources), len(fresh), added)
			if err != nil {
				yield(none, answer.failure(err, "", ""))
			}
			if isOver {
				return
			}
		}
	}
}

// freshIn returns what was not listed before. A page without anything new is an earlier one, also where it has resources
// without an id, of which two can be alike.
func (p scimPage[R]) freshIn(listed *seen[R]) (fresh []R, added int, fault error) {
	if p.TotalResults == nil && p.Resources == nil {
		return nil, 0, errNoPage
	}
	if fresh, added, fault = listed.fresh(p.Resources); added == 0 {
		fresh = nil
	}
	return fresh, added, fault
}

func (o SCIMListOptions) params(op scimOperation) (scimParams, error) {
	params, fault := o.SCIMAttributes.params()
	switch err := o.Filter.Err(); {
	case fault != "":
	case err != nil:
		fault = err.Error()
	case o.PageSize < 0:
		fault = fmt.Sprintf("the page size %d is negative; leave it 0 for %d", o.PageSize, DefaultSCIMPageSize)
	}
	if fault != "" {
		return params, op.refuse(fault)
	}
	if !o.Filter.IsZero() {
		filter := o.Filter.String()
		params.Filter = &filter
	}
	size := cmp.Or(o.PageSize, DefaultSCIMPageSize)
	params.Count = &size
	return params, nil
}

// FindByExternalID returns the one user or group with an id of the identity provider; see Users.FindByUserName. Whether
// tenants keep it is not known (RFC 7643).
func (s SCIMResources[R]) FindByExternalID(ctx context.Context, externalID string) (R, error) {
	return s.findBy(ctx, "externalId", externalID, func(resource R) likeness { return compareText(externalID, s.kind.externalID(&resource)) })
}

func (s SCIMResources[R]) findBy(ctx context.Context, attribute, value string, is func(R) likeness) (R, error) {
	if value == "" {
		var none R
		return none, s.kind.list.refuse("the " + attribute + " is empty")
	}
	var last receipt
	trustsTotal := true
	return only(s.each(ctx, SCIMListOptions{Filter: scim.Eq(attribute, value)}, &last, &trustsTotal), &last, sought[R]{
		what: "one with this " + attribute,
		is: func(resource R) likeness {
			found := is(resource)
			trustsTotal = trustsTotal && found != different // a server that does not filter has further pages
			return found
		},
	})
}
