package bench_test

import (
	"bufio"
	"encoding/json"
	"iter"
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

// overLoopback gives a client of a server that answers with handler, over a real connection, for any number of calls.
func overLoopback(t *testing.T, handler http.HandlerFunc) *gainsight.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	client, err := gainsight.New(server.URL, gainsight.WithAccessKey("made-up-key"), gainsight.WithLoopbackHTTP(), gainsight.WithoutQuota())
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// reply is a reply to be written: the JSON before its records, each record, and the JSON after them.
type reply struct {
	before  string
	records iter.Seq[json.RawMessage]
	after   string
}

// replying gives a handler that reads each request and answers what build makes of it.
func replying[R any](build func(request R) reply) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var request R
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		body := bufio.NewWriter(w)
		defer body.Flush()
		reply := build(request)
		body.WriteString(reply.before)
		comma := ""
		for record := range reply.records {
			body.WriteString(comma)
			body.Write(record)
			comma = ","
		}
		body.WriteString(reply.after)
	}
}
