package main

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/api"
	"github.com/gainsight-go/gainsight-go/internal/verify"
)

// recorded is one entry of an HTTP archive.
type recorded struct {
	method, url, body string
	status            int
	reply             string
}

const (
	listURL   = "https://acme.us2.gainsightcloud.com/v1/teams/services/companyTeam/list"
	listBody  = `{"select":["Gsid"],"limit":1,"page":0}`
	listReply = `{"result":true,"errorCode":null,"errorDesc":null,"requestId":"r","data":{"page":0,"size":1,"limit":1,"records":[{"Gsid":"1P02"}]}}`
)

func good() recorded { return recorded{"POST", listURL, listBody, 200, listReply} }

// bad breaks the contract once: the GSID is a number.
func bad() recorded {
	r := good()
	r.reply = strings.Replace(r.reply, `"1P02"`, "47114711", 1)
	return r
}

// worse breaks the contract 1,200 times in one way, and once in another.
func worse() recorded {
	r := good()
	r.body = `{"select":["Gsid"]}`
	r.reply = `{"result":true,"data":{"records":[` + strings.Repeat(`{"Gsid":47114711},`, 1200) + `{"UserRole":1}]}}`
	return r
}

// odd has a member that the contract does not have, which is a warning.
func odd() recorded {
	r := good()
	r.reply = strings.Replace(r.reply, `"page":0`, `"pages":1,"page":0`, 1)
	return r
}

func elsewhere() recorded { return recorded{"GET", "https://example.com/v1/other", "", 200, "{}"} }

// har writes an HTTP archive and returns its name.
func har(t *testing.T, entries ...recorded) string {
	t.Helper()
	type object = map[string]any
	header := func(name, value string) object { return object{"name": name, "value": value} }
	list := []any{}
	for _, e := range entries {
		request := object{
			"method": e.method, "url": e.url, "httpVersion": "HTTP/1.1", "cookies": []any{}, "queryString": []any{}, "headersSize": -1, "bodySize": len(e.body),
			"headers": []any{header("Content-Type", "application/json"), header("accesskey", "a-key-that-must-not-be-seen")},
		}
		if e.body != "" {
			request["postData"] = object{"mimeType": "application/json", "text": e.body}
		}
		list = append(list, object{
			"startedDateTime": "2026-01-31T12:00:00.000Z", "time": 1, "cache": object{}, "timings": object{"send": 0, "wait": 1, "receive": 0},
			"request": request,
			"response": object{
				"status": e.status, "statusText": "", "httpVersion": "HTTP/1.1", "cookies": []any{}, "redirectURL": "", "headersSize": -1, "bodySize": len(e.reply),
				"headers": []any{header("Content-Type", "application/json")},
				"content": object{"size": len(e.reply), "mimeType": "application/json", "text": e.reply},
			},
		})
	}
	text, err := json.Marshal(object{"log": object{"version": "1.2", "creator": object{"name": "test", "version": "1"}, "entries": list}})
	if err != nil {
		t.Fatal(err)
	}
	return write(t, "traffic.har", string(text))
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

const acceptBad = `- operation: listCompanyTeamRecords
  side: reply
  status: 200
  pointer: /data/records/*/Gsid
  rule: type
  reason: known
  date: 2026-01-31
`

func TestVerify(t *testing.T) {
	t.Chdir(t.TempDir()) // it runs anywhere
	clean, breach, warning, other := har(t, good(), elsewhere()), har(t, good(), bad(), bad()), har(t, odd()), har(t, elsewhere())
	number := har(t, bad(), recorded{"GET", "https://example.com/v1/users/services/47114711", "", 404, "{}"})
	accept := write(t, "accepted.yml", acceptBad)
	spec := write(t, "openapi.yml", string(api.Document))
	tests := map[string]struct {
		args []string
		code int
		want []string
	}{
		"clean":             {[]string{clean}, exitOK, []string{"exchanges checked 1, others skipped 1", "\npassed: violations 0"}},
		"breach":            {[]string{breach}, exitFindings, []string{"violation: listCompanyTeamRecords, reply 200, body at /data/records/*/Gsid: type", "2×, first in " + breach + ", entry 2, at /data/records/0/Gsid", "\nfailed: violations 2"}},
		"warning":           {[]string{warning}, exitOK, []string{"warning: listCompanyTeamRecords, reply 200, body at /data/pages: unknown-member"}},
		"strict":            {[]string{"--strict", warning}, exitFindings, []string{"\nfailed: violations 0, warnings 1"}},
		"flags behind":      {[]string{warning, "--strict"}, exitFindings, []string{"\nfailed"}},
		"several files":     {[]string{clean, breach, clean}, exitFindings, []string{"exchanges checked 5, others skipped 2"}},
		"this host":         {[]string{"--host", "ACME.us2.gainsightcloud.com:443", breach}, exitFindings, []string{"checked 3"}},
		"another host":      {[]string{"--host", "other.gainsightcloud.com", breach}, exitOK, []string{"nothing was checked", "checked 0, others skipped 3"}},
		"nothing":           {[]string{other}, exitOK, []string{"warning: nothing was checked"}},
		"nothing, strictly": {[]string{"--strict", other}, exitFindings, []string{"warning: nothing was checked"}},
		"accepted":          {[]string{"--accept", accept, breach}, exitOK, []string{"accepted on 2026-01-31: known", "\npassed: violations 0, warnings 0, notes 0, accepted 2"}},
		"a preflight":       {[]string{write(t, "preflight.har", `{"log":{"entries":[{"_resourceType":"preflight","request":{"method":"OPTIONS","url":"`+listURL+`"}}]}}`)}, exitOK, []string{"exchanges checked 0, others skipped 0, CORS preflights skipped 1"}},
		"accepted in part":  {[]string{"--accept", accept, har(t, worse())}, exitFindings, []string{"reply 200, body at /data/records/*/UserRole: type", "1200×, first in ", "\nfailed: violations 1, warnings 0, notes 0, accepted 1200"}},
		"not needed":        {[]string{"--accept", accept, clean}, exitOK, []string{"is no longer needed: delete it"}},
		"not needed, fails": {[]string{"--accept", accept, "--strict", clean}, exitFindings, []string{"is no longer needed: delete it"}},
		"a document":        {[]string{"--spec", spec, breach}, exitFindings, []string{"violation: listCompanyTeamRecords"}},
		"no values":         {[]string{number}, exitFindings, []string{"not documented"}},
		"values":            {[]string{"--values", number}, exitFindings, []string{"47114711"}},
		"junit":             {[]string{"--format=junit", breach}, exitFindings, []string{`<testcase name="listCompanyTeamRecords"`}},
		"markdown":          {[]string{"--format=markdown", breach}, exitFindings, []string{"### API contract failed"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			code, stdout, stderr := call(append([]string{"verify"}, test.args...)...)
			if code != test.code || stderr != "" {
				t.Errorf("%d, %s", code, stderr)
			}
			for _, want := range test.want {
				if !strings.Contains(stdout, want) {
					t.Errorf("it does not say %q:\n%s", want, stdout)
				}
			}
			if strings.Contains(stdout, "47114711") != (name == "values") || strings.Contains(stdout, "a-key-that-must-not-be-seen") {
				t.Errorf("values: %s", stdout)
			}
		})
	}
}

func TestVerifyFormats(t *testing.T) {
	file := har(t, bad())
	_, text, _ := call("verify", "--format", "json", file)
	var report verify.Report
	if err := json.Unmarshal([]byte(text), &report); err != nil || report.Version != verify.ReportVersion || report.Violations[0].Count != 1 {
		t.Errorf("%v, %s", err, text)
	}
	_, text, _ = call("verify", "--format", "junit", file)
	if err := xml.Unmarshal([]byte(text), new(struct{ XMLName xml.Name })); err != nil {
		t.Errorf("%v, %s", err, text)
	}
}

func TestVerifyStandardInput(t *testing.T) {
	file, err := os.Open(har(t, good()))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	stdin := os.Stdin
	defer func() { os.Stdin = stdin }()
	os.Stdin = file
	if code, stdout, stderr := call("verify", "-"); code != exitOK || !strings.Contains(stdout, "checked 1") || stderr != "" {
		t.Errorf("%d, %q, %q", code, stdout, stderr)
	}
}

func TestVerifyUnusable(t *testing.T) {
	traffic, broken := har(t, bad()), write(t, "broken.har", `{"log":`)
	folder := t.TempDir()
	tests := map[string]struct {
		args []string
		want []string // in stderr
	}{
		"no file":            {nil, []string{"specfix verify: a file is missing", "Usage: specfix verify [flags] FILE…", "--accept FILE"}},
		"unknown flag":       {[]string{"--root", ".", traffic}, []string{"specfix verify: flag provided but not defined: -root", "Usage: specfix verify"}},
		"no such host":       {[]string{"--host", "https://example.com", traffic}, []string{"specfix verify: --host: "}},
		"unknown format":     {[]string{"--format", "yaml", traffic}, []string{"--format: there is no format"}},
		"no such file":       {[]string{traffic, "nowhere.har"}, []string{"nowhere.har: does not exist\n"}},
		"a flag as a file":   {[]string{traffic, "--", "--strict"}, []string{"--strict: does not exist"}},
		"a folder":           {[]string{folder}, []string{folder + ": is a folder, but a file is needed"}},
		"a broken archive":   {[]string{traffic, broken}, []string{broken + ":"}},
		"two faults":         {[]string{broken, "nowhere.har"}, []string{broken + ":", "nowhere.har: does not exist"}},
		"no accepted file":   {[]string{"--accept", "nowhere.yml", traffic}, []string{"nowhere.yml: does not exist"}},
		"wrong accepted":     {[]string{"--accept", write(t, "a.yml", "- side: x\n"), traffic}, []string{"a.yml:1: operation is needed", "a.yml:1: side has to be one of"}},
		"accepted, too long": {[]string{"--accept", write(t, "long.yml", strings.Repeat("# long\n", 3<<20)), traffic}, []string{"long.yml: is larger than 2 MiB"}},
		"no document":        {[]string{"--spec", "nowhere.yml", traffic}, []string{"nowhere.yml: does not exist"}},
		"another document":   {[]string{"--spec", write(t, "old.yml", "openapi: 3.0.0\n"), traffic}, []string{"old.yml: contract.New: "}},
		"an empty document":  {[]string{"--spec", write(t, "none.yml", ""), traffic}, []string{"none.yml: "}},
		"both files":         {[]string{"--spec", "no.yml", "--accept", "nowhere.yml", traffic}, []string{"no.yml: does not exist\nnowhere.yml: does not exist"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			code, stdout, stderr := call(append([]string{"verify"}, test.args...)...)
			if code != exitUnusable || stdout != "" {
				t.Errorf("%d, %q", code, stdout)
			}
			for _, want := range test.want {
				if !strings.Contains(stderr, want) {
					t.Errorf("it does not say %q: %q", want, stderr)
				}
			}
		})
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestReportThatCannotBeWritten(t *testing.T) {
	var stderr strings.Builder
	if code := run([]string{"verify", har(t, good())}, full{}, &stderr); code != exitUnusable || !strings.HasPrefix(stderr.String(), "the report cannot be written: ") {
		t.Errorf("%d, %q", code, stderr.String())
	}
}
