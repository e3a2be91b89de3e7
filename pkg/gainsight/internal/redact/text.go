package redact

import (
	"encoding/base64"
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/secret"
)

// text takes known secrets out of a text.
func (p *pass) text(text string) string {
	for _, keeper := range p.known {
		text = keeper.Text(text)
	}
	return text
}

// value takes known secrets out of a text, or all of it where that is not enough: where it holds a secret in another
// form, or one that nobody knows.
func (p *pass) value(text string) string {
	if redacted := p.text(text); !assigns(redacted) && !p.leaks(redacted) {
		return redacted
	}
	return secret.Mark
}

// leaks reports whether a known secret is in a text, in whatever form.
func (p *pass) leaks(text string) bool {
	return slices.ContainsFunc(forms(text), func(form string) bool { return p.text(form) != form })
}

var (
	percentEscape   = regexp.MustCompile(`%[0-9a-fA-F]{2}`)
	backslashEscape = regexp.MustCompile(`\\(u[0-9a-fA-F]{4}|.)`)
)

// forms are what a text is to whoever undoes its escapes, and what it becomes when it is written into a line.
func forms(text string) []string {
	forms := []string{text}
	if quoted, _ := jsontext.AppendQuote(nil, text); len(quoted) > len(text)+len(`""`) { // of what is no UTF-8 it makes something
		forms = append(forms, string(quoted))
	}
	if strings.Contains(text, "%") {
		forms = append(forms, percentEscape.ReplaceAllStringFunc(text, unescapePercent))
	}
	if strings.Contains(text, `\`) {
		forms = append(forms, backslashEscape.ReplaceAllStringFunc(text, unescapeBackslash))
	}
	if strings.Contains(text, "&") {
		forms = append(forms, html.UnescapeString(text))
	}
	if strings.Contains(text, "\x00") { // UTF-16
		forms = append(forms, strings.ReplaceAll(text, "\x00", ""))
	}
	return forms
}

func unescapePercent(escape string) string {
	text, _ := url.PathUnescape(escape) // which it is
	return text
}

func unescapeBackslash(escape string) string {
	if code, err := strconv.ParseUint(strings.TrimPrefix(escape, `\u`), 16, 16); len(escape) > 2 && err == nil {
		return string(rune(code))
	}
	if plain, _, _, err := strconv.UnquoteChar(escape, 0); err == nil {
		return string(plain)
	}
	return escape[1:]
}

// schemes are those of HTTP authentication. What begins otherwise may be a secret from its start.
var schemes = []string{"basic", "bearer", "digest", "negotiate", "token", "apikey"}

// header keeps of credentials their scheme, so that it can be seen that they were there.
func (p *pass) header(header http.Header) http.Header {
	redacted := make(http.Header, len(header))
	for _, name := range slices.Sorted(maps.Keys(header)) {
		for _, value := range header[name] {
			if isSecretHeader(name) {
				value = p.credentials(letters(name), value)
			} else {
				value = p.value(value)
			}
			newName := p.text(name)
			redacted[newName] = append(redacted[newName], value)
		}
	}
	return redacted
}

func (p *pass) credentials(name, value string) string {
	value = strings.TrimSpace(value)
	scheme, credentials, _ := strings.Cut(value, " ")
	switch {
	case value == "":
		return ""
	case strings.Contains(name, "cookie"):
		p.findCookies(value)
	case slices.Contains(schemes, strings.ToLower(scheme)) && credentials != "":
		p.findCredentials(credentials)
		return scheme + " " + secret.Mark
	case strings.HasSuffix(name, "accesskey"), strings.HasSuffix(name, "authorization"):
		p.findCredentials(value)
	case len(p.path) <= 1 || !strings.Contains(value, p.path): // otherwise the key of a cache, which is an address
		p.find(value)
	}
	return secret.Mark
}

// findCredentials also takes apart what Basic authentication sends.
func (p *pass) findCredentials(text string) {
	text = strings.TrimSpace(text)
	p.findLasting(text)
	plain, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(text), "="))
	if id, password, isPair := strings.Cut(string(plain), ":"); err == nil && isPair {
		p.findPair(id, password)
	}
}

// findPair takes a client's id and secret, which can be sent as they are, or escaped as in a form.
func (p *pass) findPair(id, password string) {
	if password != "" {
		p.find(id + ":" + password)
	}
	p.findLasting(password)
	p.findGuess(id)
	for _, text := range []string{id, password} {
		if plain, err := url.QueryUnescape(text); err == nil && plain != text {
			p.findGuess(plain)
		}
	}
}

func (p *pass) findCookies(text string) {
	for cookie := range strings.SplitSeq(text, ";") {
		if _, value, ok := strings.Cut(cookie, "="); ok {
			p.findGuess(strings.Trim(strings.TrimSpace(value), `"`))
		}
	}
}

// target keeps the host of a URL.
func (p *pass) target(target url.URL) string {
	if user := target.User; user != nil {
		password, _ := user.Password()
		p.findPair(user.Username(), password)
		target.User = url.User(secret.Mark)
	}
	if path := p.value(target.Path); path != target.Path {
		target.Path, target.RawPath = path, ""
	}
	if p.leaks(target.EscapedPath()) {
		target.Path, target.RawPath = secret.Mark, ""
	}
	if target.Host != "" && target.Path != "" && target.Path[0] != '/' {
		target.Path = "/" + target.Path
	}
	target.RawQuery = p.form(target.RawQuery)
	target.Fragment, target.RawFragment = "", ""
	target.Opaque = p.value(target.Opaque)
	return target.String()
}

// form redacts a query, or the body of a form.
func (p *pass) form(text string) string {
	if text == "" {
		return ""
	}
	fields := strings.Split(text, "&")
	named := map[string]string{}
	for i, field := range fields {
		name, value, hasValue := strings.Cut(field, "=")
		plainName, plain := unescapeQuery(name), unescapeQuery(value)
		named[letters(plainName)] = plain
		switch {
		case !hasValue && mentions(plainName): // another format
			fields[i] = secret.Mark
		case !hasValue:
			fields[i] = p.value(field)
		case value == "":
			fields[i] = p.value(name) + "="
		case !isHarmless(plainName) && (p.issuesToken || mentions(plainName)):
			p.find(plain)
			fields[i] = p.value(name) + "=" + secret.Mark
		case p.value(plain) != plain, p.value(value) != value:
			fields[i] = p.value(name) + "=" + url.QueryEscape(p.value(plain))
		default:
			fields[i] = p.value(name) + "=" + value
		}
	}
	if id, password := named["clientid"], named["clientsecret"]; password != "" {
		p.findPair(id, password)
	}
	if text = strings.Join(fields, "&"); p.leaks(text) {
		return secret.Mark
	}
	return text
}

func unescapeQuery(text string) string {
	return percentEscape.ReplaceAllStringFunc(strings.ReplaceAll(text, "+", " "), unescapePercent)
}
