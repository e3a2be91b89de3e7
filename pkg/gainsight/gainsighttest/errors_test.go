package gainsighttest_test

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

const undocumented = 0

func repeat(text string, n int) string {
	return strings.TrimSuffix(strings.Repeat(text+",", n), ",")
}

const (
	absentGsid = "1P07ABSENT00000000000000000000000000"
	samGsid    = "1P01SAM00000000000000000000000000000"
	robinGsid  = "1P01ROBIN000000000000000000000000000"
)

// seedSamAndRobin adds two users that have user names.
func seedSamAndRobin(tenant *gainsighttest.Tenant) {
	tenant.AddUserRecord(gsapi.GainsightUser{Gsid: wire.Set(samGsid), Name: wire.Set("Sam Double"), Email: wire.Set("sam@example.com"), SFDCUserName: wire.Set("sam"), SfdcUserID: wire.Set("005SAM")})
	tenant.AddUserRecord(gsapi.GainsightUser{Gsid: wire.Set(robinGsid), Name: wire.Set("Robin Sample"), Email: wire.Set("robin@example.com"), SFDCUserName: wire.Set("robin"), SfdcUserID: wire.Set("005ROBIN")})
}

// provocations has a request for each row of the table of errors.
var provocations = []struct {
	name               string
	option             gainsighttest.Option
	method, path, body string
	change             func(*http.Request)
	fault              gainsighttest.Fault
	status             int
	code, description  string
}{
	{name: "no access key", method: "POST", path: listPath, body: `{}`, change: withoutKey, status: 401, code: "GS_APIG_2401", description: "Unauthorized"},
	{name: "address not allowed", option: gainsighttest.WithoutIPAccess(), method: "POST", path: listPath, body: `{}`, status: undocumented, code: "GS_APIG_2402", description: "The IP address is not allowed"},
	{name: "address not allowed, no access key", option: gainsighttest.WithoutIPAccess(), method: "POST", path: listPath, body: `{}`, change: withoutKey, status: undocumented, code: "GS_APIG_2402"},
	{name: "rate limit", option: gainsighttest.WithRateLimit(0, time.Hour), method: "POST", path: listPath, body: `{}`, status: 429, code: "GU_2400", description: "Too many request"},
	{name: "rate limit of the gateway", option: gainsighttest.WithGatewayRateLimit(0, time.Hour), method: "POST", path: listPath, body: `{}`, status: undocumented, code: "GS_APIG_2404", description: "The limit of calls of the gateway is reached"},
	{name: "server error", fault: gainsighttest.Refuse(500, "GU_1101"), method: "POST", path: listPath, body: `{}`, status: 500, code: "GU_1101", description: "Oops, something went wrong"},
	{name: "unknown route", method: "GET", path: "/v1/nothing", status: 404, code: "GS_APIG_1000"},

	{name: "off: delete", option: gainsighttest.WithoutCompanyTeam(), method: "DELETE", path: teamPath + "/" + absentGsid, status: 400, code: "GU_8005", description: "Company team is currently not enabled"},
	{name: "off: bulk delete", option: gainsighttest.WithoutCompanyTeam(), method: "POST", path: deletePath, body: `[]`, status: 400, code: "GU_8005"},
	{name: "off: upsert", option: gainsighttest.WithoutCompanyTeam(), method: "PUT", path: teamPath, body: `{}`, status: 400, code: "GU_8005"},
	{name: "off: list", option: gainsighttest.WithoutCompanyTeam(), method: "POST", path: listPath, body: `{}`, status: 400, code: "GU_8005"},

	{name: "delete: malformed", method: "DELETE", path: teamPath + "/short", status: 400, code: "GU_1129", description: "Invalid GSID value."},
	{name: "delete: malformed, escaped", method: "DELETE", path: teamPath + "/a%2Fb", status: 400, code: "GU_1129"},
	{name: "delete: 36 of something else", method: "DELETE", path: teamPath + "/1P07-ABSENT0000000000000000000000000", status: 400, code: "GU_1129"},
	{name: "delete: lower case", method: "DELETE", path: teamPath + "/" + strings.ToLower(absentGsid), status: undocumented, code: "GU_8003"},
	{name: "delete: not there", method: "DELETE", path: teamPath + "/" + absentGsid, status: undocumented, code: "GU_8003", description: "No data found for given criteria"},

	{name: "delete: not there, another code", option: gainsighttest.WithAbsentCode("GSOBJ_1XXX"), method: "DELETE", path: teamPath + "/" + absentGsid, status: undocumented, code: "GSOBJ_1XXX", description: "No data found for given criteria"},

	{name: "bulk delete: none", method: "POST", path: deletePath, body: `[]`, status: 400, code: "GU_8002", description: "At least one GSID should be provided"},
	{name: "bulk delete: null", method: "POST", path: deletePath, body: `null`, status: 400, code: "GU_8002"},
	{name: "bulk delete: no body", method: "POST", path: deletePath, status: 400, code: "GU_8002"},
	{name: "bulk delete: 51", method: "POST", path: deletePath, body: `[` + repeat(`"`+absentGsid+`"`, 51) + `]`, status: 416, code: "GU_8004", description: "limit of: 50 records to delete records"},
	{name: "bulk delete: one more than a smaller limit", option: gainsighttest.WithMaxRecords(1), method: "POST", path: deletePath, body: `[` + repeat(`"`+absentGsid+`"`, 2) + `]`, status: 416, code: "GU_8004", description: "limit of: 1 records to delete records"},
	{name: "bulk delete: malformed", method: "POST", path: deletePath, body: `["` + absentGsid + `", null]`, status: 400, code: "GU_1129"},
	{name: "bulk delete: not there, another code", option: gainsighttest.WithAbsentCode("GSOBJ_1XXX"), method: "POST", path: deletePath, body: `["` + absentGsid + `"]`, status: 400, code: "GU_8003"},
	{name: "bulk delete: not there", method: "POST", path: deletePath, body: `["` + absentGsid + `"]`, status: 400, code: "GU_8003", description: "No data found for the given criteria"},

	{name: "upsert: bad key", method: "PUT", path: teamPath + "?key=CompanyName", body: `{"records": [{}]}`, status: 400, code: "GU_3019", description: "Passed key : CompanyName is not allowed, allowed keys are : Gsid or CompanyGsid,UserGsid"},
	{name: "upsert: key in another order", method: "PUT", path: teamPath + "?key=UserGsid,CompanyGsid", body: `{"records": [{}]}`, status: 400, code: "GU_3019"},
	{name: "upsert: empty key", method: "PUT", path: teamPath + "?key=", body: `{"records": [{}]}`, status: 400, code: "GU_3019"},
	{name: "upsert: key that is no text", method: "PUT", path: teamPath + "?key=%ff", body: `{"records": [{}]}`, status: 400, code: "GU_3019"},
	{name: "upsert: nothing", method: "PUT", path: teamPath, body: `{}`, status: 400, code: "GU_3006", description: "records should not be null or empty."},
	{name: "upsert: no body", method: "PUT", path: teamPath, status: 400, code: "GU_3006", description: "records should not be null or empty."},
	{name: "upsert: no records", method: "PUT", path: byGsid, body: `{"records": []}`, status: 400, code: "GU_3006"},
	{name: "upsert: one more than a smaller limit", option: gainsighttest.WithMaxRecords(2), method: "PUT", path: teamPath, body: `{"records": [` + repeat(`{}`, 3) + `]}`, status: 416, code: "GU_8006", description: "limit of: 2 records to upsert records"},
	{name: "upsert: 51, and a limit that is none", option: gainsighttest.WithMaxRecords(51), method: "PUT", path: teamPath, body: `{"records": [` + repeat(`{}`, 51) + `]}`, status: 416, code: "GU_8006"},
	{name: "upsert: 51", method: "PUT", path: teamPath, body: `{"records": [` + repeat(`{}`, 51) + `]}`, status: 416, code: "GU_8006", description: "limit of: 50 records to upsert records"},
	{name: "upsert: no lookups", method: "PUT", path: teamPath, body: `{"records": [{}, {"CompanyGsid": "x", "UserGsid": "y"}]}`, status: 400, code: "GU_3014", description: "Lookups should not be null or empty"},
	{name: "upsert: empty lookups", method: "PUT", path: byGsid, body: `{"records": [{"UserName": "x"}], "lookups": {}}`, status: 400, code: "GU_3014", description: "Lookups should not be null or empty"},
	{name: "upsert: no lookup for companies", method: "PUT", path: teamPath, body: `{"records": [{"CompanyName": null}], "lookups": {` + userByName + `}}`, status: undocumented, code: "GU_3014", description: "CompanyGsid should not be null or empty if"},
	{name: "upsert: no lookup for users", method: "PUT", path: teamPath, body: `{"records": [{"UserGsid": "x"}], "lookups": {` + companyByName + `}}`, status: undocumented, code: "GU_3014", description: "UserGsid should not be null or empty if"},
	{name: "upsert: lookup without fields", method: "PUT", path: teamPath, body: `{"records": [{"UserName": "x"}], "lookups": {"UserGsid": {"fields": {}, "lookupField": "Gsid", "objectName": "GsUser"}}}`, status: undocumented, code: "GU_3014", description: "UserGsid should not be null or empty if"},
	{name: "upsert: no such lookup object", method: "PUT", path: teamPath, body: strings.Replace(sampleUpsertByName, `"GsUser"`, `"User"`, 1), status: undocumented, code: "GU_2403", description: "Lookup objects [User] are not valid"},
	{name: "upsert: lookup object of the other target", method: "PUT", path: teamPath, body: strings.Replace(sampleUpsertByName, `"GsUser"`, `"Company"`, 1), status: undocumented, code: "GU_2403", description: "[Company]"},
	{name: "upsert: no such company, and an error wanted", method: "PUT", path: teamPath, body: `{"records": [{"CompanyName": "Nobody Ltd."}], "lookups": {` + strings.Replace(companyByName, `"multiMatchOption": "FIRSTMATCH"`, `"onNoMatch": "ERROR"`, 1) + `}}`, status: undocumented, code: "GU_3016", description: `No records match Company by Name "Nobody Ltd."`},
	{name: "upsert: no Gsid", method: "PUT", path: byGsid, body: `{"records": [{"UserRole": "CSM"}]}`, status: undocumented, code: "GU_3018", description: "Identifier Gsid should not be null or empty"},
	{name: "upsert: null Gsid", method: "PUT", path: byGsid, body: `{"records": [{"Gsid": null}]}`, status: undocumented, code: "GU_3018"},
	{name: "upsert: no company", method: "PUT", path: teamPath, body: `{"records": [{"UserName": "Alex Example"}], ` + byNames + `}`, status: undocumented, code: "GU_3018", description: "Identifier CompanyGsid should not be null or empty"},
	{name: "upsert: no user", method: "PUT", path: teamPath, body: `{"records": [{"CompanyName": "IBM"}], ` + byNames + `}`, status: undocumented, code: "GU_3018", description: "Identifier UserGsid should not be null or empty"},
	{name: "upsert: unknown Gsid", method: "PUT", path: byGsid, body: `{"records": [{"Gsid": "` + absentGsid + `"}]}`, status: undocumented, code: "GU_3017", description: "Gsid is invalid"},
	{name: "upsert: malformed Gsid", method: "PUT", path: byGsid, body: `{"records": [{"Gsid": "x"}]}`, status: undocumented, code: "GU_3017"},

	{name: "list: no select", method: "POST", path: listPath, body: `{}`, status: 400, code: "GU_3006", description: "select should not be null or empty."},
	{name: "list: empty select", method: "POST", path: listPath, body: `{"select": []}`, status: 400, code: "GU_3006", description: "select should not be null or empty."},
	{name: "list: null for select", method: "POST", path: listPath, body: `{"select": null}`, status: 400, code: "GU_3006"},
	{name: "create: no records", method: "POST", path: usersPath, body: `{"records": []}`, status: 400, code: "GU_3006", description: "records should not be null or empty."},
	{name: "create: no body", method: "POST", path: usersPath, status: 400, code: "GU_3006"},
	{name: "create: nothing", method: "POST", path: usersPath, body: `{"records": [{}]}`, status: 400, code: "GU_2401", description: "Creating the users failed: Email should not be null or empty"},
	{name: "create: no user name", method: "POST", path: usersPath, body: `{"records": [{"Email": "a@example.com", "Name": "A"}]}`, status: 400, code: "GU_2401", description: "SFDCUserName should not be null or empty"},
	{name: "create: no last name", method: "POST", path: usersPath, body: `{"records": [{"Email": "a@example.com", "SFDCUserName": "a", "FirstName": "A"}]}`, status: 400, code: "GU_2401", description: "Name, or FirstName and LastName, should not be null or empty"},
	{name: "create: no such lookup object", method: "POST", path: usersPath, body: `{"records": [{}], "lookups": {` + lookup("Manager", "User", `"Manager": "Email"`, "") + `}}`, status: 400, code: "GU_2403", description: "Lookup objects [User] are not valid"},
	{name: "create: lookup that finds nobody, and an error wanted", method: "POST", path: usersPath, body: `{"records": [{"Email": "a@example.com", "SFDCUserName": "a", "Name": "A", "Manager": "nobody@example.com"}], "lookups": {` + lookup("Manager", "GsUser", `"Manager": "Email"`, `, "onNoMatch": "ERROR"`) + `}}`, status: 400, code: "GU_2401", description: `Creating the users failed: No records match GsUser by Email "nobody@example.com"`},
	{name: "create: there already", method: "POST", path: usersPath, body: `{"records": [{"Email": "a@example.com", "SFDCUserName": "SAM", "Name": "A"}]}`, status: 400, code: "GU_2411", description: "There is a user with this SFDCUserName already"},
	{name: "create: e-mail there already", option: gainsighttest.WithUniqueEmail(), method: "POST", path: usersPath, body: `{"records": [{"Email": "Alex@example.com", "SFDCUserName": "alex", "Name": "A"}]}`, status: 400, code: "GU_2411", description: "Email"},
	{name: "update: bad key", method: "PUT", path: usersPath + "?key=Email", body: `{"records": [{"Email": "a@example.com"}]}`, status: 400, code: "GU_2409", description: "The key Email is not supported"},
	{name: "update: no records", method: "PUT", path: usersByName, body: `{"records": []}`, status: 400, code: "GU_3006"},
	{name: "update: no records, no key", method: "PUT", path: usersPath, body: `{"records": []}`, status: 400, code: "GU_3006"},
	{name: "update: no such lookup object", method: "PUT", path: usersByName, body: `{"records": [{}], "lookups": {` + lookup("CompanyID", "GsUser", `"CompanyID": "Name"`, "") + `}}`, status: 400, code: "GU_2403", description: "[GsUser]"},
	{name: "update: no user name", method: "PUT", path: usersByName, body: `{"records": [{"Title": "CSM"}]}`, status: 400, code: "GU_2402", description: "Updating the users failed: SFDCUserName should not be null or empty"},
	{name: "update: unknown user", method: "PUT", path: usersByGsid, body: `{"records": [{"Gsid": "` + absentGsid + `"}]}`, status: 400, code: "GU_2402", description: `no user has the Gsid "` + absentGsid + `"`},
	{name: "update: manages itself", method: "PUT", path: usersByName, body: `{"records": [{"SFDCUserName": "sam", "Manager": "` + samGsid + `"}]}`, status: 400, code: "GU_2410", description: "A user cannot manage itself"},
	{name: "update: lookup finds itself", method: "PUT", path: usersByName, body: `{"records": [{"SFDCUserName": "sam", "Manager": "sam"}], "lookups": {` + lookup("Manager", "GsUser", `"Manager": "SFDCUserName"`, "") + `}}`, status: 400, code: "GU_2410"},
	{name: "update: another's user name", method: "PUT", path: usersByGsid, body: `{"records": [{"Gsid": "` + robinGsid + `", "SFDCUserName": "Sam"}]}`, status: 400, code: "GU_2411", description: "SFDCUserName"},
	{name: "status: none", method: "PUT", path: activatePath, body: `[]`, status: 400, code: "GU_3006", description: "Gsid should not be null or empty."},
	{name: "status: unknown user", method: "PUT", path: deactivePath, body: `["` + absentGsid + `"]`, status: 400, code: "GU_2402", description: "no user has the Gsid"},
	{name: "users: no select", method: "POST", path: userListPath, body: `{}`, status: 400, code: "GU_3006", description: "select should not be null or empty."},
	{name: "users: unknown field", method: "POST", path: userListPath, body: `{"select": ["UserRole"]}`, status: undocumented, code: "GU_1707"},

	{name: "list: unknown field", method: "POST", path: listPath, body: `{"select": ["Gsid", "Nothing"]}`, status: undocumented, code: "GU_1707", description: "Failed to fetch records."},
}

func TestErrors(t *testing.T) {
	for _, status := range []int{400, 200} {
		for _, p := range provocations {
			t.Run(fmt.Sprintf("%d %s", status, p.name), func(t *testing.T) {
				options := []gainsighttest.Option{gainsighttest.WithUndocumentedStatus(status)}
				if p.option != nil {
					options = append(options, p.option)
				}
				server := newTenant(t, options...)
				seedSamAndRobin(server.Tenant)
				server.Inject("", 0, p.fault)
				var change []func(*http.Request)
				if p.change != nil {
					change = append(change, p.change)
				}
				want := p.status
				if want == undocumented {
					want = status
				}
				send(t, server.Server, p.method, p.path, p.body, change...).wantFailure(want, p.code, p.description)

				call := server.Calls()[0]
				if call.Status != want || call.ErrorCode != p.code {
					t.Errorf("the call has %d %s", call.Status, call.ErrorCode)
				}
				if v := server.Violations(); len(v) != 0 {
					t.Errorf("violations: %q", v)
				}
			})
		}
	}
}

func TestEveryErrorIsProvoked(t *testing.T) {
	provoked := map[string]bool{}
	for _, p := range provocations {
		provoked[fmt.Sprint(p.code, " ", p.status)] = true
	}
	for _, row := range gainsighttest.ErrorRows() {
		if !provoked[fmt.Sprint(row.Code, " ", row.Status)] {
			t.Errorf("nothing provokes %s with status %d", row.Code, row.Status)
		}
	}
}

// The table of the article, as the document has it, and what else is known: each row is provoked above.
func TestEveryErrorOfTheDocumentIsProvoked(t *testing.T) {
	provoked := map[string]bool{}
	for _, p := range provocations {
		provoked[fmt.Sprint(p.code, " ", p.status)] = true
	}
	rows := readDocument(t).Components.Schemas["ErrorCode"].ErrorCodes
	if len(rows) != 28 {
		t.Errorf("the document has %d rows, want 28", len(rows))
	}
	for _, e := range rows {
		code := e.Code
		if e.Placeholder {
			code = "GU_8003" // what the fake says in its place, which is our guess
		}
		if !provoked[fmt.Sprint(code, " ", e.Status)] {
			t.Errorf("nothing provokes %s with status %d", e.Code, e.Status)
		}
	}
}

func TestErrorsStandInTheDocument(t *testing.T) {
	documented := map[string]bool{}
	for _, e := range readDocument(t).Components.Schemas["ErrorCode"].ErrorCodes {
		documented[fmt.Sprint(e.Code, " ", e.Status)] = true
	}
	for _, row := range gainsighttest.ErrorRows() {
		code := row.Code
		if row.Sample { // the vendor's sample has a placeholder in place of a code
			code = "GSOBJ_1XXX"
		}
		if !documented[fmt.Sprint(code, " ", row.Status)] {
			t.Errorf("the document does not have %s with status %d", code, row.Status)
		}
	}
}

func TestTheOperationsOfTheDocumentAreServed(t *testing.T) {
	want := map[string]string{}
	for path, operations := range readDocument(t).Paths {
		for method, operation := range operations {
			want[strings.ToUpper(method)+" /v1"+path] = operation.OperationID
		}
	}
	if got := gainsighttest.Served(); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// document is the part of the OpenAPI document that the fake mirrors.
type document struct {
	Paths map[string]map[string]struct {
		OperationID string `yaml:"operationId"`
		Security    []map[string][]string
	}
	Security   []map[string][]string
	Components struct {
		Schemas map[string]struct {
			ErrorCodes []struct {
				Code        string
				Status      int // null is 0
				Placeholder bool
			} `yaml:"x-error-codes"`
			KnownValues []string `yaml:"x-known-values"`
		}
	}
}

func readDocument(t *testing.T) (d document) {
	t.Helper()
	text, err := os.ReadFile("../../../api/openapi.yml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	return d
}
