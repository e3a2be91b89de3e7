package main

// figure is a row of the table of figures: what is held, and by which test.
type figure struct {
	what, mustBe string
	suite        suite
	test         string // its figure is the value of its attribute "figure"; without one, how many cases were held
}

// suite is a package with tests.
type suite struct{ module, folder string }

var (
	simulation = suite{".", "./internal/quotasim"}
	stores     = suite{".", "./pkg/gainsight/quota"}
	redis      = suite{"pkg/gainsight/quota/redisquota", "."}
	client     = suite{".", "./pkg/gainsight"}
	peers      = suite{"bench", "./limiters"}
)

// figures are the rows, in their order.
var figures = []figure{
	{
		"72 h of 100 calls an hour and 1,000 a day, 40 random phases, saturated and bursty, servers of all kinds",
		"0 refused, ≥ 99.9 % of an optimal schedule", simulation, "TestDefaultWindowsFor72Hours",
	},
	{"3 h of 100 calls a minute and 50,000 a day, 8 workers", "0 refused, ≥ 99 %", simulation, "TestSynchronousCallsFor3Hours"},
	{"time to the 150th call", "≤ 1.01 h", simulation, "TestTimeToThe150thCall"},
	{"8 processes on one file, half of them killed with SIGKILL", "0 refused, ≥ 99 %", stores, "TestProcesses"},
	{"3 processes on Redis, which is killed and restarted in between, and ended and restarted", "0 refused, ≥ 99 %", redis, "TestProcesses"},
	{"admission with the file store at 1,000 slots, median (best of 20)", "< 200 µs", stores, "TestAdmissionIsFast"},
	{"server down for 30 min, 4 workers", "≤ 5 extra calls in any hour", client, "TestServerDown"},
	{
		"every fault at every request of every bulk operation, retries on",
		"one outcome per row, 0 lost, 0 good rows rejected", client, "TestEveryFaultAtEveryRequest",
	},
	{
		"10,000 seeded mixes of faults, tenants and rows, retries on",
		"one outcome per row, 0 lost, 0 good rows rejected", client, "TestFaultMixes",
	},
	{"10,000 seeded mixes of faults, tenants and users", "0 duplicate users", client, "TestEnsureMixes"},
	{"bad rows in 10,000, batches refused whole, spread 0.1 %", "≤ 9 extra calls per bad row", client, "TestCallsPerBadRow/spread,_0.1_%"},
	{"the same, clustered 1 %", "≤ 2 extra calls per bad row", client, "TestCallsPerBadRow/100_in_a_row"},
	{
		"1,000 random cancellations, in virtual time",
		"no request written after the context is done, no goroutine left", client, "TestCancellations",
	},
	{
		"1,000 random cancellations, over real connections",
		"no goroutine and no connection left", client, "TestCancellationsOfConnections",
	},
}

// peerTables are the tables of the peers, whose rows are attributes of peerTest with these names.
var peerTables = []string{"peers.saturated", "peers.150th", "peers.bursty", "peers.wait"}

const peerTest = "TestLimiters"
