//go:build unix

package peers

import (
	"slices"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// The client's calls and the fake tenant's replies are what the document allows.
func TestClientBehindPrism(t *testing.T) {
	tenant := gainsighttest.NewTenant()
	proxy := startPrismProxy(t, documentPath, tenant)
	client := newClient(t, proxy.URL, gainsight.WithAccessKey(tenant.AccessKey()))
	t.Run("company team", func(t *testing.T) { companyTeamLife(t, client, tenant) })
	proxy.wantNoViolation(t)
	proxy.wantCalled(t, companyTeamOperations(t))
	for _, violation := range tenant.Violations() {
		t.Error(violation)
	}
}

// The client's calls are what the document allows, and it takes the examples of the document for replies.
func TestClientAgainstPrismMock(t *testing.T) {
	mock := startPrismMock(t, documentPath)
	client := newClient(t, mock.URL, gainsight.WithAccessKey("a key"))
	t.Run("company team", func(t *testing.T) { companyTeamCalls(t, client) })
	mock.wantNoViolation(t)
	mock.wantCalled(t, companyTeamOperations(t))
}

// companyTeamOperations gives what a client calls so far.
func companyTeamOperations(t *testing.T) []operation {
	t.Helper()
	all := operationsOf(t, readYAML(t, documentPath))
	return slices.DeleteFunc(all, func(o operation) bool { return !strings.HasPrefix(o.path, companyTeamPath) })
}

func newClient(t *testing.T, url string, options ...gainsight.Option) *gainsight.Client {
	t.Helper()
	client, err := gainsight.New(url, append(options, gainsight.WithLoopbackHTTP())...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// companyTeamLife inserts, lists, changes and deletes records in a tenant, some of them in vain.
func companyTeamLife(t *testing.T, client *gainsight.Client, tenant *gainsighttest.Tenant) {
	user := tenant.AddUser("Alex Example", "alex@example.com")
	const count = 60 // two batches
	var records []gainsight.CompanyTeamRecord
	for range count {
		record := gainsight.CompanyTeamRecord{
			CompanyGsid: gainsight.Set(tenant.AddCompany("Example Inc.")), UserGsid: gainsight.Set(user),
			UserRole: gainsight.Set("CSM"), TeamAdmin: gainsight.Set(true),
		}
		if err := record.SetCustom("Tier__gc", "gold"); err != nil {
			t.Fatal(err)
		}
		records = append(records, record)
	}
	records[0].CompanyGsid, records[0].CompanyName = gainsight.Value[string]{}, gainsight.Set("Nowhere Inc") // rejected

	upserted, err := client.CompanyTeam.Upsert(t.Context(), records)
	if err != nil {
		t.Fatal(err)
	}
	if got := upserted.Count(gainsight.Succeeded); got != count-1 {
		t.Errorf("%d records succeeded, want %d", got, count-1)
	}

	listed := listAll(t, client)
	if len(listed) != count-1 {
		t.Fatalf("got %d records, want %d", len(listed), count-1)
	}
	for i := range listed {
		listed[i].UserRole = gainsight.Set("Account Manager")
	}
	if _, err := client.CompanyTeam.Upsert(t.Context(), listed, gainsight.ByGsid()); err != nil {
		t.Error(err)
	}

	var gsids []string
	for _, record := range listed {
		gsid, _ := record.Gsid.Get()
		gsids = append(gsids, gsid)
	}
	if err := client.CompanyTeam.Delete(t.Context(), gsids[0]); err != nil {
		t.Error(err)
	}
	if err := client.CompanyTeam.Delete(t.Context(), gsids[0]); err == nil {
		t.Error("a record was deleted twice")
	}
	deleted, err := client.CompanyTeam.DeleteMany(t.Context(), gsids)
	if err != nil {
		t.Fatal(err)
	}
	if got := deleted.Count(gainsight.Absent); got != 1 {
		t.Errorf("%d records were absent, want 1", got)
	}
	if left := listAll(t, client); len(left) > 0 {
		t.Errorf("%d records are left", len(left))
	}
}

// companyTeamCalls makes each call once. The server answers with examples, whatever it is asked, so these ask for as many
// records as the examples have.
func companyTeamCalls(t *testing.T, client *gainsight.Client) {
	record := gainsight.CompanyTeamRecord{CompanyName: gainsight.Set("IBM"), UserName: gainsight.Set("Alex Example")}
	other := gainsight.CompanyTeamRecord{CompanyName: gainsight.Set("Youtube"), UserName: gainsight.Set("Alex Example")}
	upserted, err := client.CompanyTeam.Upsert(t.Context(), []gainsight.CompanyTeamRecord{record, other})
	if err != nil || upserted.Count(gainsight.Succeeded) != 2 {
		t.Errorf("upsert: got %+v, %v", upserted, err)
	}
	if listed := listAll(t, client); len(listed) != 1 {
		t.Errorf("list: got %d records, want 1", len(listed))
	}
	deleted, err := client.CompanyTeam.DeleteMany(t.Context(), []string{
		"1P01936XHTA4SF76ZU5RWZWIMDDL54UB7UF9", "1P01936XHTA4SF76ZUUXHOUMVVSFH9YJM15A", "1P01936XHTA4SF76ZUW5J2RVEZZ8H33C8MAM",
	})
	if err != nil || deleted.Count(gainsight.Succeeded) != 2 {
		t.Errorf("delete many: got %+v, %v", deleted, err)
	}
	if err := client.CompanyTeam.Delete(t.Context(), "1I0054U9FAKXZ0H26H4H0U5VRD65H9JW66FJ"); err != nil {
		t.Errorf("delete: %v", err)
	}
}

func listAll(t *testing.T, client *gainsight.Client) []gainsight.CompanyTeamRecord {
	t.Helper()
	var records []gainsight.CompanyTeamRecord
	where := gainsight.And(gainsight.Eq("UserName", "Alex Example"), gainsight.Not(gainsight.In("CompanyName", "IBM")))
	for record, err := range client.CompanyTeam.List(t.Context(), gainsight.CompanyTeamListOptions{Where: where}) {
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, record)
	}
	return records
}
