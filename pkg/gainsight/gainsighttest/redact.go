package gainsighttest

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

const redacted = "REDACTED"

var secretHeaders = []string{accessKeyHeader, "Authorization", "Cookie", "Proxy-Authorization"}

// redactor takes an access key out of what the tenant remembers, wherever it stands, and also where it is escaped for a
// URL.
type redactor struct{ replacer *strings.Replacer }

func newRedactor(accessKey string) redactor {
	if accessKey == "" { // which stands everywhere
		return redactor{strings.NewReplacer()}
	}
	return redactor{strings.NewReplacer(
		accessKey, redacted,
		url.QueryEscape(accessKey), redacted,
		url.PathEscape(accessKey), redacted,
	)}
}

func (r redactor) text(text string) string { return r.replacer.Replace(text) }

func (r redactor) bytes(text []byte) []byte { return []byte(r.text(string(text))) }

func (r redactor) header(header http.Header) http.Header {
	header = canonicalHeader(header)
	for name, values := range header {
		for i, value := range values {
			values[i] = r.text(value)
			if slices.Contains(secretHeaders, name) {
				values[i] = redacted
			}
		}
	}
	return header
}

// canonicalHeader is a copy of a header with its names spelled as a server spells them.
func canonicalHeader(header http.Header) http.Header {
	spelled := make(http.Header, len(header))
	for _, name := range slices.Sorted(maps.Keys(header)) {
		for _, value := range header[name] {
			spelled.Add(name, value)
		}
	}
	return spelled
}
