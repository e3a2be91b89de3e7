package main

import (
	"io"
	"slices"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

func build(args []string, stdout, stderr io.Writer) int {
	return writeFromBuild("build", args, stdout, stderr, func(result *specfix.Result) ([]specfix.Output, []specfix.Finding) {
		return []specfix.Output{result.DocumentOutput()}, nil
	})
}

// writeFromBuild applies all corrections and writes files that depend on nothing else. It writes nothing if there is any
// finding.
func writeFromBuild(command string, args []string, stdout, stderr io.Writer, outputsOf func(*specfix.Result) ([]specfix.Output, []specfix.Finding)) int {
	project, code, ok := openProject(command, args, stdout, stderr)
	if !ok {
		return code
	}
	result, err := project.Build()
	if err != nil {
		return fail(stderr, err)
	}
	outputs, findings := outputsOf(result)
	if findings = slices.Concat(result.Findings, findings); len(findings) > 0 {
		return printFindings(stderr, findings)
	}
	for _, output := range outputs {
		if code := writeOutput(project, output.File, output.Content(), stdout, stderr); code != exitOK {
			return code
		}
	}
	return exitOK
}
