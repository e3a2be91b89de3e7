// Package gainsighttest is a fake Gainsight CS tenant for tests. It keeps companies, users and company team records in
// memory and serves the documented company team operations over HTTP: what is upserted can be listed, what is deleted
// is gone, each known error can be provoked, and each call can be made to fail on its way.
//
//	server := gainsighttest.NewServer(t)
//	server.AddCompany("Example Inc.")
//	server.AddUser("Alex Example", "alex@example.com")
//	// point the program under test to server.URL, with server.AccessKey()
//	records := server.Records()
//
// [Tenant.Transport] does without a network, for tests under testing/synctest. [Tenant.Inject] breaks one call: a
// connection that is reset before or after the change was applied, a body that is cut off, a proxy's page of HTML, a
// reply that is late, refused, redirected or far too large.
//
// It is not the vendor's code and was never compared with a live tenant. It shares the generated types and the package
// wire with the client of this module, but none of the client's own code, so that a misunderstanding on one side shows
// up on the other.
//
// # What a reply rests on
//
// Each behaviour is documented (in the vendor's article "API for Company Team Record"), seen (by public third-party
// clients that ran against a real tenant) or our guess. For the guesses that matter most, an [Option] has the alternative.
//
//	Gateway
//	header accesskey is required                                   documented
//	without it: 401 GS_APIG_2401, an envelope without data         seen
//	unknown route: 404 GS_APIG_1000                                seen; its errorDesc is our guess
//	known route, other method: the same                            our guess
//	access key is looked at before the route                       our guess
//	headers x-gs-request-id and x-request-id repeat requestId      seen
//	address not on the tenant's list: GS_APIG_2402                 seen, WithoutIPAccess; status, words and that it is
//	                                                               looked at first are our guess
//	server error: 500 GU_1101, an envelope without data            seen, Refuse(500, "GU_1101")
//	feature off: GU_8005                                           documented for the deletes, else our guess
//	HTTP status where the article says "NA"                        our guess, WithUndocumentedStatus
//	which keys an envelope has besides the five common ones        from the samples where there is one, else our guess
//	no body is like null                                           our guess
//	order of the checks: limits of calls, feature, key, number of  our guess; what the vendor has no error for comes last
//	rows, lookups, each row; or select, where, orderBy
//
//	Limits of calls (none without an option)
//	fixed windows                                                  documented
//	beyond WithRateLimit: 429 GU_2400                              documented for the deletes, else our guess
//	its words, data and message null, no Retry-After               seen
//	beyond WithGatewayRateLimit: GS_APIG_2404                      seen; status, words and no data are our guess
//	the gateway's limit comes first                                our guess
//	windows begin at multiples of their length, in UTC             our guess
//	all operations count together, refused calls do not            our guess
//	what a fault stops before the tenant does not count            our guess
//
//	Delete
//	GU_8002, GU_8003, GU_8004, GU_1129 and their statuses          documented
//	a GSID is malformed unless it has 36 letters and digits        our guess
//	one malformed GSID refuses the whole bulk deletion             our guess
//	bulk, some found: result true and data.errors                  documented
//	errorCode in data.errors: GU_8003                              our guess (the sample has a placeholder), WithAbsentCode
//	a GSID twice in one call: the second is not found              our guess
//	single, not there: "No data found for given criteria"          documented; code GU_8003 is our guess, WithAbsentCode
//
//	Upsert
//	keys Gsid, CompanyGsid,UserGsid (default); others: GU_3019     documented
//	GU_3006 for no records, GU_8006 for too many                   documented; that 50 is the limit is inferred
//	GU_3014 if lookups are missing                                 documented, 400
//	GU_3014 if the one lookup that is needed is missing            documented, no status; our guess which case this is
//	GU_2403 for another objectName                                 from a sample
//	GU_2403 also for Company in UserGsid, and the reverse          our guess
//	several fields of a lookup must all match, exactly             our guess
//	an empty text, null or another type matches nobody             our guess
//	any further field can be looked up, if one object has it       our guess, SetField
//	FIRSTMATCH, MARKASERROR                                        documented; that the first is the one added first is
//	                                                               our guess
//	no multiMatchOption means FIRSTMATCH                           our guess: its default is not known
//	NULLABLE (default) puts null in, ERROR refuses the row         documented
//	with CompanyGsid,UserGsid a null target is GU_3018             our guess, WithNullTargets
//	DEFAULTVALUE does what NULLABLE does                           our guess
//	a row refused by a lookup: GU_3016 with the reason             our guess
//	key=Gsid: lookups apply only to rows that name a company/user  our guess
//	empty identifier: GU_3018                                      documented; that it concerns one row is our guess
//	invalid Gsid: GU_3017                                          documented; that an unknown one is invalid, and that
//	                                                               it concerns one row, is our guess
//	a bad row does not stop the others                             our guess, WithWholeBatchRefusal
//	shape of data.errors                                           our guess
//	rows come back in the order of the request                     our guess, WithReorderedReplies
//	no row written: result false, the first error's code           our guess
//	two rows with one key: the second updates the first            our guess
//	UserRole "Account Manager", TeamAdmin false on insert          documented
//	what was not sent, such as a default, is not in the reply      our guess
//	TeamAdmin comes back as a string                               from the samples of upserts, in lists our guess
//	CreatedBy, ModifiedBy: "API user", in every row of the reply   our guess (the sample has them in one row only)
//	a record has a CreatedDate                                     our guess
//	members with other names are stored, __gc or not               our guess; without a name they are refused
//	update changes only what was sent; null clears                 our guess
//	Gsid without key=Gsid, Name, Created*, Modified*: ignored      our guess
//	the reply's records have no Gsid and no names                  from the sample, with key=Gsid our guess
//
//	List
//	select is required                                             documented; GU_3006 for it is our guess
//	UserName comes back as Name                                    from the sample; that Name cannot be selected,
//	                                                               GU_1707, is our guess
//	asc and desc, in upper or lower case                           documented in lower case, else our guess
//	null for limit, page, orderBy or where is as none              our guess; 25.0 is no limit
//	custom fields: names that end in __gc, or that a record has    our guess
//	unset members are left out, null ones are null                 our guess
//	half a surrogate pair in a text comes back as it was sent      our guess
//	the limit in the reply is the one applied                      our guess, WithoutStatedLimit, WithStatedLimit
//	past the end: an empty page                                    our guess, WithRepeatedPages
//	largest limit 200, default limit 25                            our guess, WithMaxLimit
//	size counts the records of the page                            our guess
//	IN and NOT_IN, with one value or more                          documented; how many values is our guess
//	EQ, with one value                                             from a transcription; how many values is our guess
//	all other operators                                            transcribed for other read APIs only; that company
//	                                                               teams have them, and all below, is our guess
//	NE LT GT LTE GTE with one value, BTW with two                  the bounds belong to BTW, the lower one comes first
//	CONTAINS DOES_NOT_CONTAIN STARTS_WITH ENDS_WITH, one value     of a text; a date is one, as 2026-01-31T00:00:00Z, and
//	                                                               the value is taken as it is written
//	IS_NULL IS_NOT_NULL with none                                  null and missing are the same
//	INCLUDES EXCLUDES with one or more                             any of them, none of them: in a list, or in a text
//	                                                               with semicolons
//	EQ, LT and the like for dates: by time; 2026-01-31 is midnight our guess
//	upper and lower case differ, in operators and values           our guess
//	values of different kinds are never equal, less or greater     our guess; a text that is no date is another kind
//	NE, NOT_IN, DOES_NOT_CONTAIN, EXCLUDES hold for missing values our guess: each where its opposite does not
//	AND, OR and parentheses                                        documented; precedence and upper/lower case: our guess
//	conditions without an expression: all must hold                our guess
//	a missing value is in no list but one with null                our guess
//	a missing value is the smallest one in orderBy                 our guess
//	order of insertion where orderBy leaves a choice               our guess
//	GU_1707 for what cannot be understood                          code from a sample; when it comes is our guess; Call.Reason says
//	                                                               in our words what it was
//
//	Faults: none is a behaviour of the vendor's; they are what networks, proxies and servers do.
//
// What nobody can know, such as a limit of 0, a body that does not fit the contract, a member whose name differs from
// the samples in upper and lower case, or a lookup that the article does not describe, is refused with status 400, no
// code, and an errorDesc that begins with "gainsighttest:". [Tenant.Violations] lists these. Where an error of the vendor
// applies too, whatever the rest of the request means, that one is the answer. Operations that are not served yet answer
// 501.
//
// Each reply of an operation is compared with the OpenAPI document of this module before it is sent, and, where the
// document is open, with what the fake demands of itself (own.yml): no member that the samples do not have, none missing
// that they always have, none twice, a result that agrees with the rest, and values that can be read. What does not fit
// is a violation too; a test that seeds such a value hears of it. Replies that a fault makes are not compared.
package gainsighttest
