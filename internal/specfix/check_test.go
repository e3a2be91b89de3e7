package specfix_test

import (
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
	"github.com/gainsight-go/gainsight-go/internal/specfix/specfixtest"
)

func TestCheckFindsNothing(t *testing.T) {
	summary, findings, err := specfixtest.New(t).Check()
	if err != nil {
		t.Fatal(err)
	}
	wantFindings(t, findings, nil)
	const want = "1 correction in 1 file, 2 operations, 1 reference and 4 examples of api/openapi.yml, and 3 lines of gen/SHA256SUMS"
	if summary.String() != want {
		t.Errorf("got %q, want %q", summary, want)
	}
}

// edit, remove, write and upstream spoil a working tree in one way. The last one keeps everything that is derived from
// the published document up to date, so that only its content is at fault.
func edit(name, old, new string) func(*testing.T, specfix.Project) {
	return func(t *testing.T, p specfix.Project) { specfixtest.Edit(t, p, name, old, new) }
}

func without(name string) func(*testing.T, specfix.Project) {
	return func(t *testing.T, p specfix.Project) { specfixtest.Remove(t, p, name) }
}

func with(name, text string) func(*testing.T, specfix.Project) {
	return func(t *testing.T, p specfix.Project) { specfixtest.Write(t, p, name, text) }
}

func upstream(old, new string) func(*testing.T, specfix.Project) {
	return func(t *testing.T, p specfix.Project) {
		specfixtest.Edit(t, p, specfix.UpstreamFile, old, new)
		specfixtest.WriteUpstream(t, p, specfixtest.Read(t, p, specfix.UpstreamFile))
		specfixtest.Generate(t, p)
	}
}

func TestCheckFindings(t *testing.T) {
	const (
		gen   = "gen/client/client.gen.go"
		other = "0000000000000000000000000000000000000000000000000000000000000000  "
	)
	tests := map[string]struct {
		spoil func(*testing.T, specfix.Project)
		want  []string
	}{
		// the published document
		"upstream edited": {edit(specfix.UpstreamFile, "title: Things", "title: Things "), []string{
			specfix.UpstreamFile + ": stale: has the sha256 ", "api/openapi.yml:6: stale: is not what specfix writes: the published document has changed since"}},
		"no hash":          {without(specfix.UpstreamHashFile), []string{specfix.UpstreamHashFile + ": stale: does not exist"}},
		"hash of another":  {edit(specfix.UpstreamHashFile, "gainsight-cs", "x"), []string{specfix.UpstreamHashFile + ":1: stale: names x-user"}},
		"hash of nothing":  {with(specfix.UpstreamHashFile, "# later\n"), []string{"holds 0 hashes instead of one"}},
		"hash no hash":     {with(specfix.UpstreamHashFile, "TODO\n"), []string{specfix.UpstreamHashFile + ":1: stale: is no line of sha256sum: TODO", "holds 0 hashes"}},
		"hash of upstream": {edit(specfix.UpstreamFile, "{type: string}", "{type:  string}"), []string{"restore the published document", "api/openapi.yml:6: stale"}},

		// the document and the report
		"document edited":  {edit(specfix.DocumentFile, "title: All things", "title: Mine"), []string{`api/openapi.yml:12: stale: is not what specfix writes: it was edited by hand, or another version of specfix wrote it; the first difference: it has "  title: Mine\n", and should have "  title: All things\n": run make generate`, "api/openapi.yml: stale: has changed; gen was generated from another api/openapi.yml"}},
		"document cut off": {edit(specfix.DocumentFile, "    Other:\n      type: object\n      properties:\n        size:\n          type: integer\n", ""), []string{`it has nothing, and should have "    Other:\n"`, "generated from another"}},
		"document longer":  {edit(specfix.DocumentFile, "    Other:\n", "    Other:\n      x: 1\n"), []string{`it has "      x: 1\n", and should have "      type: object\n"`, "generated from another"}},
		"document with more": {func(t *testing.T, p specfix.Project) {
			specfixtest.Write(t, p, specfix.DocumentFile, specfixtest.Read(t, p, specfix.DocumentFile)+"x: 1\n")
		}, []string{`it has "x: 1\n", and should have nothing`, "generated from another"}},
		"header edited":     {edit(specfix.DocumentFile, "DO NOT EDIT", "PLEASE EDIT"), []string{`api/openapi.yml:1: stale: is not what specfix writes: it was edited by hand`, "generated from another"}},
		"no document":       {without(specfix.DocumentFile), []string{"api/openapi.yml: stale: does not exist: run make generate", "api/openapi.yml: stale: is missing, though gen was generated from it"}},
		"correction edited": {edit(specfixtest.CorrectionFile, "All things", "More things"), []string{"api/openapi.yml:12: stale: is not what specfix writes: the corrections have changed since", "docs/corrections.md:24: stale"}},
		"correction and upstream": {func(t *testing.T, p specfix.Project) {
			edit(specfixtest.CorrectionFile, "All things", "More things")(t, p)
			specfixtest.WriteUpstream(t, p, specfixtest.Upstream+"# more\n")
		}, []string{"the published document and the corrections have changed since", "docs/corrections.md:24: stale"}},
		"report edited": {edit(specfix.ReportFile, "too little", "too much"), []string{"docs/corrections.md:24: stale: is not what specfix writes: the corrections have changed since, or it was edited by hand"}},
		"no report":     {without(specfix.ReportFile), []string{"docs/corrections.md: stale: does not exist"}},
		"correction fails": {edit(specfixtest.CorrectionFile, "expect: {title: Things}", "expect: {title: No}"), []string{
			"[title] $.info: precondition differs", "api/openapi.yml: stale: is not up to date: the corrections have changed since: repair the corrections, then run make generate"}},

		// what is generated from it
		"generated edited":     {edit(gen, "client", "mine"), []string{gen + ": stale: was edited by hand"}},
		"generated missing":    {without(gen), []string{gen + ": stale: is missing, though gen/SHA256SUMS lists it"}},
		"generated unlisted":   {with("gen/client/more.go", "package client\n"), []string{"gen/client/more.go: stale: is not listed in gen/SHA256SUMS: only the generator writes into gen"}},
		"template edited":      {edit("internal/codegen/client.yml", "client", "other"), []string{"internal/codegen/client.yml: stale: has changed; gen was generated from another internal/codegen/client.yml: run make generate"}},
		"template missing":     {without("internal/codegen/client.yml"), []string{"internal/codegen/client.yml: stale: is missing, though gen was generated from it"}},
		"template added":       {with("internal/codegen/more.tmpl", "x"), []string{"internal/codegen/more.tmpl: stale: is not listed in gen/SHA256SUMS, so gen was generated without it"}},
		"no seal":              {without(specfix.SealFile), []string{"gen/SHA256SUMS: stale: does not exist: run make generate"}},
		"seal with strangers":  {edit(specfix.SealFile, "\n#", "\n"+other+"README.md\n#"), []string{"gen/SHA256SUMS:2: stale: lists README.md, which does not belong there"}},
		"seal with nonsense":   {edit(specfix.SealFile, "\n#", "\nnonsense\n#"), []string{"gen/SHA256SUMS:2: stale: is no line of sha256sum: nonsense"}},
		"seal with duplicates": {edit(specfix.SealFile, "\n#", "\n"+other+gen+"\n#"), []string{gen + ": stale: was edited by hand", "gen/SHA256SUMS:5: stale: lists " + gen + " twice"}},
		"seal with a long line": {edit(specfix.SealFile, "\n#", "\n"+strings.Repeat("x", 1<<17)+"\n#"), []string{
			"gen/SHA256SUMS: stale: cannot be read", "api/openapi.yml: stale: is not listed", gen + ": stale: is not listed", "client.yml: stale: is not listed", `was generated by ""`}},
		"generator updated": {edit(specfix.ModuleFile, "v2.8.2", "v2.9.0"), []string{`gen/SHA256SUMS: stale: was generated by "github.com/oapi-codegen/oapi-codegen/v2 v2.8.2", but go.mod requires github.com/oapi-codegen/oapi-codegen/v2 v2.9.0`}},
		"generator dropped": {with(specfix.ModuleFile, "module x\n"), []string{"go.mod: stale: does not require"}},
		"no go.mod":         {without(specfix.ModuleFile), []string{"go.mod: stale: does not exist"}},

		// references
		"broken reference": {upstream("'#/components/schemas/Thing'", "'#/components/schemas/Gone'"), []string{
			"api/openapi.yml:35: /paths/~1things/get/responses/200/content/application~1json/schema/$ref: broken reference: #/components/schemas/Gone leads nowhere", "bad document: does not load"}},
		"broken escaped reference": {upstream("'#/components/schemas/Thing'", "'#/paths/~1things/get/responses/%32%30%31'"), []string{"leads nowhere", "does not load"}},
		"remote reference":         {upstream("'#/components/schemas/Thing'", "'https://example.com/thing.yml'"), []string{"https://example.com/thing.yml leads out of the document", "does not load"}},
		"reference no text":        {upstream("'#/components/schemas/Thing'", "5"), []string{"a $ref has to be a text, found 5", "bad document"}},

		// operations
		"no operationId":         {upstream("operationId: listThings\n", "summary: x\n"), []string{"api/openapi.yml:17: /paths/~1things/get: bad document: operationId is missing"}},
		"same operationId":       {upstream("operationId: oldThings", "operationId: listThings"), []string{"/paths/~1old/get/operationId: bad document: the operationId listThings is used by /paths/~1things/get already", "is not valid"}},
		"default response":       {upstream("'204'", "default"), []string{"/paths/~1old/get/responses/default: bad document: a default response hides errors"}},
		"no x-evidence":          {upstream("x-evidence: A, V\n", "x-other: A\n"), []string{"/paths/~1things/get: evidence: x-evidence is missing"}},
		"unknown mark":           {upstream("x-evidence: A, V\n", "x-evidence: A, Z\n"), []string{`/paths/~1things/get: evidence: "Z" is not an evidence mark`}},
		"evidence no mark":       {upstream("x-evidence: A, V\n", "x-evidence: {A: V}\n"), []string{`x-evidence has to name evidence marks, found {"A":"V"}`}},
		"no evidence line":       {upstream("Evidence: A, V", "See A, V"), []string{`the description has no line that starts with "Evidence: A, V"`}},
		"other evidence line":    {upstream("Evidence: A, V", "Evidence: A"), []string{`the description says "Evidence: A", but x-evidence says A, V`}},
		"unknown evidence line":  {upstream("Evidence: A, V", "Evidence: A, Z"), []string{`the description says "Evidence: A, Z"`}},
		"unconfirmed and valid":  {upstream("      deprecated: true\n", ""), []string{"/paths/~1old/get: evidence: only the published document knows this operation, so it needs deprecated: true"}},
		"does not say so":        {upstream("Evidence: P, unconfirmed.", "Evidence: P"), []string{`so its description has to say "unconfirmed"`}},
		"no reason":              {upstream("      x-deprecated-reason: unconfirmed\n", ""), []string{"so it needs x-deprecated-reason"}},
		"several in one and all": {upstream("      x-deprecated-reason: unconfirmed\n", "      operationId2: x\n"), []string{"x-deprecated-reason", "bad document: is not valid"}},

		// validity and examples
		"not valid":                 {upstream("          description: Nothing\n", "          headers: {}\n"), []string{"bad document: is not valid: "}},
		"not valid in several ways": {upstream("          description: Nothing\n", "          headers: {}\n        '205': {}\n"), []string{"bad document: is not valid: ", "bad document: is not valid: "}},
		"two faults of one example": {upstream("$ref: '#/components/schemas/Thing'\n              example: {name: hammer, $ref: this is data}",
			"{properties: {a: {$ref: '#/components/schemas/Thing'}, b: {$ref: '#/components/schemas/Thing'}}}\n              example: {a: {name: 1}, b: {name: 2}}"), []string{
			"at /a/name of the example: ", "at /b/name of the example: "}},
		"bad example of a media type": {upstream("{name: hammer, $ref: this is data}", "{size: many}"), []string{
			`api/openapi.yml:37: /paths/~1things/get/responses/200/content/application~1json/example: bad example: missing property`, `bad example: at /size of the example: `}},
		"bad named example": {upstream("example: {name: hammer, $ref: this is data}", "examples: {good: {value: {name: a}}, bad: {value: {}}, far: {externalValue: 'https://example.com'}}"), []string{
			"/paths/~1things/get/responses/200/content/application~1json/examples/bad: bad example"}},
		"bad shared example": {func(t *testing.T, p specfix.Project) {
			specfixtest.Edit(t, p, specfix.UpstreamFile, "components:\n", "components:\n  examples: {bad: {value: {}}}\n")
			upstream("example: {name: hammer, $ref: this is data}", "examples: {bad: {$ref: '#/components/examples/bad'}}")(t, p)
		}, []string{"/paths/~1things/get/responses/200/content/application~1json/examples/bad: bad example"}},
		"bad example of a parameter": {upstream("example: 5", "example: five"), []string{"/paths/~1things/get/parameters/0/example: bad example"}},
		"bad example of a schema":    {upstream("examples: [1, 2]", "examples: [1, two]"), []string{"/components/schemas/Thing/properties/size/examples/1: bad example"}},
		"bad old example of a schema": {upstream("name: {type: string}", "name: {type: string, example: 5}"), []string{
			"/components/schemas/Thing/properties/name/example: bad example"}},
		"bad default": {upstream("schema: {type: integer}", "schema: {type: integer, default: x}"), []string{"is not valid"}},
		"bad example of a request": {upstream("      responses:\n", "      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Other'}, example: {size: x}}}}\n      responses:\n"), []string{
			"/paths/~1things/get/requestBody/content/application~1json/example: bad example: at /size of the example: got string, want integer"}},
		"every bad example": {func(t *testing.T, p specfix.Project) {
			specfixtest.Edit(t, p, specfix.UpstreamFile, "example: 5", "example: five")
			upstream("examples: [1, 2]", "examples: [one, two]")(t, p)
		}, []string{"/parameters/0/example: bad example", "/size/examples/0: bad example", "/size/examples/1: bad example"}},

		"several at once": {func(t *testing.T, p specfix.Project) {
			upstream("'#/components/schemas/Thing'", "'#/components/schemas/Gone'")(t, p)
			edit(specfixtest.CorrectionFile, "expect: {title: Things}", "expect: {title: No}")(t, p)
			edit(gen, "client", "mine")(t, p)
			edit(specfix.ModuleFile, "v2.8.2", "v2.9.0")(t, p)
			without(specfix.ReportFile)(t, p)
			specfixtest.Write(t, p, specfix.UpstreamHashFile, other+"gainsight-cs-user-management-api-openapi.yml\n")
		}, []string{"[title] $.info: precondition differs", "has the sha256", "api/openapi.yml: stale", "docs/corrections.md: stale",
			gen + ": stale", "go.mod requires", "leads nowhere", "does not load"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := specfixtest.New(t)
			test.spoil(t, p)
			_, findings, err := p.Check()
			if err != nil {
				t.Fatal(err)
			}
			wantEach(t, findings, test.want)
		})
	}
}

func TestCheckOfUnusableInput(t *testing.T) {
	p := specfixtest.New(t)
	specfixtest.Write(t, p, specfix.UpstreamFile, "- a list\n")
	if _, _, err := p.Check(); err == nil {
		t.Error("no error")
	}
}
