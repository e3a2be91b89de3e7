package main

import (
	"io"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

func build(args []string, stdout, stderr io.Writer) int {
	return writeFromBuild("build", specfix.DocumentFile, args, stdout, stderr,
		func(result *specfix.Result) []byte { return result.Document })
}

// writeFromBuild applies all corrections and writes one file that depends on nothing else. It writes nothing if there is
// any finding.
func writeFromBuild(command, file string, args []string, stdout, stderr io.Writer, content func(*specfix.Result) []byte) int {
	project, code, ok := openProject(command, args, stdout, stderr)
	if !ok {
		return code
	}
	result, err := project.Build()
	if err != nil {
		return fail(stderr, err)
	}
	if len(result.Findings) > 0 {
		return printFindings(stderr, result.Findings)
	}
	return writeOutput(project, file, content(result), stdout, stderr)
}
