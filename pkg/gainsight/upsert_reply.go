package gainsight

import (
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
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
	claims := newClaims(rows, answer.receipt, compare)
	for _, text := range written {
		var record CompanyTeamRecord
		_ = json.Unmarshal(text, &record, wire.Tolerant) // one that is no record names no row
		claims.written(record)
	}
	for _, item := range errors {
		claims.refused(item, loose.Records[CompanyTeamRecord](item))
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
