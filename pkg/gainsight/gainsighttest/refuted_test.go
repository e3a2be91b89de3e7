package gainsighttest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

const (
	publishedTeamPath = "/v1/companyteam"
	searchPath        = publishedTeamPath + "/search"
)

// newPublishedTenant has two users: Alex, and Sam with most of what the published document knows of a user.
func newPublishedTenant(t *testing.T, options ...gainsighttest.Option) tenant {
	server := newTenant(t, options...)
	server.AddUserRecord(gsapi.GainsightUser{
		Gsid:         wire.Set(samGsid),
		FirstName:    wire.Set("Sam"),
		SystemType:   wire.Set("EXTERNAL"),
		LicenseType:  wire.Null[string](),
		IsActiveUser: wire.Set(true),
		CreatedDate:  wire.Set(time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)),
	})
	return server
}

const publishedSam = `{"Gsid": "` + samGsid + `", "FirstName": "Sam", "UserType": "EXTERNAL", "IsActive": true, "CreatedDate": "2026-01-31T00:00:00Z"}`

func (s tenant) publishedAlex() string {
	return `{"Gsid": "` + s.alex + `", "Email": "alex@example.com", "IsActive": true}`
}

// wantReply checks a whole reply, which has no request id where the document has none.
func (a answer) wantReply(want string) {
	a.t.Helper()
	a.wantStatus(200)
	wantJSON(a.t, strings.Replace(a.body, a.header.Get("X-Request-Id"), "REQUEST", 1), want)
}

const publishedDone = `{"result": true, "requestId": "REQUEST"}`

func TestRefutedUserLists(t *testing.T) {
	for _, test := range []struct {
		query  string
		option gainsighttest.Option
		want   string
	}{
		{"", nil, "alex sam"},
		{"?pageNumber=0&pageSize=1", nil, "alex"},
		{"?pageNumber=1&pageSize=1", nil, "sam"},
		{"?pageNumber=2&pageSize=1", nil, ""},
		{"?pageNumber=2&pageSize=1", gainsighttest.WithRepeatedPages(), "sam"},
		{"?pageNumber=1", gainsighttest.WithMaxLimit(1), "sam"},
	} {
		server := newPublishedTenant(t, options(test.option)...)
		records := strings.NewReplacer("alex sam", server.publishedAlex()+", "+publishedSam, "alex", server.publishedAlex(), "sam", publishedSam)
		send(t, server.Server, "GET", "/v1/users"+test.query, "").wantReply(`{"result": true, "data": {"totalCount": 2, "records": [` + records.Replace(test.want) + `]}}`)
		if v := server.Violations(); len(v) != 0 {
			t.Errorf("violations: %q", v)
		}
	}
}

func TestRefutedUser(t *testing.T) {
	server := newPublishedTenant(t, gainsighttest.WithUniqueEmail())
	send(t, server.Server, "GET", "/v1/users/"+samGsid, "").wantReply(`{"result": true, "data": ` + publishedSam + `}`)
	send(t, server.Server, "PUT", "/v1/users/"+samGsid, `{"LastName": "Double", "Email": "sam@example.com", "UserType": "INTERNAL", "LicenseType": "Full", "Role": "ignored"}`).wantReply(publishedDone)
	send(t, server.Server, "POST", "/v1/users/"+samGsid+"/deactivate", "").wantReply(publishedDone)
	u := server.Users()[1]
	if u.ModifiedDate.IsZero() {
		t.Error("the user has no ModifiedDate")
	}
	u.ModifiedDate = wire.Value[time.Time]{}
	wantJSON(t, marshal(t, &u), `{"Gsid": "`+samGsid+`", "FirstName": "Sam", "LastName": "Double", "Email": "sam@example.com", "SystemType": "INTERNAL",
		"LicenseType": "Full", "IsActiveUser": false, "CreatedDate": "2026-01-31T00:00:00Z"}`)

	for _, call := range []struct{ method, path, body string }{
		{"GET", "", ""}, {"PUT", "", `{"FirstName": "x"}`}, {"POST", "/deactivate", ""},
	} {
		send(t, server.Server, call.method, "/v1/users/"+absentGsid+call.path, call.body).wantLike(404, `{"result": false, "errorCode": null,
			"errorDesc": "The requested resource was not found", "requestId": "REQUEST", "data": null}`)
	}
	send(t, server.Server, "PUT", "/v1/users/"+samGsid, `{"Email": "Alex@example.com"}`).wantLike(400, `{"result": false, "errorCode": null,
		"errorDesc": "Invalid request body or parameters", "requestId": "REQUEST", "data": null}`)
	calls := server.Calls()
	if reason := calls[len(calls)-1].Reason; !strings.Contains(reason, "Email") || len(server.Violations()) != 0 {
		t.Errorf("the reason is %q, violations: %q", reason, server.Violations())
	}
}

func TestRefutedUpsert(t *testing.T) {
	server := newPublishedTenant(t)
	pair := `"CompanyId": "` + server.ibm + `", "UserId": "` + server.alex + `"`
	upsert := func(records string) answer {
		return send(t, server.Server, "POST", publishedTeamPath, `{"records": [`+records+`]}`)
	}
	upsert(`{` + pair + `, "TeamRole": "CSM", "IsPrimary": true}`).wantReply(publishedDone)
	upsert(`{` + pair + `, "TeamRole": "Sponsor"}, {"CompanyId": "` + server.youtube + `", "UserId": "` + samGsid + `"}`).wantReply(publishedDone)
	records := server.Records()
	if len(records) != 2 || records[0].UserRole.Or("") != "Sponsor" || records[0].UserName.Or("") != "Alex Example" || records[1].UserGsid.Or("") != samGsid {
		t.Fatalf("the records are %s", marshal(t, records))
	}
	upsert(`{"Gsid": "` + records[1].Gsid.Or("") + `", "TeamRole": "CSM"}`).wantReply(publishedDone)
	if role := server.Records()[1].UserRole.Or(""); role != "CSM" {
		t.Errorf("the role is %s", role)
	}

	before := marshal(t, server.Records())
	for bad, reason := range map[string]string{
		``: "there are no records",
		`{` + pair + `, "TeamRole": "new"}, {"CompanyId": "x", "UserId": "` + samGsid + `"}`: `record 1: Company Team Upsert Operation Failed: No records match Company by Gsid "x"`,
		`{"UserId": "` + samGsid + `"}`:  "record 0: Identifier CompanyGsid should not be null or empty",
		`{"Gsid": "` + absentGsid + `"}`: "record 0: Gsid is invalid",
	} {
		upsert(bad).wantStatus(400)
		calls := server.Calls()
		if got := calls[len(calls)-1].Reason; got != reason {
			t.Errorf("%s: the reason is %q, want %q", bad, got, reason)
		}
	}
	wantJSON(t, marshal(t, server.Records()), before)
	if v := server.Violations(); len(v) != 0 {
		t.Errorf("violations: %q", v)
	}
}

func TestRefutedSearch(t *testing.T) {
	server := newPublishedTenant(t, gainsighttest.WithMaxLimit(2))
	seed(t, server.Server, `[
		{"Gsid": "a", "CompanyGsid": "c1", "UserGsid": "u1", "UserRole": "CSM", "TeamAdmin": true},
		{"Gsid": "b", "CompanyGsid": "c1", "UserGsid": "u2", "UserRole": null, "A__gc": 1},
		{"Gsid": "c", "CompanyGsid": "c2", "UserGsid": "u1", "UserRole": "CSM"}]`)
	search := func(body string) answer { return send(t, server.Server, "POST", searchPath, body) }
	const a, b, c = `{"Gsid": "a", "CompanyId": "c1", "UserId": "u1", "TeamRole": "CSM"}`, `{"Gsid": "b", "CompanyId": "c1", "UserId": "u2"}`, `{"Gsid": "c", "CompanyId": "c2", "UserId": "u1", "TeamRole": "CSM"}`
	for body, want := range map[string]string{
		`{}`:                         `3, "records": [` + a + `, ` + b + `]`,
		`{"limit": 1, "offset": 1}`:  `3, "records": [` + b + `]`,
		`{"offset": 2}`:              `3, "records": [` + c + `]`,
		`{"offset": 9, "where": {}}`: `3, "records": []`,
		`{"select": ["Gsid", "IsPrimary", "A__gc", "Nothing"], "limit": 2}`:                                                                                `3, "records": [{"Gsid": "a"}, {"Gsid": "b", "A__gc": 1}]`,
		`{"where": {"conditions": [{"name": "CompanyId", "operator": "EQ", "value": "c2"}]}}`:                                                              `1, "records": [` + c + `]`,
		`{"where": {"conditions": [{"name": "TeamRole", "operator": "IS_NULL"}]}}`:                                                                         `1, "records": [` + b + `]`,
		`{"where": {"conditions": [{"name": "CompanyId", "operator": "IN", "value": ["c1", "c2"]}, {"name": "UserId", "operator": "EQ", "value": "u1"}]}}`: `2, "records": [` + a + `, ` + c + `]`,
	} {
		search(body).wantReply(`{"result": true, "data": {"totalCount": ` + want + `}}`)
	}
	search(`{"where": {"conditions": [{"name": "IsPrimary", "operator": "EQ", "value": true}]}}`).wantStatus(400)
	search(`{"where": {"conditions": [{"operator": "LIKE"}]}}`).wantStatus(400)
	if v := server.Violations(); len(v) != 0 {
		t.Errorf("violations: %q", v)
	}
}

func TestDoubtsAboutRefutedOperations(t *testing.T) {
	for _, call := range []struct{ method, path, body, want string }{
		{"GET", "/v1/users?pageSize=0", "", "page 0 of 0 users"},
		{"GET", "/v1/users?pageNumber=-1", "", "page -1 of 25 users"},
		{"GET", "/v1/users?pageSize=x", "", "pageSize"},
		{"POST", searchPath, `{"limit": 0}`, "0 records from 0 on"},
		{"POST", searchPath, `{"offset": -1}`, "25 records from -1 on"},
		{"POST", searchPath, `{"where": {"conditions": [{"name": "Gsid", "operator": "EQ", "value": "a"}], "expression": "A"}}`, `the expression "A"`},
		{"POST", publishedTeamPath, `{"records": [{"companyId": "x"}]}`, `"companyId" is written "CompanyId"`},
	} {
		server := newPublishedTenant(t)
		send(t, server.Server, call.method, call.path, call.body).wantNotVendor(400, call.want)
	}
}

// The document has few of their statuses, and none of their errors has a code.
func TestErrorsOfTheGatewayForRefutedOperations(t *testing.T) {
	server := newPublishedTenant(t, gainsighttest.WithRateLimit(0, time.Hour))
	send(t, server.Server, "GET", "/v1/users", "").wantFailure(429, "GU_2400", "")
	send(t, server.Server, "GET", "/v1/users", "", withoutKey).wantFailure(401, "GS_APIG_2401", "")
	off := newPublishedTenant(t, gainsighttest.WithoutCompanyTeam())
	send(t, off.Server, "POST", searchPath, `{}`).wantFailure(400, "GU_8005", "")
	send(t, off.Server, "GET", "/v1/users", "").wantStatus(200)
}
