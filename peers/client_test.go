//go:build unix

package peers

import (
	"fmt"
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
		for _, reply := range wantedReplies(t, operation) {
			if reply.isSuccess() {
				continue
			}
			t.Run(fmt.Sprint(operation.id, " ", reply.status), func(t *testing.T) {
				clienttest.Refuse(t, tenant, client, operation.id, reply.status)
				proxy.wantNoViolation(t)
			})
		}
	}
}

// newClient returns a client of a server on this machine, which has no quota, and of which one attempt of each call is wanted.
func newClient(t *testing.T, url string, options ...gainsight.Option) *gainsight.Client {
	t.Helper()
	client, err := gainsight.New(url, append(options, gainsight.WithLoopbackHTTP(), gainsight.WithoutQuota(), gainsight.WithoutRetry())...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}
