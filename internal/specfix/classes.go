package specfix

import (
	"slices"
	"strings"
)

// classes are all the words that an operation can be described with in one respect.
type classes struct {
	goType string
	doc    string // the sentence of the Go type, without its first word
	all    []class
}

// class is one such word. Its meaning is a clause, because the Go documentation and the page for readers share it.
type class struct {
	word, goName, meaning string
}

var retryClasses = classes{"Retry", "says whether a machine may repeat a call that failed.", []class{
	{"safe", "RetrySafe", "a call may be repeated although an earlier request may have arrived"},
	{"ambiguous", "RetryAmbiguous", "a call may be repeated only while no request can have arrived"},
	{"never", "RetryNever", "a call is not repeated by a machine at all"},
}}

var quotaClasses = classes{"Quota", "says which limit a call counts against.", []class{
	{"user-management", "QuotaUserManagement", "100 calls an hour and 1,000 a day are allowed in fixed windows, and the exact limits vary by package (A; inferred for company team calls)"},
	{"scim", "QuotaSCIM", "the call is a SCIM call, for which no limit is published"},
	{"token", "QuotaToken", "the call fetches a token, for which no limit is published"},
}}

// The word of an Auth is what authClass makes of the names in security.
var authClasses = classes{"Auth", "says what a call can be authenticated with.", []class{
	{"any", "AuthAny", "either the access key or a bearer token is accepted"},
	{"access-key", "AuthAccessKey", "only the access key is accepted"},
	{"bearer", "AuthBearer", "only a bearer token is accepted"},
	{"basic", "AuthBasic", "the call carries the client's id and secret by HTTP basic authentication"},
}}

var authBySchemes = map[string]string{
	"apiKey, m2m":       "any",
	"apiKey":            "access-key",
	"m2m":               "bearer",
	"clientCredentials": "basic",
}

func (c classes) find(word string) (class, bool) {
	i := slices.IndexFunc(c.all, func(known class) bool { return known.word == word })
	if i < 0 {
		return class{}, false
	}
	return c.all[i], true
}

// words lists all words for a sentence.
func (c classes) words() string {
	words := make([]string, len(c.all))
	for i, known := range c.all {
		words[i] = known.word
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
