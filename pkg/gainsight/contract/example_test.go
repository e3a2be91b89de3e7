package contract_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/url"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// A strict transport below a client fails every call that breaks the contract. Here the program's own request does: a
// list that selects nothing.
func ExampleTransport() {
	tenant := gainsighttest.NewTenant() // leave Next out to call a real tenant
	transport := &contract.Transport{Next: tenant.Transport(), Strict: true}
	client, err := gainsight.New("acme.us2.gainsightcloud.com", gainsight.WithAccessKey(tenant.AccessKey()),
		gainsight.WithHTTPClient(&http.Client{Transport: transport}))
	if err != nil {
		log.Fatal(err)
	}

	_, err = client.API().ListCompanyTeamRecords(context.Background(), gsapi.SearchRequest{Select: []string{}})
	var refused *contract.Error
	if errors.As(err, &refused) {
		fmt.Println("not sent:", refused.NotSent())
		for _, violation := range refused.Violations {
			fmt.Println(violation)
		}
	}
	// Output:
	// not sent: true
	// violation: listCompanyTeamRecords, request, body at /select: minItems: want at least 1, got 0
}

// A transport that is not strict changes nothing. It reports what it sees, for a log or a test.
func ExampleTransport_report() {
	tenant := gainsighttest.NewTenant()
	tenant.Inject("listCompanyTeamRecords", 0, gainsighttest.Refuse(400, "GU_9999"))
	transport := &contract.Transport{Next: tenant.Transport(), Report: func(v contract.Violation) { fmt.Println(v) }}
	client, err := gainsight.New("acme.us2.gainsightcloud.com", gainsight.WithAccessKey(tenant.AccessKey()),
		gainsight.WithHTTPClient(&http.Client{Transport: transport}))
	if err != nil {
		log.Fatal(err)
	}
	for _, err := range client.CompanyTeam.List(context.Background(), gainsight.CompanyTeamListOptions{}) {
		fmt.Println("the list fails:", err != nil)
	}
	// Output:
	// warning: listCompanyTeamRecords, reply 400, body at /errorCode: error-code: want a code of the document's table, got GU_9999
	// the list fails: true
}

// Exchanges that come from elsewhere are checked one by one.
func ExampleContract_Check() {
	c, err := contract.New()
	if err != nil {
		log.Fatal(err)
	}
	header := http.Header{"Content-Type": {"application/json"}, "Accesskey": {"a key"}}
	violations := c.Check(contract.Exchange{
		Request: contract.Request{
			Method: "POST",
			URL:    &url.URL{Path: "/v1/teams/services/companyTeam/delete"},
			Header: header,
			Body:   contract.Body{Bytes: []byte(`["1P01936XHTA4SF76ZU5RWZWIMDDL54UB7UF9"]`)},
		},
		Reply: &contract.Reply{
			Status: 200,
			Header: header,
			Body:   contract.Body{Bytes: []byte(`{"result":true,"data":{"success":{"gsid":"1P01936XHTA4SF76ZU5RWZWIMDDL54UB7UF9"}}}`)},
		},
	})
	for _, violation := range violations {
		fmt.Println(violation)
	}
	// Output:
	// violation: bulkDeleteCompanyTeamRecords, reply 200, body at /data/success/gsid: type: want null or array, got a string
}
