package gainsighttest

import (
	"context"

	"github.com/gainsight-go/gainsight-go/gen/gsserver"
)

// ListCompanyTeamRecords returns one page of records.
func (o operations) ListCompanyTeamRecords(ctx context.Context, request gsserver.ListCompanyTeamRecordsRequestObject) (gsserver.ListCompanyTeamRecordsResponseObject, error) {
	x := exchangeOf(ctx)
	result, _, refused := list(o.tenant, o.tenant.store.records, *request.Body)
	if refused != nil {
		return x.refused(refused), nil
	}
	return x.success(result, allMembers), nil
}
