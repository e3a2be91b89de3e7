package contract_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/clienttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// newClient returns a client of a new tenant, and what stands between them.
func newClient(t *testing.T, transport *contract.Transport, options ...gainsighttest.Option) (*gainsight.Client, *gainsighttest.Tenant) {
	t.Helper()
	tenant := gainsighttest.NewTenant(options...)
	transport.Next = tenant.Transport()
	return clientOf(t, tenant, transport), tenant
}

func clientOf(t *testing.T, tenant *gainsighttest.Tenant, transport http.RoundTripper) *gainsight.Client {
	t.Helper()
	client, err := gainsight.New("acme.gainsightcloud.com", gainsight.WithAccessKey(tenant.AccessKey()),
		gainsight.WithM2M(tenant.ClientID(), tenant.ClientSecret()), gainsight.WithHTTPClient(&http.Client{Transport: transport}),
		gainsight.WithoutQuota(), gainsight.WithoutRetry()) // so that each call meets what it shall meet
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// The whole client, and each refusal that the document has, pass a transport that takes nothing which the document does
// not have. "make contract" shows the table.
func TestContractCoverage(t *testing.T) {
	transport := &contract.Transport{Strict: true, Report: func(v contract.Violation) { t.Error(v) }}
	client, tenant := newClient(t, transport)
	clienttest.Run(t, tenant, client)
	operations := newContract(t).Operations()
	for _, operation := range operations {
		for _, status := range operation.Statuses {
			if status >= 300 {
				clienttest.Refuse(t, tenant, client, operation.ID, status)
			}
		}
	}
	covered := coverageOf(operations, slices.Concat(tenant.Calls(), patchWithoutReply(t)))
	covered.print(t.Output())
	for _, operation := range covered {
		if len(operation.seen) == 0 {
			t.Errorf("%s was never called", operation.ID)
		}
		if missing := operation.missing(); len(missing) > 0 {
			t.Errorf("%s was never answered with %d", operation.ID, missing)
		}
	}
}

// patchWithoutReply changes a user and a group in a tenant that answers with nothing.
func patchWithoutReply(t *testing.T) []gainsighttest.Call {
	t.Helper()
	transport := &contract.Transport{Strict: true, Report: func(v contract.Violation) { t.Error(v) }}
	client, tenant := newClient(t, transport, gainsighttest.WithSCIMNoContent())
	user, userErr := client.SCIM.Users.Create(t.Context(), scim.User{UserName: gainsight.Set("alex@example.com")})
	_, deactivateErr := client.SCIM.Users.Deactivate(t.Context(), user.ID.Or(""))
	group, groupErr := client.SCIM.Groups.Create(t.Context(), scim.Group{DisplayName: gainsight.Set("Example Group")})
	_, addErr := client.SCIM.Groups.AddMembers(t.Context(), group.ID.Or(""), user.ID.Or(""))
	if err := errors.Join(userErr, deactivateErr, groupErr, addErr); err != nil {
		t.Error(err)
	}
	return tenant.Calls()
}

// Company team is /teams/services/companyTeam, and /companyteam, which only the published document has.
func isCompanyTeam(operation contract.Operation) bool {
	return strings.Contains(strings.ToLower(operation.Path), "/companyteam")
}

type coverage []coveredOperation

// coveredOperation is an operation with the statuses with which it was answered.
type coveredOperation struct {
	contract.Operation
	seen []int
}

func coverageOf(operations []contract.Operation, calls []gainsighttest.Call) (covered coverage) {
	for _, operation := range operations {
		one := coveredOperation{Operation: operation}
		for _, status := range operation.Statuses {
			if slices.ContainsFunc(calls, func(call gainsighttest.Call) bool { return call.Operation == operation.ID && call.Status == status }) {
				one.seen = append(one.seen, status)
			}
		}
		covered = append(covered, one)
	}
	return covered
}

func (o coveredOperation) missing() []int {
	return slices.DeleteFunc(slices.Clone(o.Statuses), func(status int) bool { return slices.Contains(o.seen, status) })
}

// print writes a line for each operation, and a last one for all.
func (c coverage) print(w io.Writer) {
	var operations, ofCompanyTeam, ofAll share
	for _, operation := range c {
		one := share{len(operation.seen), len(operation.Statuses)}
		missing := ""
		for _, status := range operation.missing() {
			missing += fmt.Sprintf(", never %d", status)
		}
		fmt.Fprintf(w, "%-29s %s replies: %s%s\n", operation.ID, one, strings.Trim(fmt.Sprint(operation.seen), "[]"), missing)
		operations.add(share{min(len(operation.seen), 1), 1})
		ofAll.add(one)
		if isCompanyTeam(operation.Operation) {
			ofCompanyTeam.add(one)
		}
	}
	fmt.Fprintf(w, "coverage of the contract: %s operations, %s replies of company team, %s replies of all\n", operations, ofCompanyTeam, ofAll)
}

// share is a part of a whole.
type share struct{ part, whole int }

func (s *share) add(other share) { s.part, s.whole = s.part+other.part, s.whole+other.whole }

func (s share) String() string { return fmt.Sprintf("%d of %d", s.part, s.whole) }

// What was never called, and what it was never answered with, is missing.
func TestCoverageIsNotTakenForGranted(t *testing.T) {
	operations := []contract.Operation{{ID: "a", Path: "/companyteam", Statuses: []int{200, 401}}, {ID: "b", Path: "/users", Statuses: []int{204}}}
	calls := []gainsighttest.Call{{Operation: "a", Status: 200}, {Operation: "a", Status: 418}, {Operation: "c", Status: 204}}
	var text strings.Builder
	coverageOf(operations, calls).print(&text)
	want := fmt.Sprintf("%-29s 1 of 2 replies: 200, never 401\n%-29s 0 of 1 replies: , never 204\n", "a", "b") +
		"coverage of the contract: 1 of 2 operations, 1 of 2 replies of company team, 1 of 3 replies of all\n"
	if text.String() != want {
		t.Errorf("got\n%swant\n%s", &text, want)
	}
}
