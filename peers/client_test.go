//go:build unix

package peers

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/clienttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// The client's calls and the fake tenant's replies are what the document allows.
func TestClientBehindPrism(t *testing.T) {
	tenant := gainsighttest.NewTenant()
	proxy := startPrismProxy(t, documentPath, tenant)
	client := newClient(t, proxy.URL, gainsight.WithAccessKey(tenant.AccessKey()), gainsight.WithM2M(tenant.ClientID(), tenant.ClientSecret()))
	clienttest.Run(t, tenant, client)
	proxy.wantNoViolation(t)
	proxy.wantCalled(t, operationsOf(t, readYAML(t, documentPath)))
}

// Whatever an operation is refused with, the refusal has the form that the document has for its status.
func TestRefusalsBehindPrism(t *testing.T) {
	tenant := gainsighttest.NewTenant()
	proxy := startPrismProxy(t, documentPath, tenant)
	client := newClient(t, proxy.URL, gainsight.WithAccessKey(tenant.AccessKey()), gainsight.WithM2M(tenant.ClientID(), tenant.ClientSecret()))
	for _, operation := range operationsOf(t, readYAML(t, documentPath)) {
		i := slices.IndexFunc(mockCalls, func(call mockCall) bool { return call.operation == operation.id })
		for _, reply := range wantedReplies(t, operation) {
			if reply.isSuccess() {
				continue
			}
			t.Run(fmt.Sprint(operation.id, " ", reply.status), func(t *testing.T) {
				next := len(statusesOf(tenant, operation.id))
				tenant.Inject(operation.id, next, gainsighttest.Refuse(reply.status, ""))
				if reply.status == http.StatusUnauthorized { // the client tries once more, with another token
					tenant.Inject(operation.id, next+1, gainsighttest.Refuse(reply.status, ""))
				}
				_, _ = mockCalls[i].make(t.Context(), client)
				proxy.wantNoViolation(t)
				if statuses := statusesOf(tenant, operation.id); len(statuses) == 0 || statuses[len(statuses)-1] != reply.status {
					t.Errorf("got the statuses %d, want %d in the end", statuses, reply.status)
				}
			})
		}
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

func newClient(t *testing.T, url string, options ...gainsight.Option) *gainsight.Client {
	t.Helper()
	client, err := gainsight.New(url, append(options, gainsight.WithLoopbackHTTP())...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}
