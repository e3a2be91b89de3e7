package bench_test

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/bench"
	"github.com/gainsight-go/gainsight-go/bench/plain"
)

// maxShare is the largest share of the stock client's allocations that ours may take.
const maxShare = 1.0 / 5

// ownAllocations is how many allocations each task took when it was last looked at.
var ownAllocations = map[string]float64{
	"decode 50 records":           209,
	"encode 50 records":           1,
	"build and encode 50 records": 554,
	"list 50 records":             299,
	"upsert 50 records":           446,
}

// room is for what changes from one version of Go to the next.
const room = 1.15

func TestOwnAllocations(t *testing.T) {
	ours := peers(t)[0]
	for _, task := range bench.Tasks {
		got, before := allocations(t, task, ours), ownAllocations[task.Name]
		if limit := math.Ceil(before * room); got > limit {
			t.Errorf("%s takes %.0f allocations, more than %.0f. They were %.0f. In bench, see what allocates:\n"+
				"\tgo test -run '^$' -bench 'Peers/^%s$/%s$' -memprofile mem.out -memprofilerate 1 -o bench.test\n"+
				"\tgo tool pprof -sample_index=alloc_objects -lines -top bench.test mem.out\n"+
				"If it is worth its price, write the new number into ownAllocations, and the reason into the commit's message.",
				task.Name, got, limit, before, strings.ReplaceAll(task.Name, " ", "_"), ours.Name)
		}
	}
}

// Times depend on the machine and on who else uses it; the number of allocations does not.
func TestAllocationsAgainstStock(t *testing.T) {
	peers := peers(t)
	ours, stock := peers[0], peers[1]
	for _, task := range bench.Tasks {
		got, theirs := allocations(t, task, ours), allocations(t, task, stock)
		t.Logf("%s: %.0f allocations, %.0f in the stock client", task.Name, got, theirs)
		if got > theirs*maxShare {
			t.Errorf("%s takes %.0f allocations, more than a fifth of the stock client's %.0f", task.Name, got, theirs)
		}
	}
}

func allocations(t *testing.T, task bench.Task, peer bench.Peer) float64 {
	t.Helper()
	run := prepare(t, task, peer)
	return testing.AllocsPerRun(100, func() {
		if err := run(); err != nil {
			t.Error(err)
		}
	})
}

// All peers read the same page and write it back, and build the same records of the same data, so that none is fast by
// doing less.
func TestPeersDoTheSame(t *testing.T) {
	data, err := json.Marshal(plain.Upsert{Records: bench.Writable()})
	if err != nil {
		t.Fatal(err)
	}
	for _, peer := range peers(t) {
		page, err := peer.Decode(bench.Page())
		if err != nil {
			t.Fatalf("%s: %v", peer.Name, err)
		}
		text, err := peer.Encode(page)
		if err != nil {
			t.Fatalf("%s: %v", peer.Name, err)
		}
		sameRecords(t, peer.Name+" encodes", text, bench.Page())

		built, err := peer.Build(bench.Writable())
		if err != nil {
			t.Fatalf("%s: %v", peer.Name, err)
		}
		sameRecords(t, peer.Name+" builds", built, data)
	}
}

func sameRecords(t *testing.T, who string, gotJSON, wantJSON []byte) {
	t.Helper()
	got, want := recordsOf(t, gotJSON), recordsOf(t, wantJSON)
	if len(got) != bench.Rows || len(want) != bench.Rows {
		t.Fatalf("%s %d records, want %d", who, len(got), len(want))
	}
	for i := range want {
		for member, value := range want[i] { // stock writes more than was set
			if !reflect.DeepEqual(got[i][member], value) {
				t.Errorf("%s record %d with %s %v, not %v", who, i, member, got[i][member], value)
			}
		}
	}
}

func recordsOf(t *testing.T, page []byte) []map[string]any {
	t.Helper()
	var decoded struct {
		Records []map[string]any `json:"records"`
	}
	if err := json.Unmarshal(page, &decoded); err != nil {
		t.Fatal(err)
	}
	return decoded.Records
}
