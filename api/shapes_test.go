package api_test

import (
	"slices"
	"strings"
)

const (
	enterpriseURN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	gainsightURN  = "urn:ietf:params:scim:schemas:extension:gainsight:2.0:User"
)

// wantShapes are the schemas of the documented operations, in the notation of shape. The members of company teams are
// those of the article's tables and samples, those of users were transcribed or seen, and those of SCIM were seen or
// published, with what RFC 7643 and RFC 7644 have below them. That a member can be null is inferred.
var wantShapes = map[string]string{
	// Every reply
	"Envelope": `object {
		errorCode: ErrorCode, errorDesc: string|null, localizedErrorDesc: string|null, localizedMessage: string|null,
		message: string|null, requestId: string|null, result*: boolean}`,
	"Failure":   `Envelope & object {data: Anything, result: boolean const=false}`,
	"ErrorCode": `string|null examples=[null,"GU_8002"]`,
	"Anything":  `unevaluatedProperties=true`,

	// Records
	"CompanyTeamRecord": `object {
		CompanyGsid: string|null, CompanyName: string|null, CreatedBy: string|null readOnly=true,
		CreatedDate: string|integer|null readOnly=true, Gsid: string|null, ModifiedBy: string|null readOnly=true,
		ModifiedDate: string|integer|null readOnly=true, Name: string|null readOnly=true, TeamAdmin: boolean|string|null,
		UserGsid: string|null, UserName: string|null, UserRole: string|null} others: Anything`,

	// Delete
	"CompanyTeamDeleteReply":       `Envelope & object {data: string|null}`,
	"CompanyTeamBulkDeleteRequest": `array maxItems=50 minItems=1 of string`,
	"CompanyTeamBulkDeleteReply":   `Envelope & object {data: CompanyTeamBulkDeleteResult or null}`,
	"CompanyTeamBulkDeleteResult":  `object {errors: array|null of CompanyTeamDeleteError, success: CompanyTeamDeleted or null}`,
	"CompanyTeamDeleted":           `object {gsid: array|null of string}`,
	"CompanyTeamDeleteError":       `object {errorCode: ErrorCode, errorDesc: string|null, gsid: array|null of string}`,

	// Upsert
	"CompanyTeamKeyField":      `string enum=["Gsid","CompanyGsid","UserGsid"]`,
	"CompanyTeamUpsertRequest": `object {lookups: Lookups, records*: array maxItems=50 minItems=1 of CompanyTeamRecord}`,
	"Lookups":                  `object others: Lookup`,
	"Lookup": `object {
		fields*: object others: string, lookupField*: string, multiMatchOption: MultiMatchOption, objectName*: string,
		onNoMatch: OnNoMatch}`,
	"MultiMatchOption":        `string enum=["FIRSTMATCH","MARKASERROR"]`,
	"OnNoMatch":               `string enum=["NULLABLE","DEFAULTVALUE","ERROR"]`,
	"CompanyTeamUpsertReply":  `Envelope & object {data: CompanyTeamUpsertResult or null}`,
	"CompanyTeamUpsertResult": `object {errors: Anything, success: CompanyTeamUpserted or null}`,
	"CompanyTeamUpserted":     `object {records: array|null of CompanyTeamRecord}`,

	// List
	"SearchRequest": `object {
		limit: integer minimum=1, orderBy: OrderBy, page: integer minimum=0, select*: array minItems=1 of string,
		where: Where}`,
	"OrderBy":              `object others: string`,
	"Where":                `object {conditions*: array of Condition, expression: string}`,
	"Condition":            `object {alias*: string, name*: string, operator*: Operator, value: array of Anything}`,
	"Operator":             `string`,
	"CompanyTeamListReply": `Envelope & object {data: CompanyTeamPage or null}`,
	"CompanyTeamPage": `object {
		limit: integer|null, page: integer|null, records: array|null of CompanyTeamRecord, size: integer|null}`,

	// Users
	"GainsightUser": `object {
		CompanyID: string|null, CreatedDate: string|integer|null readOnly=true, Email: string|null, FirstName: string|null,
		GainsightLicenseEnabled: boolean|string|null, Gsid: string|null, IsActiveUser: boolean|string|null,
		IsSuperAdmin: boolean|string|null readOnly=true, LastName: string|null, LicenseType: string|null, Locale: string|null,
		Manager: string|null, ModifiedDate: string|integer|null readOnly=true, Name: string|null, SFDCUserName: string|null,
		SfdcUserId: string|null, SystemType: string|null, Timezone: string|null, Title: string|null,
		permissionBundles: array|null of string} others: Anything`,
	"UserRecords":            `array maxItems=50 minItems=1 of GainsightUser`,
	"UserCreateRequest":      `object {lookups: Lookups, records*: UserRecords}`,
	"UserKey":                `string enum=["SFDCUserName","Gsid","SfdcUserId"]`,
	"UserUpdateRequest":      `object {lookups: Lookups, permissionBundleAction: PermissionBundleAction, records*: UserRecords}`,
	"PermissionBundleAction": `string enum=["append","overwrite"]`,
	"UserUpdateReply":        `Envelope & object {data: UserUpdateResult or null}`,
	"UserUpdateResult":       `object {errors: array|null of UserError, success: Anything}`,
	"UserError":              `object {errorMessage: string|null} others: Anything`,
	"UserStatusRequest":      `array maxItems=50 minItems=1 of string`,
	"UserListRequest":        `SearchRequest & object {includeTotal: boolean}`,
	"UndocumentedReply":      `Envelope & object {data: Anything}`,

	// SCIM users
	"ScimUser": `object {
		active: boolean|string|null, displayName: string|null, emails: array of ScimMultiValue, externalId: string|null,
		groups: array of ScimMultiValue, id: string|null readOnly=true, locale: string|null, meta: ScimMeta, name: ScimName,
		roles: array of ScimMultiValue, schemas: array of string, timezone: string|null, title: string|null,
		` + enterpriseURN + `: ScimEnterpriseUser, ` + gainsightURN + `: ScimGainsightUser, userName: string|null} others: Anything`,
	"ScimUserInput":      `ScimUser & object {schemas*: missing, userName*: missing}`,
	"ScimName":           `object {familyName: string|null, formatted: string|null, givenName: string|null} others: Anything`,
	"ScimMultiValue":     `object {display: string|null, primary: boolean|string|null, type: string|null, value: string|null} others: Anything`,
	"ScimEnterpriseUser": `object {manager: ScimManager} others: Anything`,
	"ScimManager":        `object {displayName: string|null, value: string|null} others: Anything`,
	"ScimGainsightUser":  `object {IsSuperAdmin: boolean|string|null, LicenseType: string|null} others: Anything`,
	"ScimMeta": `object readOnly=true {
		created: string|integer|null, lastModified: string|integer|null, location: string|null, resourceType: string|null,
		version: string|null} others: Anything`,

	// SCIM groups and messages
	"ScimGroup": `object {
		displayName: string|null, externalId: string|null, id: string|null readOnly=true, members: array of ScimMultiValue,
		meta: ScimMeta, schemas: array of string} others: Anything`,
	"ScimGroupInput": `ScimGroup & object {schemas*: missing, displayName*: missing}`,
	"ScimUserList":   scimList("ScimUser"),
	"ScimGroupList":  scimList("ScimGroup"),
	"ScimPatch":      `object {Operations*: array minItems=1 of ScimPatchOperation, schemas*: array of string}`,
	"ScimPatchOperation": `object {
		op*: string enum=["add","remove","replace"], path: string, value: Anything}`,
	"ScimError": `object {
		detail: string|null, schemas: array of string, scimType: string|null, status: string|null} others: Anything`,
	"ScimServiceProviderConfig": `object {
		bulk: ScimFeature, changePassword: ScimFeature, documentationUri: string|null, etag: ScimFeature, filter: ScimFeature,
		patch: ScimFeature, schemas: array of string, sort: ScimFeature} others: Anything`,
	"ScimFeature": `object {
		maxOperations: integer|null, maxPayloadSize: integer|null, maxResults: integer|null,
		supported: boolean|string|null} others: Anything`,

	// Tokens
	"TokenRequest": `object {grant_type: string enum=["client_credentials"]}`,
	"TokenReply":   `object {access_token*: string, expires_in: integer, token_type: string} others: Anything`,
}

func scimList(resource string) string {
	return `object {
		Resources: array|null of ` + resource + `, itemsPerPage: integer|null, schemas: array of string,
		startIndex: integer|null, totalResults*: integer} others: Anything`
}

// checkShapes compares the schemas with the table. Beside those of the table there are only the schemas of the
// frozen operations, which checkFrozen compares.
func checkShapes(d document) []string {
	var c complaints
	for name, want := range wantShapes {
		oneLine := strings.ReplaceAll(strings.Join(strings.Fields(want), " "), "{ ", "{")
		c.want(name, shape(d.at("components", "schemas", name)), oneLine)
	}
	for name := range d.object("components", "schemas") {
		if _, ok := wantShapes[name]; !ok && !strings.HasPrefix(name, "Published") {
			c.addf("there is a schema %s", name)
		}
	}
	c.want("the known operators", toJSON(d.schema("Operator")["x-known-values"]), toJSON(slices.Concat(articleOperators, otherOperators)))
	c.want("the known system types", toJSON(schemaAt(d, "GainsightUser/SystemType")["x-known-values"]), `["Internal","External","Guest Partner"]`)
	c.want("the known licences", toJSON(schemaAt(d, "GainsightUser/LicenseType")["x-known-values"]), toJSON(seenLicences))
	for _, record := range []string{"CompanyTeamRecord", "GainsightUser"} {
		c.want("the other members of a "+record, document(d.schema(record)).text("x-other-members"), "__gc$")
	}
	for name := range d.object("components", "schemas") {
		if strings.HasPrefix(name, "Scim") {
			c.want("the other members of a "+name, document(d.schema(name)).text("x-other-members"), otherMembersOfSCIM[name])
		}
	}
	return c
}

// otherMembersOfSCIM are the attributes of RFC 7643 that have no schema here, and extensions, which have a URN. Custom
// attributes are in the vendor's own extension.
var otherMembersOfSCIM = map[string]string{
	"ScimUser": ":|^(nickName|profileUrl|userType|preferredLanguage|password|phoneNumbers|ims|photos|addresses|entitlements|x509Certificates)$",
	"ScimName": ":|^(middleName|honorificPrefix|honorificSuffix)$", "ScimMultiValue": `:|^\$ref$`, "ScimManager": `:|^\$ref$`,
	"ScimEnterpriseUser": ":|^(employeeNumber|costCenter|organization|division|department)$", "ScimMeta": ":", "ScimGroup": ":",
	"ScimUserList": ":", "ScimGroupList": ":", "ScimFeature": ":", "ScimServiceProviderConfig": ":|^(id|externalId|meta|authenticationSchemes)$",
}

var (
	articleOperators = []string{"IN", "NOT_IN"}
	// of a transcription of the vendor's articles; EQ is in a sample there, the others are those of other read interfaces
	otherOperators = []string{"EQ", "NE", "LT", "GT", "LTE", "GTE", "BTW", "CONTAINS", "DOES_NOT_CONTAIN", "STARTS_WITH",
		"ENDS_WITH", "IS_NULL", "IS_NOT_NULL", "INCLUDES", "EXCLUDES"}
	// of a public client that ran against a real tenant
	seenLicences = []string{"Full", "Viewer", "Viewer_Analytics", "Internal_Collaborator"}
)
