package specfix_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
	"github.com/gainsight-go/gainsight-go/internal/specfix/specfixtest"
)

func TestMalformedCorrections(t *testing.T) {
	const file = specfixtest.CorrectionFile
	head := specfixtest.OverlayHead
	tests := map[string]struct {
		overlay string
		want    []string
	}{
		"wrong version":       {strings.Replace(specfixtest.Correction, "1.0.0", "1.1.0", 1), []string{file + ":1: malformed correction: overlay: must be 1.0.0, found \"1.1.0\""}},
		"no version":          {strings.Replace(specfixtest.Correction, "overlay: 1.0.0\n", "", 1), []string{file + ":1: malformed correction: overlay: must be 1.0.0, found nothing"}},
		"no JSONPath version": {strings.Replace(specfixtest.Correction, "x-speakeasy-jsonpath: rfc9535\n", "", 1), []string{file + ":1: malformed correction: the line x-speakeasy-jsonpath: rfc9535 is needed"}},
		"old JSONPath":        {strings.Replace(specfixtest.Correction, "rfc9535", "legacy", 1), []string{file + ":2: malformed correction: the line x-speakeasy-jsonpath: rfc9535 is needed"}},
		"no title":            {strings.Replace(specfixtest.Correction, "title: Tests, ", "", 1), []string{file + ":3: malformed correction: info.title is needed"}},
		"no info":             {strings.Replace(specfixtest.Correction, "info:", "x-info:", 1), []string{"info.title is needed", "info.version is needed"}},
		"unknown top-level":   {specfixtest.Correction + "extra: 1\n", []string{`unknown key "extra" at the top level`}},
		"no actions":          {strings.Replace(head, "actions:\n", "actions: []\n", 1), []string{file + ":4: malformed correction: actions is needed"}},
		"nothing but a head":  {strings.Replace(head, "actions:\n", "", 1), []string{file + ":1: malformed correction: actions is needed"}},
		"actions no list":     {strings.Replace(head, "actions:\n", "actions: 5\n", 1), []string{"actions is needed"}},
		"action no mapping":   {head + "- remove\n", []string{file + ":5: malformed correction: an action has to be a mapping, found a text"}},
		"unknown in action":   {head + action("a", size, "{}", remove) + "  copy: $.info\n", []string{file + `:13: [a] malformed correction: unknown key "copy" in the action`}},
		"unknown in guard":    {head + action("a", size, "{}", remove, "because: x"), []string{file + `:12: [a] malformed correction: unknown key "because" in x-specfix`}},
		"no target":           {head + strings.Replace(action("a", size, "{}", remove), "target", "x-target", 1), []string{`unknown key "x-target"`, "target is needed, as a text"}},
		"no description":      {head + strings.Replace(action("a", size, "{}", remove), "A reason.", "''", 1), []string{file + ":6: [a] malformed correction: description is needed"}},
		"no guard":            {head + "- {target: $.info, description: x, remove: true}\n", []string{file + ":5: malformed correction: x-specfix is needed"}},
		"remove and update":   {head + action("a", size, "{}", remove) + "  update: {}\n", []string{"update and remove exclude each other"}},
		"neither":             {head + action("a", size, "{}", ""), []string{"an action needs remove: true or update"}},
		"remove false":        {head + action("a", size, "{}", "remove: false"), []string{"remove has to be true, found false"}},
		"id no kebab-case":    {head + action("An_id", size, "{}", remove), []string{`id is needed, in lower case with hyphens, found "An_id"`}},
		"no id":               {head + strings.Replace(action("a", size, "{}", remove), "    id: a\n", "", 1), []string{"id is needed, in lower case with hyphens, found nothing"}},
		"no source":           {head + strings.Replace(action("a", size, "{}", remove), "source: a test", "source: [a]", 1), []string{"source is needed, as a text"}},
		"no evidence":         {head + strings.Replace(action("a", size, "{}", remove), "evidence: A", "evidence: ''", 1), []string{"evidence is needed, as a text"}},
		"unknown mark":        {head + strings.Replace(action("a", size, "{}", remove), "evidence: A", "evidence: A, X", 1), []string{`"X" is not an evidence mark: use A, V, T, L, P, I`}},
		"mark twice":          {head + strings.Replace(action("a", size, "{}", remove), "evidence: A", "evidence: A, A", 1), []string{"the evidence mark A stands twice"}},
		"no expect":           {head + action("a", size, "", remove), []string{"expect is needed: absent, sha256:… or"}},
		"bad hash":            {head + action("a", size, "sha256:12", remove), []string{`the guard "sha256:12" is not sha256: and 64 lower-case hex digits`}},
		"absent and remove":   {head + action("a", size, "absent", remove), []string{"expect: absent makes no sense for remove"}},
		"no matches":          {head + action("a", size, "{}", remove, "matches: 0"), []string{"matches has to be a number of at least 1, found 0"}},
		"matches a text":      {head + action("a", size, "{}", remove, "matches: '1'"), []string{`matches has to be a number of at least 1, found "1"`}},
		"overrides no list":   {head + action("a", size, "{}", remove, "overrides: b"), []string{"overrides has to be a list of at least one id"}},
		"overrides no ids":    {head + action("a", size, "{}", remove, "overrides: [1]"), []string{"overrides holds 1, which is no id"}},
		"overrides twice":     {head + action("b", "$.info", "absent", "update: {x-a: 1}") + action("a", "$.info['x-a']", "1", remove, "overrides: [b, b]"), []string{"overrides lists b twice"}},
		"bad JSONPath":        {head + action("a", "$.info[", "{}", remove), []string{file + ":5: [a] malformed correction: the target is no JSONPath as RFC 9535 has it"}},
		"duplicate id":        {head + action("a", "$.info", "absent", "update: {x-a: 1}") + action("a", "$.info", "absent", "update: {x-b: 1}"), []string{file + ":13: [a] $.info: malformed correction: the id a is used at " + file + ":5 already"}},
		"several":             {head + action("A", size, "sha256:x", "update: 1", "more: 1"), []string{`unknown key "more"`, "id is needed", "the guard"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := specfixtest.NewInputs(t, specfixtest.Upstream, map[string]string{file: test.overlay})
			result, err := p.Build()
			if err != nil {
				t.Fatal(err)
			}
			wantEach(t, result.Findings, test.want)
		})
	}
}

// wantEach compares findings without regard to their order.
func wantEach(t *testing.T, findings []specfix.Finding, want []string) {
	t.Helper()
	for _, part := range want {
		i := slices.IndexFunc(findings, func(f specfix.Finding) bool { return strings.Contains(f.String(), part) })
		if i < 0 {
			t.Errorf("no finding holds %q", part)
			continue
		}
		findings = slices.Delete(slices.Clone(findings), i, i+1)
	}
	for _, finding := range findings {
		t.Errorf("one finding too many: %s", finding)
	}
}

func TestDuplicateIDOverFiles(t *testing.T) {
	p := specfixtest.NewInputs(t, specfixtest.Upstream, map[string]string{
		specfix.CorrectionsDir + "/20-b.overlay.yml": specfixtest.Correction,
		specfix.CorrectionsDir + "/10-a.overlay.yml": strings.Replace(specfixtest.Correction, "$.info", "$.components", 1),
		specfix.CorrectionsDir + "/README.md":        "# Corrections\n",
		specfix.CorrectionsDir + "/30-c.yaml":        "forgotten: true\n",
	})
	result, err := p.Build()
	if err != nil {
		t.Fatal(err)
	}
	wantEach(t, result.Findings, []string{
		"10-a.overlay.yml:6: [title] $.components: precondition differs",
		"20-b.overlay.yml:6: [title] $.info: malformed correction: the id title is used at api/corrections/10-a.overlay.yml:6 already",
		"30-c.yaml: malformed correction: is not applied, because its name does not end in .overlay.yml",
	})
}
