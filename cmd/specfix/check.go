package main

import (
	"fmt"
	"io"
)

func check(args []string, stdout, stderr io.Writer) int {
	project, code, ok := openProject("check", args, stdout, stderr)
	if !ok {
		return code
	}
	summary, findings, err := project.Check()
	if err != nil {
		return fail(stderr, err)
	}
	if len(findings) > 0 {
		return printFindings(stderr, findings)
	}
	fmt.Fprintf(stdout, "specfix: all is well: checked %s\n", summary)
	return exitOK
}
