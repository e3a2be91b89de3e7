package contract_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// A program writes down what it sends and gets, for specfix verify to read. Here it talks to a fake tenant.
func ExampleRecorder() {
	tenant := gainsighttest.NewTenant()
	tenant.AddCompany("Example Inc.")

	file, err := os.CreateTemp("", "traffic-*.jsonl")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.Remove(file.Name())
	recorder := contract.NewRecorder(tenant.Transport(), file) // nil instead of the transport for a real tenant
	client, err := gainsight.New("acme.us2.gainsightcloud.com", gainsight.WithAccessKey(tenant.AccessKey()),
		gainsight.WithHTTPClient(&http.Client{Transport: recorder}))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, err := range client.CompanyTeam.List(context.Background(), gainsight.CompanyTeamListOptions{}) {
		if err != nil {
			fmt.Println(err)
		}
	}
	if err := recorder.Err(); err != nil {
		fmt.Println("the recording is not complete:", err)
	}

	lines, _ := os.ReadFile(file.Name())
	fmt.Println(strings.Count(string(lines), "\n"), "exchange")
	fmt.Println(strings.Contains(string(lines), `"Accesskey":["REDACTED"]`), strings.Contains(string(lines), tenant.AccessKey()))
	// Output:
	// 1 exchange
	// true false
}
