// Package gainsighttest is a fake Gainsight CS tenant for tests. It keeps companies, users and company team records in
// memory and serves the documented company team operations over HTTP: what is upserted can be listed, what is deleted
// is gone, and each error of the company team article can be provoked, but for the rate limit.
//
//	server := gainsighttest.NewServer(t)
//	server.AddCompany("Example Inc.")
//	server.AddUser("Alex Example", "alex@example.com")
//	// point the program under test to server.URL, with server.AccessKey()
//	records := server.Records()
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
//	feature off: GU_8005                                           documented for the deletes, else our guess
//	HTTP status where the article says "NA"                        our guess, WithUndocumentedStatus
//	which keys an envelope has besides the five common ones        from the samples where there is one, else our guess
//
//	Delete
//	GU_8002, GU_8003, GU_8004, GU_1129 and their statuses          documented
//	a GSID is malformed unless it has 36 letters and digits        our guess
//	one malformed GSID refuses the whole bulk deletion             our guess
//	bulk, some found: result true and data.errors                  documented
//	errorCode in data.errors: GU_8003                              our guess (the sample has a placeholder)
//	a GSID twice in one call: the second is not found              our guess
//	single, not there: "No data found for given criteria"          documented; code GU_8003 is our guess
//
//	Upsert
//	keys Gsid, CompanyGsid,UserGsid (default); others: GU_3019     documented
//	GU_3006 for no records, GU_8006 for too many                   documented; that 50 is the limit is inferred
//	GU_3014 if lookups are missing                                 documented, 400
//	GU_3014 if the one lookup that is needed is missing            documented, no status; our guess which case this is
//	GU_2403 for another objectName                                 from a sample
//	GU_2403 also for Company in UserGsid, and the reverse          our guess
//	several fields of a lookup must all match, exactly             our guess
//	FIRSTMATCH, MARKASERROR                                        documented
//	no multiMatchOption means FIRSTMATCH                           our guess
//	NULLABLE (default) puts null in, ERROR refuses the row         documented
//	DEFAULTVALUE does what NULLABLE does                           our guess
//	a row refused by a lookup: GU_3016 with the reason             our guess
//	key=Gsid: lookups apply only to rows that name a company/user  our guess
//	empty identifier: GU_3018; unknown Gsid: GU_3017               documented; that it concerns one row is our guess
//	a bad row does not stop the others                             our guess, WithWholeBatchRefusal
//	shape of data.errors                                           our guess
//	no row written: result false, the first error's code           our guess
//	two rows with one key: the second updates the first            our guess
//	UserRole "Account Manager", TeamAdmin false on insert          documented
//	TeamAdmin comes back as a string                               from the samples
//	update changes only what was sent; null clears                 our guess
//	Gsid without key=Gsid, Name, Created*, Modified*: ignored      our guess
//	the reply's records have no Gsid and no names                  from the sample, with key=Gsid our guess
//
//	List
//	select is required                                             documented; GU_3006 for it is our guess
//	UserName comes back as Name                                    from the sample
//	custom fields: names that end in __gc, or that a record has    our guess
//	unset members are left out, null ones are null                 our guess
//	the limit in the reply is the one applied                      our guess
//	largest limit 200, default limit 25                            our guess, WithMaxLimit
//	size counts the records of the page                            our guess
//	IN and NOT_IN                                                  documented
//	EQ, with exactly one value                                     from a transcription; one value is our guess
//	AND, OR and parentheses                                        documented; precedence and upper/lower case: our guess
//	conditions without an expression: all must hold                our guess
//	a missing value is in no list but one with null                our guess
//	a missing value is the smallest one in orderBy                 our guess
//	order of insertion where orderBy leaves a choice               our guess
//	GU_1707 for what cannot be understood                          code from a sample; when it comes is our guess
//
// What nobody can know, such as a limit of 0, a body that does not fit the contract, a member whose name differs from
// the samples in upper and lower case, or a lookup that the article does not describe, is refused with status 400, no
// code, and an errorDesc that begins with "gainsighttest:". [Tenant.Violations] lists these. Operations that are not
// served yet answer 501. Rate limits are not simulated.
package gainsighttest
