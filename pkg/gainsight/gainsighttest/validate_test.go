package gainsighttest

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/api"
)

const success = `{"result": true, "errorCode": null, "errorDesc": null, "requestId": "r", "data": %s}`

func TestRepliesThatDoNotFit(t *testing.T) {
	failure := `{"result": false, "errorCode": "GU_3018", "errorDesc": null, "requestId": "r", "data": null}`
	data := func(text string) string { return fmt.Sprintf(success, text) }
	for _, test := range []struct {
		name, operation string
		status          int
		text            string
		want            string // "" for a reply that fits
	}{
		{"upserted", "upsertCompanyTeamRecords", 200, data(`{"success": {"records": [{"UserRole": "CSM"}]}, "errors": null}`), ""},
		{"errors of any shape", "upsertCompanyTeamRecords", 200, data(`{"success": null, "errors": [1, {"a": 1e999999999}]}`), ""},
		{"failure with 200", "upsertCompanyTeamRecords", 200, failure, ""},
		{"failure", "upsertCompanyTeamRecords", 416, failure, ""},
		{"failure of the gateway", "listCompanyTeamRecords", 401, `{"result": false}`, ""},
		{"deleted", "deleteCompanyTeamRecord", 200, data(`"done"`), ""},

		{"role of another type", "upsertCompanyTeamRecords", 200, data(`{"success": {"records": [{}, {"UserRole": 1}]}}`), "at '/data/success/records/1/UserRole': got number, want null or string"},
		{"no result", "listCompanyTeamRecords", 200, `{"data": null}`, "missing property 'result'"},
		{"result is a text", "listCompanyTeamRecords", 200, `{"result": "true"}`, "at '/result'"},
		{"success with 400", "listCompanyTeamRecords", 400, data(`null`), "at '/result': value must be false"},
		{"page is a text", "listCompanyTeamRecords", 200, data(`{"page": "0"}`), "at '/data/page'"},
		{"page is huge", "listCompanyTeamRecords", 200, data(`{"page": 1e999999999}`), "at '/data/page'"},
		{"records is an object", "listCompanyTeamRecords", 200, data(`{"records": {}}`), "at '/data/records'"},
		{"deleted is a list", "bulkDeleteCompanyTeamRecords", 200, data(`{"success": {"gsid": "x"}}`), "at '/data/success/gsid'"},
		{"deleted is an object", "deleteCompanyTeamRecord", 200, data(`{}`), "at '/data': got object, want null or string"},
		{"no JSON", "listCompanyTeamRecords", 200, `{"result": true`, "unexpected EOF"},
		{"two values", "listCompanyTeamRecords", 200, `{"result": true} {}`, "after top-level value"},
		{"other status", "listCompanyTeamRecords", 418, failure, "it does not have this status"},
		{"status of another operation", "listCompanyTeamRecords", 416, failure, "it does not have this status"},
		{"other operation", "listUsers", 200, data(`null`), "it does not have this status"},
	} {
		t.Run(test.name, func(t *testing.T) {
			tenant := NewTenant()
			x := &exchange{tenant: tenant, call: &Call{Operation: test.operation, Method: "POST", Path: "/v1/path"}}
			x.check(reply{x, test.status, "", []byte(test.text)})
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
	for text, fits := range map[string]bool{`{"result": false}`: true, `{"result": true}`: false} {
		if got := x.misfit(reply{x, 418, "", []byte(text)}); (got == "") != fits {
			t.Errorf("%s: %q", text, got)
		}
	}
}

func TestEveryServedOperationHasSchemas(t *testing.T) {
	replies, err := documentedReplies()
	if err != nil {
		t.Fatal(err)
	}
	for pattern, operation := range served {
		statuses := slices.Sorted(maps.Keys(replies[operation.id]))
		if got := fmt.Sprint(statuses); !strings.HasPrefix(got, "[200 400 401 404 ") || !strings.HasSuffix(got, " 429 500]") {
			t.Errorf("%s has schemas for %s", pattern, got)
		}
	}
}

func TestBrokenDocuments(t *testing.T) {
	for name, document := range map[string][]byte{
		"no YAML":       []byte("\t"),
		"no paths":      []byte("paths: []"),
		"no schema":     bytes.Replace(api.Document, []byte("schema:\n                $ref: '#/components/schemas/CompanyTeamListReply'"), []byte("scheme: 1"), 1),
		"broken schema": bytes.Replace(api.Document, []byte("    Envelope:\n"), []byte("    Envelop:\n"), 1),
	} {
		if bytes.Equal(document, api.Document) {
			t.Fatalf("%s: nothing was broken", name)
		}
		if _, err := readReplySchemas(document); err == nil {
			t.Errorf("%s: no error", name)
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
	r := reply{x, 200, "", fiftyRecords()}
	b.ReportAllocs()
	for b.Loop() {
		if fault := x.misfit(r); fault != "" {
			b.Fatal(fault)
		}
	}
}
