package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/gainsight-go/gainsight-go/internal/probe"
)

func probeTenant(args []string, stdout, stderr io.Writer) int {
	var r reporting
	flags := newFlags("probe", "")
	host := flags.String("host", "", "the `HOST` of the tenant, such as acme.us2.gainsightcloud.com, or its base URL")
	r.register(flags)
	_, code, ok := flags.parse(args, stdout, stderr)
	switch {
	case !ok:
		return code
	case *host == "":
		return flags.misused(stderr, "--host is missing: a tenant is asked only where that is said")
	}
	if err := r.load(time.Now()); err != nil {
		return fail(stderr, err)
	}
	planned, err := probe.New(*host, probe.CredentialsFrom(os.Getenv), nil, r.contractOptions()...)
	if err != nil {
		return fail(stderr, fmt.Errorf("specfix probe: %w", err))
	}
	fmt.Fprintf(stderr, "specfix probe: %s\n", planned.Cost())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	report, err := planned.Run(ctx, r.accepted, r.strict)
	if err != nil {
		return fail(stderr, fmt.Errorf("specfix probe: %w", err))
	}
	return r.print(report, stdout, stderr)
}
