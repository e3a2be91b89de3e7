// Command specfix makes api/openapi.yml out of the published document and the corrections, checks that everything
// derived from it still fits, and compares recorded and live traffic with it.
package main

import (
	"fmt"
	"io"
	"os"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// Exit codes: something has to be repaired, or the question could not be answered at all.
const (
	exitOK       = 0
	exitFindings = 1
	exitUnusable = 2
)

// command is one subcommand. It gets the arguments behind its name and returns the exit code.
type command struct {
	name    string
	summary string
	run     func(args []string, stdout, stderr io.Writer) int
}

func commands() []command {
	return []command{
		{"build", "write api/openapi.yml from the published document and the corrections", build},
		{"check", "check the document and everything generated from it; write nothing", check},
		{"report", "write docs/corrections.md", report},
		{"operations", "write gen/gsapi/operations.gen.go and docs/operations.md", operations},
		{"verify", "compare recorded traffic with the document; runs anywhere", verifyTraffic},
		{"probe", "ask a tenant at most 6 read-only questions, and compare the replies with the document", probeTenant},
		{"update", "show what a new version of the published document changes; --write takes it in", update},
		{"seal", "write gen/SHA256SUMS; only for right after the generator ran, because it seals whatever it\n             finds: only make check proves that the generator wrote this", seal},
	}
}

func run(args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		fmt.Fprintln(stderr, "specfix: a command is missing")
		usage(stderr)
		return exitUnusable
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		usage(stdout)
		return exitOK
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return c.run(args[1:], stdout, stderr)
		}
	}
	fmt.Fprintf(stderr, "specfix: there is no command %q\n", args[0])
	usage(stderr)
	return exitUnusable
}

func usage(w io.Writer) {
	fmt.Fprint(w, "Usage: specfix <command> [flags] [arguments]\n\nCommands:\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-10s %s\n", c.name, c.summary)
	}
	fmt.Fprint(w, "  help       print this text\n\nspecfix <command> --help lists the flags of a command.\n"+exitCodes)
}
