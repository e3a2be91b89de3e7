package specfix_test

import (
	"bytes"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
	"github.com/gainsight-go/gainsight-go/internal/specfix/specfixtest"
	"gopkg.in/yaml.v3"
)

// What is accepted says the same after it was written and read again.
func FuzzReadDocument(f *testing.F) {
	for _, seed := range []string{
		specfixtest.Upstream, specfixtest.Correction,
		"a: |\n\n  leading\n   more\nb: >+\n  kept\n\n", "a: \"\\n x\\t\\u00a0\\U0001F642\"\n", "{a: [1, 0x1f, 1_000, .5, 1e3, -0, +1, 0o7]}",
		"? a\n: b\n", "a: !!str 5", "a: &x 1\nb: *x", "<<: {a: 1}", "a: .inf", "a: 2001-01-01\nb: ~\nc:\nd: yes\n", "'': ''\n", "a: 'it''s'\n# end\n",
		"? |\n  key\n: v\n", "a: 0x\nb: 0b2\n", "%YAML 1.1\n---\na: b\n", "\ufeffa: b", "a: \"\\0\"", "a: - b", "a: b: c", "[]", "---\n---\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		root, err := specfix.ReadDocument("fuzz.yml", data)
		if err != nil {
			return
		}
		want := specfix.Canonical(root)
		text, err := specfix.Encode(root)
		if err != nil {
			t.Fatalf("accepted, but cannot be written: %v", err)
		}
		again, err := specfix.ReadDocument("again.yml", text)
		if err != nil {
			t.Fatalf("written, but not accepted: %v\n%s", err, text)
		}
		if got := specfix.Canonical(again); !bytes.Equal(want, got) {
			t.Fatalf("%s became %s", want, got)
		}
	})
}

// Whatever the target, the guard and the update are: Apply does not panic, and what it did not apply it left alone.
func FuzzApply(f *testing.F) {
	f.Add("$.info", "{title: Things}", "{title: Other}")
	f.Add("$..size", "absent", "[]")
	f.Add("$.components.schemas.Thing.properties[?@.type=='string']", "{}", "{enum: [red]}")
	f.Add("$.paths['/things'].get.parameters[0]", "5", "[1, {a: b}]")
	f.Add("$", "absent", "{openapi: null}")
	f.Add("$.info~", "x", "y")
	f.Fuzz(func(t *testing.T, target, expect, update string) {
		head := "overlay: 1.0.0\nx-speakeasy-jsonpath: rfc9535\ninfo: {title: t, version: v}\n"
		actions := map[string]any{"actions": []any{map[string]any{
			"target": target, "description": "d", "update": parsed(update),
			"x-specfix": map[string]any{"id": "a", "evidence": "A", "source": "s", "expect": parsed(expect)},
		}}}
		text, err := yaml.Marshal(actions)
		if err != nil {
			return
		}
		p := specfixtest.NewInputs(t, specfixtest.Upstream, map[string]string{specfixtest.CorrectionFile: head + string(text)})
		result, err := p.Build()
		if err != nil {
			return
		}
		if len(result.Applied)+len(result.Findings) == 0 {
			t.Fatal("neither applied nor reported")
		}
		original, err := specfix.ReadDocument("upstream", []byte(specfixtest.Upstream))
		if err != nil {
			t.Fatal(err)
		}
		now, err := specfix.ReadDocument("document", result.Document)
		if err != nil {
			t.Fatal(err)
		}
		if same := bytes.Equal(specfix.Canonical(original), specfix.Canonical(now)); same == (len(result.Applied) == 1) {
			t.Fatalf("applied %d, but unchanged is %v", len(result.Applied), same)
		}
	})
}

func parsed(text string) any {
	var value any
	if yaml.Unmarshal([]byte(text), &value) != nil {
		return text
	}
	return value
}
