package gainsighttest_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// seed stores records that are written as JSON.
func seed(t *testing.T, server *gainsighttest.Server, records string) {
	t.Helper()
	var list []gsapi.CompanyTeamRecord
	if err := json.Unmarshal([]byte(records), &list); err != nil {
		t.Fatal(err)
	}
	for _, r := range list {
		server.AddRecord(r)
	}
}

// ids lists the ID__gc of the records in a reply.
func (a answer) ids() string {
	a.t.Helper()
	var data struct {
		Records []struct {
			ID string `json:"ID__gc"`
		}
	}
	if a.status != 200 || json.Unmarshal(a.envelope().Data, &data) != nil {
		a.t.Fatalf("not a page: %d\n%s", a.status, a.body)
	}
	ids := make([]string, 0, len(data.Records))
	for _, r := range data.Records {
		ids = append(ids, r.ID)
	}
	return strings.Join(ids, " ")
}

const fiveRecords = `[
	{"ID__gc": "a", "CompanyName": "IBM",     "UserRole": "CSM",     "TeamAdmin": "true",  "N__gc": 10, "Pick__gc": "red; green", "ModifiedDate": "2026-01-02T00:00:00Z"},
	{"ID__gc": "b", "CompanyName": "Youtube", "UserRole": "CSM",     "TeamAdmin": false,   "N__gc": 9, "Pick__gc": "blue", "ModifiedDate": 1767225600000},
	{"ID__gc": "c", "CompanyName": "IBM",     "UserRole": "Manager", "TeamAdmin": true,    "N__gc": 12345678901234567891, "Pick__gc": ["green", "red"]},
	{"ID__gc": "d", "CompanyName": null,      "UserRole": "CSM",     "N__gc": 12345678901234567890, "Pick__gc": {"red": 1}, "ModifiedDate": "01/03/2026 00:00:00"},
	{"ID__gc": "e", "CompanyName": "ibm",     "N__gc": null, "List__gc": [1, {"b": 2, "a": 1}]}]`

func TestListOrder(t *testing.T) {
	server := gainsighttest.NewServer(t)
	seed(t, server, fiveRecords)
	for orderBy, want := range map[string]string{
		`{}`:                                   "a b c d e",
		`{"N__gc": "asc"}`:                     "e b a d c",
		`{"N__gc": "ASC"}`:                     "e b a d c",
		`{"N__gc": "DESC"}`:                    "c d a b e",
		`{"ModifiedDate": "desc"}`:             "d a b c e",
		`{"UserRole": "asc", "N__gc": "desc"}`: "e d a b c",
		`{"N__gc": "desc", "UserRole": "asc"}`: "c d a b e",
		`{"CompanyName": "asc"}`:               "d a c b e",
		`{"TeamAdmin": "asc"}`:                 "d e b a c",
		`{"List__gc": "desc"}`:                 "e a b c d",
		`{"Nowhere__gc": "desc"}`:              "a b c d e",
	} {
		if got := list(t, server, `{"select": ["ID__gc"], "orderBy": `+orderBy+`}`).ids(); got != want {
			t.Errorf("%s: got %s, want %s", orderBy, got, want)
		}
	}
	for _, orderBy := range []string{`{"Nothing": "asc"}`, `{"N__gc": "up"}`, `{"N__gc": ""}`} {
		list(t, server, `{"select": ["ID__gc"], "orderBy": `+orderBy+`}`).wantFailure(400, "GU_1707", "")
	}
}

// So many records that a sort which is not stable would shuffle those with one role.
func TestListOrderIsStable(t *testing.T) {
	server := gainsighttest.NewServer(t)
	var want []string
	for _, role := range []string{"a", "b"} {
		for i := range 100 {
			want = append(want, fmt.Sprint(role, i))
		}
	}
	for i := range 100 {
		seed(t, server, fmt.Sprintf(`[{"ID__gc": "b%d", "UserRole": "b"}, {"ID__gc": "a%d", "UserRole": "a"}]`, i, i))
	}
	got := list(t, server, `{"select": ["ID__gc"], "limit": 200, "orderBy": {"UserRole": "asc"}}`).ids()
	if got != strings.Join(want, " ") {
		t.Errorf("got %s", got)
	}
}

func condition(alias, name, operator, values string) string {
	return fmt.Sprintf(`{"name": %q, "alias": %q, "operator": %q, "value": [%s]}`, name, alias, operator, values)
}

func TestListConditions(t *testing.T) {
	server := gainsighttest.NewServer(t)
	seed(t, server, fiveRecords)
	gsid := server.Records()[1].Gsid.Or("")
	for _, test := range []struct{ name, operator, values, want string }{
		{"CompanyName", "IN", `"IBM"`, "a c"},
		{"CompanyName", "IN", `"IBM", "Youtube"`, "a b c"},
		{"CompanyName", "IN", `null`, "d"},
		{"CompanyName", "NOT_IN", `"IBM", null`, "b e"},
		{"CompanyName", "EQ", `"ibm"`, "e"},
		{"CompanyName", "EQ", `"\u0049BM"`, "a c"},
		{"UserRole", "NOT_IN", `"CSM"`, "c e"},
		{"UserName", "IN", `"Nobody"`, ""},
		{"UserGsid", "IN", `null`, "a b c d e"},
		{"CompanyGsid", "EQ", `"x"`, ""},
		{"Gsid", "EQ", `"` + gsid + `"`, "b"},
		{"TeamAdmin", "EQ", `true`, "a c"},
		{"TeamAdmin", "EQ", `"true"`, "a c"},
		{"TeamAdmin", "EQ", `false`, "b"},
		{"TeamAdmin", "EQ", `"yes"`, ""},
		{"TeamAdmin", "IN", `1`, ""},
		{"N__gc", "EQ", `10.0`, "a"},
		{"N__gc", "EQ", `1e1`, "a"},
		{"N__gc", "EQ", `"10"`, ""},
		{"N__gc", "EQ", `12345678901234567890`, "d"},
		{"N__gc", "IN", `9, 12345678901234567891`, "b c"},
		{"N__gc", "EQ", `true`, ""},
		{"ModifiedDate", "EQ", `"2026-01-01T00:00:00.000Z"`, "b"},
		{"ModifiedDate", "EQ", `"no date"`, ""},
		{"List__gc", "EQ", `[1,{"a":1,"b":2}]`, "e"},
		{"List__gc", "EQ", `[1,{"a":1}]`, ""},

		{"CompanyName", "NE", `"IBM"`, "b d e"},
		{"CompanyName", "NE", `null`, "a b c e"},
		{"N__gc", "NE", `9`, "a c d e"},

		{"N__gc", "LT", `10`, "b"},
		{"N__gc", "LTE", `10.0`, "a b"},
		{"N__gc", "GT", `12345678901234567890`, "c"},
		{"N__gc", "GTE", `12345678901234567890`, "c d"},
		{"N__gc", "GT", `"9"`, ""},
		{"N__gc", "LT", `null`, ""},
		{"N__gc", "GTE", `null`, ""},
		{"CompanyName", "LT", `"Z"`, "a b c"},
		{"CompanyName", "GT", `"Z"`, "e"},
		{"ModifiedDate", "LT", `"2026-01-02T00:00:00Z"`, "b"},
		{"ModifiedDate", "GTE", `1767312000000`, "a d"},
		{"TeamAdmin", "GT", `false`, "a c"},

		{"N__gc", "BTW", `9, 10`, "a b"},
		{"N__gc", "BTW", `10, 9`, ""},
		{"N__gc", "BTW", `9, "10"`, ""},
		{"N__gc", "BTW", `null, 10`, ""},
		{"ModifiedDate", "BTW", `"2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"`, "a b"},

		{"UserRole", "CONTAINS", `"SM"`, "a b d"},
		{"UserRole", "CONTAINS", `"sm"`, ""},
		{"UserRole", "CONTAINS", `""`, "a b c d"},
		{"UserRole", "CONTAINS", `null`, ""},
		{"UserRole", "DOES_NOT_CONTAIN", `"SM"`, "c e"},
		{"N__gc", "CONTAINS", `"1"`, ""},
		{"CompanyName", "STARTS_WITH", `"IB"`, "a c"},
		{"CompanyName", "STARTS_WITH", `"BM"`, ""},
		{"CompanyName", "ENDS_WITH", `"be"`, "b"},
		{"CompanyName", "ENDS_WITH", `"tub"`, ""},

		{"CompanyName", "IS_NULL", ``, "d"},
		{"UserRole", "IS_NULL", ``, "e"},
		{"N__gc", "IS_NOT_NULL", ``, "a b c d"},

		{"Pick__gc", "INCLUDES", `"red"`, "a c"},
		{"Pick__gc", "INCLUDES", `"green"`, "a c"},
		{"Pick__gc", "INCLUDES", `{"red": 1}`, ""},
		{"Pick__gc", "INCLUDES", `"red", "blue"`, "a b c"},
		{"Pick__gc", "INCLUDES", `"re"`, ""},
		{"Pick__gc", "INCLUDES", `null`, ""},
		{"Pick__gc", "EXCLUDES", `"red"`, "b d e"},
		{"Pick__gc", "EXCLUDES", `"red", "blue"`, "d e"},
		{"N__gc", "INCLUDES", `9, 10`, "a b"},
		{"List__gc", "INCLUDES", `1`, "e"},
		{"List__gc", "INCLUDES", `{"a": 1, "b": 2}`, "e"},
	} {
		t.Run(test.name+" "+test.operator+" "+test.values, func(t *testing.T) {
			reply := list(t, server, `{"select": ["ID__gc"], "where": {"conditions": [`+condition("a", test.name, test.operator, test.values)+`]}}`)
			if got := reply.ids(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// A date reads as the sample writes it, whatever the form in which it came. A part of a date is a text and no date.
func TestListConditionsOfDates(t *testing.T) {
	server := gainsighttest.NewServer(t)
	seed(t, server, `[
		{"ID__gc": "sample", "ModifiedDate": "2023-10-03T10:03:32Z"},
		{"ID__gc": "east",   "ModifiedDate": "2023-10-04T01:30:00.5+02:00"},
		{"ID__gc": "millis", "ModifiedDate": 1696464000000},
		{"ID__gc": "words",  "ModifiedDate": "soon"},
		{"ID__gc": "none"}]`)
	for _, test := range []struct{ operator, values, want string }{
		{"STARTS_WITH", `"2023-10-03"`, "sample east"},
		{"STARTS_WITH", `"2023-10-03T23:30:00.5Z"`, "east"},
		{"CONTAINS", `"2023-10-03"`, "sample east"},
		{"CONTAINS", `"00:00:00Z"`, "millis"},
		{"CONTAINS", `"oo"`, "words"},
		{"CONTAINS", `1696464000000`, ""},
		{"ENDS_WITH", `"10:03:32Z"`, "sample"},
		{"DOES_NOT_CONTAIN", `"2023-10-03"`, "millis words none"},
		{"EQ", `"2023-10-03T23:30:00.500Z"`, "east"},
		{"IN", `"2023-10-03T12:03:32+02:00", "2023-10-05"`, "sample millis"},
		{"LT", `"2023-10-04"`, "sample east"},
		{"LT", `"no date"`, ""},
		{"GT", `"no date"`, "words"}, // both are texts
		{"GTE", `"2023-10-05"`, "millis"},
		{"BTW", `"2023-10-03", "no date"`, ""},
		{"BTW", `"2023-10-03", "2023-10-04"`, "sample east"},
	} {
		reply := list(t, server, `{"select": ["ID__gc"], "where": {"conditions": [`+condition("a", "ModifiedDate", test.operator, test.values)+`]}}`)
		if got := reply.ids(); got != test.want {
			t.Errorf("%s %s: got %q, want %q", test.operator, test.values, got, test.want)
		}
	}
	if got := list(t, server, `{"select": ["ID__gc"], "orderBy": {"ModifiedDate": "asc"}}`).ids(); got != "none sample east millis words" {
		t.Errorf("in order: %s", got)
	}
}

func TestHowManyValuesAConditionTakes(t *testing.T) {
	server := gainsighttest.NewServer(t)
	for operator, want := range map[string]string{
		"IN": "123", "NOT_IN": "123", "INCLUDES": "123", "EXCLUDES": "123",
		"EQ": "1", "NE": "1", "LT": "1", "GT": "1", "LTE": "1", "GTE": "1", "BTW": "2",
		"CONTAINS": "1", "DOES_NOT_CONTAIN": "1", "STARTS_WITH": "1", "ENDS_WITH": "1",
		"IS_NULL": "0", "IS_NOT_NULL": "0",
	} {
		got := ""
		for n := range 4 {
			reply := list(t, server, `{"select": ["Gsid"], "where": {"conditions": [`+condition("a", "UserRole", operator, repeat(`"x"`, n))+`]}}`)
			if reply.status == 200 {
				got += fmt.Sprint(n)
			} else {
				reply.wantFailure(400, "GU_1707", "")
			}
		}
		if got != want {
			t.Errorf("%s takes %s values, want %s", operator, got, want)
		}
	}
}

// The fake knows the operators that the document lists, and no other.
func TestOperatorsOfTheDocument(t *testing.T) {
	listed := readDocument(t).Components.Schemas["Operator"].KnownValues
	slices.Sort(listed)
	if got := gainsighttest.Operators(); !slices.Equal(got, listed) {
		t.Errorf("the fake has %q, the document %q", got, listed)
	}
}

func TestListExpressions(t *testing.T) {
	server := gainsighttest.NewServer(t)
	seed(t, server, fiveRecords)
	conditions := `[` + condition("ibm", "CompanyName", "EQ", `"IBM"`) + `,` + // a c
		condition("csm", "UserRole", "EQ", `"CSM"`) + `,` + // a b d
		condition("small", "N__gc", "IN", `9, 10`) + `]` // a b
	for expression, want := range map[string]string{
		``:                               "a",
		` `:                              "a",
		`ibm`:                            "a c",
		`ibm AND csm`:                    "a",
		`ibm OR csm`:                     "a b c d",
		`ibm or csm and small`:           "a b c",
		`(ibm OR csm) AND small`:         "a b",
		`small And (ibm oR (csm))`:       "a b",
		`((((ibm))))`:                    "a c",
		"\tibm\nAND\n(csm)":              "a",
		`ibm AND(csm)OR(small)`:          "a b",
		`csm AND small OR ibm AND small`: "a b",
	} {
		reply := list(t, server, fmt.Sprintf(`{"select": ["ID__gc"], "where": {"conditions": %s, "expression": %q}}`, conditions, expression))
		if got := reply.ids(); got != want {
			t.Errorf("%q: got %s, want %s", expression, got, want)
		}
	}
}

func TestListRefusals(t *testing.T) {
	server := gainsighttest.NewServer(t)
	seed(t, server, fiveRecords)
	good := condition("a", "N__gc", "EQ", "1")
	where := func(conditions, expression string) string {
		return fmt.Sprintf(`{"conditions": [%s], "expression": %q}`, conditions, expression)
	}
	for name, where := range map[string]string{
		"no conditions":     `{}`,
		"empty conditions":  where("", ""),
		"unknown field":     where(condition("a", "Nothing", "EQ", "1"), ""),
		"reply's name":      where(condition("a", "Name", "EQ", `"x"`), ""),
		"unknown operator":  where(condition("a", "N__gc", "LIKE", "1"), ""),
		"no operator":       where(`{"name": "N__gc", "alias": "a", "value": [1]}`, ""),
		"operator in lower": where(condition("a", "N__gc", "eq", "1"), ""),
		"no value":          where(condition("a", "N__gc", "IN", ""), ""),
		"no value at all":   where(`{"name": "N__gc", "alias": "a", "operator": "IN"}`, ""),
		"EQ with two":       where(condition("a", "N__gc", "EQ", "1, 2"), ""),
		"NE with two":       where(condition("a", "N__gc", "NE", "1, 2"), ""),
		"LT with none":      where(condition("a", "N__gc", "LT", ""), ""),
		"BTW with one":      where(condition("a", "N__gc", "BTW", "1"), ""),
		"BTW with three":    where(condition("a", "N__gc", "BTW", "1, 2, 3"), ""),
		"CONTAINS with two": where(condition("a", "N__gc", "CONTAINS", `"1", "2"`), ""),
		"IS_NULL with one":  where(condition("a", "N__gc", "IS_NULL", "null"), ""),
		"INCLUDES, none":    where(condition("a", "N__gc", "INCLUDES", ""), ""),
		"no alias":          where(condition("", "N__gc", "EQ", "1"), ""),
		"alias twice":       where(good+","+good, "a"),
		"one good, one bad": where(good+","+condition("b", "Nothing", "EQ", "1"), "a"),
		"unknown alias":     where(good, "a OR b"),
		"alias in upper":    where(good, "A"),
		"unbalanced":        where(good, "(a"),
		"unbalanced 2":      where(good, "a)"),
		"nothing within":    where(good, "()"),
		"trailing":          where(good, "a a"),
		"no operand":        where(good, "a AND"),
		"no operand 2":      where(good, "OR a"),
		"deep":              where(good, strings.Repeat("(", 100_000)+"a"+strings.Repeat(")", 100_000)),
	} {
		t.Run(name, func(t *testing.T) {
			list(t, server, `{"select": ["ID__gc"], "where": `+where+`}`).wantFailure(400, "GU_1707", "")
		})
	}
}

func TestListPages(t *testing.T) {
	server := gainsighttest.NewServer(t, gainsighttest.WithMaxLimit(30))
	for i := range 70 {
		server.AddRecord(gsapi.CompanyTeamRecord{AdditionalProperties: map[string]json.RawMessage{"I__gc": json.RawMessage(fmt.Sprint(i))}})
	}
	for _, test := range []struct {
		request           string
		page, limit, size int
		first             string
	}{
		{`"limit": 10, "page": 0`, 0, 10, 10, "0"},
		{`"limit": 10, "page": 6`, 6, 10, 10, "60"},
		{`"limit": 10, "page": 7`, 7, 10, 0, ""},
		{`"limit": 1000`, 0, 30, 30, "0"},
		{`"limit": 1000, "page": 2`, 2, 30, 10, "60"},
		{`"page": 2`, 2, 25, 20, "50"},
		{`"page": 9223372036854775807`, 9223372036854775807, 25, 0, ""},
	} {
		var data struct {
			Page, Limit, Size int
			Records           []map[string]json.Number
		}
		reply := list(t, server, `{"select": ["I__gc"], `+test.request+`}`)
		if err := json.Unmarshal(reply.envelope().Data, &data); err != nil {
			t.Fatal(err)
		}
		first := ""
		if len(data.Records) > 0 {
			first = data.Records[0]["I__gc"].String()
		}
		if data.Page != test.page || data.Limit != test.limit || data.Size != test.size || len(data.Records) != test.size || first != test.first {
			t.Errorf("%s: got page %d, limit %d, size %d with %d records from %q", test.request, data.Page, data.Limit, data.Size, len(data.Records), first)
		}
		if !strings.Contains(reply.body, `"records":[`) {
			t.Errorf("%s: records is not a list\n%s", test.request, reply.body)
		}
	}
	list(t, server, `{"select": ["Gsid"], "limit": 0}`).wantNotVendor(400, "limit")
	list(t, server, `{"select": ["Gsid"], "page": -1}`).wantNotVendor(400, "page")
}

// page is the data of a list call's reply. Its Limit is nil if none was stated.
type page struct {
	Page, Size int
	Limit      *int
	Records    []struct {
		Gsid string
	}
}

func (a answer) page() (p page) {
	a.t.Helper()
	if err := json.Unmarshal(a.envelope().Data, &p); err != nil {
		a.t.Fatal(err)
	}
	return p
}

func TestStatedLimits(t *testing.T) {
	for name, test := range map[string]struct {
		option gainsighttest.Option
		want   string
	}{
		"applied": {gainsighttest.WithMaxLimit(2), `{"page": 0, "size": 2, "limit": 2, "records": [{}, {}]}`},
		"none":    {gainsighttest.WithoutStatedLimit(), `{"page": 0, "size": 2, "records": [{}, {}]}`},
		"another": {gainsighttest.WithStatedLimit(1000), `{"page": 0, "size": 2, "limit": 1000, "records": [{}, {}]}`},
		"zero":    {gainsighttest.WithStatedLimit(0), `{"page": 0, "size": 2, "limit": 0, "records": [{}, {}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			server := gainsighttest.NewServer(t, gainsighttest.WithMaxLimit(2), test.option)
			seed(t, server, `[{}, {}, {}]`)
			list(t, server, `{"select": ["UserRole"], "limit": 1000}`).wantData(test.want)
		})
	}
}

func TestRepeatedPages(t *testing.T) {
	server := gainsighttest.NewServer(t, gainsighttest.WithRepeatedPages())
	get := func(number int) page {
		t.Helper()
		return list(t, server, fmt.Sprintf(`{"select": ["Gsid"], "limit": 2, "page": %d}`, number)).page()
	}
	if p := get(5); p.Size != 0 || len(p.Records) != 0 {
		t.Errorf("without records, there is %+v", p)
	}
	seed(t, server, `[{}, {}, {}]`)
	for number, want := range map[int]int{0: 2, 1: 1, 2: 1, 9223372036854775807: 1} {
		if p := get(number); p.Page != number || p.Size != want || want == 1 && p.Records[0].Gsid != server.Records()[2].Gsid.Or("") {
			t.Errorf("page %d is %+v", number, p)
		}
	}
	seed(t, server, `[{}]`) // now the last page is full
	for number, first := range map[int]int{0: 0, 1: 2, 2: 2, 3: 2} {
		if p := get(number); p.Size != 2 || p.Records[0].Gsid != server.Records()[first].Gsid.Or("") {
			t.Errorf("of two full pages, %d is %+v", number, p)
		}
	}
}

func TestMaxLimitBelowTheDefaultLimit(t *testing.T) {
	server := gainsighttest.NewServer(t, gainsighttest.WithMaxLimit(2))
	seed(t, server, `[{}, {}, {}]`)
	list(t, server, `{"select": ["UserRole"]}`).wantData(`{"page": 0, "size": 2, "limit": 2, "records": [{}, {}]}`)
}

// The pages of one list share a search, which must not outlive a change.
func TestListsSeeChangesBetweenPages(t *testing.T) {
	server := newTenant(t)
	got := func() string {
		t.Helper()
		return list(t, server.Server, `{"select": ["ID__gc"], "orderBy": {"ID__gc": "asc"}, "where": {"conditions": [`+condition("a", "UserRole", "EQ", `"CSM"`)+`]}}`).ids()
	}
	want := func(ids string) {
		t.Helper()
		if got(); got() != ids {
			t.Errorf("got %q, want %q", got(), ids)
		}
	}
	want("")
	seed(t, server.Server, `[{"ID__gc": "c", "UserRole": "CSM"}]`)
	want("c")
	upsert(t, server.Server, `{"records": [{"CompanyName": "IBM", "UserName": "Alex Example", "UserRole": "CSM", "ID__gc": "b"}], `+byNames+`}`)
	want("b c")
	upsert(t, server.Server, `{"records": [{"CompanyName": "IBM", "UserName": "Alex Example", "ID__gc": "d"}], `+byNames+`}`)
	want("c d")
	first := server.Records()[0]
	first.UserRole = wire.Null[string]()
	server.AddRecord(first)
	want("d")
	send(t, server.Server, "DELETE", teamPath+"/"+server.Records()[1].Gsid.Or(""), "").wantStatus(200)
	want("")
}

func TestListSelects(t *testing.T) {
	server := newTenant(t)
	server.AddRecord(gsapi.CompanyTeamRecord{
		Gsid:                 wire.Set(absentGsid),
		CompanyGsid:          wire.Set(server.ibm),
		UserGsid:             wire.Set(server.alex),
		UserRole:             wire.Null[string](),
		TeamAdmin:            wire.Set(true),
		CreatedBy:            wire.Set("Robin Sample"),
		AdditionalProperties: map[string]json.RawMessage{"Odd": json.RawMessage(`1.10`)},
	})
	for fields, want := range map[string]string{
		`"Gsid"`:                           `{"Gsid": "` + absentGsid + `"}`,
		`"CompanyGsid", "CompanyName"`:     `{"CompanyGsid": "` + server.ibm + `", "CompanyName": "IBM"}`,
		`"UserGsid", "UserName"`:           `{"UserGsid": "` + server.alex + `", "Name": "Alex Example"}`,
		`"UserRole", "TeamAdmin"`:          `{"UserRole": null, "TeamAdmin": "true"}`,
		`"CreatedBy", "ModifiedBy"`:        `{"CreatedBy": "Robin Sample"}`,
		`"CreatedDate", "ModifiedDate"`:    `{}`,
		`"Odd", "Odd", "Other__gc", "Odd"`: `{"Odd": 1.10}`,
	} {
		list(t, server.Server, `{"select": [`+fields+`]}`).wantData(`{"page": 0, "size": 1, "limit": 25, "records": [` + want + `]}`)
	}
}
