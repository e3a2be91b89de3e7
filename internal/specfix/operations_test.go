package specfix_test

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
	"github.com/gainsight-go/gainsight-go/internal/specfix/specfixtest"
)

// The files in testdata are what the small project has. To accept a change, copy what the failing test prints.
func TestOperationsGolden(t *testing.T) {
	p := specfixtest.New(t)
	for _, file := range []string{specfix.OperationsGoFile, specfix.OperationsFile} {
		name := filepath.Join("testdata", filepath.Base(file)+".golden")
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := specfixtest.Read(t, p, file); got != string(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
}

// row is an operation of a document that a test makes, as the table for Go programs has it.
type row struct {
	id, method, path, evidence string
	deprecated                 bool
	retry, quota, auth         string
}

const allSchemes = `components:
  securitySchemes:
    apiKey: {type: apiKey, in: header, name: key}
    m2m: {type: http, scheme: bearer}
    clientCredentials: {type: http, scheme: basic}
`

var securityOf = map[string]string{
	"any": "[m2m: [], apiKey: []]", "access-key": "[apiKey: []]", "bearer": "[m2m: []]", "basic": "[clientCredentials: []]",
}

// everyClass has an operation for each combination of classes, in the order of the table: by path and method.
func everyClass() (rows []row, document string) {
	paths := map[string][]string{}
	for _, retry := range []string{"ambiguous", "never", "safe"} {
		for _, quota := range []string{"scim", "token", "user-management"} {
			for _, auth := range slices.Sorted(maps.Keys(securityOf)) {
				path := "/" + retry + "/" + quota
				method := []string{"DELETE", "GET", "POST", "PUT"}[len(paths[path])]
				r := row{fmt.Sprintf("op%d", len(rows)), method, path, "V, L", len(rows)%5 == 0, retry, quota, auth}
				rows = append(rows, r)
				paths[path] = append(paths[path], r.yaml())
			}
		}
	}
	document = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n"
	for _, path := range slices.Backward(slices.Sorted(maps.Keys(paths))) {
		slices.Reverse(paths[path])
		document += "  " + path + ":\n" + strings.Join(paths[path], "")
	}
	return rows, document + allSchemes
}

func (r row) yaml() string {
	return fmt.Sprintf(`    %s:
      operationId: %s
      description: 'Evidence: %s'
      x-evidence: %s
      x-retry: %s
      x-quota: %s
      security: %s
      deprecated: %t
      x-deprecated-reason: a reason
      responses: {'204': {description: Nothing}}
`, strings.ToLower(r.method), r.id, r.evidence, r.evidence, r.retry, r.quota, securityOf[r.auth], r.deprecated)
}

// outputsOf are both tables of a document.
func outputsOf(t *testing.T, document string) (source, page string) {
	t.Helper()
	p := specfixtest.NewInputs(t, document, map[string]string{
		specfixtest.CorrectionFile: specfixtest.OverlayHead + action("a", "$.info", "absent", "update: {x-a: 1}"),
	})
	operations := mustBuild(t, p).Operations()
	wantFindings(t, operations.Findings, nil)
	outputs := operations.Outputs()
	return string(outputs[0].Content()), string(outputs[1].Content())
}

func TestTableForGoHasTheValuesOfTheDocument(t *testing.T) {
	want, document := everyClass()
	source, _ := outputsOf(t, document)
	got := rowsOf(t, source)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%v\nwant\n%v", got, want)
	}
}

// rowsOf type-checks the table for Go programs, and reads its values in the order of Operations.
func rowsOf(t *testing.T, source string) []row {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "operations.gen.go", source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	pkg, err := (&types.Config{}).Check("gsapi", files, []*ast.File{file}, info)
	if err != nil {
		t.Fatal(err)
	}
	if operation := pkg.Scope().Lookup("Operation"); !types.Comparable(operation.Type()) {
		t.Error("operations cannot be compared")
	}
	variables, order := map[types.Object]row{}, []row(nil)
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		literal, ok := spec.Values[0].(*ast.CompositeLit)
		switch {
		case !ok:
		case spec.Names[0].Name == "Operations":
			for _, element := range literal.Elts {
				order = append(order, variables[info.Uses[element.(*ast.Ident)]])
			}
		default:
			r := readRow(literal, info)
			if name := spec.Names[0].Name; !strings.EqualFold(name, "Op"+r.id) || !token.IsExported(name) {
				t.Errorf("%s is the name of %s", name, r.id)
			}
			variables[info.Defs[spec.Names[0]]] = r
		}
		return true
	})
	if len(variables) != len(order) {
		t.Errorf("%d variables, but Operations has %d", len(variables), len(order))
	}
	return order
}

func readRow(literal *ast.CompositeLit, info *types.Info) row {
	values := map[string]constant.Value{}
	for _, element := range literal.Elts {
		pair := element.(*ast.KeyValueExpr)
		values[pair.Key.(*ast.Ident).Name] = info.Types[pair.Value].Value
	}
	text := func(field string) string { return constant.StringVal(values[field]) }
	return row{text("ID"), text("Method"), text("Path"), text("Evidence"), constant.BoolVal(values["Deprecated"]), text("Retry"), text("Quota"), text("Auth")}
}

// The names in Go are those that the generator gives, which writes the ids into its comments.
func TestNamesAreThoseOfTheGenerator(t *testing.T) {
	ids := []string{
		"list", "listUsers", "getUserById", "getGroupByID", "id", "idOf", "ideas", "scimGetGroup", "getScimUrl", "apiStatus", "getHttpsUri",
		"getUTF8Text", "getUtf8Lines", "getV2Users", "get2users", "list2Ids", "getUiState", "uidOf", "createOAuthToken", "issueToken",
		"getXML", "getXmlHttpRequest", "aBC", "a1b2c3", "getJsonAPI", "tsOf", "dbTs", "serviceProviderConfig",
	}
	document := "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n"
	for i, id := range ids {
		document += fmt.Sprintf("  /%d:\n", i) + row{id: id, method: "get", evidence: "A", retry: "safe", quota: "scim", auth: "bearer"}.yaml()
	}
	source, page := outputsOf(t, document+allSchemes)
	methods := generatorMethods(t, document+allSchemes)
	for _, found := range regexp.MustCompile(`\n\tOp(\w+) += Operation`).FindAllStringSubmatch(source, -1) {
		name := found[1]
		if !methods[name] {
			t.Errorf("the generator has no method %s", name)
		}
		delete(methods, name)
		if !strings.Contains(page, "`client.API()."+name+"`") {
			t.Errorf("the page does not show how %s is called", name)
		}
	}
	if len(methods) > 0 {
		t.Errorf("only the generator has %v", slices.Sorted(maps.Keys(methods)))
	}
}

// generatorMethods are the methods of the client that the generator makes.
func generatorMethods(t *testing.T, document string) map[string]bool {
	t.Helper()
	loaded, err := openapi3.NewLoader().LoadFromData([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	code, err := codegen.Generate(loaded, codegen.Configuration{
		PackageName:   "client",
		Generate:      codegen.GenerateOptions{Client: true, Models: true},
		OutputOptions: codegen.OutputOptions{NameNormalizer: string(codegen.NameNormalizerFunctionToCamelCaseWithInitialisms)},
	})
	if err != nil {
		t.Fatal(err)
	}
	methods := map[string]bool{}
	for _, found := range regexp.MustCompile(`(?m)^func \(c \*Client\) ([A-Z]\w*)\(`).FindAllStringSubmatch(code, -1) {
		methods[found[1]] = true
	}
	return methods
}

// Every call that the page shows where nothing else is said exists, whatever the body of the operation is.
func TestCallsOfTheGeneratedClientExist(t *testing.T) {
	post := row{id: "send", method: "post", evidence: "A", retry: "safe", quota: "scim", auth: "bearer"}.yaml()
	tests := map[string]struct{ body, want string }{
		"none":               {"", "Send"},
		"JSON":               {"{content: {application/json: {schema: {type: object}}}}", "Send"},
		"JSON and a form":    {"{content: {application/x-www-form-urlencoded: {schema: {type: object}}, application/json: {schema: {type: object}}}}", "Send"},
		"SCIM":               {"{content: {application/scim+json: {schema: {type: object}}}}", "SendWithBody"},
		"a form":             {"{content: {application/x-www-form-urlencoded: {schema: {type: object}}}}", "SendWithBody"},
		"a reference":        {"{$ref: '#/components/requestBodies/Form'}", "SendWithBody"},
		"a reference to one": {"{$ref: '#/components/requestBodies/JSON'}", "Send"},
	}
	const bodies = "  requestBodies:\n    Form: {content: {application/x-www-form-urlencoded: {schema: {type: object}}}}\n" +
		"    JSON: {content: {application/json: {schema: {type: object}}}}\n"
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			document := "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /x:\n" + post
			if test.body != "" {
				document += "      requestBody: " + test.body + "\n"
			}
			document += allSchemes + bodies
			if _, page := outputsOf(t, document); !strings.Contains(page, "| `client.API()."+test.want+"` |") {
				t.Errorf("the page does not show %s:\n%s", test.want, page)
			}
			if !generatorMethods(t, document)[test.want] {
				t.Errorf("the generator has no method %s", test.want)
			}
		})
	}
}

// Tags come in the order of the document, those that it does not declare behind them.
func TestPageIsGroupedByTag(t *testing.T) {
	document := "openapi: 3.1.0\ninfo: {title: T, version: '1'}\ntags: [{name: Zebras}, {name: None}, {name: Apes}]\npaths:\n"
	for i, tags := range []string{"[Apes, Zebras]", "[More | less]", "[Zebras]", "[Apes]", ""} {
		document += fmt.Sprintf("  /%d:\n", i) + row{id: fmt.Sprintf("op%d", i), method: "get", evidence: "A", retry: "safe", quota: "scim", auth: "bearer"}.yaml()
		if tags != "" {
			document += "      tags: " + tags + "\n"
		}
	}
	_, page := outputsOf(t, document+allSchemes)
	var got []string
	for _, found := range regexp.MustCompile("(?m)^(?:## (.*)|\\| `(op\\d)` .*)$").FindAllStringSubmatch(page, -1) {
		got = append(got, found[1]+found[2])
	}
	want := []string{"Zebras", "op2", "Apes", "op0", "op3", `More \| less`, "op1", "Other operations", "op4"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
