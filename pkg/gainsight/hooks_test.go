package gainsight_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

type spanKey struct{}

// Hooks see each attempt with its end, nested in the order in which they were given.
func TestHooks(t *testing.T) {
	var seen []string
	hook := func(name string) gainsight.Option {
		return gainsight.WithHook(func(ctx context.Context, start gainsight.Attempt) (context.Context, func(gainsight.Attempt)) {
			parent, _ := ctx.Value(spanKey{}).(string)
			seen = append(seen, fmt.Sprintf("%s%s starts %s %s %d", parent, name, start.Op, start.Method, start.Number))
			return context.WithValue(ctx, spanKey{}, parent+name+">"), func(end gainsight.Attempt) {
				seen = append(seen, fmt.Sprintf("%s ends %s %d %s %v", name, end.Op, end.StatusCode, end.RequestID, end.Err))
			}
		})
	}
	transport := roundTripFunc(func(r *http.Request) (*http.Response, error) {
		seen = append(seen, "sent in "+r.Context().Value(spanKey{}).(string))
		return scripted{status: 200, body: `{"result":true}`, header: http.Header{"X-Gs-Request-Id": {"r-1"}}}.to(r), nil
	})
	silent := gainsight.WithHook(func(context.Context, gainsight.Attempt) (context.Context, func(gainsight.Attempt)) { return nil, nil })
	client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: transport}), hook("a"), silent, hook("b"))
	if err := client.CompanyTeam.Delete(t.Context(), "1P0"); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"a starts deleteCompanyTeamRecord DELETE 1", "a>b starts deleteCompanyTeamRecord DELETE 1", "sent in a>b>",
		"b ends deleteCompanyTeamRecord 200 r-1 <nil>", "a ends deleteCompanyTeamRecord 200 r-1 <nil>",
	}
	if !slices.Equal(seen, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(seen, "\n"), strings.Join(want, "\n"))
	}
}

// An attempt is over when its reply has been read, so its end knows of a reply that broke off, and of all of the time.
func TestAttemptIncludesTheReply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		body := io.MultiReader(slowly{3 * time.Second, strings.NewReader(`{"result":`)}, iotest.ErrReader(errors.New("lost with "+testKey)))
		var end gainsight.Attempt
		client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: bodies{body}}), gainsight.WithoutRetry(),
			gainsight.WithHook(func(ctx context.Context, _ gainsight.Attempt) (context.Context, func(gainsight.Attempt)) {
				return ctx, func(attempt gainsight.Attempt) { end = attempt }
			}))
		if err := client.CompanyTeam.Delete(t.Context(), "1P0"); err == nil {
			t.Error("no error")
		}
		if end.Duration != 3*time.Second || end.StatusCode != 200 || end.Err == nil || !strings.Contains(end.Err.Error(), "broke off: lost with accesskey:sha256:") {
			t.Errorf("got %+v", end)
		}
	})
}

type slowly struct {
	wait time.Duration
	io.Reader
}

func (s slowly) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if n > 0 {
		time.Sleep(s.wait)
	}
	return n, err
}

// The timeout of the HTTP client covers the reply's body.
func TestTimeoutBoundsTheWholeAttempt(t *testing.T) {
	hangs := newHandlerServer(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"result":`)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	client := newClient(t, hangs, gainsight.WithLoopbackHTTP(), gainsight.WithHTTPClient(&http.Client{Timeout: 50 * time.Millisecond}), gainsight.WithoutRetry())
	failure := failureOf(t, client.CompanyTeam.Delete(t.Context(), "1P0"))
	if !failure.Sent || failure.StatusCode != 200 || !strings.Contains(failure.Error(), "broke off") {
		t.Errorf("got %+v", failure)
	}
}
