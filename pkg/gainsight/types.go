package gainsight

import (
	"iter"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// The records and their parts are the generated types under shorter names.
type (
	// CompanyTeamRecord is one user in the team of one company (A).
	CompanyTeamRecord = gsapi.CompanyTeamRecord
	// User is one user (T, L).
	User = gsapi.GainsightUser
	// Where says which records to list: conditions, and an expression that joins their aliases (A).
	Where = gsapi.Where
	// Condition is one comparison of a Where (A).
	Condition = gsapi.Condition
	// Lookups says how an upsert finds the company and the user of a record (A).
	Lookups = gsapi.Lookups
	// Lookup finds one object by fields of the record and takes one of its fields (A).
	Lookup = gsapi.Lookup
	// OrderBy lists the fields to order by, the most important first (A).
	OrderBy = wire.OrderBy
	// Order is one field of an OrderBy with its direction, "asc" or "desc" (A).
	Order = wire.Order
)

// RoleAccountManager is the role of a new record that names none (A). Tenants add roles of their own.
const RoleAccountManager = "Account Manager"

// Licences of users, as they were seen (L). A tenant can have others; a transcription has "Viewer Analytics" and
// "Internal Collaborators" for the last two, and "External" (T).
const (
	LicenseFull                 = "Full"
	LicenseViewer               = "Viewer"
	LicenseViewerAnalytics      = "Viewer_Analytics"
	LicenseInternalCollaborator = "Internal_Collaborator"
)

// Types of users, as they are transcribed (T). A tenant can have others.
const (
	SystemTypeInternal     = "Internal"
	SystemTypeExternal     = "External"
	SystemTypeGuestPartner = "Guest Partner"
)

// Rows is a stream of a slice, for UpsertSeq and its like.
func Rows[T any](rows []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// Value is one member of a record: absent, null or set.
type Value[T wire.Type] = wire.Value[T]

// Set returns a member with a value.
func Set[T wire.Type](value T) Value[T] { return wire.Set(value) }

// Null returns a member that is sent as null.
func Null[T wire.Type]() Value[T] { return wire.Null[T]() }
