package api_test

import (
	"context"
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/gainsight-go/gainsight-go/api"
	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

func load(t *testing.T) *openapi3.T {
	t.Helper()
	document, err := openapi3.NewLoader().LoadFromData(api.Document)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func operations(document *openapi3.T) map[string]*openapi3.Operation {
	all := map[string]*openapi3.Operation{}
	for path, item := range document.Paths.Map() {
		for method, operation := range item.Operations() {
			all[method+" "+path] = operation
		}
	}
	return all
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

// The eleven published operations keep their ids and paths; four are new.
func TestOperations(t *testing.T) {
	want := map[string]struct{ id, mark string }{
		"GET /users":                                {"listUsers", "P"},
		"GET /users/{userId}":                       {"getUser", "P"},
		"PUT /users/{userId}":                       {"updateUser", "P"},
		"POST /users/{userId}/deactivate":           {"deactivateUser", "P"},
		"POST /companyteam":                         {"upsertCompanyTeam", "P"},
		"POST /companyteam/search":                  {"searchCompanyTeam", "P"},
		"GET /scim/v2/Users":                        {"scimListUsers", "P"},
		"POST /scim/v2/Users":                       {"scimCreateUser", "P"},
		"GET /scim/v2/Users/{scimUserId}":           {"scimGetUser", "P"},
		"PUT /scim/v2/Users/{scimUserId}":           {"scimUpdateUser", "P"},
		"DELETE /scim/v2/Users/{scimUserId}":        {"scimDeleteUser", "P"},
		"PUT /teams/services/companyTeam":           {"upsertCompanyTeamRecords", "A"},
		"DELETE /teams/services/companyTeam/{gsid}": {"deleteCompanyTeamRecord", "A"},
		"POST /teams/services/companyTeam/delete":   {"bulkDeleteCompanyTeamRecords", "A"},
		"POST /teams/services/companyTeam/list":     {"listCompanyTeamRecords", "A"},
	}
	got := operations(load(t))
	if len(got) != len(want) {
		t.Errorf("%d operations, want %d", len(got), len(want))
	}
	for route, operation := range got {
		if operation.OperationID != want[route].id || operation.Extensions["x-evidence"] != want[route].mark {
			t.Errorf("%s: got %s, %v", route, operation.OperationID, operation.Extensions["x-evidence"])
		}
		if operation.Responses.Default() != nil {
			t.Errorf("%s has a default response", route)
		}
		unconfirmed := want[route].mark == "P"
		if operation.Deprecated != unconfirmed || strings.Contains(operation.Description, "unconfirmed") != unconfirmed {
			t.Errorf("%s: deprecated %v: %s", route, operation.Deprecated, operation.Description)
		}
	}
}

// The frozen schemas are the published ones: nothing that only the published document knows is lost.
func TestPublishedShapesAreFrozen(t *testing.T) {
	schemas := load(t).Components.Schemas
	for name, members := range map[string]string{
		"PublishedCompanyTeamRecord": "CompanyId Gsid IsPrimary TeamRole UserId",
		"PublishedSearchRequest":     "limit offset select where",
		"PublishedApiResponse":       "errorCode errorDesc requestId result",
		"GainsightUser":              "CreatedDate Email FirstName Gsid IsActive LastName LicenseType ModifiedDate Role SfdcUserId UserType",
		"ScimUser":                   "active emails id meta name schemas userName",
	} {
		if schemas[name] == nil {
			t.Errorf("%s is missing", name)
			continue
		}
		if got := memberNames(schemas[name].Value); got != members {
			t.Errorf("%s: got %s", name, got)
		}
	}
}

func memberNames(schema *openapi3.Schema) string {
	var names []string
	for name := range schema.Properties {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

func TestCompanyTeamShapes(t *testing.T) {
	schemas := load(t).Components.Schemas
	record := schemas["CompanyTeamRecord"].Value
	if got := memberNames(record); got != "CompanyGsid CompanyName CreatedBy CreatedDate Gsid ModifiedBy ModifiedDate Name TeamAdmin UserGsid UserName UserRole" {
		t.Errorf("the record has %s", got)
	}
	for path, value := range map[string]any{
		`{}`:                        map[string]any{},
		`custom fields of any kind`: map[string]any{"A__gc": 1.5, "B__gc": nil, "C__gc": map[string]any{"x": []any{1.0}}, "D__gc": true},
		`admin as text`:             map[string]any{"TeamAdmin": "true"},
		`admin as boolean`:          map[string]any{"TeamAdmin": true},
		`nulls`:                     map[string]any{"TeamAdmin": nil, "UserRole": nil},
		`date in milliseconds`:      map[string]any{"ModifiedDate": 1696327412000.0},
	} {
		if err := record.VisitJSON(value, openapi3.EnableJSONSchema2020()); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	if err := record.VisitJSON(map[string]any{"UserRole": 5.0}, openapi3.EnableJSONSchema2020()); err == nil {
		t.Error("a role that is a number is valid")
	}
}

// One call takes 1 to 50 records.
func TestLimits(t *testing.T) {
	schemas := load(t).Components.Schemas
	records := schemas["CompanyTeamUpsertRequest"].Value.Properties["records"].Value
	for name, schema := range map[string]*openapi3.Schema{"upsert": records, "bulk delete": schemas["CompanyTeamBulkDeleteRequest"].Value} {
		if schema.MinItems != 1 || schema.MaxItems == nil || *schema.MaxItems != 50 {
			t.Errorf("%s: %v to %v", name, schema.MinItems, schema.MaxItems)
		}
	}
}

// Every sample of the vendor's article decodes into the generated types and comes back with every member's value.
func TestSamplesRoundTrip(t *testing.T) {
	types := map[string]func() any{
		"PUT /teams/services/companyTeam request":         func() any { return new(gsapi.CompanyTeamUpsertRequest) },
		"PUT /teams/services/companyTeam 200":             func() any { return new(gsapi.CompanyTeamUpsertReply) },
		"DELETE /teams/services/companyTeam/{gsid} 200":   func() any { return new(gsapi.CompanyTeamDeleteReply) },
		"POST /teams/services/companyTeam/delete request": func() any { return new(gsapi.CompanyTeamBulkDeleteRequest) },
		"POST /teams/services/companyTeam/delete 200":     func() any { return new(gsapi.CompanyTeamBulkDeleteReply) },
		"POST /teams/services/companyTeam/list request":   func() any { return new(gsapi.SearchRequest) },
		"POST /teams/services/companyTeam/list 200":       func() any { return new(gsapi.CompanyTeamListReply) },
		"failure": func() any { return new(gsapi.Failure) },
	}
	seen := map[string]int{}
	check := func(kind, name string, example *openapi3.ExampleRef) {
		seen[kind]++
		target := types[kind]()
		before, err := json.Marshal(example.Value.Value)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(before, target); err != nil {
			t.Errorf("%s, %s: %v", kind, name, err)
			return
		}
		after, err := json.Marshal(target)
		if err != nil {
			t.Errorf("%s, %s: %v", kind, name, err)
		}
		if !sameJSON(t, before, after) {
			t.Errorf("%s, %s:\nbefore %s\nafter  %s", kind, name, before, after)
		}
	}
	for route, operation := range operations(load(t)) {
		if operation.RequestBody != nil {
			for name, example := range examples(operation.RequestBody.Value.Content) {
				check(route+" request", name, example)
			}
		}
		for status, response := range operation.Responses.Map() {
			kind := route + " 200"
			if status != "200" {
				kind = "failure"
			}
			for name, example := range examples(response.Value.Content) {
				check(kind, name, example)
			}
		}
	}
	for kind := range types {
		if seen[kind] == 0 {
			t.Errorf("there is no sample of %s", kind)
		}
	}
}

func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	var left, right any
	if err := json.Unmarshal(a, &left); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &right); err != nil {
		t.Fatal(err)
	}
	return reflect.DeepEqual(left, right)
}

// Mock servers pick the reply by the name of the request's example.
func TestExchangesShareNames(t *testing.T) {
	for route, operation := range operations(load(t)) {
		if operation.RequestBody == nil {
			continue
		}
		for name := range examples(operation.RequestBody.Value.Content) {
			if examples(operation.Responses.Value("200").Value.Content)[name] == nil {
				t.Errorf("%s: the request %s has no reply of that name", route, name)
			}
		}
	}
}

// The vendor's samples name persons; here they have plainly artificial names.
func TestPersonsAreRenamed(t *testing.T) {
	person := regexp.MustCompile(`"(?:UserName|Name|ModifiedBy|CreatedBy)":"([^"]*)"`)
	samples, err := json.Marshal(load(t).Paths)
	if err != nil {
		t.Fatal(err)
	}
	found := person.FindAllSubmatch(samples, -1)
	if len(found) == 0 {
		t.Error("no person found; does this test still look at the right place?")
	}
	for _, match := range found {
		if name := string(match[1]); !slices.Contains([]string{"Alex Example", "Admin User", "Name", "123"}, name) {
			t.Errorf("a sample names %s", name)
		}
	}
}

func examples(content openapi3.Content) openapi3.Examples {
	if media := content.Get("application/json"); media != nil {
		return media.Examples
	}
	return nil
}
