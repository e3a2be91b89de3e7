package bench_test

import (
	"testing"

	"github.com/gainsight-go/gainsight-go/bench"
)

// For benchstat and profiles; make bench prints the comparison.
func BenchmarkPeers(b *testing.B) {
	for _, task := range bench.Tasks {
		for _, peer := range peers(b) {
			b.Run(task.Name+"/"+peer.Name, func(b *testing.B) {
				b.ReportAllocs()
				run := prepare(b, task, peer)
				for b.Loop() {
					if err := run(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func peers(tb testing.TB) []bench.Peer {
	tb.Helper()
	peers, err := bench.Peers()
	if err != nil {
		tb.Fatal(err)
	}
	return peers
}

func prepare(tb testing.TB, task bench.Task, peer bench.Peer) func() error {
	tb.Helper()
	run, err := task.Of(peer)
	if err == nil {
		err = run()
	}
	if err != nil {
		tb.Fatalf("%s, %s: %v", task.Name, peer.Name, err)
	}
	return run
}
