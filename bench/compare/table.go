package main

import (
	"fmt"
	"io"

	"github.com/gainsight-go/gainsight-go/bench"
)

func printTable(w io.Writer, task bench.Task, rows []row) {
	const line = "| %-23s | %8s | %14s | %11s | %10s | %8s |\n"
	fmt.Fprintln(w)
	fmt.Fprintf(w, line, task.Name, "time", "times as fast", "allocations", "of stock's", "memory")
	fmt.Fprintf(w, line, "---", "---:", "---:", "---:", "---:", "---:")
	for _, r := range rows {
		fmt.Fprintf(w, line, r.name,
			fmt.Sprintf("%.0f µs", r.nanoseconds/1000),
			fmt.Sprintf("%.1f", r.speed),
			fmt.Sprint(r.allocations),
			fmt.Sprintf("%.1f %%", 100*float64(r.allocations)/float64(rows[stock].allocations)),
			fmt.Sprintf("%d KiB", r.bytes>>10))
	}
}
