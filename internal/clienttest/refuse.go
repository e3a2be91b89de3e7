package clienttest

import (
	"net/http"
	"slices"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// Refuse calls an operation, which the tenant refuses with an HTTP status. What becomes of the call does not matter, nor what a
// bulk operation does about it.
func Refuse(t *testing.T, tenant *gainsighttest.Tenant, client *gainsight.Client, operation string, status int) {
	t.Helper()
	next := len(statusesOf(tenant, operation))
	times := 1
	if status == http.StatusUnauthorized { // the client tries once more, with another token
		times = 2
	}
	for again := range times {
		tenant.Inject(operation, next+again, gainsighttest.Refuse(status, ""))
	}
	i := slices.IndexFunc(Calls, func(call Call) bool { return call.Operation == operation })
	if i < 0 {
		t.Fatalf("there is no call of %s", operation)
	}
	_, _ = Calls[i].Make(t.Context(), client)
	if statuses := statusesOf(tenant, operation)[next:]; !slices.Contains(statuses, status) {
		t.Errorf("got the statuses %d, want %d", statuses, status)
	}
}

// statusesOf gives the statuses with which an operation was answered.
func statusesOf(tenant *gainsighttest.Tenant, operation string) (statuses []int) {
	for _, call := range tenant.Calls() {
		if call.Operation == operation {
			statuses = append(statuses, call.Status)
		}
	}
	return statuses
}
