package gainsight

//lint:file-ignore SA1019 what is deprecated is tested, too

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/baseurl"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/secret"
)

// An id can never change the path of a request, whatever it is and however it is escaped.
func TestIDCannotChangeThePath(t *testing.T) {
	sent := 0
	transport := roundTrip(func(*http.Request) (*http.Response, error) {
		sent++
		return nil, errors.New("sent")
	})
	client, err := New("tenant.example.com", WithAccessKey("key"), WithHTTPClient(&http.Client{Transport: transport}))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"", ".", "..", "../x", "a/b", "a/../b", "/", "//", `\`, `a\b`, "%2e%2e", "a%2Fb", "list/", "?", "a?b", "a#b", "a;b", "a b", "\x00", "ä"} {
		if err := client.CompanyTeam.Delete(t.Context(), id); !errors.Is(err, ErrInvalid) {
			t.Errorf("Delete(%q): got %v", id, err)
		}
		if _, err := client.CompanyTeam.DeleteMany(t.Context(), []string{id}); !errors.Is(err, ErrInvalid) {
			t.Errorf("DeleteMany(%q): got %v", id, err)
		}
	}
	if sent != 0 {
		t.Errorf("%d requests were sent", sent)
	}
}

// The guard holds by itself, for whoever calls the generated client.
func TestGuard(t *testing.T) {
	base := "https://tenant.example.com/v1"
	for name, test := range map[string]struct {
		method, url string
		op          gsapi.Operation
		passes      bool
	}{
		"the operation":           {"DELETE", base + "/teams/services/companyTeam/1P0", gsapi.OpDeleteCompanyTeamRecord, true},
		"an id with a colon":      {"DELETE", base + "/teams/services/companyTeam/a:b", gsapi.OpDeleteCompanyTeamRecord, true},
		"no id":                   {"DELETE", base + "/teams/services/companyTeam/", gsapi.OpDeleteCompanyTeamRecord, false},
		"one level up":            {"DELETE", base + "/teams/services/", gsapi.OpDeleteCompanyTeamRecord, false},
		"one level down":          {"DELETE", base + "/teams/services/companyTeam/a/b", gsapi.OpDeleteCompanyTeamRecord, false},
		"escaped slash":           {"DELETE", base + "/teams/services/companyTeam/a%2Fb", gsapi.OpDeleteCompanyTeamRecord, false},
		"escaped percent":         {"DELETE", base + "/teams/services/companyTeam/a%252Fb", gsapi.OpDeleteCompanyTeamRecord, false},
		"backslash":               {"DELETE", base + "/teams/services/companyTeam/a%5Cb", gsapi.OpDeleteCompanyTeamRecord, false},
		"dots":                    {"DELETE", base + "/teams/services/companyTeam/%2E%2E", gsapi.OpDeleteCompanyTeamRecord, false},
		"another method":          {"POST", base + "/teams/services/companyTeam/1P0", gsapi.OpDeleteCompanyTeamRecord, false},
		"another operation":       {"POST", base + "/teams/services/companyTeam/list", gsapi.OpBulkDeleteCompanyTeamRecords, false},
		"an id that is a sibling": {"DELETE", base + "/teams/services/companyTeam/list", gsapi.OpDeleteCompanyTeamRecord, false},
		"another host":            {"DELETE", "https://evil.example.com/v1/teams/services/companyTeam/1P0", gsapi.OpDeleteCompanyTeamRecord, false},
		"another port":            {"DELETE", "https://tenant.example.com:8443/v1/teams/services/companyTeam/1P0", gsapi.OpDeleteCompanyTeamRecord, false},
		"http":                    {"DELETE", "http://tenant.example.com/v1/teams/services/companyTeam/1P0", gsapi.OpDeleteCompanyTeamRecord, false},
		"a user":                  {"DELETE", "https://me@tenant.example.com/v1/teams/services/companyTeam/1P0", gsapi.OpDeleteCompanyTeamRecord, false},
		"outside the base":        {"PUT", "https://tenant.example.com/v2/teams/services/companyTeam", gsapi.OpUpsertCompanyTeamRecords, false},
		"no operation at all":     {"DELETE", base + "/teams/services/companyTeam/1P0", gsapi.Operation{}, false},
		"a query is no matter":    {"PUT", base + "/teams/services/companyTeam?key=Gsid", gsapi.OpUpsertCompanyTeamRecords, true},
	} {
		t.Run(name, func(t *testing.T) {
			parsed, err := baseurl.Parse(base, false)
			if err != nil {
				t.Fatal(err)
			}
			ctx := context.Background()
			if test.op.ID != "" {
				ctx = (&flight{op: test.op}).board(ctx)
			}
			request := httptest.NewRequestWithContext(ctx, test.method, test.url, nil)
			passed := false
			_, err = guard(parsed)(request, func(*http.Request) (*http.Response, error) {
				passed = true
				return nil, nil
			})
			if passed != test.passes || (err == nil) != test.passes {
				t.Errorf("passed: %v, %v", passed, err)
			}
			if err != nil && !strings.Contains(err.Error(), "nothing was sent") {
				t.Errorf("got %v", err)
			}
		})
	}
}

// What the guard refuses is neither sent nor given the key.
func TestRefusedRequestGetsNoKey(t *testing.T) {
	base, err := baseurl.Parse("tenant.example.com", false)
	if err != nil {
		t.Fatal(err)
	}
	request := httptest.NewRequest("GET", "https://evil.example.com/v1/", nil)
	config, _ := newConfig([]Option{WithAccessKey("key")})
	config.httpClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		t.Error("the request was sent")
		return nil, errors.New("sent")
	})}
	if _, err := newChain(&Client{base: base, quotas: newQuotas(base.Host, config)}, config).Do(request); err == nil {
		t.Error("no error")
	}
	if request.Header.Get("accesskey") != "" {
		t.Error("the key was added")
	}
}

// The key is in the request that is sent, and not in the one that was handed in. Without a client, an attempt has a limit.
func TestKeyIsInNoOtherRequest(t *testing.T) {
	request := httptest.NewRequest("GET", "https://tenant.example.com/v1/", nil)
	_, _ = authenticate(secret.New("accesskey", "key"), nil, "agent")(request, func(sent *http.Request) (*http.Response, error) {
		if sent.Header.Get("accesskey") != "key" {
			t.Error("the key is not in the request that is sent")
		}
		return nil, errors.New("sent")
	})
	if request.Header.Get("accesskey") != "" {
		t.Error("the key is in the request that was handed in")
	}
	if config, err := newConfig([]Option{WithAccessKey("key")}); err != nil || config.httpClient.Timeout != time.Minute {
		t.Errorf("an attempt may take %v, %v", config.httpClient.Timeout, err)
	}
}

// A body can be as long as the limit, and not a byte longer, whatever its length is said to be.
func TestReceive(t *testing.T) {
	for _, size := range []int64{0, 10, maxReplyBytes, maxReplyBytes + 1} {
		for _, stated := range []int64{-1, 0, size, 1 << 50} {
			response := &http.Response{ContentLength: stated, Body: io.NopCloser(io.LimitReader(zeros{}, size))}
			sent, err := receive(httptest.NewRequest("GET", "/", nil), func(*http.Request) (*http.Response, error) { return response, nil })
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(sent.Body)
			if isTooLong := size > maxReplyBytes; errors.Is(err, errReplyTooLong) != isTooLong || !isTooLong && int64(len(content)) != size {
				t.Errorf("%d bytes, said to be %d: read %d, %v", size, stated, len(content), err)
			}
			sent.Body.Close()
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// callsOfAPI are the operations with an id in their path, as API calls them.
func callsOfAPI(api *gsapi.ClientWithResponses) map[string]func(ctx context.Context, id string) error {
	failed := func(_ any, err error) error { return err }
	return map[string]func(ctx context.Context, id string) error{
		"deleteCompanyTeamRecord": func(ctx context.Context, id string) error {
			return failed(api.DeleteCompanyTeamRecordWithResponse(ctx, id))
		},
		"getUser": func(ctx context.Context, id string) error { return failed(api.GetUserWithResponse(ctx, id)) },
		"updateUser": func(ctx context.Context, id string) error {
			return failed(api.UpdateUserWithResponse(ctx, id, gsapi.PublishedGainsightUserInput{}))
		},
		"deactivateUser": func(ctx context.Context, id string) error { return failed(api.DeactivateUserWithResponse(ctx, id)) },
		"scimGetUser":    func(ctx context.Context, id string) error { return failed(api.ScimGetUserWithResponse(ctx, id, nil)) },
		"scimUpdateUser": func(ctx context.Context, id string) error {
			return failed(api.ScimUpdateUserWithBodyWithResponse(ctx, id, scimType, strings.NewReader("{}")))
		},
		"scimPatchUser": func(ctx context.Context, id string) error {
			return failed(api.ScimPatchUserWithBodyWithResponse(ctx, id, scimType, strings.NewReader("{}")))
		},
		"scimDeleteUser": func(ctx context.Context, id string) error { return failed(api.ScimDeleteUserWithResponse(ctx, id)) },
		"scimGetGroup":   func(ctx context.Context, id string) error { return failed(api.ScimGetGroupWithResponse(ctx, id, nil)) },
		"scimUpdateGroup": func(ctx context.Context, id string) error {
			return failed(api.ScimUpdateGroupWithBodyWithResponse(ctx, id, scimType, strings.NewReader("{}")))
		},
		"scimPatchGroup": func(ctx context.Context, id string) error {
			return failed(api.ScimPatchGroupWithBodyWithResponse(ctx, id, scimType, strings.NewReader("{}")))
		},
		"scimDeleteGroup": func(ctx context.Context, id string) error { return failed(api.ScimDeleteGroupWithResponse(ctx, id)) },
	}
}

// The calls above are all that have an id in their path.
func TestCallsOfAPIAreAll(t *testing.T) {
	calls := callsOfAPI(nil)
	for _, op := range gsapi.Operations {
		if hasID := strings.Contains(op.Path, "{"); hasID != (calls[op.ID] != nil) {
			t.Errorf("%s: an id in its path: %v", op.ID, hasID)
		}
	}
}

// Whatever an id is, a request that leaves the chain is the operation it was meant to be, for a server that routes as
// for one that looks at the bytes.
func FuzzPathParameter(f *testing.F) {
	for _, id := range []string{"1P01936XHTA4SF76ZU5RWZWIMDDL54UB7UF9", "..", ".", "a/b", "a/../b", "%2e%2e", "%2F", "list", "delete", "?x", "#x", ";x", "\\", "a:b", "ä", "\x00", "a b", "//", "", "..;", "?count=1", "a/b/..", "%252e", "services"} {
		f.Add(id)
	}
	router := http.NewServeMux()
	for _, op := range gsapi.Operations {
		router.HandleFunc(op.Method+" /v1"+op.Path, func(http.ResponseWriter, *http.Request) {})
	}
	var sent *http.Request
	client, err := New("tenant.example.com", WithAccessKey("key"), WithHTTPClient(&http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		sent = r
		return nil, errors.New("sent")
	})}), WithoutQuota(), WithoutRetry()) // thousands of calls, of each of which one attempt says all
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, id string) {
		sent = nil
		ctx := (&flight{op: gsapi.OpDeleteCompanyTeamRecord}).board(t.Context())
		if response, err := client.api.DeleteCompanyTeamRecord(ctx, id); err == nil { // past the checks of Delete itself
			response.Body.Close()
		}
		if sent == nil {
			return
		}
		last, found := strings.CutPrefix(sent.URL.EscapedPath(), "/v1/teams/services/companyTeam/")
		if got, err := url.PathUnescape(last); err != nil || !found || got != id || strings.Contains(last, "/") || sent.URL.RawQuery != "" {
			t.Errorf("%q became %s", id, sent.URL)
		}
		if sent.Method != "DELETE" || sent.URL.Host != "tenant.example.com" || sent.URL.Scheme != "https" {
			t.Errorf("%q became %s %s", id, sent.Method, sent.URL)
		}
		if _, pattern := router.Handler(sent); pattern != "DELETE /v1/teams/services/companyTeam/{gsid}" {
			t.Errorf("%q is routed to %q", id, pattern)
		}
	})
}

// So it is for every operation with an id, for callers of API, and for those of SCIM, who get what was not sent explained.
func FuzzID(f *testing.F) {
	for _, op := range gsapi.Operations {
		for part := range strings.SplitSeq(op.Path, "/") {
			f.Add(part)
		}
	}
	for _, id := range []string{"1P01", "..", ".", "a/b", "a/../b", "%2e%2e", "%2F", "services/scim", "?x", "#x", ";x", "..;", "\\", "a:b", "ä", "\x00", "a b", "//", ""} {
		f.Add(id)
	}
	server := newIDServer(pathBelowV1)
	client := scimClientFor(f, server, WithAccessKey("key"))
	calls := callsWithID(f, client)
	f.Fuzz(func(t *testing.T, id string) {
		for op, call := range callsOfAPI(client.API()) {
			before := server.reached
			err := call(t.Context(), id)
			if reached := server.reached != before; reached && (server.op != op || server.id != id) {
				t.Errorf("%s: %q arrived as %q of %q", op, id, server.id, server.op)
			} else if !reached && !strings.Contains(err.Error(), "nothing was sent") {
				t.Errorf("%s: %q: %v", op, id, err)
			}
		}
		for op, call := range calls {
			checkID(t, server, op, call, id)
		}
	})
}
