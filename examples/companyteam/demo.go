package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// tour shows everything in order.
func (d *demo) tour(ctx context.Context, file string) error {
	if _, err := d.upsertFile(ctx, file, true); err != nil {
		return err
	}
	records, err := d.list(ctx, 0)
	if err != nil {
		return err
	}
	if len(records) == 0 {
		return errors.New("there are no records to go on with")
	}
	if err := d.changeRole(ctx, records[0]); err != nil {
		return err
	}
	if err := d.delete(ctx, records[max(0, len(records)-3):]); err != nil {
		return err
	}
	d.total()
	return nil
}

// upsertFile returns how many rows the tenant refused.
func (d *demo) upsertFile(ctx context.Context, file string, write bool) (rejected int, err error) {
	rows, err := readFile(file)
	if err != nil {
		return 0, err
	}
	d.heading("Upsert " + file)
	d.line("rows in", len(rows.records))
	if !write {
		d.printf("   nothing was sent; add -write to write these rows to the tenant\n")
		return 0, nil
	}
	result, err := d.client.CompanyTeam.Upsert(ctx, rows.records)
	if result == nil {
		return 0, rows.explain(err)
	}
	d.line("succeeded", result.Count(gainsight.Succeeded))
	d.line("rejected", result.Count(gainsight.Rejected))
	d.failures(rows, result, gainsight.Rejected)
	if left := len(result.Leftovers()); left > 0 {
		d.line("left over", left)
		d.failures(rows, result, gainsight.InDoubt)
		d.failures(rows, result, gainsight.NotSent)
	}
	d.line("calls", result.Calls)
	return result.Count(gainsight.Rejected), err
}

// failures prints the rows with a status, with the line of the file and the reason.
func (d *demo) failures(rows rows, result *gainsight.UpsertResult, status gainsight.Status) {
	for i, outcome := range result.Outcomes {
		if outcome.Status != status {
			continue
		}
		reason := status.String()
		var failure *gainsight.Error
		if errors.As(outcome.Err, &failure) && failure.Code != "" {
			reason = failure.Code + " " + failure.Description
		}
		d.printf("     line %d, %s / %s: %s\n", rows.lines[i],
			nameOf(outcome.Row.CompanyName, outcome.Row.CompanyGsid), nameOf(outcome.Row.UserName, outcome.Row.UserGsid), reason)
	}
}

// list lists at most most records, or all if most is 0, and prints how many there are of each role.
func (d *demo) list(ctx context.Context, most int) ([]gainsight.CompanyTeamRecord, error) {
	before := d.calls.Load()
	d.heading("List")
	var records []gainsight.CompanyTeamRecord
	var failure error
	for record, err := range d.client.CompanyTeam.List(ctx, gainsight.CompanyTeamListOptions{PageSize: 100}) {
		if err != nil {
			failure = err
			break
		}
		if records = append(records, record); len(records) == most {
			d.printf("   stopped at %d records; -most raises the limit\n", most)
			break
		}
	}
	d.line("records", len(records))
	roles := map[string]int{}
	for _, record := range records {
		roles[cmp.Or(record.UserRole.String(), "(no role)")]++
	}
	for _, role := range slices.Sorted(maps.Keys(roles)) {
		d.printf("     %4d  %s\n", roles[role], role)
	}
	d.line("calls", int(d.calls.Load()-before))
	return records, failure
}

// changeRole changes one member of a listed record and hands the record back.
func (d *demo) changeRole(ctx context.Context, record gainsight.CompanyTeamRecord) error {
	d.heading("Change one role")
	before := record.UserRole.String()
	record.UserRole = gainsight.Set("Executive Sponsor")
	result, err := d.client.CompanyTeam.Upsert(ctx, []gainsight.CompanyTeamRecord{record}, gainsight.ByGsid())
	if err != nil {
		return err
	}
	d.printf("   %s at %s: %s → %s, %s\n", nameOf(record.Name, record.UserGsid), nameOf(record.CompanyName, record.CompanyGsid), before, record.UserRole, result.Outcomes[0].Status)
	d.line("calls", result.Calls)
	return result.Err()
}

// delete deletes records, and one of them twice.
func (d *demo) delete(ctx context.Context, records []gainsight.CompanyTeamRecord) error {
	d.heading("Delete a few, then one of them again")
	var gsids []string
	for _, record := range records {
		gsids = append(gsids, record.Gsid.String())
	}
	calls := 0
	for _, batch := range [][]string{gsids, gsids[:1]} {
		result, err := d.client.CompanyTeam.DeleteMany(ctx, batch)
		if err != nil {
			return err
		}
		for _, outcome := range result.Outcomes {
			d.printf("   %s  %s\n", outcome.Row, outcome.Status)
		}
		calls += result.Calls
	}
	d.line("calls", calls)
	return nil
}

func nameOf(name, gsid gainsight.Value[string]) string { return cmp.Or(name.String(), gsid.String()) }

func (d *demo) total() { d.printf("\n%d calls in all; a tenant allows 100 an hour.\n", d.calls.Load()) }

func (d *demo) heading(text string) {
	d.step++
	d.printf("\n%d. %s\n", d.step, text)
}

func (d *demo) line(what string, n int) { d.printf("   %-10s %5d\n", what, n) }

// printf prints without what a record could do to the terminal.
func (d *demo) printf(format string, arguments ...any) {
	text := strings.Map(func(r rune) rune {
		if r != '\n' && !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, fmt.Sprintf(format, arguments...))
	_, _ = io.WriteString(d.out, text)
}
