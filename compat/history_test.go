package main

import (
	"os"
	"testing"
)

func TestFirstCommit(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	p.commit()
	p.holds(p.run(exitOK, "check"), "there is no tag, and no parent commit: this is the first commit, or a shallow clone", "all is well")
}

func TestParentWithoutBaseline(t *testing.T) {
	t.Parallel()
	p := newInputs(t)
	p.commit()
	p.run(exitOK, "baseline")
	p.commit()
	p.holds(p.run(exitOK, "check"), "there is no tag, and the parent commit has no baseline", "all is well")
}

// A baseline that was edited by hand, together with the API, is caught by what the parent commit says.
func TestBaselineEditedPastTheParent(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	p.commit()
	p.edit(goFile, "\tPort int\n", "")
	p.edit(goBaseline, "pkg things, type Client struct, Port int\n", "")
	p.edit(documentFile, "[red, green]", "[red]")
	p.edit(documentBaseline, "[red, green]", "[red]")
	p.commit()
	p.holds(p.run(exitFindings, "check"), "compat: broken since the parent commit, and CHANGELOG.md does not say so:\n  things.Client.Port: is gone", "  listThings: ", "!since the baseline")
	p.name("things.Client.Port")
	p.holds(p.run(exitFindings, "check"), "  listThings: ", "!Port")
	p.edit(changelogFile, "things.Client.Port", "things.Client.Port`, `listThings")
	p.holds(p.run(exitOK, "check"), "compared with the parent commit", "all is well")

	p.write("README.md", "# Things\n")
	p.commit()
	p.write(changelogFile, changelogText)
	p.run(exitOK, "check")
}

// Everything that broke since the tag has to be named, however long ago.
func TestTag(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	p.commit()
	p.git("tag", "v0.1.0")
	p.holds(p.run(exitOK, "check"), "compared with v0.1.0")

	p.edit(goFile, "\tPort int\n", "", "func (c *Client) Get(ctx", "func (c *Client) Got(ctx", "[T any] struct", "[T comparable] struct", "Map[A, B any]", "Map[A, B comparable]")
	p.edit("sub/sub.go", "package sub", "package main", "// Shown", "func main() {}\n\n// Shown")
	p.edit(documentFile, "size: {", "sizes: {")
	names := []string{"things.Client.Port", "things.Client.Get", "things.List", "things.Map", "sub", "listThings"}
	p.name(names...)
	p.run(exitOK, "baseline")
	p.commit()
	p.write("README.md", "# Things\n")
	p.commit()
	p.holds(p.run(exitOK, "check"), "compared with v0.1.0")

	// The release that comes next has its heading, and its tag not yet.
	changelog := p.read(changelogFile)
	p.edit(changelogFile, "## Unreleased", "## Unreleased\n\n## v0.2.0\n")
	p.write(changelogFile, p.read(changelogFile)+"\n## v0.1.0\n\n- **Breaking**: `things.Client`\n")
	p.run(exitOK, "check")

	for _, name := range names {
		p.write(changelogFile, changelog)
		p.edit(changelogFile, "`"+name+"`", "nothing")
		p.holds(p.run(exitFindings, "check"), "compat: broken since v0.1.0, and CHANGELOG.md does not say so:\n  "+name+": ")
	}
	p.git("tag", "v0.2.0")
	p.write(changelogFile, changelogText)
	p.holds(p.run(exitOK, "check"), "compared with v0.2.0")
}

func TestTagThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]struct {
		edit func(p project)
		want string
	}{
		"code":        {func(p project) { p.write(goFile, "package things\n\nvar X int = Y\n") }, "v0.1.0: the Go packages cannot be loaded: "},
		"no document": {func(p project) { os.Remove(p.path(documentFile)) }, "v0.1.0: api/openapi.yml: does not exist"},
		"document":    {func(p project) { p.write(documentFile, "openapi: 3.0.0\n") }, "v0.1.0: api/openapi.yml:1: openapi is \"3.0.0\""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t)
			spoil.edit(p)
			p.commit()
			p.git("tag", "v0.1.0")
			p.write(goFile, goText)
			p.write(documentFile, documentText)
			p.holds(p.run(exitUnusable, "check"), spoil.want)
		})
	}
}
