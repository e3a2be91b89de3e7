package main

import (
	"io"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

func report(args []string, stdout, stderr io.Writer) int {
	return writeFromBuild("report", specfix.ReportFile, args, stdout, stderr, (*specfix.Result).Report)
}
