package gainsight_test

//lint:file-ignore SA1019 what is deprecated is tested, too

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// What API hands out goes through the same steps as every other call: hooks, log, credentials, renewal of tokens.
func TestAPIHasTheSameChain(t *testing.T) {
	var seen []string
	var log strings.Builder
	i := &issuer{takes: func(token string) bool { return token == "token-2" }}
	client := i.client(t, gainsight.WithUserAgent("test/1.0"), gainsight.WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))),
		gainsight.WithHook(func(ctx context.Context, start gainsight.Attempt) (context.Context, func(gainsight.Attempt)) {
			seen = append(seen, start.Op)
			return ctx, nil
		}))
	reply, err := client.API().ScimUpdateUserWithBodyWithResponse(t.Context(), "1", "application/scim+json", strings.NewReader(`{"userName":"alex"}`))
	if err != nil || reply.StatusCode() != 200 || string(reply.Body) != `{"id":"1"}` {
		t.Fatalf("got %v, %v", reply, err)
	}
	if want := []string{"scimUpdateUser", "issueToken", "issueToken", "scimUpdateUser"}; !slices.Equal(seen, want) {
		t.Errorf("hooks saw %v", seen)
	}
	if i.tokens() != "token-1 token-2" || i.requests[1].body != `{"userName":"alex"}` || i.requests[1].Header.Get("User-Agent") != "test/1.0" {
		t.Errorf("got %s, %q, %v", i.tokens(), i.requests[1].body, i.requests[1].Header)
	}
	if !strings.Contains(log.String(), "operation=scimUpdateUser method=PUT attempt=2 status=200") {
		t.Errorf("logged: %s", &log)
	}
}

// A body that can be read only once is not sent again by halves: the refusal is the answer.
func TestAPIWithAStream(t *testing.T) {
	i := &issuer{takes: func(token string) bool { return token == "token-2" }}
	client := i.client(t)
	stream := io.MultiReader(strings.NewReader(`{"userName":`), strings.NewReader(`"alex"}`))
	reply, err := client.API().ScimUpdateUserWithBodyWithResponse(t.Context(), "1", "application/scim+json", stream)
	if err != nil || reply.StatusCode() != 401 || i.tokens() != "token-1" || i.requests[0].body != `{"userName":"alex"}` {
		t.Errorf("got %v, %v, %s", reply, err, i.tokens())
	}
	reply, err = client.API().ScimUpdateUserWithBodyWithResponse(t.Context(), "1", "application/scim+json", strings.NewReader(`{}`))
	if err != nil || reply.StatusCode() != 200 || i.tokens() != "token-1 token-2" {
		t.Errorf("got %v, %v, %s", reply, err, i.tokens())
	}
}

// Whatever a caller does to a request of API, it goes to the path of an operation on the tenant's host, or nowhere.
func TestAPIIsGuarded(t *testing.T) {
	edit := func(change func(*http.Request)) gsapi.RequestEditorFn {
		return func(_ context.Context, r *http.Request) error {
			change(r)
			return nil
		}
	}
	for name, change := range map[string]func(*http.Request){
		"another host":        func(r *http.Request) { r.URL.Host = "evil.example.com" },
		"http":                func(r *http.Request) { r.URL.Scheme = "http" },
		"another path":        func(r *http.Request) { r.URL.Path = "/v1/data/objects" },
		"outside of the base": func(r *http.Request) { r.URL.Path = "/v2/users/1" },
		"another method":      func(r *http.Request) { r.Method = "DELETE" },
		"up":                  func(r *http.Request) { r.URL.Path = "/v1/users/.." },
		"a raw path":          func(r *http.Request) { r.URL.Path, r.URL.RawPath = "/v1/users/a/b", "/v1/users/a%2Fb" },
		"an opaque path":      func(r *http.Request) { r.URL.Opaque = "//evil.example.com/v1/users/1" },
	} {
		t.Run(name, func(t *testing.T) {
			var log strings.Builder
			s, _ := newScripted(t, ok(`{}`))
			client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: s}), gainsight.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
			_, err := client.API().GetUserWithResponse(t.Context(), "1", edit(change))
			if failure := failureOf(t, err); failure.Sent || failure.Attempts != 0 || !strings.Contains(err.Error(), "nothing was sent") || !strings.HasPrefix(err.Error(), "gainsight: ") {
				t.Errorf("got %+v: %v", failure, err)
			}
			if len(s.requests) > 0 {
				t.Errorf("sent: %s", s.requests[0].URL)
			}
			if !strings.Contains(log.String(), "gainsight call failed") {
				t.Errorf("logged: %s", &log)
			}
		})
	}
}

// A user whose id is the fixed part of another path is nobody: the request would update many users.
func TestAPIKeepsOperationsApart(t *testing.T) {
	s, client := newScripted(t, ok(`{"result":true}`))
	if _, err := client.API().UpdateUserWithResponse(t.Context(), "services", gsapi.PublishedGainsightUserInput{}); err == nil {
		t.Error("no error")
	}
	if _, err := client.API().UpdateUserWithBodyWithResponse(t.Context(), "services", "application/json", strings.NewReader(`{}`)); err == nil {
		t.Error("no error")
	}
	if len(s.requests) > 0 {
		t.Errorf("sent: %s", s.requests[0].URL)
	}
	reply, err := client.API().UpdateUsersWithBodyWithResponse(t.Context(), nil, "application/json", strings.NewReader(`{}`))
	if err != nil || reply.StatusCode() != 200 || len(s.requests) != 1 {
		t.Errorf("got %v, %v", reply, err)
	}
}

// A request of API that gets no reply, or no whole one, is an error of the same kind as every other.
func TestAPIErrors(t *testing.T) {
	s, client := newScripted(t, scripted{err: errors.New("lost with " + testKey)}, ok(strings.Repeat("x", 32<<20+1)))
	_, err := client.API().DeactivateUserWithResponse(t.Context(), "1")
	if failure := failureOf(t, err); failure.Op != "deactivateUser" || failure.Method != "POST" || failure.Attempts != 1 || !failure.Sent || strings.Contains(err.Error(), testKey) {
		t.Errorf("got %+v", failure)
	}
	if _, err := client.API().DeactivateUserWithResponse(t.Context(), "1"); err == nil || !strings.Contains(err.Error(), "the reply is longer than 32 MiB") {
		t.Errorf("got %v", err)
	}
	if len(s.requests) != 2 {
		t.Errorf("%d requests", len(s.requests))
	}
}

// What a caller changes of a client from API is in no other one.
func TestAPIIsACopy(t *testing.T) {
	s, client := newScripted(t, ok(`{"result":true}`))
	api := client.API()
	api.ClientInterface = nil
	if err := client.CompanyTeam.Delete(t.Context(), "1P01"); err != nil || len(s.requests) != 1 {
		t.Errorf("got %v", err)
	}
	if reply, err := client.API().ListUsersWithResponse(t.Context(), nil); err != nil || reply.StatusCode() != 200 {
		t.Errorf("got %v, %v", reply, err)
	}
}

// A path of the base URL that needs escapes is one like any other.
func TestEscapedBaseURL(t *testing.T) {
	for scimPath, want := range map[string]string{"": "/ge%C3%A4ndert/v1/users/services/scim/Users/a%2Fb", "/scim": "/scim/Users/a%2Fb"} {
		i := new(issuer)
		options := []gainsight.Option{gainsight.WithM2M("id", "secret"), gainsight.WithHTTPClient(&http.Client{Transport: i})}
		if scimPath != "" {
			options = append(options, gainsight.WithSCIMBasePath(scimPath))
		}
		client, err := gainsight.New("https://proxy.example.com/ge%C3%A4ndert/v1", options...)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = client.SCIM.Users.Get(t.Context(), "a/b", gainsight.SCIMAttributes{})
		if len(i.requests) != 1 || i.requests[0].URL.EscapedPath() != want {
			t.Errorf("got %v, want %s", i.requests, want)
		}
		if _, err := client.API().ListUserRecordsWithBodyWithResponse(t.Context(), "application/json", strings.NewReader("{}")); err != nil {
			t.Error(err)
		}
	}
}

// A hook can call API with the context that it got: that is a call of its own.
func TestAPIWithinAHook(t *testing.T) {
	var client *gainsight.Client
	var inner []error
	s := &script{replies: []scripted{ok(`{"result":true,"data":{"records":[]}}`)}}
	client = newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: s}),
		gainsight.WithHook(func(ctx context.Context, start gainsight.Attempt) (context.Context, func(gainsight.Attempt)) {
			if start.Op == "listUserRecords" || start.Op == "getUser" {
				_, err := client.API().UpdateUserStatusWithResponse(ctx, &gsapi.UpdateUserStatusParams{Status: true}, []string{"1P01"})
				inner = append(inner, err)
			}
			return ctx, nil
		}))
	for _, err := range client.Users.List(t.Context(), gainsight.UserListOptions{}) {
		t.Error(err)
	}
	if _, err := client.API().GetUserWithResponse(t.Context(), "1P01"); err != nil {
		t.Error(err)
	}
	var paths []string
	for _, r := range s.requests {
		paths = append(paths, r.URL.Path)
	}
	want := []string{"/v1/users/services/status", "/v1/users/services/list", "/v1/users/services/status", "/v1/users/1P01"}
	if !slices.Equal(paths, want) || errors.Join(inner...) != nil {
		t.Errorf("got %v, %v", paths, inner)
	}
}
