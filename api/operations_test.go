package api_test

import (
	"maps"
	"slices"
	"strings"
)

// family is what operations of one kind have in common.
type family struct {
	tag, security, quota string
	media                string // of the bodies, unless they state one
	failure              string // the bodies of replies that tell of a failure
	operations           map[string]operation
}

// operation is what the sources say of one operation. Parameters and schemas are written as in shape.
type operation struct {
	*family
	id, evidence, retry string
	publishedPath       string // where the published document has it, if that is elsewhere
	parameters          string
	request             string
	replies             string // statuses, each with the schema of its body
	failures            string // statuses whose bodies are those of the family
}

const (
	keyOrToken = "apiKey or m2m"

	scimPage      = "filter in query: string, startIndex in query: integer default=1, count in query: integer default=100, "
	scimSelection = "attributes in query explode=false style=form: array of string, " +
		"excludedAttributes in query explode=false style=form: array of string"
	scimUserID  = "scimUserId in path required=true: string minLength=1"
	scimGroupID = "scimGroupId in path required=true: string minLength=1"
)

// families are all operations but those that the vendor contradicts, by method and path.
var families = []family{
	// The vendor's article on company teams
	{tag: "Company Team", security: keyOrToken, quota: "user-management", media: "application/json",
		failure: "application/json Failure", operations: map[string]operation{
			"PUT /teams/services/companyTeam": {
				id: "upsertCompanyTeamRecords", evidence: "A", retry: "safe",
				parameters: `key in query explode=false style=form x-allowed-values=["Gsid","CompanyGsid,UserGsid"]: array maxItems=2 minItems=1 of CompanyTeamKeyField`,
				request:    "CompanyTeamUpsertRequest",
				replies:    "200 CompanyTeamUpsertReply", failures: "400 401 404 416 429 500",
			},
			"DELETE /teams/services/companyTeam/{gsid}": {
				id: "deleteCompanyTeamRecord", evidence: "A", retry: "safe",
				parameters: "gsid in path required=true: string minLength=1",
				replies:    "200 CompanyTeamDeleteReply", failures: "400 401 404 429 500",
			},
			"POST /teams/services/companyTeam/delete": {
				id: "bulkDeleteCompanyTeamRecords", evidence: "A", retry: "safe",
				request: "CompanyTeamBulkDeleteRequest",
				replies: "200 CompanyTeamBulkDeleteReply", failures: "400 401 404 416 429 500",
			},
			"POST /teams/services/companyTeam/list": {
				id: "listCompanyTeamRecords", evidence: "A", retry: "safe",
				request: "SearchRequest",
				replies: "200 CompanyTeamListReply", failures: "400 401 404 429 500",
			},
		}},

	// A transcription of the vendor's articles, and public clients
	{tag: "Users", security: keyOrToken, quota: "user-management", media: "application/json",
		failure: "application/json Failure", operations: map[string]operation{
			"POST /users/services": {
				id: "createUsers", evidence: "T, L", retry: "ambiguous",
				parameters: "notify in query: boolean",
				request:    "UserCreateRequest",
				replies:    "200 UndocumentedReply", failures: "400 401 404 429 500",
			},
			"PUT /users/services": {
				id: "updateUsers", evidence: "T, L", retry: "safe",
				parameters: "key in query: UserKey",
				request:    "UserUpdateRequest",
				replies:    "200 UserUpdateReply", failures: "400 401 404 429 500",
			},
			"PUT /users/services/status": {
				id: "updateUserStatus", evidence: "T", retry: "safe",
				parameters: "status in query required=true: boolean",
				request:    "UserStatusRequest",
				replies:    "200 UndocumentedReply", failures: "400 401 404 429 500",
			},
			"POST /users/services/list": {
				id: "listUserRecords", evidence: "T, L", retry: "safe",
				request: "UserListRequest",
				replies: "200 UndocumentedReply", failures: "400 401 404 429 500",
			},
		}},

	// The vendor's article on SCIM, public clients and RFC 7644. Only a super admin may write, so anything can be
	// forbidden; a failure can be that of the gateway, which knows no SCIM.
	{tag: "SCIM", security: "m2m", quota: "scim", media: "application/scim+json",
		failure: "application/json Failure, application/scim+json ScimError", operations: map[string]operation{
			"GET /users/services/scim/Users": {
				id: "scimListUsers", evidence: "V, L", retry: "safe", publishedPath: "/scim/v2/Users",
				parameters: scimPage + scimSelection,
				replies:    "200 ScimUserList", failures: "400 401 403 429 500",
			},
			"POST /users/services/scim/Users": {
				id: "scimCreateUser", evidence: "V, L", retry: "ambiguous", publishedPath: "/scim/v2/Users",
				request: "ScimUserInput",
				replies: "201 ScimUser", failures: "400 401 403 409 429 500",
			},
			"GET /users/services/scim/Users/{scimUserId}": {
				id: "scimGetUser", evidence: "V, L", retry: "safe", publishedPath: "/scim/v2/Users/{scimUserId}",
				parameters: scimUserID + ", " + scimSelection,
				replies:    "200 ScimUser", failures: "401 403 404 429 500",
			},
			"PUT /users/services/scim/Users/{scimUserId}": {
				id: "scimUpdateUser", evidence: "V, L", retry: "safe", publishedPath: "/scim/v2/Users/{scimUserId}",
				parameters: scimUserID,
				request:    "ScimUserInput",
				replies:    "200 ScimUser", failures: "400 401 403 404 409 429 500",
			},
			"PATCH /users/services/scim/Users/{scimUserId}": {
				id: "scimPatchUser", evidence: "V, L", retry: "ambiguous",
				parameters: scimUserID,
				request:    "ScimPatch",
				replies:    "200 ScimUser, 204", failures: "400 401 403 404 409 429 500",
			},
			"DELETE /users/services/scim/Users/{scimUserId}": {
				id: "scimDeleteUser", evidence: "P", retry: "safe", publishedPath: "/scim/v2/Users/{scimUserId}",
				parameters: scimUserID,
				replies:    "204", failures: "401 403 404 429 500",
			},
			"GET /users/services/scim/Groups": {
				id: "scimListGroups", evidence: "L", retry: "safe",
				parameters: scimPage + scimSelection,
				replies:    "200 ScimGroupList", failures: "400 401 403 429 500",
			},
			"POST /users/services/scim/Groups": {
				id: "scimCreateGroup", evidence: "I", retry: "ambiguous",
				request: "ScimGroupInput",
				replies: "201 ScimGroup", failures: "400 401 403 409 429 500",
			},
			"GET /users/services/scim/Groups/{scimGroupId}": {
				id: "scimGetGroup", evidence: "L", retry: "safe",
				parameters: scimGroupID + ", " + scimSelection,
				replies:    "200 ScimGroup", failures: "401 403 404 429 500",
			},
			"PUT /users/services/scim/Groups/{scimGroupId}": {
				id: "scimUpdateGroup", evidence: "I", retry: "safe",
				parameters: scimGroupID,
				request:    "ScimGroupInput",
				replies:    "200 ScimGroup", failures: "400 401 403 404 409 429 500",
			},
			"PATCH /users/services/scim/Groups/{scimGroupId}": {
				id: "scimPatchGroup", evidence: "L", retry: "ambiguous",
				parameters: scimGroupID,
				request:    "ScimPatch",
				replies:    "200 ScimGroup, 204", failures: "400 401 403 404 409 429 500",
			},
			"DELETE /users/services/scim/Groups/{scimGroupId}": {
				id: "scimDeleteGroup", evidence: "I", retry: "safe",
				parameters: scimGroupID,
				replies:    "204", failures: "401 403 404 429 500",
			},
			"GET /users/services/scim/ServiceProviderConfig": {
				id: "scimGetServiceProviderConfig", evidence: "T", retry: "safe",
				replies: "200 ScimServiceProviderConfig", failures: "401 403 429 500",
			},
		}},

	// The vendor's article on OAuth, and public clients, of which one sends no form
	{tag: "OAuth", security: "clientCredentials", quota: "token", media: "application/json",
		failure: "application/json Failure", operations: map[string]operation{
			"POST /users/m2m/oauth/token": {
				id: "issueToken", evidence: "V, L", retry: "safe",
				request: "optional application/x-www-form-urlencoded TokenRequest",
				replies: "200 TokenReply, 400 Anything, 401 Anything", failures: "429 500",
			},
		}},
}

// documented are the operations of all families.
var documented = func() map[string]operation {
	all := map[string]operation{}
	for _, f := range families {
		for route, operation := range f.operations {
			operation.family = &f
			all[route] = operation
		}
	}
	return all
}()

// checkOperations compares the documented operations with the table. There is no default response, which would say that
// anything can happen.
func checkOperations(d document) []string {
	var c complaints
	operations := d.operations()
	c.want("the number of operations", len(operations), len(frozen)+len(documented))
	for route, want := range documented {
		operation := operations[route]
		if operation == nil {
			c.addf("%s is missing", route)
			continue
		}
		c.want(route+", id", operation["operationId"], want.id)
		c.want(route+", evidence", operation["x-evidence"], want.evidence)
		c.want(route+", tags", operation["tags"], []string{want.tag})
		c.want(route+", security", security(d, operation), want.security)
		c.want(route+", quota", operation["x-quota"], want.quota)
		c.want(route+", retry", operation["x-retry"], want.retry)
		c.want(route+", published path", operation.text("x-published-path"), want.publishedPath)
		c.want(route+", parameters", parameters(d, operation), want.parameters)
		c.want(route+", request", request(d, operation), want.body(want.request))

		replies := want.allReplies()
		c.want(route+", replies", keysOf(operation.object("responses")), slices.Sorted(maps.Keys(replies)))
		for status, body := range replies {
			c.want(route+", reply "+status, bodies(d, operation.at("responses", status)), body)
		}
	}
	return c
}

// allReplies are the bodies by status.
func (o operation) allReplies() map[string]string {
	all := map[string]string{}
	for reply := range strings.SplitSeq(o.replies, ", ") {
		status, schema, _ := strings.Cut(reply, " ")
		all[status] = o.body(schema)
	}
	for status := range strings.FieldsSeq(o.failures) {
		all[status] = o.failure
	}
	return all
}

// success is the status of the reply to a call that succeeded, the first one where there are two.
func (o operation) success() string {
	status, _, _ := strings.Cut(o.replies, " ")
	return status
}

func (f family) body(schema string) string {
	if schema == "" || strings.Contains(schema, " ") {
		return schema
	}
	return f.media + " " + schema
}

// security names the schemes of which a call needs one.
func security(d document, operation document) string {
	alternatives, isOwn := operation["security"].([]any)
	if !isOwn {
		alternatives, _ = d["security"].([]any)
	}
	var all []string
	for _, alternative := range alternatives {
		schemes, _ := alternative.(map[string]any)
		all = append(all, strings.Join(keysOf(schemes), " and "))
	}
	return strings.Join(all, " or ")
}

func request(d document, operation document) string {
	text := bodies(d, operation["requestBody"])
	if text != "" && operation.at("requestBody", "required") != true {
		return "optional " + text
	}
	return text
}

// bodies lists the media types and the schemas of a request or a response.
func bodies(d document, body any) string {
	var all []string
	content := d.follow(body).object("content")
	for _, media := range keysOf(content) {
		all = append(all, media+" "+shape(document(content).at(media, "schema")))
	}
	return strings.Join(all, ", ")
}

func parameters(d document, operation document) string {
	var all []string
	list, _ := operation["parameters"].([]any)
	for _, item := range list {
		parameter := maps.Clone(d.follow(item))
		text := document(parameter).text("name") + " in " + document(parameter).text("in")
		for _, key := range slices.Sorted(maps.Keys(parameter)) {
			if !slices.Contains([]string{"name", "in", "description", "schema", "examples"}, key) {
				text += " " + key + "=" + toJSONWithoutQuotes(parameter[key])
			}
		}
		all = append(all, text+": "+shape(parameter["schema"]))
	}
	return strings.Join(all, ", ")
}

func toJSONWithoutQuotes(value any) string { return strings.Trim(toJSON(value), `"`) }
