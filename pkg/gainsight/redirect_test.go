package gainsight_test

import (
	"errors"
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
