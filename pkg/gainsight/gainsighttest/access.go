package gainsighttest

import (
	"net/http"
	"strings"
)

// access is how a caller shows who it is.
type access int

const (
	keyOrToken access = iota // seen for the operations on users; for company teams, the token is our guess
	keyOnly                  // the operations that only the published document knows
	tokenOnly                // SCIM
	clientOnly               // Basic authentication with the client's id and secret, for a token
)

// accessOf returns the way in of an operation. A test compares it with the document.
func accessOf(pattern string) access {
	switch {
	case strings.Contains(pattern, scimBase):
		return tokenOnly
	case strings.HasSuffix(pattern, "/oauth/token"):
		return clientOnly
	case !strings.Contains(pattern, "/services"):
		return keyOnly
	}
	return keyOrToken
}

// isSCIM reports whether refusals have the form of RFC 7644.
func (o operation) isSCIM() bool { return o.access == tokenOnly }

// isLimited reports whether calls count against the limits, which are those of user management.
func (o operation) isLimited() bool { return o.access != tokenOnly && o.access != clientOnly }

// mediaTypes are those that a body can have. The first one is the document's; JSON as such is allowed by RFC 7644.
func (o operation) mediaTypes() []string {
	switch o.access {
	case tokenOnly:
		return []string{scimMediaType, plainJSON}
	case clientOnly:
		return []string{formMediaType}
	}
	return []string{plainJSON}
}

// lets reports whether the tenant lets a caller in.
func (t *Tenant) lets(r *http.Request, a access) bool {
	switch a {
	case keyOnly:
		return t.hasKey(r)
	case tokenOnly:
		return t.hasToken(r)
	case clientOnly:
		return isClient(r)
	}
	return t.hasKey(r) || t.hasToken(r)
}

func (t *Tenant) hasKey(r *http.Request) bool {
	return t.accessKey != "" && r.Header.Get(accessKeyHeader) == t.accessKey
}

// unauthorized is the reply to a caller that is not let in. Seen is the one to a wrong access key.
func (x *exchange) unauthorized() reply {
	switch x.operation.access {
	case tokenOnly:
		return x.failure(scimRefusal(http.StatusUnauthorized, "", "The bearer token is missing, expired or refused"))
	case clientOnly:
		return x.oauthError(http.StatusUnauthorized, "invalid_client")
	}
	return x.failure(refuse(gatewayUnauthorized))
}
