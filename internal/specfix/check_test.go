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
	const want = "1 correction in 1 file, 2 operations, 1 reference and 4 examples of api/openapi.yml, and 4 lines of gen/SHA256SUMS"
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

// spoilt is upstream for several replacements.
func spoilt(oldNew ...string) func(*testing.T, specfix.Project) {
	return func(t *testing.T, p specfix.Project) {
		for i := 0; i < len(oldNew); i += 2 {
			specfixtest.Edit(t, p, specfix.UpstreamFile, oldNew[i], oldNew[i+1])
		}
		upstream("", "")(t, p)
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
		"document edited":   {edit(specfix.DocumentFile, "title: All things", "title: Mine"), []string{`api/openapi.yml:12: stale: is not what specfix writes: it was edited by hand, or another version of specfix wrote it; the first difference: it has "  title: Mine\n", and should have "  title: All things\n": run make generate`, "api/openapi.yml: stale: has changed; gen was generated from another api/openapi.yml"}},
		"first line edited": {edit(specfix.DocumentFile, "openapi: 3.1.0", "openapi: 3.1.1"), []string{`api/openapi.yml:10: stale: is not what specfix writes: it was edited by hand, or another version of specfix wrote it; the first difference: it has "openapi: 3.1.1\n"`, "generated from another"}},
		"document edited while a correction fails": {func(t *testing.T, p specfix.Project) {
			edit(specfixtest.CorrectionFile, "expect: {title: Things}", "expect: {title: No}")(t, p)
			result, err := p.Build()
			if err != nil {
				t.Fatal(err)
			}
			specfixtest.Write(t, p, specfix.DocumentFile, string(result.Document)+"x: 1\n")
		}, []string{"[title] $.info: precondition differs", "generated from another"}},
		"document cut off": {edit(specfix.DocumentFile, "    Other:\n      type: object\n      properties:\n        size:\n          type: integer\n", ""), []string{`it has nothing, and should have "    Other:\n"`, "generated from another"}},
		"document longer":  {edit(specfix.DocumentFile, "    Other:\n", "    Other:\n      x: 1\n"), []string{`it has "      x: 1\n", and should have "      type: object\n"`, "generated from another"}},
		"document with more": {func(t *testing.T, p specfix.Project) {
			specfixtest.Write(t, p, specfix.DocumentFile, specfixtest.Read(t, p, specfix.DocumentFile)+"x: 1\n")
		}, []string{`it has "x: 1\n", and should have nothing`, "generated from another"}},
		"header edited":     {edit(specfix.DocumentFile, "DO NOT EDIT", "PLEASE EDIT"), []string{`api/openapi.yml:1: stale: is not what specfix writes: it was edited by hand`, "generated from another"}},
		"no document":       {without(specfix.DocumentFile), []string{"api/openapi.yml: stale: does not exist: run make generate", "api/openapi.yml: stale: is missing, though gen was generated from it"}},
		"correction edited": {edit(specfixtest.CorrectionFile, "All things", "More things"), []string{"api/openapi.yml:12: stale: is not what specfix writes: the corrections have changed since", "docs/corrections.md:24: stale"}},
		"correction added": {func(t *testing.T, p specfix.Project) {
			specfixtest.Write(t, p, specfix.CorrectionsDir+"/20-second.overlay.yml", specfixtest.OverlayHead+action("size", size, "absent", "update: {format: int32}"))
		}, []string{
			"api/openapi.yml:89: stale: is not what specfix writes: the corrections have changed since (api/corrections/20-second.overlay.yml is new, the correction size is new); the first",
			"docs/corrections.md:7: stale: is not what specfix writes: the corrections have changed since (the correction size is new), or it was edited by hand"}},
		"correction removed": {func(t *testing.T, p specfix.Project) {
			specfixtest.Write(t, p, specfix.CorrectionsDir+"/20-second.overlay.yml", specfixtest.OverlayHead+action("size", size, "absent", "update: {format: int32}"))
			specfixtest.Generate(t, p)
			specfixtest.Remove(t, p, specfixtest.CorrectionFile)
		}, []string{
			"api/openapi.yml:13: stale: is not what specfix writes: the corrections have changed since (api/corrections/10-first.overlay.yml is gone, the correction title is gone); the first",
			"docs/corrections.md:7: stale: is not what specfix writes: the corrections have changed since (the correction title is gone), or"}},
		"several files of corrections gone and new": {func(t *testing.T, p specfix.Project) {
			for _, name := range []string{"20", "30", "40", "50"} {
				specfixtest.Write(t, p, specfix.CorrectionsDir+"/"+name+"-a.overlay.yml", specfixtest.OverlayHead+action("a"+name, size, "absent", "update: {x-"+name+": 1}"))
			}
			specfixtest.Generate(t, p)
			for _, name := range []string{"20", "30", "40"} {
				specfixtest.Remove(t, p, specfix.CorrectionsDir+"/"+name+"-a.overlay.yml")
			}
			specfixtest.Write(t, p, specfix.CorrectionsDir+"/35-b.overlay.yml", specfixtest.OverlayHead+action("b", size, "absent", "update: {x-b: 1}"))
		}, []string{
			"(api/corrections/20-a.overlay.yml is gone, api/corrections/30-a.overlay.yml is gone, api/corrections/35-b.overlay.yml is new, api/corrections/40-a.overlay.yml is gone, " +
				"the correction a20 is gone, the correction a30 is gone, the correction a40 is gone, the correction b is new); the first",
			"docs/corrections.md:7: stale"}},
		"correction renamed and failing": {edit(specfixtest.CorrectionFile, "id: title\n    evidence: I\n    source: this test\n    expect: {title: Things}", "id: heading\n    evidence: I\n    source: this test\n    expect: {title: No}"), []string{
			"[heading] $.info: precondition differs",
			"the corrections have changed since (api/corrections/10-first.overlay.yml differs, the correction title is gone, the correction heading is new): repair the corrections"}},
		"header without corrections": {edit(specfix.DocumentFile, "# corrections sha256:", "# nothing:"), []string{
			"api/openapi.yml:8: stale: is not what specfix writes: the corrections have changed since; the first", "generated from another"}},
		"correction and upstream": {func(t *testing.T, p specfix.Project) {
			edit(specfixtest.CorrectionFile, "All things", "More things")(t, p)
			specfixtest.WriteUpstream(t, p, specfixtest.Upstream+"# more\n")
		}, []string{"the published document has changed since and the corrections have changed since (api/corrections/10-first.overlay.yml differs)", "docs/corrections.md:24: stale"}},
		"report edited": {edit(specfix.ReportFile, "too little", "too much"), []string{"docs/corrections.md:24: stale: is not what specfix writes: the corrections have changed since, or it was edited by hand"}},
		"no report":     {without(specfix.ReportFile), []string{"docs/corrections.md: stale: does not exist"}},
		"correction fails": {edit(specfixtest.CorrectionFile, "expect: {title: Things}", "expect: {title: No}"), []string{
			"[title] $.info: precondition differs", "api/openapi.yml: stale: is not up to date: the corrections have changed since (api/corrections/10-first.overlay.yml differs): repair the corrections, then run make generate"}},

		"table edited": {edit(specfix.OperationsGoFile, "/things", "/mine"), []string{
			specfix.OperationsGoFile + ":61: stale: is not what specfix writes: the document has changed since, or it was edited by hand; the first difference: it has ", "was edited by hand: undo that"}},
		"page edited": {edit(specfix.OperationsFile, "/things", "/mine"), []string{specfix.OperationsFile + ":35: stale: is not what specfix writes: the document has changed since, or it was edited by hand"}},
		"no table":    {without(specfix.OperationsGoFile), []string{specfix.OperationsGoFile + ": stale: does not exist: run make generate", specfix.OperationsGoFile + ": stale: is missing, though"}},
		"no page":     {without(specfix.OperationsFile), []string{specfix.OperationsFile + ": stale: does not exist: run make generate"}},
		"no page and no x-retry": {func(t *testing.T, p specfix.Project) {
			upstream("      x-retry: safe\n", "")(t, p)
			without(specfix.OperationsFile)(t, p)
		}, []string{"x-retry is missing", specfix.OperationsFile + ": stale: does not exist: run make generate"}},
		"class corrected, but the tables are old": {func(t *testing.T, p specfix.Project) {
			table, page := specfixtest.Read(t, p, specfix.OperationsGoFile), specfixtest.Read(t, p, specfix.OperationsFile)
			upstream("x-retry: safe", "x-retry: ambiguous")(t, p)
			specfixtest.Write(t, p, specfix.OperationsGoFile, table)
			specfixtest.Write(t, p, specfix.OperationsFile, page)
		}, []string{specfix.OperationsGoFile + ":", specfix.OperationsFile + ":", "was edited by hand: undo that"}},

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
		"seal with a duplicate at its end": {func(t *testing.T, p specfix.Project) {
			specfixtest.Write(t, p, specfix.SealFile, specfixtest.Read(t, p, specfix.SealFile)+other+gen+"\n")
		}, []string{"gen/SHA256SUMS:7: stale: lists " + gen + " twice"}},
		"seal with a long line": {edit(specfix.SealFile, "\n#", "\n"+strings.Repeat("x", 1<<17)+"\n#"), []string{
			"gen/SHA256SUMS: stale: cannot be read", "api/openapi.yml: stale: is not listed", gen + ": stale: is not listed", "client.yml: stale: is not listed", specfix.OperationsGoFile + ": stale: is not listed", `was generated by ""`}},
		"generated folder is a link": {func(t *testing.T, p specfix.Project) { link(t, p, "gen/client", "../api") }, []string{"gen/client: stale: is a folder, but a regular file is needed"}},
		"unreadable and missing": {func(t *testing.T, p specfix.Project) {
			link(t, p, gen, "client.gen.go")
			specfixtest.Remove(t, p, "internal/codegen/client.yml")
			specfixtest.Write(t, p, "gen/other/more.go", "x")
		}, []string{gen + ": stale: cannot be read: ", "client.yml: stale: is missing", "gen/other/more.go: stale: is not listed"}},
		"gen is a link": {func(t *testing.T, p specfix.Project) {
			specfixtest.Write(t, p, "other/SHA256SUMS", specfixtest.Read(t, p, specfix.SealFile))
			link(t, p, specfix.GeneratedDir, "other")
		}, []string{"gen: stale: is a folder, but a regular file is needed", specfix.OperationsGoFile + ": stale: does not exist"}},
		"generator updated": {edit(specfix.ModuleFile, "v2.8.2", "v2.9.0"), []string{`gen/SHA256SUMS: stale: was generated by "github.com/oapi-codegen/oapi-codegen/v2 v2.8.2", but go.mod requires github.com/oapi-codegen/oapi-codegen/v2 v2.9.0`}},
		"generator dropped": {with(specfix.ModuleFile, "module x\n"), []string{"go.mod: stale: does not require"}},
		"no go.mod":         {without(specfix.ModuleFile), []string{"go.mod: stale: does not exist"}},

		// references
		"broken reference": {upstream("'#/components/schemas/Thing'", "'#/components/schemas/Gone'"), []string{
			"api/openapi.yml:40: /paths/~1things/get/responses/200/content/application~1json/schema/$ref: broken reference: #/components/schemas/Gone leads nowhere"}},
		"broken escaped reference": {upstream("'#/components/schemas/Thing'", "'#/paths/~1things/get/responses/%32%30%31'"), []string{"leads nowhere"}},
		"escaped reference":        {upstream("'#/components/schemas/Thing'", "'#/components/schemas/%54hing'"), nil},
		"remote reference":         {upstream("'#/components/schemas/Thing'", "'https://example.com/thing.yml'"), []string{"https://example.com/thing.yml leads out of the document"}},
		"reference no text":        {upstream("'#/components/schemas/Thing'", "5"), []string{"a $ref has to be a text, found 5"}},

		"a broken reference hides nothing else": {spoilt(
			"'#/components/schemas/Thing'", "'#/components/schemas/Gone'",
			"examples: [1, 2]", "examples: [1, two]",
			"          description: Nothing\n", "          headers: {}\n",
		), []string{"#/components/schemas/Gone leads nowhere", "/size/examples/1: bad example", "bad document: is not valid: "}},
		"broken references of every kind": {spoilt(
			"        - name: limit\n", "        - $ref: '#/components/parameters/Gone'\n        - $ref: '#/components/parameters/Lost'\n        - name: limit\n",
			"      responses:\n", "      requestBody: {$ref: '#/components/requestBodies/Gone'}\n      callbacks: {a: {$ref: '#/components/callbacks/Gone'}}\n      responses:\n",
			"          description: Things\n", "          description: Things\n          headers: {X-A: {$ref: '#/components/headers/Gone', schema: {type: integer}, example: five}}\n          links: {a: {$ref: '#/components/links/Gone'}}\n",
			"example: {name: hammer, $ref: this is data}", "examples: {a: {$ref: '#/components/examples/Gone'}}",
			"        '204':\n          description: Nothing\n", "        '204': {$ref: '#/components/responses/Gone'}\n",
			"  /old:\n", "  /other: {$ref: '#/components/pathItems/Gone'}\n  /old:\n",
			"  securitySchemes:\n", "  securitySchemes:\n    a: {$ref: '#/components/securitySchemes/Gone'}\n", "components:\n", "components:\n  requestBodies: {a: {$ref: '#/components/requestBodies/Lost'}}\n",
		), []string{
			"parameters/Gone leads nowhere", "parameters/Lost leads nowhere", "requestBodies/Gone leads nowhere", "callbacks/Gone leads nowhere", "headers/Gone leads nowhere", "/headers/X-A/example: bad example",
			"links/Gone leads nowhere", "examples/Gone leads nowhere", "responses/Gone leads nowhere", "pathItems/Gone leads nowhere",
			"securitySchemes/Gone leads nowhere", "requestBodies/Lost leads nowhere"}},
		"a broken reference to a schema in a property that is named like a keyword": {spoilt(
			"colour:\n", "headers: {items: {$ref: '#/components/schemas/Gone'}, example: 5, type: string}\n        parameters: {$ref: '#/components/schemas/Lost', default: 5, type: string}\n        colour:\n",
		), []string{"Gone leads nowhere", "Lost leads nowhere", "/properties/headers/example: bad example", "/properties/parameters/default: bad default"}},
		"the whole document is a broken reference": {spoilt("openapi:", "$ref: '#/gone'\nopenapi:"), []string{"/$ref: broken reference: #/gone leads nowhere"}},
		"a broken reference in a schema that is named like a keyword": {spoilt("  schemas:\n", "  schemas:\n    headers: {items: {$ref: '#/gone'}, not: {$ref: '#/gone'}}\n    examples: {$ref: '#/gone'}\n"), []string{
			"/headers/items/$ref: broken", "/headers/not/$ref: broken", "/examples/$ref: broken"}},
		"a broken reference to a parameter of the path": {spoilt(
			"  /things:\n", "  /things/{id}:\n",
			"        - name: limit\n", "        - $ref: '#/components/parameters/Gone'\n        - name: limit\n",
		), []string{"parameters/Gone leads nowhere"}},
		"a parameter of the path that is missing": {spoilt("  /things:\n", "  /things/{id}:\n", "'#/components/schemas/Thing'", "'#/components/schemas/Gone'"), []string{
			"leads nowhere", "bad document: is not valid: invalid paths: operation GET /things/{id} must define exactly all path parameters (missing: [id])"}},
		"references in a circle": {spoilt("'#/components/schemas/Thing'", "'#/components/schemas/A'",
			"  schemas:\n", "  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}\n"), []string{
			"/components/schemas/A/$ref: broken reference: #/components/schemas/B leads in a circle", "/components/schemas/B/$ref: broken", "/schema/$ref: broken reference: #/components/schemas/A leads in a circle"}},

		// operations
		"no operationId":           {upstream("operationId: listThings\n", "summary: x\n"), []string{"api/openapi.yml:17: /paths/~1things/get: bad document: operationId is missing"}},
		"same operationId":         {upstream("operationId: oldThings", "operationId: listThings"), []string{"/paths/~1old/get/operationId: bad document: the operationId listThings, in Go ListThings, is used by /paths/~1things/get already", "is not valid"}},
		"same name in Go":          {spoilt("operationId: listThings", "operationId: getThingId", "operationId: oldThings", "operationId: getThingID"), []string{"the operationId getThingID, in Go GetThingID, is used by /paths/~1things/get already"}},
		"no plain operationId":     {upstream("operationId: oldThings", "operationId: Old-Things"), []string{`/paths/~1old/get/operationId: bad document: the operationId "Old-Things" has to be letters and digits, and to start with a small letter`}},
		"default response":         {upstream("'204'", "default"), []string{"/paths/~1old/get/responses/default: bad document: a default response hides errors"}},
		"one mark that is not P":   {spoilt("x-evidence: A, V\n", "x-evidence: A\n", "Evidence: A, V", "Evidence: A"), nil},
		"P and another mark":       {spoilt("x-evidence: A, V\n", "x-evidence: P, A\n", "Evidence: A, V", "Evidence: A, P"), nil},
		"no x-evidence":            {upstream("x-evidence: A, V\n", "x-other: A\n"), []string{"/paths/~1things/get: evidence: x-evidence is missing"}},
		"unknown mark":             {upstream("x-evidence: A, V\n", "x-evidence: A, Z\n"), []string{`/paths/~1things/get: evidence: "Z" is not an evidence mark`}},
		"evidence no mark":         {upstream("x-evidence: A, V\n", "x-evidence: {A: V}\n"), []string{`x-evidence has to be a text of evidence marks, such as "A, L", found {"A":"V"}`}},
		"evidence a list":          {upstream("x-evidence: A, V\n", "x-evidence: [A, V]\n"), []string{`such as "A, L", found ["A","V"]`}},
		"no evidence line":         {upstream("Evidence: A, V", "See A, V"), []string{`the description has no line that starts with "Evidence: A, V"`}},
		"other evidence line":      {upstream("Evidence: A, V", "Evidence: A"), []string{`the description says "Evidence: A", but x-evidence says A, V`}},
		"unknown evidence line":    {upstream("Evidence: A, V", "Evidence: A, Z"), []string{`the description says "Evidence: A, Z"`}},
		"unconfirmed and valid":    {upstream("      deprecated: true\n", ""), []string{"/paths/~1old/get: evidence: only the published document knows this operation, so it needs deprecated: true"}},
		"does not say so":          {upstream("Evidence: P, unconfirmed.", "Evidence: P"), []string{`so its description has to say "unconfirmed"`}},
		"no reason":                {upstream("      x-deprecated-reason: unconfirmed\n", ""), []string{"/paths/~1old/get: evidence: a deprecated operation needs x-deprecated-reason"}},
		"deprecated, no reason":    {upstream("      parameters:\n", "      deprecated: true\n      parameters:\n"), []string{"/paths/~1things/get: evidence: a deprecated operation needs x-deprecated-reason: without it, the generated documentation says that upstream deprecated it"}},
		"deprecated, no mark":      {spoilt("x-evidence: A, V\n", "deprecated: true\n"), []string{"x-evidence is missing", "/paths/~1things/get: evidence: a deprecated operation needs x-deprecated-reason"}},
		"no x-retry":               {upstream("      x-retry: safe\n", ""), []string{"api/openapi.yml:17: /paths/~1things/get: bad document: x-retry is missing: say safe, ambiguous or never"}},
		"unknown x-retry":          {upstream("x-retry: safe", "x-retry: always"), []string{`api/openapi.yml:26: /paths/~1things/get/x-retry: bad document: x-retry has to be safe, ambiguous or never, found "always"`}},
		"x-retry no text":          {upstream("x-retry: safe", "x-retry: [safe]"), []string{`x-retry has to be safe, ambiguous or never, found ["safe"]`}},
		"no x-quota":               {upstream("      x-quota: scim\n", ""), []string{"/paths/~1old/get: bad document: x-quota is missing: say user-management, scim or token"}},
		"unknown x-quota":          {upstream("x-quota: scim", "x-quota: none"), []string{`/paths/~1old/get/x-quota: bad document: x-quota has to be user-management, scim or token, found "none"`}},
		"no security":              {upstream("security:\n  - apiKey: []\n  - m2m: []\n", ""), []string{"/paths/~1things/get: bad document: security has to be apiKey, m2m, either of these, or clientCredentials, found nothing"}},
		"security of nobody":       {upstream("security: [m2m: []]", "security: []"), []string{"/paths/~1old/get: bad document: security has to be apiKey, m2m, either of these, or clientCredentials, found []"}},
		"optional security":        {upstream("security: [m2m: []]", "security: [m2m: [], {}]"), []string{`found [{"m2m":[]},{}]`}},
		"both at once":             {upstream("security: [m2m: []]", "security: [{m2m: [], apiKey: []}]"), []string{`found [{"m2m":[],"apiKey":[]}]`}},
		"unknown security":         {upstream("security: [m2m: []]", "security: [m2m: [], other: []]"), []string{`found [{"m2m":[]},{"other":[]}]`, `undefined security scheme "other"`}},
		"x-go-call no text":        {upstream("x-go-call: client.Things.List, client.Things.Get", "x-go-call: [a]"), []string{`/paths/~1things/get/x-go-call: bad document: x-go-call has to be a text, found ["a"]`}},
		"x-published-path no text": {upstream("x-published-path: /scim/old", "x-published-path: 5"), []string{"/paths/~1old/get/x-published-path: bad document: x-published-path has to be a text, found 5"}},
		"several in one and all":   {upstream("      x-deprecated-reason: unconfirmed\n", "      operationId2: x\n"), []string{"x-deprecated-reason", "bad document: is not valid"}},

		// validity and examples
		"not valid":                 {upstream("          description: Nothing\n", "          headers: {}\n"), []string{"bad document: is not valid: "}},
		"not valid in several ways": {upstream("          description: Nothing\n", "          headers: {}\n        '205': {}\n"), []string{"bad document: is not valid: ", "bad document: is not valid: "}},
		"two faults of one example": {upstream("$ref: '#/components/schemas/Thing'\n              example: {name: hammer, $ref: this is data}",
			"{properties: {a: {$ref: '#/components/schemas/Thing'}, b: {$ref: '#/components/schemas/Thing'}}}\n              example: {a: {name: 1}, b: {name: 2}}"), []string{
			"at /a/name of the value: ", "at /b/name of the value: "}},
		"bad example of a media type": {upstream("{name: hammer, $ref: this is data}", "{size: many}"), []string{
			`api/openapi.yml:42: /paths/~1things/get/responses/200/content/application~1json/example: bad example: missing property`, `bad example: at /size of the value: `}},
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
		"bad default": {upstream("schema: {type: integer}", "schema: {type: integer, default: x}"), []string{
			"api/openapi.yml:33: /paths/~1things/get/parameters/0/schema/default: bad default: got string, want integer"}},
		"write-only in a response": {spoilt("colour:\n", "secret: {type: string, writeOnly: true}\n        colour:\n", "{name: hammer, $ref: this is data}", "{name: hammer, secret: x}"), []string{
			`/application~1json/example: bad example: at /secret of the value: writeOnly property "secret" in response`}},
		"read-only in a request": {spoilt("        size: {type: integer}\n", "        size: {type: integer, readOnly: true}\n",
			"      responses:\n", "      requestBody: {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Other'}}, example: [{size: 1}]}}}\n      responses:\n"), []string{
			`/requestBody/content/application~1json/example: bad example: at /0/size of the value: readOnly property "size" in request`}},
		"read-only in a response and write-only in a request": {spoilt("        size: {type: integer}\n", "        size: {type: integer, readOnly: true}\n        b: {type: string, writeOnly: true}\n",
			"components:\n", "components:\n  requestBodies: {a: {content: {application/json: {schema: {$ref: '#/components/schemas/Other'}, example: {b: x}}}}}\n  responses: {a: {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/Other'}, example: {size: 1}}}}}\n"), nil},
		"does not load": {spoilt("'#/components/schemas/Thing'", "'#/paths/~1old/get'"), []string{"api/openapi.yml:10: bad document: does not load: "}},
		"what only the library knows about examples": {spoilt("example: {name: hammer, $ref: this is data}", "example: {name: hammer}\n              examples: {a: {value: {name: b}}}"), []string{
			"bad document: is not valid: invalid paths: invalid path /things: invalid operation GET: "}},
		"bad default of a schema": {spoilt("name: {type: string}", "name: {type: string, default: 5}"), []string{
			"/components/schemas/Thing/properties/name/default: bad default: got number, want string"}},
		"bad default of several": {spoilt("colour:\n", "x: {type: object, default: {a: 1, b: 2}, properties: {a: {type: string}, b: {type: string}}}\n        colour:\n"), []string{
			"/x/default: bad default: at /a of the value: got number, want string", "/x/default: bad default: at /b of the value: "}},
		"an example outside of the document": {spoilt("example: {name: hammer, $ref: this is data}", "examples: {far: {externalValue: 'https://example.com'}}"), nil},
		"fits no branch, one of which is meant": {spoilt("$ref: '#/components/schemas/Thing'\n              example: {name: hammer, $ref: this is data}", "{oneOf: [{$ref: '#/components/schemas/Thing'}, {type: 'null'}]}\n              example: {size: many}"), []string{
			"bad example: at /size of the value: value must be an integer", `bad example: at /name of the value: property "name" is missing`}},
		"fits no inline branch, one of which is meant": {spoilt("$ref: '#/components/schemas/Thing'\n              example: {name: hammer, $ref: this is data}", "{properties: {a: {anyOf: [{type: object, properties: {size: {type: integer}}}, {type: 'null'}]}}}\n              example: {a: {size: many}}"), []string{
			"bad example: at /a/size of the value: got string, want integer"}},
		"fits no branch, and none is meant": {spoilt("$ref: '#/components/schemas/Thing'\n              example: {name: hammer, $ref: this is data}", "{properties: {a: {oneOf: [{type: object}, {type: 'null'}]}}}\n              example: {a: 5}"), []string{
			"bad example: at /a of the value: fits no schema of oneOf: got number, want object; or got number, want null"}},
		"fits no branch, and two may be meant": {spoilt("$ref: '#/components/schemas/Thing'\n              example: {name: hammer, $ref: this is data}", "{properties: {a: {oneOf: [{type: 'null'}, {required: [x], properties: {y: {type: string}}}, {required: [z]}]}}}\n              example: {a: {y: 1}}"), []string{
			"bad example: at /a of the value: fits no schema of oneOf: missing property 'x' and at /a/y of the value: got number, want string; or missing property 'z'"}},
		"fits two branches": {spoilt("$ref: '#/components/schemas/Thing'\n              example: {name: hammer, $ref: this is data}", "{oneOf: [{$ref: '#/components/schemas/Thing'}, {required: [name]}]}\n              example: {name: x}"), []string{
			`bad example: value matches more than one schema from "oneOf"`}},
		"bad default and example of a schema that a reference leads to first": {spoilt(
			"    Thing:\n", "    Another: {type: object, properties: {thing: {$ref: '#/components/schemas/Thing'}, size: {$ref: '#/components/schemas/Thing/properties/size', description: x}}}\n    Thing:\n",
			"name: {type: string}", "name: {type: string, default: 5}",
			"examples: [1, 2]", "examples: [1, two]",
			"example: {name: hammer, $ref: this is data}", "example: {size: 1}",
		), []string{"/components/schemas/Thing/properties/name/default: bad default", "/components/schemas/Thing/properties/size/examples/1: bad example",
			"/application~1json/example: bad example"}},
		"what stands beside a reference counts": {spoilt(
			"schema:\n                $ref: '#/components/schemas/Thing'\n", "schema:\n                $ref: '#/components/schemas/Thing'\n                required: [size]\n",
		), []string{"/application~1json/example: bad example: "}},
		"what stands beside a reference counts only there": {spoilt(
			"    Thing:\n", "    Another: {properties: {thing: {$ref: '#/components/schemas/Thing', required: [size], x-a: 1}}}\n    Thing:\n",
		), nil},
		"an extension beside a reference changes nothing": {spoilt(
			"    Thing:\n", "    Another: {properties: {thing: {$ref: '#/components/schemas/Thing', x-a: 1}}}\n    Thing:\n",
			"schema:\n                $ref: '#/components/schemas/Thing'\n", "schema:\n                $ref: '#/components/schemas/Thing'\n                x-a: 1\n",
			"name: {type: string}", "name: {type: string, default: 5}",
			"example: {name: hammer, $ref: this is data}", "example: {size: 1}",
		), []string{"/components/schemas/Thing/properties/name/default: bad default", "/application~1json/example: bad example: "}},
		"bad example of a request": {upstream("      responses:\n", "      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Other'}, example: {size: x}}}}\n      responses:\n"), []string{
			"/paths/~1things/get/requestBody/content/application~1json/example: bad example: at /size of the value: got string, want integer"}},
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
			gen + ": stale", "go.mod requires", "leads nowhere"}},
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
