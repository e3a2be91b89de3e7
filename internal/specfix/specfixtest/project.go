// Package specfixtest makes small working trees for tests.
package specfixtest

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

// Upstream is a small published document without faults.
const Upstream = `openapi: 3.1.0
info:
  title: Things
  version: '1.0'
paths:
  /things:
    get:
      operationId: listThings
      tags: [Things]
      description: |-
        Lists things.

        Evidence: A, V (an article).
      x-evidence: A, V
      x-quota: user-management
      x-retry: safe
      x-go-call: client.Things.List, client.Things.Get
      parameters:
        - name: limit
          in: query
          schema: {type: integer}
          example: 5
      responses:
        '200':
          description: Things
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Thing'
              example: {name: hammer, $ref: this is data}
  /old:
    get:
      operationId: oldThings
      security: [m2m: []]
      description: |-
        Lists things.

        Evidence: P, unconfirmed.
      x-evidence: P
      x-quota: scim
      x-retry: never
      x-published-path: /scim/old
      deprecated: true
      x-deprecated-reason: unconfirmed
      responses:
        '204':
          description: Nothing
security:
  - apiKey: []
  - m2m: []
tags:
  - name: Things
components:
  securitySchemes:
    apiKey: {type: apiKey, in: header, name: key}
    m2m: {type: http, scheme: bearer}
  schemas:
    Thing:
      type: object
      required: [name]
      properties:
        name: {type: string}
        size:
          type: integer
          examples: [1, 2]
        colour:
          type: string
          enum: [red, green]
    Other:
      type: object
      properties:
        size: {type: integer}
`

// OverlayHead is what every file of corrections starts with; actions follow.
const OverlayHead = `overlay: 1.0.0
x-speakeasy-jsonpath: rfc9535
info: {title: Tests, version: 1.0.0}
actions:
`

// Correction is a file of corrections that fits Upstream.
const Correction = OverlayHead + `
- target: $.info
  description: The title says too little.
  x-specfix:
    id: title
    evidence: I
    source: this test
    expect: {title: Things}
  update: {title: All things}
`

// CorrectionFile is where New puts Correction.
const CorrectionFile = specfix.CorrectionsDir + "/10-first.overlay.yml"

// New is a complete working tree in which Check finds nothing: everything is generated.
func New(t testing.TB) specfix.Project {
	t.Helper()
	p := NewInputs(t, Upstream, map[string]string{CorrectionFile: Correction})
	Write(t, p, specfix.ModuleFile, "module example.com/things\n\nrequire github.com/oapi-codegen/oapi-codegen/v2 v2.8.2\n")
	Write(t, p, specfix.CodegenDir+"/client.yml", "package: client\n")
	Write(t, p, specfix.GeneratedDir+"/client/client.gen.go", "package client\n")
	Generate(t, p)
	return p
}

// NewInputs is a working tree with only a published document, its hash and files of corrections.
func NewInputs(t testing.TB, upstream string, corrections map[string]string) specfix.Project {
	t.Helper()
	p := specfix.Project{Root: t.TempDir()}
	WriteUpstream(t, p, upstream)
	for name, text := range corrections {
		Write(t, p, name, text)
	}
	return p
}

// WriteUpstream writes a published document together with its hash.
func WriteUpstream(t testing.TB, p specfix.Project, text string) {
	t.Helper()
	Write(t, p, specfix.UpstreamFile, text)
	Write(t, p, specfix.UpstreamHashFile, fmt.Sprintf("%x  %s\n", sha256.Sum256([]byte(text)), path.Base(specfix.UpstreamFile)))
}

// Generate brings every generated file up to date. The tables of operations stay as they are while they cannot be made.
func Generate(t testing.TB, p specfix.Project) {
	t.Helper()
	result, err := p.Build()
	if err != nil {
		t.Fatal(err)
	}
	Write(t, p, specfix.DocumentFile, string(result.Document))
	Write(t, p, specfix.ReportFile, string(result.Report()))
	if operations := result.Operations(); len(operations.Findings) == 0 {
		for _, output := range operations.Outputs() {
			Write(t, p, output.File, string(output.Content()))
		}
	}
	sums, err := p.Seal()
	if err != nil {
		t.Fatal(err)
	}
	Write(t, p, specfix.SealFile, string(sums))
}

// Write puts a file into the tree.
func Write(t testing.TB, p specfix.Project, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(p.Path(name)), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p.Path(name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Read is the text of a file, or "" if there is none.
func Read(t testing.TB, p specfix.Project, name string) string {
	t.Helper()
	data, err := os.ReadFile(p.Path(name))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(data)
}

// Edit replaces a part of a file that has to be there.
func Edit(t testing.TB, p specfix.Project, name, old, new string) {
	t.Helper()
	text := Read(t, p, name)
	if !strings.Contains(text, old) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	Write(t, p, name, strings.Replace(text, old, new, 1))
}

// Remove deletes a file.
func Remove(t testing.TB, p specfix.Project, name string) {
	t.Helper()
	if err := os.RemoveAll(p.Path(name)); err != nil {
		t.Fatal(err)
	}
}
