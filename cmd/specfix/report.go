package main

import (
	"io"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

func report(args []string, stdout, stderr io.Writer) int {
	return writeFromBuild("report", args, stdout, stderr, func(result *specfix.Result) ([]specfix.Output, []specfix.Finding) {
		return []specfix.Output{result.ReportOutput()}, nil
	})
}
