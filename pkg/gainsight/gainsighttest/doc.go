// Package gainsighttest is a fake Gainsight CS tenant for tests. It keeps companies, users, groups and company team
// records in memory and serves every operation of this module's OpenAPI document over HTTP: what is written can be listed,
// what is deleted is gone, a user of REST is one of SCIM, each known error can be provoked, and each call can be made to
// fail on its way.
//
//	server := gainsighttest.NewServer(t)
//	server.AddCompany("Example Inc.")
//	server.AddUser("Alex Example", "alex@example.com")
//	// point the program under test to server.URL, with server.AccessKey(), or server.ClientID() and server.ClientSecret()
//	records, users := server.Records(), server.Users()
//
// A client of this module keeps within 100 calls an hour by itself, whatever the tenant allows. A test that makes more
// calls gives it the option gainsight.WithoutQuota; or it runs under testing/synctest with a long gainsight.WithMaxWait,
// where waiting takes no time. It also tries calls again: a test of one fault alone gives it gainsight.WithoutRetry.
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
// Each behaviour is documented (in the vendor's articles "API for Company Team Record", "User Management APIs", "SCIM API"
// and "OAuth for Gainsight APIs"), from a transcription of the vendor's articles, seen (by public third-party clients that
// ran against a real tenant) or our guess. For the guesses that matter most, an [Option] has the alternative.
//
//	Gateway
//	header accesskey is required                                   documented
//	without it: 401 GS_APIG_2401, an envelope without data         seen
//	unknown route: 404 GS_APIG_1000                                seen; its errorDesc is our guess
//	known route, other method: the same                            our guess
//	access key or token is looked at before the route              our guess
//	a bearer token in place of the access key                      seen for users, our guess for company teams; not for
//	                                                               the six operations below that the vendor contradicts
//	a token that is unknown or has expired: as without a key       our guess
//	headers x-gs-request-id and x-request-id repeat requestId      seen
//	address not on the tenant's list: GS_APIG_2402                 seen, WithoutIPAccess; status, words and that it is
//	                                                               looked at first are our guess
//	server error: 500 GU_1101, an envelope without data            seen, Refuse(500, "GU_1101")
//	feature off: GU_8005                                           documented for the deletes, our guess for all else that
//	                                                               concerns company teams
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
//	all operations of company teams and users count together,      our guess; no limit is published for SCIM and tokens
//	SCIM and tokens do not, nor do refused calls
//	what a fault stops before the tenant does not count            our guess
//
//	Delete
//	GU_8002, GU_8003, GU_8004, GU_1129 and their statuses          documented, WithMaxRecords
//	a GSID is malformed unless it has 36 letters and digits        our guess
//	one malformed GSID refuses the whole bulk deletion             our guess
//	bulk, some found: result true and data.errors                  documented
//	errorCode in data.errors: GU_8003                              our guess (the sample has a placeholder), WithAbsentCode
//	a GSID twice in one call: the second is not found              our guess
//	single, not there: "No data found for given criteria"          documented; code GU_8003 is our guess, WithAbsentCode
//
//	Upsert
//	keys Gsid, CompanyGsid,UserGsid (default); others: GU_3019     documented
//	GU_3006 for no records, GU_8006 for too many                   documented; that 50 is the limit is inferred,
//	                                                               WithMaxRecords
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
//	Users
//	create, update, status and list, by their paths                from a transcription
//	a new Name leaves the UserName of company team records         our guess
//	as it was
//	50 users are the limit                                         documented; no error for more is known, so it is refused
//	                                                               as not known
//	GU_3006 for none                                               documented without a scope; that it holds here is our guess
//	codes GU_2401, 2402, 2403, 2409, 2410, 2411: 400               from a transcription; all their words are our guess
//	one row that fails beside others: data.errors                  seen for updates, else our guess
//	no row written: result false, the first error's code           our guess, as with company teams
//	a bad row does not stop the others                             our guess, WithWholeBatchRefusal
//	rows come back in the order of the request                     our guess, WithReorderedReplies
//	data.success and data.errors                                   seen for updates, else our guess, WithUserReplies
//	data.success.records, as they were sent, without a Gsid        our guess, WithUserReplies
//	errors[].errorMessage                                          seen for updates, else our guess
//	errors[] has the user, a code and a description, too           our guess, WithBareUserErrors
//	lookups may be there                                           from a transcription; that they work as with company
//	                                                               teams and fill Manager and CompanyID, and no other
//	                                                               member, is our guess
//	GU_2403 for another objectName                                 from a transcription; which case this is is our guess
//	without a lookup, Manager and CompanyID are taken as sent      our guess
//	members with other names are stored, __gc or not               our guess
//	a flag that is neither true nor false is refused               as not known
//
//	create: Email, SFDCUserName, and Name or first and last name   from a transcription; GU_2401 for it is our guess
//	create: with a CompanyID, which external users need, nothing   our guess: how a tenant tells them is not known
//	else is needed
//	create: Name is made of FirstName and LastName                 our guess
//	create: active unless IsActiveUser says otherwise              our guess
//	create: notify has no effect that can be seen                  our guess; Call.Query has it
//	create, update: an SFDCUserName that another user has, in      from a transcription that there is such an error; which
//	upper or lower case: GU_2411                                   users are the same is our guess, WithUniqueEmail
//	create, update: IsSuperAdmin cannot be set                     documented; that it is ignored is our guess
//	create, update: Gsid (unless it is the key), Created*,         our guess
//	Modified*: ignored
//
//	update: keys SFDCUserName, Gsid, SfdcUserId; others GU_2409    from a transcription
//	update: no key is refused                                      as not known
//	update: SFDCUserName finds in upper and lower case, the first  our guess
//	of several users is taken
//	update: nobody found, or an empty key: GU_2402                 our guess
//	update: a Manager that is the user itself: GU_2410             from a transcription; that only updates can is our guess
//	update: changes only what was sent; null clears                our guess
//	permissionBundleAction append, overwrite                       seen; that append is the default is our guess
//	status: nobody found: GU_2402                                  our guess
//
//	List of users, beside what stands below
//	data as with company teams                                     our guess, WithUserReplies
//	the total of includeTotal is called total                      our guess, WithTotalName
//	a known member can be selected, permissionBundles too          our guess
//	errors are those of company teams                              our guess
//
//	The six operations of the published document that the vendor contradicts: GET /users, GET and PUT /users/{userId},
//	POST /users/{userId}/deactivate, POST /companyteam, POST /companyteam/search
//	names of members, parameters and replies, statuses             from the published document
//	that there are such operations at all                          nobody has seen one answer
//	Role and IsPrimary are taken and ignored                       our guess
//	no error has a code, and no record a null                      our guess
//	users are found by Gsid, and come in the order of insertion    our guess
//	records: by Gsid if all have one, else by company and user     our guess
//	all records are written or none                                our guess: the reply has no room for anything else
//	conditions of a search must all hold; value is one or a list   our guess; an expression is refused as not known
//	default limit, largest limit                                   as in other list calls
//
//	Tokens
//	path, Basic authentication, the reply's members, 24 hours      documented and seen, WithTokenLifetime
//	id and secret as they are, or escaped for a form               our guess: each is what some client sends
//	a form with grant_type=client_credentials, or no body          seen
//	a new token does not end the others                            our guess
//	other client: 401 {"error": "invalid_client"}                  our guess, after RFC 6749; so is 400 for other forms
//	the end of a token, or of all: a 401                           our guess, WithTokenLifetime, RevokeTokens
//
//	SCIM
//	base path, bearer token only, writes only for a super admin    documented, WithoutSuperAdmin
//	Users and their operations, but DELETE                         documented and seen; DELETE is only published
//	Groups: GET, PATCH members add and remove, a filter            seen; all other operations are our guess
//	ServiceProviderConfig                                          transcribed; what it says is our guess
//	errors: RFC 7644, application/scim+json                        from RFC 7644, as is what follows without a mark; all
//	                                                               words, and when there is a scimType, are our guess
//	401 without a token, 403 without a super admin or for an       our guess
//	address that is not on the tenant's list
//	bodies in application/json                                     RFC 7644
//	the id is the GSID; groups have one of their own               our guess
//	userName is SFDCUserName, or Email where there is none         our guess
//	emails is Email (the primary one, or the first), name,         our guess
//	title, timezone, locale, active, manager, LicenseType,
//	IsSuperAdmin and *__gc are the user's fields of that name
//	displayName and name.formatted are Name; what was changed      our guess
//	last says what it is, the parts of a name say it if none does
//	other members are stored as they came                          our guess; a password is not
//	a new user is active; PUT without active or IsSuperAdmin       our guess
//	leaves them, and takes out whatever else it does not have
//	schemas, and userName or displayName, are all that is needed   our guess: the published document needs name and emails
//	a userName or a displayName that another has, in upper or      our guess for displayName
//	lower case: 409 uniqueness
//	groups of a user: those that have it as a member; sent, they   RFC 7643; a public client sends them
//	are ignored
//	members are users that are there, each once                    our guess; so is that a deleted user is none
//	"True" and "False" are true and false                          our guess, as one public provider sends them
//	attributes, values of another type: 400 invalidValue           our guess
//	PATCH replies 200 with the resource                            our guess, WithSCIMNoContent
//	PATCH without a path: the value has paths, not only names      our guess, as one public provider sends them
//	PATCH: an object is merged into an object                      RFC 7644, for the attributes; else our guess
//	PATCH: remove with a path and a list of values                 seen: it removes just those
//	PATCH: a filter that fits nothing: 400 noTarget                RFC 7644; for remove, our guess
//	PATCH: up to 1,000 operations, of which all hold or none       RFC 7644; the number is our guess
//	filters: all of RFC 7644; ne holds where eq does not           RFC 7644; for lists and missing values, our guess
//	values compare in lower case, but id and externalId            RFC 7643; for others than its attributes, our guess
//	dates compare by time                                          RFC 7644
//	filters: 16 KiB without texts, 50 parentheses                  our guess
//	startIndex below 1 is 1, a negative count is 0                 RFC 7644
//	default count 100, largest count 200                           our guess, WithMaxSCIMCount
//	past the end: no resources                                     RFC 7644, WithSCIMPaging
//	totalResults counts all, itemsPerPage the page                 RFC 7644, WithSCIMPaging
//	resources come in the order in which they were made            our guess
//	attributes prevails over excludedAttributes; what is no        our guess
//	attribute is ignored
//	an op in capitals, no Operations, other content types          refused as not known
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
// code, and an errorDesc, or a detail in SCIM, that begins with "gainsighttest:". [Tenant.Violations] lists these. Where an
// error of the vendor applies too, whatever the rest of the request means, that one is the answer.
//
// Each reply of an operation is compared with the OpenAPI document of this module before it is sent, and, where the
// document is open, with what the fake demands of itself (own.yml): no member that the samples do not have, none missing
// that they always have, none twice, a result that agrees with the rest, and values that can be read. What does not fit
// is a violation too; a test that seeds such a value hears of it. Replies that a fault makes are not compared.
package gainsighttest
