package gainsight_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// net/http forwards a header of its own kind, such as accesskey, to whatever host a redirect names.
func TestRedirectIsNotFollowed(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		stranger := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			t.Errorf("%d: the stranger was called", status)
		}))
		tenant := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, stranger.URL+"/v1/steal", status)
		}))
		follow := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return nil }}
		client := newClient(t, tenant.URL, gainsight.WithLoopbackHTTP(), gainsight.WithHTTPClient(follow))
		err := client.CompanyTeam.Delete(t.Context(), "1P0")
		var failure *gainsight.Error
		if !errors.As(err, &failure) || failure.StatusCode != status || !errors.Is(err, gainsight.ErrServer) {
			t.Errorf("%d: got %v", status, err)
		}
		stranger.Close()
		tenant.Close()
	}
}

// A bearer token is not carried along either, and neither is the client secret. net/http would forward them to another path
// of the same host.
func TestRedirectIsNotFollowedWithATokenOrASecret(t *testing.T) {
	for _, redirects := range []string{"/v1/users/m2m/oauth/token", "/v1/users/services/scim/ServiceProviderConfig"} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			tenant := newHandlerServer(t, func(w http.ResponseWriter, r *http.Request) {
				switch r.URL.Path {
				case redirects:
					http.Redirect(w, r, "/v1/steal", status)
				case "/v1/users/m2m/oauth/token":
					_, _ = io.WriteString(w, `{"access_token":"token"}`)
				default:
					t.Errorf("%d: %s was called", status, r.URL)
				}
			})
			follow := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return nil }}
			client, err := gainsight.New(tenant, gainsight.WithLoopbackHTTP(), gainsight.WithM2M("client", "secret"), gainsight.WithHTTPClient(follow))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := client.SCIM.ServiceProviderConfig(t.Context()); !errors.Is(err, gainsight.ErrServer) {
				t.Errorf("%d: got %v", status, err)
			}
		}
	}
}
