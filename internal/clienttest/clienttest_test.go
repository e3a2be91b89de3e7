package clienttest_test

import (
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/clienttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// The whole client, with nothing between it and the tenant.
func TestRun(t *testing.T) {
	server := gainsighttest.NewServer(t)
	client, err := gainsight.New(server.URL, gainsight.WithAccessKey(server.AccessKey()),
		gainsight.WithM2M(server.ClientID(), server.ClientSecret()), gainsight.WithLoopbackHTTP())
	if err != nil {
		t.Fatal(err)
	}
	clienttest.Run(t, server.Tenant, client)
}
