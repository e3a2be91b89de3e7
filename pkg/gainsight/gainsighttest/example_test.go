package gainsighttest_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// In a test, NewServer(t) starts and stops the server.
func Example() {
	tenant := gainsighttest.NewTenant()
	tenant.AddCompany("Example Inc.")
	tenant.AddUser("Alex Example", "alex@example.com")
	server := httptest.NewServer(tenant)
	defer server.Close()

	request, _ := http.NewRequest("PUT", server.URL+"/v1/teams/services/companyTeam", strings.NewReader(`{
		"records": [{"CompanyName": "Example Inc.", "UserName": "Alex Example", "UserRole": "CSM"}],
		"lookups": {
			"CompanyGsid": {"fields": {"CompanyName": "Name"}, "lookupField": "Gsid", "objectName": "Company"},
			"UserGsid": {"fields": {"UserName": "Name"}, "lookupField": "Gsid", "objectName": "GsUser"}
		}}`))
	request.Header.Set("accesskey", tenant.AccessKey())
	request.Header.Set("content-type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	fmt.Println(response.Status)

	for _, record := range tenant.Records() {
		fmt.Println(record.Gsid, record.CompanyName, record.UserName, record.UserRole, record.TeamAdmin)
	}
	for _, call := range tenant.Calls() {
		fmt.Println(call.Operation, call.Status)
	}
	// Output:
	// 200 OK
	// 1P07TEAM0000000000000000000000000001 Example Inc. Alex Example CSM false
	// upsertCompanyTeamRecords 200
}

// The record is deleted, and the caller does not learn of it.
func ExampleTenant_Inject() {
	tenant := gainsighttest.NewTenant()
	gsid := tenant.AddRecord(gsapi.CompanyTeamRecord{})
	tenant.Inject("deleteCompanyTeamRecord", 0, gainsighttest.ResetAfter())

	client := &http.Client{Transport: tenant.Transport()} // no network: any host is the tenant
	request, _ := http.NewRequest("DELETE", "https://tenant.example/v1/teams/services/companyTeam/"+gsid, nil)
	request.Header.Set("accesskey", tenant.AccessKey())
	_, err := client.Do(request)
	fmt.Println("reset:", errors.Is(err, syscall.ECONNRESET))
	fmt.Println("records:", len(tenant.Records()))

	call := tenant.Calls()[0]
	fmt.Println(call.Fault, call.Applied, call.Status)
	// Output:
	// reset: true
	// records: 0
	// ResetAfter true 0
}
