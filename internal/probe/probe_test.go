package probe

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/internal/verify"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

const host = "acme.us2.gainsightcloud.com"

// newTenant has records, users and groups, more than one of each.
func newTenant(options ...gainsighttest.Option) *gainsighttest.Tenant {
	tenant := gainsighttest.NewTenant(options...)
	for i := range 3 {
		company := tenant.AddCompany(fmt.Sprintf("Example %d", i))
		user := tenant.AddUser(fmt.Sprintf("Alex %d", i), fmt.Sprintf("alex%d@example.com", i))
		tenant.AddRecord(gsapi.CompanyTeamRecord{CompanyGsid: gainsight.Set(company), UserGsid: gainsight.Set(user)})
		tenant.AddGroup(fmt.Sprintf("Group %d", i), user)
	}
	return tenant
}

func credentialsOf(tenant *gainsighttest.Tenant) Credentials {
	return Credentials{tenant.AccessKey(), tenant.ClientID(), tenant.ClientSecret()}
}

// run probes a tenant by way of a transport.
func run(t *testing.T, transport http.RoundTripper, credentials Credentials, options ...contract.Option) (*verify.Report, error) {
	t.Helper()
	p, err := New(host, credentials, transport, options...)
	if err != nil {
		t.Fatal(err)
	}
	return p.Run(t.Context(), nil, false)
}

func report(t *testing.T, transport http.RoundTripper, credentials Credentials, options ...contract.Option) *verify.Report {
	t.Helper()
	report, err := run(t, transport, credentials, options...)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func operationsOf(calls []gainsighttest.Call) []string {
	var names []string
	for _, call := range calls {
		names = append(names, call.Operation)
	}
	return names
}

var allSix = []string{"issueToken", "listCompanyTeamRecords", "listUserRecords", "scimListUsers", "scimListGroups", "scimGetServiceProviderConfig"}

func TestAllCalls(t *testing.T) {
	tenant := newTenant()
	before := stateOf(tenant)
	credentials := credentialsOf(tenant)
	for _, c := range []Credentials{credentials, {"", credentials.clientID, credentials.clientSecret}} {
		report := report(t, tenant.Transport(), c)
		if report.Verdict != verify.Passed || len(report.Violations) != 0 || len(report.Remarks) != 0 || len(report.NeverSeen) != 0 || report.Traffic.Checked != 6 {
			t.Errorf("%+v", report)
		}
	}
	if got := operationsOf(tenant.Calls()); !reflect.DeepEqual(got, slices.Concat(allSix, allSix)) {
		t.Errorf("got %q", got)
	}
	for _, call := range tenant.Calls() {
		if limit := string(call.Body) + call.Query; call.Status != 200 || call.Operation != "issueToken" && call.Operation != "scimGetServiceProviderConfig" &&
			!strings.Contains(limit, `"limit":1,`) && !strings.Contains(limit, "count=1") {
			t.Errorf("%s: %d, %s", call.Operation, call.Status, limit)
		}
	}
	if violations := tenant.Violations(); len(violations) != 0 {
		t.Error(violations)
	}
	if after := stateOf(tenant); !reflect.DeepEqual(before, after) {
		t.Errorf("the tenant was changed: %+v", after)
	}
}

func stateOf(tenant *gainsighttest.Tenant) []any {
	return []any{tenant.Records(), tenant.Users(), tenant.Groups()}
}

func TestEmptyTenant(t *testing.T) {
	tenant := gainsighttest.NewTenant()
	if report := report(t, tenant.Transport(), credentialsOf(tenant)); report.Verdict != verify.Passed || report.Traffic.Checked != 6 {
		t.Errorf("%+v", report)
	}
}

func TestMissingCredentials(t *testing.T) {
	tenant := newTenant()
	all := credentialsOf(tenant)
	const noOAuth = "left out: GAINSIGHT_CLIENT_ID and GAINSIGHT_CLIENT_SECRET are not set"
	tests := map[string]struct {
		credentials Credentials
		cost        string
		leftOut     string
	}{
		"key":         {Credentials{accessKey: all.accessKey}, "calls to make: 2, of which 2 count", noOAuth},
		"key and id":  {Credentials{accessKey: all.accessKey, clientID: all.clientID}, "calls to make: 2, of which 2 count", "left out: GAINSIGHT_CLIENT_SECRET is not set"},
		"key, secret": {Credentials{accessKey: all.accessKey, clientSecret: all.clientSecret}, "calls to make: 2, of which 2 count", "left out: GAINSIGHT_CLIENT_ID is not set"},
		"no key":      {Credentials{clientID: all.clientID, clientSecret: all.clientSecret}, "calls to make: 6, of which 2 count", ""},
		"all that is": {all, "calls to make: 6, of which 2 count", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p, err := New(host, test.credentials, tenant.Transport())
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(p.Cost(), test.cost) {
				t.Errorf("got %s", p.Cost())
			}
			report, err := p.Run(t.Context(), nil, false)
			if err != nil || report.Verdict != verify.Passed {
				t.Fatalf("%v, %+v", err, report)
			}
			for _, remark := range report.Remarks {
				if remark.Severity != contract.Note || remark.Text != test.leftOut || !slices.Contains(report.NeverSeen, remark.Operation) {
					t.Errorf("got %s", remark)
				}
			}
			if (test.leftOut != "") != (len(report.Remarks) == 4) {
				t.Errorf("got %v", report.Remarks)
			}
		})
	}
}

func TestWithoutCredentials(t *testing.T) {
	tests := map[string]struct {
		host        string
		credentials Credentials
		want        string
	}{
		"none":           {host, Credentials{}, "there are no credentials: set GAINSIGHT_ACCESS_KEY, or GAINSIGHT_CLIENT_ID and GAINSIGHT_CLIENT_SECRET"},
		"half":           {host, Credentials{clientID: "id"}, "there are no credentials"},
		"cut off key":    {host, Credentials{accessKey: "secret-key\n"}, "was it copied whole?"},
		"cut off secret": {host, Credentials{clientID: "id", clientSecret: "secret-key\n"}, "was it copied whole?"},
		"no host":        {"", Credentials{accessKey: "secret-key"}, "no host given"},
		"plain http":     {"http://" + host, Credentials{accessKey: "secret-key"}, "use https"},
	}
	for name, test := range tests {
		_, err := New(test.host, test.credentials, gainsighttest.NewTenant().Transport())
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "secret-key") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := New(host, Credentials{accessKey: "k"}, nil, contract.WithDocument([]byte("openapi: 3.0.0"))); err == nil {
		t.Error("a document of another version is taken")
	}
	lookup := func(name string) string { return strings.ToLower(name) }
	if got := CredentialsFrom(lookup); got != (Credentials{"gainsight_access_key", "gainsight_client_id", "gainsight_client_secret"}) {
		t.Error("the environment is read wrongly")
	}
}
