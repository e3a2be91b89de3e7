package gainsighttest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// failure names a row of the table of errors.
type failure int

const (
	gatewayUnauthorized failure = iota
	gatewayAddress
	gatewayUnknownRoute
	gatewayRateLimited
	rateLimited
	serverError
	featureOff
	invalidGsid
	noGsidGiven
	noneFound
	tooManyToDelete
	recordNotFound
	payloadEmpty
	tooManyToUpsert
	keyNotAllowed
	lookupsMissing
	lookupMissing
	lookupObjectInvalid
	upsertFailed
	recordGsidInvalid
	identifierEmpty
	fetchFailed
	createFailed
	updateFailed
	userLookupInvalid
	userKeyNotSupported
	userManagesSelf
	userThereAlready
	failureCount
)

// notPromised stands for the vendor's "NA" in place of an HTTP status.
const notPromised = 0

// members tells which keys the envelope of a failure has. The vendor's samples differ in this, and so does the fake,
// so that nobody relies on keys that are not always there.
type members int

const (
	allMembers     members = iota // errorDesc and message twice, once localized
	withMessage                   // no localized ones
	briefMembers                  // neither message nor localized ones
	gatewayMembers                // not even data
	scimMembers                   // no envelope, but the body of RFC 7644
)

type vendorError struct {
	code    string
	status  int
	message string // for fmt.Sprintf
	members members
}

// vendorErrors is the one place that gives an error its code, its status and its words. It mirrors x-error-codes of
// the document, and a test compares the two.
var vendorErrors = [failureCount]vendorError{
	gatewayUnauthorized: {"GS_APIG_2401", 401, "Unauthorized", gatewayMembers},
	gatewayAddress:      {"GS_APIG_2402", notPromised, "The IP address is not allowed", gatewayMembers},
	gatewayUnknownRoute: {"GS_APIG_1000", 404, "The route is not known", gatewayMembers},
	gatewayRateLimited:  {"GS_APIG_2404", notPromised, "The limit of calls of the gateway is reached", gatewayMembers},

	rateLimited: {"GU_2400", 429, "Too many request", withMessage},
	serverError: {"GU_1101", 500, "Oops, something went wrong", gatewayMembers},

	featureOff:      {"GU_8005", 400, "Company team is currently not enabled", allMembers},
	invalidGsid:     {"GU_1129", 400, "Invalid GSID value.", allMembers},
	noGsidGiven:     {"GU_8002", 400, "At least one GSID should be provided", allMembers},
	noneFound:       {"GU_8003", 400, "No data found for the given criteria", allMembers},
	tooManyToDelete: {"GU_8004", 416, "Request exceeds maximum allowed limit of: %d records to delete records", allMembers},
	// The sample has the placeholder GSOBJ_1XXX here and promises no status. That the code is GU_8003 is our guess.
	recordNotFound: {"GU_8003", notPromised, "No data found for given criteria", briefMembers},

	payloadEmpty:        {"GU_3006", 400, "%s should not be null or empty.", allMembers},
	tooManyToUpsert:     {"GU_8006", 416, "Request exceeds maximum allowed limit of: %d records to upsert records", allMembers},
	keyNotAllowed:       {"GU_3019", 400, "Passed key : %s is not allowed, allowed keys are : Gsid or CompanyGsid,UserGsid", allMembers},
	lookupsMissing:      {"GU_3014", 400, "Lookups should not be null or empty if CompanyGsid/CompanyName or UserGsid/UserName are passed in request body", allMembers},
	lookupMissing:       {"GU_3014", notPromised, "%s should not be null or empty if CompanyGsid/CompanyName or UserGsid/UserName are passed in request body", allMembers},
	lookupObjectInvalid: {"GU_2403", notPromised, "Lookup objects [%s] are not valid", withMessage},
	upsertFailed:        {"GU_3016", notPromised, "Company Team Upsert Operation Failed", allMembers},
	recordGsidInvalid:   {"GU_3017", notPromised, "Gsid is invalid", allMembers},
	identifierEmpty:     {"GU_3018", notPromised, "Identifier %s should not be null or empty", allMembers},

	fetchFailed: {"GU_1707", notPromised, "Failed to fetch records.", allMembers},

	// The words of these are not known.
	createFailed:        {"GU_2401", 400, "Creating the users failed", allMembers},
	updateFailed:        {"GU_2402", 400, "Updating the users failed", allMembers},
	userLookupInvalid:   {"GU_2403", 400, "Lookup objects [%s] are not valid", allMembers},
	userKeyNotSupported: {"GU_2409", 400, "The key %s is not supported", allMembers},
	userManagesSelf:     {"GU_2410", 400, "A user cannot manage itself", allMembers},
	userThereAlready:    {"GU_2411", 400, "There is a user with this %s already", allMembers},
}

// refusal is a failure with its words filled in: of a whole call, or of one row.
type refusal struct {
	vendorError
	description string
	isDoubt     bool   // what the vendor would say is not known, and the words are ours
	reason      string // in the fake's own words, for Call.Reason
}

func refuse(f failure, values ...any) *refusal {
	e := vendorErrors[f]
	return &refusal{vendorError: e, description: fmt.Sprintf(e.message, values...)}
}

// refuseBecause adds a reason to the words of the table.
func refuseBecause(f failure, reason string) *refusal {
	e := vendorErrors[f]
	return &refusal{vendorError: e, description: e.message + ": " + reason}
}

// refuseFor adds a reason for the reader of a test, which the reply does not have.
func refuseFor(f failure, reason string) *refusal {
	refused := refuse(f)
	refused.reason = reason
	return refused
}

// doubt refuses what the vendor's article says nothing about, so that the fake need not invent an answer.
func doubt(format string, values ...any) *refusal {
	return &refusal{description: fmt.Sprintf(format, values...), isDoubt: true}
}

// refused is the reply to a call that is refused as a whole.
func (x *exchange) refused(r *refusal) reply {
	if r.isDoubt {
		return x.violation(http.StatusBadRequest, r.description)
	}
	if r.reason != "" {
		x.explain(r.reason)
	}
	return x.failure(r)
}

// refuseLike makes a refusal with any status and code. It has the words of the table if the code is there; else, the
// refusal of a SCIM operation has the form of RFC 7644, with the code for its scimType.
func (o operation) refuseLike(status int, code string) *refusal {
	e := vendorError{code: toText(code), message: "Refused by an injected fault", members: withMessage}
	if o.isSCIM() {
		e.members = scimMembers
	}
	if i := slices.IndexFunc(vendorErrors[:], func(e vendorError) bool { return e.code == code }); i >= 0 {
		e = vendorErrors[i]
	}
	e.status = status
	return &refusal{vendorError: e, description: blanks.Replace(e.message)}
}

// blanks writes a message of the table as the article does, where nobody says what it is about.
var blanks = strings.NewReplacer("%s", "{}", "%d", strconv.Itoa(maxPerCall))

// toText makes a code that a test gives fit for JSON.
func toText(code string) string { return strings.ToValidUTF8(code, "\uFFFD") }
