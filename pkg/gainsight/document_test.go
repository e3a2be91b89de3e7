package gainsight

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/gainsight-go/gainsight-go/api"
	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

func loadDocument(t *testing.T) *openapi3.T {
	t.Helper()
	document, err := openapi3.NewLoader().LoadFromData(api.Document)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// The operations by which the guard judges a request are those of the document.
func TestOperationsAreTheDocuments(t *testing.T) {
	document := loadDocument(t)
	for _, op := range gsapi.Operations {
		item := document.Paths.Value(op.Path)
		if item == nil || item.GetOperation(op.Method) == nil || item.GetOperation(op.Method).OperationID != op.ID {
			t.Errorf("the document has no %+v", op)
		}
	}
}

type knownCode struct {
	Code        string
	Status      *int
	Placeholder bool
}

func documentCodes(t *testing.T) []knownCode {
	t.Helper()
	text, err := json.Marshal(loadDocument(t).Components.Schemas["ErrorCode"].Value.Extensions["x-error-codes"])
	if err != nil {
		t.Fatal(err)
	}
	var codes []knownCode
	if err := json.Unmarshal(text, &codes); err != nil {
		t.Fatal(err)
	}
	return codes
}

// There is a constant for every code of the document and no other, and each has a class that fits its status.
func TestCodesAreTheDocuments(t *testing.T) {
	want := map[string]bool{}
	for _, known := range documentCodes(t) {
		if known.Placeholder {
			continue
		}
		want[known.Code] = true
		class, found := classOfCode[known.Code]
		if !found {
			t.Errorf("%s has no class", known.Code)
		}
		if known.Status == nil {
			continue
		}
		byStatus := (&Error{StatusCode: *known.Status, Err: errResultFalse}).class()
		if byStatus != class && byStatus != ErrInvalid {
			t.Errorf("%s is %v, but its status %d is %v", known.Code, class, *known.Status, byStatus)
		}
	}
	got := codeConstants(t)
	if !slices.Equal(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Values(got))) {
		t.Errorf("the document has %v, the constants are %v", slices.Sorted(maps.Keys(want)), got)
	}
}

func codeConstants(t *testing.T) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "codes.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	constants := map[string]string{}
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "Code") {
			return true
		}
		value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		constants[spec.Names[0].Name] = value
		return true
	})
	return constants
}

// The bodies that an upsert sends fit the document.
func TestFilledInLookupsFitTheDocument(t *testing.T) {
	schema := loadDocument(t).Components.Schemas["Lookups"].Value
	for _, how := range []identification{{}, {true, false}, {false, true}, {true, true}} {
		text, err := json.Marshal(how.lookups())
		if err != nil {
			t.Fatal(err)
		}
		var value any
		if err := json.Unmarshal(text, &value); err != nil {
			t.Fatal(err)
		}
		if err := schema.VisitJSON(value, openapi3.EnableJSONSchema2020()); err != nil {
			t.Errorf("%+v: %v", how, err)
		}
		if got := fmt.Sprint(strings.Count(string(text), "MARKASERROR"), strings.Count(string(text), `"onNoMatch":"ERROR"`)); got != "2 2" {
			t.Errorf("%+v is not strict: %s", how, text)
		}
	}
}
