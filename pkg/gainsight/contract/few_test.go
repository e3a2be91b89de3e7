package contract_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	pointers "github.com/gainsight-go/gainsight-go/internal/pointer"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// However often one thing is wrong, what else is wrong is said, and the rest is counted.
func TestManyHideNothing(t *testing.T) {
	records := func(records ...string) string {
		return `{"result":true,"data":{"records":[` + strings.Join(records, ",") + `]}}`
	}
	for name, test := range map[string]struct {
		reply string
		want  map[string]int // how often something is wrong, by rule and pointer without indexes
	}{
		"a type in many records, and another in the last": {
			records(append(slices.Repeat([]string{`{"ModifiedBy":1}`}, 1200), `{"UserRole":5}`)...),
			map[string]int{"type /data/records/*/ModifiedBy": 1200, "type /data/records/*/UserRole": 1},
		},
		"an unknown member in many records, and a type in the last": {
			records(append(slices.Repeat([]string{`{"other":1}`}, 1200), `{"UserRole":5}`)...),
			map[string]int{"unknown-member /data/records/*/other": 1200, "type /data/records/*/UserRole": 1},
		},
		"many items of one wrong value, and records among them": {
			records(slices.Concat(slices.Repeat([]string{"0"}, 700), []string{`{"Gsid":0}`, `{"Gsid":"0"}`}, slices.Repeat([]string{"0"}, 700))...),
			map[string]int{"type /data/records/*": 1400, "type /data/records/*/Gsid": 1},
		},
		"items of many wrong values": {
			records(strings.Split(names(5000, "%,")+"null", ",")...),
			map[string]int{"type /data/records/*": 5001},
		},
	} {
		t.Run(name, func(t *testing.T) {
			exchange := listed().with(func(p *plain) { p.body, p.reply = `{"select":["Gsid"]}`, test.reply })
			if got := tallied(newContract(t).CheckReply(exchange.exchange(t))); !maps.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// tallied counts violations by rule and pointer without indexes.
func tallied(violations []contract.Violation) map[string]int {
	counts := map[string]int{}
	for _, v := range violations {
		counts[string(v.Rule)+" "+pointers.General(v.Pointer)] += 1 + v.More
	}
	return counts
}

// Of too many kinds the rest is not counted. That is a warning, and hides nothing of another severity.
func TestTooManyKinds(t *testing.T) {
	exchange := listed().with(func(p *plain) {
		p.reply = `{"result":true,"data":{"records":[{"a":1` + names(5000, `,"a%":0`) + `},{},{"Gsid":1}]}}`
	})
	got := tallied(newContract(t).CheckReply(exchange.exchange(t)))
	for _, what := range []string{"type /data/records/*/Gsid", "limit /data/records", "not-checked "} {
		if got[what] != 1 {
			t.Errorf("%s: %d times", what, got[what])
		}
	}
	if len(got) != 1003 {
		t.Errorf("%d kinds", len(got))
	}
}

// manyThings is a document with every way in which lists and maps can stand in a schema.
const manyThings = `
openapi: 3.1.1
info: {title: Many, version: '1'}
paths:
  /many:
    post:
      operationId: many
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Many'}}}}
      responses: {'200': {description: Done}}
components:
  schemas:
    Many:
      type: object
      additionalProperties: false
      properties:
        nested: {type: array, items: {type: array, items: {type: [string, 'null']}}}
        first: {type: array, prefixItems: [{type: string}], items: {type: integer}}
        map: {type: object, properties: {a: {type: string}}, patternProperties: {'^p': {type: boolean}}, additionalProperties: {type: integer}}
        choice: {oneOf: [{type: array, items: {type: integer}}, {type: 'null'}]}
        either: {anyOf: [{type: array, items: {type: integer, minimum: 1}}, {type: array, items: {type: string}}]}
        never: {not: {type: array, items: {type: integer}}}
        both: {allOf: [{type: array, items: {type: integer}}, {type: array, items: {type: integer}}]}
        required: {type: array, items: {type: object, required: [a, b]}}
        unique: {type: array, uniqueItems: true, items: {type: integer}}
        names: {type: object, propertyNames: {maxLength: 2}, additionalProperties: {type: integer}}
`

func TestListsAndMaps(t *testing.T) {
	c := newContract(t, contract.WithDocument([]byte(manyThings)))
	few := func(text string) string { return strings.Repeat(text+",", 30) + text }
	for name, test := range map[string]struct {
		body string
		want map[string]int
	}{
		"nested":                {`{"nested":[[` + few("1") + `],[],["a",null,2],3]}`, map[string]int{"type /nested/*/*": 32, "type /nested/*": 1}},
		"the first is another":  {`{"first":["a",` + few(`"a"`) + `]}`, map[string]int{"type /first/*": 31}},
		"the first is wrong":    {`{"first":[1,1]}`, map[string]int{"type /first/*": 1}},
		"a map":                 {`{"map":{"a":1,"p":1,"q":"x"}}`, map[string]int{"type /map/a": 1, "type /map/p": 1, "type /map/q": 1}},
		"a right map":           {`{"map":{"a":"x","p":true,"q":1}}`, map[string]int{}},
		"a map of many numbers": {`{"map":{"q":"x"` + names(40, `,"%":"y"`) + `}}`, map[string]int{"type /map/q": 1, "type /map/*": 40}},
		"a choice":              {`{"choice":[` + few(`"a"`) + `]}`, map[string]int{"type /choice/*": 31}},
		"another choice":        {`{"choice":null}`, map[string]int{}},
		"either":                {`{"either":[` + few("0") + `]}`, map[string]int{"minimum /either/*": 31}},
		"neither":               {`{"either":["a"]}`, map[string]int{}},
		"never":                 {`{"never":[1,2]}`, map[string]int{"schema /never": 1}},
		"never, as it is":       {`{"never":[` + few(`"a"`) + `]}`, map[string]int{}},
		"both":                  {`{"both":[` + few(`"a"`) + `]}`, map[string]int{"type /both/*": 31}},
		"required":              {`{"required":[` + few(`{"a":1}`) + `,` + few(`{}`) + `,{"b":1}]}`, map[string]int{"required /required/*/a": 32, "required /required/*/b": 62}},
		"required once":         {`{"required":[` + few(`{"a":1}`) + `,{"b":1}]}`, map[string]int{"required /required/*/b": 31, "required /required/*/a": 1}},
		"unique":                {`{"unique":[1,"a",1]}`, map[string]int{"uniqueItems /unique": 1, "type /unique/*": 1}},
		"names":                 {`{"names":{"a":1,"abc":1,"b":"x"}}`, map[string]int{"maxLength ": 1, "type /names/b": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			exchange := plain{method: "POST", target: "/many", header: jsonType, body: test.body}.exchange(t)
			got := tallied(c.CheckRequest(exchange.Request))
			maps.DeleteFunc(got, func(what string, _ int) bool { return strings.HasPrefix(what, "unknown-member") })
			if !maps.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}
