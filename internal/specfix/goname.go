package specfix

import (
	"regexp"
	"slices"
	"strings"
)

// plainID is an operationId that makes a Go identifier without anything being dropped or replaced.
var plainID = regexp.MustCompile(`^[a-z][a-zA-Z0-9]*$`)

var (
	wordStart   = regexp.MustCompile(`(^|[0-9])[a-z]`)
	wordOfID    = regexp.MustCompile(`[A-Z0-9]+[a-z0-9]*`)
	initialisms = strings.Fields(`ACL AMQP API ASCII CPU CSS DB DNS EOF GID GUID HTML HTTP HTTPS ID IP JSON QPS RAM RPC RTP
		SIP SLA SMTP SQL SSH TCP TLS TS TTL UDP UI UID URI URL UTF8 UUID VM XML XMPP XSRF XSS`)
)

// goName is the name that the generator gives to an operation in Go: words start with a capital, behind digits too, and
// initialisms have only capitals.
func goName(id string) string {
	return wordOfID.ReplaceAllStringFunc(wordStart.ReplaceAllStringFunc(id, strings.ToUpper), func(word string) string {
		if upper := strings.ToUpper(word); slices.Contains(initialisms, upper) {
			return upper
		}
		return word
	})
}
