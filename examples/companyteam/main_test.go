package main

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

const wantTour = `Fake tenant at http://127.0.0.1:PORT: 26 companies, 14 users, no team records

1. Upsert ../account-team.csv
   rows in      142
   succeeded    140
   rejected       2
     line 61, Nowhere Example Ltd / Alex Example: GU_3016 WHY
     line 102, Twin Example Inc / Zoë Sample: GU_3016 WHY
   calls          5

2. List
   records      140
       24  Account Manager
       24  CSM
       24  Executive Sponsor
       20  Onboarding Specialist
       24  Pre-Sales Consultant
       24  Renewals Manager
   calls          2

3. Change one role
   Jürgen Probe at Alpha Example Ltd: Pre-Sales Consultant → Executive Sponsor, succeeded
   calls          1

4. Delete a few, then one of them again
   1P07TEAM0000000000000000000000000138  succeeded
   1P07TEAM0000000000000000000000000139  succeeded
   1P07TEAM0000000000000000000000000140  succeeded
   1P07TEAM0000000000000000000000000138  absent
   calls          2

10 calls in all; a tenant allows 100 an hour.
`

func TestTour(t *testing.T) {
	var out, errors bytes.Buffer
	if code := run(t.Context(), []string{"-csv", "../account-team.csv"}, "", &out, &errors); code != 0 {
		t.Fatalf("exit code %d: %s", code, &errors)
	}
	got := regexp.MustCompile(`127\.0\.0\.1:\d+`).ReplaceAllString(out.String(), "127.0.0.1:PORT")
	got = regexp.MustCompile(`GU_3016 .*\n`).ReplaceAllString(got, "GU_3016 WHY\n")
	if got != wantTour {
		t.Errorf("got\n%s", got)
	}
}

// A "real" tenant: the demo is told its address, and has to leave it alone unless told to write.
func TestRealTenant(t *testing.T) {
	const file = "../account-team.csv"
	for name, test := range map[string]struct {
		flags      flags
		operations string
		prints     string
	}{
		"list only":       {flags{}, "list", "records        0"},
		"rows, no -write": {flags{csv: file}, "list", "add -write"},
		"rows and -write": {flags{csv: file, write: true}, "upsert upsert upsert upsert upsert list list", "succeeded    140"},
		"a limit":         {flags{csv: file, write: true, most: 7}, "upsert upsert upsert upsert upsert list", "stopped at 7 records"},
	} {
		t.Run(name, func(t *testing.T) {
			tenant := newTenant()
			server := httptest.NewServer(tenant)
			defer server.Close()
			var out bytes.Buffer
			f := test.flags
			f.host = server.URL
			err := f.realTenant(t.Context(), tenant.AccessKey(), &out, gainsight.WithLoopbackHTTP())
			if f.write != (err != nil && err.Error() == "2 rows were rejected") {
				t.Fatal(err)
			}
			var operations []string
			for _, call := range tenant.Calls() {
				operations = append(operations, strings.TrimSuffix(call.Operation, "CompanyTeamRecords"))
			}
			if got := strings.Join(operations, " "); got != test.operations {
				t.Errorf("calls: %s", got)
			}
			if !strings.Contains(out.String(), test.prints) {
				t.Errorf("got\n%s", &out)
			}
		})
	}
}

func TestCalledWrongly(t *testing.T) {
	for name, test := range map[string]struct {
		flags []string
		key   string
		code  int
		want  string
	}{
		"help":               {[]string{"-help"}, "", 0, "-host"},
		"unknown flag":       {[]string{"-x"}, "", 2, "not defined"},
		"stray argument":     {[]string{"x"}, "", 2, "unexpected"},
		"host without key":   {[]string{"-host", "acme.gainsightcloud.com"}, "", 2, "GAINSIGHT_ACCESS_KEY"},
		"write without host": {[]string{"-write"}, "", 2, "-host"},
		"write without rows": {[]string{"-host", "acme.gainsightcloud.com", "-write"}, "key", 2, "-csv"},
		"no limit":           {[]string{"-most", "0"}, "", 2, "-most"},
		"http":               {[]string{"-host", "http://acme.gainsightcloud.com"}, "key", 1, "use https"},
		"no such file":       {[]string{"-csv", "nowhere.csv"}, "", 1, "nowhere.csv"},
	} {
		var out, errors bytes.Buffer
		code := run(t.Context(), test.flags, test.key, &out, &errors)
		if code != test.code || !strings.Contains(errors.String(), test.want) {
			t.Errorf("%s: exit code %d: %s", name, code, &errors)
		}
	}
}

func TestBadRows(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"empty":             {"", "the file is empty"},
		"unknown column":    {"CompanyName,Role\n", `the column "Role" is neither`},
		"column twice":      {"CompanyName,CompanyName\n", "twice"},
		"too few cells":     {"CompanyName,UserName\nA\n", "line 2"},
		"not a boolean":     {"CompanyName,UserName,TeamAdmin\nA,B,perhaps\n", "line 2: TeamAdmin"},
		"an open quote":     {"CompanyName\n\"A\n", "line 2"},
		"a row without key": {"CompanyName\nIBM\n", "line 2: has neither UserGsid nor UserName"},
		"its own GSID":      {"Gsid,UserRole\n1P07,CSM\n", `"Gsid" is neither`},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "rows.csv")
			if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			var out, errors bytes.Buffer
			if code := run(t.Context(), []string{"-csv", file}, "", &out, &errors); code != 1 || !strings.Contains(errors.String(), test.want) {
				t.Errorf("exit code %d: %s", code, &errors)
			}
		})
	}
}

func TestReadRows(t *testing.T) {
	read, err := readRows(strings.NewReader("\ufeff\"CompanyName\",UserName,TeamAdmin,Note__gc\nIBM,Zoë,True,\"two\nlines\"\nB,C,,\n"))
	if err != nil || len(read.records) != 2 || read.lines[1] != 4 {
		t.Fatalf("got %+v, %v", read, err)
	}
	text, err := read.records[0].MarshalJSON()
	if err != nil || string(text) != `{"CompanyName":"IBM","TeamAdmin":true,"UserName":"Zoë","Note__gc":"two\nlines"}` {
		t.Errorf("got %s, %v", text, err)
	}
	if text, _ = read.records[1].MarshalJSON(); string(text) != `{"CompanyName":"B","UserName":"C"}` {
		t.Errorf("got %s", text)
	}
}
