package gainsighttest

import (
	"context"
	"encoding/json"
	"net/http"
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

// row is one record of an upsert, with what the lookups found for it.
type row struct {
	sent    *record
	company resolved
	user    resolved
	refused *refusal
}

// UpsertCompanyTeamRecords inserts and updates 1 to 50 records.
func (c companyTeam) UpsertCompanyTeamRecords(ctx context.Context, request gsserver.UpsertCompanyTeamRecordsRequestObject) (gsserver.UpsertCompanyTeamRecordsResponseObject, error) {
	x := exchangeOf(ctx)
	byGsid, refused := readKey(request.Params.Key)
	if refused == nil {
		refused = checkUpsert(request.Body)
	}
	if refused != nil {
		return x.failure(refused), nil
	}
	for _, fault := range []string{c.tenant.unknownInLookups(request.Body.Lookups), notBoolean(request.Body.Records)} {
		if fault != "" {
			return x.violation(http.StatusBadRequest, fault), nil
		}
	}
	result, firstRefusal, reasons := c.tenant.upsert(request.Body, byGsid)
	x.explain(strings.Join(reasons, "; "))
	if len(result.Success.Records) == 0 {
		return x.failure(firstRefusal), nil
	}
	return x.success(result, allMembers), nil
}

func (t *Tenant) unknownInLookups(lookups gsapi.Lookups) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.store.unknownInLookups(lookups)
}

// notBoolean finds a TeamAdmin that is a text, but neither "true" nor "false".
func notBoolean(records []record) string {
	for _, r := range records {
		if _, ok := r.TeamAdmin.Get(); !ok && !r.TeamAdmin.IsZero() && !r.TeamAdmin.IsNull() {
			return "TeamAdmin is " + r.TeamAdmin.JSON() + ", want true or false"
		}
	}
	return ""
}

// readKey takes the two keys that the article lists, in no other order.
func readKey(key []gsapi.CompanyTeamKeyField) (byGsid bool, refused *refusal) {
	fields := make([]string, 0, len(key))
	for _, field := range key {
		fields = append(fields, string(field))
	}
	switch text := strings.Join(fields, ","); {
	case text == "Gsid":
		return true, nil
	case text == "CompanyGsid,UserGsid", len(key) == 0:
		return false, nil
	default:
		return false, refuse(keyNotAllowed, text)
	}
}

func checkUpsert(body *gsapi.CompanyTeamUpsertRequest) *refusal {
	if len(body.Records) == 0 {
		return refuse(payloadEmpty, "records")
	}
	if len(body.Records) > maxPerCall {
		return refuse(tooManyToUpsert, maxPerCall)
	}
	return checkLookups(body)
}

// upsert plans all rows before it writes any. firstRefusal is nil if every row can be written.
func (t *Tenant) upsert(body *gsapi.CompanyTeamUpsertRequest, byGsid bool) (result upsertResult, firstRefusal *refusal, reasons []string) {
	now := t.now()
	t.mu.Lock()
	defer t.mu.Unlock()
	rows := t.store.plan(body, byGsid)
	if i := slices.IndexFunc(rows, func(r row) bool { return r.refused != nil }); i >= 0 {
		firstRefusal = rows[i].refused
	}
	reasons = whyRefused(rows, body.Lookups)
	if firstRefusal != nil && t.wholeBatchRefusal {
		return result, firstRefusal, reasons
	}
	for _, r := range rows {
		if r.refused != nil {
			result.Errors = append(result.Errors, upsertError{[]record{*r.sent}, r.refused.code, r.refused.description})
			continue
		}
		stored := t.store.write(r, byGsid, now)
		result.Success.Records = append(result.Success.Records, replyRecord(r.sent, stored))
	}
	reorder(t, result.Success.Records)
	reorder(t, result.Errors)
	return result, firstRefusal, reasons
}

// reorder puts the rows of a reply into another order, if the tenant is one that does this.
func reorder[T any](t *Tenant, rows []T) {
	if t.reorderedReplies {
		slices.Reverse(rows)
	}
}

func (s *store) plan(body *gsapi.CompanyTeamUpsertRequest, byGsid bool) []row {
	rows := make([]row, len(body.Records))
	for i := range rows {
		r := &rows[i]
		r.sent = &body.Records[i]
		if r.company, r.refused = s.resolve(r.sent, companyTarget, body.Lookups); r.refused != nil {
			continue
		}
		if r.user, r.refused = s.resolve(r.sent, userTarget, body.Lookups); r.refused != nil {
			continue
		}
		r.refused = s.checkIdentifier(r, byGsid)
	}
	return rows
}

func (s *store) checkIdentifier(r *row, byGsid bool) *refusal {
	if byGsid {
		return s.checkGsid(r.sent.Gsid.Or(""))
	}
	switch {
	case r.company.gsid.Or("") == "":
		return refuse(identifierEmpty, companyTarget.gsid)
	case r.user.gsid.Or("") == "":
		return refuse(identifierEmpty, userTarget.gsid)
	}
	return nil
}

func (s *store) checkGsid(gsid string) *refusal {
	switch {
	case gsid == "":
		return refuse(identifierEmpty, "Gsid")
	case s.find(gsid) == nil:
		return refuse(recordGsidInvalid)
	}
	return nil
}

func (s *store) write(r row, byGsid bool, now time.Time) *record {
	var there *stored
	if byGsid {
		there = s.find(r.sent.Gsid.Or(""))
	} else {
		there = s.findPair(pair{r.company.gsid.Or(""), r.user.gsid.Or("")})
	}
	date := wire.Set(now.Truncate(time.Second))
	if there == nil {
		there = &stored{record: record{
			UserRole:    wire.Set(defaultUserRole),
			TeamAdmin:   teamAdmin(false),
			CreatedBy:   wire.Set(apiUser),
			CreatedDate: date,
		}}
		s.insert(there)
	}
	merge(&there.record, r)
	there.ModifiedBy, there.ModifiedDate = wire.Set(apiUser), date
	s.changed(there)
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
		if stored.AdditionalProperties == nil {
			stored.AdditionalProperties = map[string]json.RawMessage{}
		}
		stored.AdditionalProperties[name] = value
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
