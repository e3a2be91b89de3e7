// Package codegentest looks at what the generator wrote.
package codegentest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// Types read naturally: no struct without a name, no pointer to a list or a map, and no underscore in a name.
func TestGeneratedTypesReadNaturally(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../../gen/gsapi/gsapi.gen.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	types := 0
	for _, declaration := range file.Decls {
		general, ok := declaration.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range general.Specs {
			typed, ok := spec.(*ast.TypeSpec)
			if !ok {
				continue
			}
			types++
			if strings.Contains(typed.Name.Name, "_") {
				t.Errorf("%s has an underscore", typed.Name.Name)
			}
			checkFields(t, typed)
		}
	}
	if types < 50 {
		t.Errorf("only %d types; does this test still look at the right file?", types)
	}
}

func checkFields(t *testing.T, typed *ast.TypeSpec) {
	ast.Inspect(typed.Type, func(node ast.Node) bool {
		if node == typed.Type {
			return true
		}
		switch node := node.(type) {
		case *ast.StructType:
			t.Errorf("%s holds a struct without a name", typed.Name.Name)
		case *ast.StarExpr:
			switch node.X.(type) {
			case *ast.ArrayType, *ast.MapType:
				t.Errorf("%s holds a pointer to a list or a map", typed.Name.Name)
			}
		}
		return true
	})
}

// What the generator says of a package by itself says nothing.
func TestPackagesSayWhatTheyAre(t *testing.T) {
	for _, name := range []string{"gsapi", "gsserver"} {
		file, err := parser.ParseFile(token.NewFileSet(), "../../gen/"+name+"/"+name+".gen.go", nil, parser.ParseComments|parser.PackageClauseOnly)
		if err != nil {
			t.Fatal(err)
		}
		if text := file.Doc.Text(); !strings.HasPrefix(text, "Package "+name+" has ") {
			t.Errorf("%s: %q", name, text)
		}
		if !ast.IsGenerated(file) {
			t.Errorf("%s is not marked as generated", name)
		}
	}
}
