package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
	"github.com/gainsight-go/gainsight-go/internal/verify"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// reporting is what the commands have in common that compare traffic with the document.
type reporting struct {
	format, spec, accept string
	strict, values       bool

	accepted *verify.Accepted
	document []byte // empty for the embedded one
}

func (r *reporting) register(flags *flagSet) {
	flags.StringVar(&r.format, "format", verify.Formats[0], "the `FORMAT` of the report: "+strings.Join(verify.Formats, ", ")+" (default: "+verify.Formats[0]+")")
	flags.BoolVar(&r.strict, "strict", false, "warnings fail, too")
	flags.BoolVar(&r.values, "values", false, "show the values that break the contract, which can be data of persons")
	flags.StringVar(&r.accept, "accept", "", "a `FILE` of accepted violations, which do not fail")
	flags.StringVar(&r.spec, "spec", "", "a `FILE` with another OpenAPI document than the one that is built in")
}

// load reads the files that the flags name.
func (r *reporting) load(now time.Time) error {
	if err := verify.CheckFormat(r.format); err != nil {
		return fmt.Errorf("--format: %w", err)
	}
	return errors.Join(r.loadSpec(), r.loadAccepted(now))
}

func (r *reporting) loadSpec() (err error) {
	if r.spec == "" {
		return nil
	}
	if r.document, err = readFile(r.spec); err != nil {
		return err
	}
	if _, err := contract.New(contract.WithDocument(r.document)); err != nil {
		return fmt.Errorf("%s: %w", r.spec, err)
	}
	return nil
}

func (r *reporting) loadAccepted(now time.Time) error {
	if r.accept == "" {
		return nil
	}
	text, err := readFile(r.accept)
	if err != nil {
		return err
	}
	r.accepted, err = verify.ReadAccepted(r.accept, text, now)
	return err
}

func (r *reporting) contractOptions() []contract.Option {
	var options []contract.Option
	if r.spec != "" {
		options = append(options, contract.WithDocument(r.document))
	}
	if r.values {
		options = append(options, contract.WithValues())
	}
	return options
}

// print writes the report and returns the exit code for it.
func (r *reporting) print(report *verify.Report, stdout, stderr io.Writer) int {
	text, err := report.Encode(r.format)
	if err == nil {
		_, err = stdout.Write(text)
	}
	switch {
	case err != nil:
		return fail(stderr, fmt.Errorf("the report cannot be written: %w", err))
	case report.Verdict == verify.Failed:
		return exitFindings
	}
	return exitOK
}

// readFile reads a whole file that is not longer than a document may be.
func readFile(name string) ([]byte, error) {
	file, err := openFile(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, specfix.MaxFileSize+1))
	if err != nil {
		return nil, unreadable(name, err)
	}
	if len(text) > specfix.MaxFileSize {
		return nil, fmt.Errorf("%s: is larger than %d MiB", name, specfix.MaxFileSize>>20)
	}
	return text, nil
}

// openFile opens what can be read to its end: a file, or a pipe that a shell made.
func openFile(name string) (*os.File, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		file.Close()
		return nil, fmt.Errorf("%s: is a folder, but a file is needed", name)
	}
	return file, nil
}

func unreadable(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: does not exist", name)
	}
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	return fmt.Errorf("%s: cannot be read: %w", name, err)
}
