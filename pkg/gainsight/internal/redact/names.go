package redact

import (
	"regexp"
	"slices"
	"strings"
)

// secretNames are those of members, fields and parameters, in letters only: a name that ends with one of them is one of a
// secret, such as access_token, clientSecret and urn:…:User:password.
var secretNames = []string{
	"token", "secret", "password", "passwd", "passphrase", "accesskey", "apikey", "secretkey", "privatekey",
	"authorization", "assertion", "sessionid", "jwt",
}

// secretHeaders are what the names of headers with secrets contain.
var secretHeaders = []string{"token", "secret", "key", "password", "passwd", "authorization", "cookie", "credential", "session", "jwt"}

// harmlessNames are those of a token call of which the values are kept.
var harmlessNames = []string{
	"granttype", "scope", "tokentype", "expiresin", "error", "errordescription", "erroruri",
	"result", "errorcode", "errordesc", "localizederrordesc", "requestid", "message", "localizedmessage",
}

// pointingNames are those of members that say which other member or attribute the value beside them is for, as in a SCIM
// patch.
var pointingNames = []string{"path", "name", "attribute", "field"}

// letters are those of a name, small, with its digits: how a name is put together varies.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			return r
		case 'A' <= r && r <= 'Z':
			return r - 'A' + 'a'
		}
		return -1
	}, name)
}

func isSecretName(name string) bool {
	name = letters(name)
	return slices.ContainsFunc(secretNames, func(ending string) bool { return strings.HasSuffix(name, ending) })
}

func isSecretHeader(name string) bool {
	name = letters(name)
	return slices.ContainsFunc(secretHeaders, func(part string) bool { return strings.Contains(name, part) })
}

func isHarmless(name string) bool { return slices.Contains(harmlessNames, letters(name)) }

// mentions reports whether the name of a secret stands in a text.
func mentions(text string) bool {
	text = letters(text)
	return slices.ContainsFunc(secretNames, func(name string) bool { return strings.Contains(text, name) })
}

// assignment is the name of a secret with a value behind it, or what looks like credentials of HTTP or a signed token.
var assignment = regexp.MustCompile(`(?i)(token|secret|passw(or)?d|passphrase|(access|api|secret|private)[-_ ]?key|authorization|assertion|` +
	`session[-_ ]?id|jwt)[\\"'\]]*\s*(:|=|>|%3A|%3D)` +
	`|\b(bearer|basic)\s+[a-z.+/~_-]*[0-9][\w.+/~-]{6}|\beyJ[\w-]{8,}\.[\w-]{8,}`)

// assigns reports whether a text seems to hold a secret that nobody knows.
func assigns(text string) bool {
	plain := letters(text) // far quicker to look through than with the expression
	mayAssign := slices.ContainsFunc(assignmentWords, func(word string) bool { return strings.Contains(plain, word) })
	return mayAssign && assignment.MatchString(text)
}

// assignmentWords are those of which one is in whatever the expression matches.
var assignmentWords = append([]string{"bearer", "basic", "eyj"}, secretNames...)
