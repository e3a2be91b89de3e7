package gainsighttest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

func TestGsidsAreTheSameEachTime(t *testing.T) {
	tenant := gainsighttest.NewTenant()
	got := fmt.Sprint(tenant.AddCompany("A"), ",", tenant.AddCompany("A"), ",", tenant.AddUser("B", "b@example.com"), ",",
		tenant.AddRecord(gsapi.CompanyTeamRecord{}), ",", tenant.AddRecord(gsapi.CompanyTeamRecord{}))
	const want = "1P02COMPANY0000000000000000000000001,1P02COMPANY0000000000000000000000002,1P01USER0000000000000000000000000001," +
		"1P07TEAM0000000000000000000000000001,1P07TEAM0000000000000000000000000002"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAddRecord(t *testing.T) {
	tenant := gainsighttest.NewTenant()
	ibm := tenant.AddCompany("IBM")
	alex := tenant.AddUser("Alex Example", "alex@example.com")
	tenant.AddUser("Sam Double", "sam1@example.com")
	tenant.AddUser("Sam Double", "sam2@example.com")
	const taken = "1P07TEAM0000000000000000000000000002"

	tenant.AddRecord(gsapi.CompanyTeamRecord{Gsid: wire.Set(taken), CompanyGsid: wire.Set(ibm), Name: wire.Set("Alex Example"), TeamAdmin: wire.Set(true)})
	tenant.AddRecord(gsapi.CompanyTeamRecord{CompanyName: wire.Set("IBM"), UserName: wire.Set("Sam Double"), TeamAdmin: wire.Null[bool]()})
	tenant.AddRecord(gsapi.CompanyTeamRecord{CompanyName: wire.Set("Unknown"), UserGsid: wire.Set(alex)})
	wantJSON(t, marshal(t, tenant.Records()), `[
		{"Gsid": "`+taken+`", "CompanyGsid": "`+ibm+`", "CompanyName": "IBM", "UserGsid": "`+alex+`", "UserName": "Alex Example", "TeamAdmin": "true"},
		{"Gsid": "1P07TEAM0000000000000000000000000001", "CompanyGsid": "`+ibm+`", "CompanyName": "IBM", "UserName": "Sam Double", "TeamAdmin": null},
		{"Gsid": "1P07TEAM0000000000000000000000000003", "CompanyName": "Unknown", "UserGsid": "`+alex+`", "UserName": "Alex Example"}]`)

	if gsid := tenant.AddRecord(gsapi.CompanyTeamRecord{Gsid: wire.Set(taken), UserRole: wire.Set("CSM")}); gsid != taken {
		t.Errorf("got %s", gsid)
	}
	if r := tenant.Records(); len(r) != 3 || r[0].UserRole.Or("") != "CSM" || !r[0].CompanyGsid.IsZero() {
		t.Errorf("the record was not replaced: %s", marshal(t, r))
	}
}

func TestRecordsAreCopies(t *testing.T) {
	tenant := gainsighttest.NewTenant()
	mine := gsapi.CompanyTeamRecord{AdditionalProperties: map[string]json.RawMessage{"A__gc": json.RawMessage(`1`)}}
	tenant.AddRecord(mine)
	mine.AdditionalProperties["A__gc"][0] = '2'
	tenant.Records()[0].AdditionalProperties["A__gc"][0] = '3'
	if got := string(tenant.Records()[0].AdditionalProperties["A__gc"]); got != "1" {
		t.Errorf("got %s, want 1", got)
	}
}

func TestOptionsOutOfRangeMeanTheDefault(t *testing.T) {
	for _, status := range []int{0, 99, 199, 204, 304, 600} {
		server := gainsighttest.NewServer(t, gainsighttest.WithUndocumentedStatus(status), gainsighttest.WithClock(nil))
		send(t, server, "DELETE", teamPath+"/"+absentGsid, "").wantFailure(400, "GU_8003", "")
	}
}

func TestMaxLimitOutOfRangeMeansTheDefault(t *testing.T) {
	for _, limit := range []int{0, -1} {
		server := gainsighttest.NewServer(t, gainsighttest.WithMaxLimit(limit))
		list(t, server, `{"select": ["Gsid"], "limit": 1000}`).wantData(`{"page": 0, "size": 0, "limit": 200, "records": []}`)
	}
}

func TestAbsentCodeThatIsNone(t *testing.T) {
	for code, want := range map[string]string{"": "GU_8003", "A\xff": "A\uFFFD"} {
		server := gainsighttest.NewServer(t, gainsighttest.WithAbsentCode(code))
		send(t, server, "DELETE", teamPath+"/"+absentGsid, "").wantFailure(400, want, "No data found for given criteria")
	}
}

func TestNilOptionIsIgnored(t *testing.T) {
	if tenant := gainsighttest.NewTenant(nil, gainsighttest.WithAccessKey("artificial"), nil); tenant.AccessKey() != "artificial" {
		t.Errorf("the access key is %q", tenant.AccessKey())
	}
}

func TestDefaultClock(t *testing.T) {
	server := newTenant(t)
	upsert(t, server.Server, sampleUpsertByName)
	if date, ok := server.Records()[0].ModifiedDate.Get(); !ok || time.Since(date) > time.Minute {
		t.Errorf("modified at %v", date)
	}
}

// What a test seeds may also be unfit for the document; the tenant answers with it, and says so.
func TestSeedThatDoesNotFitTheDocument(t *testing.T) {
	server := gainsighttest.NewServer(t)
	seed(t, server, `[{"ModifiedDate": 1.5}]`)
	list(t, server, `{"select": ["ModifiedDate"]}`).wantData(`{"page": 0, "size": 1, "limit": 25, "records": [{"ModifiedDate": 1.5}]}`)
	want := "POST /v1/teams/services/companyTeam/list: the reply of listCompanyTeamRecords with status 200 does not fit the document: "
	if v := server.Violations(); len(v) != 1 || !strings.HasPrefix(v[0], want) || !strings.Contains(v[0], "/data/records/0/ModifiedDate") {
		t.Errorf("violations: %q", v)
	}
}

func TestConcurrentUse(t *testing.T) {
	server := newTenant(t)
	request := func(method, path, body string) {
		r, err := http.NewRequest(method, server.URL+path, strings.NewReader(body))
		if err != nil {
			t.Error(err)
			return
		}
		r.Header.Set("accesskey", server.AccessKey())
		r.Header.Set("content-type", "application/json")
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Error(err)
			return
		}
		response.Body.Close()
		if response.StatusCode != 200 {
			t.Errorf("%s %s: %d", method, path, response.StatusCode)
		}
	}
	const workers, rounds = 8, 20
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			for round := range rounds {
				request("PUT", teamPath, strings.ReplaceAll(sampleUpsertByName, "hello", fmt.Sprint(worker, round)))
				request("POST", listPath, `{"select": ["Gsid", "UserName", "Custom_String__gc"], "orderBy": {"Custom_String__gc": "asc"}}`)
				gsid := server.AddRecord(gsapi.CompanyTeamRecord{CompanyGsid: wire.Set(server.ibm)})
				request("POST", deletePath, `["`+gsid+`"]`)
				server.AddUser("Robin Sample", "")
				request("POST", userListPath, `{"select": ["Gsid", "Title"], "orderBy": {"Title": "asc"}, "includeTotal": true}`)
				request("PUT", usersByGsid, `{"records": [{"Gsid": "`+server.alex+`", "Title": "`+fmt.Sprint(worker, round)+`"}]}`)
				request("GET", "/v1/users/"+server.alex, "")
				server.Users()
				server.Records()
				server.Calls()
				server.Violations()
			}
		})
	}
	group.Wait()
	if n := len(server.Records()); n != 2 {
		t.Errorf("%d records, want 2", n)
	}
	if n := len(server.Calls()); n != workers*rounds*6 {
		t.Errorf("%d calls, want %d", n, workers*rounds*6)
	}
}
