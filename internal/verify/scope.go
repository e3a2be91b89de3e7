package verify

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// BasePath is where the operations of the document lie on a host.
const BasePath = "/v1"

// Paths are those below which a request is ours.
var Paths = []string{
	BasePath + "/teams/services/companyTeam",
	BasePath + "/users/services",
	BasePath + "/users/m2m/oauth/token",
}

// isOurs goes by whole segments of an escaped path, as a server does before it unescapes them.
func isOurs(path string) bool {
	for _, ours := range Paths {
		if rest, found := strings.CutPrefix(path, ours); found && (rest == "" || rest[0] == '/') {
			return true
		}
	}
	return false
}

// isCovered reports whether an operation can be seen below our paths at all.
func isCovered(operation contract.Operation) bool { return isOurs(BasePath + operation.Path) }

// Scope says which requests are looked at: those of our paths, on any host or on one.
type Scope struct{ host, port string }

// ScopeOf narrows to a host, with or without its port. An empty one means any.
func ScopeOf(host string) (Scope, error) {
	if host == "" {
		return Scope{}, nil
	}
	u, err := url.Parse("//" + host)
	if err != nil || u.Hostname() == "" || u.Host != host || strings.ContainsAny(host, " *") {
		return Scope{}, fmt.Errorf("%q is no host: want one such as acme.us2.gainsightcloud.com, without https:// and path", clean(host))
	}
	return Scope{strings.ToLower(u.Hostname()), u.Port()}, nil
}

// Has reports whether a request to u is looked at.
func (s Scope) Has(u *url.URL) bool { return isOurs(u.EscapedPath()) && s.hasHost(u) }

func (s Scope) hasHost(u *url.URL) bool {
	return s.host == "" || strings.ToLower(u.Hostname()) == s.host && (s.port == "" || s.port == portOf(u))
}

func portOf(u *url.URL) string {
	if port := u.Port(); port != "" {
		return port
	}
	if u.Scheme == "http" {
		return "80"
	}
	return "443"
}
