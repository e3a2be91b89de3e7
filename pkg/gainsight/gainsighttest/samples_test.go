package gainsighttest_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// sampleUpsertByName is the first request of the article's section on upserts, for tests that change it.
const sampleUpsertByName = `{
	"records": [
		{"UserRole": "Account Manager", "CompanyName": "IBM", "UserName": "Alex Example", "TeamAdmin": "true",
		 "Custom_String1__gc": "hello", "Custom_Picklist__gc": "Account Manager"},
		{"UserRole": "Account Manager", "CompanyName": "Youtube", "UserName": "Alex Example", "TeamAdmin": "true",
		 "Custom_String__gc": "hello", "Custom_Picklist__gc": "Account Manager"}
	], ` + byNames + `}`

const samplesFolder = "../../../api/testdata/samples/"

// readSample returns a sample of the article; the README beside it says what was repaired. "" is no sample.
func readSample(t *testing.T, name string) string {
	t.Helper()
	if name == "" {
		return ""
	}
	text, err := os.ReadFile(samplesFolder + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The GSIDs of the article's samples. Where the tenant makes them, it makes others.
const (
	sampleGsid    = "1I0054U9FAKXZ0H26H4H0U5VRD65H9JW66FJ"
	sampleIBM     = "1P02EWJH7V1ARTU135948UTCK78QC96QL78G"
	sampleYoutube = "1P02EWJH7V1ARTU135948UTCK78QC96ABCWE"
	sampleUser    = "1P01A7JNOWRLONI81IADNSU9OSAE8VW22OGV"
)

func seedSampleForDelete(server tenant) {
	server.AddRecord(gsapi.CompanyTeamRecord{Gsid: wire.Set(sampleGsid)})
}

func seedSampleForBulkDelete(server tenant) {
	for _, gsid := range []string{"1P01936XHTA4SF76ZU5RWZWIMDDL54UB7UF9", "1P01936XHTA4SF76ZUUXHOUMVVSFH9YJM15A"} {
		server.AddRecord(gsapi.CompanyTeamRecord{Gsid: wire.Set(gsid)})
	}
}

func seedSampleForList(server tenant) {
	modified := wire.Set(time.Date(2023, 10, 3, 10, 3, 32, 0, time.UTC))
	server.AddRecord(gsapi.CompanyTeamRecord{
		Gsid:         wire.Set("1P071TST1Z6DTGBG44KDYJG9KBNTDQMQ3QHO"),
		CompanyName:  wire.Set("IBM"),
		UserGsid:     wire.Set(server.AddUser("Admin User", "admin@example.com")),
		UserRole:     wire.Set("Pre-Sales Consultant"),
		ModifiedDate: modified,
	})
	server.AddRecord(gsapi.CompanyTeamRecord{CompanyGsid: wire.Set(server.youtube), ModifiedDate: modified})
}

// apiUserWrote is where the fake differs from the sample of an upsert's reply: it says who wrote a record in all
// records, the sample only in the first, and it has no user of its own.
func apiUserWrote(reply map[string]any) {
	data := reply["data"].(map[string]any)
	for _, r := range data["success"].(map[string]any)["records"].([]any) {
		maps.Copy(r.(map[string]any), map[string]any{"CreatedBy": "API user", "ModifiedBy": "API user"})
	}
}

// Each request of the article gets the article's reply. The article has no requests for its failures; those here are
// made to cause them.
func TestSamples(t *testing.T) {
	untouched := func(map[string]any) {}
	unseeded := func(tenant) {}
	without := strings.NewReplacer() // changes nothing
	used := map[string]bool{}
	for _, test := range []struct {
		name           string
		seed           func(tenant)
		method, path   string
		request        string // name of a sample
		change         *strings.Replacer
		reply          string               // name of a sample
		knownDifferent func(map[string]any) // makes the sample what the fake says
	}{
		{"delete", seedSampleForDelete, "DELETE", teamPath + "/" + sampleGsid, "", without, "deleteCompanyTeamRecord.200.deleted", untouched},
		{"delete nothing", unseeded, "DELETE", teamPath + "/" + sampleGsid, "", without, "deleteCompanyTeamRecord.400.no-data-found", untouched},
		{"bulk delete", seedSampleForBulkDelete, "POST", deletePath, "bulkDeleteCompanyTeamRecords.request.partly-deleted", without, "bulkDeleteCompanyTeamRecords.200.partly-deleted", untouched},
		{"bulk delete of no GSID", unseeded, "POST", deletePath, "bulkDeleteCompanyTeamRecords.request.partly-deleted", strings.NewReplacer("1P01", ""), "bulkDeleteCompanyTeamRecords.400.invalid-gsid", untouched},
		{"upsert by name", unseeded, "PUT", teamPath, "upsertCompanyTeamRecords.request.by-name", without, "upsertCompanyTeamRecords.200.by-name", apiUserWrote},
		{"upsert by name, with key", unseeded, "PUT", teamPath + "?key=CompanyGsid,UserGsid", "upsertCompanyTeamRecords.request.by-name", without, "upsertCompanyTeamRecords.200.by-name", apiUserWrote},
		{"upsert by GSID", unseeded, "PUT", teamPath, "upsertCompanyTeamRecords.request.by-gsid", without, "upsertCompanyTeamRecords.200.by-gsid", apiUserWrote},
		{"upsert by GSID, with escaped key", unseeded, "PUT", teamPath + "?key=CompanyGsid%2CUserGsid", "upsertCompanyTeamRecords.request.by-gsid", without, "upsertCompanyTeamRecords.200.by-gsid", apiUserWrote},
		{"upsert with no such object", unseeded, "PUT", teamPath, "upsertCompanyTeamRecords.request.by-name", strings.NewReplacer(`"Company"`, `"Company1"`), "upsertCompanyTeamRecords.400.invalid-lookup-object", untouched},
		{"list", seedSampleForList, "POST", listPath, "listCompanyTeamRecords.request.first-page", without, "listCompanyTeamRecords.200.first-page", untouched},
		{"list with a parenthesis open", seedSampleForList, "POST", listPath, "listCompanyTeamRecords.request.first-page", strings.NewReplacer("(companyIn)", "(companyIn"), "listCompanyTeamRecords.400.fetch-failed", untouched},
	} {
		used[test.request], used[test.reply] = true, true
		t.Run(test.name, func(t *testing.T) {
			server := newTenant(t, gainsighttest.WithAbsentCode("GSOBJ_1XXX")) // the samples' placeholder
			test.seed(server)
			gsids := strings.NewReplacer(sampleIBM, server.ibm, sampleYoutube, server.youtube, sampleUser, server.alex)
			request := test.change.Replace(gsids.Replace(readSample(t, test.request)))

			want := decode(t, gsids.Replace(readSample(t, test.reply))).(map[string]any)
			want["requestId"] = "REQUEST"
			test.knownDifferent(want)
			status := 200
			if want["result"] == false {
				status = 400
			}
			send(t, server.Server, test.method, test.path, request).wantLike(status, marshal(t, want))
		})
	}
	// Of users there is a request only.
	files, err := filepath.Glob(samplesFolder + "*CompanyTeamRecord*.json")
	if err != nil || len(files) != 13 {
		t.Errorf("%d samples, %v", len(files), err)
	}
	for _, file := range files {
		if name := strings.TrimSuffix(filepath.Base(file), ".json"); !used[name] {
			t.Errorf("the sample %s is not used", name)
		}
	}
}
