package verify

import (
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// operations are those of a small contract; the first lies outside of our paths.
var operations = []contract.Operation{
	{ID: "oldUsers", Method: "GET", Path: "/users"},
	{ID: "listTeams", Method: "POST", Path: "/teams/services/companyTeam/list"},
	{ID: "listUsers", Method: "POST", Path: "/users/services/list"},
	{ID: "token", Method: "POST", Path: "/users/m2m/oauth/token"},
}

func breach(operation, pointer, got string) contract.Violation {
	return contract.Violation{
		Severity: contract.Breach, Operation: operation, Side: contract.ReplySide, Status: 200, In: contract.InBody,
		Pointer: pointer, Rule: "type", Want: "a string", Got: got,
	}
}

func with(severity contract.Severity, v contract.Violation) contract.Violation {
	v.Severity = severity
	return v
}

func checked(number int, operation string, status int, violations ...contract.Violation) Checked {
	return Checked{File: "traffic.har", Number: number, Operation: operation, Status: status, Violations: violations}
}

func TestGroups(t *testing.T) {
	c := NewCollector(operations, nil)
	c.Skip(2)
	c.Add(checked(3, "listUsers", 200, breach("listUsers", "/data/records/7/Gsid", "a number"), breach("listUsers", "/data/records/8/Gsid", "null")))
	c.Add(checked(4, "listTeams", 200, with(contract.Warning, breach("listTeams", "/x", "a number"))))
	c.Add(checked(5, "listTeams", 200, breach("listTeams", "/x", "a number"), with(contract.Note, breach("listTeams", "/x", "a number"))))
	c.Add(checked(6, "PATCH /v1/users/services", 404, breach("PATCH /v1/users/services", "", "PATCH")))
	c.Add(checked(7, "listUsers", 200))
	report := c.Report(false)
	var got []string
	for _, group := range report.Violations {
		got = append(got, fmt.Sprintf("%s %s %s %d %s", group.Severity, group.Operation, group.Pointer, group.Count, group.First))
	}
	want := []string{
		"violation listTeams /x 1 traffic.har, entry 5, at /x",
		"violation listUsers /data/records/*/Gsid 2 traffic.har, entry 3, at /data/records/7/Gsid",
		"violation PATCH /v1/users/services  1 traffic.har, entry 6",
		"warning listTeams /x 1 traffic.har, entry 4, at /x",
		"note listTeams /x 1 traffic.har, entry 5, at /x",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	wantOperations := []Operation{
		{"listTeams", true, 2, 1, Totals{Violations: 1, Warnings: 1, Notes: 1}},
		{"listUsers", true, 2, 1, Totals{Violations: 2}},
		{"PATCH /v1/users/services", false, 1, 0, Totals{Violations: 1}},
	}
	if !reflect.DeepEqual(report.Operations, wantOperations) {
		t.Errorf("got %+v", report.Operations)
	}
	if !reflect.DeepEqual(report.NeverSeen, []string{"token"}) || !reflect.DeepEqual(report.OutOfReach, []string{"oldUsers"}) {
		t.Errorf("never seen %q, out of reach %q", report.NeverSeen, report.OutOfReach)
	}
	if report.Traffic != (Traffic{Checked: 5, Skipped: 2}) || report.Totals != (Totals{Violations: 4, Warnings: 1, Notes: 1}) {
		t.Errorf("%+v, %+v", report.Traffic, report.Totals)
	}
}

// What differs in anything but the indexes and the value is another kind.
func TestKinds(t *testing.T) {
	first := breach("listUsers", "/a/1/b", "null")
	change := func(f func(*contract.Violation)) contract.Violation {
		v := first
		f(&v)
		return v
	}
	same := []contract.Violation{first, change(func(v *contract.Violation) { v.Got = "a number" }), change(func(v *contract.Violation) { v.Pointer = "/a/22/b" }),
		change(func(v *contract.Violation) { v.Pointer, v.More = "/a/3/b", 4 })}
	others := []contract.Violation{
		change(func(v *contract.Violation) { v.Severity = contract.Warning }),
		change(func(v *contract.Violation) { v.Operation = "listTeams" }),
		change(func(v *contract.Violation) { v.Side = contract.RequestSide }),
		change(func(v *contract.Violation) { v.Status = 201 }),
		change(func(v *contract.Violation) { v.In = contract.InHeader }),
		change(func(v *contract.Violation) { v.Rule = "enum" }),
		change(func(v *contract.Violation) { v.Want = "a list" }),
		change(func(v *contract.Violation) { v.Pointer = "/a/1x/b" }),
		change(func(v *contract.Violation) { v.Pointer = "/a//b" }),
	}
	c := NewCollector(operations, nil)
	c.Add(checked(1, "listUsers", 200, same...))
	c.Add(checked(2, "listUsers", 200, others...))
	if report := c.Report(false); len(report.Violations) != 1+len(others) || c.groups[0].Count != len(same)+4 || report.Totals.Violations != len(same)+4+len(others)-1 || c.groups[0].Got != "null" {
		t.Errorf("%d kinds: %+v", len(report.Violations), report.Violations)
	}
}

func TestVerdict(t *testing.T) {
	warning, note := with(contract.Warning, breach("token", "/x", "")), with(contract.Note, breach("token", "/x", ""))
	tests := map[string]struct {
		fill          func(*Collector)
		loose, strict Verdict
	}{
		"clean":           {func(c *Collector) { c.Add(checked(1, "token", 200)) }, Passed, Passed},
		"note":            {func(c *Collector) { c.Add(checked(1, "token", 200, note)) }, Passed, Passed},
		"warning":         {func(c *Collector) { c.Add(checked(1, "token", 200, warning)) }, Passed, Failed},
		"violation":       {func(c *Collector) { c.Add(checked(1, "token", 200, breach("token", "/x", ""))) }, Failed, Failed},
		"nothing checked": {func(c *Collector) { c.Skip(3) }, Passed, Failed},
		"failed call": {func(c *Collector) {
			c.Add(checked(1, "token", 401))
			c.Remark(Remark{Severity: Failure, Operation: "token", Text: "HTTP 401"})
		}, Failed, Failed},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := NewCollector(operations, nil)
			test.fill(c)
			if loose, strict := c.Report(false).Verdict, c.Report(true).Verdict; loose != test.loose || strict != test.strict {
				t.Errorf("%s, strictly %s", loose, strict)
			}
		})
	}
	if remarks := NewCollector(operations, nil).Report(false).Remarks; len(remarks) != 1 || !strings.HasPrefix(remarks[0].Text, "nothing was checked") {
		t.Errorf("got %v", remarks)
	}
}

func TestBoundedMemory(t *testing.T) {
	c := NewCollector(operations, nil)
	c.limit = 3
	for i := range 20 {
		name := fmt.Sprintf("GET /v1/users/services/x%d", i)
		c.Add(checked(i, name, 404, breach(name, "", "GET")))
	}
	c.Add(checked(20, "listUsers", 200, breach("listUsers", "/x", "")))
	report := c.Report(false)
	if len(report.Violations) != 3 || report.NotListed != 18 || report.Totals.Violations != 21 || report.Traffic.Checked != 21 {
		t.Errorf("%d kinds, %d not listed, %+v, %+v", len(report.Violations), report.NotListed, report.Totals, report.Traffic)
	}
	if len(report.Operations) > 2*3+1 || report.Operations[0].Operation != "listUsers" {
		t.Errorf("%+v", report.Operations)
	}
	c.Add(checked(21, "listUsers", 200, with(contract.Warning, breach("listUsers", "/x", ""))))
	if report := c.Report(false); len(report.Violations) != 4 || report.NotListed != 18 {
		t.Errorf("a warning is hidden by violations: %+v", report.Violations)
	}
	long := strings.Repeat("ä", 100_000)
	c = NewCollector(operations, nil)
	c.Add(checked(1, long, 200, breach(long, "/"+long, long)))
	if group := c.Report(false).Violations[0]; len(group.Pointer) > 600 || len(group.Got) > 600 || len(group.Operation) > 600 || len(group.First.Pointer) > 600 {
		t.Error("a long text is kept")
	}
}

func TestCheck(t *testing.T) {
	document, err := contract.New()
	if err != nil {
		t.Fatal(err)
	}
	request := func(method, path string, header http.Header) contract.Exchange {
		u := &url.URL{Scheme: "https", Host: "acme.example.com", Path: path}
		return contract.Exchange{Request: contract.Request{Method: method, URL: u, Header: header}}
	}
	c := NewCollector(document.Operations(), nil)
	preflight := http.Header{"Access-Control-Request-Method": {"POST"}}
	c.Check(document, request("OPTIONS", "/v1/users/services/list", preflight), "a.har", 1)
	c.Check(document, request("OPTIONS", "/v1/users/services/list", nil), "a.har", 2)
	config := request("GET", "/v1/users/services/scim/ServiceProviderConfig", http.Header{"Authorization": {"Bearer x"}})
	config.Reply = &contract.Reply{Status: 418, Header: http.Header{}}
	c.Check(document, config, "a.har", 3)
	report := c.Report(false)
	if report.Traffic != (Traffic{Checked: 2, Preflights: 1}) || len(report.Operations) != 2 {
		t.Fatalf("%+v, %+v", report.Traffic, report.Operations)
	}
	if o := report.Operations[0]; o.Operation != "scimGetServiceProviderConfig" || o.Valid != 0 || !c.wasSeen(o.Operation, 418) || c.wasSeen(o.Operation, 200) {
		t.Errorf("%+v", o)
	}
	if o := report.Operations[1]; o.Operation != "OPTIONS /v1/users/services/list" || o.Documented || o.Violations != 1 {
		t.Errorf("%+v", o)
	}
	want := "listUsers, getUser, updateUser, deactivateUser, upsertCompanyTeam, searchCompanyTeam"
	for name := range strings.SplitSeq(want, ", ") {
		if !strings.Contains(strings.Join(report.OutOfReach, " ")+" ", name+" ") {
			t.Errorf("%s is not out of reach: %q", name, report.OutOfReach)
		}
	}
	if len(report.OutOfReach) != 6 || len(report.NeverSeen)+len(report.OutOfReach)+1 != len(document.Operations()) {
		t.Errorf("%d operations, out of reach %q, never seen %q", len(document.Operations()), report.OutOfReach, report.NeverSeen)
	}
}
