package api_test

import (
	"context"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/gainsight-go/gainsight-go/api"
)

func load(t *testing.T) *openapi3.T {
	t.Helper()
	document, err := openapi3.NewLoader().LoadFromData(api.Document)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func TestDocumentIsValid(t *testing.T) {
	document := load(t)
	if err := document.Validate(context.Background()); err != nil {
		t.Error(err)
	}
	if document.OpenAPI != "3.1.0" {
		t.Errorf("the document is OpenAPI %s", document.OpenAPI)
	}
}

// A record takes what a tenant may hold or return, and not everything.
func TestRecordValues(t *testing.T) {
	record := load(t).Components.Schemas["CompanyTeamRecord"].Value
	for name, value := range map[string]any{
		"nothing":                   map[string]any{},
		"custom fields of any kind": map[string]any{"A__gc": 1.5, "B__gc": nil, "C__gc": map[string]any{"x": []any{1.0}}, "D__gc": true},
		"admin as text":             map[string]any{"TeamAdmin": "true"},
		"admin as boolean":          map[string]any{"TeamAdmin": true},
		"nulls":                     map[string]any{"TeamAdmin": nil, "UserRole": nil},
		"date as text":              map[string]any{"ModifiedDate": "2023-10-03T10:03:32Z"},
		"date in milliseconds":      map[string]any{"ModifiedDate": 1696327412000.0},
	} {
		if err := record.VisitJSON(value, openapi3.EnableJSONSchema2020()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := record.VisitJSON(map[string]any{"UserRole": 5.0}, openapi3.EnableJSONSchema2020()); err == nil {
		t.Error("a role that is a number is valid")
	}
}

// Mock servers pick the reply by the name of the request's example, or of the parameter's where there is no body.
func TestExchangesShareNames(t *testing.T) {
	d := committed(t)
	for route := range documented {
		operation := d.operations()[route]
		replies := exampleNames(d, operation.at("responses", "200"))
		if len(replies) == 0 {
			t.Errorf("%s has no example", route)
		}
		if request := exampleNames(d, operation["requestBody"]); request != nil && !slices.Equal(request, replies) {
			t.Errorf("%s: the requests are %s, the replies %s", route, request, replies)
		}
		parameters, _ := operation["parameters"].([]any)
		for _, parameter := range parameters {
			if names := keysOf(d.follow(parameter).object("examples")); !slices.Equal(names, replies) {
				t.Errorf("%s: the parameters are %s, the replies %s", route, names, replies)
			}
		}
	}
}

// The article's samples name persons; here they have plainly artificial names.
func TestPersonsAreRenamed(t *testing.T) {
	found := 0
	for _, e := range examples(committed(t)) {
		walk(e.value, func(object map[string]any) {
			for _, key := range []string{"UserName", "Name", "ModifiedBy", "CreatedBy"} {
				value, isText := object[key].(string)
				if !isText {
					continue
				}
				// A lookup has the members UserName and Name, too: with the names of fields.
				if found++; !slices.Contains([]string{"Alex Example", "Admin User", "Name", "123"}, value) {
					t.Errorf("%s, %s names %s", e.operation, e.name, value)
				}
			}
		})
	}
	if found == 0 {
		t.Error("no person found; does this test still look at the right place?")
	}
}
