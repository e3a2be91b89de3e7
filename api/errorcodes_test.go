package api_test

import (
	"fmt"
	"slices"
	"strings"
)

const (
	none        = 0 // the article says NA, or the code only stands in a sample
	upsert      = "upsertCompanyTeamRecords"
	deleteOne   = "deleteCompanyTeamRecord"
	bulkDelete  = "bulkDeleteCompanyTeamRecords"
	list        = "listCompanyTeamRecords"
	createUsers = "createUsers"
	updateUsers = "updateUsers"
)

type errorCode struct {
	code       string
	status     int
	operations string // the scope, where the article gives one
	sample     string // the operation whose sample is all that is known of the code
	evidence   string
	message    string // word for word
}

// articleCodes are the table "Error Codes" of the vendor's article, and after it the codes of its samples that the
// table lacks.
var articleCodes = []errorCode{
	{"GU_8002", 400, bulkDelete, "", "A", "At least one GSID should be provided"},
	{"GU_8003", 400, bulkDelete, "", "A", "No data found for the given criteria"},
	{"GU_8004", 416, bulkDelete, "", "A", "Request exceeds maximum allowed limit of: 50 records to delete records"},
	{"GU_8005", 400, deleteOne + " " + bulkDelete, "", "A", "Company team is currently not enabled"},
	{"GU_2400", 429, deleteOne + " " + bulkDelete, "", "A, L", "Too many requests, Request limit reached"},
	{"GU_1129", 400, deleteOne + " " + bulkDelete, "", "A", "Invalid GSID value"},
	{"GU_3014", 400, "", "", "A", "Lookups should not be null or empty if CompanyGsid/CompanyName or UserGsid/UserName are passed in request body"},
	{"GU_3017", none, "", "", "A", "Gsid is invalid"},
	{"GU_3018", none, "", "", "A", "Identifier {} should not be null or empty"},
	{"GU_3019", 400, "", "", "A", "Passed key : {} is not allowed, allowed keys are : Gsid or CompanyGsid,UserGsid"},
	{"GU_3006", 400, "", "", "A", "{} should not be null or empty."},
	{"GU_3016", none, upsert, "", "A", "Company Team Upsert Operation Failed"},
	{"GU_3014", none, "", "", "A", "{} should not be null or empty if CompanyGsid/CompanyName or UserGsid/UserName are passed in request body"},
	{"GU_8006", 416, upsert, "", "A", "Request exceeds maximum allowed limit of: {} records to upsert records"},

	{"GU_2403", none, "", upsert, "A", "Lookup objects [Company1] are not valid"},
	{"GU_1707", none, "", list, "A", "Failed to fetch records."},
	{"GSOBJ_1XXX", none, "", deleteOne, "A", "No data found for given criteria"},
}

// transcribedCodes stand in a transcription of the vendor's articles on users. Where the message is not transcribed or
// was not seen, the document has words of its own, as meaning.
var transcribedCodes = []errorCode{
	{"GU_1101", 500, "", "", "T, L", "Oops, something went wrong"},
	{"GU_2401", 400, createUsers, "", "T", ""},
	{"GU_2402", 400, updateUsers, "", "T", ""},
	{"GU_2403", 400, "", "", "T", ""},
	{"GU_2409", 400, "", "", "T", ""},
	{"GU_2410", 400, "", "", "T", ""},
	{"GU_2411", 400, "", "", "T", ""},
}

// seenCodes were seen by public connectors.
var seenCodes = []errorCode{
	{"GS_APIG_2401", 401, "", "", "L", "Unauthorized"},
	{"GS_APIG_2402", none, "", "", "L", ""},
	{"GS_APIG_1000", 404, "", "", "L", ""},
	{"GS_APIG_2404", none, "", "", "L", ""},
}

// checkErrorCodes compares x-error-codes with the tables, in any order.
func checkErrorCodes(d document) []string {
	var c complaints
	got := map[string]document{}
	entries, _ := d.at("components", "schemas", "ErrorCode", "x-error-codes").([]any)
	for _, entry := range entries {
		known, _ := entry.(map[string]any)
		status, stated := known["status"]
		if !stated {
			c.addf("%v does not say whether it has a status", known["code"])
		}
		if status == nil {
			status = none
		}
		name := fmt.Sprint(known["code"], " ", status)
		if got[name] != nil {
			c.addf("%s stands there twice", name)
		}
		got[name] = known
	}
	var names []string
	for _, want := range slices.Concat(articleCodes, transcribedCodes, seenCodes) {
		name := fmt.Sprint(want.code, " ", want.status)
		names = append(names, name)
		if got[name] == nil {
			c.addf("%s is missing", name)
			continue
		}
		c.checkErrorCode(name, got[name], want)
	}
	for name := range got {
		if !slices.Contains(names, name) {
			c.addf("%s is in no source", name)
		}
	}
	return c
}

func (c *complaints) checkErrorCode(name string, got document, want errorCode) {
	operations, _ := got["operations"].([]any)
	c.want(name+", evidence", got["evidence"], want.evidence)
	c.want(name+", operations", strings.Trim(fmt.Sprint(operations), "[]"), want.operations)
	c.want(name+", sample", got.text("sample"), want.sample)
	c.want(name+", placeholder", got["placeholder"] == true, strings.Contains(want.code, "XXX"))
	c.want(name+", message", got.text("message"), want.message)
	c.want(name+", has words of ours", got.text("meaning") != "", want.message == "")
	for key := range got {
		if !slices.Contains([]string{"code", "status", "operations", "evidence", "message", "meaning", "sample", "placeholder"}, key) {
			c.addf("%s has the unknown key %s", name, key)
		}
	}
}
