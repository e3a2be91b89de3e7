package archive

import (
	"errors"
	"net/url"
	"strings"
)

// locate reads the URL of a request and says whether it is wanted. Browsers also record what is no HTTP, such as data:
// and blob:, which nobody wants.
func locate(text string, sift *sift) (target *url.URL, isWanted bool, err error) {
	if !isHTTP(text) {
		return nil, false, nil
	}
	target, err = url.Parse(text)
	switch {
	case err == nil:
		target.Fragment, target.RawFragment = "", "" // which is never sent
		return target, sift.wants(target), nil
	case !sift.wants(roughly(text)): // other people's URLs can be as broken as they like
		return nil, false, nil
	}
	return nil, false, errURL
}

// errURL quotes nothing of the URL, since there may be a password or a token in it.
var errURL = errors.New("the URL of the request cannot be parsed")

func isHTTP(text string) bool {
	scheme, _, found := strings.Cut(text, ":")
	return strings.HasPrefix(text, "/") || found && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

// roughly takes host and path out of a URL that cannot be parsed.
func roughly(text string) *url.URL {
	text, _, _ = strings.Cut(text, "?")
	text, _, _ = strings.Cut(text, "#")
	scheme, rest, found := strings.Cut(text, "//")
	if !found {
		return &url.URL{Path: text}
	}
	host, path, hasPath := strings.Cut(rest, "/")
	if hasPath {
		path = "/" + path
	}
	return &url.URL{Scheme: strings.ToLower(strings.TrimSuffix(scheme, ":")), Host: host[strings.LastIndex(host, "@")+1:], Path: path}
}
