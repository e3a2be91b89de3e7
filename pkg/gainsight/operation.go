package gainsight

// operation is one operation of the document.
type operation struct {
	id     string
	method string
	path   string
}

var (
	opUpsert     = operation{"upsertCompanyTeamRecords", "PUT", "/teams/services/companyTeam"}
	opDelete     = operation{"deleteCompanyTeamRecord", "DELETE", "/teams/services/companyTeam/{gsid}"}
	opBulkDelete = operation{"bulkDeleteCompanyTeamRecords", "POST", "/teams/services/companyTeam/delete"}
	opList       = operation{"listCompanyTeamRecords", "POST", "/teams/services/companyTeam/list"}
)

var operations = []operation{opUpsert, opDelete, opBulkDelete, opList}
