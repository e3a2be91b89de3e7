package main

import (
	"fmt"
	"io"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

// openProject reads the flags that every command on a working tree has. When it returns false, the command ends with the
// exit code.
func openProject(name string, args []string, stdout, stderr io.Writer) (specfix.Project, int, bool) {
	flags := newFlags(name, "")
	root := flags.String("root", ".", "the `DIR` that holds go.mod (default: the current one)")
	_, code, ok := flags.parse(args, stdout, stderr)
	return specfix.Project{Root: *root}, code, ok
}

func fail(stderr io.Writer, err error) int {
	fmt.Fprintln(stderr, err)
	return exitUnusable
}

func printFindings(stderr io.Writer, findings []specfix.Finding) int {
	for _, finding := range findings {
		fmt.Fprintln(stderr, finding)
	}
	things := "things have"
	if len(findings) == 1 {
		things = "thing has"
	}
	fmt.Fprintf(stderr, "specfix: %d %s to be repaired\n", len(findings), things)
	return exitFindings
}

// writeOutput writes one file of the project and says so.
func writeOutput(p specfix.Project, name string, data []byte, stdout, stderr io.Writer) int {
	written, err := p.WriteFile(name, data)
	switch {
	case err != nil:
		return fail(stderr, err)
	case written:
		fmt.Fprintf(stdout, "specfix: wrote %s\n", name)
	default:
		fmt.Fprintf(stdout, "specfix: %s is up to date\n", name)
	}
	return exitOK
}
