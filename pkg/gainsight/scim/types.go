package scim

import "github.com/gainsight-go/gainsight-go/gen/gsapi"

// The resources and their parts are the generated types under shorter names. Their members are absent, null or set, as
// those of other records are, and what has no field of its own is kept exactly as it came. Of replies, names are
// read in upper and lower case, as RFC 7643 has it; two spellings of one name are an error.
type (
	// User is a user as SCIM sees it (V, L).
	User = gsapi.ScimUser
	// Group is a group of users (L).
	Group = gsapi.ScimGroup
	// Name has the parts of a user's name.
	Name = gsapi.ScimName
	// MultiValue is one of several values: an e-mail address, a role, a group of a user or a member of a group.
	MultiValue = gsapi.ScimMultiValue
	// EnterpriseUser is the extension of RFC 7643, which has the manager (V).
	EnterpriseUser = gsapi.ScimEnterpriseUser
	// Manager is the manager of a user.
	Manager = gsapi.ScimManager
	// GainsightUser is the vendor's extension (V, L). Custom attributes have no field of their own: see its SetCustom.
	GainsightUser = gsapi.ScimGainsightUser
	// Meta is what the tenant says of a resource.
	Meta = gsapi.ScimMeta
	// ServiceProviderConfig says what the server supports (T).
	ServiceProviderConfig = gsapi.ScimServiceProviderConfig
	// Feature is one part of a ServiceProviderConfig.
	Feature = gsapi.ScimFeature
)
