package gainsighttest

import (
	"context"
	"fmt"

	"github.com/gainsight-go/gainsight-go/gen/gsserver"
)

const maxPerCall = 50

// DeleteCompanyTeamRecord deletes one record.
func (c companyTeam) DeleteCompanyTeamRecord(ctx context.Context, request gsserver.DeleteCompanyTeamRecordRequestObject) (gsserver.DeleteCompanyTeamRecordResponseObject, error) {
	x := exchangeOf(ctx)
	if !wellFormed(request.Gsid) {
		return x.failure(refuse(invalidGsid)), nil
	}
	if deleted, _ := c.tenant.deleteRecords([]string{request.Gsid}); len(deleted) == 0 {
		return x.failure(refuse(recordNotFound)), nil
	}
	return x.success(fmt.Sprintf("Record with GSID: %s successfully deleted.", request.Gsid), briefMembers), nil
}

type bulkDeleteResult struct {
	Success gsidList      `json:"success"`
	Errors  []deleteError `json:"errors"`
}

type gsidList struct {
	Gsid []string `json:"gsid"`
}

type deleteError struct {
	Gsid      []string `json:"gsid"`
	ErrorCode string   `json:"errorCode"`
	ErrorDesc string   `json:"errorDesc"`
}

// BulkDeleteCompanyTeamRecords deletes 1 to 50 records.
func (c companyTeam) BulkDeleteCompanyTeamRecords(ctx context.Context, request gsserver.BulkDeleteCompanyTeamRecordsRequestObject) (gsserver.BulkDeleteCompanyTeamRecordsResponseObject, error) {
	x := exchangeOf(ctx)
	gsids := *request.Body
	if refused := checkGsids(gsids); refused != nil {
		return x.failure(refused), nil
	}
	deleted, missing := c.tenant.deleteRecords(gsids)
	if len(deleted) == 0 {
		return x.failure(refuse(noneFound)), nil
	}
	reorder(c.tenant, deleted)
	reorder(c.tenant, missing)
	result := bulkDeleteResult{Success: gsidList{deleted}}
	if len(missing) > 0 {
		// The sample has a placeholder for the code of a GSID that is not found; that it is this one is our guess.
		reason := refuse(recordNotFound)
		result.Errors = []deleteError{{missing, reason.code, reason.description}}
	}
	return x.success(result, briefMembers), nil
}

func checkGsids(gsids []string) *refusal {
	if len(gsids) == 0 {
		return refuse(noGsidGiven)
	}
	if len(gsids) > maxPerCall {
		return refuse(tooManyToDelete, maxPerCall)
	}
	for _, gsid := range gsids {
		if !wellFormed(gsid) {
			return refuse(invalidGsid)
		}
	}
	return nil
}

func (t *Tenant) deleteRecords(gsids []string) (deleted, missing []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.store.delete(gsids)
}
