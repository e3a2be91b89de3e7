// Package clienttest uses every operation of the client, as programs do. It runs in front of whatever a test puts between
// the client and the fake tenant: nothing, or a proxy that validates.
package clienttest

import (
	"slices"
	"testing"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// Run does all of it. In the end, each operation of the document was called and succeeded at least once, and the tenant
// has found fault with none. The client needs an access key and a token.
func Run(t *testing.T, tenant *gainsighttest.Tenant, client *gainsight.Client) {
	r := run{client: client, tenant: tenant}
	t.Run("company teams", r.companyTeams)
	t.Run("users", r.users)
	SCIM(t, client)
	t.Run("published operations", r.published)
	r.checkOperations(t)
	for _, violation := range tenant.Violations() {
		t.Error(violation)
	}
}

// SCIM does the part of it that needs nothing but a SCIM server without users and groups, the fake tenant or another one.
func SCIM(t *testing.T, client *gainsight.Client) {
	t.Run("SCIM users", func(t *testing.T) { scimUsers(t, client) })
	t.Run("SCIM groups", func(t *testing.T) { scimGroups(t, client) })
}

type run struct {
	client *gainsight.Client
	tenant *gainsighttest.Tenant
}

func (r run) checkOperations(t *testing.T) {
	calls := r.tenant.Calls()
	for _, op := range gsapi.Operations {
		succeeded := func(call gainsighttest.Call) bool {
			return call.Operation == op.ID && call.Status >= 200 && call.Status < 300
		}
		if !slices.ContainsFunc(calls, succeeded) {
			t.Errorf("%s did not succeed once", op.ID)
		}
	}
}

// must fails the test at once if there is an error.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// want compares two values.
func want[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
