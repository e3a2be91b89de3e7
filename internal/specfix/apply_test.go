package specfix_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
	"github.com/gainsight-go/gainsight-go/internal/specfix/specfixtest"
)

// action writes one action; what is the part with remove or update, and more are further lines of x-specfix.
func action(id, target, expect, what string, more ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "- target: %s\n  description: A reason.\n  x-specfix:\n    id: %s\n    evidence: A\n    source: a test\n    expect: %s\n", target, id, expect)
	for _, line := range more {
		fmt.Fprintf(&b, "    %s\n", line)
	}
	fmt.Fprintf(&b, "  %s\n", what)
	return b.String()
}

const (
	thing  = "$.components.schemas.Thing"
	size   = thing + ".properties.size"
	colour = thing + ".properties.colour"
	remove = "remove: true"
)

// long is a text of which an abbreviation does not show the end.
var long = strings.Repeat("tell me more ", 20)

// build applies actions to the small document, all in one file.
func build(t *testing.T, actions ...string) *specfix.Result {
	t.Helper()
	p := specfixtest.NewInputs(t, specfixtest.Upstream, map[string]string{
		specfixtest.CorrectionFile: specfixtest.OverlayHead + strings.Join(actions, ""),
	})
	result, err := p.Build()
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestFindingsOfCorrections(t *testing.T) {
	const anotherHash = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
	tests := map[string]struct {
		actions []string
		want    []string // a part of each finding
	}{
		// target missing
		"nothing there to update": {
			[]string{action("a", size+".format", "{}", "update: {x: 1}")},
			[]string{`[a] $.components.schemas.Thing.properties.size.format: target missing: "format" is not there; its parent $.components.schemas.Thing.properties.size exists`},
		},
		"parent gone": {
			[]string{action("a", "$.components.schemas.SearchRequest.properties.offset", "{type: integer}", remove)},
			[]string{`target missing: the parent $.components.schemas.SearchRequest is gone (the deepest part that exists is $.components.schemas)`},
		},
		"parent gone, quoted": {
			[]string{action("a", `$.paths['/gone'].get['responses']`, "{}", remove)},
			[]string{`the parent $.paths['/gone'] is gone (the deepest part that exists is $.paths)`},
		},
		"parent gone, before a filter": {
			[]string{action("a", `$.paths['/gone'].get.parameters[?@.name=='x']`, "{}", remove)},
			[]string{`the parent $.paths['/gone'] is gone`},
		},
		"parent gone, right before a filter": {
			[]string{action("a", `$.info.gone[?@.name=='x']`, "{}", remove)},
			[]string{`the parent $.info.gone is gone (the deepest part that exists is $.info)`},
		},
		"nothing below a wildcard": {
			[]string{action("a", `$.info.*.gone`, "{}", remove)},
			[]string{`matches nothing, though $.info exists`},
		},
		"index out of range": {
			[]string{action("a", "$.paths['/things'].get.parameters[3]", "{}", remove)},
			[]string{`its parent $.paths['/things'].get.parameters exists, so the published document may have dropped or renamed it: delete this correction, or change its target`},
		},
		"parent removed by an earlier correction": {
			[]string{action("a", size, "{type: integer, examples: [1, 2]}", remove), action("b", size+".examples", "[1, 2]", remove), action("c", size, "{}", remove)},
			[]string{`the parent $.components.schemas.Thing.properties.size is gone, removed by the correction a`, `"size" is not there, removed by the correction a`},
		},
		"the target of an update is out of range": {
			[]string{action("a", "$.paths['/things'].get.parameters[3]", "absent", "update: {x: 1}")},
			[]string{`target missing: [3] is not there; its parent $.paths['/things'].get.parameters exists`},
		},
		"parent gone below an index and an odd name": {
			[]string{action("a", `$.paths['/things'].get.parameters[0]["x-a"]['it\'s'].b`, "{}", remove)},
			[]string{`the parent $.paths['/things'].get.parameters[0]['x-a'] is gone (the deepest part that exists is $.paths['/things'].get.parameters[0])`},
		},
		"an odd name gone": {
			[]string{action("a", `$.info["it's a \\"].b`, "{}", remove)},
			[]string{`the parent $.info['it\'s a \\'] is gone`},
		},
		"a name that looks like an index": {
			[]string{action("a", "$.info['0'].a", "{}", remove)},
			[]string{"the parent $.info['0'] is gone"},
		},
		"removed upstream": {
			[]string{action("a", size+".format", "int32", remove)},
			[]string{`target missing: perhaps already applied: its parent $.components.schemas.Thing.properties.size exists, so the published document may have dropped or renamed it: delete this correction, or change its target`},
		},
		"filter matches nothing": {
			[]string{action("a", "$.paths['/things'].get.parameters[?@.name=='gone']", "{}", remove)},
			[]string{`target missing: matches nothing, though $.paths['/things'].get.parameters exists`},
		},
		"more matches than stated": {
			[]string{action("a", "$..size", "{type: integer}", remove)},
			[]string{"target missing: matches 2 nodes, but 1 expected"},
		},
		"fewer matches than stated": {
			[]string{action("a", "$..size", "{type: integer}", remove, "matches: 3")},
			[]string{"target missing: matches 2 nodes, but 3 expected"},
		},

		// precondition differs
		"another value": {
			[]string{action("a", size, "{type: number}", remove)},
			[]string{`precondition differs: expected {"type":"number"}, found {"type":"integer","examples":[1,2]}`},
		},
		"another type of scalar": {
			[]string{action("a", "$.info.version", "1.0", remove)},
			[]string{`precondition differs: expected 1.0, found "1.0"`},
		},
		"sequences match exactly": {
			[]string{action("a", colour, "{type: string, enum: [red]}", remove)},
			[]string{`precondition differs: expected {"type":"string","enum":["red"]}, found {"type":"string","enum":["red","green"]}`},
		},
		"what cannot be seen is shown": {
			[]string{action("a", "$.info", `{title: "Things\u00a0"}`, remove)},
			[]string{`precondition differs: expected {"title":"Things\u00a0"}, found {"title":"Things"`},
		},
		"part that is not there": {
			[]string{action("a", size, "{format: int32}", remove)},
			[]string{`precondition differs: expected {"format":"int32"}`},
		},
		"another hash": {
			[]string{action("a", size, anotherHash, remove)},
			[]string{"precondition differs: expected " + anotherHash + ", found sha256:605f0f78cc2271e3d983787c405bf095f86fc697014b92afb8181d3d49686f14"},
		},
		"present though absent expected": {
			[]string{action("a", size, "absent", "update: {type: string, format: x}")},
			[]string{`precondition differs: expected absent, found type: "integer"`},
		},
		"element present though absent expected": {
			[]string{action("a", colour+".enum", "absent", "update: [red, blue]")},
			[]string{`precondition differs: expected absent, found "red"`},
		},
		"absent for a scalar": {
			[]string{action("a", "$.info.title", "absent", "update: Other")},
			[]string{`precondition differs: absent is for adding keys to a mapping or elements to a sequence, but the update is a text and the target is a text`},
		},
		"each matched node is checked": {
			[]string{action("a", "$..size", "{type: integer, examples: [1, 2]}", remove, "matches: 2")},
			[]string{"precondition differs: at /components/schemas/Other/properties/size: expected"},
		},

		"differs far behind what a line can show": {
			[]string{action("a", thing, "{type: object, required: [name], properties: {name: {type: string}, size: {type: integer, examples: [1, 2]}, colour: {type: string, enum: [red, blue], format: x}}}", remove)},
			[]string{`precondition differs: at properties.colour.enum: expected ["red","blue"], found ["red","green"]; at properties.colour.format: expected "x", found (absent)`},
		},
		"differs in more places than can be read": {
			[]string{action("a", thing, "{type: array, required: [x], x-a: 1, x-b: 1, 'it''s': 1}", "update: {x: 1}")},
			[]string{`at type: expected "array", found "object"; at required: expected ["x"], found ["name"]; at ['x-a']: expected 1, found (absent); and 2 places more`},
		},
		"differs at the end of a long text": {
			[]string{action("a", "$.components", "absent", "update: {x-long: "+long+"new}"), action("b", "$.components", "{x-long: "+long+"old}", "update: {x-b: 1}")},
			[]string{`[b] $.components: precondition differs: at ['x-long']: expected …` + long[len(long)-40:] + `old", found …` + long[len(long)-40:] + `new"`},
		},
		"differs in a long sequence": {
			[]string{
				action("a", "$.info", "absent", "update: {x-list: [{name: "+long+"}, {name: b}]}"),
				action("b", "$.info", "{x-list: [{name: "+long+"}, {name: c, more: 1}, {}]}", "update: {x-b: 1}"),
				action("c", "$.info", "{x-list: [{name: "+long+"}]}", "update: {x-b: 1}"),
				action("d", "$.info", "{x-list: [{name: "+long+"}, {}]}", "update: {x-b: 1}"),
			},
			[]string{
				`at ['x-list'][1].name: expected "c", found "b"; at ['x-list'][1].more: expected 1, found (absent); at ['x-list'][2]: expected {}, found (absent)`,
				`at ['x-list'][1]: expected (absent), found {"name":"b"}`,
				`at ['x-list'][1].name: expected (absent), found "b"`,
			},
		},
		"another text than a long one": {
			[]string{action("a", "$.info.title", long, "update: x")},
			[]string{`precondition differs: expected "tell me more`},
		},
		"differs in kind far inside": {
			[]string{action("a", thing, "{type: object, properties: x}", "update: {x: 1}"), action("b", thing, "{properties: {name: {type: {a: 1}}}}", "update: {x: 1}")},
			[]string{
				`precondition differs: at properties: expected "x", found {"name":{"type":"string"},`,
				`precondition differs: at properties.name.type: expected {"a":1}, found "string"`,
			},
		},
		"a short sequence where a long one is": {
			[]string{action("a", "$.info", "absent", "update: {x-list: [{name: "+long+"}]}"), action("b", "$.info", "{x-list: [{name: a}]}", "update: {x: 1}")},
			[]string{`precondition differs: at ['x-list'][0].name: expected "a", found "tell me more`},
		},
		"a long text differs as a whole": {
			[]string{action("a", "$.info", "absent", "update: {x-long: "+long+"new}"), action("b", "$.info['x-long']", long+"old", "update: x")},
			[]string{`conflict: sets /info/x-long to "x", but the correction a set it to "tell`},
		},
		"guard that guards nothing": {
			[]string{action("a", size, "{}", "update: {type: string}"), action("b", "$.info.title", "{}", remove), action("c", "$.info", "{}", remove)},
			[]string{
				`[a] $.components.schemas.Thing.properties.size: malformed correction: expect: {} guards nothing: state (a part of) what is there now, which is {"type":"integer","examples":[1,2]}`,
				"[b] $.info.title: malformed correction: expect: {} guards nothing", "[c] $.info: malformed correction: expect: {} guards nothing",
			},
		},
		"removes what expect does not state": {
			[]string{action("a", thing, "{properties: {colour: {type: string}}, type: object}", remove)},
			[]string{`precondition differs: would also remove properties.colour.enum: ["red","green"]; properties.name: {"type":"string"}; properties.size: {"type":"integer","examples":[1,2]}; and 1 place more, which expect does not state: state the whole value, or sha256:`},
		},

		// completeness
		"overwrites what expect does not state": {
			[]string{action("a", size, "{examples: [1, 2]}", "update: {type: string}")},
			[]string{`precondition differs: would overwrite "integer" at /components/schemas/Thing/properties/size/type, which expect does not state`},
		},
		"overwrites a mapping of which expect states a part": {
			[]string{action("a", thing+".properties", "{size: {type: integer}}", "update: {size: false}")},
			[]string{`would overwrite {"type":"integer","examples":[1,2]} at /components/schemas/Thing/properties/size, which`},
		},
		"appends to what expect does not state": {
			[]string{action("a", colour, "{type: string}", "update: {enum: [blue]}")},
			[]string{`would append to ["red","green"] at /components/schemas/Thing/properties/colour/enum, which expect does not state`},
		},
		"appends what is there already": {
			[]string{action("a", colour, "{enum: [red, green]}", "update: {enum: [green, blue]}")},
			[]string{`would append "green" at /components/schemas/Thing/properties/colour/enum again`},
		},

		// already applied
		"the same value": {
			[]string{action("a", size, "{type: string}", "update: {type: integer}")},
			[]string{"already applied: the published document already says this: delete this correction"},
		},
		"the same keys, absent expected": {
			[]string{action("a", size, "absent", "update: {type: integer}")},
			[]string{"already applied: the published document"},
		},
		"the same elements": {
			[]string{action("a", colour+".enum", "absent", "update: [green]")},
			[]string{"already applied: the published document"},
		},
		"written by an earlier correction": {
			[]string{action("a", size, "absent", "update: {format: int32}"), action("b", size, "absent", "update: {format: int32}")},
			[]string{"[b] $.components.schemas.Thing.properties.size: already applied: the correction a has written the same before"},
		},
		"appended by an earlier correction": {
			[]string{action("a", colour+".enum", "absent", "update: [blue]"), action("b", colour, "{enum: [red, green, blue]}", "update: {enum: [blue]}")},
			[]string{"already applied: the correction a has written the same before"},
		},

		// conflict
		"two values for one leaf": {
			[]string{action("a", size, "{type: integer}", "update: {type: string}"), action("b", size, "{type: integer}", "update: {type: number}")},
			[]string{`[b] $.components.schemas.Thing.properties.size: conflict: sets /components/schemas/Thing/properties/size/type to "number", but the correction a set it to "string"`},
		},
		"two long values for one leaf": {
			[]string{action("a", "$.info", "absent", "update: {x-long: "+long+"one}"), action("b", "$.info", "{x-long: "+long+"one}", "update: {x-long: "+long+"two}")},
			[]string{long[len(long)-40:] + `two", but the correction a set it to …` + long[len(long)-40:] + `one"`},
		},
		"two values for one leaf that differ late": {
			[]string{action("a", "$.info", "absent", "update: {x-a: "+long[:100]+"one}"), action("b", "$.info", "{x-a: "+long[:100]+"one}", "update: {x-a: "+long[:100]+"two}")},
			[]string{`sets /info/x-a to "` + long[:100] + `two", but the correction a set it to "` + long[:100] + `one"`},
		},
		"two values for a new leaf": {
			[]string{action("a", size, "absent", "update: {format: int32}"), action("b", size, "absent", "update: {format: int64}")},
			[]string{"[b] $.components.schemas.Thing.properties.size: conflict: sets"},
		},
		"removes what another wrote": {
			[]string{action("a", size, "absent", "update: {format: int32}"), action("b", size, "{type: integer}", remove)},
			[]string{`conflict: removes {"type":"integer","examples":[1,2],"format":"int32"} at /components/schemas/Thing/properties/size, which the correction a wrote`},
		},
		"replaces what another wrote": {
			[]string{action("a", size, "absent", "update: {x-a: {b: 1}}"), action("b", size, "{x-a: {b: 1}}", "update: {x-a: 2}")},
			[]string{"conflict: sets /components/schemas/Thing/properties/size/x-a to 2"},
		},
		"conflict in a sequence whose indexes have moved": {
			[]string{
				action("a", colour+".enum", "absent", "update: [blue]"),
				action("b", colour+".enum[0]", "red", remove),
				action("c", colour+".enum[1]", "blue", remove),
			},
			[]string{"[c] $.components.schemas.Thing.properties.colour.enum[1]: conflict: removes \"blue\""},
		},
		"overrides only one of two": {
			[]string{
				action("a", size, "absent", "update: {x-a: 1}"),
				action("b", size, "absent", "update: {x-b: 1}"),
				action("c", size, "{type: integer, examples: [1, 2], x-a: 1, x-b: 1}", remove, "overrides: [a]"),
			},
			[]string{"[c] $.components.schemas.Thing.properties.size: conflict: removes"},
		},
		"overrides nothing": {
			[]string{action("a", size, "absent", "update: {x-a: 1}"), action("b", size, "absent", "update: {x-b: 1}", "overrides: [a]")},
			[]string{"conflict: lists a in overrides, but changes nothing that it wrote: delete the entry"},
		},
		"overrides nothing and another value": {
			[]string{action("a", size, "absent", "update: {x-a: 1}"), action("b", size, "{type: number}", "update: {x-b: 1}", "overrides: [a]")},
			[]string{"conflict: lists a in overrides", "precondition differs"},
		},
		"overrides of a failed correction are not blamed": {
			[]string{action("a", size, "{type: number}", "update: {type: string}"), action("b", size, "{type: integer}", "update: {type: number}", "overrides: [a]")},
			[]string{"[a] $.components.schemas.Thing.properties.size: precondition differs"},
		},
		"overrides an unknown, a later and the same correction": {
			[]string{action("a", size, "{type: integer, examples: [1, 2]}", remove, "overrides: [nobody, b, a]"), action("b", thing, "absent", "update: {x-b: 1}")},
			[]string{"overrides names nobody, which is no earlier correction", "overrides names b, which", "overrides names a, which"},
		},

		// targets that no correction may have
		"the whole document": {
			[]string{action("a", "$", "{}", remove)},
			[]string{"the whole document cannot be removed"},
		},
		"a key": {
			[]string{action("a", size+".type~", "type", remove)},
			[]string{"the target selects a key; select its value"},
		},
		"one node twice": {
			[]string{action("a", "$.info['title', 'title']", "Things", "update: Other", "matches: 2")},
			[]string{"the target selects /info/title twice"},
		},

		// several at once
		"all at once": {
			[]string{
				action("a", "$.gone", "{}", remove),
				action("b", size, "{type: number}", remove),
				action("c", size, "{type: string}", "update: {type: integer}"),
				action("d", size, "absent", "update: {format: int32}"),
				action("e", size, "absent", "update: {format: int64}"),
				action("f", "$.info", "{version: '2.0'}", "update: {title: Other}"),
			},
			[]string{"[a] $.gone: target missing", "[b] ", "[c] $.components.schemas.Thing.properties.size: already applied", "[e] $.components.schemas.Thing.properties.size: conflict", "[f] $.info: precondition differs"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			wantFindings(t, build(t, test.actions...).Findings, test.want)
		})
	}
}

func TestDifferencesThatAllFit(t *testing.T) {
	findings := build(t, action("a", thing, "{x: 1, y: 2, z: 3}", "update: {x: 1}")).Findings
	const want = "at x: expected 1, found (absent); at y: expected 2, found (absent); at z: expected 3, found (absent)"
	if len(findings) != 1 || findings[0].Message != want {
		t.Errorf("got %v", findings)
	}
}

func wantFindings(t *testing.T, findings []specfix.Finding, want []string) {
	t.Helper()
	for i, finding := range findings {
		if i >= len(want) {
			t.Errorf("one finding too many: %s", finding)
		} else if !strings.Contains(finding.String(), want[i]) {
			t.Errorf("finding %d:\n got %s\nwant %s", i, finding, want[i])
		}
	}
	if len(findings) < len(want) {
		t.Errorf("%d findings, want %d", len(findings), len(want))
	}
}

func TestApply(t *testing.T) {
	tests := map[string]struct {
		actions []string
		want    string // a part of the document
	}{
		"new keys come last": {
			[]string{action("a", size, "absent", "update: {format: int32}")},
			"        size:\n          type: integer\n          examples:\n            - 1\n            - 2\n          format: int32\n",
		},
		"a scalar takes type and quotes of the update": {
			[]string{action("a", "$.paths['/things'].get.parameters[0]", "{example: 5}", "update: {example: '5'}")},
			"          example: '5'\n",
		},
		"a hash states everything": {
			[]string{action("a", "$.components.schemas.Other.properties.size", `"sha256:f0765dbf409c74f001806c446f2cf171d8c46b5b15779d54423dde921a4b0670"`, "update: {type: string}")},
			"    Other:\n      type: object\n      properties:\n        size:\n          type: string\n",
		},
		"a mapping replaced by a scalar": {
			[]string{action("a", size, "{type: integer, examples: [1, 2]}", "update: false")},
			"        size: false\n",
		},
		"elements are appended": {
			[]string{action("a", colour+".enum", "absent", "update: [blue]")},
			"            - red\n            - green\n            - blue\n",
		},
		"elements are appended below a stated sequence": {
			[]string{action("a", colour, "{enum: [red, green]}", "update: {enum: [blue]}")},
			"            - red\n            - green\n            - blue\n",
		},
		"several matches": {
			[]string{action("a", "$..size", "{type: integer}", "update: {format: int32}", "matches: 2"), action("b", size+".format", "int32", remove, "overrides: [a]")},
			"    Other:\n      type: object\n      properties:\n        size:\n          type: integer\n          format: int32\n",
		},
		"a filter": {
			[]string{action("a", "$.paths['/things'].get.parameters[?@.name=='limit']", "absent", "update: {required: true}")},
			"          example: 5\n          required: true\n",
		},
		"an override": {
			[]string{action("a", size, "{type: integer}", "update: {type: string}"), action("b", size, "{type: string}", "update: {type: number}", "overrides: [a]")},
			"        size:\n          type: number\n",
		},
		"an empty mapping is stated completely": {
			[]string{action("a", "$.info", "absent", "update: {x-a: {}}"), action("b", "$.info['x-a']", "{}", remove, "overrides: [a]")},
			"  version: '1.0'\npaths:\n",
		},
		"a removal guarded by a hash": {
			[]string{action("a", "$.components.schemas.Other.properties.size", `"sha256:f0765dbf409c74f001806c446f2cf171d8c46b5b15779d54423dde921a4b0670"`, remove)},
			"      properties: {}\n",
		},
		"an override of a removal": {
			[]string{action("a", size, "absent", "update: {format: int32}"), action("b", size, "{type: integer, examples: [1, 2], format: int32}", remove, "overrides: [a]")},
			"      properties:\n        name:\n          type: string\n        colour:\n",
		},
		"remove and add again": {
			[]string{action("a", colour+".enum", "[red, green]", remove), action("b", colour, "absent", "update: {enum: [blue]}")},
			"        colour:\n          type: string\n          enum:\n            - blue\n",
		},
		"a correction of a correction's neighbour": {
			[]string{action("a", size, "absent", "update: {x-a: {b: 1}}"), action("b", size+"['x-a']", "absent", "update: {c: 2}")},
			"          x-a:\n            b: 1\n            c: 2\n",
		},
		"comments and flow style are dropped": {
			[]string{action("a", thing, "absent", "update: # why\n    x-list: [1, {a: b}, [], {}] # because\n    # the end")},
			"      x-list:\n        - 1\n        - a: b\n        - []\n        - {}\n",
		},
		"blocks stay blocks": {
			[]string{action("a", thing, "absent", "update:\n    x-text: |-\n      one\n\n      two\n    x-long: >-\n      three\n      four")},
			"      x-text: |-\n        one\n\n        two\n      x-long: >-\n        three four\n",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			result := build(t, test.actions...)
			wantFindings(t, result.Findings, nil)
			if !strings.Contains(string(result.Document), test.want) {
				t.Errorf("the document does not hold\n%s\nbut is\n%s", test.want, result.Document)
			}
			if len(result.Applied) != len(test.actions) {
				t.Errorf("%d corrections applied, want %d", len(result.Applied), len(test.actions))
			}
		})
	}
}
