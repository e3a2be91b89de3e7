package gainsighttest

import (
	"context"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/gen/gsserver"
)

const defaultTotalName = "total" // our guess

// userPage is a page of users, with their total if it was asked for.
type userPage struct {
	page[user]
	Total map[string]int `json:",inline"`
}

// ListUserRecords returns one page of users.
func (o operations) ListUserRecords(ctx context.Context, request gsserver.ListUserRecordsRequestObject) (gsserver.ListUserRecordsResponseObject, error) {
	x := exchangeOf(ctx)
	body := request.Body
	result, total, refused := list(o.tenant, o.tenant.store.users, gsapi.SearchRequest{
		Select: body.Select, Limit: body.Limit, Page: body.Page, OrderBy: body.OrderBy, Where: body.Where,
	})
	if refused != nil {
		return x.refused(refused), nil
	}
	if o.tenant.userReplies == UserRepliesOfLists {
		return x.success(result.Records, allMembers), nil
	}
	data := userPage{page: result}
	if body.IncludeTotal != nil && *body.IncludeTotal {
		data.Total = map[string]int{o.tenant.totalName: total}
	}
	return x.success(data, allMembers), nil
}
