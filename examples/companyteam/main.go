// Command companyteam shows what the client does: it upserts the company team records of a CSV file in batches, lists
// them, changes a role and deletes a few. Without flags it does so in a fake tenant that it starts on loopback.
//
// With -host and the environment variable GAINSIGHT_ACCESS_KEY it lists the records of a real tenant. There it writes
// only with -csv FILE -write, and it never deletes.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"os/signal"
	"sync/atomic"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

const sampleFile = "examples/account-team.csv"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Getenv("GAINSIGHT_ACCESS_KEY"), os.Stdout, os.Stderr))
}

type flags struct {
	host, csv string
	write     bool
	most      int
}

// run returns the exit code: 0, 1 if something failed, 2 if it was called wrongly.
func run(ctx context.Context, arguments []string, accessKey string, stdout, stderr io.Writer) int {
	var f flags
	set := flag.NewFlagSet("companyteam", flag.ContinueOnError)
	set.SetOutput(stderr)
	set.StringVar(&f.host, "host", "", "a real tenant's `host`, such as acme.us2.gainsightcloud.com; needs GAINSIGHT_ACCESS_KEY")
	set.StringVar(&f.csv, "csv", "", "the CSV `file` to upsert (fake tenant: "+sampleFile+")")
	set.BoolVar(&f.write, "write", false, "with -host and -csv: really write to the real tenant")
	set.IntVar(&f.most, "most", 1000, "list at most this `number` of records of a real tenant")
	if err := set.Parse(arguments); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	if err := f.check(set.NArg(), accessKey); err != nil {
		fmt.Fprintln(stderr, "companyteam:", err)
		return 2
	}
	if err := f.start(ctx, accessKey, stdout); err != nil {
		fmt.Fprintln(stderr, "companyteam:", err)
		return 1
	}
	return 0
}

func (f flags) check(rest int, accessKey string) error {
	switch {
	case rest > 0:
		return errors.New("unexpected arguments; see -help")
	case f.host == "" && f.write:
		return errors.New("-write is for a real tenant; name it with -host")
	case f.host != "" && accessKey == "":
		return errors.New("-host needs the access key in the environment variable GAINSIGHT_ACCESS_KEY")
	case f.write && f.csv == "":
		return errors.New("-write needs the rows: -csv FILE")
	case f.most < 1:
		return errors.New("-most must be 1 or more")
	}
	return nil
}

func (f flags) start(ctx context.Context, accessKey string, stdout io.Writer) error {
	if f.host != "" {
		return f.realTenant(ctx, accessKey, stdout)
	}
	tenant := newTenant()
	server := httptest.NewServer(tenant)
	defer server.Close()
	d, err := newDemo(server.URL, tenant.AccessKey(), stdout, gainsight.WithLoopbackHTTP())
	if err != nil {
		return err
	}
	d.printf("Fake tenant at %s: %d companies, %d users, no team records\n", server.URL, len(companies), len(users))
	if f.csv == "" {
		f.csv = sampleFile
	}
	return d.tour(ctx, f.csv)
}

// realTenant lists, and writes only if told to.
func (f flags) realTenant(ctx context.Context, accessKey string, stdout io.Writer, options ...gainsight.Option) error {
	d, err := newDemo(f.host, accessKey, stdout, options...)
	if err != nil {
		return err
	}
	d.printf("Tenant at %s\n", d.client.BaseURL())
	rejected := 0
	if f.csv != "" {
		if rejected, err = d.upsertFile(ctx, f.csv, f.write); err != nil {
			return err
		}
	}
	_, err = d.list(ctx, f.most)
	d.total()
	if err == nil && rejected > 0 {
		return fmt.Errorf("%d rows were rejected", rejected)
	}
	return err
}

// demo is a client that counts its calls, and where it prints.
type demo struct {
	client *gainsight.Client
	calls  atomic.Int64
	out    io.Writer
	step   int
}

func newDemo(host, accessKey string, out io.Writer, options ...gainsight.Option) (*demo, error) {
	d := &demo{out: out}
	counting := gainsight.WithHook(func(ctx context.Context, _ gainsight.Attempt) (context.Context, func(gainsight.Attempt)) {
		d.calls.Add(1)
		return ctx, nil
	})
	client, err := gainsight.New(host, append(options, gainsight.WithAccessKey(accessKey), counting)...)
	d.client = client
	return d, err
}
