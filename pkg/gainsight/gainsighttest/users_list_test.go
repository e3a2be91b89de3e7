package gainsighttest_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

func listUsers(t *testing.T, server tenant, body string) answer {
	t.Helper()
	return send(t, server.Server, "POST", userListPath, body)
}

// The sample of the transcription: active users, the one that was changed last comes first.
func TestListUsersSample(t *testing.T) {
	server := newTenant(t)
	for i, name := range []string{"Jo Example", "Vi Example", "Sam Double"} {
		server.AddUserRecord(gsapi.GainsightUser{
			Name:         wire.Set(name),
			Email:        wire.Null[string](),
			IsActiveUser: wire.Set(i != 1),
			ModifiedDate: wire.Set(time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC)),
		})
	}
	const sample = `{"includeTotal": true, "limit": 25, "page": 0, "orderBy": {"ModifiedDate": "desc"}, "select": ["Name", "Email"],
		"where": {"conditions": [{"name": "IsActiveUser", "alias": "a", "operator": "EQ", "value": [true]}], "expression": "a"}}`
	listUsers(t, server, sample).wantData(`{"page": 0, "size": 3, "limit": 25, "total": 3, "records": [
		{"Name": "Sam Double", "Email": null}, {"Name": "Jo Example", "Email": null}, {"Name": "Alex Example", "Email": "alex@example.com"}]}`)
}

func TestListUsers(t *testing.T) {
	for _, test := range []struct {
		name, body string
		option     gainsighttest.Option
		want       string
	}{
		{"no total", `{"select": ["Name"], "includeTotal": false}`, nil, `{"page": 0, "size": 3, "limit": 25, "records": [{"Name": "Alex Example"}, {"Name": "Sam Double"}, {"Name": "Robin Sample"}]}`},
		{"total of all pages, by another name", `{"select": ["Name"], "includeTotal": true, "limit": 2, "page": 1}`, gainsighttest.WithTotalName("totalRecords"), `{"page": 1, "size": 1, "limit": 2, "totalRecords": 3, "records": [{"Name": "Robin Sample"}]}`},
		{"largest limit", `{"select": ["Name"], "limit": 2}`, gainsighttest.WithMaxLimit(1), `{"page": 0, "size": 1, "limit": 1, "records": [{"Name": "Alex Example"}]}`},
		{"no stated limit", `{"select": ["Name"], "limit": 1}`, gainsighttest.WithoutStatedLimit(), `{"page": 0, "size": 1, "records": [{"Name": "Alex Example"}]}`},
		{"repeated page", `{"select": ["Name"], "limit": 2, "page": 7}`, gainsighttest.WithRepeatedPages(), `{"page": 7, "size": 1, "limit": 2, "records": [{"Name": "Robin Sample"}]}`},
		{"by e-mail", `{"select": ["SFDCUserName", "Gsid", "A__gc"], "where": {"conditions": [{"name": "Email", "alias": "a", "operator": "EQ", "value": ["sam@example.com"]}]}}`, nil, `{"page": 0, "size": 1, "limit": 25, "records": [{"SFDCUserName": "sam", "Gsid": "` + samGsid + `"}]}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := newUserTenant(t, options(test.option)...)
			listUsers(t, server, test.body).wantData(test.want)
			if v := server.Violations(); len(v) != 0 {
				t.Errorf("violations: %q", v)
			}
		})
	}
}

// Pages of one list cost one search together, and a write is seen by the next one.
func TestListUsersAfterAWrite(t *testing.T) {
	server := newUserTenant(t)
	const inactive = `{"select": ["Name"], "where": {"conditions": [{"name": "IsActiveUser", "alias": "a", "operator": "EQ", "value": [false]}]}}`
	listUsers(t, server, inactive).wantData(`{"page": 0, "size": 0, "limit": 25, "records": []}`)
	send(t, server.Server, "PUT", deactivePath, `["`+samGsid+`"]`).wantStatus(200)
	listUsers(t, server, inactive).wantData(`{"page": 0, "size": 1, "limit": 25, "records": [{"Name": "Sam Double"}]}`)
}

// Half a surrogate pair, which a tenant that cuts texts by length leaves behind, comes back as it was sent.
func TestHalfASurrogatePairOfAUser(t *testing.T) {
	server := newTenant(t)
	server.AddUserRecord(gsapi.GainsightUser{CompanyID: wire.Set("x"), AdditionalProperties: map[string]json.RawMessage{"A__gc": json.RawMessage(`"\ud83d"`)}})
	listUsers(t, server, `{"select": ["A__gc"], "page": 1, "limit": 1}`).wantData(`{"page": 1, "size": 1, "limit": 1, "records": [{"A__gc": "\ud83d"}]}`)
}

// BenchmarkCreateUsers measures a call that creates 50 users, beside 10,000 that are there.
func BenchmarkCreateUsers(b *testing.B) {
	tenant := gainsighttest.NewTenant(gainsighttest.WithCallLimit(1))
	count := 0
	next := func() string {
		count++
		return fmt.Sprintf(`{"Email": "sam%d@example.com", "SFDCUserName": "sam%[1]d", "Name": "Sam Double", "Title": "CSM"}`, count)
	}
	for range 10_000 {
		var u gsapi.GainsightUser
		if err := json.Unmarshal([]byte(next()), &u); err != nil {
			b.Fatal(err)
		}
		tenant.AddUserRecord(u)
	}
	b.ReportAllocs()
	for b.Loop() {
		rows := next()
		for range 49 {
			rows += ", " + next()
		}
		r := httptest.NewRequest("POST", usersPath, strings.NewReader(`{"records": [`+rows+`]}`))
		r.Header.Set("accesskey", tenant.AccessKey())
		r.Header.Set("content-type", "application/json")
		recorder := httptest.NewRecorder()
		tenant.ServeHTTP(recorder, r)
		if recorder.Code != 200 {
			b.Fatal(recorder.Body)
		}
	}
}
