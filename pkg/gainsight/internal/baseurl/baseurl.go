// Package baseurl reads the address of a tenant, and refuses what could send an access key to another place.
package baseurl

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

const apiPath = "/v1"

// Parse turns a host ("acme.us2.gainsightcloud.com") or a base URL ("https://companyapi.example.com/v1") into the
// URL below which all operations lie. A port that the scheme implies is left out.
func Parse(hostOrBaseURL string, loopbackHTTP bool) (*url.URL, error) {
	text := strings.TrimSpace(hostOrBaseURL)
	if text == "" {
		return nil, errors.New(`no host given; want one such as "acme.us2.gainsightcloud.com"`)
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	base, err := url.Parse(text)
	if err != nil {
		// Neither the text nor the error that quotes it: it may hold a password or a key.
		return nil, errors.New(`the host cannot be read; want one such as "acme.us2.gainsightcloud.com"`)
	}
	if err := checkBase(base, loopbackHTTP); err != nil {
		return nil, err
	}
	path := strings.TrimRight(base.Path, "/")
	if path == "" {
		path = apiPath
	}
	return &url.URL{Scheme: base.Scheme, Host: plainHost(base), Path: path}, nil
}

// plainHost writes a host in one way only, since requests are compared with it and calls are counted by it.
func plainHost(base *url.URL) string {
	host := strings.ToLower(base.Host)
	port, _ := strconv.Atoi(base.Port())
	if base.Scheme == "https" && port == 443 || base.Scheme == "http" && port == 80 {
		return strings.TrimSuffix(host, ":"+base.Port())
	}
	return host
}

func checkBase(base *url.URL, loopbackHTTP bool) error {
	switch {
	case base.User != nil:
		return errors.New("the host must not carry a user name or password; use WithAccessKey")
	case base.Hostname() == "":
		return errors.New(`the base URL has no host; want one such as "acme.us2.gainsightcloud.com"`)
	case !isHost(base):
		// Not quoted: where arguments were mixed up, it is the access key.
		return errors.New(`the host is no name of a host; want one such as "acme.us2.gainsightcloud.com"`)
	case base.RawQuery != "" || base.ForceQuery || base.Fragment != "":
		return errors.New("the base URL must not have a query or a fragment")
	case !IsPlainPath(base):
		return fmt.Errorf("the path of the base URL must be plain, such as %q", apiPath)
	}
	switch base.Scheme {
	case "https":
		return nil
	case "http":
		if !isLoopback(base.Hostname()) {
			return fmt.Errorf("http would send the access key in the clear to %q; use https", base.Hostname())
		}
		if !loopbackHTTP {
			return errors.New("http, even to this machine, must be asked for by WithLoopbackHTTP")
		}
		return nil
	}
	return fmt.Errorf("the scheme %q is not supported; use https", base.Scheme)
}

// IsPlainPath refuses paths that servers could read in several ways.
func IsPlainPath(u *url.URL) bool {
	return u.Opaque == "" && u.RawPath == "" && !strings.Contains(u.Path, "//") && !strings.ContainsAny(u.Path, "\\%") &&
		!strings.Contains(u.Path+"/", "/./") && !strings.Contains(u.Path+"/", "/../")
}

// hostName is a name of labels; names outside of ASCII are left to net/http, which translates them.
var hostName = regexp.MustCompile(`^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*$`)

func isHost(u *url.URL) bool {
	name, port := u.Hostname(), u.Port()
	if strings.HasSuffix(u.Host, ":") {
		return false
	}
	if n, err := strconv.Atoi(port); port != "" && (err != nil || n < 1 || n > 65535) {
		return false
	}
	isASCII := strings.IndexFunc(name, func(r rune) bool { return r > unicode.MaxASCII }) < 0
	return !isASCII || hostName.MatchString(name) || net.ParseIP(name) != nil
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
