package gainsighttest

import (
	"net/http"
	"reflect"
	"strings"

	"github.com/gainsight-go/gainsight-go/gen/gsserver"
)

// operation is an operation that the tenant serves.
type operation struct {
	id            string       // of the document
	body          reflect.Type // nil for none
	isCompanyTeam bool
	access        access
}

// served lists the operations of the document, all of which the tenant serves.
var served = serve(map[string]string{
	"DELETE /v1/teams/services/companyTeam/{gsid}": "deleteCompanyTeamRecord",
	"POST /v1/teams/services/companyTeam/delete":   "bulkDeleteCompanyTeamRecords",
	"PUT /v1/teams/services/companyTeam":           "upsertCompanyTeamRecords",
	"POST /v1/teams/services/companyTeam/list":     "listCompanyTeamRecords",

	"POST /v1/users/services":       "createUsers",
	"PUT /v1/users/services":        "updateUsers",
	"PUT /v1/users/services/status": "updateUserStatus",
	"POST /v1/users/services/list":  "listUserRecords",

	"GET /v1/users":                      "listUsers",
	"GET /v1/users/{userId}":             "getUser",
	"PUT /v1/users/{userId}":             "updateUser",
	"POST /v1/users/{userId}/deactivate": "deactivateUser",
	"POST /v1/companyteam":               "upsertCompanyTeam",
	"POST /v1/companyteam/search":        "searchCompanyTeam",

	"POST /v1/users/m2m/oauth/token": "issueToken",

	"GET /v1/users/services/scim/Users":                   "scimListUsers",
	"POST /v1/users/services/scim/Users":                  "scimCreateUser",
	"GET /v1/users/services/scim/Users/{scimUserId}":      "scimGetUser",
	"PUT /v1/users/services/scim/Users/{scimUserId}":      "scimUpdateUser",
	"PATCH /v1/users/services/scim/Users/{scimUserId}":    "scimPatchUser",
	"DELETE /v1/users/services/scim/Users/{scimUserId}":   "scimDeleteUser",
	"GET /v1/users/services/scim/Groups":                  "scimListGroups",
	"POST /v1/users/services/scim/Groups":                 "scimCreateGroup",
	"GET /v1/users/services/scim/Groups/{scimGroupId}":    "scimGetGroup",
	"PUT /v1/users/services/scim/Groups/{scimGroupId}":    "scimUpdateGroup",
	"PATCH /v1/users/services/scim/Groups/{scimGroupId}":  "scimPatchGroup",
	"DELETE /v1/users/services/scim/Groups/{scimGroupId}": "scimDeleteGroup",
	"GET /v1/users/services/scim/ServiceProviderConfig":   "scimGetServiceProviderConfig",
})

// The generated server takes a reply for that of an operation only if it has the operation's method.
func (r reply) VisitDeleteCompanyTeamRecordResponse(http.ResponseWriter) error      { return r.keep() }
func (r reply) VisitBulkDeleteCompanyTeamRecordsResponse(http.ResponseWriter) error { return r.keep() }
func (r reply) VisitUpsertCompanyTeamRecordsResponse(http.ResponseWriter) error     { return r.keep() }
func (r reply) VisitListCompanyTeamRecordsResponse(http.ResponseWriter) error       { return r.keep() }
func (r reply) VisitCreateUsersResponse(http.ResponseWriter) error                  { return r.keep() }
func (r reply) VisitUpdateUsersResponse(http.ResponseWriter) error                  { return r.keep() }
func (r reply) VisitUpdateUserStatusResponse(http.ResponseWriter) error             { return r.keep() }
func (r reply) VisitListUserRecordsResponse(http.ResponseWriter) error              { return r.keep() }
func (r reply) VisitListUsersResponse(http.ResponseWriter) error                    { return r.keep() }
func (r reply) VisitGetUserResponse(http.ResponseWriter) error                      { return r.keep() }
func (r reply) VisitUpdateUserResponse(http.ResponseWriter) error                   { return r.keep() }
func (r reply) VisitDeactivateUserResponse(http.ResponseWriter) error               { return r.keep() }
func (r reply) VisitUpsertCompanyTeamResponse(http.ResponseWriter) error            { return r.keep() }
func (r reply) VisitSearchCompanyTeamResponse(http.ResponseWriter) error            { return r.keep() }
func (r reply) VisitIssueTokenResponse(http.ResponseWriter) error                   { return r.keep() }
func (r reply) VisitScimListUsersResponse(http.ResponseWriter) error                { return r.keep() }
func (r reply) VisitScimCreateUserResponse(http.ResponseWriter) error               { return r.keep() }
func (r reply) VisitScimGetUserResponse(http.ResponseWriter) error                  { return r.keep() }
func (r reply) VisitScimUpdateUserResponse(http.ResponseWriter) error               { return r.keep() }
func (r reply) VisitScimPatchUserResponse(http.ResponseWriter) error                { return r.keep() }
func (r reply) VisitScimDeleteUserResponse(http.ResponseWriter) error               { return r.keep() }
func (r reply) VisitScimListGroupsResponse(http.ResponseWriter) error               { return r.keep() }
func (r reply) VisitScimCreateGroupResponse(http.ResponseWriter) error              { return r.keep() }
func (r reply) VisitScimGetGroupResponse(http.ResponseWriter) error                 { return r.keep() }
func (r reply) VisitScimUpdateGroupResponse(http.ResponseWriter) error              { return r.keep() }
func (r reply) VisitScimPatchGroupResponse(http.ResponseWriter) error               { return r.keep() }
func (r reply) VisitScimDeleteGroupResponse(http.ResponseWriter) error              { return r.keep() }
func (r reply) VisitScimGetServiceProviderConfigResponse(http.ResponseWriter) error { return r.keep() }

// serve completes operations, by their patterns, with what can be derived.
func serve(ids map[string]string) map[string]operation {
	operations := make(map[string]operation, len(ids))
	for pattern, id := range ids {
		operations[pattern] = operation{
			id:            id,
			body:          bodyOf(id),
			isCompanyTeam: strings.Contains(strings.ToLower(pattern), "/companyteam"),
			access:        accessOf(pattern),
		}
	}
	return operations
}

// bodyOf returns the type of an operation's body, and nil for none.
func bodyOf(id string) reflect.Type {
	method, ok := reflect.TypeFor[gsserver.StrictServerInterface]().MethodByName(strings.ToUpper(id[:1]) + id[1:])
	if !ok {
		return nil // a test compares the ids with the document
	}
	request := method.Type.In(1)
	if body, ok := request.FieldByName("Body"); ok {
		return body.Type.Elem()
	}
	return nil
}
