package gainsight_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gainsight-go/gainsight-go/internal/race"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// statusUpdates answers updates of the status of users. Those that have a bad GSID among them are refused as a whole.
type statusUpdates struct {
	code  string
	bad   map[string]bool
	done  map[string]bool
	most  int   // rows that a call takes
	sizes []int // of the calls
}

func newStatusUpdates() *statusUpdates {
	return &statusUpdates{code: "GU_2402", most: 50, bad: map[string]bool{}, done: map[string]bool{}}
}

func (s *statusUpdates) RoundTrip(r *http.Request) (*http.Response, error) {
	var gsids []string
	if err := json.NewDecoder(r.Body).Decode(&gsids); err != nil {
		return nil, err
	}
	s.sizes = append(s.sizes, len(gsids))
	if len(gsids) > s.most {
		return scripted{status: 416}.to(r), nil
	}
	if slices.ContainsFunc(gsids, func(gsid string) bool { return s.bad[gsid] }) {
		return scripted{status: 400, body: `{"result":false,"errorCode":"` + s.code + `","errorDesc":"Alex is not liked"}`}.to(r), nil
	}
	for _, gsid := range gsids {
		s.done[gsid] = true
	}
	return ok(`{"result":true}`).to(r), nil
}

func (s *statusUpdates) client(t *testing.T, options ...gainsight.Option) *gainsight.Client {
	t.Helper()
	return newBareClient(t, s, options...)
}

// rows returns n GSIDs, of which some are bad.
func (s *statusUpdates) rows(n int, isBad func(i int) bool) (rows []string) {
	for i := range n {
		rows = append(rows, fmt.Sprintf("R%05d", i))
		if isBad(i) {
			s.bad[rows[i]] = true
		}
	}
	return rows
}

// activate checks that all good rows are done, or handed back, and no bad one.
func (s *statusUpdates) activate(t *testing.T, client *gainsight.Client, rows []string) *gainsight.UserStatusResult {
	t.Helper()
	before := len(s.sizes)
	result, err := client.Users.Activate(t.Context(), rows)
	if calls := len(s.sizes) - before; result.Calls != calls || len(result.Outcomes) != len(rows) || (err == nil) != (len(result.Leftovers()) == 0) {
		t.Fatalf("%d calls of %d, %d outcomes, %v", result.Calls, calls, len(result.Outcomes), err)
	}
	for i, outcome := range result.Outcomes {
		row := rows[i]
		if outcome.Row != row || outcome.Status == gainsight.Rejected && !s.bad[row] || (outcome.Status == gainsight.Succeeded) != s.done[row] {
			t.Fatalf("row %d, %s, is %s; bad: %v, done: %v", i, row, outcome.Status, s.bad[row], s.done[row])
		}
	}
	return result
}

const noLimit = 1_000_000

// spreads are how bad rows lie among 10,000, and how many calls more than 200 each of them may cost.
var spreads = map[string]struct {
	trials int
	most   float64
	isBad  func(random *rand.Rand, n int) func(i int) bool
}{
	"one":                         {20, 9, randomly(1)},
	"spread, 0.1 %":               {20, 9, randomly(10)},
	"spread, 1 %":                 {5, 9, randomly(100)},
	"spread, 20 %":                {2, 9, randomly(2000)},
	"100 in a row":                {20, 2, inARow(100)},
	"20 in a row, five times":     {5, 2, inARow(20, 20, 20, 20, 20)},
	"all":                         {1, 2, func(*rand.Rand, int) func(int) bool { return func(int) bool { return true } }},
	"every second":                {1, 4, every(2)},
	"every 25th":                  {1, 9, every(25)},
	"the last of each batch":      {1, 9, every(50)},
	"the first, and none besides": {1, 9, func(*rand.Rand, int) func(int) bool { return func(i int) bool { return i == 0 } }},
}

func randomly(count int) func(*rand.Rand, int) func(int) bool {
	return func(random *rand.Rand, n int) func(int) bool {
		bad := map[int]bool{}
		for len(bad) < count {
			bad[random.IntN(n)] = true
		}
		return func(i int) bool { return bad[i] }
	}
}

// inARow spreads groups over equal parts of the rows.
func inARow(counts ...int) func(*rand.Rand, int) func(int) bool {
	return func(random *rand.Rand, n int) func(int) bool {
		bad := map[int]bool{}
		part := n / len(counts)
		for k, count := range counts {
			first := k*part + random.IntN(part-count)
			for i := range count {
				bad[first+i] = true
			}
		}
		return func(i int) bool { return bad[i] }
	}
}

func every(k int) func(*rand.Rand, int) func(int) bool {
	return func(*rand.Rand, int) func(int) bool { return func(i int) bool { return i%k == k-1 } }
}

// Each bad row for the sake of which a tenant refuses whole batches is found, and no good one is refused, within so many
// calls.
func TestCallsPerBadRow(t *testing.T) {
	const n = 10_000
	for name, test := range spreads {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			worst, sum := 0.0, 0.0
			trials := test.trials
			if race.Detector {
				trials = 1
			}
			for seed := range trials {
				s := newStatusUpdates()
				rows := s.rows(n, test.isBad(rand.New(rand.NewPCG(uint64(seed), 0)), n))
				result := s.activate(t, s.client(t, gainsight.WithExtraCalls(noLimit)), rows)
				if result.Count(gainsight.Rejected) != len(s.bad) || len(result.Leftovers()) > 0 {
					t.Fatalf("seed %d: %d of %d bad rows were found, %d rows are left over", seed, result.Count(gainsight.Rejected), len(s.bad), len(result.Leftovers()))
				}
				perRow := float64(result.Calls-n/50) / float64(len(s.bad))
				worst, sum = max(worst, perRow), sum+perRow
			}
			t.Attr("figure", fmt.Sprintf("%.2f on average, %.2f at worst", sum/float64(trials), worst))
			if worst > test.most {
				t.Errorf("%.2f extra calls per bad row, want %.0f at most", worst, test.most)
			}
		})
	}
}

// The search works for each operation that can be repeated, in the fake tenant.
func TestBadRowsOfEveryOperation(t *testing.T) {
	for _, name := range []string{"Upsert", "UpsertSeq", "DeleteMany", "DeleteSeq", "Update", "Activate"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			op := bulkOperations[name]
			trial := newTrial(t, gainsighttest.WithWholeBatchRefusal())
			trial.client = newBareClient(t, trial.tenant.Transport(), gainsight.WithExtraCalls(100))
			rows := op.prepare(trial, 230)
			bad := []int{0, 49, 50, 130, 131, 132, 229}
			wasGone := map[string]bool{} // which a deletion cannot be told from
			for _, i := range bad {
				rows[i] = fmt.Sprintf("1P0NOTHERE%d", i)
				wasGone[rows[i]] = true
			}
			outcomes, err := op.run(trial, rows)
			if left := op.check(t, trial, rows, outcomes, err, wasGone); len(left) > 0 {
				t.Errorf("%d rows are left over", len(left))
			}
			for i, outcome := range outcomes {
				if (outcome.Status == gainsight.Rejected) != slices.Contains(bad, i) {
					t.Errorf("row %d is %s", i, outcome.Status)
				}
			}
		})
	}
}

// When the calls for it are spent, rows among which there is a bad one are handed back, and the others go on.
func TestBadRowsThatAreNotIsolated(t *testing.T) {
	for _, extra := range []int{0, 9, 12} { // of a cluster most cost one
		s := newStatusUpdates()
		rows := s.rows(1000, inARow(100)(rand.New(rand.NewPCG(0, 0)), 1000))
		if result := s.activate(t, s.client(t, gainsight.WithExtraCalls(extra)), rows); result.Calls > 20+extra {
			t.Errorf("%d calls, with %d extra ones", result.Calls, extra)
		}
	}
	for _, extra := range []int{0, 1, 3, 10} { // 10 is the default
		s := newStatusUpdates()
		rows := s.rows(10_000, every(1000)(nil, 0))
		client := s.client(t)
		if extra != 10 {
			client = s.client(t, gainsight.WithExtraCalls(extra))
		}
		result := s.activate(t, client, rows)
		if result.Calls < 200 || result.Calls > 200+extra {
			t.Errorf("%d calls, with %d extra ones", result.Calls, extra)
		}
		left := result.Leftovers()
		if len(left) != len(result.Doubted()) || len(left) > 50*(len(s.bad)-extra/7) {
			t.Errorf("%d extra calls: %d rows are left over", extra, len(left))
		}
		for _, outcome := range result.Outcomes {
			if outcome.Status != gainsight.InDoubt {
				continue
			}
			var log bytes.Buffer
			slog.New(slog.NewJSONHandler(&log, nil)).Error("not done", "error", outcome.Err)
			if failure := failureOf(t, outcome.Err); failure.Code != "GU_2402" || !errors.Is(outcome.Err, gainsight.ErrNotIsolated) || !errors.Is(outcome.Err, gainsight.ErrInvalid) ||
				!strings.HasPrefix(outcome.Err.Error(), "gainsight: rejected, not isolated: ") || strings.Contains(log.String(), "Alex") || !strings.Contains(log.String(), "GU_2402") {
				t.Fatalf("got %v, and the log %s", outcome.Err, &log)
			}
		}
		for range len(s.bad) { // handed in again, they come to an end, unless nothing may be spent on it
			left = s.activate(t, client, left).Leftovers()
		}
		if (len(left) > 0) != (extra < 7) {
			t.Errorf("%d extra calls: %d rows are left over in the end", extra, len(left))
		}
	}
	if _, err := gainsight.New("tenant.example.com", gainsight.WithAccessKey(testKey), gainsight.WithExtraCalls(-1)); err == nil || !strings.Contains(err.Error(), "WithExtraCalls: -1") {
		t.Errorf("got %v", err)
	}
}

// However bad the rows are, and however few of them a call takes, no more calls are spent than may be.
func TestExtraCallsAreBounded(t *testing.T) {
	for name, isBad := range map[string]func(i int) bool{
		"all":                 func(int) bool { return true },
		"a long row":          func(i int) bool { return i >= 200 && i < 700 },
		"every second":        func(i int) bool { return i%2 == 0 },
		"every fifth":         func(i int) bool { return i%5 == 0 },
		"one in each batch":   func(i int) bool { return i%50 == 17 },
		"all but the first":   func(i int) bool { return i > 0 },
		"all but every tenth": func(i int) bool { return i%10 != 0 },
	} {
		for _, size := range []int{50, 6} {
			for _, extra := range []int{0, 1, 5, 10, 100} {
				s := newStatusUpdates()
				s.most = size
				client := s.client(t, gainsight.WithExtraCalls(extra))
				if size < 50 { // which the client finds out in calls of its own
					s.activate(t, client, s.rows(50, func(int) bool { return false }))
					clear(s.done)
				}
				rows := s.rows(1000, isBad)
				if calls := s.activate(t, client, rows).Calls; calls > (1000+size-1)/size+extra {
					t.Errorf("%s: %d calls of %d rows, with %d extra ones", name, calls, size, extra)
				}
			}
		}
	}
}

// Where nothing is ever accepted, the calls of the quota are not spent on the rest.
func TestNothingIsAccepted(t *testing.T) {
	s := newStatusUpdates()
	rows := s.rows(10_000, func(int) bool { return true })
	result, err := s.client(t).Users.Activate(t.Context(), rows)
	if failure := failureOf(t, err); failure.Code != s.code || result.Calls > 12 || result.Count(gainsight.NotSent) < 9_900 {
		t.Errorf("%d calls, %d rows were not sent, %v", result.Calls, result.Count(gainsight.NotSent), err)
	}
}

// A code that nobody knows can be about the request. If rows of two calls of one row each get it, and none was accepted, it is;
// otherwise it is about the rows.
func TestCodeThatNobodyKnows(t *testing.T) {
	for name, test := range map[string]struct {
		isBad func(i int) bool
		want  string // of 4 rows
		calls int
	}{
		"all":                {func(int) bool { return true }, "not sent, not sent, not sent, not sent", 4},
		"the first":          {func(i int) bool { return i == 0 }, "rejected, succeeded, succeeded, succeeded", 6},
		"the last":           {func(i int) bool { return i == 3 }, "succeeded, succeeded, succeeded, rejected", 4},
		"the first and last": {func(i int) bool { return i%3 == 0 }, "rejected, succeeded, succeeded, rejected", 8},
	} {
		s := newStatusUpdates()
		s.code = "GU_9999"
		rows := s.rows(4, test.isBad)
		result := s.activate(t, s.client(t), rows)
		if got := statuses(result); got != test.want || len(s.sizes) != test.calls {
			t.Errorf("%s: got %s, calls of %v", name, got, s.sizes)
		}
	}
	// Two rows with different codes are two bad rows.
	refused := func(code string) scripted {
		return scripted{status: 400, body: `{"result":false,"errorCode":"` + code + `"}`}
	}
	_, client := newScripted(t, refused("GU_9998"), refused("GU_9998"), refused("GU_9999"), refused("GU_9998"))
	if result, err := client.Users.Activate(t.Context(), []string{"A", "B"}); err != nil || statuses(result) != "rejected, rejected" {
		t.Errorf("got %s, %v", statuses(result), err)
	}
	// A conflict is about a row, whatever its code is.
	_, client = newScripted(t, scripted{status: 409, body: `{"result":false}`})
	if result, err := client.Users.Activate(t.Context(), []string{"A", "B"}); err != nil || statuses(result) != "rejected, rejected" {
		t.Errorf("got %s, %v", statuses(result), err)
	}
	// The calls are spent before a second row could be asked for.
	for extra, want := range map[int]string{1: "in doubt, in doubt, in doubt", 2: "in doubt, in doubt, rejected", 3: "in doubt, in doubt, in doubt", 4: "not sent, not sent, not sent"} {
		client = newBareClient(t, &script{replies: []scripted{refused("GU_9999")}}, gainsight.WithExtraCalls(extra))
		if result, err := client.Users.Activate(t.Context(), []string{"A", "B", "C"}); err == nil || statuses(result) != want {
			t.Errorf("%d extra calls: got %s, %v", extra, statuses(result), err)
		}
	}
	// The second row is gone before it was asked for, so there is none besides the first.
	_, client = newScripted(t, refused("GU_9999"), refused("GU_9999"), scripted{status: 502},
		ok(`{"result":true,"data":{"limit":2,"records":[]}}`), refused("GU_9999"))
	if result, err := client.CompanyTeam.DeleteMany(t.Context(), []string{"A", "B"}); err != nil || statuses(result) != "rejected, succeeded" || result.Calls != 5 {
		t.Errorf("got %s in %d calls, %v", statuses(result), result.Calls, err)
	}
	// A user to create is not sent twice for that.
	s, client := newScripted(t, scripted{status: 416}, refused("GU_9999"))
	if result, err := client.Users.Create(t.Context(), newUsers(3), gainsight.UserCreateOptions{}); err != nil || statuses(result) != "rejected, rejected, rejected" || len(s.requests) != 4 {
		t.Errorf("got %s in %d calls, %v", statuses(result), len(s.requests), err)
	}
}

// A creation is not repeated, although the tenant refused it: some of its users could be there.
func TestCreationIsNotSearched(t *testing.T) {
	tenant, client := newTenant(t, gainsighttest.WithWholeBatchRefusal())
	tenant.AddUserRecord(gainsight.User{SFDCUserName: gainsight.Set("user7@example.com")})
	result, err := client.Users.Create(t.Context(), newUsers(60), gainsight.UserCreateOptions{})
	if !errors.Is(err, gainsight.ErrNotIsolated) || result.Calls != 2 || result.Count(gainsight.InDoubt) != 50 || result.Count(gainsight.Succeeded) != 10 || len(result.Leftovers()) > 0 {
		t.Errorf("%d calls, %s, %v", result.Calls, statuses(result), err)
	}
}

// A row does not overtake an earlier one with its key while a bad row is searched for, and two rows with one key never share
// a call.
func TestSearchKeepsTheOrderOfOneKey(t *testing.T) {
	seeds := uint64(300)
	if race.Detector {
		seeds = 20
	}
	for seed := range seeds {
		random := rand.New(rand.NewPCG(seed, 0))
		tenant := gainsighttest.NewTenant(gainsighttest.WithAccessKey(testKey), gainsighttest.WithWholeBatchRefusal())
		tenant.AddUser("Alex Example", "")
		for i := range 20 {
			tenant.AddCompany(fmt.Sprint("C", i))
		}
		for index := range 10 {
			if random.IntN(4) == 0 {
				tenant.Inject("upsertCompanyTeamRecords", index, gainsighttest.ResetAfter())
			}
		}
		client := newBareClient(t, tenant.Transport(), gainsight.WithExtraCalls(random.IntN(60)))
		var rows []gainsight.CompanyTeamRecord
		for range 90 {
			row := byName(fmt.Sprint("C", random.IntN(22)), "Alex Example") // two of them are not there
			row.UserRole = gainsight.Set(fmt.Sprintf("role %03d", len(rows)))
			rows = append(rows, row)
		}
		for tries := 0; len(rows) > 0; tries++ {
			result, _ := drain(client.CompanyTeam.UpsertSeq(t.Context(), gainsight.Rows(rows)))
			last := map[string]string{}
			for _, outcome := range result.Outcomes {
				name := outcome.Row.CompanyName.String()
				if outcome.Status == gainsight.Succeeded && last[name] == "left over" {
					t.Fatalf("seed %d: %s went past one of its key", seed, outcome.Row.UserRole)
				}
				last[name] = outcome.Row.UserRole.String()
				if outcome.Status == gainsight.InDoubt || outcome.Status == gainsight.NotSent {
					last[name] = "left over"
				}
			}
			for _, record := range tenant.Records() {
				if want := last[record.CompanyName.String()]; want > record.UserRole.String() && want != "left over" {
					t.Fatalf("seed %d: %s has %s, want %s", seed, record.CompanyName, record.UserRole, want)
				}
			}
			rows = result.Leftovers()
			if tries > 20 { // with nothing to spend on it, only rows by themselves come to an end
				client = newBareClient(t, tenant.Transport(), gainsight.WithExtraCalls(noLimit))
			}
		}
	}
}

// Whoever leaves the loop while a bad row is searched for, causes no more calls.
func TestLeavingASearch(t *testing.T) {
	tenant, client := newTenant(t, gainsighttest.WithWholeBatchRefusal())
	tenant.AddUser("Alex Example", "")
	for i := range 500 {
		if i != 20 {
			tenant.AddCompany(fmt.Sprint("C", i))
		}
	}
	for _, test := range []struct{ leaveAt, calls int }{{0, 3}, {13, 4}, {20, 8}} {
		before, read := len(tenant.Calls()), 0
		for outcome := range client.CompanyTeam.UpsertSeq(t.Context(), counted(500, &read)) {
			if (outcome.Status == gainsight.Rejected) != (outcome.Index == 20) {
				t.Errorf("got %v", outcome)
			}
			if outcome.Index == test.leaveAt {
				break
			}
		}
		if calls := len(tenant.Calls()) - before; calls != test.calls || read != 50 { // no row is read while others can be settled
			t.Errorf("left at %d: %d calls, %d rows read", test.leaveAt, calls, read)
		}
	}
}

// While calls are held back by a quota, rows that were throttled stay queued: until they pass, for as long as a call may wait,
// and not in an endless loop.
func TestThrottledRows(t *testing.T) {
	refusal := scripted{status: 429, body: `{"result":false,"errorCode":"GU_2400"}`}
	good := ok(`{"result":true,"data":{"success":1}}`)
	gone := scripted{err: &net.OpError{Op: "dial", Err: errors.New("the quota is used up")}} // as a call that is not made ends
	for name, test := range map[string]struct {
		replies  []scripted
		wait     time.Duration
		want     string
		requests int
	}{
		"without a quota":           {[]scripted{refusal, good}, 0, "not sent", 1},
		"once":                      {[]scripted{refusal, good}, 10 * time.Minute, "succeeded", 2},
		"eleven times":              {append(slices.Repeat([]scripted{refusal}, 11), good), time.Hour, "succeeded", 12},
		"for six hours":             {append(slices.Repeat([]scripted{refusal}, 72), good), 24 * time.Hour, "succeeded", 73},
		"for all of an hour":        {[]scripted{refusal}, time.Hour, "not sent", 13},
		"the quota fails the call":  {[]scripted{refusal, gone}, time.Hour, "not sent", 2},
		"for longer than calls may": {[]scripted{refusal, refusal, refusal, refusal, good}, 12 * time.Minute, "not sent", 4},
		"not as long as it takes":   {[]scripted{refusal, good}, time.Minute, "not sent", 1},
		"with another answer between": {
			slices.Concat([]scripted{refusal, {status: 502}}, slices.Repeat([]scripted{refusal}, 12), []scripted{good}), time.Hour, "succeeded", 15,
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{replies: test.replies}
				slow := roundTripFunc(func(r *http.Request) (*http.Response, error) {
					time.Sleep(5 * time.Second)
					return s.RoundTrip(r)
				})
				quota := gainsight.WithMaxWait(test.wait)
				if test.wait == 0 {
					quota = gainsight.WithoutQuota()
				}
				client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: slow}), gainsight.WithoutRetry(), quota)
				// Nothing was done, so a creation can be repeated as well.
				result, err := client.Users.Create(t.Context(), newUsers(1), gainsight.UserCreateOptions{})
				if strings.HasPrefix(name, "with ") {
					s.requests = nil
					result, err = client.Users.Update(t.Context(), withGsids("1P01"), gainsight.UserUpdateOptions{})
				}
				if statuses(result) != test.want || len(s.requests) != test.requests || (err == nil) != (test.want == "succeeded") {
					t.Errorf("%d requests, %s, %v", len(s.requests), statuses(result), err)
				}
				if err != nil && name != "the quota fails the call" && !errors.Is(err, gainsight.ErrRateLimited) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// forgetful is a store that takes no note of how calls end.
type forgetful struct{ quota.Store }

func (forgetful) Settle(context.Context, quota.Bucket, uint64, quota.End) error { return nil }

// Where nothing holds calls back, they come to an end all the same.
func TestThrottledInALoop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{replies: []scripted{{status: 429, body: `{"result":false}`}}}
		client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: s}), gainsight.WithMaxWait(24*time.Hour),
			gainsight.WithQuotaStore(forgetful{quota.Memory()}))
		result, err := client.Users.Activate(t.Context(), []string{"A"})
		if statuses(result) != "not sent" || !errors.Is(err, gainsight.ErrRateLimited) || len(s.requests) != 13 {
			t.Errorf("%d requests, %s, %v", len(s.requests), statuses(result), err)
		}
	})
}

// Each batch may wait for itself.
func TestThrottledBatches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refusals := slices.Repeat([]scripted{{status: 429, body: `{"result":false}`}}, 11)
		good := ok(`{"result":true}`)
		s := &script{replies: slices.Concat(refusals, []scripted{good}, refusals, []scripted{good})}
		client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: s}), gainsight.WithMaxWait(time.Hour))
		rows := newStatusUpdates().rows(60, every(100)(nil, 0))
		if result, err := client.Users.Activate(t.Context(), rows); err != nil || result.Count(gainsight.Succeeded) != 60 || len(s.requests) != 24 {
			t.Errorf("%d requests, %v", len(s.requests), err)
		}
	})
}

// A tenant that takes fewer rows a call than 50 is asked for fewer from then on, by all that use the client.
func TestTooManyRows(t *testing.T) {
	for limit, want := range map[int]struct{ first, second int }{50: {2, 2}, 30: {5, 4}, 12: {11, 9}, 1: {5 + 100, 100}} {
		tenant, _ := newTenant(t, gainsighttest.WithMaxRecords(limit))
		client := newClient(t, tenant.URL, gainsight.WithLoopbackHTTP(), gainsight.WithoutQuota()) // more calls than an hour has
		trial := trial{tenant: tenant.Tenant, client: client}
		for _, calls := range []int{want.first, want.second} {
			result, err := client.CompanyTeam.DeleteMany(t.Context(), deletable(trial, 100))
			if err != nil || result.Count(gainsight.Succeeded) != 100 || result.Calls != calls {
				t.Errorf("a limit of %d: %d calls, want %d, %v", limit, result.Calls, calls, err)
			}
		}
		tenant.AddUser("Alex Example", "")
		before := len(tenant.Calls())
		for i := range 10 {
			tenant.AddCompany(fmt.Sprint("C", i))
		}
		if _, err := client.CompanyTeam.Upsert(t.Context(), manyByName(10)); err != nil || limit > 10 && len(tenant.Calls()) != before+1 {
			t.Errorf("a limit of %d: %v", limit, err) // another operation has another limit
		}
	}
	// One row that is too many is no matter of numbers, and the next one may go with others again.
	refused := scripted{status: 416, body: `{"result":false}`}
	s, client := newScripted(t, refused, ok(`{"result":true}`))
	if result, err := client.Users.Activate(t.Context(), []string{"A"}); !errors.Is(err, gainsight.ErrTooLarge) || statuses(result) != "not sent" {
		t.Errorf("got %s, %v", statuses(result), err)
	}
	if result, err := client.Users.Activate(t.Context(), []string{"A", "B"}); err != nil || len(s.requests) != 2 {
		t.Errorf("%d requests, %s, %v", len(s.requests), statuses(result), err)
	}
}

// Calls that run at once learn the same limit.
func TestTooManyRowsAtOnce(t *testing.T) {
	tenant, client := newTenant(t, gainsighttest.WithMaxRecords(25))
	trial := trial{tenant: tenant.Tenant, client: client}
	var group sync.WaitGroup
	for range 4 {
		gsids := deletable(trial, 50)
		group.Go(func() {
			if result, err := client.CompanyTeam.DeleteMany(t.Context(), gsids); err != nil || result.Calls > 3 {
				t.Errorf("%d calls, %v", result.Calls, err)
			}
		})
	}
	group.Wait()
	if result, err := client.CompanyTeam.DeleteMany(t.Context(), deletable(trial, 50)); err != nil || result.Calls != 2 {
		t.Errorf("%d calls, %v", result.Calls, err)
	}
}

// Deletions whose reply was lost are read back: those that are gone have succeeded, and the others are sent once more.
func TestDeletionsAreReadBack(t *testing.T) {
	const list, deletion = "listCompanyTeamRecords", "bulkDeleteCompanyTeamRecords"
	for name, test := range map[string]struct {
		options []gainsighttest.Option
		faults  map[string][]gainsighttest.Fault // by operation, from the first request on
		want    string                           // of all rows but the last one, which is not there
		last    string
		calls   int
	}{
		"all gone":              {nil, map[string][]gainsighttest.Fault{deletion: {gainsighttest.ResetAfter()}}, "succeeded", "succeeded", 2},
		"none gone":             {nil, map[string][]gainsighttest.Fault{deletion: {gainsighttest.ResetBefore()}}, "succeeded", "succeeded", 3},
		"smaller pages":         {[]gainsighttest.Option{gainsighttest.WithMaxLimit(20)}, map[string][]gainsighttest.Fault{deletion: {gainsighttest.Silent(time.Hour)}}, "succeeded", "succeeded", 5},
		"no limit is stated":    {[]gainsighttest.Option{gainsighttest.WithoutStatedLimit()}, map[string][]gainsighttest.Fault{deletion: {gainsighttest.ResetAfter()}}, "succeeded", "succeeded", 2},
		"lost again":            {nil, map[string][]gainsighttest.Fault{deletion: {gainsighttest.ResetBefore(), gainsighttest.ResetAfter()}}, "in doubt", "succeeded", 3},
		"the list is lost, too": {nil, map[string][]gainsighttest.Fault{deletion: {gainsighttest.ResetAfter()}, list: {gainsighttest.BadGateway()}}, "in doubt", "in doubt", 2},
		"a refusal after that":  {nil, map[string][]gainsighttest.Fault{deletion: {gainsighttest.ResetBefore(), gainsighttest.Refuse(401, "GS_APIG_2401")}}, "in doubt", "succeeded", 3},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				trial := newTrial(t, test.options...)
				trial.client = newBareClient(t, trial.tenant.Transport())
				rows := append(deletable(trial, 49), missing)
				for operation, faults := range test.faults {
					for index, fault := range faults {
						trial.tenant.Inject(operation, index, fault)
					}
				}
				result, err := trial.client.CompanyTeam.DeleteMany(t.Context(), rows)
				if got := result.Outcomes[48].Status.String(); got != test.want || result.Outcomes[0].Status != result.Outcomes[48].Status {
					t.Errorf("got %s, %v", statuses(result), err)
				}
				if got := result.Outcomes[49].Status.String(); got != test.last {
					t.Errorf("the last one is %s", got)
				}
				if result.Calls != test.calls || len(trial.tenant.Calls()) != test.calls || len(trial.tenant.Violations()) > 0 {
					t.Errorf("%d calls, %d requests, %v", result.Calls, len(trial.tenant.Calls()), trial.tenant.Violations())
				}
			})
		})
	}
	for name, reply := range map[string]string{
		"records of others":    `{"result":true,"data":{"limit":3,"records":[{"Gsid":"Z"}]}}`,
		"records without GSID": `{"result":true,"data":{"limit":3,"records":[{}]}}`,
		"no records at all":    `{"result":true,"data":{}}`,
	} {
		_, client := newScripted(t, scripted{err: errors.New("connection reset")}, ok(reply))
		result, err := client.CompanyTeam.DeleteMany(t.Context(), []string{"A", "B"})
		if err == nil || statuses(result) != "in doubt, in doubt" || result.Calls != 2 {
			t.Errorf("%s: %d calls, %s, %v", name, result.Calls, statuses(result), err)
		}
	}
	// They are there, and gone when they are sent once more.
	for _, reply := range []scripted{
		{status: 400, body: `{"result":false,"errorCode":"GU_8003"}`},
		ok(`{"result":true,"data":{"success":{"gsid":["A"]},"errors":[{"gsid":["B"],"errorCode":"GU_8003"}]}}`),
	} {
		_, client := newScripted(t, scripted{status: 502}, ok(`{"result":true,"data":{"limit":3,"records":[{"Gsid":"A"},{"Gsid":"B"}]}}`), reply)
		if result, err := client.CompanyTeam.DeleteMany(t.Context(), []string{"A", "B"}); err != nil || statuses(result) != "succeeded, succeeded" || result.Outcomes[1].Err != nil {
			t.Errorf("%s, %v", statuses(result), err)
		}
	}
	// Some are gone, among them the bad one for the sake of which the others were refused.
	_, client := newScripted(t,
		scripted{status: 400, body: `{"result":false,"errorCode":"GU_1129"}`},
		scripted{status: 502},
		ok(`{"result":true,"data":{"limit":3,"records":[{"Gsid":"B"}]}}`),
		ok(`{"result":true,"data":{"success":{"gsid":["B","C"]}}}`),
		ok(`{"result":true,"data":{"success":{"gsid":["D"]}}}`))
	if result, err := client.CompanyTeam.DeleteMany(t.Context(), []string{"A", "B", "C", "D"}); err != nil || result.Count(gainsight.Succeeded) != 4 || result.Calls != 5 {
		t.Errorf("%d calls, %s, %v", result.Calls, statuses(result), err)
	}
}

// What was left in doubt is sent once more, and not if the caller has no more time.
func TestRowsInDoubtAreSentAgain(t *testing.T) {
	const id = "upsertCompanyTeamRecords"
	for name, test := range map[string]struct {
		faults map[int]gainsighttest.Fault
		want   string // of the first and the last of 120 rows
		calls  int
	}{
		"one":                             {map[int]gainsighttest.Fault{0: gainsighttest.ResetAfter()}, "succeeded succeeded", 4},
		"each":                            {map[int]gainsighttest.Fault{0: gainsighttest.ResetAfter(), 2: gainsighttest.CutOff(), 4: gainsighttest.BadGateway()}, "succeeded succeeded", 6},
		"one twice":                       {map[int]gainsighttest.Fault{0: gainsighttest.ResetAfter(), 1: gainsighttest.ResetBefore()}, "in doubt not sent", 2},
		"one, then a refusal":             {map[int]gainsighttest.Fault{0: gainsighttest.ResetAfter(), 1: gainsighttest.Refuse(401, "GS_APIG_2401")}, "in doubt not sent", 2},
		"the last, which goes on its own": {map[int]gainsighttest.Fault{2: gainsighttest.Refuse(500, "GU_1101")}, "succeeded succeeded", 4},
	} {
		trial := newTrial(t)
		trial.client = newBareClient(t, trial.tenant.Transport())
		rows := recordsOf(insertable(trial, 120))
		for index, fault := range test.faults {
			trial.tenant.Inject(id, index, fault)
		}
		result, err := trial.client.CompanyTeam.Upsert(t.Context(), rows)
		got := fmt.Sprint(result.Outcomes[0].Status, " ", result.Outcomes[119].Status)
		if got != test.want || result.Calls != test.calls || len(trial.tenant.Calls()) != test.calls || (err == nil) != (test.want == "succeeded succeeded") {
			t.Errorf("%s: %s in %d calls, %v", name, got, result.Calls, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: roundTripFunc(func(*http.Request) (*http.Response, error) {
		calls++
		cancel()
		return nil, ctx.Err()
	})}))
	if result, err := client.CompanyTeam.Upsert(ctx, manyByName(60)); !errors.Is(err, context.Canceled) || !failureOf(t, err).Sent || calls != 1 || result.Count(gainsight.InDoubt) != 50 {
		t.Errorf("%d calls, %s, %v", calls, statuses(result), err)
	}
	// A row that was refused after it may have been written is in doubt.
	refused := scripted{status: 400, body: `{"result":false,"errorCode":"GU_3016"}`}
	_, client = newScripted(t, scripted{err: errors.New("connection reset")}, refused)
	if result, err := client.CompanyTeam.Upsert(t.Context(), manyByName(1)); err == nil || statuses(result) != "in doubt" || failureOf(t, result.Outcomes[0].Err).Code != "GU_3016" {
		t.Errorf("%s, %v", statuses(result), err)
	}
}
