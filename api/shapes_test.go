package api_test

import (
	"slices"
	"strings"
)

// wantShapes are the schemas of the documented operations, in the notation of shape. Their members are those of the
// article's tables and samples; that a member can be null is inferred from the samples.
var wantShapes = map[string]string{
	// Every reply
	"Envelope": `object {
		errorCode: ErrorCode, errorDesc: string|null, localizedErrorDesc: string|null, localizedMessage: string|null,
		message: string|null, requestId: string|null, result*: boolean}`,
	"Failure":   `Envelope & object {data: Anything, result: boolean const=false}`,
	"ErrorCode": `string|null`,
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
}

// checkShapes compares the schemas with the table. Beside those of the table there are only the schemas of the
// published operations, which checkPublishedOperations compares.
func checkShapes(d document) []string {
	var c complaints
	for name, want := range wantShapes {
		oneLine := strings.ReplaceAll(strings.Join(strings.Fields(want), " "), "{ ", "{")
		c.want(name, shape(d.at("components", "schemas", name)), oneLine)
	}
	for name := range d.object("components", "schemas") {
		isPublished := strings.HasPrefix(name, "Published") || strings.HasPrefix(name, "GainsightUser") || strings.HasPrefix(name, "ScimUser")
		if _, ok := wantShapes[name]; !ok && !isPublished {
			c.addf("there is a schema %s", name)
		}
	}
	c.want("the known operators", toJSON(d.schema("Operator")["x-known-values"]), toJSON(slices.Concat(articleOperators, otherOperators)))
	return c
}

var (
	articleOperators = []string{"IN", "NOT_IN"}
	// of a transcription of the vendor's articles; EQ is in a sample there, the others are those of other read interfaces
	otherOperators = []string{"EQ", "NE", "LT", "GT", "LTE", "GTE", "BTW", "CONTAINS", "DOES_NOT_CONTAIN", "STARTS_WITH",
		"ENDS_WITH", "IS_NULL", "IS_NOT_NULL", "INCLUDES", "EXCLUDES"}
)
