package bench_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// rememberedPerRow bounds what List keeps of each record that it returned, to return none twice: 16 bytes, and the map
// around them, which has room to spare after it grew.
const rememberedPerRow = 80

func TestListRemembersLittle(t *testing.T) {
	listing := func(rows int) int64 {
		client := overLoopback(t, listOf(rows))
		heap := newHeap()
		count := 0
		for record, err := range client.CompanyTeam.List(t.Context(), gainsight.CompanyTeamListOptions{PageSize: 1000}) {
			if err != nil {
				t.Fatal(err)
			}
			if count++; count%sampleEvery == 0 {
				heap.sample()
			}
			if record.Gsid.Or("") == "" {
				t.Fatalf("record %d has no Gsid", count)
			}
		}
		if count != rows {
			t.Errorf("%d of %d records came", count, rows)
		}
		return heap.growth()
	}

	small, large := listing(few), listing(many)
	t.Logf("%d records took %d KiB at most, %d records %d KiB: %d bytes for each one more", few, small>>10, many, large>>10, (large-small)/(many-few))
	if more := large - small; more > (many-few)*rememberedPerRow {
		t.Errorf("%d more records took %d KiB more", many-few, more>>10)
	}
	if large > maxPeak {
		t.Errorf("%d records took %d MiB", many, large/mib)
	}
}

// listOf answers list calls as a tenant with this many records, each made up as it is written.
func listOf(rows int) http.HandlerFunc {
	return replying(func(search struct{ Limit, Page int }) reply {
		first := search.Page * search.Limit
		return reply{
			before:  fmt.Sprintf(`{"result":true,"data":{"page":%d,"limit":%d,"records":[`, search.Page, search.Limit),
			records: madeUp(first, min(first+search.Limit, rows)),
			after:   `]}}`,
		}
	})
}

func madeUp(first, end int) iter.Seq[json.RawMessage] {
	return func(yield func(json.RawMessage) bool) {
		for i := first; i < end; i++ {
			if !yield(fmt.Appendf(nil, `{"Gsid":"1P09BENCH%027d","CompanyGsid":"1P02BENCH%027d","CompanyName":"Example Company %d",`+
				`"UserGsid":"1P01BENCH%027d","Name":"Example User","UserRole":"CSM","TeamAdmin":"true","Seats__gc":%d}`, i, i, i, i%7, i)) {
				return
			}
		}
	}
}
