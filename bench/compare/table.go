package main

import (
	"fmt"
	"io"

	"github.com/gainsight-go/gainsight-go/bench"
)

func printTable(w io.Writer, task bench.Task, rows []row) {
	const line = "| %-27s | %8s | %14s | %11s | %10s | %8s |\n"
	fmt.Fprintln(w)
	fmt.Fprintf(w, line, task.Name, "time", "times as fast", "allocations", "of stock's", "memory")
	fmt.Fprintf(w, line, "---", "---:", "---:", "---:", "---:", "---:")
	for _, r := range rows {
		fmt.Fprintf(w, line, r.name,
			fmt.Sprintf("%.0f µs", r.nanoseconds/1000),
			fmt.Sprintf("%.1f", r.speed),
			fmt.Sprintf("%.0f", r.allocations),
			fmt.Sprintf("%.1f %%", 100*r.allocations/rows[stock].allocations),
			fmt.Sprintf("%.0f KiB", r.bytes/1024))
	}
}
