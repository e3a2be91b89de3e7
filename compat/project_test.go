package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestMain keeps the settings of the machine away from git and go.
func TestMain(m *testing.M) {
	for name, value := range map[string]string{
		"GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_NOSYSTEM": "1",
		"GIT_AUTHOR_NAME": "Alex Example", "GIT_AUTHOR_EMAIL": "alex@example.com",
		"GIT_COMMITTER_NAME": "Alex Example", "GIT_COMMITTER_EMAIL": "alex@example.com",
		"GOPROXY": "off", "GOFLAGS": "", "GOWORK": "off",
	} {
		os.Setenv(name, value)
	}
	os.Exit(m.Run())
}

const (
	goFile       = "things.go"
	documentFile = "api/openapi.yml"
)

const goText = `// Package things is made up.
package things

import "context"

// Limit is how many.
const Limit = 50

// ErrGone is an error.
var ErrGone error

// Client calls.
type Client struct {
	Host string
	Port int
	base
}

type base struct{ Name string }

// Get gets.
func (c *Client) Get(ctx context.Context, id string) (string, error) { return "", nil }

// Put puts.
func (c Client) Put(ids ...string) map[string][]func(id int) error { return nil }

// Doer can be implemented by anybody.
type Doer interface{ Do(what string) }

// Sealed cannot.
type Sealed interface {
	Is() bool
	sealed()
}

// List is generic.
type List[T any] struct{ Items []T }

// Map is generic.
func Map[A, B any](list List[A], f func(a A) B) List[B] { return List[B]{} }

// Other is another name.
type Other = base
`

const documentText = `openapi: 3.1.0
info: {title: Things, version: '1'}
servers: [{url: https://example.com/v1}]
paths:
  /things:
    get:
      operationId: listThings
      deprecated: true
      parameters:
        - {name: colour, in: query, schema: {type: string, enum: [red, green]}}
      responses:
        '200':
          description: Things
          content:
            application/json:
              schema:
                type: object
                properties:
                  name: {type: string}
                  size: {type: integer}
    post:
      responses:
        '204': {description: Made}
  /old:
    get:
      operationId: oldThings
      responses:
        '204': {description: Nothing}
`

const changelogText = "# Changelog\n\n## Unreleased\n\n- Things.\n"

// project is a small made-up project with a baseline.
type project struct {
	*testing.T
	root string
}

func newProject(t *testing.T) project {
	t.Helper()
	p := newInputs(t)
	baselineOnce.Do(func() {
		p.run(exitOK, "baseline")
		baselineText = map[string]string{goBaseline: p.read(goBaseline), documentBaseline: p.read(documentBaseline)}
	})
	for name, text := range baselineText {
		p.write(name, text)
	}
	return p
}

// The baseline of the made-up project, which is always the same.
var (
	baselineOnce sync.Once
	baselineText map[string]string
)

// newInputs is the project without a baseline.
func newInputs(t *testing.T) project {
	t.Helper()
	p := project{t, t.TempDir()}
	p.write("go.mod", "module example.com/things\n\ngo 1.25.0\n")
	p.write(goFile, goText)
	p.write("internal/hidden/hidden.go", "package hidden\n\n// Hidden is nobody's.\ntype Hidden struct{ A int }\n")
	p.write("cmd/run/main.go", "package main\n\nfunc main() {}\n")
	p.write("sub/sub.go", "package sub\n\nimport \"example.com/things/internal/hidden\"\n\n// Shown can be seen.\ntype Shown = hidden.Hidden\n")
	p.write("pkg/extra/go.mod", "module example.com/things/pkg/extra\n\ngo 1.25.0\n\nrequire example.com/things v0.1.0\n\nreplace example.com/things => ../../\n")
	p.write("pkg/extra/extra.go", "package extra\n\nimport \"example.com/things\"\n\n// New is another module's.\nfunc New() *things.Client { return nil }\n")
	p.write("extra/go.mod", "module example.com/things/extra\n\ngo 1.25.0\n")
	p.write("extra/extra.go", "package extra\n\n// Mine is not for others.\nfunc Mine() {}\n")
	p.write(documentFile, documentText)
	p.write(changelogFile, changelogText)
	return p
}

// run runs the program and checks its exit code.
func (p project) run(code int, args ...string) (output string) {
	p.Helper()
	var out bytes.Buffer
	if got := run(append([]string{args[0], "-root", p.root}, args[1:]...), strings.NewReader(documentText), &out, &out); got != code {
		p.Fatalf("%v: exit code %d, want %d:\n%s", args, got, code, &out)
	}
	return out.String()
}

func (p project) path(name string) string { return filepath.Join(p.root, filepath.FromSlash(name)) }

func (p project) write(name, text string) {
	p.Helper()
	if err := os.MkdirAll(filepath.Dir(p.path(name)), 0o755); err != nil {
		p.Fatal(err)
	}
	if err := os.WriteFile(p.path(name), []byte(text), 0o644); err != nil {
		p.Fatal(err)
	}
}

func (p project) read(name string) string {
	p.Helper()
	data, err := os.ReadFile(p.path(name))
	if err != nil {
		p.Fatal(err)
	}
	return string(data)
}

// edit replaces pairs of texts in a file.
func (p project) edit(name string, pairs ...string) {
	p.Helper()
	text := p.read(name)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			p.Fatalf("%s does not hold %q", name, pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	p.write(name, text)
}

// name puts a line about broken things into the changelog.
func (p project) name(names ...string) {
	p.edit(changelogFile, "- Things.\n", "- Things.\n- **Breaking**: the following are other than they\n  were: `"+strings.Join(names, "`,\n  `")+"`.\n")
}

func (p project) git(args ...string) {
	p.Helper()
	command := exec.Command("git", args...)
	command.Dir = p.root
	if out, err := command.CombinedOutput(); err != nil {
		p.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func (p project) commit() {
	p.Helper()
	p.git("init", "--quiet")
	p.git("add", ".")
	p.git("commit", "--quiet", "--message", "A change")
}

// holds checks that a text holds all of some parts, and that those which begin with an exclamation mark are missing.
func (p project) holds(text string, parts ...string) {
	p.Helper()
	for _, part := range parts {
		unwanted, isUnwanted := strings.CutPrefix(part, "!")
		if isUnwanted == strings.Contains(text, unwanted) {
			p.Errorf("want %q in:\n%s", part, text)
		}
	}
}
