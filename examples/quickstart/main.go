// Command quickstart is the quick start of the README, against a fake tenant on loopback.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http/httptest"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

func main() {
	tenant := gainsighttest.NewTenant()
	tenant.AddCompany("IBM")
	tenant.AddUser("Alex Example", "alex@example.com")
	server := httptest.NewServer(tenant)
	defer server.Close()

	ctx := context.Background()
	client, err := gainsight.New(server.URL, gainsight.WithAccessKey(tenant.AccessKey()), gainsight.WithLoopbackHTTP())
	if err != nil {
		log.Fatal(err)
	}

	result, err := client.CompanyTeam.Upsert(ctx, []gainsight.CompanyTeamRecord{
		{CompanyName: gainsight.Set("IBM"), UserName: gainsight.Set("Alex Example"), UserRole: gainsight.Set("CSM")},
		{CompanyName: gainsight.Set("Nowhere Inc"), UserName: gainsight.Set("Alex Example")},
	})
	if err != nil {
		log.Fatal(err) // some rows were not sent or are in doubt: result.Leftovers() has them
	}
	for i, outcome := range result.Outcomes {
		fmt.Println("row", i, outcome.Status)
	}

	for member, err := range client.CompanyTeam.List(ctx, gainsight.CompanyTeamListOptions{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(member.CompanyName, member.Name, member.UserRole)
	}
}
