package gainsight

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	gopath "path"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/oauth2"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// idServer is a server that routes as net/http does, and notes what arrives.
type idServer struct {
	mux     *http.ServeMux
	op, id  string
	reached int
}

func newIDServer(pathOf func(gsapi.Operation) string) *idServer {
	s := &idServer{mux: http.NewServeMux()}
	for _, op := range gsapi.Operations {
		s.mux.HandleFunc(op.Method+" "+pathOf(op), func(_ http.ResponseWriter, r *http.Request) {
			s.op, s.id = op.ID, r.PathValue("scimUserId")+r.PathValue("scimGroupId")+r.PathValue("gsid")+r.PathValue("userId")
		})
	}
	return s
}

func pathBelowV1(op gsapi.Operation) string { return "/v1" + op.Path }

var errReached = errors.New("it was sent")

// RoundTrip reads the request as a server does, from its text.
func (s *idServer) RoundTrip(r *http.Request) (*http.Response, error) {
	s.reached++
	s.op, s.id = "", ""
	target, err := url.ParseRequestURI(r.URL.RequestURI())
	if err != nil {
		return nil, err
	}
	s.mux.ServeHTTP(discard{}, &http.Request{Method: r.Method, URL: target, Host: r.URL.Host})
	return nil, errReached
}

type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) WriteHeader(int)             {}

// scimClientFor returns a client for thousands of calls, of each of which one attempt says all.
func scimClientFor(t testing.TB, transport http.RoundTripper, options ...Option) *Client {
	t.Helper()
	client, err := New("tenant.example.com", append([]Option{
		WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "token"})), WithHTTPClient(&http.Client{Transport: transport}), WithoutQuota(), WithoutRetry(),
	}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// callsWithID are the calls that have an id in their path.
func callsWithID(t testing.TB, client *Client) map[string]func(id string) error {
	ctx, patch := t.Context(), scim.NewPatch().Activate()
	return map[string]func(id string) error{
		"scimGetUser":     func(id string) error { _, err := client.SCIM.Users.Get(ctx, id, SCIMAttributes{}); return err },
		"scimPatchUser":   func(id string) error { _, err := client.SCIM.Users.Patch(ctx, id, patch); return err },
		"scimDeleteUser":  func(id string) error { return client.SCIM.Users.SCIMResources.Delete(ctx, id) },
		"scimGetGroup":    func(id string) error { _, err := client.SCIM.Groups.Get(ctx, id, SCIMAttributes{}); return err },
		"scimPatchGroup":  func(id string) error { _, err := client.SCIM.Groups.Patch(ctx, id, patch); return err },
		"scimDeleteGroup": func(id string) error { return client.SCIM.Groups.Delete(ctx, id) },
		"scimUpdateUser": func(id string) error {
			_, err := client.SCIM.Users.Replace(ctx, id, scim.User{UserName: Set("a")})
			return err
		},
		"scimUpdateGroup": func(id string) error {
			_, err := client.SCIM.Groups.Replace(ctx, id, scim.Group{DisplayName: Set("a")})
			return err
		},
	}
}

// checkID asserts that an id arrives as it is, or that nothing is sent and the error says so.
func checkID(t *testing.T, server *idServer, op string, call func(id string) error, id string) (arrived bool) {
	t.Helper()
	before := server.reached
	err := call(id)
	switch {
	case errors.Is(err, errReached):
		if server.op != op || server.id != id {
			t.Errorf("%s: %q arrived as %q of %q", op, id, server.id, server.op)
		}
		return true
	case !errors.Is(err, ErrInvalid), !strings.Contains(err.Error(), op+": the id "), !strings.Contains(err.Error(), "nothing was sent"):
		t.Errorf("%s: %q is refused by %v", op, id, err)
	case server.reached != before:
		t.Errorf("%s: %q was sent, and is refused by %v", op, id, err)
	}
	return false
}

// 1,000 ids of every kind arrive as they are, or are refused before anything is sent.
func TestSCIMIDs(t *testing.T) {
	for base, test := range map[string]struct {
		option Option
		ids    int
	}{
		"/v1/users/services/scim": {WithUserAgent("test"), 1_000},
		"/scim/v2":                {WithSCIMBasePath("/scim/v2/"), 100},
		"/a b/ü":                  {WithSCIMBasePath("/a b/ü"), 100},
	} {
		t.Run(base, func(t *testing.T) {
			server := newIDServer(func(op gsapi.Operation) string { return base + strings.TrimPrefix(op.Path, scimRoot) })
			calls := callsWithID(t, scimClientFor(t, server, test.option))
			random, arrived, refused := rand.New(rand.NewPCG(1, 2)), 0, 0
			for arrived < test.ids && refused < test.ids {
				id, reached := randomID(random), 0
				for op, call := range calls {
					if checkID(t, server, op, call, id) {
						reached++
					}
				}
				switch reached {
				case 0:
					refused++
				case len(calls):
					arrived++
				default:
					t.Errorf("%q arrived in %d of %d calls", id, reached, len(calls))
				}
			}
			if arrived < test.ids {
				t.Errorf("%d ids arrived, and %d were refused", arrived, refused)
			}
		})
	}
}

func randomID(random *rand.Rand) string {
	parts := []string{"/", "%", ".", "..", " ", "?", "#", ";", "+", "&", "=", ":", "@", "\\", "%2F", "%2e", "%25", "%zz", "\x00", "\n", "\u202e", "\ufffd", "\xff", "ä", "日本", "👩‍👩‍👧", "services", "Users", "-", "~", "\"", "'", "<", "{id}"}
	var b strings.Builder
	for range 1 + random.IntN(6) {
		switch random.IntN(3) {
		case 0:
			b.WriteString(parts[random.IntN(len(parts))])
		case 1:
			b.WriteRune(rune(random.IntN(utf8.MaxRune)))
		default:
			fmt.Fprintf(&b, "%x", random.Uint32())
		}
	}
	return b.String()
}

// What an id must not be, and what it may be, although it looks alike.
func TestSCIMIDRules(t *testing.T) {
	server := newIDServer(pathBelowV1)
	get := callsWithID(t, scimClientFor(t, server))["scimGetUser"]
	for id, arrives := range map[string]bool{
		"": false, ".": false, "..": false, "/": false, `\`: false, "//": false, "a/": false, "/a": false, "a//b": false, "a/..": false, "../Groups": false,
		`..\Groups`: false, "a/./b": false, "%2e%2e": false, "%2E.": false, "%252e%252e": false, "a%2F..%2F..": false, "%zz%2f..%2fx": false,
		"..;": false, "..;x=1/Groups": false, ".;": false, ";": false, ";a": false, "?": false, "?count=1": false, "#": false, "..?": false, "..#a": false, "a/?b": false,
		"%3Fcount=1": false, "%3b": false, "%25252525252525252e": false, "\xff": false, "a\xc0\xae": false, "%c0%ae%c0%ae": false, "%ff": false,

		"a": true, "a/b": true, "...": true, ".a": true, "a.": true, "..a": true, "a/b..": true, "a?b": true, "a#b": true, "a;b": true, "%": true, "%zz": true, "100%": true,
		"%2F%": false, "a%2Fb": true, "a b": true, " ": true, "+": true, "a:b": true, "1:": true, "ä": true, "\x00": true, "a\nb": true, "services": true, "Users": true, "{scimUserId}": true,
		`a\b`: true, "%41": true, "😀": true,
	} {
		if arrived := checkID(t, server, "scimGetUser", get, id); arrived != arrives {
			t.Errorf("%q arrived: %v", id, arrived)
		}
	}
}

// However often servers unescape a path, cut it at signs that mean something to some of them, and tidy it up, it is still
// below the resources of its operation.
func TestNoServerReadsAnotherOperation(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	const users = "/users/services/scim/Users/"
	for range 5_000 {
		id := randomID(random)
		escaped := url.PathEscape(id)
		if !isID(escaped) {
			continue
		}
		for range 4 {
			for _, path := range []string{users + escaped, strings.ReplaceAll(users+escaped, `\`, "/")} {
				for _, sign := range []string{";", "?", "#", ""} {
					if read := gopath.Clean(cutParts(path, sign)); !strings.HasPrefix(read, users) {
						t.Fatalf("%q can be read as %q", id, read)
					}
				}
			}
			escaped = escapes.ReplaceAllStringFunc(escaped, unescape)
		}
	}
}

// cutParts cuts every part of a path at a sign.
func cutParts(path, sign string) string {
	parts := strings.Split(path, "/")
	for i := range parts {
		if sign != "" {
			parts[i], _, _ = strings.Cut(parts[i], sign)
		}
	}
	return strings.Join(parts, "/")
}

// A thousand values arrive in the query as the filter in which an independent parser finds them again (package scim).
func TestSCIMFilterOnTheWire(t *testing.T) {
	var got string
	client, err := New("tenant.example.com", WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "a-token-of-a-test"})),
		WithHTTPClient(&http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			got = r.URL.Query().Get("filter")
			return nil, errReached
		})}), WithoutRetry()) // one attempt of each call says all
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for range 1_000 {
		value := strings.ToValidUTF8(randomID(random), "?")
		filter := scim.Eq("userName", value).And(scim.Not(scim.Sw("externalId", value)))
		for _, err := range client.SCIM.Users.List(t.Context(), SCIMListOptions{Filter: filter}) {
			if !errors.Is(err, errReached) {
				t.Fatal(err)
			}
		}
		if got != filter.String() {
			t.Errorf("%q arrived as %s", value, got)
		}
	}
}
