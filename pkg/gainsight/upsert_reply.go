package gainsight

import (
	"slices"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// upsertVerdicts says what a reply means for each row. As many written records as rows and no errors mean that all
// succeeded. Otherwise rows are told apart: written records come back without their Gsid and with GSIDs in place of
// names (A), and the shape of the errors is not documented, so a row is found by whatever it has in common with what the
// reply names, and rows that cannot be found succeeded only if the counts leave no other way.
func upsertVerdicts(rows []CompanyTeamRecord, answer reply[upsertResult]) []verdict {
	written, errors := answer.Data.Success.Records, loose.Items(answer.Data.Errors)
	if !answer.failed && len(errors) == 0 && len(written) == len(rows) {
		return slices.Repeat([]verdict{{status: Succeeded}}, len(rows))
	}
	claims := newClaims(rows, answer.receipt)
	for _, text := range written {
		var record CompanyTeamRecord
		_ = json.Unmarshal(text, &record, wire.Tolerant) // one that is no record names no row
		claims.written(record)
	}
	for _, item := range errors {
		claims.refused(item)
	}
	return claims.verdicts()
}

// upsertResult is the generated CompanyTeamUpsertResult with records that are read only if they are needed.
type upsertResult struct {
	Success struct {
		Records []jsontext.Value `json:"records"`
	} `json:"success"`
	Errors jsontext.Value `json:"errors"`
}

// claims is what a reply says of the rows of a batch.
type claims struct {
	receipt
	rows      []CompanyTeamRecord
	writes    []int               // per row: written records that are the row
	refusals  [][]verdict         // per row: errors that name the row
	nameless  []CompanyTeamRecord // written records that are not known to be a row
	strangers int                 // errors that name no row
}

func newClaims(rows []CompanyTeamRecord, receipt receipt) *claims {
	return &claims{receipt: receipt, rows: rows, writes: make([]int, len(rows)), refusals: make([][]verdict, len(rows))}
}

func (c *claims) written(record CompanyTeamRecord) {
	i := slices.IndexFunc(c.rows, func(row CompanyTeamRecord) bool { return compare(row, record) == same })
	if i < 0 {
		c.nameless = append(c.nameless, record)
		return
	}
	c.writes[i]++
}

func (c *claims) refused(item jsontext.Value) {
	v := c.refusalIn(item)
	named := loose.Records(item)
	found := false
	for i, row := range c.rows {
		for _, record := range named {
			if compare(row, record) == same {
				c.refusals[i] = append(c.refusals[i], v)
				found = true
				break
			}
		}
	}
	if !found {
		c.strangers++
	}
}

// verdicts weighs the claims. A row that one claim is about has its verdict, unless there are more claims than rows, so
// that at least one of the refusals is about something else. The rest is in doubt unless it can only have been written.
func (c *claims) verdicts() []verdict {
	var open []CompanyTeamRecord
	for i, row := range c.rows {
		if c.writes[i] == 0 && len(c.refusals[i]) == 0 {
			open = append(open, row)
		}
	}
	fitting, possible := 0, 0 // nameless records that could be any of the open rows, and one of all rows at least
	for _, record := range c.nameless {
		if countUnknown(open, record) == len(open) {
			fitting++
		}
		if countUnknown(c.rows, record) > 0 {
			possible++
		}
	}
	restIsWritten := !c.failed && c.strangers == 0 && len(c.nameless) == len(open) && fitting == len(open)
	tooMany := len(c.rows)-len(open)+possible > len(c.rows)
	verdicts := make([]verdict, len(c.rows))
	for i := range c.rows {
		writes, refusals := c.writes[i], c.refusals[i]
		switch {
		case writes == 1 && len(refusals) == 0, writes == 0 && len(refusals) == 0 && restIsWritten:
			verdicts[i] = verdict{status: Succeeded}
		case writes == 0 && len(refusals) == 1 && !tooMany:
			verdicts[i] = refusals[0]
		default:
			verdicts[i] = c.doubt()
		}
	}
	return verdicts
}

// countUnknown counts the rows that a record could be, as far as it tells.
func countUnknown(rows []CompanyTeamRecord, record CompanyTeamRecord) (count int) {
	for _, row := range rows {
		if compare(row, record) == unknown {
			count++
		}
	}
	return count
}

// likeness is what comparing a row with a record of a reply shows.
type likeness int

const (
	unknown likeness = iota // the record lacks a member by which the row is known
	same
	different
)

// compare tells whether a record of a reply is the row that was sent: by its Gsid, or by company and user.
func compare(row, record CompanyTeamRecord) likeness {
	if gsid := row.Gsid.Or(""); gsid != "" {
		return compareText(gsid, record.Gsid)
	}
	company := compareMember(row.CompanyGsid, record.CompanyGsid, row.CompanyName, record.CompanyName)
	user := compareMember(row.UserGsid, record.UserGsid, row.UserName, record.UserName)
	switch {
	case company == different || user == different:
		return different
	case company == same && user == same:
		return same
	}
	return unknown
}

func compareMember(rowGsid, gsid, rowName, name Value[string]) likeness {
	if want := rowGsid.Or(""); want != "" {
		return compareText(want, gsid)
	}
	if want := rowName.Or(""); want != "" {
		return compareText(want, name)
	}
	return unknown
}

func compareText(want string, value Value[string]) likeness {
	switch got, ok := value.Get(); {
	case !ok:
		return unknown
	case got == want:
		return same
	}
	return different
}
