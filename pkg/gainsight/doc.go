// Package gainsight is a client for the APIs of Gainsight CS. It is not affiliated with the vendor.
//
// The types are generated from a corrected OpenAPI document; this package adds what makes them safe to use: access keys
// and bearer tokens, batches of at most 50 records with one outcome per record, paging, and one kind of error.
//
//	client, err := gainsight.New("acme.us2.gainsightcloud.com", gainsight.WithAccessKey(key))
//
// A Client has a service for each kind of object: CompanyTeam, Users, and SCIM with its Users and Groups. Its method API
// returns the generated client, which has every operation of the document.
//
// # Members of a record
//
// A member is absent, null or set, and only what is there is sent:
//
//	record := gainsight.CompanyTeamRecord{
//		Gsid:      gainsight.Set("1P071TST1Z6DTGBG44KDYJG9KBNTDQMQ3QHO"),
//		UserRole:  gainsight.Set("Account Manager"),
//		TeamAdmin: gainsight.Set(false),
//	}
//
// # Errors
//
// Rows that cannot be sent are an [*InvalidRecordsError], and nothing is sent; other input that cannot be used is an error
// that is [ErrInvalid]. A failed call is an [*Error], which [errors.As] finds; that no token could be had is in its Err.
// [errors.Is] tells its class: [ErrUnauthorized], [ErrNotFound], [ErrAmbiguous], [ErrConflict], [ErrInvalid],
// [ErrTooLarge], [ErrRateLimited], [ErrFeatureOff] or [ErrServer].
//
// # Credentials
//
// [WithAccessKey] is for REST operations. SCIM takes only a bearer token (V), which [WithM2M] fetches and renews, or
// [WithTokenSource] takes from elsewhere; REST operations take it too where there is no access key, as was seen for users
// (L) and is inferred for company teams (I).
//
// # Limits
//
// The vendor allows 100 user management calls an hour and 1,000 a day, in fixed windows (A). That company team calls
// fall under this limit is inferred (I). For SCIM and for tokens no limit is published.
//
// A Client keeps within that limit: a call for which there is no slot waits for a minute at most ([WithMaxWait]), and one
// that would wait longer fails at once with a [*QuotaError] that says when it can be made. By default a Client knows only of
// its own calls, and forgets them when the program ends: [WithQuotaStore] shares and keeps them. [WithQuota] sets other
// limits, [WithoutQuota] none, and [Client.Quota] tells what is left. If the tenant refuses a call all the same, others use
// the quota too: then calls stop, and one of them tries again after a twelfth of the shortest window, five minutes. A
// Retry-After beside such a refusal is not looked at, as none was ever seen.
//
// # Retries
//
// A call that failed on its way is tried again, twice at most and after some seconds, if its request was never sent, or if it
// may be sent twice and the server is in trouble or the reply was lost. [WithRetry] has the rules, and [WithoutRetry] does
// without. Of 100 calls an hour, retries use 5 at most.
//
// # Evidence
//
// The letters in parentheses say how well a fact is known: A, the vendor's complete article "API for Company Team
// Record"; V, the opening of another article of the vendor; T, a public transcription of the vendor's articles; L,
// public clients that ran against a real tenant; P, only the published third-party document; I, inferred.
package gainsight
