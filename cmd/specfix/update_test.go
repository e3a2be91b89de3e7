package main

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
	"github.com/gainsight-go/gainsight-go/internal/specfix/specfixtest"
)

// withChanges makes update take these for the changes of the operations.
func withChanges(t *testing.T, changes ...specfix.OperationChange) {
	before := compareOperations
	t.Cleanup(func() { compareOperations = before })
	compareOperations = func(specfix.Project, specfix.Source) ([]specfix.OperationChange, error) { return changes, nil }
}

func operationChange(kind specfix.ChangeKind, effect specfix.Effect) specfix.OperationChange {
	return specfix.OperationChange{Name: "listThings", Method: "GET", Path: "/things", Kind: kind,
		Changes: []specfix.Change{{Effect: effect, Text: "something else"}}}
}

// newVersion writes a document that differs from the published one outside of the project.
func newVersion(t *testing.T, old, new string) string {
	t.Helper()
	text := strings.Replace(specfixtest.Upstream, old, new, 1)
	if text == specfixtest.Upstream {
		t.Fatalf("nothing differs: %q", old)
	}
	file := filepath.Join(t.TempDir(), "new.yml")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestUpdate(t *testing.T) {
	tests := map[string]struct {
		old, new string
		changes  []specfix.OperationChange
		code     int
		says     []string
	}{
		"nothing to do": {"Lists things.\n\n", "Shows things.\n\n", nil, exitOK, []string{
			"Operations that differ: 0, of which 0 break programs or may break them.\n",
			"\nCorrections: 1 of 1 still apply.\n\nNext:\n  1. specfix update ", "  2. make generate ", "  3. make check ", "  4. make compat "}},
		"compatible": {"size: {type: integer}", "size: {type: integer}\n        more: {type: integer}",
			[]specfix.OperationChange{operationChange(specfix.OperationAdded, specfix.Compatible)}, exitOK,
			[]string{"Operations that differ: 1, of which 0 break", "  GET /things listThings: added\n      compatible: something else\n"}},
		"breaking": {"Lists things.\n\n", "Shows things.\n\n",
			[]specfix.OperationChange{operationChange(specfix.OperationRemoved, specfix.Breaks)}, exitFindings,
			[]string{"Operations that differ: 1, of which 1 break", "  GET /things listThings: removed\n      breaks: something else\n"}},
		"perhaps breaking": {"Lists things.\n\n", "Shows things.\n\n",
			[]specfix.OperationChange{operationChange(specfix.OperationChanged, specfix.MayBreak)}, exitFindings,
			[]string{"of which 1 break", "      may break: something else\n"}},
		"no operation": {"Lists things.\n\n", "Shows things.\n\n",
			[]specfix.OperationChange{{Name: "servers", Path: "servers", Kind: specfix.OperationChanged}}, exitOK,
			[]string{"  servers: changed\n"}},
		"already made": {"title: Things", "title: All things", nil, exitFindings, []string{
			"\nCorrections: 0 of 1 still apply.\n\nAlready made in the new version: delete these corrections:\n" +
				"  api/corrections/10-first.overlay.yml:6: [title] $.info\n      the published document already says this: delete this correction\n",
			"  2. edit or delete these corrections"}},
		"conflict": {"title: Things", "title: Stuff", nil, exitFindings, []string{
			"\nConflict: the new version says something else there than the correction expects:\n" +
				"  api/corrections/10-first.overlay.yml:6: [title] $.info\n      expected {\"title\":\"Things\"}, found {\"title\":\"Stuff\",\"version\":\"1.0\"}\n"}},
		"gone": {"info:\n  title: Things\n  version: '1.0'\n", "", nil, exitFindings, []string{
			"\nTarget missing: follow it to its new place or name, or delete the correction:\n" +
				"  api/corrections/10-first.overlay.yml:6: [title] $.info\n      \"info\" is not there; its parent $ exists\n" +
				"      the present version has there: {\"title\":\"Things\",\"version\":\"1.0\"}\n"}},
		"operation that says too little": {"      x-retry: safe\n", "", nil, exitFindings, []string{
			"\nWhat the corrected document lacks, so that it needs a correction:\n  api/openapi.yml:", " x-retry is missing", "  2. add corrections for what the document lacks"}},
		"broken reference": {"#/components/schemas/Thing'", "#/components/schemas/Nothing'", nil, exitFindings, []string{
			" broken reference: #/components/schemas/Nothing leads nowhere"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			withChanges(t, test.changes...)
			p := specfixtest.New(t)
			before := snapshot(t, p.Root)
			file := newVersion(t, test.old, test.new)
			code, stdout, stderr := call("update", file, "--root", p.Root)
			if code != test.code || stderr != "" {
				t.Errorf("exit code %d, want %d; stderr %q", code, test.code, stderr)
			}
			for _, want := range test.says {
				if !strings.Contains(stdout, want) {
					t.Errorf("want %q in:\n%s", want, stdout)
				}
			}
			if snapshot(t, p.Root) != before {
				t.Error("something was written")
			}

			code, stdout, _ = call("update", "--write", file, "--root", p.Root)
			if code != test.code || !strings.Contains(stdout, "specfix: wrote "+specfix.UpstreamFile+"\nspecfix: wrote "+specfix.UpstreamHashFile+"\n") || strings.Contains(stdout, "--write") {
				t.Errorf("exit code %d:\n%s", code, stdout)
			}
			wrote, _ := os.ReadFile(file)
			if specfixtest.Read(t, p, specfix.UpstreamFile) != string(wrote) {
				t.Error("what was written is not what was read")
			}
			if _, findings, err := p.Check(); err != nil || slices.ContainsFunc(findings, func(f specfix.Finding) bool {
				return f.File == specfix.UpstreamFile || f.File == specfix.UpstreamHashFile
			}) {
				t.Errorf("the hash is wrong: %v, %v", findings, err)
			}
			if code, stdout, _ := call("update", file, "--root", p.Root); code != exitOK || stdout != "specfix: no change: "+file+" is "+specfix.UpstreamFile+"\n" {
				t.Errorf("the same once more: %d, %q", code, stdout)
			}
		})
	}
}

func TestUpdateOfAnotherKind(t *testing.T) {
	withChanges(t)
	p := specfixtest.New(t)
	before := snapshot(t, p.Root)
	dir := t.TempDir()
	file := filepath.Join(dir, "new.yml")
	for name, test := range map[string]struct{ text, want string }{
		"empty":         {" \n", ":1: is empty"},
		"binary":        {"openapi: \x00", ":1: is not text"},
		"HTML":          {"<!DOCTYPE html>\n<html></html>\n", ":1: is no OpenAPI document: it is an HTML page: download the document itself"},
		"no YAML":       {"openapi: 3.1.0\n\tinfo: x\n", ":2: is not valid YAML"},
		"a list":        {"- 1\n", ":1: is no OpenAPI document: the top level is a sequence"},
		"OpenAPI 2.0":   {"swagger: '2.0'\n", ":1: is an OpenAPI 2.0 (Swagger) document"},
		"OpenAPI 3.0":   {strings.Replace(specfixtest.Upstream, "3.1.0", "3.0.3", 1), ":1: openapi is \"3.0.3\", but the corrections are written for 3.1.x"},
		"OpenAPI 3.2":   {strings.Replace(specfixtest.Upstream, "3.1.0", "3.2.0", 1), ":1: is an OpenAPI 3.2.0 document, but the corrections are written for 3.1.x: the publisher has split the document into three of 3.2"},
		"JSON Schema":   {`{"$schema": "https://json-schema.org/draft/2020-12/schema"}`, ":1: is no OpenAPI document: it is a JSON Schema"},
		"AsyncAPI":      {"asyncapi: 3.0.0\n", ":1: is no OpenAPI document: it is an AsyncAPI document"},
		"Overlay":       {specfixtest.Correction, ":1: is no OpenAPI document: it is an Overlay document"},
		"another API":   {"openapi: 3.1.0\npaths:\n  /pets: {}\n", ":2: is a document about something else: none of its paths is in api/upstream/"},
		"without paths": {"openapi: 3.1.0\n", ":1: is a document about something else"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(file, []byte(test.text), 0o644); err != nil {
				t.Fatal(err)
			}
			code, stdout, stderr := call("update", "--write", "--root", p.Root, file)
			if code != exitUnusable || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.HasPrefix(stderr, file+test.want) {
				t.Errorf("%d, %q, %q", code, stdout, stderr)
			}
		})
	}
	for name, want := range map[string]string{filepath.Join(dir, "nothing.yml"): ": does not exist\n", dir: ": is a folder, but a regular file is needed\n"} {
		if code, stdout, stderr := call("update", "--write", "--root", p.Root, name); code != exitUnusable || stdout != "" || stderr != name+want {
			t.Errorf("%d, %q, %q", code, stdout, stderr)
		}
	}
	if snapshot(t, p.Root) != before {
		t.Error("something was written")
	}
}

func TestUpdateFromURL(t *testing.T) {
	withChanges(t)
	p := specfixtest.New(t)
	before := snapshot(t, p.Root)
	text := strings.Replace(specfixtest.Upstream, "Lists things.", "Shows things.", 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/new.yml":
			io.WriteString(w, text)
		case "/page":
			io.WriteString(w, "<html>Sign in</html>")
		case "/moved":
			http.Redirect(w, r, "http://example.com/new.yml?token=secret", http.StatusFound)
		case "/here":
			http.Redirect(w, r, "/new.yml", http.StatusFound)
		case "/large":
			io.WriteString(w, text+strings.Repeat("# more and more\n", specfix.MaxFileSize/16))
		case "/cut":
			w.Header().Set("Content-Length", "1000000")
			io.WriteString(w, text)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	tls := httptest.NewUnstartedServer(http.NotFoundHandler())
	tls.Config.ErrorLog = log.New(io.Discard, "", 0)
	tls.StartTLS()
	defer tls.Close()

	for url, want := range map[string]string{
		server.URL + "/nothing":                 ": cannot be downloaded: the server answered 404 Not Found\n",
		server.URL + "/page":                    ":1: is no OpenAPI document: it is an HTML page: download the document itself\n",
		server.URL + "/moved":                   ": cannot be downloaded: the server redirects to http://example.com/new.yml, which is not https\n",
		server.URL + "/here":                    ": cannot be downloaded: the server redirects to " + server.URL + "/new.yml, which is not https\n",
		server.URL + "/large":                   ": is larger than 2 MiB",
		server.URL + "/cut":                     ": cannot be read: " + io.ErrUnexpectedEOF.Error() + "\n",
		tls.URL + "/new.yml":                    ": cannot be downloaded: ",
		"http://example.com/new.yml":            ": cannot be downloaded: only https can be trusted to deliver what was published\n",
		"ftp://example.com/new.yml":             ": cannot be downloaded: only https can be trusted",
		"https:///new.yml":                      ": is no URL\n",
		"http://127.0.0.1.example.com/new.yml":  ": cannot be downloaded: only https",
		"https://example.com:port:x/%zz?secret": "the URL: is no URL\n",
	} {
		code, stdout, stderr := call("update", "--write", "--root", p.Root, url)
		if !strings.HasPrefix(want, "the URL") {
			want = url + want
		}
		if code != exitUnusable || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.HasPrefix(stderr, want) || strings.Contains(stderr, "secret") {
			t.Errorf("%s: %d, %q, %q", url, code, stdout, stderr)
		}
	}
	if snapshot(t, p.Root) != before {
		t.Fatal("something was written")
	}

	secretly := strings.Replace(server.URL, "://", "://user:secret@", 1) + "/new.yml?token=secret"
	code, stdout, stderr := call("update", "--write", "--root", p.Root, secretly)
	if code != exitOK || stderr != "" || strings.Contains(stdout, "secret") || specfixtest.Read(t, p, specfix.UpstreamFile) != text {
		t.Errorf("%d, %q, %q", code, stdout, stderr)
	}
}

// When the hash cannot be written, the document stays as it was.
func TestUpdateWritesBothOrNeither(t *testing.T) {
	withChanges(t)
	p := specfixtest.New(t)
	specfixtest.Remove(t, p, specfix.UpstreamHashFile)
	specfixtest.Write(t, p, specfix.UpstreamHashFile+"/in-the-way", "x")
	before := snapshot(t, p.Root)
	code, stdout, stderr := call("update", "--write", "--root", p.Root, newVersion(t, "Lists", "Shows"))
	if code != exitUnusable || stdout != "" || !strings.HasPrefix(stderr, specfix.UpstreamHashFile+": cannot be ") {
		t.Errorf("%d, %q, %q", code, stdout, stderr)
	}
	if snapshot(t, p.Root) != before {
		t.Error("something was written")
	}
}

func TestUpdateUsage(t *testing.T) {
	for _, args := range [][]string{{"update"}, {"update", "a", "b"}, {"update", ""}, {"update", "a", "--force"}} {
		code, stdout, stderr := call(args...)
		if code != exitUnusable || stdout != "" || !strings.HasPrefix(stderr, "specfix update: ") || !strings.Contains(stderr, "--write") {
			t.Errorf("%v: %d, %q, %q", args, code, stdout, stderr)
		}
	}
	if code, stdout, _ := call("update", "--help"); code != exitOK || !strings.HasPrefix(stdout, "Usage: specfix update [flags] FILE|URL") {
		t.Errorf("%d, %q", code, stdout)
	}
}

func TestUpdateWithoutProject(t *testing.T) {
	withChanges(t)
	code, _, stderr := call("update", "--root", t.TempDir(), newVersion(t, "Lists", "Shows"))
	if code != exitUnusable || !strings.HasPrefix(stderr, specfix.UpstreamFile+": does not exist: run specfix in the root of the project") {
		t.Errorf("%d, %q", code, stderr)
	}
}

// Compat itself has tests in its own module; here is what happens on the way to it.
func TestUpdateAsksCompat(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the go command of this test is a shell script")
	}
	p := specfixtest.New(t)
	file := newVersion(t, "Lists", "Shows")
	code, _, stderr := call("update", "--root", p.Root, file)
	if code != exitUnusable || !strings.HasPrefix(stderr, "compat/go.mod: does not exist: run specfix in the root of the project") {
		t.Errorf("without compat: %d, %q", code, stderr)
	}
	specfixtest.Write(t, p, "compat/go.mod", "module example.com/compat\n")

	bin := t.TempDir()
	t.Setenv("PATH", bin)
	cannot := file + ": its operations cannot be compared: "
	for _, test := range []struct {
		script string
		code   int
		want   string
	}{
		{"", exitUnusable, cannot + "the go command is not found: install Go, or put it into PATH\n"},
		{"echo 'go: downloading x' >&2; echo 'the new document: cannot be loaded' >&2; echo 'exit status 2' >&2; exit 1", exitUnusable, cannot + "the new document: cannot be loaded\n"},
		{"exit 3", exitUnusable, cannot + "exit status 3\n"},
		{"echo no", exitUnusable, cannot + "compat printed what is no JSON: "},
		{`[ "$*" = "run -C ` + p.Root + `/compat . changes ` + specfix.UpstreamFile + `" ] && echo '[{"Name":"x","Path":"servers","Kind":"changed","Changes":[{"Effect":"breaks","Text":"moved"}]}]'`, exitFindings, ""},
	} {
		if test.script != "" {
			if err := os.WriteFile(filepath.Join(bin, "go"), []byte("#!/bin/sh\n"+test.script+"\n"), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		code, stdout, stderr := call("update", "--root", p.Root, file)
		says := "      breaks: moved\n"
		if test.want != "" {
			says = "Operations: not compared, so nobody knows what the new version breaks.\n\nCorrections: 1 of 1 still apply.\n"
		}
		if code != test.code || !strings.HasPrefix(stderr, test.want) || !strings.Contains(stdout, says) {
			t.Errorf("%s: %d, %q, %q", test.script, code, stdout, stderr)
		}
		if before := snapshot(t, p.Root); test.want != "" {
			if call("update", "--write", "--root", p.Root, file); snapshot(t, p.Root) != before {
				t.Error("a version that cannot be compared was written")
			}
		}
	}
}
