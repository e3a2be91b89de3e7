package main

import (
	"strings"
	"testing"
)

// edits is a change of the made-up project.
type edits struct {
	file  string
	pairs []string // old and new texts
}

// What breaks has names, what is compatible has none.
var changes = map[string]struct {
	edits edits
	names []string
	says  []string
}{
	"field removed":         {edits{goFile, []string{"\tPort int\n", ""}}, []string{"things.Client.Port"}, []string{"things.Client.Port: is gone: type Client struct, Port int"}},
	"field retyped":         {edits{goFile, []string{"Port int", "Port int64"}}, []string{"things.Client.Port"}, []string{"was type Client struct, Port int, is type Client struct, Port int64"}},
	"promoted field":        {edits{goFile, []string{"struct{ Name string }", "struct{ Called string }"}}, []string{"things.Client.Name", "things.Other.Name"}, []string{"is new: type Client struct, Called string"}},
	"method removed":        {edits{goFile, []string{"func (c *Client) Get", "func (c *Client) get"}}, []string{"things.Client.Get"}, []string{"is gone: method (*Client) Get(context.Context, string) (string, error)"}},
	"signature changed":     {edits{goFile, []string{"id string) (string, error) { return \"\", nil }", "id int) (string, error) { return \"\", nil }"}}, []string{"things.Client.Get"}, nil},
	"receiver changed":      {edits{goFile, []string{"(c Client) Put", "(c *Client) Put"}}, []string{"things.Client.Put"}, nil},
	"constant changed":      {edits{goFile, []string{"Limit = 50", "Limit = 40"}}, []string{"things.Limit"}, []string{"was const Limit untyped int = 50"}},
	"variable removed":      {edits{goFile, []string{"var ErrGone", "var errGone"}}, []string{"things.ErrGone"}, nil},
	"type removed":          {edits{goFile, []string{"type Doer interface{", "type doer interface{"}}, []string{"things.Doer"}, []string{"!things.Doer.Do"}},
	"type changed":          {edits{goFile, []string{"type Doer interface{ Do(what string) }", "type Doer struct{ A int }"}}, []string{"things.Doer"}, []string{"!things.Doer.Do", "!things.Doer.A"}},
	"alias changed":         {edits{goFile, []string{"type Other = base", "type Other = Client"}}, []string{"things.Other"}, nil},
	"behind an alias":       {edits{"internal/hidden/hidden.go", []string{"A int", "A string"}}, []string{"sub.Shown.A"}, nil},
	"package removed":       {edits{"sub/sub.go", []string{"package sub", "package main", "// Shown", "func main() {}\n\n// Shown"}}, []string{"sub"}, []string{"sub: is gone: the package", "!sub.Shown"}},
	"interface grows":       {edits{goFile, []string{"Do(what string)", "Do(what string); Undo()"}}, []string{"things.Doer.Undo"}, []string{"things.Doer.Undo: is new, and others may implement the interface: type Doer interface, Undo()"}},
	"generic changed":       {edits{goFile, []string{"List[T any] struct", "List[T comparable] struct", "Map[A, B any]", "Map[A, B comparable]"}}, []string{"things.Map", "things.List"}, nil},
	"sealed interface":      {edits{goFile, []string{"Is() bool", "Is() bool\n\tIsNot() bool"}}, nil, []string{"things.Sealed.IsNot: is new"}},
	"function added":        {edits{goFile, []string{"// List is", "// New is new.\nfunc New(f func(a, b int)) *Client { return nil }\n\n// List is"}}, nil, []string{"things.New: is new: func New(func(int, int)) *Client"}},
	"type added":            {edits{goFile, []string{"// List is", "// T is new.\ntype T struct{ A, B int }\n\n// List is"}}, nil, []string{"things.T: is new: type T struct", "!things.T.A"}},
	"published module":      {edits{"pkg/extra/extra.go", []string{"func New(", "func Make("}}, []string{"extra.New"}, []string{"extra.New: is gone: func New() *things.Client", "extra.Make: is new"}},
	"operation removed":     {edits{documentFile, []string{"  /old:\n    get:\n      operationId: oldThings\n      responses:\n        '204': {description: Nothing}\n", ""}}, []string{"oldThings"}, []string{"oldThings: API path removed without deprecation"}},
	"deprecated removed":    {edits{documentFile, []string{documentText[strings.Index(documentText, "    get:"):strings.Index(documentText, "    post:")], ""}}, []string{"listThings"}, []string{"listThings: API removed with deprecation"}},
	"operation without id":  {edits{documentFile, []string{"    post:\n      responses:\n        '204': {description: Made}\n", ""}}, []string{"POST /things"}, nil},
	"enumeration narrowed":  {edits{documentFile, []string{"[red, green]", "[red]"}}, []string{"listThings"}, []string{"listThings: removed the enum value `green` from the `query` request parameter `colour`"}},
	"member of a reply":     {edits{documentFile, []string{"size: {", "sizes: {"}}, []string{"listThings"}, []string{"listThings: removed the optional property `size`", "listThings: added the optional property `sizes`"}},
	"member retyped":        {edits{documentFile, []string{"size: {type: integer}", "size: {type: string}"}}, []string{"listThings"}, nil},
	"server moved":          {edits{documentFile, []string{"com/v1", "com/v2"}}, []string{"servers"}, []string{"servers: the server https://example.com/v1 is gone", "servers: the server https://example.com/v2 is new"}},
	"server described":      {edits{documentFile, []string{"com/v1", "com/v1, description: All"}}, nil, []string{"servers: the server https://example.com/v1 is described differently"}},
	"operation renamed":     {edits{documentFile, []string{"Id: listThings", "Id: allThings"}}, nil, []string{"listThings: API operation id `listThings` removed and replaced with `allThings`"}},
	"operation added":       {edits{documentFile, []string{"  /old:\n", "  /new:\n    get:\n      operationId: newThings\n      responses:\n        '204': {description: Nothing}\n  /old:\n"}}, nil, []string{"newThings: endpoint added"}},
	"text of an operation":  {edits{documentFile, []string{"description: Made", "description: Done"}}, nil, []string{"POST /things: only texts, examples or extensions differ"}},
	"closed reply":          {edits{documentFile, []string{"                type: object\n", "                type: object\n                unevaluatedProperties: false\n"}}, []string{"listThings"}, []string{notUnderstood + "/responses/200/content/application~1json/schema/unevaluatedProperties was (absent), is false"}},
	"closed, and a member":  {edits{documentFile, []string{"                type: object\n", "                type: object\n                additionalProperties: false\n", "                  size:", "                  more: {type: string}\n                  size:"}}, []string{"listThings"}, []string{notUnderstood + "/responses/200/content/application~1json/schema/additionalProperties was", "listThings: added the optional property `more`"}},
	"negated":               {edits{documentFile, []string{"name: {type: string}", "name: {type: string, not: {enum: [x]}}"}}, []string{"listThings"}, []string{notUnderstood}},
	"style of a parameter":  {edits{documentFile, []string{"in: query, schema: {type: string,", "in: query, explode: false, schema: {type: string,"}}, []string{"listThings"}, []string{notUnderstood + "/parameters/query colour/explode was (absent), is false"}},
	"server of a path":      {edits{documentFile, []string{"  /old:\n", "  /old:\n    servers: [{url: https://old.example.com}]\n"}}, []string{"oldThings"}, []string{notUnderstood + `/servers/*/url was "https://example.com/v1", is "https://old.example.com"`}},
	"server of operation":   {edits{documentFile, []string{"      operationId: oldThings\n", "      operationId: oldThings\n      servers: [{url: https://old.example.com}]\n"}}, []string{"oldThings"}, []string{notUnderstood + "/servers/*/url"}},
	"the same server":       {edits{documentFile, []string{"  /old:\n", "  /old:\n    servers: [{url: https://example.com/v1, description: As above}]\n"}}, nil, nil},
	"parameter of a path":   {edits{documentFile, []string{"      parameters:\n        - {name: colour, in: query, schema: {type: string, enum: [red, green]}}\n", "", "  /things:\n", "  /things:\n    parameters: [{name: colour, in: query, schema: {type: string, enum: [green, red]}}]\n", "    post:\n", "    post:\n      parameters: [{name: colour, in: query, schema: {type: string, enum: [green, red]}}]\n"}}, nil, nil},
	"member called title":   {edits{documentFile, []string{"name: {type: string}", "name: {type: string, not: {properties: {title: {type: string}}}}"}}, []string{"listThings"}, []string{notUnderstood}},
	"title of a member":     {edits{documentFile, []string{"name: {type: string}", "name: {type: string, title: Name, x-name: Name, examples: [A]}"}}, nil, []string{"listThings: only texts, examples or extensions differ"}},
	"comment of a document": {edits{documentFile, []string{"openapi: 3.1.0", "# Nothing\nopenapi: 3.1.0"}}, nil, nil},
}

const notUnderstood = ": differs in a way that the comparison does not understand: "

func TestCheckAndBaseline(t *testing.T) {
	t.Parallel()
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t)
			p.edit(change.edits.file, change.edits.pairs...)
			before := p.read(goBaseline) + p.read(documentBaseline)

			output := p.run(exitFindings, "check")
			p.holds(output, change.says...)
			if len(change.names) == 0 {
				p.holds(output, "run make baseline, and commit what it writes", "!Undo what")
			} else {
				p.holds(output, "compat: broken since the baseline:\n  "+change.names[0]+": ", "Undo what is broken")
				p.holds(p.run(exitFindings, "baseline"), "nothing written", change.names[0])
				if p.read(goBaseline)+p.read(documentBaseline) != before {
					t.Error("something was written")
				}
				p.name(change.names...)
				p.holds(p.run(exitFindings, "check"), "run make baseline, and commit what it writes", "!Undo what")
			}
			p.holds(p.run(exitOK, "baseline"), "compat: wrote ")
			p.holds(p.run(exitOK, "check"), "all is well")
		})
	}
}

func TestNothingChanged(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	p.holds(p.run(exitOK, "check"), "all is well", "not compared with an earlier version: no history can be read here")
	p.holds(p.run(exitOK, "baseline"), "up to date")
}

// The names of parameters, unexported things, and what nobody can import are no part of the API.
func TestWhatIsNoPromise(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	p.edit(goFile, "ctx context.Context, id string", "_ context.Context, name string", "func(id int) error", "func(number int) error",
		"sealed()", "closed()", "f func(a A) B", "g func(x A) B")
	p.write("internal/other/other.go", "package other\n\n// Other is new.\ntype Other int\n")
	p.write("things_test.go", "package things\n\n// Tested is new.\ntype Tested int\n")
	p.run(exitOK, "check")
}
