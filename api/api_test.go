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

// Mock servers pick the reply by the name of the request's example, or of the parameter's where there is no body. Only
// replies of which nobody knows enough have no example.
func TestExchangesShareNames(t *testing.T) {
	d := committed(t)
	withoutExample := []string{"", "application/json UndocumentedReply", "application/json UserUpdateReply"}
	for route, want := range documented {
		operation := d.operations()[route]
		response := operation.at("responses", want.success())
		replies := exampleNames(d, response)
		if isWithout := slices.Contains(withoutExample, bodies(d, response)); isWithout != (len(replies) == 0) {
			t.Errorf("%s has the replies %s", route, replies)
		}
		if request := exampleNames(d, operation["requestBody"]); request != nil && replies != nil && !slices.Equal(request, replies) {
			t.Errorf("%s: the requests are %s, the replies %s", route, request, replies)
		}
		parameters, _ := operation["parameters"].([]any)
		for _, parameter := range parameters {
			if names := keysOf(d.follow(parameter).object("examples")); names != nil && !slices.Equal(names, replies) {
				t.Errorf("%s: the parameters are %s, the replies %s", route, names, replies)
			}
		}
	}
}

// The samples name persons; here they have plainly artificial names.
func TestPersonsAreRenamed(t *testing.T) {
	artificial := []string{"Alex Example", "Admin User", "Name", "123", "alex@example.com", "Alex", "Example", "Example Group"}
	found := 0
	for _, e := range examples(committed(t)) {
		walk(e.value, func(object map[string]any) {
			for _, key := range []string{"UserName", "Name", "ModifiedBy", "CreatedBy", "Email", "SFDCUserName",
				"userName", "displayName", "givenName", "familyName"} {
				value, isText := object[key].(string)
				if !isText {
					continue
				}
				// A lookup has the members UserName and Name, too: with the names of fields.
				if found++; !slices.Contains(artificial, value) {
					t.Errorf("%s names %s", e.name, value)
				}
			}
		})
	}
	if found == 0 {
		t.Error("no person found; does this test still look at the right place?")
	}
}
