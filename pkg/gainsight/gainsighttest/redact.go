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

// redactor takes secrets out of what the tenant remembers, wherever they stand, and also where they are escaped for a
// URL: those that it was made for, and all tokens.
type redactor struct{ replacer *strings.Replacer }

func newRedactor(secrets ...string) redactor {
	var pairs []string
	for _, secret := range secrets {
		if secret == "" { // which stands everywhere
			continue
		}
		for _, form := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret)} {
			pairs = append(pairs, form, redacted)
		}
	}
	return redactor{strings.NewReplacer(pairs...)}
}

func (r redactor) text(text string) string {
	return tokenForm.ReplaceAllLiteralString(r.replacer.Replace(text), redacted)
}

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
