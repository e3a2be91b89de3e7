package gainsight

import "context"

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

type operationKey struct{}

func withOperation(ctx context.Context, op operation) context.Context {
	return context.WithValue(ctx, operationKey{}, op)
}

func operationOf(ctx context.Context) (operation, bool) {
	op, ok := ctx.Value(operationKey{}).(operation)
	return op, ok
}
