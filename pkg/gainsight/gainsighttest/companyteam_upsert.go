package gainsighttest

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/gen/gsserver"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

const (
	defaultUserRole = "Account Manager" // documented
	apiUser         = "API user"        // the samples have a name and a number here
)

type upsertResult struct {
	Success recordList    `json:"success"`
	Errors  []upsertError `json:"errors"`
}

type recordList struct {
	Records []record `json:"records"`
}

// upsertError is by analogy with a bulk deletion; the shape is not documented.
type upsertError struct {
	Records   []record `json:"records"`
	ErrorCode string   `json:"errorCode"`
	ErrorDesc string   `json:"errorDesc"`
}

// UpsertCompanyTeamRecords inserts and updates 1 to 50 records.
func (o operations) UpsertCompanyTeamRecords(ctx context.Context, request gsserver.UpsertCompanyTeamRecordsRequestObject) (gsserver.UpsertCompanyTeamRecordsResponseObject, error) {
	x := exchangeOf(ctx)
	byGsid, refused := o.tenant.checkUpsert(request.Params.Key, request.Body)
	if refused != nil {
		return x.failure(refused), nil
	}
	result, refused, reasons := o.tenant.upsert(request.Body, byGsid, o.tenant.wholeBatchRefusal)
	x.explain(strings.Join(reasons, "; "))
	if refused != nil {
		return x.refused(refused), nil
	}
	return x.success(result, allMembers), nil
}

func (t *Tenant) checkUpsert(key []gsapi.CompanyTeamKeyField, body *gsapi.CompanyTeamUpsertRequest) (byGsid bool, refused *refusal) {
	byGsid, refused = readKey(key)
	if refused != nil {
		return byGsid, refused
	}
	if refused = t.checkRowCount(len(body.Records)); refused != nil {
		return byGsid, refused
	}
	return byGsid, checkLookups(body.Records, body.Lookups)
}

// readKey takes the two keys that the article lists, in no other order.
func readKey(key []gsapi.CompanyTeamKeyField) (byGsid bool, refused *refusal) {
	switch text := joinKey(key); {
	case text == "Gsid":
		return true, nil
	case text == "CompanyGsid,UserGsid", len(key) == 0:
		return false, nil
	default:
		return false, refuse(keyNotAllowed, text)
	}
}

func joinKey(key []gsapi.CompanyTeamKeyField) string {
	fields := make([]string, 0, len(key))
	for _, field := range key {
		fields = append(fields, string(field))
	}
	return strings.Join(fields, ",")
}

func (t *Tenant) checkRowCount(n int) *refusal {
	switch {
	case n == 0:
		return refuse(payloadEmpty, "records")
	case n > t.maxRecords:
		return refuse(tooManyToUpsert, t.maxRecords)
	}
	return nil
}

// upsert plans all rows before it writes any.
func (t *Tenant) upsert(body *gsapi.CompanyTeamUpsertRequest, byGsid, isAllOrNone bool) (result upsertResult, refused *refusal, reasons []string) {
	now := t.now()
	t.mu.Lock()
	defer t.mu.Unlock()
	rows := t.plan(body, byGsid)
	reasons = whyRefused(refusalsOf(rows), func(i int) string { return nothingFound(rows[i], body.Lookups) })
	if refused := verdict(refusalsOf(rows), isAllOrNone); refused != nil {
		return result, refused, reasons
	}
	if refused := teamLookups.doubt(&t.store, body.Lookups); refused != nil {
		return result, refused, reasons
	}
	for _, r := range rows {
		if r.refused != nil {
			result.Errors = append(result.Errors, upsertError{[]record{*r.sent}, r.refused.code, r.refused.description})
			continue
		}
		stored := t.store.writeRecord(r, byGsid, now)
		result.Success.Records = append(result.Success.Records, replyRecord(r.sent, stored))
	}
	reorder(t, result.Success.Records)
	reorder(t, result.Errors)
	return result, nil, reasons
}

// reorder puts the rows of a reply into another order, if the tenant is one that does this.
func reorder[T any](t *Tenant, rows []T) {
	if t.reorderedReplies {
		slices.Reverse(rows)
	}
}

func (s *store) writeRecord(r row, byGsid bool, now time.Time) *record {
	var there *stored[record]
	if byGsid {
		there = s.records.find(r.sent.Gsid.Or(""))
	} else {
		there = s.records.first(pairKey(r.company.gsid, r.user.gsid)) // no record is found by a null
	}
	date := wire.Set(now.Truncate(time.Second))
	if there == nil {
		there = s.records.add(record{
			UserRole:    wire.Set(defaultUserRole),
			TeamAdmin:   teamAdmin(false),
			CreatedBy:   wire.Set(apiUser),
			CreatedDate: date,
		})
	}
	merge(&there.record, r)
	there.record.ModifiedBy, there.record.ModifiedDate = wire.Set(apiUser), date
	s.records.changed(there)
	return &there.record
}

// merge changes the members that were sent, and no other. What a tenant writes by itself (Name, Created* and
// Modified*) is ignored.
func merge(stored *record, r row) {
	if !r.sent.UserRole.IsZero() {
		stored.UserRole = r.sent.UserRole
	}
	if !r.sent.TeamAdmin.IsZero() {
		stored.TeamAdmin = teamAdminText(r.sent.TeamAdmin)
	}
	if r.company.applies {
		stored.CompanyGsid, stored.CompanyName = r.company.gsid, r.company.name
	}
	if r.user.applies {
		stored.UserGsid, stored.UserName = r.user.gsid, r.user.name
	}
	for name, value := range r.sent.AdditionalProperties {
		teamFields.setOther(stored, name, value)
	}
}

// replyRecord has the members that the sample's records have: those that were sent, the GSIDs that were found, and who
// wrote the record; no Gsid and no names.
func replyRecord(sent, stored *record) record {
	return record{
		CompanyGsid:          stored.CompanyGsid,
		UserGsid:             stored.UserGsid,
		UserRole:             sent.UserRole,
		TeamAdmin:            teamAdminText(sent.TeamAdmin),
		CreatedBy:            stored.CreatedBy,
		ModifiedBy:           stored.ModifiedBy,
		AdditionalProperties: sent.AdditionalProperties,
	}
}
