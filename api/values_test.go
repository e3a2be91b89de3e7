package api_test

import (
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// A schema takes what a tenant may hold or return, and not everything.
func TestValues(t *testing.T) {
	type object = map[string]any
	schemas := load(t).Components.Schemas
	ids := func(n int) []any { return slices.Repeat([]any{"1P01"}, n) }
	for schema, values := range map[string]struct{ valid, invalid []any }{
		"CompanyTeamRecord": {
			valid: []any{
				object{},
				object{"A__gc": 1.5, "B__gc": nil, "C__gc": object{"x": []any{1.0}}, "D__gc": true},
				object{"TeamAdmin": "true"}, object{"TeamAdmin": true},
				object{"TeamAdmin": nil, "UserRole": nil},
				object{"ModifiedDate": "2023-10-03T10:03:32Z"}, object{"ModifiedDate": 1696327412000.0},
			},
			invalid: []any{object{"UserRole": 5.0}},
		},
		"GainsightUser": {
			valid: []any{
				object{},
				object{"A__gc": 1.5, "B__gc": nil, "NewField": []any{}},
				object{"IsActiveUser": "true"}, object{"IsActiveUser": true}, object{"GainsightLicenseEnabled": nil},
				object{"Email": "not an address"},
				object{"LicenseType": "a new one", "SystemType": "a new one"},
				object{"ModifiedDate": "10/03/2023 10:03:32"}, object{"CreatedDate": 1696327412000.0},
				object{"permissionBundles": []any{"Client Resources"}}, object{"permissionBundles": nil},
			},
			invalid: []any{object{"Email": 5.0}, object{"permissionBundles": "Client Resources"}},
		},
		"UserCreateRequest": {
			valid:   []any{object{"records": []any{object{}}}},
			invalid: []any{object{}, object{"records": []any{}}, object{"records": slices.Repeat([]any{object{}}, 51)}},
		},
		"UserStatusRequest": {
			valid:   []any{ids(1), ids(50)},
			invalid: []any{ids(0), ids(51), []any{5.0}},
		},
		"UserUpdateReply": {
			valid: []any{
				object{"result": true, "data": nil},
				object{"result": true, "data": object{"success": []any{object{}}, "errors": []any{object{"errorMessage": "No", "row": 1.0}}}},
			},
			invalid: []any{object{"data": nil}, object{"result": true, "data": object{"errors": "No"}}},
		},
		"UndocumentedReply": {
			valid: []any{
				object{"result": true},
				object{"result": true, "data": []any{1.0}},
				object{"result": true, "data": object{"records": nil}},
			},
			invalid: []any{object{"data": nil}},
		},
		"ScimUser": {
			valid: []any{
				object{"active": true}, object{"active": "True"},
				object{"id": "1", "roles": []any{object{"value": "CSM"}}, "nickName": "Al"},
				object{enterpriseURN: object{"manager": object{"value": "2"}, "department": "Sales"}},
				object{gainsightURN: object{"IsSuperAdmin": false, "Tier__gc": 1.0}},
			},
			invalid: []any{object{"userName": 5.0}, object{"emails": "alex@example.com"}},
		},
		"ScimError": {
			valid:   []any{object{"status": "409", "scimType": "uniqueness"}},
			invalid: []any{object{"status": 409.0}},
		},
		"ScimPatch": {
			valid: []any{object{"schemas": []any{}, "Operations": []any{object{"op": "replace", "path": "active", "value": false}}}},
			invalid: []any{
				object{"schemas": []any{}, "Operations": []any{}},
				object{"schemas": []any{}, "Operations": []any{object{"op": "delete"}}},
			},
		},
	} {
		is := schemas[schema].Value
		for _, value := range values.valid {
			if err := is.VisitJSON(value, openapi3.EnableJSONSchema2020()); err != nil {
				t.Errorf("%s %v: %v", schema, value, err)
			}
		}
		for _, value := range values.invalid {
			if err := is.VisitJSON(value, openapi3.EnableJSONSchema2020()); err == nil {
				t.Errorf("%s %v is valid", schema, value)
			}
		}
	}
}
