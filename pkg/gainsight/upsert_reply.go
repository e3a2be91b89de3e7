package gainsight

import (
	"bytes"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// upsertVerdicts says what a reply means for each row. If there are no errors, and each written record can be another one of
// the rows, all succeeded. Otherwise rows are told apart: written records come back without their Gsid and with GSIDs in place
// of names (A), and the shape of the errors is not documented, so a row is found by whatever it has in common with what the
// reply names, and rows that cannot be found succeeded only if the counts leave no other way.
func upsertVerdicts(rows []CompanyTeamRecord, answer reply[upsertResult]) []verdict {
	names, written, errors := namesOf(rows), answer.Data.Success.Records, answer.Data.errors()
	if !answer.failed && len(errors) == 0 && areRows(written, names) {
		return allSucceeded(len(rows))
	}
	claims := newClaims(names, answer.receipt, compare)
	for _, record := range written {
		switch {
		case record.refusal != nil:
			errors = append(errors, record.refusal)
		case record.isRecord:
			claims.written(record.teamNames)
		}
	}
	for _, item := range errors {
		claims.refused(item, loose.Records[teamNames](item))
	}
	return claims.verdicts()
}

// areRows reports whether each of some written records can be another one of the rows, and all rows are among them.
func areRows(written []upserted, rows []teamNames) bool {
	if len(written) != len(rows) {
		return false
	}
	taken := make([]bool, len(rows))
	for _, record := range written {
		i := record.rowIn(rows, taken)
		if i < 0 || !record.isRecord || record.refusal != nil {
			return false
		}
		taken[i] = true
	}
	return true
}

// rowIn returns the row that a record is, or else the first one that it can be, and -1 if there is none.
func (u upserted) rowIn(rows []teamNames, taken []bool) int {
	possible := -1
	for i, row := range rows {
		if taken[i] {
			continue
		}
		switch is := compare(row, u.teamNames); {
		case is == same:
			return i
		case is == unknown && possible < 0:
			possible = i
		}
	}
	return possible
}

// upsertResult is the generated CompanyTeamUpsertResult, with whatever else says something of errors.
type upsertResult struct {
	Success struct {
		Records upsertedRecords           `json:"records"`
		Others  map[string]jsontext.Value `json:",unknown"`
	} `json:"success"`
	Others map[string]jsontext.Value `json:",unknown"` // errors among them
}

func (r upsertResult) errors() []jsontext.Value {
	return append(complaintsIn(r.Others), complaintsIn(r.Success.Others)...)
}

// upserted is an item of the list of those that were written.
type upserted struct {
	teamNames
	isRecord bool
	refusal  jsontext.Value // the item, if it says that it was not written
}

type upsertedRecords []upserted

// UnmarshalJSONFrom reads of each record only what tells it apart.
func (u *upsertedRecords) UnmarshalJSONFrom(decoder *jsontext.Decoder) error {
	if decoder.PeekKind() != '[' {
		return decoder.SkipValue() // it is null, or lists nothing
	}
	if _, err := decoder.ReadToken(); err != nil {
		return err
	}
	var lower []byte
	for decoder.PeekKind() != ']' {
		text, err := decoder.ReadValue()
		if err != nil {
			return err
		}
		*u = append(*u, upserted{isRecord: text.Kind() == '{'})
		record := &(*u)[len(*u)-1]
		_ = json.Unmarshal(text, &record.teamNames, wire.Tolerant) // what names no row can be any
		if lower = appendLower(lower[:0], text); mayRefuse(lower) && isRefusal(text) {
			record.refusal = text.Clone()
		}
	}
	_, err := decoder.ReadToken()
	return err
}

// mayRefuse reports whether a text in lower case has what isRefusal looks for, which is slower.
func mayRefuse(lower []byte) bool {
	return slices.ContainsFunc(refusalMarks, func(mark []byte) bool { return bytes.Contains(lower, mark) })
}

// refusalMarks are the names that isRefusal knows, and the words in others. A name can be escaped, too.
var refusalMarks = func() (marks [][]byte) {
	for _, word := range append([]string{`"err`, `success"`, `result"`, `status"`, `\u`}, complaintWords...) {
		marks = append(marks, []byte(word))
	}
	return marks
}()

// appendLower is bytes.ToLower for ASCII, into memory that is there.
func appendLower(lower, text []byte) []byte {
	for _, c := range text {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower = append(lower, c)
	}
	return lower
}
