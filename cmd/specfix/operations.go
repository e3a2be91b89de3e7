package main

import (
	"io"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

func operations(args []string, stdout, stderr io.Writer) int {
	return writeFromBuild("operations", args, stdout, stderr, func(result *specfix.Result) ([]specfix.Output, []specfix.Finding) {
		operations := result.Operations()
		return operations.Outputs(), operations.Findings
	})
}
