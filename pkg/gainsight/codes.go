package gainsight

// The codes of the company team and user operations and of the gateway. The list is what is known, not all there are: compare
// Error.Code with any string. Those marked "no status" can come with any HTTP status, 200 included.
const (
	CodeNoGsid              = "GU_8002"      // no GSID given to a bulk delete (A)
	CodeNoDataFound         = "GU_8003"      // no record has the GSID, or it is deleted already (A)
	CodeTooManyToDelete     = "GU_8004"      // more than 50 records to delete (A)
	CodeFeatureOff          = "GU_8005"      // company team is not enabled for the tenant (A)
	CodeRateLimited         = "GU_2400"      // the limit of calls is reached (A)
	CodeInvalidGsid         = "GU_1129"      // a GSID to delete is not valid (A)
	CodeLookupsMissing      = "GU_3014"      // company or user passed without lookups (A)
	CodeRecordGsidInvalid   = "GU_3017"      // the Gsid of a record is not valid; no status (A)
	CodeIdentifierEmpty     = "GU_3018"      // a record lacks a field of the key; no status (A)
	CodeKeyNotAllowed       = "GU_3019"      // the key is neither Gsid nor CompanyGsid,UserGsid (A)
	CodePayloadEmpty        = "GU_3006"      // the request is empty (A)
	CodeUpsertFailed        = "GU_3016"      // the upsert failed; no status (A)
	CodeTooManyToUpsert     = "GU_8006"      // too many records to upsert (A)
	CodeLookupObjectInvalid = "GU_2403"      // a lookup names an unknown object; no status (A, in a sample), or 400 (T)
	CodeFetchFailed         = "GU_1707"      // the list failed; no status (A, in a sample)
	CodeServerError         = "GU_1101"      // something went wrong in the server (T, L)
	CodeUserCreateFailed    = "GU_2401"      // users could not be created (T)
	CodeUserUpdateFailed    = "GU_2402"      // users could not be updated (T)
	CodeUserKeyNotSupported = "GU_2409"      // the key of an update of users is not supported (T)
	CodeUserManagesSelf     = "GU_2410"      // a user cannot manage itself (T)
	CodeUserDuplicate       = "GU_2411"      // there is such a user already (T)
	CodeGatewayUnauthorized = "GS_APIG_2401" // the gateway refuses the access key (L)
	CodeGatewayIPNotAllowed = "GS_APIG_2402" // the gateway refuses the IP address; no status (L)
	CodeGatewayUnknownRoute = "GS_APIG_1000" // the gateway knows no such route (L)
	CodeGatewayRateLimited  = "GS_APIG_2404" // the gateway's limit of calls is reached; no status (L)
)

// classOfCode tells the class where the code says more than the status. Codes that are not here have the class of
// their status.
var classOfCode = map[string]error{
	CodeNoDataFound:         ErrNotFound,
	CodeGatewayUnknownRoute: ErrNotFound,
	CodeTooManyToDelete:     ErrTooLarge,
	CodeTooManyToUpsert:     ErrTooLarge,
	CodeFeatureOff:          ErrFeatureOff,
	CodeRateLimited:         ErrRateLimited,
	CodeGatewayRateLimited:  ErrRateLimited,
	CodeGatewayUnauthorized: ErrUnauthorized,
	CodeGatewayIPNotAllowed: ErrUnauthorized,
	CodeServerError:         ErrServer,
	CodeUserDuplicate:       ErrConflict,
	CodeNoGsid:              ErrInvalid,
	CodeUserCreateFailed:    ErrInvalid,
	CodeUserUpdateFailed:    ErrInvalid,
	CodeUserKeyNotSupported: ErrInvalid,
	CodeUserManagesSelf:     ErrInvalid,
	CodeInvalidGsid:         ErrInvalid,
	CodeLookupsMissing:      ErrInvalid,
	CodeRecordGsidInvalid:   ErrInvalid,
	CodeIdentifierEmpty:     ErrInvalid,
	CodeKeyNotAllowed:       ErrInvalid,
	CodePayloadEmpty:        ErrInvalid,
	CodeUpsertFailed:        ErrInvalid,
	CodeLookupObjectInvalid: ErrInvalid,
	CodeFetchFailed:         ErrInvalid,

	// What the token endpoint may say, with 400 as well as with 401 (RFC 6749).
	"invalid_client":      ErrUnauthorized,
	"unauthorized_client": ErrUnauthorized,
}
