// Command compat compares this project with its past: what the Go API and the document promised, and whether they
// still do.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// Exit codes, as those of specfix: something has to be repaired, or the question could not be answered at all.
const (
	exitOK       = 0
	exitFindings = 1
	exitUnusable = 2
)

const usage = `Usage: compat <command> [-root DIR]

Commands:
  check         compare the Go API and the document with the baseline and with the history in git
  baseline      write the baseline anew; refuses breaking changes that CHANGELOG.md does not name
  changes OLD   print, as JSON, what the OpenAPI document on standard input changes in the operations of OLD

-root names the folder that holds the project's go.mod (default: the parent of the current one).
Exit codes: 0 all is well, 1 something has to be repaired, 2 unusable input or wrong usage.
`

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	command := ""
	if len(args) > 0 {
		command, args = args[0], args[1:]
	}
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	root := flags.String("root", "..", "")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, usage)
		return exitOK
	} else if err != nil {
		fmt.Fprintf(stderr, "compat: %v\n%s", err, usage)
		return exitUnusable
	}
	var findings bool
	var err error
	switch project := (specfix.Project{Root: *root}); {
	case command == "check" && flags.NArg() == 0:
		findings, err = check(project, stdout)
	case command == "baseline" && flags.NArg() == 0:
		findings, err = writeBaseline(project, stdout)
	case command == "changes" && flags.NArg() == 1:
		err = printChanges(project, flags.Arg(0), stdin, stdout)
	default:
		err = fmt.Errorf("compat: one of the commands is needed, with its arguments\n%s", usage)
	}
	switch {
	case err != nil:
		fmt.Fprintln(stderr, err)
		return exitUnusable
	case findings:
		return exitFindings
	}
	return exitOK
}
