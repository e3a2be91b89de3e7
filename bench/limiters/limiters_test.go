package limiters_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gainsight-go/gainsight-go/bench/limiters"
	"github.com/gainsight-go/gainsight-go/internal/quotasim"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// runs is how many random phases, and for bursts how many random demands, each limiter meets at each kind of server.
const runs = 5

// load is a demand for 72 hours of 100 calls an hour and 1,000 a day.
type load struct {
	name   string
	demand func(random *rand.Rand) []time.Duration
	tables map[string]func(measured) string // in docs/quota.md, and what their cells say
}

var loads = []load{
	{
		"saturated", func(*rand.Rand) []time.Duration { return quotasim.Saturated(3500) },
		map[string]func(measured) string{"peers.saturated": measured.calls, "peers.150th": measured.timeTo150th},
	},
	{
		"bursty", func(random *rand.Rand) []time.Duration { return quotasim.Bursty(random, 30, 150, 60*time.Hour) },
		map[string]func(measured) string{"peers.bursty": measured.calls, "peers.wait": measured.averageWait},
	},
}

// In one and the same run, ours is never refused and sends as much as can be sent, and what others use is refused. The rows
// are those of the tables in docs/quota.md.
func TestLimiters(t *testing.T) {
	for _, load := range loads {
		names := row{"server"}
		for _, peer := range limiters.Peers {
			names = append(names, peer.Name)
		}
		rows := map[string][]row{}
		for table := range load.tables {
			rows[table] = []row{names}
		}
		for _, kind := range quotasim.Kinds {
			cells := map[string]row{}
			for i, peer := range limiters.Peers {
				m := measure(t, peer, kind, load)
				m.check(t, i, kind, load)
				for table, cell := range load.tables {
					cells[table] = append(cells[table], cell(m))
				}
			}
			for table := range load.tables {
				rows[table] = append(rows[table], append(row{kind.Name}, cells[table]...))
			}
		}
		for table, rows := range rows {
			for _, row := range rows {
				t.Attr(table, strings.Join(row, " | "))
			}
		}
	}
}

type row []string

// measured is what came of all runs of one limiter at one kind of server.
type measured struct {
	refused, sent int           // in the run in which most were refused
	accepted      int           // in all runs
	wait          time.Duration // of these together, from when they were wanted
	to150th       time.Duration // in the run in which it took longest
}

func (m measured) calls() string       { return fmt.Sprintf("%d of %d", m.refused, m.sent) }
func (m measured) timeTo150th() string { return fmt.Sprintf("%.3f h", m.to150th.Hours()) }
func (m measured) averageWait() string {
	return fmt.Sprintf("%.0f min", m.wait.Minutes()/float64(m.accepted))
}

func measure(t *testing.T, peer limiters.Peer, kind quotasim.Kind, load load) (m measured) {
	t.Helper()
	for seed := range uint64(runs) {
		random := rand.New(rand.NewPCG(seed, 0))
		windows := quota.UserManagement()
		run := quotasim.Run{
			Windows: windows, Server: kind.New(windows, random), Demand: load.demand(random),
			Latency: 500 * time.Millisecond, Length: 72 * time.Hour, Seed: seed,
		}
		synctest.Test(t, func(t *testing.T) {
			run.Limiter = peer.New(windows)
			m.add(run, run.Do(t.Context()))
		})
	}
	return m
}

func (m *measured) add(run quotasim.Run, result quotasim.Result) {
	if sent := result.Refused + len(result.Accepted); result.Refused > m.refused || m.sent == 0 {
		m.refused, m.sent = result.Refused, sent
	}
	m.accepted += len(result.Accepted)
	for i, at := range result.Accepted { // one after the other, as they were wanted
		m.wait += at - run.Demand[i]
	}
	if len(result.Accepted) >= 150 {
		m.to150th = max(m.to150th, result.Accepted[149])
	}
}

// check holds what the page says about ours, the first of the peers, and x/time/rate with burst N, the second one.
func (m measured) check(t *testing.T, i int, kind quotasim.Kind, load load) {
	t.Helper()
	name := fmt.Sprintf("%s, %s, %s", limiters.Peers[i].Name, kind.Name, load.name)
	switch {
	case i == 0 && m.refused > 0:
		t.Errorf("%s: %d calls were refused", name, m.refused)
	case i == 0 && load.name == "saturated" && (m.accepted < runs*3000 || m.to150th > 3636*time.Second):
		t.Errorf("%s: %d calls in %d runs, the 150th after %s", name, m.accepted, runs, m.to150th)
	case i == 1 && m.refused == 0 && !strings.HasPrefix(kind.Name, "GCRA"):
		t.Errorf("%s: nothing was refused, so that the comparison says nothing", name)
	}
}
