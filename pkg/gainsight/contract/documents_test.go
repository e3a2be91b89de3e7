package contract_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/api"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// other is a document with what that of Gainsight does not have.
const other = `
openapi: 3.1.1
info: {title: Other, version: '1'}
servers: [{url: 'https://{host}/api/', variables: {host: {default: example.com}}}]
security: [{key: []}]
paths:
  /things/{id}:
    parameters:
    - {name: id, in: path, required: true, schema: {type: string, pattern: '^a', maxLength: 3}}
    - {name: tag, in: query, schema: {type: array, items: {type: string}}}
    - {name: size, in: query, schema: {type: number, maximum: 5}}
    - {name: any, in: query}
    - {name: untyped, in: query, schema: {minimum: 3}}
    post:
      operationId: makeThing
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses:
        '200': {description: Done, content: {application/json: {schema: {type: object, properties: {data: {}}}}}}
        4XX: {description: Refused, content: {application/json: {schema: {type: string}}}}
        default: {description: Anything}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    Thing:
      type: object
      additionalProperties: false
      properties:
        low: {type: number, exclusiveMinimum: 1}
        high: {type: number, exclusiveMaximum: 1}
        most: {type: number, maximum: 1}
        short: {type: string, maxLength: 1}
        long: {type: string, minLength: 3}
        pattern: {type: string, pattern: '^a'}
        constant: {const: [1]}
        unique: {type: array, uniqueItems: true}
        choice: {anyOf: [{type: string}, {type: object, properties: {a: {type: integer}}}]}
        nothing: false
`

func TestOtherDocuments(t *testing.T) {
	c := newContract(t, contract.WithDocument([]byte(other)))
	if got := c.Operations(); len(got) != 1 || got[0].ID != "makeThing" || got[0].Method != "POST" || got[0].Path != "/things/{id}" || !slices.Equal(got[0].Statuses, []int{200}) {
		t.Errorf("got %+v", got)
	}
	const header = "X-Key: k\n" + jsonType
	thing := func(body string) plain { return plain{"POST", "/api/things/a", header, body, 200, jsonType, "{}"} }
	inBody := func(rest string) string { return "violation: makeThing, request, body" + rest }
	for name, test := range map[string]struct {
		exchange plain
		want     string
	}{
		"thing":           {thing("{}"), ""},
		"tags":            {thing("{}").with(func(p *plain) { p.target += "?tag=a&tag=b&any=x" }), ""},
		"size":            {thing("{}").with(func(p *plain) { p.target += "?size=6" }), "violation: makeThing, request, query at /size: maximum: want at most 5, got a larger number"},
		"signed size":     {thing("{}").with(func(p *plain) { p.target += "?size=%2B1" }), "violation: makeThing, request, query at /size: type: want number, got a string of 2 characters"},
		"pattern in path": {thing("{}").with(func(p *plain) { p.target = "/api/things/b" }), "violation: makeThing, request, path at /id: pattern: want a text of the pattern ^a, got a string of 1 characters"},
		"length in path":  {thing("{}").with(func(p *plain) { p.target = "/api/things/abcd" }), "violation: makeThing, request, path at /id: maxLength: want at most 3 characters, got 4"},
		"key":             {thing("{}").with(func(p *plain) { p.header = jsonType }), "violation: makeThing, request, header: authentication: want the header X-Key, got none of it"},
		"low":             {thing(`{"low":1}`), inBody(" at /low: exclusiveMinimum: want more than 1, got a number that is not")},
		"high":            {thing(`{"high":1}`), inBody(" at /high: exclusiveMaximum: want less than 1, got a number that is not")},
		"most":            {thing(`{"most":1.5}`), inBody(" at /most: maximum: want at most 1, got a larger number")},
		"short":           {thing(`{"short":"ab"}`), inBody(" at /short: maxLength: want at most 1 characters, got 2")},
		"long":            {thing(`{"long":"ab"}`), inBody(" at /long: minLength: want at least 3 characters, got 2")},
		"pattern":         {thing(`{"pattern":"b"}`), inBody(" at /pattern: pattern: want a text of the pattern ^a, got a string of 1 characters")},
		"constant":        {thing(`{"constant":true}`), inBody(" at /constant: const: want [1], got a boolean")},
		"constant null":   {thing(`{"constant":null}`), inBody(" at /constant: const: want [1], got null")},
		"constant map":    {thing(`{"constant":{}}`), inBody(" at /constant: const: want [1], got an object of 0 members")},
		"constant 2":      {thing(`{"constant":2}`), inBody(" at /constant: const: want [1], got a number")},
		"unique":          {thing(`{"unique":[1,1]}`), inBody(" at /unique: uniqueItems: want what the schema says, got something else")},
		"no choice":       {thing(`{"choice":1}`), inBody(" at /choice: type: want string or object, got a number")},
		"one choice":      {thing(`{"choice":{"a":"b"}}`), inBody(" at /choice/a: type: want integer, got a string")},
		"nothing":         {thing(`{"nothing":1}`), inBody(" at /nothing: schema: want what the schema says, got something else")},
		"more": {thing(`{"more":1}`), lines(inBody(": additionalProperties: want no other members, got 1 more"),
			"warning: makeThing, request, body at /more: unknown-member: want a member that the document has, got another one")},
		"no body":    {thing("").with(func(p *plain) { p.header = "X-Key: k" }), ""},
		"4XX":        {thing("{}").with(func(p *plain) { p.status, p.reply = 422, `"no"` }), ""},
		"not a 4XX":  {thing("{}").with(func(p *plain) { p.status, p.reply = 422, `1` }), "violation: makeThing, reply 422, body: type: want string, got a number"},
		"default":    {thing("{}").with(func(p *plain) { p.status, p.reply = 503, `<html>` }), ""},
		"no records": {thing("{}").with(func(p *plain) { p.reply = `{"data":{"records":1,"limit":"a"}}` }), ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, v := range c.Check(test.exchange.exchange(t)) {
				got = append(got, v.String())
			}
			if lines(got...) != test.want {
				t.Errorf("got\n%s\nwant\n%s", lines(got...), test.want)
			}
		})
	}
}

// A document of which the servers have no path has its operations at the root.
func TestBasePaths(t *testing.T) {
	noServer := strings.Replace(other, "servers:", "x-servers:", 1)
	noPath := strings.Replace(other, "{host}/api/", "{host}", 1)
	for name, test := range map[string]struct {
		options []contract.Option
		target  string
		want    string
	}{
		"no server":     {[]contract.Option{contract.WithDocument([]byte(noServer))}, "/things/a", "makeThing"},
		"no path":       {[]contract.Option{contract.WithDocument([]byte(noPath))}, "/things/a", "makeThing"},
		"another path":  {[]contract.Option{contract.WithBasePath("/gateway/v1/")}, "/gateway/v1/companyteam", "upsertCompanyTeam"},
		"the root":      {[]contract.Option{contract.WithBasePath("/")}, "/companyteam", "upsertCompanyTeam"},
		"none":          {[]contract.Option{contract.WithBasePath("")}, "/companyteam", "upsertCompanyTeam"},
		"not below it":  {[]contract.Option{contract.WithBasePath("/gateway")}, "/v1/companyteam", ""},
		"SCIM":          {[]contract.Option{contract.WithSCIMBasePath("/scim/v2/")}, "/scim/v2/Users", "scimCreateUser"},
		"SCIM as it is": {[]contract.Option{contract.WithSCIMBasePath("/scim/v2")}, "/v1/users/services/scim/Users", "scimCreateUser"},
		"SCIM, nearly":  {[]contract.Option{contract.WithSCIMBasePath("/scim/v2")}, "/scim/v2Users", ""},
	} {
		t.Run(name, func(t *testing.T) {
			found, ok := newContract(t, test.options...).Find(plain{method: "POST", target: test.target}.exchange(t).Request)
			if found.ID != test.want || ok != (test.want != "") {
				t.Errorf("got %q", found.ID)
			}
		})
	}
}

// What cannot be used is refused with one error that says why.
func TestNewRefuses(t *testing.T) {
	document := func(text string) []contract.Option { return []contract.Option{contract.WithDocument([]byte(text))} }
	changed := func(from, to string) []contract.Option {
		text := bytes.Replace(api.Document, []byte(from), []byte(to), 1)
		if bytes.Equal(text, api.Document) {
			t.Fatalf("the document has no %s", from)
		}
		return document(string(text))
	}
	for name, test := range map[string]struct {
		options []contract.Option
		want    string // a part of it, where the words are ours
	}{
		"nothing":           {document(""), ""},
		"no YAML":           {document("\t{"), ""},
		"a list":            {document("[]"), ""},
		"HTML":              {document("<!doctype html><html></html>"), ""},
		"OpenAPI 2":         {document("swagger: '2.0'\npaths: {}"), "3.1 is needed"},
		"OpenAPI 3.0":       {document("openapi: 3.0.3\ninfo: {title: a, version: b}\npaths: {}"), `openapi is "3.0.3", and 3.1 is needed`},
		"OpenAPI 3.2":       {document("openapi: 3.2.0\ninfo: {title: a, version: b}\npaths: {}"), `openapi is "3.2.0", and 3.1 is needed`},
		"no operations":     {document("openapi: 3.1.0\ninfo: {title: a, version: b}\npaths: {}"), "no operations"},
		"no reference":      {changed("    Envelope:\n", "    Envelop:\n"), ""},
		"no pattern":        {changed("x-other-members: '__gc$'", "x-other-members: '('"), ""},
		"odd values":        {changed("x-known-values:\n            - Full", "x-known-values:\n            - {Full: 1}"), ""},
		"a base path":       {[]contract.Option{contract.WithBasePath("v1")}, `contract.New: WithBasePath: "v1" does not begin with a slash`},
		"a base path of it": {[]contract.Option{contract.WithSCIMBasePath("/"), contract.WithBasePath("v1")}, "WithSCIMBasePath: \"/\" is no path such as /v1/users/services/scim\nWithBasePath"},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := contract.New(test.options...)
			if err == nil || c != nil || !strings.HasPrefix(err.Error(), "contract.New: ") || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}
