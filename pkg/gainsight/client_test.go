package gainsight_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

func TestNewTakesHosts(t *testing.T) {
	for host, want := range map[string]string{
		"acme.gainsightcloud.com":              "https://acme.gainsightcloud.com/v1",
		" acme.us2.gainsightcloud.com ":        "https://acme.us2.gainsightcloud.com/v1",
		"ACME.eu.gainsightcloud.com":           "https://acme.eu.gainsightcloud.com/v1",
		"companyapi.example.com:8443":          "https://companyapi.example.com:8443/v1",
		"https://companyapi.example.com":       "https://companyapi.example.com/v1",
		"https://companyapi.example.com/":      "https://companyapi.example.com/v1",
		"https://companyapi.example.com/v1/":   "https://companyapi.example.com/v1",
		"https://proxy.example.com/gs/v1":      "https://proxy.example.com/gs/v1",
		"http://127.0.0.1:8080":                "http://127.0.0.1:8080/v1",
		"http://[::1]:8080":                    "http://[::1]:8080/v1",
		"http://localhost:8080":                "http://localhost:8080/v1",
		"https://companyapi.example.com:443/x": "https://companyapi.example.com/x",
		"acme.gainsightcloud.com:443":          "https://acme.gainsightcloud.com/v1",
		"acme.gainsightcloud.com:0443":         "https://acme.gainsightcloud.com/v1",
		"acme.gainsightcloud.com:80":           "https://acme.gainsightcloud.com:80/v1",
		"https://[2001:db8::443]:443":          "https://[2001:db8::443]/v1",
		"http://127.0.0.1:80":                  "http://127.0.0.1/v1",
		"http://127.0.0.1:443":                 "http://127.0.0.1:443/v1",
		"https://büro.example.com":             "https://b%C3%BCro.example.com/v1",
	} {
		client, err := gainsight.New(host, gainsight.WithAccessKey(testKey), gainsight.WithLoopbackHTTP())
		if err != nil {
			t.Errorf("%q: %v", host, err)
			continue
		}
		if got := client.BaseURL(); got != want {
			t.Errorf("%q: got %s, want %s", host, got, want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	key := gainsight.WithAccessKey(testKey)
	for name, test := range map[string]struct {
		host    string
		options []gainsight.Option
		want    string
	}{
		"no host":                {"", []gainsight.Option{key}, "no host given"},
		"only a scheme":          {"https://", []gainsight.Option{key}, "has no host"},
		"http":                   {"http://acme.gainsightcloud.com", []gainsight.Option{key, gainsight.WithLoopbackHTTP()}, "in the clear"},
		"http to a lookalike":    {"http://127.0.0.1.example.com", []gainsight.Option{key, gainsight.WithLoopbackHTTP()}, "in the clear"},
		"loopback http unasked":  {"http://127.0.0.1:80", []gainsight.Option{key}, "WithLoopbackHTTP"},
		"another scheme":         {"ftp://acme.gainsightcloud.com", []gainsight.Option{key}, `"ftp" is not supported`},
		"a password":             {"https://me:hunter2@acme.gainsightcloud.com", []gainsight.Option{key}, "user name or password"},
		"a query":                {"https://acme.gainsightcloud.com/?a=b", []gainsight.Option{key}, "query"},
		"a fragment":             {"https://acme.gainsightcloud.com/#a", []gainsight.Option{key}, "fragment"},
		"dots in the path":       {"https://acme.gainsightcloud.com/a/../v1", []gainsight.Option{key}, "must be plain"},
		"escapes in the path":    {"https://acme.gainsightcloud.com/a%2Fv1", []gainsight.Option{key}, "must be plain"},
		"a space":                {"acme gainsightcloud.com", []gainsight.Option{key}, "cannot be read"},
		"a password, unreadable": {"https://me:hunter2@acme.com:port", []gainsight.Option{key}, "cannot be read"},
		"a broken escape":        {"https://acme.com/%zz?accesskey=hunter2", []gainsight.Option{key}, "cannot be read"},
		"dots and a secret":      {"acme.com/hunter2/../x", []gainsight.Option{key}, "must be plain"},
		"a key for a host":       {testKey + "_", []gainsight.Option{key}, "is no name of a host"},
		"two dots":               {"..", []gainsight.Option{key}, "is no name of a host"},
		"a wildcard":             {"*.gainsightcloud.com", []gainsight.Option{key}, "is no name of a host"},
		"a list of hosts":        {"a.com,b.com", []gainsight.Option{key}, "is no name of a host"},
		"a port without number":  {"acme.com:", []gainsight.Option{key}, "is no name of a host"},
		"a port too high":        {"acme.com:99999", []gainsight.Option{key}, "is no name of a host"},
		"no key":                 {"acme.gainsightcloud.com", nil, "use WithAccessKey"},
		"no credentials":         {"acme.gainsightcloud.com", nil, "or WithM2M or WithTokenSource, which SCIM needs"},
		"no client id":           {"acme.gainsightcloud.com", []gainsight.Option{gainsight.WithM2M("", testKey)}, "WithM2M: the client id or its"},
		"no client secret":       {"acme.gainsightcloud.com", []gainsight.Option{gainsight.WithM2M(testKey, "")}, "WithM2M: the client id or its"},
		"mixed up":               {"acme.gainsightcloud.com", []gainsight.Option{gainsight.WithM2M(testKey+":x", "id")}, "were the arguments mixed up?"},
		"a newline at the end":   {"acme.gainsightcloud.com", []gainsight.Option{gainsight.WithM2M("id", testKey+"\n")}, "was it copied whole?"},
		"an odd client id":       {"acme.gainsightcloud.com", []gainsight.Option{gainsight.WithM2M("ä", testKey)}, "characters that none has"},
		"no token source":        {"acme.gainsightcloud.com", []gainsight.Option{gainsight.WithTokenSource(nil)}, "WithTokenSource: the source is nil"},
		"a SCIM path for a host": {"acme.gainsightcloud.com", []gainsight.Option{key, gainsight.WithSCIMBasePath("scim/v2")}, "WithSCIMBasePath"},
		"no SCIM path":           {"acme.gainsightcloud.com", []gainsight.Option{key, gainsight.WithSCIMBasePath("")}, "WithSCIMBasePath"},
		"the root for SCIM":      {"acme.gainsightcloud.com", []gainsight.Option{key, gainsight.WithSCIMBasePath("//")}, "WithSCIMBasePath"},
		"SCIM elsewhere":         {"acme.gainsightcloud.com", []gainsight.Option{key, gainsight.WithSCIMBasePath("//evil.example.com/scim")}, "no plain path"},
		"a SCIM path with dots":  {"acme.gainsightcloud.com", []gainsight.Option{key, gainsight.WithSCIMBasePath("/scim/../v1")}, "no plain path"},
		"an escaped SCIM path":   {"acme.gainsightcloud.com", []gainsight.Option{key, gainsight.WithSCIMBasePath("/scim%2Fv2")}, "no plain path"},
		"a query for SCIM":       {"acme.gainsightcloud.com", []gainsight.Option{key, gainsight.WithSCIMBasePath("/scim?x=1")}, "no plain path"},
		"an empty key":           {"acme.gainsightcloud.com", []gainsight.Option{gainsight.WithAccessKey("")}, "is empty"},
		"a key with a space":     {"acme.gainsightcloud.com", []gainsight.Option{gainsight.WithAccessKey(" abc")}, "spaces around it"},
		"a key with a newline":   {"acme.gainsightcloud.com", []gainsight.Option{gainsight.WithAccessKey("abc\n")}, "copied whole"},
		"a nil HTTP client":      {"acme.gainsightcloud.com", []gainsight.Option{key, gainsight.WithHTTPClient(nil)}, "WithHTTPClient"},
		"a nil logger":           {"acme.gainsightcloud.com", []gainsight.Option{key, gainsight.WithLogger(nil)}, "WithLogger"},
		"a nil hook":             {"acme.gainsightcloud.com", []gainsight.Option{key, gainsight.WithHook(nil)}, "WithHook"},
		"a nil option":           {"acme.gainsightcloud.com", []gainsight.Option{key, nil}, "option 1 is nil"},
		"an empty user agent":    {"acme.gainsightcloud.com", []gainsight.Option{key, gainsight.WithUserAgent(" ")}, "WithUserAgent"},
		"a broken user agent":    {"acme.gainsightcloud.com", []gainsight.Option{key, gainsight.WithUserAgent("a\r\nb")}, "WithUserAgent"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := gainsight.New(test.host, test.options...)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v, want %q", err, test.want)
			}
			if strings.Contains(err.Error(), testKey) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error shows a secret: %v", err)
			}
		})
	}
}

func TestNewReportsEveryFault(t *testing.T) {
	_, err := gainsight.New("acme.gainsightcloud.com", gainsight.WithAccessKey(""), gainsight.WithLogger(nil), gainsight.WithHTTPClient(nil),
		gainsight.WithM2M("", ""), gainsight.WithTokenSource(nil), gainsight.WithSCIMBasePath("x"))
	for _, want := range []string{"WithAccessKey", "WithLogger", "WithHTTPClient", "WithM2M", "WithTokenSource", "WithSCIMBasePath"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s in it", err, want)
		}
	}
}

func TestRequestHeaders(t *testing.T) {
	s := &script{replies: []scripted{ok(`{"result":true}`)}}
	client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: s}), gainsight.WithUserAgent("nightly-sync/1.0"))
	if err := client.CompanyTeam.Delete(t.Context(), "1P0"); err != nil {
		t.Fatal(err)
	}
	r := s.requests[0]
	for name, want := range map[string]string{
		"accesskey": testKey, "User-Agent": "nightly-sync/1.0", "Accept": "application/json, text/plain, */*",
		"Accept-Language": "en-GB,en-US;q=0.9,en;q=0.8", "Content-Type": "application/json",
	} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if got := r.Method + " " + r.URL.String(); got != "DELETE https://tenant.example.com/v1/teams/services/companyTeam/1P0" {
		t.Errorf("got %s", got)
	}
}

// The caller's client keeps its own redirect policy.
func TestCallersClientIsNotChanged(t *testing.T) {
	mine := &http.Client{Transport: &script{replies: []scripted{ok(`{"result":true}`)}}}
	newClient(t, "tenant.example.com", gainsight.WithHTTPClient(mine))
	if mine.CheckRedirect != nil {
		t.Error("the redirect policy of the caller's client was replaced")
	}
}

// Of several access keys, the last one counts.
func TestLastAccessKeyCounts(t *testing.T) {
	s := &script{replies: []scripted{ok(`{"result":true}`)}}
	client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: s}), gainsight.WithAccessKey("another-key"))
	if err := client.CompanyTeam.Delete(t.Context(), "1P0"); err != nil {
		t.Fatal(err)
	}
	if got := s.requests[0].Header.Values("accesskey"); len(got) != 1 || got[0] != "another-key" {
		t.Errorf("got %v", got)
	}
}
