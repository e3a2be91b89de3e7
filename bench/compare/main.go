// Command compare prints how fast each client is, as a table in Markdown. All clients are measured in turns, so that
// whatever else the machine does meets them alike.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime"
	"testing"

	"github.com/gainsight-go/gainsight-go/bench"
)

func main() {
	testing.Init()
	rounds := flag.Int("rounds", 9, "how often each client does each task")
	flag.Parse()
	if err := flag.Set("test.benchtime", "100ms"); err != nil {
		log.Fatal(err)
	}
	peers, err := bench.Peers()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s, %s/%s, %d CPUs, medians of %d rounds\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), *rounds)
	for _, task := range bench.Tasks {
		measured, err := measure(task, peers, *rounds)
		if err != nil {
			log.Fatal(err)
		}
		printTable(os.Stdout, task, measured)
	}
}
