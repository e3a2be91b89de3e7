package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
	"github.com/gainsight-go/gainsight-go/internal/specfix/specfixtest"
)

// call runs the program and returns its exit code and output.
func call(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(args, &out, &err)
	return code, out.String(), err.String()
}

func TestCommands(t *testing.T) {
	p := specfixtest.New(t)
	before := snapshot(t, p.Root)
	for _, test := range []struct {
		command string
		files   []string
	}{
		{"build", []string{specfix.DocumentFile}},
		{"report", []string{specfix.ReportFile}},
		{"operations", []string{specfix.OperationsGoFile, specfix.OperationsFile}},
		{"seal", []string{specfix.SealFile}},
	} {
		var wrote, upToDate string
		for _, file := range test.files {
			specfixtest.Remove(t, p, file)
			wrote += "specfix: wrote " + file + "\n"
			upToDate += "specfix: " + file + " is up to date\n"
		}
		for _, message := range []string{wrote, upToDate} {
			if code, stdout, stderr := call(test.command, "--root", p.Root); code != exitOK || stdout != message || stderr != "" {
				t.Errorf("%s: %d, %q, %q", test.command, code, stdout, stderr)
			}
		}
		if snapshot(t, p.Root) != before {
			t.Errorf("%s wrote something else", test.command)
		}
	}
	code, stdout, stderr := call("check", "--root", p.Root)
	if code != exitOK || stderr != "" || strings.Count(stdout, "\n") != 1 || !strings.Contains(stdout, "all is well: checked 1 correction in 1 file") {
		t.Errorf("check: %d, %q, %q", code, stdout, stderr)
	}
}

func TestDefaultRoot(t *testing.T) {
	t.Chdir(specfixtest.New(t).Root)
	if code, stdout, stderr := call("build"); code != exitOK || stdout != "specfix: api/openapi.yml is up to date\n" {
		t.Errorf("%d, %q, %q", code, stdout, stderr)
	}
}

func TestUsage(t *testing.T) {
	tests := map[string]struct {
		args   []string
		code   int
		stdout string
		stderr string
	}{
		"help":             {[]string{"help"}, exitOK, "Usage: specfix", ""},
		"--help":           {[]string{"--help"}, exitOK, "Usage: specfix", ""},
		"build -h":         {[]string{"build", "-h"}, exitOK, "Usage: specfix build [flags]\n\nwrite api/openapi.yml", ""},
		"verify -h":        {[]string{"verify", "-h"}, exitOK, "Usage: specfix verify [flags] FILE…\n\ncompare recorded traffic", ""},
		"probe --help":     {[]string{"probe", "--help"}, exitOK, "Usage: specfix probe [flags]\n\nask a tenant", ""},
		"nothing":          {nil, exitUnusable, "", "specfix: a command is missing\nUsage: specfix"},
		"unknown command":  {[]string{"destroy"}, exitUnusable, "", "specfix: there is no command \"destroy\"\nUsage: specfix"},
		"unknown flag":     {[]string{"build", "--force"}, exitUnusable, "", "specfix build: flag provided but not defined: -force\nUsage: specfix"},
		"unknown argument": {[]string{"check", "x"}, exitUnusable, "", "specfix check: unexpected argument \"x\"\nUsage: specfix"},
		"seal":             {[]string{"seal", "x"}, exitUnusable, "", "specfix seal: unexpected argument"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			code, stdout, stderr := call(test.args...)
			if code != test.code || !strings.HasPrefix(stdout, test.stdout) || !strings.HasPrefix(stderr, test.stderr) {
				t.Errorf("%d, %q, %q", code, stdout, stderr)
			}
			if (stdout == "") != (test.stdout == "") || (stderr == "") != (test.stderr == "") {
				t.Errorf("the help went to the wrong place: %q, %q", stdout, stderr)
			}
		})
	}
}

// The flags that a command takes are in its own help, and those of others are not.
func TestHelpOfCommands(t *testing.T) {
	_, usage, _ := call("help")
	for _, c := range commands() {
		code, help, _ := call(c.name, "--help")
		isOnProject := c.name != "verify" && c.name != "probe"
		if code != exitOK || strings.Contains(help, "\n  --root DIR ") != isOnProject || strings.Contains(help, "\n  --accept FILE ") == isOnProject {
			t.Errorf("%s: %s", c.name, help)
		}
		if !strings.Contains(usage, "\n  "+c.name+" ") {
			t.Errorf("%s is missing in the usage: %s", c.name, usage)
		}
	}
}

func TestUnusableInput(t *testing.T) {
	type project = specfix.Project
	upstream := func(text string) func(*testing.T, project) {
		return func(t *testing.T, p project) { specfixtest.Write(t, p, specfix.UpstreamFile, text) }
	}
	overlay := func(text string) func(*testing.T, project) {
		return func(t *testing.T, p project) { specfixtest.Write(t, p, specfixtest.CorrectionFile, text) }
	}
	const gitLFS = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
	tests := map[string]struct {
		spoil func(*testing.T, project)
		want  []string // the beginning of each line
	}{
		"missing":           {func(t *testing.T, p project) { specfixtest.Remove(t, p, specfix.UpstreamFile) }, []string{specfix.UpstreamFile + ": does not exist"}},
		"empty":             {upstream(""), []string{specfix.UpstreamFile + ":1: is empty"}},
		"binary":            {upstream("openapi: \x00"), []string{specfix.UpstreamFile + ":1: is not text"}},
		"invalid UTF-8":     {upstream("openapi: 3.1.0\ninfo: \xff"), []string{specfix.UpstreamFile + ":2: is not text"}},
		"no YAML":           {upstream("openapi: 3.1.0\n\tinfo: x"), []string{specfix.UpstreamFile + ":2: is not valid YAML"}},
		"HTML":              {upstream("<!doctype html>\n<p>Sign in</p>"), []string{specfix.UpstreamFile + ":1: is no OpenAPI document: it is an HTML page"}},
		"duplicate keys":    {upstream(specfixtest.Upstream + "info: {}\n"), []string{specfix.UpstreamFile + ":73: the key \"info\" stands here and in line 2 already"}},
		"anchors":           {upstream(specfixtest.Upstream + "x-a: &a 1\n"), []string{specfix.UpstreamFile + ":73: uses the anchor &a"}},
		"several documents": {upstream(specfixtest.Upstream + "---\na: b\n"), []string{specfix.UpstreamFile + ":73: holds several YAML documents"}},
		"a list":            {upstream("- openapi: 3.1.0"), []string{specfix.UpstreamFile + ":1: is no OpenAPI document: the top level is a sequence"}},
		"Swagger":           {upstream("info: {}\nswagger: '2.0'\n"), []string{specfix.UpstreamFile + ":2: is an OpenAPI 2.0 (Swagger) document"}},
		"no OpenAPI":        {upstream("name: x\n"), []string{specfix.UpstreamFile + ":1: is no OpenAPI document"}},
		"OpenAPI 3.0":       {upstream("openapi: 3.0.3\n"), []string{specfix.UpstreamFile + `:1: openapi is "3.0.3", but`}},
		"OpenAPI as number": {upstream("openapi: 3.1\n"), []string{specfix.UpstreamFile + ":1: openapi is 3.1, but"}},
		"no corrections":    {func(t *testing.T, p project) { specfixtest.Remove(t, p, specfix.CorrectionsDir) }, []string{"api/corrections: does not exist"}},
		"empty corrections": {func(t *testing.T, p project) { specfixtest.Remove(t, p, specfixtest.CorrectionFile) }, []string{"api/corrections: holds no file that ends in .overlay.yml"}},
		"corrections a file": {func(t *testing.T, p project) {
			specfixtest.Remove(t, p, specfix.CorrectionsDir)
			specfixtest.Write(t, p, specfix.CorrectionsDir, "x")
		}, []string{"api/corrections: cannot be read: "}},
		"overlay empty":           {overlay(""), []string{specfixtest.CorrectionFile + ":1: is empty"}},
		"overlay no YAML":         {overlay("overlay: 1.0.0\nactions: ]\n"), []string{specfixtest.CorrectionFile + ":2: is not valid YAML"}},
		"overlay a list":          {overlay("- overlay\n"), []string{specfixtest.CorrectionFile + ":1: is no Overlay document: the top level is a sequence"}},
		"overlay is OpenAPI":      {overlay(specfixtest.Upstream), []string{specfixtest.CorrectionFile + ":1: is no Overlay document: it is an OpenAPI document"}},
		"overlay is Swagger":      {overlay("swagger: '2.0'\n"), []string{specfixtest.CorrectionFile + ":1: is no Overlay document: it is an OpenAPI 2.0 (Swagger) document"}},
		"overlay is an error":     {overlay("404: Not Found\n"), []string{specfixtest.CorrectionFile + ":1: is no Overlay document: the top-level keys overlay and actions are missing"}},
		"overlay is another text": {overlay("Not Found\n"), []string{specfixtest.CorrectionFile + ":1: is no Overlay document: the top level is a text"}},
		"overlay is HTML":         {overlay("<html>\n"), []string{specfixtest.CorrectionFile + ":1: is no Overlay document: it is an HTML page"}},
		"overlay is in Git LFS":   {overlay(gitLFS), []string{specfixtest.CorrectionFile + ":1: is no Overlay document: it is a Git LFS pointer: run git lfs pull"}},
		"upstream is an overlay":  {upstream(specfixtest.Correction), []string{specfix.UpstreamFile + ":1: is no OpenAPI document: it is an Overlay document"}},
		"upstream is in Git LFS":  {upstream(gitLFS), []string{specfix.UpstreamFile + ":1: is no OpenAPI document: it is a Git LFS pointer: run git lfs pull"}},
		"several": {func(t *testing.T, p project) {
			upstream("openapi: 3.0.0\n")(t, p)
			overlay("[]\n")(t, p)
			specfixtest.Write(t, p, specfix.CorrectionsDir+"/20-b.overlay.yml", "a: b: c\n")
		}, []string{specfix.UpstreamFile + ":1: openapi", specfixtest.CorrectionFile + ":1: is no Overlay", specfix.CorrectionsDir + "/20-b.overlay.yml:1: is not valid YAML"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := specfixtest.New(t)
			test.spoil(t, p)
			before := snapshot(t, p.Root)
			for _, command := range []string{"build", "report", "operations", "check"} {
				code, stdout, stderr := call(command, "--root", p.Root)
				if code != exitUnusable || stdout != "" {
					t.Errorf("%s: exit code %d, stdout %q", command, code, stdout)
				}
				wantLines(t, stderr, test.want)
			}
			if snapshot(t, p.Root) != before {
				t.Error("something was written")
			}
		})
	}
}

func wantLines(t *testing.T, text string, want []string) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) != len(want) {
		t.Fatalf("got %q, want %d lines", text, len(want))
	}
	for i, line := range lines {
		if !strings.HasPrefix(line, want[i]) {
			t.Errorf("got %q, want %q", line, want[i])
		}
	}
}

// snapshot is every file of a tree with its content.
func snapshot(t *testing.T, root string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		b.WriteString(path + "\n" + string(data) + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFindingsStopEverything(t *testing.T) {
	p := specfixtest.New(t)
	specfixtest.Edit(t, p, specfixtest.CorrectionFile, "{title: Things}", "{title: Nothing}")
	before := snapshot(t, p.Root)
	for _, command := range []string{"build", "report", "operations", "check"} {
		code, stdout, stderr := call(command, "--root", p.Root)
		if code != exitFindings || stdout != "" || !strings.Contains(stderr, "api/corrections/10-first.overlay.yml:6: [title] $.info: precondition differs: expected") {
			t.Errorf("%s: %d, %q, %q", command, code, stdout, stderr)
		}
	}
	if snapshot(t, p.Root) != before {
		t.Error("something was written")
	}
}

// The corrections are well, but an operation does not say enough for the tables.
func TestFindingsStopTheTables(t *testing.T) {
	p := specfixtest.New(t)
	specfixtest.Edit(t, p, specfix.UpstreamFile, "x-retry: safe", "x-retry: perhaps")
	before := snapshot(t, p.Root)
	code, stdout, stderr := call("operations", "--root", p.Root)
	if code != exitFindings || stdout != "" || !strings.HasPrefix(stderr, "api/openapi.yml:26: /paths/~1things/get/x-retry: bad document: x-retry has to be") {
		t.Errorf("%d, %q, %q", code, stdout, stderr)
	}
	if snapshot(t, p.Root) != before {
		t.Error("something was written")
	}
}

func TestPrintFindingsCounts(t *testing.T) {
	for want, n := range map[string]int{"specfix: 1 thing has to be repaired\n": 1, "specfix: 2 things have to be repaired\n": 2} {
		var stderr bytes.Buffer
		printFindings(&stderr, make([]specfix.Finding, n))
		if !strings.HasSuffix(stderr.String(), want) {
			t.Errorf("got %q", stderr.String())
		}
	}
}

func TestHelpSaysWhatSealIsFor(t *testing.T) {
	_, stdout, _ := call("seal", "--help")
	for _, want := range []string{"right after the generator ran", "only make check proves that the generator wrote this"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the help does not say %q", want)
		}
	}
}

func TestLinkedDocument(t *testing.T) {
	p := specfixtest.New(t)
	if err := os.Rename(p.Path(specfix.DocumentFile), p.Path("other.yml")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../other.yml", p.Path(specfix.DocumentFile)); err != nil {
		t.Skip(err)
	}
	code, stdout, stderr := call("build", "--root", p.Root)
	if code != exitUnusable || stdout != "" || !strings.HasPrefix(stderr, "api/openapi.yml: cannot be written: it is a symbolic link") {
		t.Errorf("%d, %q, %q", code, stdout, stderr)
	}
}

func TestSealWithoutDocument(t *testing.T) {
	p := specfixtest.New(t)
	specfixtest.Remove(t, p, specfix.DocumentFile)
	before := snapshot(t, p.Root)
	code, stdout, stderr := call("seal", "--root", p.Root)
	if code != exitUnusable || stdout != "" || stderr != "api/openapi.yml: does not exist: run specfix build first\n" {
		t.Errorf("%d, %q, %q", code, stdout, stderr)
	}
	if snapshot(t, p.Root) != before {
		t.Error("something was written")
	}
}

func TestOutputThatCannotBeWritten(t *testing.T) {
	for command, file := range map[string]string{"build": specfix.DocumentFile, "operations": specfix.OperationsGoFile} {
		p := specfixtest.New(t)
		specfixtest.Remove(t, p, file)
		specfixtest.Write(t, p, file+"/in-the-way", "x")
		before := snapshot(t, p.Root)
		code, stdout, stderr := call(command, "--root", p.Root)
		if code != exitUnusable || stdout != "" || !strings.HasPrefix(stderr, file+": cannot be written: ") {
			t.Errorf("%s: %d, %q, %q", command, code, stdout, stderr)
		}
		if snapshot(t, p.Root) != before {
			t.Errorf("%s: something was left behind", command)
		}
	}
}
