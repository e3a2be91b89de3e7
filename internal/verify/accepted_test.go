package verify

import (
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

var now = time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)

const acceptedFile = `# What we know of.
- operation: listUsers
  side: reply
  status: 200
  in: body
  pointer: /data/records/*/Gsid
  rule: type
  reason: The tenant sends numbers, ticket 4711.
  date: 2026-03-30
- operation: listTeams
  side: reply
  pointer: ""
  rule: content-type
  reason: The proxy drops it.
  date: "2026-03-01"
`

func read(t *testing.T, text string) *Accepted {
	t.Helper()
	accepted, err := ReadAccepted("accepted.yml", []byte(text), now)
	if err != nil {
		t.Fatal(err)
	}
	return accepted
}

func TestAccepted(t *testing.T) {
	c := NewCollector(operations, read(t, acceptedFile))
	c.Add(checked(1, "listUsers", 200, breach("listUsers", "/data/records/1/Gsid", "a number")))
	c.Add(checked(2, "listTeams", 200))
	report := c.Report(false)
	if report.Verdict != Passed || len(report.Violations) != 0 || len(report.Accepted) != 1 || report.Totals != (Totals{Accepted: 1}) {
		t.Fatalf("%+v", report)
	}
	if got := *report.Accepted[0].Accepted; got != (Acceptance{"The tenant sends numbers, ticket 4711.", "2026-03-30"}) {
		t.Errorf("got %+v", got)
	}
	if o := report.Operations[1]; o.Valid != 0 || o.Accepted != 1 || o.Violations != 0 {
		t.Errorf("%+v", o)
	}
	want := "warning: listTeams: accepted.yml:10: accepted violation (reply: content-type): is no longer needed: delete it"
	if len(report.Remarks) != 1 || report.Remarks[0].String() != want {
		t.Errorf("got %v", report.Remarks)
	}
	if c.Report(true).Verdict != Failed {
		t.Error("an entry that is not needed does not fail")
	}
}

func TestWhatAnEntryFits(t *testing.T) {
	v := breach("listUsers", "/a/3/b", "")
	entry := func(changes ...string) string {
		return strings.NewReplacer(changes...).Replace("- {operation: listUsers, side: reply, status: 200, in: body, pointer: /a/*/b, rule: type, reason: r, date: 2026-01-01}\n")
	}
	tests := map[string]struct {
		file string
		want bool
	}{
		"all":               {entry(), true},
		"an index":          {entry("/*/", "/17/"), true},
		"any status":        {entry("status: 200, ", ""), true},
		"any part":          {entry("in: body, ", ""), true},
		"another operation": {entry("listUsers", "listTeams"), false},
		"the other side":    {entry("side: reply, status: 200", "side: request"), false},
		"another status":    {entry("200", "400"), false},
		"another part":      {entry("body", "header"), false},
		"another pointer":   {entry("/b", "/c"), false},
		"the whole part":    {entry("/a/*/b", `""`), false},
		"another rule":      {entry("rule: type", "rule: enum"), false},
		"nothing":           {"[]", false},
	}
	for name, test := range tests {
		c := NewCollector(operations, read(t, test.file))
		c.Add(checked(1, "listUsers", 200, v))
		if got := c.Report(false).Verdict == Passed; got != test.want {
			t.Errorf("%s: accepted is %t", name, got)
		}
	}
}

func TestWarningsAndNotesAreAccepted(t *testing.T) {
	for _, severity := range []contract.Severity{contract.Warning, contract.Note} {
		c := NewCollector(operations, read(t, acceptedFile))
		c.Add(checked(1, "listUsers", 200, with(severity, breach("listUsers", "/data/records/1/Gsid", ""))))
		if report := c.Report(true); report.Verdict != Passed || len(report.Accepted) != 1 {
			t.Errorf("%s: %+v", severity, report)
		}
	}
}

// Kinds that are too many to be listed are accepted, too.
func TestAcceptedBeyondTheLimit(t *testing.T) {
	c := NewCollector(operations, read(t, acceptedFile))
	c.limit = 0
	c.Add(checked(1, "listUsers", 200, breach("listUsers", "/data/records/1/Gsid", "")))
	if report := c.Report(false); report.Verdict != Passed || report.NotListed != 1 || report.Totals.Accepted != 1 {
		t.Errorf("%+v", report)
	}
}

func TestEntriesThatMatchedNothing(t *testing.T) {
	const ending = ", pointer: /a, rule: type, reason: r, date: 2026-01-01}"
	tests := map[string]struct {
		entry string
		want  string
	}{
		"seen":                {"- {operation: listUsers, side: reply" + ending, "warning: listUsers: f:1: accepted violation (reply at /a: type): is no longer needed: delete it"},
		"seen, as a request":  {"- {operation: listUsers, side: request, in: query" + ending, "warning: listUsers: f:1: accepted violation (request, query at /a: type): is no longer needed: delete it"},
		"seen with status":    {"- {operation: listUsers, side: reply, status: 200" + ending, "warning: listUsers: f:1: accepted violation (reply 200 at /a: type): is no longer needed: delete it"},
		"seen, other status":  {"- {operation: listUsers, side: reply, status: 400" + ending, "note: listUsers: f:1: accepted violation (reply 400 at /a: type): no reply with status 400 was seen, so nobody can tell whether it is still needed"},
		"misspelled":          {"- {operation: listUser, side: reply" + ending, "warning: listUser: f:1: accepted violation (reply at /a: type): the document has no such operation: is its name misspelled?"},
		"undocumented":        {"- {operation: POST /v1/a, side: reply" + ending, "warning: POST /v1/a: f:1: accepted violation (reply at /a: type): no such call was made, so it is no longer needed: delete it"},
		"not seen":            {"- {operation: token, side: reply" + ending, "note: token: f:1: accepted violation (reply at /a: type): its operation was not seen, so nobody can tell whether it is still needed"},
		"not seen, no status": {"- {operation: token, side: reply, status: 200" + ending, "note: token: f:1: accepted violation (reply 200 at /a: type): its operation was not seen, so nobody can tell whether it is still needed"},
	}
	for name, test := range tests {
		accepted, err := ReadAccepted("f", []byte(test.entry), now)
		if err != nil {
			t.Fatal(err)
		}
		c := NewCollector(operations, accepted)
		c.Add(checked(1, "listUsers", 200))
		if remarks := c.Report(false).Remarks; len(remarks) != 1 || remarks[0].String() != test.want {
			t.Errorf("%s: got %v", name, remarks)
		}
	}
}

func TestAcceptedFilesThatAreWrong(t *testing.T) {
	const good = "- operation: a\n  side: reply\n  pointer: /x\n  rule: type\n  reason: r\n  date: 2026-01-01\n"
	change := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	tests := map[string]struct {
		file string
		want string // the beginning of each line
	}{
		"empty":              {"", "f:1: is empty: write [] if nothing is accepted"},
		"blank":              {" \n\n", "f:1: is empty"},
		"comments":           {"# nothing\n", "f:1: holds no YAML document"},
		"no YAML":            {"- a: ]\n", "f:1: is not valid YAML"},
		"a mapping":          {"operation: a\n", "f:1: is no list of accepted violations"},
		"null":               {"null\n", "f:1: is no list"},
		"texts":              {"- a\n- b\n", "f:1: an entry has to be a mapping\nf:2: an entry has to be a mapping"},
		"an anchor":          {change("r\n", "&r r\n"), "f:5: uses the anchor &r"},
		"a key twice":        {good + "  rule: type\n", `f:7: the key "rule" stands here and in line 4 already`},
		"unknown key":        {good + "  author: me\n", `f:7: unknown key "author": the keys are operation, side,`},
		"no operation":       {change("operation: a\n  ", ""), "f:1: operation is needed"},
		"empty operation":    {change("operation: a", `operation: ""`), "f:1: operation has to be a text that is not empty"},
		"operation is null":  {change("operation: a", "operation:"), "f:1: operation has to be a text"},
		"operation is list":  {change("operation: a", "operation: [a]"), "f:1: operation has to be a text"},
		"no side":            {change("  side: reply\n", ""), "f:1: side is needed"},
		"wrong side":         {change("reply", "response"), `f:2: side has to be one of request, reply, found "response"`},
		"wrong part":         {good + "  in: cookie\n", "f:7: in has to be one of target, path, query, header, status, body, found"},
		"no pointer":         {change("  pointer: /x\n", ""), `f:1: pointer is needed: "" means the whole part`},
		"pointer is null":    {change("pointer: /x", "pointer:"), "f:3: pointer has to be a text"},
		"pointer is number":  {change("pointer: /x", "pointer: 1"), "f:3: pointer has to be a text"},
		"no rule":            {change("  rule: type\n", ""), "f:1: rule is needed"},
		"no reason":          {change("  reason: r\n", ""), "f:1: reason is needed"},
		"blank reason":       {change("reason: r", `reason: "  "`), "f:5: reason has to be a text that is not empty"},
		"no date":            {change("  date: 2026-01-01\n", ""), "f:1: date is needed"},
		"no such date":       {change("2026-01-01", "2026-02-30"), `f:6: date has to be a day such as 2026-01-31, found "2026-02-30"`},
		"date with time":     {change("2026-01-01", "2026-01-01T00:00:00Z"), "f:6: date has to be a day"},
		"American date":      {change("2026-01-01", "01/31/2026"), "f:6: date has to be a day"},
		"the future":         {change("2026-01-01", "2026-04-02"), "f:6: the date 2026-04-02 is in the future"},
		"status of request":  {change("reply", "request") + "  status: 200\n", "f:7: a request has no status"},
		"status is text":     {good + "  status: many\n", "f:7: status has to be a number from 100 to 599"},
		"status too large":   {good + "  status: 1000\n", "f:7: status has to be a number"},
		"twice":              {good + good, "f:7: is the same violation as in line 1: keep one"},
		"twice, by an index": {change("/x", "/1/x") + change("/x", "/*/x"), "f:7: is the same violation as in line 1"},
		"several faults":     {change("side: reply", "side: x\n  extra: 1"), "f:3: unknown key \"extra\"\nf:2: side has to be"},
		"HTML":               {"<html>", "f:1: is no YAML document: it is an HTML page"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := ReadAccepted("f", []byte(test.file), now)
			if err == nil {
				t.Fatal("no error")
			}
			got, want := strings.Split(err.Error(), "\n"), strings.Split(test.want, "\n")
			for i, line := range got {
				if len(got) != len(want) || !strings.HasPrefix(line, want[i]) {
					t.Fatalf("got %q", got)
				}
			}
		})
	}
	if _, err := ReadAccepted("f", []byte(good+change("type", "enum")+change("2026-01-01", "2026-04-01\n  status: 200")), now); err != nil {
		t.Error(err)
	}
}

func FuzzReadAccepted(f *testing.F) {
	f.Add([]byte(acceptedFile))
	f.Add([]byte("[]"))
	f.Add([]byte("- {operation: 1, side: [], status: {}, in: null, pointer: 0x1, rule: 1.5, reason: true, date: 2026-01-01}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		accepted, err := ReadAccepted("f", text, now)
		if err != nil {
			if accepted != nil || !strings.HasPrefix(err.Error(), "f:") {
				t.Errorf("%v", err)
			}
			return
		}
		c := NewCollector(operations, accepted)
		for _, e := range accepted.entries {
			if e.Reason == "" || len(e.Date) != len(time.DateOnly) {
				t.Errorf("%+v", e)
			}
			c.Add(checked(1, e.operation, e.status, contract.Violation{Operation: e.operation, Side: e.side, Status: e.status, In: e.in, Pointer: e.pointer, Rule: e.rule}))
		}
		report := c.Report(false)
		if len(report.Violations) != 0 {
			t.Errorf("%+v", report.Violations)
		}
		for _, format := range Formats {
			if _, err := report.Encode(format); err != nil {
				t.Error(err)
			}
		}
	})
}
