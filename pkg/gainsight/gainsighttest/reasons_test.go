package gainsighttest_test

import (
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

func TestReasonsOfFailedLists(t *testing.T) {
	server := newTenant(t)
	where := func(conditions, expression string) string {
		return `{"select": ["Gsid"], "where": {"conditions": [` + conditions + `], "expression": "` + expression + `"}}`
	}
	gsid := condition("a", "Gsid", "EQ", `"x"`)
	for body, want := range map[string]string{
		`{"select": ["Gsid", "Nothing"]}`:                                `select: no record has the field "Nothing", and it does not end in __gc`,
		`{"select": ["Gsid"], "orderBy": {"Gsid": "asc", "Foo": "asc"}}`: `orderBy: no record has the field "Foo", and it does not end in __gc`,
		`{"select": ["Gsid"], "orderBy": {"Gsid": "up"}}`:                `orderBy: "up" is neither asc nor desc`,
		where(``, ""): `where: it has no condition`,
		where(gsid+","+condition("b", "Gsid", "LIKE", `"x"`), ""):       `where: condition 1: no such operator: "LIKE"`,
		where(condition("a", "Foo", "EQ", `"x"`), ""):                   `where: condition 0: no record has the field "Foo", and it does not end in __gc`,
		where(condition("a", "Gsid", "EQ", `"x", "y"`), ""):             `where: condition 0: EQ does not take 2 values`,
		where(condition("", "Gsid", "EQ", `"x"`), ""):                   `where: condition 0 has no alias`,
		where(gsid+","+gsid, ""):                                        `where: the alias "a" is there twice`,
		where(gsid, "a AND (a OR b)"):                                   `where: no condition has the alias "b"`,
		where(gsid, "(a"):                                               `where: a parenthesis is not closed`,
		where(gsid, "a"):                                                ``,
		`{"select": ["Gsid"], "limit": "x"}`:                            `can't decode JSON body: json: cannot unmarshal string into Go struct field SearchRequest.limit of type int`,
		`{}`:                                                            ``,
		`{"select": ["Gsid", "` + strings.Repeat("é", 1000) + `__GC"]}`: `select: no record has the field "` + strings.Repeat("é", 483) + "…",
	} {
		list(t, server.Server, body)
		calls := server.Calls()
		if got := calls[len(calls)-1].Reason; got != want {
			t.Errorf("%.100s\ngot  %q\nwant %q", body, got, want)
		}
	}
}

func TestReasonsOfRefusedRows(t *testing.T) {
	const rows = `{"records": [
		{"CompanyName": "IBM", "UserName": "Alex Example"},
		{"CompanyName": "IBM", "UserName": "Nobody"},
		{"CompanyName": "Nothing"},
		{"CompanyGsid": "x", "UserGsid": "y"}
	], ` + byNames + `}`
	const want = `record 1: Identifier UserGsid should not be null or empty; no records match GsUser by Name "Nobody"; ` +
		`record 2: Identifier CompanyGsid should not be null or empty; no records match Company by Name "Nothing"; ` +
		`record 3: Identifier CompanyGsid should not be null or empty; no records match Company, since the record has no field that its lookup uses; ` +
		`no records match GsUser, since the record has no field that its lookup uses`
	for _, options := range [][]gainsighttest.Option{nil, {gainsighttest.WithWholeBatchRefusal()}} {
		server := newTenant(t, options...)
		upsert(t, server.Server, rows)
		if got := server.Calls()[0].Reason; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	server := newTenant(t)
	for body, want := range map[string]string{
		`{"records": [{"UserRole": "CSM"}, {"Gsid": "x"}]}`: `record 0: Identifier Gsid should not be null or empty; record 1: Gsid is invalid`,
		`{"records": [{"CompanyName": "Nothing"}], "lookups": {` + strings.Replace(companyByName, `FIRSTMATCH"`, `MARKASERROR", "onNoMatch": "ERROR"`, 1) + `}}`: `record 0: Company Team Upsert Operation Failed: No records match Company by Name "Nothing"`,
	} {
		send(t, server.Server, "PUT", byGsid, body)
		calls := server.Calls()
		if got := calls[len(calls)-1].Reason; got != want {
			t.Errorf("%s\ngot  %s\nwant %s", body, got, want)
		}
	}
}
