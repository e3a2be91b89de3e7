package main

import (
	"fmt"
	"slices"
	"testing"

	"github.com/gainsight-go/gainsight-go/bench"
)

// stock is the place of the stock client among the peers. All others are measured against it.
const stock = 1

// row is what was measured of one client: the median of its rounds.
type row struct {
	name        string
	nanoseconds float64
	speed       float64 // how many times as fast as the stock client, compared within each round
	allocations int64
	bytes       int64
}

func measure(task bench.Task, peers []bench.Peer, rounds int) ([]row, error) {
	times := make([][]float64, len(peers))
	rows := make([]row, len(peers))
	for range rounds {
		for i, peer := range peers {
			result, err := once(task, peer)
			if err != nil {
				return nil, err
			}
			times[i] = append(times[i], float64(result.T.Nanoseconds())/float64(result.N))
			rows[i].allocations, rows[i].bytes = result.AllocsPerOp(), result.AllocedBytesPerOp()
		}
	}
	for i, peer := range peers {
		speeds := make([]float64, rounds)
		for round := range speeds {
			speeds[round] = times[stock][round] / times[i][round]
		}
		rows[i].name, rows[i].nanoseconds, rows[i].speed = peer.Name, median(times[i]), median(speeds)
	}
	return rows, nil
}

func once(task bench.Task, peer bench.Peer) (testing.BenchmarkResult, error) {
	run, err := task.Of(peer)
	result := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for err == nil && b.Loop() {
			err = run()
		}
	})
	if err != nil {
		return result, fmt.Errorf("%s, %s: %w", task.Name, peer.Name, err)
	}
	return result, nil
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}
