package api_test

import (
	"maps"
	"slices"
	"strings"
)

// The four operations of the vendor's article. Parameters and bodies are written as in shape.
var documented = map[string]struct {
	id, parameters, request, reply, failures string
}{
	"PUT /teams/services/companyTeam": {
		id:         "upsertCompanyTeamRecords",
		parameters: "key in query explode=false style=form: array maxItems=2 minItems=1 of CompanyTeamKeyField",
		request:    "CompanyTeamUpsertRequest",
		reply:      "CompanyTeamUpsertReply",
		failures:   "400 401 404 416 429 500",
	},
	"DELETE /teams/services/companyTeam/{gsid}": {
		id:         "deleteCompanyTeamRecord",
		parameters: "gsid in path required=true: string minLength=1",
		request:    "missing",
		reply:      "CompanyTeamDeleteReply",
		failures:   "400 401 404 429 500",
	},
	"POST /teams/services/companyTeam/delete": {
		id:       "bulkDeleteCompanyTeamRecords",
		request:  "CompanyTeamBulkDeleteRequest",
		reply:    "CompanyTeamBulkDeleteReply",
		failures: "400 401 404 416 429 500",
	},
	"POST /teams/services/companyTeam/list": {
		id:       "listCompanyTeamRecords",
		request:  "SearchRequest",
		reply:    "CompanyTeamListReply",
		failures: "400 401 404 429 500",
	},
}

// checkOperations compares the documented operations with the table. Each of their failures has a body; there is no
// default response, which would say that anything can happen.
func checkOperations(d document) []string {
	var c complaints
	operations := d.operations()
	c.want("the number of operations", len(operations), len(published.operations())+len(documented))
	for route, want := range documented {
		operation := operations[route]
		if operation == nil {
			c.addf("%s is missing", route)
			continue
		}
		c.want(route+", id", operation["operationId"], want.id)
		c.want(route+", evidence", operation["x-evidence"], "A")
		c.want(route+", tags", operation["tags"], "[Company Team]")
		c.want(route+", parameters", parameters(d, operation), want.parameters)
		c.want(route+", request", shape(schemaOf(d, operation["requestBody"])), want.request)
		c.want(route+", body required", operation.at("requestBody", "required") == true, want.request != "missing")
		c.want(route+", responses", keysOf(operation.object("responses")), "[200 "+want.failures+"]")
		c.want(route+", reply", shape(schemaOf(d, operation.at("responses", "200"))), want.reply)
		for status := range strings.FieldsSeq(want.failures) {
			c.want(route+", reply "+status, shape(schemaOf(d, operation.at("responses", status))), "Failure")
		}
	}
	return c
}

// schemaOf is the schema of a request or a response.
func schemaOf(d document, body any) any {
	return d.follow(body).at("content", "application/json", "schema")
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
