package gainsighttest

import (
	"context"
	"fmt"
	"slices"

	"github.com/gainsight-go/gainsight-go/gen/gsserver"
)

const maxPerCall = 50 // unless WithMaxRecords says otherwise

// DeleteCompanyTeamRecord deletes one record.
func (o operations) DeleteCompanyTeamRecord(ctx context.Context, request gsserver.DeleteCompanyTeamRecordRequestObject) (gsserver.DeleteCompanyTeamRecordResponseObject, error) {
	x := exchangeOf(ctx)
	if !wellFormed(request.Gsid) {
		return x.failure(refuse(invalidGsid)), nil
	}
	if deleted, _ := o.tenant.deleteRecords([]string{request.Gsid}); len(deleted) == 0 {
		return x.failure(o.tenant.absent()), nil
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
func (o operations) BulkDeleteCompanyTeamRecords(
	ctx context.Context, request gsserver.BulkDeleteCompanyTeamRecordsRequestObject,
) (gsserver.BulkDeleteCompanyTeamRecordsResponseObject, error) {
	x := exchangeOf(ctx)
	gsids := *request.Body
	for _, refused := range []*refusal{o.tenant.checkGsidCount(len(gsids)), checkGsids(gsids)} {
		if refused != nil {
			return x.failure(refused), nil
		}
	}
	deleted, missing := o.tenant.deleteRecords(gsids)
	if len(deleted) == 0 {
		return x.failure(refuse(noneFound)), nil
	}
	reorder(o.tenant, deleted)
	reorder(o.tenant, missing)
	result := bulkDeleteResult{Success: gsidList{deleted}}
	if len(missing) > 0 {
		reason := o.tenant.absent()
		result.Errors = []deleteError{{missing, reason.code, reason.description}}
	}
	return x.success(result, briefMembers), nil
}

func (t *Tenant) checkGsidCount(n int) *refusal {
	switch {
	case n == 0:
		return refuse(noGsidGiven)
	case n > t.maxRecords:
		return refuse(tooManyToDelete, t.maxRecords)
	}
	return nil
}

func checkGsids(gsids []string) *refusal {
	if slices.ContainsFunc(gsids, func(gsid string) bool { return !wellFormed(gsid) }) {
		return refuse(invalidGsid)
	}
	return nil
}

// absent is what a record gets that is not found, alone or beside others that are.
func (t *Tenant) absent() *refusal {
	refused := refuse(recordNotFound)
	refused.code = t.absentCode
	return refused
}

func (t *Tenant) deleteRecords(gsids []string) (deleted, missing []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.store.deleteRecords(gsids)
}
