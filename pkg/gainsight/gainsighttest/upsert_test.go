package gainsighttest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// wantRecords checks what the tenant has stored.
func wantRecords(t *testing.T, server *gainsighttest.Server, want string) {
	t.Helper()
	wantJSON(t, marshal(t, server.Records()), want)
}

// clock moves on by an hour with each look at it.
func clock() func() time.Time {
	now := time.Date(2026, 1, 31, 12, 0, 0, 123456789, time.FixedZone("", 3600))
	return func() time.Time {
		now = now.Add(time.Hour)
		return now
	}
}

func TestUpsertInsertsWithDefaultsThenUpdates(t *testing.T) {
	server := newTenant(t, gainsighttest.WithClock(clock()))
	row := `{"records": [{"CompanyName": "IBM", "UserName": "Alex Example"%s}], ` + byNames + `}`

	upsert(t, server.Server, fmt.Sprintf(row, "")).wantData(`{"success": {"records": [
		{"CompanyGsid": "` + server.ibm + `", "UserGsid": "` + server.alex + `", "CreatedBy": "API user", "ModifiedBy": "API user"}]},
		"errors": null}`)
	stored := `[{
		"Gsid": "1P07TEAM0000000000000000000000000001",
		"CompanyGsid": "` + server.ibm + `", "CompanyName": "IBM", "UserGsid": "` + server.alex + `", "UserName": "Alex Example",
		"UserRole": %s, "TeamAdmin": %s,
		"CreatedBy": "API user", "CreatedDate": "2026-01-31T12:00:00Z",
		"ModifiedBy": "API user", "ModifiedDate": "2026-01-31T%s:00:00Z"%s}]`
	wantRecords(t, server.Server, fmt.Sprintf(stored, `"Account Manager"`, `"false"`, "12", ""))

	upsert(t, server.Server, fmt.Sprintf(row, `, "TeamAdmin": true, "Color__gc": "red"`))
	wantRecords(t, server.Server, fmt.Sprintf(stored, `"Account Manager"`, `"true"`, "13", `, "Color__gc": "red"`))

	upsert(t, server.Server, fmt.Sprintf(row, `, "UserRole": "CSM"`))
	wantRecords(t, server.Server, fmt.Sprintf(stored, `"CSM"`, `"true"`, "14", `, "Color__gc": "red"`))

	upsert(t, server.Server, fmt.Sprintf(row, `, "UserRole": null, "TeamAdmin": null, "Color__gc": null`))
	wantRecords(t, server.Server, fmt.Sprintf(stored, `null`, `null`, "15", `, "Color__gc": null`))
}

func TestUpsertIgnoresWhatTheTenantWrites(t *testing.T) {
	server := newTenant(t, gainsighttest.WithClock(clock()))
	upsert(t, server.Server, `{"records": [{"CompanyName": "IBM", "UserName": "Alex Example", "Gsid": "mine", "Name": "Me",
		"CreatedBy": "me", "CreatedDate": "1999-01-01T00:00:00Z", "ModifiedBy": "me", "ModifiedDate": 0}], `+byNames+`}`)
	r := server.Records()[0]
	got := fmt.Sprintln(r.Gsid, r.Name.IsZero(), r.CreatedBy, r.CreatedDate, r.ModifiedBy, r.ModifiedDate)
	want := fmt.Sprintln("1P07TEAM0000000000000000000000000001", true, "API user", "2026-01-31T12:00:00Z", "API user", "2026-01-31T12:00:00Z")
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestUpdateSaysWhoModifiedARecord(t *testing.T) {
	server := newTenant(t)
	server.AddRecord(gsapi.CompanyTeamRecord{
		CompanyGsid: wire.Set(server.ibm), UserGsid: wire.Set(server.alex),
		CreatedBy: wire.Set("Robin Sample"), ModifiedBy: wire.Set("Robin Sample"),
	})
	upsert(t, server.Server, `{"records": [{"CompanyName": "IBM", "UserName": "Alex Example"}], `+byNames+`}`).wantData(`{"success": {"records": [
		{"CompanyGsid": "` + server.ibm + `", "UserGsid": "` + server.alex + `", "CreatedBy": "Robin Sample", "ModifiedBy": "API user"}]}, "errors": null}`)
	if r := server.Records()[0]; r.ModifiedBy.Or("") != "API user" || r.CreatedBy.Or("") != "Robin Sample" {
		t.Errorf("created by %s, modified by %s", r.CreatedBy, r.ModifiedBy)
	}
}

func TestUpsertKeepsCustomValuesExactly(t *testing.T) {
	server := newTenant(t)
	const custom = `"A__gc":12345678901234567890,"B__gc":1.10,"C__gc":{"b":[1e2,null,"<&>é\n\""],"a":{}},"D__gc":"","E__gc":null,"F__gc":false`
	reply := upsert(t, server.Server, `{"records": [{"CompanyName": "IBM", "UserName": "Alex Example", `+custom+`}], `+byNames+`}`)
	if !strings.Contains(reply.body, custom) {
		t.Errorf("the upsert's reply does not have %s:\n%s", custom, reply.body)
	}
	reply = list(t, server.Server, `{"select": ["A__gc", "B__gc", "C__gc", "D__gc", "E__gc", "F__gc"]}`)
	if !strings.Contains(reply.body, `[{`+custom+`}]`) {
		t.Errorf("the list does not have %s:\n%s", custom, reply.body)
	}
}

func TestUpsertByGsid(t *testing.T) {
	server := newTenant(t)
	gsid := server.AddRecord(gsapi.CompanyTeamRecord{CompanyGsid: wire.Set(server.ibm), UserGsid: wire.Set(server.alex), UserRole: wire.Set("CSM")})
	moved := server.AddUser("Robin Sample", "robin@example.com")

	send(t, server.Server, "PUT", byGsid, `{"records": [{"Gsid": "`+gsid+`", "TeamAdmin": "True"}]}`).wantData(`{"success": {"records": [
		{"CompanyGsid": "` + server.ibm + `", "UserGsid": "` + server.alex + `", "TeamAdmin": "true", "ModifiedBy": "API user"}]},
		"errors": null}`)

	send(t, server.Server, "PUT", byGsid, `{"records": [
		{"Gsid": "`+gsid+`", "UserName": "Robin Sample"},
		{"Gsid": "`+gsid+`", "UserRole": "Manager"}], "lookups": {`+userByName+`}}`)
	r := server.Records()[0]
	got := fmt.Sprintln(r.Gsid, r.CompanyGsid, r.CompanyName, r.UserGsid, r.UserName, r.UserRole)
	if want := fmt.Sprintln(gsid, server.ibm, "IBM", moved, "Robin Sample", "Manager"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}

	// Documented: NULLABLE puts null into the target.
	send(t, server.Server, "PUT", byGsid, `{"records": [{"Gsid": "`+gsid+`", "UserName": "Nobody"}], "lookups": {`+userByName+`}}`)
	if r := server.Records()[0]; !r.UserGsid.IsNull() || !r.UserName.IsNull() {
		t.Errorf("the user is %s %s, want null", r.UserGsid.JSON(), r.UserName.JSON())
	}
}

func TestTeamAdminOfEachRow(t *testing.T) {
	server := newTenant(t)
	upsert(t, server.Server, `{"records": [
		{"CompanyName": "IBM", "UserName": "Alex Example", "TeamAdmin": true},
		{"CompanyName": "Youtube", "UserName": "Alex Example", "TeamAdmin": "yes"}], `+byNames+`}`).wantNotVendor(400, `TeamAdmin is "yes"`)
	if v := server.Violations(); len(v) != 1 || len(server.Records()) != 0 {
		t.Errorf("%d records, violations: %q", len(server.Records()), v)
	}
}

// Null is nobody: a second row without a company is not an update of the first.
func TestNullTargets(t *testing.T) {
	const noCompany = `{"CompanyName": "Nobody Ltd.", "UserName": "Alex Example"}`
	body := `{"records": [` + noCompany + `, ` + noCompany + `, {"CompanyName": "IBM", "UserName": "Nobody"}, {"CompanyName": "IBM"}], ` + byNames + `}`
	server := newTenant(t, gainsighttest.WithNullTargets())
	upsert(t, server.Server, body).wantData(`{
		"success": {"records": [
			{"CompanyGsid": null, "UserGsid": "` + server.alex + `", "CreatedBy": "API user", "ModifiedBy": "API user"},
			{"CompanyGsid": null, "UserGsid": "` + server.alex + `", "CreatedBy": "API user", "ModifiedBy": "API user"},
			{"CompanyGsid": "` + server.ibm + `", "UserGsid": null, "CreatedBy": "API user", "ModifiedBy": "API user"}]},
		"errors": [{"records": [{"CompanyName": "IBM"}], "errorCode": "GU_3018", "errorDesc": "Identifier UserGsid should not be null or empty"}]}`)
	records := server.Records()
	if len(records) != 3 || !records[0].CompanyGsid.IsNull() || !records[0].CompanyName.IsNull() || !records[2].UserName.IsNull() {
		t.Errorf("got %s", marshal(t, records))
	}

	asked := strings.NewReplacer(`"multiMatchOption": "FIRSTMATCH"`, `"onNoMatch": "ERROR"`).Replace(`{"records": [` + noCompany + `], ` + byNames + `}`)
	upsert(t, server.Server, asked).wantFailure(400, "GU_3016", "No records match Company")

	server = newTenant(t)
	upsert(t, server.Server, body).wantFailure(400, "GU_3018", "Identifier CompanyGsid")
	if n := len(server.Records()); n != 0 {
		t.Errorf("%d records were written", n)
	}
}

const mixedRows = `{"records": [
	{"CompanyName": "IBM", "UserName": "Alex Example"},
	{"CompanyName": "Nobody Ltd.", "UserName": "Alex Example", "N__gc": 1.10},
	{"CompanyName": "Youtube", "UserName": "Nobody"},
	{"CompanyName": "Youtube", "UserName": "Alex Example"},
	{"CompanyName": "IBM", "UserName": "Alex Example", "UserRole": "CSM"}], ` + byNames + `}`

func TestUpsertPartialFailure(t *testing.T) {
	server := newTenant(t)
	upsert(t, server.Server, mixedRows).wantData(`{
		"success": {"records": [
			{"CompanyGsid": "` + server.ibm + `", "UserGsid": "` + server.alex + `", "CreatedBy": "API user", "ModifiedBy": "API user"},
			{"CompanyGsid": "` + server.youtube + `", "UserGsid": "` + server.alex + `", "CreatedBy": "API user", "ModifiedBy": "API user"},
			{"CompanyGsid": "` + server.ibm + `", "UserGsid": "` + server.alex + `", "CreatedBy": "API user", "ModifiedBy": "API user", "UserRole": "CSM"}]},
		"errors": [
			{"records": [{"CompanyName": "Nobody Ltd.", "UserName": "Alex Example", "N__gc": 1.10}],
			 "errorCode": "GU_3018", "errorDesc": "Identifier CompanyGsid should not be null or empty"},
			{"records": [{"CompanyName": "Youtube", "UserName": "Nobody"}],
			 "errorCode": "GU_3018", "errorDesc": "Identifier UserGsid should not be null or empty"}]}`)
	records := server.Records()
	if len(records) != 2 || records[0].UserRole.Or("") != "CSM" {
		t.Errorf("want two records, the first of them updated by the last row: %s", marshal(t, records))
	}
	if code := server.Calls()[0].ErrorCode; code != "" {
		t.Errorf("a partial failure has the code %s", code)
	}
}

func TestUpsertWholeBatchRefusal(t *testing.T) {
	server := newTenant(t, gainsighttest.WithWholeBatchRefusal())
	upsert(t, server.Server, mixedRows).wantFailure(400, "GU_3018", "Identifier CompanyGsid")
	if n := len(server.Records()); n != 0 {
		t.Errorf("%d records were written", n)
	}
	upsert(t, server.Server, sampleUpsertByName)
	if n := len(server.Records()); n != 2 {
		t.Errorf("%d records were written, want 2", n)
	}
}

func TestUpsertTakesFifty(t *testing.T) {
	server := newTenant(t)
	rows := repeat(`{"CompanyName": "IBM", "UserName": "Alex Example"}`, 50)
	upsert(t, server.Server, `{"records": [`+rows+`], `+byNames+`}`)
	if call := server.Calls()[0]; call.Status != 200 || call.ErrorCode != "" {
		t.Errorf("got %d %s", call.Status, call.ErrorCode)
	}
}

func TestBulkDeleteTakesFifty(t *testing.T) {
	server := gainsighttest.NewServer(t)
	gsids := make([]string, 50)
	for i := range gsids {
		gsids[i] = server.AddRecord(gsapi.CompanyTeamRecord{})
	}
	send(t, server, "POST", deletePath, marshal(t, gsids)).wantData(`{"success": {"gsid": ` + marshal(t, gsids) + `}, "errors": null}`)
}

func TestBulkDeleteOfOneGsidTwice(t *testing.T) {
	server := gainsighttest.NewServer(t)
	gsid := server.AddRecord(gsapi.CompanyTeamRecord{})
	kept := server.AddRecord(gsapi.CompanyTeamRecord{})
	send(t, server, "POST", deletePath, `["`+gsid+`", "`+gsid+`"]`).wantData(`{
		"success": {"gsid": ["` + gsid + `"]},
		"errors": [{"gsid": ["` + gsid + `"], "errorCode": "GU_8003", "errorDesc": "No data found for given criteria"}]}`)
	send(t, server, "POST", deletePath, `["`+kept+`"]`).wantData(`{"success": {"gsid": ["` + kept + `"]}, "errors": null}`)
}

// The first of several records with one company and one user is updated, also after they were moved or deleted.
func TestUpsertFindsTheFirstOfThePair(t *testing.T) {
	server := newTenant(t)
	other := server.AddUser("Robin Sample", "robin@example.com")
	gsids := make([]string, 3)
	for i := range gsids {
		gsids[i] = server.AddRecord(gsapi.CompanyTeamRecord{CompanyGsid: wire.Set(server.ibm), UserGsid: wire.Set(server.alex)})
	}
	move := func(gsid, user string) {
		t.Helper()
		send(t, server.Server, "PUT", byGsid, `{"records": [{"Gsid": "`+gsid+`", "UserGsid": "`+user+`"}], "lookups": {`+userByGsid+`}}`).wantStatus(200)
	}
	updated := func(want string) {
		t.Helper()
		seeded := len(server.Records())
		upsert(t, server.Server, `{"records": [{"CompanyName": "IBM", "UserName": "Alex Example", "UserRole": "found"}], `+byNames+`}`).wantStatus(200)
		for _, r := range server.Records() {
			if isIt := r.UserRole.Or("") == "found"; isIt != (r.Gsid.Or("") == want) {
				t.Errorf("%s has the role %s", r.Gsid, r.UserRole)
			}
			r.UserRole = wire.Value[string]{}
			server.AddRecord(r) // replaces the record by one without the role
		}
		if n := len(server.Records()); n != seeded {
			t.Errorf("%d records, want %d", n, seeded)
		}
	}
	updated(gsids[0])
	move(gsids[0], other)
	updated(gsids[1])
	move(gsids[0], server.alex)
	updated(gsids[0])
	server.AddRecord(gsapi.CompanyTeamRecord{Gsid: wire.Set(gsids[0]), CompanyGsid: wire.Set(server.youtube)})
	updated(gsids[1])
	send(t, server.Server, "DELETE", teamPath+"/"+gsids[1], "").wantStatus(200)
	updated(gsids[2])
}

func TestReorderedReplies(t *testing.T) {
	server := newTenant(t, gainsighttest.WithReorderedReplies())
	upsert(t, server.Server, mixedRows).wantData(`{
		"success": {"records": [
			{"CompanyGsid": "` + server.ibm + `", "UserGsid": "` + server.alex + `", "CreatedBy": "API user", "ModifiedBy": "API user", "UserRole": "CSM"},
			{"CompanyGsid": "` + server.youtube + `", "UserGsid": "` + server.alex + `", "CreatedBy": "API user", "ModifiedBy": "API user"},
			{"CompanyGsid": "` + server.ibm + `", "UserGsid": "` + server.alex + `", "CreatedBy": "API user", "ModifiedBy": "API user"}]},
		"errors": [
			{"records": [{"CompanyName": "Youtube", "UserName": "Nobody"}],
			 "errorCode": "GU_3018", "errorDesc": "Identifier UserGsid should not be null or empty"},
			{"records": [{"CompanyName": "Nobody Ltd.", "UserName": "Alex Example", "N__gc": 1.10}],
			 "errorCode": "GU_3018", "errorDesc": "Identifier CompanyGsid should not be null or empty"}]}`)

	a, b := server.Records()[0].Gsid.Or(""), server.Records()[1].Gsid.Or("")
	const other = "1P07ABSENT00000000000000000000000001"
	send(t, server.Server, "POST", deletePath, marshal(t, []string{a, absentGsid, b, other})).wantData(`{
		"success": {"gsid": ["` + b + `", "` + a + `"]},
		"errors": [{"gsid": ["` + other + `", "` + absentGsid + `"], "errorCode": "GU_8003", "errorDesc": "No data found for given criteria"}]}`)
}
