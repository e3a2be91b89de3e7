package main

import (
	"fmt"
	"slices"
	"testing"

	"github.com/gainsight-go/gainsight-go/bench"
)

// stock is the place of the stock client among the peers. All others are measured against it.
const stock = 1

// row is what was measured of one client, each a median over the rounds.
type row struct {
	name        string
	nanoseconds float64
	speed       float64 // how many times as fast as the stock client, compared within each round
	allocations float64
	bytes       float64
}

// samples are what was measured of one client in each round.
type samples struct{ nanoseconds, allocations, bytes []float64 }

func (s *samples) add(result testing.BenchmarkResult) {
	s.nanoseconds = append(s.nanoseconds, float64(result.T.Nanoseconds())/float64(result.N))
	s.allocations = append(s.allocations, float64(result.AllocsPerOp()))
	s.bytes = append(s.bytes, float64(result.AllocedBytesPerOp()))
}

func measure(task bench.Task, peers []bench.Peer, rounds int) ([]row, error) {
	measured := make([]samples, len(peers))
	for range rounds {
		for i, peer := range peers {
			result, err := once(task, peer)
			if err != nil {
				return nil, err
			}
			measured[i].add(result)
		}
	}
	var rows []row
	for i, peer := range peers {
		speeds := make([]float64, rounds)
		for round := range speeds {
			speeds[round] = measured[stock].nanoseconds[round] / measured[i].nanoseconds[round]
		}
		rows = append(rows, row{
			name:        peer.Name,
			nanoseconds: median(measured[i].nanoseconds),
			speed:       median(speeds),
			allocations: median(measured[i].allocations),
			bytes:       median(measured[i].bytes),
		})
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
