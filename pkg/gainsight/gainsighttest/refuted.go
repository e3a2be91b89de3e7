package gainsighttest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/gen/gsserver"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// Six operations are in the published third-party document only, and the vendor contradicts them. They work on what the
// other operations work on, with the field names of that document. All but names, statuses and the shapes of replies is
// our guess.

// published is what that document calls the members of a record.
type published[R any] struct {
	fields  fields[R]
	members []string
	vendor  map[string]string // the vendor's names, where they differ
}

var (
	publishedUsers = published[user]{
		userFields,
		[]string{"Gsid", "FirstName", "LastName", "Email", "UserType", "IsActive", "LicenseType", "Role", "SfdcUserId", "CreatedDate", "ModifiedDate"},
		map[string]string{"UserType": "SystemType", "IsActive": "IsActiveUser"},
	}
	publishedTeams = published[record]{
		teamFields,
		[]string{"Gsid", "CompanyId", "UserId", "TeamRole", "IsPrimary"},
		map[string]string{"CompanyId": "CompanyGsid", "UserId": "UserGsid", "TeamRole": "UserRole"},
	}
)

// name is the vendor's name of a member.
func (p published[R]) name(member string) string { return cmp.Or(p.vendor[member], member) }

// record returns the members that have a value. Role and IsPrimary, which have no counterpart, never do.
func (p published[R]) record(r *R, members []string) map[string]jsontext.Value {
	record := map[string]jsontext.Value{}
	for _, member := range members {
		if text := p.fields.named(p.name(member)).get(r); text != "" && text != "null" {
			record[member] = jsontext.Value(text)
		}
	}
	return record
}

func (p published[R]) page(total int, rows []*stored[R], members []string) publishedPage {
	page := publishedPage{Records: []map[string]jsontext.Value{}, TotalCount: total}
	for _, r := range rows {
		page.Records = append(page.Records, p.record(&r.record, members))
	}
	return page
}

type publishedPage struct {
	Records    []map[string]jsontext.Value `json:"records"`
	TotalCount int                         `json:"totalCount"`
}

// publishedReply has data or a request id, and no key that is null.
type publishedReply struct {
	Result    bool   `json:"result"`
	RequestID string `json:"requestId,omitzero"`
	Data      any    `json:"data,omitzero"`
}

func (x *exchange) publishedReply(body publishedReply) reply {
	text, failed := x.encode(body)
	if failed != nil {
		return *failed
	}
	return reply{exchange: x, status: http.StatusOK, text: text}
}

func (x *exchange) publishedData(data any) reply {
	return x.publishedReply(publishedReply{Result: true, Data: data})
}

func (x *exchange) publishedDone() reply {
	return x.publishedReply(publishedReply{Result: true, RequestID: x.requestID})
}

// publishedRefusal has one of the statuses of the document, with its words, and no code: none is known.
func (x *exchange) publishedRefusal(status int, description, reason string) reply {
	return x.refused(&refusal{vendorError: vendorError{status: status, members: briefMembers}, description: description, reason: reason})
}

func (x *exchange) publishedNotFound() reply {
	return x.publishedRefusal(http.StatusNotFound, "The requested resource was not found", "")
}

func (x *exchange) publishedBadRequest(reason string) reply {
	return x.publishedRefusal(http.StatusBadRequest, "Invalid request body or parameters", reason)
}

// ListUsers returns one page of users, in the order of insertion.
func (o operations) ListUsers(ctx context.Context, request gsserver.ListUsersRequestObject) (gsserver.ListUsersResponseObject, error) {
	x := exchangeOf(ctx)
	number, size := valueOr(request.Params.PageNumber, 0), valueOr(request.Params.PageSize, defaultLimit)
	if number < 0 || size < 1 {
		return x.refused(doubt("page %d of %d users", number, size)), nil
	}
	o.tenant.mu.Lock()
	defer o.tenant.mu.Unlock()
	users := o.tenant.store.users.inOrder()
	rows := slice(o.tenant, users, number, min(size, o.tenant.maxLimit))
	return x.publishedData(publishedUsers.page(len(users), rows, publishedUsers.members)), nil
}

// GetUser returns the user with a GSID.
func (o operations) GetUser(ctx context.Context, request gsserver.GetUserRequestObject) (gsserver.GetUserResponseObject, error) {
	x := exchangeOf(ctx)
	o.tenant.mu.Lock()
	defer o.tenant.mu.Unlock()
	there := o.tenant.store.users.find(request.UserID)
	if there == nil {
		return x.publishedNotFound(), nil
	}
	return x.publishedData(publishedUsers.record(&there.record, publishedUsers.members)), nil
}

// UpdateUser changes the members of a user that were sent.
func (o operations) UpdateUser(ctx context.Context, request gsserver.UpdateUserRequestObject) (gsserver.UpdateUserResponseObject, error) {
	body := request.Body
	wanted := user{
		Gsid:        wire.Set(request.UserID),
		FirstName:   ifSent(body.FirstName),
		LastName:    ifSent(body.LastName),
		LicenseType: ifSent(body.LicenseType),
		SystemType:  ifSent(body.UserType),
	}
	if body.Email != nil {
		wanted.Email = wire.Set(string(*body.Email))
	}
	return o.changeUser(exchangeOf(ctx), wanted), nil
}

// DeactivateUser makes a user inactive.
func (o operations) DeactivateUser(ctx context.Context, request gsserver.DeactivateUserRequestObject) (gsserver.DeactivateUserResponseObject, error) {
	return o.changeUser(exchangeOf(ctx), user{Gsid: wire.Set(request.UserID), IsActiveUser: wire.Set(false)}), nil
}

func (o operations) changeUser(x *exchange, wanted user) reply {
	_, refused, _ := o.tenant.writeUsers(userWrite{records: []user{wanted}, key: "Gsid", failed: updateFailed})
	switch {
	case refused == nil:
		return x.publishedDone()
	case refused.code == vendorErrors[updateFailed].code: // there is nothing else that can fail so
		return x.publishedNotFound()
	}
	return x.publishedBadRequest(refused.description)
}

// UpsertCompanyTeam writes all records or none: by their Gsid if all have one, else by company and user.
func (o operations) UpsertCompanyTeam(ctx context.Context, request gsserver.UpsertCompanyTeamRequestObject) (gsserver.UpsertCompanyTeamResponseObject, error) {
	x := exchangeOf(ctx)
	if len(request.Body.Records) == 0 {
		return x.publishedBadRequest("there are no records"), nil
	}
	body := gsapi.CompanyTeamUpsertRequest{Lookups: gsapi.Lookups{}}
	for _, target := range teamLookups.targets {
		body.Lookups[target.gsid] = gsapi.Lookup{
			Fields:      map[string]string{target.gsid: "Gsid"},
			LookupField: "Gsid",
			ObjectName:  target.objectName,
			OnNoMatch:   gsapi.OnNoMatchError,
		}
	}
	byGsid := true
	for _, r := range request.Body.Records {
		byGsid = byGsid && r.Gsid != nil
		body.Records = append(body.Records, record{
			Gsid:        ifSent(r.Gsid),
			CompanyGsid: ifSent(r.CompanyID),
			UserGsid:    ifSent(r.UserID),
			UserRole:    ifSent(r.TeamRole),
		})
	}
	if _, refused, reasons := o.tenant.upsert(&body, byGsid, true); refused != nil {
		return x.publishedBadRequest(strings.Join(reasons, "; ")), nil
	}
	return x.publishedDone(), nil
}

// SearchCompanyTeam returns the records for which all conditions hold, from an offset on.
func (o operations) SearchCompanyTeam(ctx context.Context, request gsserver.SearchCompanyTeamRequestObject) (gsserver.SearchCompanyTeamResponseObject, error) {
	x := exchangeOf(ctx)
	body := request.Body
	offset, limit := valueOr(body.Offset, 0), valueOr(body.Limit, defaultLimit)
	where, err := publishedWhere(body.Where)
	if err != nil {
		return x.refused(doubt("%s", err)), nil
	}
	if offset < 0 || limit < 1 {
		return x.refused(doubt("%d records from %d on", limit, offset)), nil
	}
	members := body.Select
	if len(members) == 0 {
		members = publishedTeams.members
	}
	o.tenant.mu.Lock()
	defer o.tenant.mu.Unlock()
	rows, err := o.tenant.store.records.search(gsapi.SearchRequest{Where: where})
	if err != nil {
		return x.publishedBadRequest(err.Error()), nil
	}
	from := min(offset, len(rows))
	until := min(from+min(limit, o.tenant.maxLimit), len(rows))
	return x.publishedData(publishedTeams.page(len(rows), rows[from:until], members)), nil
}

// publishedWhere translates conditions. They have no aliases, so what an expression would refer to is not known.
func publishedWhere(where *gsapi.PublishedWhere) (*gsapi.Where, error) {
	switch {
	case where == nil || len(where.Conditions) == 0 && where.Expression == nil:
		return nil, nil
	case where.Expression != nil:
		return nil, fmt.Errorf("the expression %q, of conditions without aliases", *where.Expression)
	}
	translated := &gsapi.Where{}
	for i, c := range where.Conditions {
		translated.Conditions = append(translated.Conditions, gsapi.Condition{
			Name:     publishedTeams.name(valueOr(c.Name, "")),
			Alias:    fmt.Sprint(i),
			Operator: valueOr(c.Operator, ""),
			Value:    valuesOf(c.Value),
		})
	}
	return translated, nil
}

// valuesOf makes one value a list.
func valuesOf(value any) (values []json.RawMessage) {
	list, isList := value.([]any)
	switch {
	case value == nil:
		return nil
	case !isList:
		list = []any{value}
	}
	for _, v := range list {
		text, _ := json.Marshal(v) // cannot fail: v was just decoded
		values = append(values, text)
	}
	return values
}

func valueOr[T any](p *T, fallback T) T {
	if p == nil {
		return fallback
	}
	return *p
}

// ifSent makes a member of what a body of the published document has.
func ifSent(p *string) (v wire.Value[string]) {
	if p != nil {
		v = wire.Set(*p)
	}
	return v
}
