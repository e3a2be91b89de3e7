// Command otel traces the calls of a client with OpenTelemetry: it lists the company team records of a fake tenant and prints
// the spans as JSON.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	"go.opentelemetry.io/otel/exporters/stdout/stdouttrace"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, w io.Writer) (err error) {
	exporter, err := stdouttrace.New(stdouttrace.WithWriter(w))
	if err != nil {
		return err
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter))
	defer func() { err = errors.Join(err, provider.Shutdown(ctx)) }() // prints what is not printed yet
	tenant := gainsighttest.NewTenant()
	client, err := newClient(tenant, provider)
	if err != nil {
		return err
	}
	records := 0
	for _, err := range client.CompanyTeam.List(ctx, gainsight.CompanyTeamListOptions{}) {
		if err != nil {
			return err
		}
		records++
	}
	_, err = fmt.Fprintf(w, "%d records\n", records)
	return err
}

// newClient returns a client for a fake tenant. For a real one, leave its Transport out and take http.DefaultTransport.
func newClient(tenant *gainsighttest.Tenant, provider trace.TracerProvider) (*gainsight.Client, error) {
	options := tracing(tenant.Transport(), provider)
	return gainsight.New("acme.us2.gainsightcloud.com", append(options, gainsight.WithAccessKey(tenant.AccessKey()))...)
}
