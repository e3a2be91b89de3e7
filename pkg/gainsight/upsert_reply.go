package gainsight

import (
	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// upsertVerdicts says what a reply means for each row. Written records come back without their Gsid and with GSIDs in
// place of names (A), and the shape of the errors is not documented, so a row is found by whatever it has in common
// with them. Rows that cannot be found succeeded only if the count leaves no other way.
func upsertVerdicts(rows []CompanyTeamRecord, answer reply[gsapi.CompanyTeamUpsertResult]) []verdict {
	var written []CompanyTeamRecord
	if answer.Data.Success != nil {
		written = answer.Data.Success.Records
	}
	refused, unclear := refusedRows(rows, answer)
	verdicts := make([]verdict, len(rows))
	open := 0
	for i := range rows {
		switch n := len(refused[i]); {
		case n == 1 && !namesRow(written, rows[i]):
			verdicts[i] = refused[i][0]
		case n == 0 && !unclear:
			verdicts[i] = verdict{status: Succeeded}
			open++
		default:
			verdicts[i] = doubt(opUpsert, answer.RequestID)
		}
	}
	if open == len(written) {
		return verdicts
	}
	return provenOnly(verdicts, rows, written, answer.RequestID)
}

// provenOnly takes back every success for which no written record speaks.
func provenOnly(verdicts []verdict, rows, written []CompanyTeamRecord, requestID string) []verdict {
	for i := range rows {
		if verdicts[i].status != Succeeded {
			continue
		}
		verdicts[i] = doubt(opUpsert, requestID)
		for _, record := range written {
			if sameRecord(rows[i], record) {
				verdicts[i] = verdict{status: Succeeded}
			}
		}
	}
	return verdicts
}

// refusedRows finds the rows that the errors of a reply name. unclear is set if an error names none of them.
func refusedRows(rows []CompanyTeamRecord, answer reply[gsapi.CompanyTeamUpsertResult]) (refused map[int][]verdict, unclear bool) {
	refused = map[int][]verdict{}
	for _, item := range errorItems(jsontext.Value(answer.Data.Errors)) {
		var said rowErrorItem
		_ = json.Unmarshal(item, &said) // an item of another shape says nothing, which the search below finds out
		v := refusal(opUpsert, answer.RequestID, said.code(), said.description())
		named := recordsIn(item)
		found := false
		for i, row := range rows {
			if namesRow(named, row) {
				refused[i] = append(refused[i], v)
				found = true
			}
		}
		unclear = unclear || !found
	}
	return refused, unclear
}

func namesRow(named []CompanyTeamRecord, row CompanyTeamRecord) bool {
	for _, record := range named {
		if sameRecord(row, record) {
			return true
		}
	}
	return false
}

// rowErrorItem is what an error is known to say: errorCode and errorDesc by analogy with bulk deletion (I), or
// errorMessage, as a sibling operation was seen to answer (L).
type rowErrorItem struct {
	ErrorCode    Value[string] `json:"errorCode"`
	ErrorDesc    Value[string] `json:"errorDesc"`
	ErrorMessage Value[string] `json:"errorMessage"`
}

func (i rowErrorItem) code() string        { return i.ErrorCode.Or("") }
func (i rowErrorItem) description() string { return i.ErrorDesc.Or(i.ErrorMessage.Or("")) }

// errorItems returns the errors of a reply one by one. Errors that are no list are one item.
func errorItems(errors jsontext.Value) []jsontext.Value {
	switch errors.Kind() {
	case 'n', 0:
		return nil
	case '[':
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

// sameRecord reports whether a record of a reply is the row that was sent: by its Gsid, or by company and user.
func sameRecord(row, record CompanyTeamRecord) bool {
	if gsid := row.Gsid.Or(""); gsid != "" {
		return record.Gsid.Or("") == gsid
	}
	return sameMember(row.CompanyGsid, record.CompanyGsid, row.CompanyName, record.CompanyName) &&
		sameMember(row.UserGsid, record.UserGsid, row.UserName, record.UserName)
}

func sameMember(rowGsid, gsid, rowName, name Value[string]) bool {
	if want := rowGsid.Or(""); want != "" {
		return gsid.Or("") == want
	}
	want := rowName.Or("")
	return want != "" && name.Or("") == want
}
