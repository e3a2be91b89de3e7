package main

import (
	"errors"
	"io"
	"os"
	"runtime/debug"
	"time"

	"github.com/gainsight-go/gainsight-go/internal/archive"
	"github.com/gainsight-go/gainsight-go/internal/verify"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

func verifyTraffic(args []string, stdout, stderr io.Writer) int {
	var r reporting
	flags := newFlags("verify", "FILE…")
	host := flags.String("host", "", "look only at this `HOST`, with or without its port (default: at any)")
	r.register(flags)
	files, code, ok := flags.parse(args, stdout, stderr)
	switch {
	case !ok:
		return code
	case len(files) == 0:
		return flags.misused(stderr, "a file is missing: an HTTP archive (HAR), a recording, or - for standard input")
	}
	scope, err := verify.ScopeOf(*host)
	if err != nil {
		return flags.misused(stderr, "--host: "+err.Error())
	}
	if err := r.load(time.Now()); err != nil {
		return fail(stderr, err)
	}
	limitMemory()
	document, err := contract.New(r.contractOptions()...)
	if err != nil {
		return fail(stderr, err)
	}
	traffic := traffic{document, scope, verify.NewCollector(document.Operations(), r.accepted)}
	if err := traffic.readAll(files); err != nil {
		return fail(stderr, err)
	}
	return r.print(traffic.collector.Report(r.strict), stdout, stderr)
}

// memoryLimit is where the garbage collector begins to work harder, so that archives of any length take less than 200 MB,
// on machines with many CPUs too.
const memoryLimit = 128 << 20

// limitMemory leaves a limit of the user's as it is.
func limitMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}

// traffic reads files and hands what is ours to a report.
type traffic struct {
	contract  *contract.Contract
	scope     verify.Scope
	collector *verify.Collector
}

// readAll reads every file, so that all faults are known at once.
func (t *traffic) readAll(files []string) error {
	var faults []error
	for _, name := range files {
		faults = append(faults, t.readFile(name))
	}
	return errors.Join(faults...)
}

const (
	stdinFile = "-"
	stdinName = "standard input"
)

func (t *traffic) readFile(name string) error {
	if name == stdinFile {
		return t.read(stdinName, os.Stdin)
	}
	file, err := openFile(name)
	if err != nil {
		return err
	}
	defer file.Close()
	return t.read(name, file)
}

func (t *traffic) read(name string, from io.Reader) error {
	skipped, err := archive.Read(name, from, t.scope.Has, func(e archive.Entry) error {
		if e.IsPreflight {
			t.collector.SkipPreflight()
		} else {
			t.collector.Check(t.contract, e.Exchange, name, e.Number)
		}
		return nil
	})
	t.collector.Skip(skipped)
	return err
}
