package scim

// The URNs of schemas and messages. The schemas stand in the member schemas of a resource, and SchemaEnterpriseUser and
// SchemaGainsightUser are also names of members, which hold what the extension adds (V, L).
const (
	SchemaUser           = "urn:ietf:params:scim:schemas:core:2.0:User"
	SchemaGroup          = "urn:ietf:params:scim:schemas:core:2.0:Group"
	SchemaEnterpriseUser = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User" // manager
	SchemaGainsightUser  = "urn:ietf:params:scim:schemas:extension:gainsight:2.0:User"  // IsSuperAdmin, LicenseType, custom attributes

	SchemaServiceProviderConfig = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig" // of what the server supports

	SchemaListResponse = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
	SchemaPatchOp      = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
	SchemaError        = "urn:ietf:params:scim:api:messages:2.0:Error"
)
