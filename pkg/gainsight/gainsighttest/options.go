package gainsighttest

import (
	"cmp"
	"net/http"
	"time"
)

// Option changes how a [Tenant] behaves. The options stand for what nobody knows about a real tenant, or for what
// differs between tenants, so that a program can be tried against each.
type Option func(*Tenant)

const (
	defaultAccessKey          = "gainsighttest-not-a-real-access-key"
	defaultMaxLimit           = 200
	defaultUndocumentedStatus = 400
)

// WithAccessKey sets the access key that the tenant accepts. Nobody is let in with an empty one.
func WithAccessKey(key string) Option {
	return func(t *Tenant) { t.accessKey = key }
}

// WithMaxLimit sets the largest limit of a list call, of company teams or users. Documented is neither that one exists nor its size; the default
// of 200 is our guess. A list call that asks for more gets n records a page, and the limit in its reply is n. A value
// below 1 means the default.
func WithMaxLimit(n int) Option {
	return func(t *Tenant) {
		if n < 1 {
			n = defaultMaxLimit
		}
		t.maxLimit = n
	}
}

// WithMaxRecords sets how many records an upsert or a bulk deletion takes; what is beyond is refused with 416, GU_8006 or
// GU_8004. For a deletion 50 is documented, and for an upsert inferred; that is the default, and what a value below 1 or
// above 50 means. A client should get by with less, should a tenant have it so.
func WithMaxRecords(n int) Option {
	return func(t *Tenant) {
		if n < 1 || n > maxPerCall {
			n = maxPerCall
		}
		t.maxRecords = n
	}
}

// WithUndocumentedStatus sets the HTTP status of the errors for which the vendor documents "NA", that is none. The
// default of 400 is our guess; 200 is the other one worth testing, since it makes a failure look like a success to
// whoever reads only the status. A status outside 200 to 599, or one that allows no body, means the default.
func WithUndocumentedStatus(status int) Option {
	return func(t *Tenant) {
		t.undocumentedStatus = usableStatus(status)
	}
}

// usableStatus returns the default in place of a status that cannot go with an envelope.
func usableStatus(status int) int {
	if status < 200 || status > 599 || status == http.StatusNoContent || status == http.StatusNotModified {
		return defaultUndocumentedStatus
	}
	return status
}

// WithCallLimit makes [Tenant.Calls] return only the last n calls, so that a long test needs no more memory than a short
// one. Without it, or with a value below 1, it returns all.
func WithCallLimit(n int) Option {
	return func(t *Tenant) { t.journal.limit = n }
}

// WithoutStatedLimit leaves the limit out of the replies to list calls. Whether a tenant always states it is not known.
func WithoutStatedLimit() Option {
	return func(t *Tenant) { t.stateLimit = func(int) *int { return nil } }
}

// WithStatedLimit makes list calls state this limit, whatever limit was applied: as a tenant would that repeats the
// limit of the request and returns fewer records.
func WithStatedLimit(n int) Option {
	return func(t *Tenant) { t.stateLimit = func(int) *int { return &n } }
}

// WithRepeatedPages makes a list call for a page past the end return the last page once more, in place of an empty one.
// It has the number that was asked for. Nobody knows of a tenant that does this; a client should not go round in
// circles if there is one.
func WithRepeatedPages() Option {
	return func(t *Tenant) { t.repeatedPages = true }
}

// WithReorderedReplies makes upserts, bulk deletions and the operations that write users answer in reverse order, both what succeeded and what did not.
// That a reply has the order of its request is not documented.
func WithReorderedReplies() Option {
	return func(t *Tenant) { t.reorderedReplies = true }
}

// WithoutCompanyTeam switches the company team feature off: each of its operations answers GU_8005. Documented for the two
// deletes, our guess for upsert and list.
func WithoutCompanyTeam() Option {
	return func(t *Tenant) { t.companyTeamOff = true }
}

// WithoutIPAccess makes the gateway refuse every call with GS_APIG_2402, as it does where the caller's address is not on
// the tenant's list. The code was seen, its status and words were not.
func WithoutIPAccess() Option {
	return func(t *Tenant) { t.noIPAccess = true }
}

// WithRateLimit allows so many calls in a window of time; what is beyond is refused with 429 GU_2400, and nothing is
// applied. The vendor allows 100 calls an hour and 1,000 a day: give the option twice for both. Documented is that the
// windows are fixed. Our guesses are that they begin where the clock shows a multiple of them, in UTC, that all
// operations of company teams and users count together, and those of SCIM and the one for tokens do not, that a call
// counts as soon as it is let in and its route is known, and that a refused call does not count, which matters only
// where there are two limits. There is no Retry-After, as none was ever seen. Without calls, every call is refused;
// without a window, there is no limit.
func WithRateLimit(calls int, window time.Duration) Option {
	return func(t *Tenant) { t.limits.add(calls, window, rateLimited) }
}

// WithGatewayRateLimit does what [WithRateLimit] does, for the gateway's own limit: GS_APIG_2404 with the status of
// [WithUndocumentedStatus]. The code was seen, its status and words were not.
func WithGatewayRateLimit(calls int, window time.Duration) Option {
	return func(t *Tenant) { t.limits.add(calls, window, gatewayRateLimited) }
}

// WithAbsentCode sets the errorCode of a record that a delete does not find: alone, or among others that a bulk
// deletion finds. The vendor's samples have the placeholder GSOBJ_1XXX there, with words that stay; the default of
// GU_8003 is our guess. A bulk deletion that finds nothing at all answers GU_8003 in any case, which is documented. An
// empty code means the default.
func WithAbsentCode(code string) Option {
	return func(t *Tenant) { t.absentCode = cmp.Or(toText(code), vendorErrors[recordNotFound].code) }
}

// WithNullTargets makes an upsert by CompanyGsid and UserGsid insert a row whose lookup finds nobody, with null for the
// company or the user. The vendor documents that NULLABLE, the default of onNoMatch, puts in null, and that an identifier
// must not be empty, but not which of the two holds here; the default, our guess, is to refuse the row with GU_3018.
// With this option, a test sees what becomes of a program that forgets to ask for an error.
func WithNullTargets() Option {
	return func(t *Tenant) { t.nullTargets = true }
}

// WithWholeBatchRefusal makes one bad row refuse a whole upsert, or a whole call that writes users, with the code of the first bad row. Which of the two
// the vendor does is not documented; the default, our guess, is to write the good rows and to list the bad ones.
func WithWholeBatchRefusal() Option {
	return func(t *Tenant) { t.wholeBatchRefusal = true }
}

// WithUserReplies sets the shape of the replies to the user operations. See [UserReplies]; what is none of them means the
// default.
func WithUserReplies(shape UserReplies) Option {
	return func(t *Tenant) { t.userReplies = shape }
}

// WithBareUserErrors leaves the errors of a call that writes users nothing but their errorMessage, the one member that
// was seen, and that only in updates. Which user an error is about does not stand in the reply then. The default, our
// guess, is that an error has the code, the words and the user as it was sent, too.
func WithBareUserErrors() Option {
	return func(t *Tenant) { t.bareUserErrors = true }
}

// WithUniqueEmail refuses a second user with one e-mail address with GU_2411, in upper or lower case. What makes two
// users the same is not documented; the default, our guess, is the SFDCUserName alone.
func WithUniqueEmail() Option {
	return func(t *Tenant) { t.uniqueUserFields = []string{userNameField, emailField} }
}

// WithTotalName sets the name that the number of all users has in a list call with includeTotal. It is not documented;
// the default of "total" is our guess. An empty name means the default.
func WithTotalName(name string) Option {
	return func(t *Tenant) { t.totalName = cmp.Or(toText(name), defaultTotalName) }
}

// WithClock sets what CreatedDate, ModifiedDate, the ends of tokens and the windows of rate limits are taken from; nil means time.Now, the default.
func WithClock(now func() time.Time) Option {
	return func(t *Tenant) {
		if now == nil {
			now = time.Now
		}
		t.now = now
	}
}

// WithTokenLifetime sets how long a token holds, by the clock of the tenant, and what its reply states, in whole seconds.
// The default of 24 hours was seen. A lifetime below a second means the default.
func WithTokenLifetime(d time.Duration) Option {
	return func(t *Tenant) {
		if d < time.Second {
			d = defaultTokenLifetime
		}
		t.tokens.lifetime = d
	}
}

// WithoutSuperAdmin makes the client's owner an admin who is no super admin: SCIM calls that write get a 403. That only
// super admins may write is documented, what they get is our guess.
func WithoutSuperAdmin() Option {
	return func(t *Tenant) { t.noSuperAdmin = true }
}

// WithMaxSCIMCount sets the most users or groups that a SCIM list call returns. Documented is neither that there is a
// limit nor its size; the default of 200 is our guess. A value below 1 means the default.
func WithMaxSCIMCount(n int) Option {
	return func(t *Tenant) {
		if n < 1 {
			n = defaultMaxSCIMCount
		}
		t.maxSCIMCount = n
	}
}

// WithSCIMPaging makes SCIM list calls answer as servers do that differ from RFC 7644. Whether a real tenant does is not
// known; a client should neither go round in circles nor lose an entry.
func WithSCIMPaging(differences ...SCIMPaging) Option {
	return func(t *Tenant) {
		for _, difference := range differences {
			t.scimPaging[difference] = true
		}
	}
}

// WithSCIMNoContent makes a SCIM call that patches answer 204 without a body. RFC 7644 allows both; the default, 200 with
// the user or the group as it is now, is our guess.
func WithSCIMNoContent() Option {
	return func(t *Tenant) { t.scimNoContent = true }
}
