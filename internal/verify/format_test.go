package verify

import (
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

var update = flag.Bool("update", false, "write the files of testdata anew")

// sample has something of everything, and texts that each format has to escape.
func sample(t *testing.T) *Collector {
	t.Helper()
	c := NewCollector(operations, read(t, acceptedFile))
	c.Skip(12)
	c.traffic.Preflights = 1
	c.Add(checked(1, "listTeams", 200))
	c.Add(checked(2, "listUsers", 200, breach("listUsers", "/data/records/0/Gsid", "a number"), breach("listUsers", "/data/records/1/Gsid", "a number")))
	c.Add(checked(5, "listUsers", 200,
		breach("listUsers", "/data/a|b", "`<&>\"` \x1b[31m\x00*_ ]]>"),
		with(contract.Warning, contract.Violation{Operation: "listUsers", Side: contract.RequestSide, In: contract.InQuery, Pointer: "/dry`Run", Rule: contract.RuleUnknownParameter, Want: "none", Got: "dryRun"}),
		with(contract.Note, breach("listUsers", "/result", "false"))))
	c.Add(checked(7, "GET /v1/users/services/x|y", 404,
		contract.Violation{Severity: contract.Breach, Operation: "GET /v1/users/services/x|y", Side: contract.RequestSide, In: contract.InTarget, Rule: contract.RuleOperation, Want: "an operation of the document", Got: "GET"}))
	c.Remark(Remark{Severity: Failure, Operation: "token", Text: "HTTP 401, and no token"})
	c.Remark(Remark{Severity: contract.Note, Text: "about the run"})
	return c
}

func TestFormats(t *testing.T) {
	for _, format := range Formats {
		for name, report := range map[string]*Report{
			format:             sample(t).Report(false),
			format + ".strict": sample(t).Report(true),
			format + ".empty":  NewCollector(operations, nil).Report(false),
		} {
			got, err := report.Encode(format)
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want, err := os.ReadFile(golden); err != nil || string(got) != string(want) {
				t.Errorf("%v: %s differs: run go test -update and look at the change; got\n%s", err, golden, got)
			}
		}
	}
}

func encode(t *testing.T, report *Report, format string) string {
	t.Helper()
	text, err := report.Encode(format)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestNoControlCharacters(t *testing.T) {
	for _, format := range Formats {
		text := encode(t, sample(t).Report(false), format)
		if strings.ContainsAny(text, "\x00\x1b\r\t") {
			t.Errorf("%s has a control character: %q", format, text)
		}
	}
}

func TestVerdictIsLast(t *testing.T) {
	if text := encode(t, sample(t).Report(false), "text"); !strings.HasSuffix(text, "\nfailed: violations 2, warnings 2, notes 2, accepted 2, failed calls 1\n") {
		t.Errorf("got %s", text)
	}
}

func TestJSONIsTheReport(t *testing.T) {
	report := sample(t).Report(true)
	var again Report
	if err := json.Unmarshal([]byte(encode(t, report, "json")), &again); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(report, &again) {
		t.Errorf("got %+v", again)
	}
	if text := encode(t, NewCollector(nil, nil).Report(false), "json"); strings.Contains(text, "null") {
		t.Errorf("a list is null: %s", text)
	}
}

func TestJUnitCanBeRead(t *testing.T) {
	for _, strict := range []bool{false, true} {
		var suites junitSuites
		if err := xml.Unmarshal([]byte(encode(t, sample(t).Report(strict), "junit")), &suites); err != nil {
			t.Fatal(err)
		}
		suite := suites.Suite
		names, failures, skipped := []string{}, 0, 0
		for _, c := range suite.Cases {
			names = append(names, c.Name)
			if c.Failure != nil {
				failures++
			}
			if c.Skipped != nil {
				skipped++
			}
		}
		want := "listTeams listUsers GET /v1/users/services/x|y token traffic"
		if strings.Join(names, " ") != want || suite.Tests != len(names) || suite.Failures != failures || suite.Skipped != skipped {
			t.Errorf("%q, %+v", names, suite)
		}
		wantFailures := 3
		if strict {
			wantFailures = 4 // listTeams has an accepted violation that is not needed
		}
		if failures != wantFailures || skipped != 0 {
			t.Errorf("strict %t: %d failures, %d skipped", strict, failures, skipped)
		}
		text := suite.Cases[1].Failure.Text
		if !strings.Contains(text, "`<&>\"`") || strings.Contains(text, "dry`Run") != strict || strings.Contains(suite.Cases[1].Output, "dry`Run") == strict {
			t.Errorf("strict %t: %+v", strict, suite.Cases[1])
		}
	}
}

func TestMarkdownIsShort(t *testing.T) {
	c := NewCollector(nil, nil)
	for i := range 5000 {
		name := fmt.Sprintf("GET /v1/users/services/x%d", i)
		c.Add(checked(i, name, 404, breach(name, "", "")))
	}
	text := encode(t, c.Report(false), "markdown")
	if len(text) > 65536 || !strings.Contains(text, "\nand 4900 more kinds, which the other formats list\n") || !strings.Contains(text, "\nand 4900 more operations") {
		t.Errorf("%d bytes: %.2000s", len(text), text)
	}
}

func TestKindsThatAreNotListed(t *testing.T) {
	c := NewCollector(operations, nil)
	c.limit = 0
	c.Add(checked(1, "listUsers", 200, breach("listUsers", "/x", "")))
	report := c.Report(false)
	for _, format := range []string{"text", "junit", "markdown"} {
		if text := encode(t, report, format); !strings.Contains(text, "not listed, since there are too many kinds: 1 violations") {
			t.Errorf("%s: %s", format, text)
		}
	}
	if text := encode(t, report, "junit"); !strings.Contains(text, `failures="1"`) {
		t.Errorf("got %s", text)
	}
}

func TestFormatsThatDoNotExist(t *testing.T) {
	if err := CheckFormat("xml"); err == nil || !strings.Contains(err.Error(), "text, json, junit, markdown") {
		t.Error(err)
	}
	if err := CheckFormat("json"); err != nil {
		t.Error(err)
	}
}
