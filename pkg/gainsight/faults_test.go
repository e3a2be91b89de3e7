package gainsight_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gainsight-go/gainsight-go/internal/race"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// The faults that a call can meet on its way.
var wireFaults = map[string]gainsighttest.Fault{
	"reset before":      gainsighttest.ResetBefore(),
	"reset after":       gainsighttest.ResetAfter(),
	"cut off":           gainsighttest.CutOff(),
	"bad gateway":       gainsighttest.BadGateway(),
	"bad gateway after": gainsighttest.BadGatewayAfter(),
	"slow":              gainsighttest.Slow(time.Hour),
	"silent":            gainsighttest.Silent(time.Hour),
	"slow but in time":  gainsighttest.Slow(time.Second),
	"gzip bomb":         gainsighttest.GzipBomb(),
	"redirect":          gainsighttest.RedirectTo("https://elsewhere.example.com/v1/teams/services/companyTeam"),
	"failed at 200":     gainsighttest.Refuse(200, "GU_1101"),
	"failed at 500":     gainsighttest.Refuse(500, "GU_1101"),
	"row-level refusal": gainsighttest.Refuse(200, "GU_3016"),
	"lookup object":     gainsighttest.Refuse(400, "GU_2403"),
	"too many":          gainsighttest.Refuse(416, "GU_8006"),
	"rate limited":      gainsighttest.Refuse(429, "GU_2400"),
	"gateway limit":     gainsighttest.Refuse(200, "GS_APIG_2404"),
	"unauthorized":      gainsighttest.Refuse(401, "GS_APIG_2401"),
	"feature off":       gainsighttest.Refuse(400, "GU_8005"),
	"unknown refusal":   gainsighttest.Refuse(400, "GU_9999"),
	"no code":           gainsighttest.Refuse(400, ""),
}

// The faults of one attempt after which a safe call is tried again.
var passing = []string{"reset before", "reset after", "cut off", "bad gateway", "bad gateway after", "slow", "silent", "failed at 500"}

// trial is one operation against a tenant whose state tells what truly became of each row.
type trial struct {
	tenant  *gainsighttest.Tenant
	client  *gainsight.Client
	doubted map[string]bool // rows that must not be created again
}

func newTrial(t *testing.T, options ...gainsighttest.Option) trial {
	t.Helper()
	tenant := gainsighttest.NewTenant(append(options, gainsighttest.WithAccessKey(testKey))...)
	client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: tenant.Transport(), Timeout: time.Minute}),
		gainsight.WithMaxWait(1000*time.Hour)) // to wait for the quota takes no time in a bubble
	return trial{tenant, client, map[string]bool{}}
}

// bulkOperation is an operation on any number of rows, which are names of companies or users, or GSIDs.
type bulkOperation struct {
	id      string
	prepare func(trial trial, n int) (rows []string)
	run     func(trial trial, rows []string) ([]gainsight.Outcome[string], error)
	done    func(trial trial) func(row string) bool // whether the row took effect, as the tenant knows
}

func insertable(trial trial, n int) []string {
	trial.tenant.AddUser("Alex Example", "alex@example.com")
	var rows []string
	for i := range n {
		rows = append(rows, fmt.Sprint("C", i))
		trial.tenant.AddCompany(rows[i])
	}
	return rows
}

func deletable(trial trial, n int) []string {
	var rows []string
	for range n {
		rows = append(rows, trial.tenant.AddRecord(byName("C", "U")))
	}
	return rows
}

func inserted(trial trial) func(string) bool {
	companies := map[string]bool{}
	for _, record := range trial.tenant.Records() {
		companies[record.CompanyName.String()] = true
	}
	return func(row string) bool { return companies[row] }
}

func changed(trial trial) func(string) bool {
	changed := map[string]bool{}
	for _, record := range trial.tenant.Records() {
		changed[record.Gsid.String()] = record.UserRole.String() == "changed"
	}
	return func(row string) bool { return changed[row] }
}

func deleted(trial trial) func(string) bool {
	left := map[string]bool{}
	for _, record := range trial.tenant.Records() {
		left[record.Gsid.String()] = true
	}
	return func(row string) bool { return !left[row] }
}

func recordsOf(rows []string) []gainsight.CompanyTeamRecord {
	var records []gainsight.CompanyTeamRecord
	for _, row := range rows {
		records = append(records, byName(row, "Alex Example"))
	}
	return records
}

// named gives outcomes of records names for rows.
func named[R any](outcomes []gainsight.Outcome[R], name func(R) string) (named []gainsight.Outcome[string]) {
	for _, outcome := range outcomes {
		named = append(named, gainsight.Outcome[string]{Row: name(outcome.Row), Status: outcome.Status, Err: outcome.Err})
	}
	return named
}

func byCompany(outcomes []gainsight.UpsertOutcome) []gainsight.Outcome[string] {
	return named(outcomes, func(record gainsight.CompanyTeamRecord) string { return record.CompanyName.String() })
}

var bulkOperations = map[string]bulkOperation{
	"Upsert": {"upsertCompanyTeamRecords", insertable, func(trial trial, rows []string) ([]gainsight.Outcome[string], error) {
		result, err := trial.client.CompanyTeam.Upsert(context.Background(), recordsOf(rows))
		return byCompany(result.Outcomes), err
	}, inserted},
	"UpsertSeq": {"upsertCompanyTeamRecords", insertable, func(trial trial, rows []string) ([]gainsight.Outcome[string], error) {
		result, err := drain(trial.client.CompanyTeam.UpsertSeq(context.Background(), gainsight.Rows(recordsOf(rows))))
		return byCompany(result.Outcomes), err
	}, inserted},
	"Upsert ByGsid": {"upsertCompanyTeamRecords", deletable, func(trial trial, rows []string) ([]gainsight.Outcome[string], error) {
		var records []gainsight.CompanyTeamRecord
		for _, gsid := range rows {
			records = append(records, gainsight.CompanyTeamRecord{Gsid: gainsight.Set(gsid), UserRole: gainsight.Set("changed")})
		}
		result, err := trial.client.CompanyTeam.Upsert(context.Background(), records, gainsight.ByGsid())
		return named(result.Outcomes, func(record gainsight.CompanyTeamRecord) string { return record.Gsid.String() }), err
	}, changed},
	"DeleteMany": {"bulkDeleteCompanyTeamRecords", deletable, func(trial trial, rows []string) ([]gainsight.Outcome[string], error) {
		result, err := trial.client.CompanyTeam.DeleteMany(context.Background(), rows)
		return result.Outcomes, err
	}, deleted},
	"DeleteSeq": {"bulkDeleteCompanyTeamRecords", deletable, func(trial trial, rows []string) ([]gainsight.Outcome[string], error) {
		result, err := drain(trial.client.CompanyTeam.DeleteSeq(context.Background(), gainsight.Rows(rows)))
		return result.Outcomes, err
	}, deleted},
	"Create":          {"createUsers", creatable, createUsers, createdOnce},
	"CreateSeq":       {"createUsers", creatable, createUsersSeq, createdOnce},
	"Update":          {"updateUsers", inactiveUsers, updateUsers(gainsight.UserKeyGsid), userIs("changed", true)},
	"Update by names": {"updateUsers", namesOfUsers, updateUsers(gainsight.UserKeySFDCUserName), userIs("changed", true)},
	"Activate":        {"updateUserStatus", inactiveUsers, activateUsers, userIs("", false)},
}

// check compares what the outcomes say with what the tenant knows, and returns the rows to hand in again. The rows that
// were in doubt before can have been done then.
func (op bulkOperation) check(t *testing.T, trial trial, rows []string, outcomes []gainsight.Outcome[string], err error, doubted map[string]bool) (leftovers []string) {
	t.Helper()
	if len(outcomes) != len(rows) {
		t.Fatalf("%d outcomes for %d rows", len(outcomes), len(rows))
	}
	isDone := op.done(trial)
	for i, outcome := range outcomes {
		done, status := isDone(rows[i]), outcome.Status
		switch {
		case outcome.Row != rows[i]:
			t.Fatalf("outcome %d is of %s, not of %s", i, outcome.Row, rows[i])
		case (outcome.Err == nil) != (status == gainsight.Succeeded):
			t.Fatalf("row %d is %s, with the error %v", i, status, outcome.Err)
		case (status == gainsight.Succeeded || status == gainsight.Absent) && !done,
			(status == gainsight.NotSent || status == gainsight.Rejected) && done && !doubted[rows[i]]:
			t.Fatalf("row %d is said to be %s, but done is %v", i, status, done)
		case status == gainsight.InDoubt || status == gainsight.NotSent:
			leftovers = append(leftovers, rows[i])
		}
		doubted[rows[i]] = doubted[rows[i]] || status == gainsight.InDoubt
		if outcome.Err != nil && strings.Contains(outcome.Err.Error(), testKey) {
			t.Fatalf("the key is in %v", outcome.Err)
		}
	}
	if (err != nil) != (len(leftovers) > 0) {
		t.Fatalf("%d leftovers, and %v", len(leftovers), err)
	}
	return leftovers
}

// fatalFaults would meet all further calls, so what they meet is not sent, or in doubt and not sent again.
var fatalFaults = map[string]bool{"lookup object": true, "unauthorized": true, "feature off": true, "failed at 200": true, "redirect": true}

// Every fault at every request of every bulk operation, for one attempt and for all attempts of a call: one outcome per
// row, none of them wrong. What can be repeated leaves nothing over, and with the leftovers of the rest handed in again no
// row is lost.
func TestEveryFaultAtEveryRequest(t *testing.T) {
	const rows, calls, attempts = 101, 3, 3
	for name, op := range bulkOperations {
		for fault, what := range wireFaults {
			isPassing := op.id != "createUsers" && slices.Contains(passing, fault)
			for index := range calls {
				if race.Detector && index != len(fault)%calls { // one request of each is enough for races
					continue
				}
				t.Run(fmt.Sprintf("%s/%s/%d", name, fault, index), func(t *testing.T) {
					t.Parallel()
					isRefusal := index == 2 && (fault == "row-level refusal" || fault == "unknown refusal" || fault == "no code") // of one row
					isHarmless := isRefusal || fault == "slow but in time"
					switch {
					case fault == "too many":
						isHarmless = index < 2 // and not one row by itself
					case fault == "rate limited", fault == "gateway limit":
						isHarmless = true // nothing was done, and the quota has it wait
					case op.id != "createUsers" && !fatalFaults[fault]:
						isHarmless = true
					}
					meet(t, op, rows, encounter{what, index, 1, isHarmless, isRefusal})
				})
				if isPassing {
					t.Run(fmt.Sprintf("%s/%s/%d again and again", name, fault, index), func(t *testing.T) {
						t.Parallel()
						meet(t, op, rows, encounter{what, index, attempts, true, false})
					})
				}
			}
		}
	}
}

// encounter is a fault that strikes several requests in a row, from the one with an index. A harmless one leaves no rows
// over; of a refusal, the last row is rejected.
type encounter struct {
	fault                 gainsighttest.Fault
	index, times          int
	isHarmless, isRefusal bool
}

func meet(t *testing.T, op bulkOperation, rows int, e encounter) {
	synctest.Test(t, func(t *testing.T) {
		trial := newTrial(t)
		input := op.prepare(trial, rows)
		for again := range e.times {
			trial.tenant.Inject(op.id, e.index+again, e.fault)
		}
		doubted := map[string]bool{}
		outcomes, err := op.run(trial, input)
		leftovers := op.check(t, trial, input, outcomes, err, doubted)
		if (len(leftovers) == 0) != e.isHarmless {
			t.Errorf("%d leftovers", len(leftovers))
		}
		for range e.times { // a call can fail for another reason before it has met all of them
			outcomes, err = op.run(trial, leftovers)
			leftovers = op.check(t, trial, leftovers, outcomes, err, doubted)
		}
		if len(leftovers) > 0 {
			t.Errorf("%d leftovers without a fault: %v", len(leftovers), err)
		}
		isDone := op.done(trial)
		for i, row := range input {
			if isRefused := e.isRefusal && i == rows-1; isDone(row) == isRefused {
				t.Errorf("row %d: done is %v in the end", i, isDone(row))
			}
		}
	})
}

// A list that meets a fault ends with an error; what it returned before is right. Without an error it is complete.
func TestListMeetsEveryFault(t *testing.T) {
	for fault, what := range wireFaults {
		for index := range 4 {
			t.Run(fmt.Sprintf("%s/%d", fault, index), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					trial := newTrial(t)
					gsids := deletable(trial, 35) // pages of 10, 10, 10 and 5
					trial.tenant.Inject("listCompanyTeamRecords", index, what)
					got, err := collect(t, trial.client, gainsight.CompanyTeamListOptions{PageSize: 10})
					if fault == "slow but in time" || slices.Contains(passing, fault) {
						index = 4
					}
					if (err == nil) != (index == 4) || !slices.Equal(got, gsids[:min(index*10, 35)]) {
						t.Errorf("%d records, %v", len(got), err)
					}
				})
			})
		}
	}
}

// A single deletion that did not fail has deleted, and one that was not sent has not.
func TestDeleteMeetsEveryFault(t *testing.T) {
	for fault, what := range wireFaults {
		t.Run(fault, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				trial := newTrial(t)
				gsid := deletable(trial, 1)[0]
				trial.tenant.Inject("deleteCompanyTeamRecord", 0, what)
				err := trial.client.CompanyTeam.Delete(t.Context(), gsid)
				var failure *gainsight.Error
				if left := len(trial.tenant.Records()); err == nil && left != 0 || err != nil && (!errors.As(err, &failure) || !failure.Sent && left == 0) {
					t.Errorf("%d left, %v", left, err)
				}
				if (err == nil) != (fault == "slow but in time" || slices.Contains(passing, fault)) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// mixes is how many there are: fewer with the race detector. make cover runs all of them.
var mixes = map[bool]int{false: 10_000, true: 500}[race.Detector]

// Ten thousand mixtures of faults, tenants and inputs. A failure names its seed, which is that of all but the client's
// waits before another attempt: it may take some runs to see it again.
func TestFaultMixes(t *testing.T) {
	const workers = 4
	for worker := range workers {
		t.Run(fmt.Sprint(worker), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				for seed := worker; seed < mixes; seed += workers {
					mix(t, uint64(seed))
				}
			})
		})
	}
	t.Attr("figure", fmt.Sprintf("held in %d mixes", mixes))
}

// The bomb is left out of the mixtures: unpacking it takes longer than all the rest.
var (
	faultNames     = slices.DeleteFunc(slices.Sorted(maps.Keys(wireFaults)), func(name string) bool { return name == "gzip bomb" })
	operationNames = slices.Sorted(maps.Keys(bulkOperations))
)

func mix(t *testing.T, seed uint64) {
	random := rand.New(rand.NewPCG(seed, 0))
	defer func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	}()
	var options []gainsighttest.Option
	for _, option := range []gainsighttest.Option{
		gainsighttest.WithReorderedReplies(), gainsighttest.WithUndocumentedStatus(200), gainsighttest.WithWholeBatchRefusal(),
		gainsighttest.WithBareUserErrors(), gainsighttest.WithUserReplies(gainsighttest.UserReplies(random.IntN(6))),
	} {
		if random.IntN(3) == 0 {
			options = append(options, option)
		}
	}
	options = append(options, gainsighttest.WithMaxRecords(random.IntN(101))) // that is 50 half of the time
	trial := newTrial(t, options...)
	patience := []time.Duration{0, time.Minute, 1000 * time.Hour}[random.IntN(3)]
	trial.client = newClient(t, "tenant.example.com", gainsight.WithExtraCalls(random.IntN(40)), gainsight.WithMaxWait(patience),
		gainsight.WithHTTPClient(&http.Client{Transport: trial.tenant.Transport(), Timeout: time.Minute}))
	op := bulkOperations[operationNames[random.IntN(len(operationNames))]]
	input := op.prepare(trial, 1+random.IntN(110))
	rejected, doubted := map[string]bool{}, map[string]bool{}
	for range random.IntN(4) { // rows that the tenant refuses, or that were gone before
		row := fmt.Sprintf("1P0NOTHERE%0*d", 25+random.IntN(2), random.IntN(1e9)) // a GSID has 36 characters
		input[random.IntN(len(input))], doubted[row] = row, true
	}
	slices.Sort(input)
	input = slices.Compact(input)
	for index := range 6 {
		for _, id := range []string{op.id, "listCompanyTeamRecords"} { // which deletions are read back with
			if random.IntN(3) == 0 {
				trial.tenant.Inject(id, index, wireFaults[faultNames[random.IntN(len(faultNames))]])
			}
		}
	}
	handIn := func(rows []string) (leftovers []string) {
		time.Sleep(time.Hour) // calls that stopped go on, and the quota is free again
		outcomes, err := op.run(trial, rows)
		for _, outcome := range outcomes {
			rejected[outcome.Row] = rejected[outcome.Row] || outcome.Status == gainsight.Rejected
		}
		return op.check(t, trial, rows, outcomes, err, doubted)
	}
	rows := input
	for range 7 { // as many as there are faults, and once without
		rows = handIn(rows)
	}
	for _, row := range rows { // a batch that is refused for the sake of one row comes back again and again
		if left := handIn([]string{row}); len(left) > 0 {
			t.Fatalf("%s is left over by itself", row)
		}
	}
	isDone := op.done(trial)
	for i, row := range input {
		if !isDone(row) && !rejected[row] {
			t.Fatalf("row %d, %s, was lost", i, row)
		}
		if rejected[row] && !strings.Contains(row, "NOTHERE") && !wasRefusedAlone(trial.tenant, row, input) {
			t.Fatalf("row %d, %s, is a good one and was rejected", i, row)
		}
	}
}

// wasRefusedAlone reports whether a fault has refused a call with this row and no other.
func wasRefusedAlone(tenant *gainsighttest.Tenant, row string, rows []string) bool {
	return slices.ContainsFunc(tenant.Calls(), func(call gainsighttest.Call) bool {
		isIn := func(row string) bool { return strings.Contains(string(call.Body), strconv.Quote(row)) }
		return strings.HasPrefix(call.Fault, "Refuse") && isIn(row) && !slices.ContainsFunc(rows, func(other string) bool { return other != row && isIn(other) })
	})
}
