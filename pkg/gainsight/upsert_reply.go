package gainsight

import (
	"slices"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// upsertVerdicts says what a reply means for each row. As many written records as rows and no errors mean that all
// succeeded. Otherwise rows are told apart: written records come back without their Gsid and with GSIDs in place of
// names (A), and the shape of the errors is not documented, so a row is found by whatever it has in common with what the
// reply names, and rows that cannot be found succeeded only if the counts leave no other way.
func upsertVerdicts(rows []CompanyTeamRecord, answer reply[upsertResult]) []verdict {
	written, errors := answer.Data.Success.Records, errorItems(answer.Data.Errors)
	if len(errors) == 0 && len(written) == len(rows) {
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
	writes    []int       // per row: written records that are the row
	refusals  [][]verdict // per row: errors that name the row
	anonymous int         // written records that could be any row
	strangers int         // written records that are no row, and errors that name none
}

func newClaims(rows []CompanyTeamRecord, receipt receipt) *claims {
	return &claims{receipt: receipt, rows: rows, writes: make([]int, len(rows)), refusals: make([][]verdict, len(rows))}
}

func (c *claims) written(record CompanyTeamRecord) {
	couldBe := false
	for i, row := range c.rows {
		switch compare(row, record) {
		case same:
			c.writes[i]++
			return
		case unknown:
			couldBe = true
		}
	}
	if couldBe {
		c.anonymous++
	} else {
		c.strangers++
	}
}

func (c *claims) refused(item jsontext.Value) {
	var said rowErrorItem
	_ = json.Unmarshal(item, &said) // an item of another shape has no code to tell
	v := c.refusal(said.ErrorCode.Or(""), said.ErrorDesc.Or(said.ErrorMessage.Or("")))
	named := recordsIn(item)
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

// verdicts weighs the claims. A row that one claim is about has its verdict. The rest succeeded if there are exactly as
// many written records without a name, and nothing in the reply speaks against it. More claims than rows mean that at
// least one of the refusals is about something else.
func (c *claims) verdicts() []verdict {
	open, proven, refused := 0, 0, 0
	for i := range c.rows {
		switch {
		case c.writes[i] == 0 && len(c.refusals[i]) == 0:
			open++
		case c.writes[i] == 1 && len(c.refusals[i]) == 0:
			proven++
		default:
			refused++
		}
	}
	tooMany := proven+refused+c.anonymous > len(c.rows)
	verdicts := make([]verdict, len(c.rows))
	for i := range c.rows {
		writes, refusals := c.writes[i], c.refusals[i]
		switch {
		case writes == 1 && len(refusals) == 0:
			verdicts[i] = verdict{status: Succeeded}
		case writes == 0 && len(refusals) == 1 && !tooMany:
			verdicts[i] = refusals[0]
		case writes == 0 && len(refusals) == 0 && c.anonymous == open && c.strangers == 0:
			verdicts[i] = verdict{status: Succeeded}
		default:
			verdicts[i] = c.doubt()
		}
	}
	return verdicts
}

// rowErrorItem is what an error is known to say: errorCode and errorDesc by analogy with bulk deletion (I), or
// errorMessage, as a sibling operation was seen to answer (L).
type rowErrorItem struct {
	ErrorCode    Value[string] `json:"errorCode"`
	ErrorDesc    Value[string] `json:"errorDesc"`
	ErrorMessage Value[string] `json:"errorMessage"`
}

// errorItems returns the errors of a reply one by one. Errors that are no list are one item, and an empty object or text
// is none.
func errorItems(errors jsontext.Value) []jsontext.Value {
	_ = errors.Compact() // it was decoded, so it is valid
	switch text := string(errors); {
	case text == "", text == "null", text == "{}", text == `""`:
		return nil
	case errors.Kind() == '[':
		var items []jsontext.Value
		if json.Unmarshal(errors, &items) == nil {
			return items
		}
	}
	return []jsontext.Value{errors}
}

// recordsIn returns every object inside a JSON value, read as a record.
func recordsIn(value jsontext.Value) []CompanyTeamRecord {
	var records []CompanyTeamRecord
	switch value.Kind() {
	case '[':
		var items []jsontext.Value
		if json.Unmarshal(value, &items) == nil {
			for _, item := range items {
				records = append(records, recordsIn(item)...)
			}
		}
	case '{':
		var record CompanyTeamRecord
		if json.Unmarshal(value, &record) == nil {
			records = append(records, record)
			for _, member := range record.AdditionalProperties {
				records = append(records, recordsIn(jsontext.Value(member))...)
			}
		}
	}
	return records
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
