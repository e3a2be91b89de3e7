package main

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// Each request that reaches the tenant has a span, in whatever way it ends, and no span has the key.
func TestOneSpanPerAttempt(t *testing.T) {
	synctest.Test(t, oneSpanPerAttempt) // where waiting for a retry takes no time
}

func oneSpanPerAttempt(t *testing.T) {
	exporter := tracetest.NewInMemoryExporter()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(exporter))
	tenant := gainsighttest.NewTenant()
	tenant.Inject("listUserRecords", 0, gainsighttest.BadGateway())
	tenant.Inject("bulkDeleteCompanyTeamRecords", 0, gainsighttest.ResetAfter())
	client, err := newClient(tenant, provider)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range client.CompanyTeam.List(t.Context(), gainsight.CompanyTeamListOptions{}) {
		t.Fatal(err)
	}
	for range client.Users.List(t.Context(), gainsight.UserListOptions{}) {
	}
	_, _ = client.CompanyTeam.DeleteMany(t.Context(), []string{"1P07TEAM0000000000000000000000000001"})

	spans, calls := exporter.GetSpans(), tenant.Calls()
	if len(calls) < 3 || len(spans) != len(calls) {
		t.Fatalf("%d spans of %d requests", len(spans), len(calls))
	}
	for i, span := range spans {
		if want := "gainsight " + calls[i].Operation; span.Name != want {
			t.Errorf("span %d is called %s, want %s", i, span.Name, want)
		}
		text, err := json.Marshal(span)
		if err != nil || len(span.Attributes) == 0 {
			t.Errorf("%v, %v", span, err)
		}
		if strings.Contains(string(text), tenant.AccessKey()) {
			t.Errorf("the key is in %s", text)
		}
	}
}

func TestRun(t *testing.T) {
	var output strings.Builder
	if err := run(context.Background(), &output); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"Name":"gainsight listCompanyTeamRecords"`, "0 records\n"} {
		if !strings.Contains(output.String(), want) {
			t.Errorf("%s is not in\n%s", want, &output)
		}
	}
}
