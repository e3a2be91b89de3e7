package bench_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/gainsight-go/gainsight-go/bench"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// allowedNoise is how much two runs that need the same memory may differ.
const allowedNoise = 4 * mib

func TestConstantMemoryUpsert(t *testing.T) {
	upserting := func(rows int) int64 {
		var calls atomic.Int64
		client := overLoopback(t, writeAll(&calls))
		heap := newHeap()
		count := 0
		for outcome, err := range client.CompanyTeam.UpsertSeq(t.Context(), rowsToWrite(rows)) {
			if err != nil {
				t.Fatal(err)
			}
			if count++; count%sampleEvery == 0 {
				heap.sample()
			}
			if outcome.Status != gainsight.Succeeded {
				t.Fatalf("row %d is %s: %v", count, outcome.Status, outcome.Err)
			}
		}
		if want := int64(rows / bench.Rows); count != rows || calls.Load() != want {
			t.Errorf("%d outcomes in %d calls, want %d in %d", count, calls.Load(), rows, want)
		}
		return heap.growth()
	}

	small, large := upserting(few), upserting(many)
	t.Logf("%d rows took %d KiB at most, %d rows %d KiB", few, small>>10, many, large>>10)
	if large-small > allowedNoise {
		t.Errorf("%d more rows took %d KiB more", many-few, (large-small)>>10)
	}
	if large > maxPeak {
		t.Errorf("%d rows took %d MiB", many, large/mib)
	}
}

// rowsToWrite yields rows that are made up as they are asked for.
func rowsToWrite(rows int) iter.Seq2[gainsight.CompanyTeamRecord, error] {
	return func(yield func(gainsight.CompanyTeamRecord, error) bool) {
		for i := range rows {
			record := gainsight.CompanyTeamRecord{
				CompanyGsid: gainsight.Set(fmt.Sprintf("1P02BENCH%027d", i)),
				UserGsid:    gainsight.Set(fmt.Sprintf("1P01BENCH%027d", i%7)),
				UserRole:    gainsight.Set("CSM"),
				TeamAdmin:   gainsight.Set(i%2 == 0),
			}
			if err := record.SetCustom("Seats__gc", i); !yield(record, err) {
				return
			}
		}
	}
}

// writeAll answers each upsert with the records that came, and counts the calls.
func writeAll(calls *atomic.Int64) http.HandlerFunc {
	return replying(func(request struct{ Records []json.RawMessage }) reply {
		calls.Add(1)
		return reply{`{"result":true,"data":{"success":{"records":[`, slices.Values(request.Records), `]},"errors":null}}`}
	})
}
