package bench_test

import (
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

const (
	few  = 10_000
	many = 100_000
	mib  = 1 << 20

	// sampleEvery is no multiple of a page or a batch, so that samples meet all states of a run.
	sampleEvery = 4999

	// maxPeak bounds what a run over any number of rows has in memory at once.
	maxPeak = 32 * mib
)

// heap measures how much more memory is in use than when it was made.
type heap struct{ base, peak uint64 }

func newHeap() *heap { return &heap{base: inUse()} }

// sample is to be called often while the run has its records in memory.
func (h *heap) sample() { h.peak = max(h.peak, inUse()) }

// growth is the most that was in use beyond the beginning.
func (h *heap) growth() int64 { return int64(h.peak) - int64(h.base) }

func inUse() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// overLoopback gives a client of a server that answers with handler, over a real connection.
func overLoopback(t *testing.T, handler http.HandlerFunc) *gainsight.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	client, err := gainsight.New(server.URL, gainsight.WithAccessKey("made-up-key"), gainsight.WithLoopbackHTTP())
	if err != nil {
		t.Fatal(err)
	}
	return client
}
