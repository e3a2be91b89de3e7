package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

func TestUsage(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"check", "-h"}, exitOK, "Usage: compat"},
		{nil, exitUnusable, "compat: one of the commands is needed"},
		{[]string{"destroy"}, exitUnusable, "compat: one of the commands is needed"},
		{[]string{"check", "more"}, exitUnusable, "compat: one of the commands is needed"},
		{[]string{"changes"}, exitUnusable, "compat: one of the commands is needed"},
		{[]string{"check", "-force"}, exitUnusable, "compat: flag provided but not defined: -force"},
	} {
		var out, errors bytes.Buffer
		code := run(test.args, strings.NewReader(""), &out, &errors)
		if output := out.String() + errors.String(); code != test.code || !strings.HasPrefix(output, test.want) {
			t.Errorf("%v: %d, %q", test.args, code, output)
		}
	}
}

func TestUnusable(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		spoil func(p project)
		want  string
	}{
		"no baseline":       {func(p project) { os.Remove(p.path(documentBaseline)) }, "compat/baseline: does not exist: run make baseline"},
		"broken baseline":   {func(p project) { p.write(documentBaseline, "openapi: 3.0.0\n") }, "compat/baseline/openapi.yml:1: openapi is \"3.0.0\""},
		"no document":       {func(p project) { os.Remove(p.path(documentFile)) }, "api/openapi.yml: does not exist"},
		"no OpenAPI at all": {func(p project) { p.write(documentFile, "openapi: 3.1.0\npaths: {/things: {get: 1}}\n") }, "api/openapi.yml: cannot be loaded: "},
		"no changelog":      {func(p project) { os.Remove(p.path(changelogFile)) }, "CHANGELOG.md: does not exist"},
		"no code":           {func(p project) { p.write(goFile, "package things\n\nvar X int = Y\n") }, "the Go packages cannot be loaded: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t)
			test.spoil(p)
			p.holds(p.run(exitUnusable, "check"), test.want)
		})
	}
}

func TestBaselineWithoutDocument(t *testing.T) {
	t.Parallel()
	p := newInputs(t)
	os.Remove(p.path(documentFile))
	p.holds(p.run(exitUnusable, "baseline"), "api/openapi.yml: does not exist")
	if _, err := os.Stat(p.path(goBaseline)); err == nil {
		t.Error("something was written")
	}
}

// The published document does not load with its contact.
func TestChanges(t *testing.T) {
	t.Parallel()
	p := newInputs(t)
	p.edit(documentFile, "title: Things", "title: Things, contact: {email: [x]}", "colour", "color")
	var changes []specfix.OperationChange
	if err := json.Unmarshal([]byte(p.run(exitOK, "changes", documentFile)), &changes); err != nil {
		t.Fatal(err)
	}
	if len(changes) != 1 || changes[0].Name != "listThings" || changes[0].Method != "GET" || changes[0].Path != "/things" ||
		changes[0].Kind != specfix.OperationChanged || len(changes[0].Changes) == 0 || changes[0].Changes[0].Effect == specfix.Compatible {
		t.Errorf("%+v", changes)
	}
	p.holds(p.run(exitUnusable, "changes", "nothing.yml"), "nothing.yml: does not exist")
	p.write(documentFile, documentText)
	p.holds(p.run(exitOK, "changes", documentFile), "[]")
}
