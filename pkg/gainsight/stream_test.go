package gainsight_test

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// brokenOff yields the rows and then an error.
func brokenOff[T any](rows []T, err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for row := range gainsight.Rows(rows) {
			if !yield(row, nil) {
				return
			}
		}
		var none T
		yield(none, err)
	}
}

// counted yields n rows by name and counts those that were taken.
func counted(n int, read *int) iter.Seq2[gainsight.CompanyTeamRecord, error] {
	return func(yield func(gainsight.CompanyTeamRecord, error) bool) {
		for row := range gainsight.Rows(manyByName(n)) {
			*read++
			row.UserRole = gainsight.Set("CSM")
			if !yield(row, nil) {
				return
			}
		}
	}
}

// drain collects the outcomes of a stream and its error.
func drain[T any](stream iter.Seq2[gainsight.Outcome[T], error]) (result gainsight.Result[T], last error) {
	for outcome, err := range stream {
		if last != nil {
			panic("the error was not the last")
		}
		if last = err; err == nil {
			result.Outcomes = append(result.Outcomes, outcome)
		}
	}
	return result, last
}

func manyByName(n int) []gainsight.CompanyTeamRecord {
	var rows []gainsight.CompanyTeamRecord
	for i := range n {
		rows = append(rows, byName(fmt.Sprint("C", i), "Alex Example"))
	}
	return rows
}

// writtenAll answers each upsert with as many records as it has, and counts the rows of each call.
type writtenAll struct{ sizes []int }

func (w *writtenAll) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	n := strings.Count(string(body), `"UserRole"`)
	w.sizes = append(w.sizes, n)
	records := strings.TrimSuffix(strings.Repeat("{},", n), ",")
	return ok(`{"result":true,"data":{"success":{"records":[` + records + `]}}}`).to(r), nil
}

// The stream and the slice have the same outcomes in the same calls.
func TestStreamIsLikeTheSlice(t *testing.T) {
	for _, n := range []int{0, 1, 50, 51, 120} {
		tenant, client := newTenant(t)
		tenant.AddUser("Alex Example", "")
		rows := manyByName(n)
		for i := range n {
			if i%7 != 3 { // the others are refused
				tenant.AddCompany(fmt.Sprint("C", i))
			}
		}
		slice, err := client.CompanyTeam.Upsert(t.Context(), rows)
		if err != nil {
			t.Fatal(err)
		}
		before := len(tenant.Calls())
		stream, err := drain(client.CompanyTeam.UpsertSeq(t.Context(), gainsight.Rows(rows)))
		if err != nil || statuses(&stream) != statuses(slice) || len(tenant.Calls())-before != slice.Calls {
			t.Errorf("%d rows: got %v in %d calls, %v", n, statuses(&stream), len(tenant.Calls())-before, err)
		}
		for i, outcome := range stream.Outcomes {
			if outcome.Row.CompanyName != rows[i].CompanyName {
				t.Errorf("%d rows: outcome %d is of %v", n, i, outcome.Row)
			}
		}
		var gsids []string
		for _, record := range tenant.Records() {
			gsids = append(gsids, record.Gsid.String())
		}
		deleted, err := drain(client.CompanyTeam.DeleteSeq(t.Context(), gainsight.Rows(append(gsids, missing))))
		if err != nil || deleted.Count(gainsight.Succeeded) != len(gsids) || deleted.Count(gainsight.Absent) != 1 || len(tenant.Records()) != 0 {
			t.Errorf("%d rows: deleted %v, %v", n, statuses(&deleted), err)
		}
	}
}

// Outcomes come while the input is still being read, so that neither side has to hold it all.
func TestStreamGoesOnWhileItReads(t *testing.T) {
	read, most := 0, 0
	client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: &writtenAll{}}))
	done := 0
	for _, err := range client.CompanyTeam.UpsertSeq(t.Context(), counted(1000, &read)) {
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, read-done)
		done++
	}
	if done != 1000 || most > 50 {
		t.Errorf("%d outcomes, up to %d rows in memory", done, most)
	}
}

// Rows that name company and user in different ways take turns: the batches fill up all the same, within bounds.
func TestStreamOfSeveralKinds(t *testing.T) {
	transport := &writtenAll{}
	client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: transport}), gainsight.WithoutQuota()) // more than 100 calls
	read, done, most := 0, 0, 0
	input := func(yield func(gainsight.CompanyTeamRecord, error) bool) {
		for i := range 5000 {
			read++
			row := byName(fmt.Sprint("C", i), "Alex Example")
			if i%200 == 0 {
				row.UserGsid = gainsight.Set("1P01")
			}
			row.UserRole = gainsight.Set("CSM")
			if !yield(row, nil) {
				return
			}
		}
	}
	for outcome, err := range client.CompanyTeam.UpsertSeq(t.Context(), input) {
		if err != nil || outcome.Row.CompanyName.String() != fmt.Sprint("C", done) {
			t.Fatalf("outcome %d is of %v, %v", done, outcome.Row, err)
		}
		most = max(most, read-done)
		done++
	}
	// 25 rows of the rare kind, 5 of them in each 1,000 that may wait; the others in full batches.
	if done != 5000 || most > 1000 || len(transport.sizes) > 5000/50+6 {
		t.Errorf("%d outcomes, up to %d rows in memory, %d calls", done, most, len(transport.sizes))
	}
}

// Two rows with one key go in different calls, the first one first.
func TestStreamSendsOneKeyOncePerCall(t *testing.T) {
	tenant, client := newTenant(t)
	tenant.AddCompany("C0")
	tenant.AddUser("Alex Example", "")
	var rows []gainsight.CompanyTeamRecord
	for _, role := range []string{"first", "second", "third"} {
		row := byName("C0", "Alex Example")
		row.UserRole = gainsight.Set(role)
		rows = append(rows, row)
	}
	result, err := drain(client.CompanyTeam.UpsertSeq(t.Context(), gainsight.Rows(rows)))
	if err != nil || statuses(&result) != "succeeded, succeeded, succeeded" || len(tenant.Calls()) != 3 {
		t.Errorf("got %v in %d calls, %v", statuses(&result), len(tenant.Calls()), err)
	}
	if records := tenant.Records(); len(records) != 1 || records[0].UserRole.String() != "third" {
		t.Errorf("got %v", records)
	}
}

// A row never overtakes an earlier one with its key that is in doubt, so that handing the leftovers in again, in their
// order, ends with the newest values.
func TestStreamKeepsTheOrderOfOneKey(t *testing.T) {
	tenant := gainsighttest.NewTenant(gainsighttest.WithAccessKey(testKey))
	tenant.AddCompany("C0")
	tenant.AddCompany("C1")
	tenant.AddUser("Alex Example", "")
	tenant.Inject("upsertCompanyTeamRecords", 0, gainsighttest.Refuse(400, "GU_9999"))
	client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: tenant.Transport()}), gainsight.WithExtraCalls(0))
	var rows []gainsight.CompanyTeamRecord
	for i, role := range []string{"first", "other", "second", "third"} {
		row := byName("C"+map[bool]string{true: "1", false: "0"}[i == 1], "Alex Example")
		row.UserRole = gainsight.Set(role)
		rows = append(rows, row)
	}
	result, err := drain(client.CompanyTeam.UpsertSeq(t.Context(), gainsight.Rows(rows)))
	if err == nil || statuses(&result) != "in doubt, in doubt, not sent, not sent" || !strings.Contains(result.Outcomes[3].Err.Error(), "in doubt; hand both in again") {
		t.Fatalf("got %v, %v", statuses(&result), err)
	}
	again, err := drain(client.CompanyTeam.UpsertSeq(t.Context(), gainsight.Rows(result.Leftovers())))
	if err != nil || statuses(&again) != "succeeded, succeeded, succeeded, succeeded" || again.Outcomes[3].Index != 3 {
		t.Fatalf("got %v, %v", statuses(&again), err)
	}
	if got := tenant.Records()[0].UserRole.String(); got != "third" {
		t.Errorf("got %s", got)
	}
}

// A faulty row does not stop a stream; it comes back in its place, unsent.
func TestStreamWithFaultyRows(t *testing.T) {
	tenant, client := newTenant(t)
	tenant.AddCompany("C0")
	tenant.AddUser("Alex Example", "")
	rows := []gainsight.CompanyTeamRecord{{}, byName("C0", "Alex Example"), byGsid("no gsid", "1P01")}
	result, err := drain(client.CompanyTeam.UpsertSeq(t.Context(), gainsight.Rows(rows)))
	if err != nil || statuses(&result) != "rejected, succeeded, rejected" {
		t.Fatalf("got %v, %v", statuses(&result), err)
	}
	var invalid gainsight.InvalidRecord
	if err := result.Outcomes[2].Err; !errors.As(err, &invalid) || invalid.Index != 2 || !errors.Is(err, gainsight.ErrInvalid) || err.Error() != "gainsight: row 2: CompanyGsid has characters other than letters and digits" {
		t.Errorf("got %v", err)
	}
	if got := result.Outcomes[0].Err.Error(); !strings.Contains(got, "CompanyName; set one of them; has neither UserGsid") {
		t.Errorf("got %v", got)
	}
}

// An input that breaks off ends the reading; what was not sent is said to be so.
func TestStreamWithBrokenInput(t *testing.T) {
	tenant, client := newTenant(t)
	tenant.AddUser("Alex Example", "")
	for i := range 50 {
		tenant.AddCompany(fmt.Sprint("C", i))
	}
	broken := errors.New("the file broke off")
	result, err := drain(client.CompanyTeam.UpsertSeq(t.Context(), brokenOff(manyByName(60), broken)))
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "after 60 rows") {
		t.Errorf("got %v", err)
	}
	if result.Count(gainsight.Succeeded) != 50 || result.Count(gainsight.NotSent) != 10 || len(tenant.Records()) != 50 {
		t.Errorf("got %v", statuses(&result))
	}
	if got := result.Outcomes[59].Err; !errors.Is(got, broken) {
		t.Errorf("got %v", got)
	}
	if _, err := drain(client.CompanyTeam.UpsertSeq(t.Context(), nil)); !errors.Is(err, gainsight.ErrInvalid) {
		t.Errorf("no input: %v", err)
	}
}

// After a failure that would meet all calls, the rest is read and reported without calls.
func TestStreamStops(t *testing.T) {
	s, client := newScripted(t, scripted{status: 401, body: `{"result":false,"errorCode":"GS_APIG_2401"}`})
	result, err := drain(client.CompanyTeam.UpsertSeq(t.Context(), gainsight.Rows(manyByName(3000))))
	if !errors.Is(err, gainsight.ErrUnauthorized) || result.Count(gainsight.NotSent) != 3000 || len(s.requests) != 1 {
		t.Errorf("%d not sent in %d calls, %v", result.Count(gainsight.NotSent), len(s.requests), err)
	}
	for i, outcome := range result.Outcomes {
		if !errors.Is(outcome.Err, gainsight.ErrUnauthorized) {
			t.Fatalf("outcome %d: %v", i, outcome.Err)
		}
	}
}

// What is not sent comes back at once: rows neither wait for others of their kind after a failure, nor for one in doubt.
func TestStreamHandsBackAtOnce(t *testing.T) {
	rare := byGsid("1P02", "1P01")
	for name, test := range map[string]struct {
		reply scripted
		rows  []gainsight.CompanyTeamRecord
	}{
		"after a failure":       {scripted{status: 401, body: `{"result":false}`}, append([]gainsight.CompanyTeamRecord{rare}, manyByName(500)...)},
		"behind a row in doubt": {scripted{status: 400, body: `{"result":false,"errorCode":"GU_9999"}`}, append(manyByName(50), slices.Repeat(manyByName(1), 500)...)},
	} {
		t.Run(name, func(t *testing.T) {
			client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: &script{replies: []scripted{test.reply}}}), gainsight.WithExtraCalls(0))
			read, done, most := 0, 0, 0
			input := func(yield func(gainsight.CompanyTeamRecord, error) bool) {
				for _, row := range test.rows {
					if read++; !yield(row, nil) {
						return
					}
				}
			}
			for _, err := range client.CompanyTeam.UpsertSeq(t.Context(), input) {
				if err == nil {
					most = max(most, read-done)
					done++
				}
			}
			if done != len(test.rows) || most > 51 {
				t.Errorf("%d outcomes for %d rows, up to %d of them late", done, len(test.rows), most)
			}
		})
	}
}

// The error at the end tells of the failure that stopped the calls and of the input that broke off.
func TestStreamStopsAndBreaksOff(t *testing.T) {
	_, client := newScripted(t, scripted{status: 401, body: `{"result":false,"errorCode":"GS_APIG_2401"}`})
	broken := errors.New("the file broke off")
	result, err := drain(client.CompanyTeam.UpsertSeq(t.Context(), brokenOff(manyByName(60), broken)))
	if !errors.Is(err, gainsight.ErrUnauthorized) || !errors.Is(err, broken) || result.Count(gainsight.NotSent) != 60 {
		t.Errorf("got %v, %v", statuses(&result), err)
	}
}

// Leaving the loop at a row in doubt is no different.
func TestLeavingAStreamInDoubt(t *testing.T) {
	s, client := newScripted(t, scripted{err: errors.New("connection reset")})
	for outcome := range client.CompanyTeam.UpsertSeq(t.Context(), gainsight.Rows(manyByName(60))) {
		if outcome.Status != gainsight.InDoubt {
			t.Errorf("got %v", outcome)
		}
		break
	}
	if len(s.requests) != 2 { // sent once more
		t.Errorf("%d calls", len(s.requests))
	}
}

// Rows that only their lookups can tell apart share calls.
func TestStreamWithLookups(t *testing.T) {
	transport := &writtenAll{}
	client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: transport}))
	read := 0
	lookups := gainsight.Lookups{"UserGsid": {Fields: map[string]string{"Email": "Email"}, LookupField: "Gsid", ObjectName: "GsUser"}}
	result, err := drain(client.CompanyTeam.UpsertSeq(t.Context(), counted(100, &read), gainsight.WithLookups(lookups)))
	if err != nil || result.Count(gainsight.Succeeded) != 100 || len(transport.sizes) != 2 {
		t.Errorf("%d calls, %v", len(transport.sizes), err)
	}
}

// Leaving the loop stops the reading and the calls.
func TestLeavingAStream(t *testing.T) {
	transport := &writtenAll{}
	client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: transport}))
	read, seen := 0, 0
	for range client.CompanyTeam.UpsertSeq(t.Context(), counted(500, &read)) {
		if seen++; seen == 60 {
			break
		}
	}
	if read != 100 || len(transport.sizes) != 2 {
		t.Errorf("%d rows read, %d calls", read, len(transport.sizes))
	}
	mixed := append(manyByName(1000), byGsid("1P02", "1P01")) // the last one waits for others of its kind
	mixed[0], mixed[1000] = mixed[1000], mixed[0]
	for range client.CompanyTeam.UpsertSeq(t.Context(), gainsight.Rows(append(mixed, manyByName(30)...))) {
		break
	}
	if calls := len(transport.sizes); calls > 23 {
		t.Errorf("%d calls, although the loop was left", calls)
	}
}
