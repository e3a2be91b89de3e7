package specfix_test

import (
	"fmt"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

const altered = `openapi: 3.1.0
security: [{key: []}, {token: []}]
paths:
  /things/{id}:
    servers: [{url: https://things.example.com}]
    parameters:
      - $ref: '#/components/parameters/id'
    get:
      responses:
        '200':
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing'}
    delete:
      security: [{key: []}]
      responses:
        '204': {description: Gone}
components:
  parameters:
    id: {name: id, in: path, required: true, schema: {type: string}}
  schemas:
    Thing:
      properties:
        title: {type: string}
        parts: {type: array, items: {$ref: '#/components/schemas/Thing'}}
        other: {$ref: '#/components/schemas/Other', minProperties: 1}
    Other: {type: object, required: [a, b]}
`

func TestAlterations(t *testing.T) {
	t.Parallel()
	const content = "/responses/200/content/application~1json/schema"
	for name, test := range map[string]struct {
		pairs []string
		want  string
	}{
		"nothing":               {nil, ""},
		"texts":                 {[]string{"Gone", "Removed", "title: {type: string}", "title: {type: string, title: T, deprecated: true, x-a: 1}"}, ""},
		"order":                 {[]string{"[a, b]", "[b, a]", "[{key: []}, {token: []}]", "[{token: []}, {key: []}]"}, ""},
		"name that is a title":  {[]string{"title:", "summary:"}, "GET /things/{id}: " + content + "/properties/summary, " + content + "/properties/title"},
		"in a circle":           {[]string{"type: array,", "type: array, maxItems: 1,"}, "GET /things/{id}: " + content + "/properties/parts/maxItems"},
		"behind a reference":    {[]string{"{type: object,", "{"}, "GET /things/{id}: " + content + "/properties/other/$ref/type"},
		"beside a reference":    {[]string{"minProperties: 1", "minProperties: 2"}, "GET /things/{id}: " + content + "/properties/other/minProperties"},
		"schema with new name":  {[]string{"schemas/Thing", "schemas/Stuff", "    Thing:", "    Stuff:"}, ""},
		"reference written out": {[]string{"$ref: '#/components/parameters/id'", "{name: id, in: path, required: true, schema: {type: string}}"}, ""},
		"parameter of the path": {[]string{"in: path, required: true", "in: path, style: label"}, "DELETE /things/{id}: /parameters/path id/required, /parameters/path id/style; GET /things/{id}: /parameters/path id/required, /parameters/path id/style"},
		"server of the path":    {[]string{"things.example.com", "example.com"}, "DELETE /things/{id}: /servers/*/url; GET /things/{id}: /servers/*/url"},
		"own security":          {[]string{"      security: [{key: []}]\n", ""}, "DELETE /things/{id}: /security/*"},
		"everybody's security":  {[]string{"[{key: []}, {token: []}]", "[{key: []}]"}, "security: /*"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			after := strings.NewReplacer(test.pairs...).Replace(altered)
			if len(test.pairs) > 0 && after == altered {
				t.Fatal("nothing was altered")
			}
			if got := alterationsOf(t, altered, after); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// Each schema leads twice to the next one: written out, the last one stands there 2^60 times.
func TestAlterationsDoNotAddUp(t *testing.T) {
	t.Parallel()
	var schemas strings.Builder
	for i := range 60 {
		fmt.Fprintf(&schemas, "    S%[1]d: {properties: {a: {$ref: '#/components/schemas/S%[2]d'}, b: {$ref: '#/components/schemas/S%[2]d'}}}\n", i, i+1)
	}
	before := strings.NewReplacer("schemas/Thing", "schemas/S0", "  schemas:\n", "  schemas:\n"+schemas.String()+"    S60: {type: string}\n").Replace(altered)
	after := strings.Replace(before, "S60: {type: string}", "S60: {type: integer}", 1)
	if got := alterationsOf(t, before, after); strings.Count(got, "/type") != 1 {
		t.Error(got)
	}
}

// alterationsOf shows where they are.
func alterationsOf(t *testing.T, before, after string) string {
	t.Helper()
	read := func(text string) *yaml.Node {
		root, err := specfix.ReadOpenAPI(specfix.Source{Data: []byte(text)})
		if err != nil {
			t.Fatal(err)
		}
		return root
	}
	found := specfix.Alterations(read(before), read(after))
	var lines []string
	for _, at := range []specfix.Endpoint{{Method: "DELETE", Path: "/things/{id}"}, {Method: "GET", Path: "/things/{id}"}, {Path: "security"}, {Path: "components"}} {
		var places []string
		for _, alteration := range found[at] {
			places = append(places, alteration.At)
		}
		if len(places) > 0 {
			lines = append(lines, strings.TrimSpace(at.Method+" "+at.Path)+": "+strings.Join(places, ", "))
		}
	}
	return strings.Join(lines, "; ")
}
