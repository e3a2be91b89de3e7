package main

import (
	"io"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

func seal(args []string, stdout, stderr io.Writer) int {
	project, code, ok := openProject("seal", args, stdout, stderr)
	if !ok {
		return code
	}
	sums, err := project.Seal()
	if err != nil {
		return fail(stderr, err)
	}
	return writeOutput(project, specfix.SealFile, sums, stdout, stderr)
}
