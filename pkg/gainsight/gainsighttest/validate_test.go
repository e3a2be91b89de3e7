package gainsighttest

import (
	"fmt"
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/gainsight-go/gainsight-go/internal/schemas"
)

const success = `{"result": true, "errorCode": null, "errorDesc": null, "requestId": "r", "data": %s}`

func TestRepliesThatDoNotFit(t *testing.T) {
	const (
		failure  = `{"result": false, "errorCode": "GU_3018", "errorDesc": "words", "requestId": "r", "data": null}`
		upserted = `{"success": {"records": [{"UserRole": "CSM"}]}, "errors": null}`
		deleted  = `{"success": {"gsid": ["x"]}, "errors": [{"gsid": ["y"], "errorCode": "GU_8003", "errorDesc": "words"}]}`
		listed   = `{"page": 0, "size": 1, "limit": 25, "records": [{"TeamAdmin": "true", "ModifiedDate": "2026-01-31T00:00:00Z"}]}`
	)
	data := func(text string) string { return fmt.Sprintf(success, text) }
	without := func(text, part string) string { return strings.Replace(text, part, "", 1) }
	instead := func(text, part, other string) string { return strings.Replace(text, part, other, 1) }
	const inAnyWords = " " // for those of the JSON library
	for _, test := range []struct {
		name, operation string
		status          int
		text            string
		want            string // "" for a reply that fits
	}{
		{"upserted", "upsertCompanyTeamRecords", 200, data(upserted), ""},
		{"upserted in part", "upsertCompanyTeamRecords", 200, data(`{"success": {"records": []}, "errors": [{"records": [{"A__gc": 1e999999999, "ModifiedDate": "as it was sent"}], "errorCode": "c", "errorDesc": "d"}]}`), ""},
		{"failure with 200", "upsertCompanyTeamRecords", 200, failure, ""},
		{"failure", "upsertCompanyTeamRecords", 416, failure, ""},
		{"failure of the gateway", "listCompanyTeamRecords", 401, without(failure, `, "data": null`), ""},
		{"failure without a code", "listCompanyTeamRecords", 400, instead(failure, `"GU_3018"`, `null`), ""},
		{"deleted", "deleteCompanyTeamRecord", 200, data(`"done"`), ""},
		{"deleted in part", "bulkDeleteCompanyTeamRecords", 200, data(deleted), ""},
		{"listed", "listCompanyTeamRecords", 200, data(listed), ""},
		{"listed without a limit", "listCompanyTeamRecords", 200, data(without(listed, `"limit": 25, `)), ""},
		{"dates as other tools write them", "listCompanyTeamRecords", 200, data(instead(listed, `{"TeamAdmin": "true"`, `{"ModifiedDate": null}, {"ModifiedDate": 1696327412000}, {"ModifiedDate": "01/31/2026 00:00:00"}, {"TeamAdmin": null}, {"TeamAdmin": true`)), ""},

		{"Data", "listCompanyTeamRecords", 200, instead(data(listed), `"data"`, `"Data"`), "additional properties 'Data' not allowed"},
		{"succes", "upsertCompanyTeamRecords", 200, data(instead(upserted, `"success"`, `"succes"`)), "at '/data': missing property 'success'"},
		{"record", "upsertCompanyTeamRecords", 200, data(instead(upserted, `"records"`, `"record"`)), "at '/data/success': missing property 'records'"},
		{"record in a page", "listCompanyTeamRecords", 200, data(instead(listed, `"records"`, `"record"`)), "at '/data': missing property 'records'"},
		{"member of a page", "listCompanyTeamRecords", 200, data(instead(listed, `"page"`, `"total": 1, "page"`)), "at '/data': additional properties 'total' not allowed"},
		{"gsids", "bulkDeleteCompanyTeamRecords", 200, data(instead(deleted, `"gsid"`, `"gsids"`)), "at '/data/success': missing property 'gsid'"},
		{"member of a bulk deletion", "bulkDeleteCompanyTeamRecords", 200, data(instead(deleted, `"success"`, `"done": true, "success"`)), "at '/data': additional properties 'done' not allowed"},
		{"error of a bulk deletion", "bulkDeleteCompanyTeamRecords", 200, data(without(deleted, `, "errorDesc": "words"`)), "at '/data/errors/0': missing property 'errorDesc'"},
		{"no size", "listCompanyTeamRecords", 200, data(without(listed, `"size": 1, `)), "at '/data': missing property 'size'"},
		{"no errors", "upsertCompanyTeamRecords", 200, data(without(upserted, `, "errors": null`)), "at '/data': missing property 'errors'"},
		{"no request id", "upsertCompanyTeamRecords", 416, without(failure, `, "requestId": "r"`), "missing property 'requestId'"},
		{"result twice", "upsertCompanyTeamRecords", 416, instead(failure, `"result": false`, `"result": false, "result": true`), `duplicate object member name "result"`},
		{"a member of a record twice", "listCompanyTeamRecords", 200, data(instead(listed, `{"TeamAdmin"`, `{"TeamAdmin": "false", "TeamAdmin"`)), `duplicate object member name "TeamAdmin"`},
		{"errors is a number", "upsertCompanyTeamRecords", 200, data(instead(upserted, `"errors": null`, `"errors": 5`)), "at '/data/errors': got number, want null or array"},
		{"errors of numbers", "upsertCompanyTeamRecords", 200, data(instead(upserted, `"errors": null`, `"errors": [5]`)), "at '/data/errors/0': got number, want object"},
		{"success with a code", "listCompanyTeamRecords", 200, instead(data(listed), `"errorCode": null`, `"errorCode": "GU_1101"`), "at '/errorCode': got string, want null"},
		{"success with words", "listCompanyTeamRecords", 200, instead(data(listed), `"errorDesc": null`, `"errorDesc": "words"`), "at '/errorDesc': got string, want null"},
		{"success without data", "deleteCompanyTeamRecord", 200, data(`null`), "at '/data'"},
		{"failure without words", "listCompanyTeamRecords", 400, instead(failure, `"words"`, `null`), "at '/errorDesc': got null, want string"},
		{"failure with data", "listCompanyTeamRecords", 200, instead(failure, `"data": null`, `"data": `+listed), "at '/data': got object, want null"},
		{"TeamAdmin is neither true nor false", "listCompanyTeamRecords", 200, data(instead(listed, `"true"`, `"maybe"`)), "at '/data/records/0/TeamAdmin': 'maybe' does not match"},
		{"TeamAdmin in an upsert", "upsertCompanyTeamRecords", 200, data(instead(upserted, `"UserRole": "CSM"`, `"TeamAdmin": "yes"`)), "at '/data/success/records/0/TeamAdmin': 'yes' does not match"},
		{"no date", "listCompanyTeamRecords", 200, data(instead(listed, `"2026-01-31T00:00:00Z"`, `"not a date"`)), "at '/data/records/0/ModifiedDate': 'not a date' is not valid readable-date"},
		{"no such day", "listCompanyTeamRecords", 200, data(instead(listed, `"ModifiedDate": "2026-01-31`, `"CreatedDate": "2026-01-32`)), "at '/data/records/0/CreatedDate'"},

		{"role of another type", "upsertCompanyTeamRecords", 200, data(`{"success": {"records": [{}, {"UserRole": 1}]}}`), "at '/data/success/records/1/UserRole': got number, want null or string"},
		{"no result", "listCompanyTeamRecords", 200, `{"data": null}`, "missing property 'result'"},
		{"result is a text", "listCompanyTeamRecords", 200, `{"result": "true"}`, "at '/result'"},
		{"success with 400", "listCompanyTeamRecords", 400, data(`null`), "at '/result': value must be false"},
		{"page is a text", "listCompanyTeamRecords", 200, data(`{"page": "0"}`), "at '/data/page'"},
		{"page is huge", "listCompanyTeamRecords", 200, data(`{"page": 1e999999999}`), "at '/data/page'"},
		{"records is an object", "listCompanyTeamRecords", 200, data(`{"records": {}}`), "at '/data/records'"},
		{"deleted is a list", "bulkDeleteCompanyTeamRecords", 200, data(`{"success": {"gsid": "x"}}`), "at '/data/success/gsid'"},
		{"deleted is an object", "deleteCompanyTeamRecord", 200, data(`{}`), "at '/data': got object, want null or string"},
		{"no JSON", "listCompanyTeamRecords", 200, `{"result": true`, inAnyWords},
		{"two values", "listCompanyTeamRecords", 200, `{"result": true} {}`, inAnyWords},
		{"other status", "listCompanyTeamRecords", 418, failure, "it does not have this status"},
		{"status of another operation", "listCompanyTeamRecords", 416, failure, "it does not have this status"},
		{"other operation", "noSuchOperation", 200, data(`null`), "it does not have this status"},
	} {
		t.Run(test.name, func(t *testing.T) {
			tenant := NewTenant()
			x := &exchange{tenant: tenant, call: &Call{Operation: test.operation, Method: "POST", Path: "/v1/path"}}
			x.check(reply{exchange: x, status: test.status, text: []byte(test.text)})
			got := strings.Join(tenant.Violations(), "\n")
			start := fmt.Sprintf("POST /v1/path: the reply of %s with status %d does not fit the document: ", test.operation, test.status)
			if test.want == "" && got != "" || test.want != "" && (!strings.HasPrefix(got, start) || !strings.Contains(got, test.want) || strings.Contains(got, "\n")) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// A test that chooses a status which nobody promises does not want to hear that the document lacks it.
func TestChosenStatusStandsForAnUndocumentedOne(t *testing.T) {
	tenant := NewTenant(WithUndocumentedStatus(418))
	x := &exchange{tenant: tenant, call: &Call{Operation: "listCompanyTeamRecords"}}
	const failed = `{"result": false, "errorCode": null, "errorDesc": "words", "requestId": "r"}`
	for text, fits := range map[string]bool{failed: true, fmt.Sprintf(success, `null`): false} {
		if got := x.misfit(reply{exchange: x, status: 418, text: []byte(text)}); (got == "") != fits {
			t.Errorf("%s: %q", text, got)
		}
	}
}

// A reply that the gateway gives is compared too.
func TestRefusedCallsAreChecked(t *testing.T) {
	original := vendorErrors[gatewayUnauthorized]
	t.Cleanup(func() { vendorErrors[gatewayUnauthorized] = original })
	vendorErrors[gatewayUnauthorized].status = 418
	tenant := NewTenant()
	tenant.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("POST", "/v1/teams/services/companyTeam/list", nil))
	if v := tenant.Violations(); len(v) != 1 || !strings.Contains(v[0], "with status 418 does not fit") {
		t.Errorf("violations: %q", v)
	}
}

func TestEveryServedOperationHasSchemas(t *testing.T) {
	operations, err := documented()
	if err != nil {
		t.Fatal(err)
	}
	for pattern, operation := range served {
		statuses := slices.Sorted(maps.Keys(operations[operation.id].Replies))
		got := fmt.Sprint(statuses)
		isComplete := strings.HasPrefix(got, "[20") && strings.Contains(got, " 401 ") && strings.HasSuffix(got, " 429 500]")
		if !isComplete && operations[operation.id].Evidence != "P" {
			t.Errorf("%s has schemas for %s", pattern, got)
		}
	}
}

func fiftyRecords() []byte {
	const row = `{"CompanyGsid": "1P02EWJH7V1ARTU135948UTCK78QC96QL78G", "UserGsid": "1P01A7JNOWRLONI81IADNSU9OSAE8VW22OGV", "UserRole": "CSM",
		"TeamAdmin": "true", "CreatedBy": "API user", "ModifiedBy": "API user", "A__gc": 1.10, "B__gc": "text", "C__gc": null, "D__gc": {"e": []}}`
	rows := strings.TrimSuffix(strings.Repeat(row+",", 50), ",")
	return []byte(fmt.Sprintf(success, `{"success": {"records": [`+rows+`]}, "errors": null}`))
}

// BenchmarkCheck measures what it costs to compare a reply with the document.
func BenchmarkCheck(b *testing.B) {
	x := &exchange{tenant: NewTenant(), call: &Call{Operation: "upsertCompanyTeamRecords"}}
	r := reply{exchange: x, status: 200, text: fiftyRecords()}
	b.ReportAllocs()
	for b.Loop() {
		if fault := x.misfit(r); fault != "" {
			b.Fatal(fault)
		}
	}
}

func TestContentTypesOfReplies(t *testing.T) {
	operations, err := documented()
	if err != nil {
		t.Fatal(err)
	}
	plain := operations["listCompanyTeamRecords"].Replies["200"][plainJSON]
	operation := schemas.Operation{Replies: map[string]schemas.Body{"200": {plainJSON: plain, "application/scim+json": nil}, "204": {}, "400": {plainJSON: plain}}}
	for _, test := range []struct {
		name      string
		status    int
		mediaType string
		isRefuted bool
		want      string
	}{
		{"plain", 200, "", false, ""},
		{"another", 200, "application/scim+json", false, ""},
		{"a third", 200, "text/html", false, "it does not have the content type text/html"},
		{"open", 204, "text/html", false, ""},
		{"status that nobody promises", 299, "", false, ""},
		{"no such status", 418, "", false, "it does not have this status"},
		{"no such status, of a refuted operation", 418, "", true, ""},
	} {
		operation.Evidence = map[bool]string{true: "P"}[test.isRefuted]
		if _, got := schemaOf(operation, reply{status: test.status, mediaType: test.mediaType}, 299); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
	if got := misfitOf(nil, []*jsonschema.Schema{nil}); got != "" {
		t.Errorf("no body: got %q", got)
	}
	if got := misfitOf(nil, []*jsonschema.Schema{plain}); got == "" {
		t.Error("no body where the document has one: nothing is wrong")
	}
}
