package verify

import (
	"net/url"
	"testing"
)

func TestScope(t *testing.T) {
	tests := []struct {
		host, url string
		want      bool
	}{
		{"", "https://acme.us2.gainsightcloud.com/v1/teams/services/companyTeam", true},
		{"", "https://example.com/v1/teams/services/companyTeam/list?x=1", true},
		{"", "https://example.com/v1/users/services", true},
		{"", "https://example.com/v1/users/services/scim/Users/1", true},
		{"", "https://example.com/v1/users/m2m/oauth/token", true},
		{"", "https://example.com/v1/users/m2m/oauth/token/revoke", true},
		{"", "https://example.com/v1/users/m2m/oauth", false},
		{"", "https://example.com/v1/users", false},
		{"", "https://example.com/v1/users/1", false},
		{"", "https://example.com/v1/companyteam", false},
		{"", "https://example.com/v1/users/servicesX", false},
		{"", "https://example.com/v1/teams/services/companyTeams", false},
		{"", "https://example.com/v1/users/services%2Flist", false},
		{"", "https://example.com/app/v1/users/services", false},
		{"", "https://example.com/V1/users/services", false},
		{"ACME.example.com", "https://acme.EXAMPLE.com/v1/users/services", true},
		{"acme.example.com", "https://acme.example.com:8443/v1/users/services", true},
		{"acme.example.com:8443", "https://acme.example.com:8443/v1/users/services", true},
		{"acme.example.com:443", "https://acme.example.com/v1/users/services", true},
		{"acme.example.com:80", "http://acme.example.com/v1/users/services", true},
		{"acme.example.com:80", "https://acme.example.com/v1/users/services", false},
		{"acme.example.com", "https://evil-acme.example.com/v1/users/services", false},
		{"acme.example.com", "https://acme.example.com/v1/other", false},
		{"[::1]:80", "http://[::1]/v1/users/services", true},
	}
	for _, test := range tests {
		scope, err := ScopeOf(test.host)
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(test.url)
		if err != nil {
			t.Fatal(err)
		}
		if got := scope.Has(u); got != test.want {
			t.Errorf("%q has %s: %t", test.host, test.url, got)
		}
	}
}

func TestHostsThatAreNone(t *testing.T) {
	for _, host := range []string{"https://acme.example.com", "acme.example.com/v1", "user@acme.example.com", "acme example", ":80", "*.example.com", "a\x1bb"} {
		if _, err := ScopeOf(host); err == nil {
			t.Errorf("%q is taken for a host", host)
		}
	}
}
