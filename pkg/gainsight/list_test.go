package gainsight_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// collect lists until the end or an error, and gives up after a number of records that no test reaches.
func collect(t *testing.T, client *gainsight.Client, options gainsight.CompanyTeamListOptions) ([]string, error) {
	t.Helper()
	return gsidsOf(t, client.CompanyTeam.List(t.Context(), options), func(record gainsight.CompanyTeamRecord) gainsight.Value[string] { return record.Gsid })
}

func collectUsers(t *testing.T, client *gainsight.Client, options gainsight.UserListOptions) ([]string, error) {
	t.Helper()
	return gsidsOf(t, client.Users.List(t.Context(), options), func(user gainsight.User) gainsight.Value[string] { return user.Gsid })
}

func gsidsOf[R any](t *testing.T, records iter.Seq2[R, error], gsid func(R) gainsight.Value[string]) (gsids []string, err error) {
	t.Helper()
	for record, err := range records {
		if err != nil {
			return gsids, err
		}
		if gsids = append(gsids, cmp.Or(gsid(record).String(), "-")); len(gsids) > 10_000 {
			t.Fatal("the list has no end")
		}
	}
	return gsids, nil
}

func fill(tenant *gainsighttest.Server, n int) {
	user := tenant.AddUser("Alex Example", "")
	for i := range n {
		company := tenant.AddCompany(fmt.Sprintf("C%03d", i))
		tenant.AddRecord(byGsid(company, user))
	}
}

func TestListReturnsEveryRecordOnce(t *testing.T) {
	for _, test := range []struct{ records, pageSize, maxLimit, calls int }{
		{0, 0, 200, 1}, {1, 0, 200, 1}, {24, 0, 200, 1}, {25, 0, 200, 2}, {26, 0, 200, 2}, {60, 0, 200, 3},
		{60, 100, 200, 1}, {60, 1000, 20, 4}, {60, 1000, 21, 3}, {3, 1, 200, 4},
	} {
		tenant, client := newTenant(t, gainsighttest.WithMaxLimit(test.maxLimit))
		fill(tenant, test.records)
		gsids, err := collect(t, client, gainsight.CompanyTeamListOptions{PageSize: test.pageSize})
		unique := map[string]bool{}
		for _, gsid := range gsids {
			unique[gsid] = true
		}
		if err != nil || len(gsids) != test.records || len(unique) != test.records {
			t.Errorf("%+v: got %d records, %d different, %v", test, len(gsids), len(unique), err)
		}
		if got := len(tenant.Calls()); got != test.calls {
			t.Errorf("%+v: %d calls", test, got)
		}
	}
}

func TestListRequest(t *testing.T) {
	const empty = `{"result":true,"data":{"records":[]}}`
	for name, test := range map[string]struct {
		options gainsight.CompanyTeamListOptions
		want    string
	}{
		"zero value": {gainsight.CompanyTeamListOptions{}, `{"limit":25,"orderBy":{"Gsid":"asc"},"page":0,"select":["Gsid","CompanyGsid","CompanyName","UserGsid","UserName","UserRole","TeamAdmin","ModifiedDate"]}`},
		"everything": {gainsight.CompanyTeamListOptions{
			Select: []string{"UserRole", "Gsid"}, PageSize: 100,
			OrderBy: gainsight.OrderBy{{Field: "ModifiedDate", Direction: "desc"}, {Field: "CompanyName", Direction: "asc"}},
			Where: &gainsight.Where{
				Conditions: []gainsight.Condition{{Name: "CompanyName", Alias: "a", Operator: "IN", Value: []json.RawMessage{json.RawMessage(`"IBM"`)}}},
				Expression: "a",
			},
		}, `{"limit":100,"orderBy":{"ModifiedDate":"desc","CompanyName":"asc"},"page":0,"select":["UserRole","Gsid"],"where":{"conditions":[{"alias":"a","name":"CompanyName","operator":"IN","value":["IBM"]}],"expression":"a"}}`},
		"Gsid is added": {gainsight.CompanyTeamListOptions{Select: []string{"UserRole"}}, `{"limit":25,"orderBy":{"Gsid":"asc"},"page":0,"select":["UserRole","Gsid"]}`},
	} {
		s, client := newScripted(t, ok(empty))
		if _, err := collect(t, client, test.options); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := s.requests[0].body; got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, test.want)
		}
	}
	s, client := newScripted(t, ok(empty))
	if _, err := collect(t, client, gainsight.CompanyTeamListOptions{Where: gainsight.Compare[string]("UserRole", "IS_NULL")}); err != nil || !strings.Contains(s.requests[0].body, `"operator":"IS_NULL","value":[]`) {
		t.Errorf("got %v, %s", err, s.requests[0].body)
	}
	s.requests = nil
	for _, orderBy := range []gainsight.OrderBy{{{Field: "CompanyName"}}, {{Field: "Gsid", Direction: "asc"}, {Direction: "desc"}}} {
		_, err := collect(t, client, gainsight.CompanyTeamListOptions{OrderBy: orderBy})
		if want := fmt.Sprintf("OrderBy[%d] needs a Field and a Direction", len(orderBy)-1); !errors.Is(err, gainsight.ErrInvalid) || !strings.Contains(err.Error(), want) || len(s.requests) != 0 {
			t.Errorf("got %v", err)
		}
	}
	if _, err := collect(t, client, gainsight.CompanyTeamListOptions{PageSize: -1}); !errors.Is(err, gainsight.ErrInvalid) || len(s.requests) != 0 {
		t.Errorf("got %v after %d requests", err, len(s.requests))
	}
}

// Select must not be changed behind the caller's back.
func TestListLeavesOptionsAlone(t *testing.T) {
	_, client := newScripted(t, ok(`{"result":true,"data":{"records":[]}}`))
	fields := append(make([]string, 0, 4), "UserRole")
	if _, err := collect(t, client, gainsight.CompanyTeamListOptions{Select: fields}); err != nil {
		t.Fatal(err)
	}
	if got := fields[:2][1]; got != "" {
		t.Errorf("%q was written behind the caller's list", got)
	}
}

func TestListWhere(t *testing.T) {
	tenant, client := newTenant(t)
	fill(tenant, 5)
	gsids, err := collect(t, client, gainsight.CompanyTeamListOptions{Where: &gainsight.Where{
		Conditions: []gainsight.Condition{
			{Name: "CompanyName", Alias: "some", Operator: "IN", Value: []json.RawMessage{json.RawMessage(`"C001"`), json.RawMessage(`"C002"`)}},
			{Name: "CompanyName", Alias: "not", Operator: "NOT_IN", Value: []json.RawMessage{json.RawMessage(`"C002"`)}},
		},
		Expression: "not AND (some)",
	}})
	if err != nil || len(gsids) != 1 {
		t.Errorf("got %v, %v", gsids, err)
	}
}

func page(limit string, gsids ...string) scripted {
	var records []string
	for _, gsid := range gsids {
		records = append(records, fmt.Sprintf(`{"Gsid":%q}`, gsid))
	}
	return ok(fmt.Sprintf(`{"result":true,"requestId":"r-1","data":{%s"records":[%s]}}`, limit, strings.Join(records, ",")))
}

// A list is never cut short and never without end, whatever the pages look like.
func TestListPages(t *testing.T) {
	for name, test := range map[string]struct {
		replies []scripted
		want    string
		calls   int
		err     string
	}{
		"no limit stated: until an empty page":   {[]scripted{page("", "a", "b"), page("", "c"), page("")}, "a b c", 3, ""},
		"limit 0 stated: until an empty page":    {[]scripted{page(`"limit":0,`, "a", "b"), page(`"limit":0,`)}, "a b", 2, ""},
		"limit null: until an empty page":        {[]scripted{page(`"limit":null,`, "a"), page(`"limit":null,`)}, "a", 2, ""},
		"a lower limit than asked for":           {[]scripted{page(`"limit":2,`, "a", "b"), page(`"limit":2,`, "c")}, "a b c", 2, ""},
		"a higher limit, with what was asked":    {[]scripted{page(`"limit":50,`, twentyFive...), page(`"limit":50,`, "z")}, strings.Join(twentyFive, " ") + " z", 2, ""},
		"a record that moved on":                 {[]scripted{page(`"limit":2,`, "a", "b"), page(`"limit":2,`, "b", "c"), page(`"limit":2,`)}, "a b c", 3, ""},
		"a record twice on a page":               {[]scripted{page(`"limit":3,`, "a", "a")}, "a", 1, ""},
		"the same page again":                    {[]scripted{page(`"limit":2,`, "a", "b")}, "a b", 2, "was there before"},
		"the same page in another order":         {[]scripted{page(`"limit":2,`, "a", "b"), page(`"limit":2,`, "b", "a")}, "a b", 2, "was there before"},
		"a record that moved far":                {[]scripted{page(`"limit":2,`, "a", "b"), page(`"limit":2,`, "c", "d"), page(`"limit":2,`, "a", "e"), page(`"limit":2,`)}, "a b c d e", 4, ""},
		"two pages in turns":                     {[]scripted{page(`"limit":1,`, "a"), page(`"limit":1,`, "b"), page(`"limit":1,`, "a")}, "a b", 3, "was there before"},
		"the same page without GSIDs":            {[]scripted{ok(`{"result":true,"data":{"records":[{"UserRole":"x"}]}}`)}, "-", 2, "was there before"},
		"two alike without GSIDs":                {[]scripted{ok(`{"result":true,"data":{"limit":5,"records":[{"UserRole":"x"},{"UserRole":"x"}]}}`)}, "- -", 1, ""},
		"no records at all":                      {[]scripted{ok(`{"result":true,"data":{"page":0}}`)}, "", 1, "no records"},
		"no records later":                       {[]scripted{page(`"limit":1,`, "a"), ok(`{"result":true,"data":{"Records":[]}}`)}, "a", 2, "no records"},
		"records null later":                     {[]scripted{page(`"limit":1,`, "a"), ok(`{"result":true,"data":{"records":null}}`)}, "a", 2, ""},
		"a last page of records that moved on":   {[]scripted{page(`"limit":2,`, "a", "b"), page(`"limit":2,`, "b")}, "a b", 2, ""},
		"a limit as a text":                      {[]scripted{page(`"limit":"2",`, "a")}, "a", 1, ""},
		"a limit with a fraction":                {[]scripted{page(`"limit":2.0,`, "a")}, "a", 1, ""},
		"a limit that is none":                   {[]scripted{page(`"limit":{},`, "a"), page(`"limit":{},`)}, "a", 2, ""},
		"a size as a text":                       {[]scripted{page(`"limit":2,"size":"1",`, "a")}, "a", 1, ""},
		"no data":                                {[]scripted{ok(`{"result":true,"data":null}`)}, "", 1, "no records"},
		"no data later":                          {[]scripted{page(`"limit":1,`, "a"), ok(`{"result":true}`)}, "a", 2, "no records"},
		"an error later":                         {[]scripted{page(`"limit":1,`, "a"), {status: 400, body: `{"result":false,"errorCode":"GU_1707"}`}}, "a", 2, "GU_1707"},
		"records null":                           {[]scripted{ok(`{"result":true,"data":{"records":null}}`)}, "", 1, ""},
		"a mistyped record":                      {[]scripted{ok(`{"result":true,"data":{"records":[{"Gsid":5}]}}`)}, "", 1, "want a string, found a number"},
		"half a surrogate pair":                  {[]scripted{ok(`{"result":true,"data":{"limit":5,"records":[{"Gsid":"a","UserRole":"x\ud83d","N__gc":"\ud83d"}]}}`)}, "a", 1, ""},
		"a date in a format that nobody knows":   {[]scripted{ok(`{"result":true,"data":{"limit":5,"records":[{"Gsid":"a","ModifiedDate":"soon"}]}}`)}, "a", 1, ""},
		"data is the list":                       {[]scripted{ok(`{"result":true,"data":[{"Gsid":"a"},{"Gsid":"b"}]}`), ok(`{"result":true,"data":[]}`)}, "a b", 2, ""},
		"data is the same list again":            {[]scripted{ok(`{"result":true,"data":[{"Gsid":"a"},{"Gsid":"b"}]}`)}, "a b", 2, "was there before"},
		"data is a mistyped list":                {[]scripted{ok(`{"result":true,"data":["a"]}`)}, "", 1, "cannot be read"},
		"data is a text":                         {[]scripted{ok(`{"result":true,"data":"a"}`)}, "", 1, "cannot be read"},
		"page and size are what they are or not": {[]scripted{ok(`{"result":true,"data":{"page":-7,"size":-3,"limit":5,"records":[{"Gsid":"a"}]}}`)}, "a", 1, ""},
	} {
		for kind, collect := range map[string]func(*testing.T, *gainsight.Client, gainsight.ListOptions) ([]string, error){"company team": collect, "users": collectUsers} {
			t.Run(kind+"/"+name, func(t *testing.T) {
				s, client := newScripted(t, test.replies...)
				gsids, err := collect(t, client, gainsight.ListOptions{})
				if got := strings.TrimSpace(strings.Join(gsids, " ")); got != test.want {
					t.Errorf("got %q, want %q", got, test.want)
				}
				if len(s.requests) != test.calls {
					t.Errorf("%d calls, want %d", len(s.requests), test.calls)
				}
				if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
					t.Errorf("got %v, want %q", err, test.err)
				}
				for i, r := range s.requests {
					if want := fmt.Sprintf(`"page":%d`, i); !strings.Contains(r.body, want) {
						t.Errorf("request %d is %s", i, r.body)
					}
				}
			})
		}
	}
}

var twentyFive = strings.Fields(strings.Repeat("x ", 25))

func init() {
	for i := range twentyFive {
		twentyFive[i] = fmt.Sprint("g", i)
	}
}

func TestLeavingTheLoopStopsTheCalls(t *testing.T) {
	tenant, client := newTenant(t)
	fill(tenant, 60)
	for range client.CompanyTeam.List(t.Context(), gainsight.CompanyTeamListOptions{}) {
		break
	}
	if got := len(tenant.Calls()); got != 1 {
		t.Errorf("%d calls", got)
	}
}
