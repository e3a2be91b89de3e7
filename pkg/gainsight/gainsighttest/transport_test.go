package gainsighttest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

const elsewhere = "https://tenant.example" // no host is looked up

func request(t *testing.T, tenant *gainsighttest.Tenant, method, path string, body io.Reader) *http.Request {
	t.Helper()
	r, err := http.NewRequest(method, elsewhere+path, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("accesskey", tenant.AccessKey())
	r.Header.Set("content-type", "application/json")
	return r
}

func TestTransportLooksLikeAServer(t *testing.T) {
	server := newTenant(t)
	for name, body := range map[string]string{"upsert": sampleUpsertByName, "failure": `{}`} {
		a := try(t, server.Server, http.DefaultTransport, "PUT", teamPath, body)
		b := try(t, server.Server, server.Transport(), "PUT", teamPath, body)
		a.header.Del("Date") // which only a server adds
		for _, h := range []http.Header{a.header, b.header} {
			h.Del("X-Request-Id")
			h.Del("X-Gs-Request-Id")
		}
		if a.status != b.status || marshal(t, a.header) != marshal(t, b.header) || len(a.body) != len(b.body) {
			t.Errorf("%s: a server answers %d %v %s, the transport %d %v %s", name, a.status, a.header, a.body, b.status, b.header, b.body)
		}
	}
	calls := server.Calls()
	for i := 0; i < len(calls); i += 2 {
		a, b := calls[i], calls[i+1]
		a.Header.Del("User-Agent")
		a.Header.Del("Content-Length")
		if a.Host != b.Host || a.Host == "" || a.Method != b.Method || a.Path != b.Path || a.Query != b.Query || string(a.Body) != string(b.Body) || marshal(t, a.Header) != marshal(t, b.Header) {
			t.Errorf("through a server, the tenant saw\n%+v\nthrough the transport\n%+v", a, b)
		}
	}
}

func TestTransportAnswers(t *testing.T) {
	tenant := gainsighttest.NewTenant()
	r := request(t, tenant, "DELETE", teamPath+"/"+absentGsid, nil)
	response, err := tenant.Transport().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.ContentLength != int64(len(text)) || response.Status != "400 Bad Request" || response.Request != r || response.Uncompressed {
		t.Errorf("got %+v, %v", response, err)
	}
	if r.Header.Get("Accept-Encoding") != "" {
		t.Error("the caller's request was changed")
	}
}

func TestTransportUnpacksAsItIsRead(t *testing.T) {
	tenant := gainsighttest.NewTenant()
	tenant.Inject("", 0, gainsighttest.GzipBomb())
	response, err := tenant.Transport().RoundTrip(request(t, tenant, "DELETE", teamPath+"/"+absentGsid, nil))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if !response.Uncompressed || response.ContentLength != -1 || len(response.Header.Values("Content-Encoding")) != 0 {
		t.Errorf("got %+v", response)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	n, err := io.Copy(io.Discard, response.Body)
	runtime.ReadMemStats(&after)
	if allocated := after.TotalAlloc - before.TotalAlloc; err != nil || n < 64<<20 || allocated > 8<<20 {
		t.Errorf("%d bytes of memory for %d bytes, %v", allocated, n, err)
	}
}

func TestTransportWithOddRequests(t *testing.T) {
	tenant := gainsighttest.NewTenant()
	transport := tenant.Transport()
	if _, err := transport.RoundTrip(&http.Request{}); err == nil {
		t.Error("a request without URL has an answer")
	}
	r := request(t, tenant, "", "", nil)
	r.Header, r.Method = nil, ""
	response, err := transport.RoundTrip(r)
	if err != nil || response.StatusCode != 401 {
		t.Errorf("without header: %v, %v", response, err)
	}
	if call := tenant.Calls()[0]; call.Host != "tenant.example" || call.Method != "GET" || call.Path != "/" {
		t.Errorf("the tenant saw %s %s %s", call.Host, call.Method, call.Path)
	}
	r.URL.Opaque, r.URL.Scheme = "no path", ""
	if _, err := transport.RoundTrip(r); err == nil {
		t.Error("a request without a path has an answer")
	}
}

// trackedBody is a request's body that counts how often it is closed.
type trackedBody struct {
	io.Reader
	closed int
}

func (b *trackedBody) Close() error {
	b.closed++
	return nil
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }

func TestTransportClosesBodies(t *testing.T) {
	broken := errors.New("broken")
	for name, test := range map[string]struct {
		reader io.Reader
		fault  gainsighttest.Fault
		want   error
	}{
		"answered": {reader: strings.NewReader("{}")},
		"reset":    {reader: strings.NewReader("{}"), fault: gainsighttest.ResetBefore()},
		"broken":   {reader: failingReader{broken}, want: broken},
	} {
		t.Run(name, func(t *testing.T) {
			tenant := gainsighttest.NewTenant()
			tenant.Inject("", 0, test.fault)
			body := &trackedBody{Reader: test.reader}
			_, err := tenant.Transport().RoundTrip(request(t, tenant, "POST", listPath, body))
			if body.closed != 1 || test.want != nil && !errors.Is(err, test.want) {
				t.Errorf("closed %d times, %v", body.closed, err)
			}
			if n := len(tenant.Calls()); test.want != nil && n != 0 {
				t.Errorf("the tenant saw %d calls", n)
			}
		})
	}
}

// Nothing of a request is in use after RoundTrip, whenever its context ends; the race detector watches.
func TestTransportIsDoneWithTheBody(t *testing.T) {
	for _, isBefore := range []bool{true, false} {
		for range 100 {
			ctx, cancel := context.WithCancel(t.Context())
			body := &trackedBody{Reader: cancelingReader{cancel}}
			if isBefore {
				cancel()
				body.Reader = unreadable{t}
			}
			_, err := gainsighttest.NewTenant().Transport().RoundTrip(request(t, gainsighttest.NewTenant(), "POST", listPath, body).WithContext(ctx))
			if body.closed != 1 || err != context.Canceled {
				t.Fatalf("closed %d times, %v", body.closed, err)
			}
		}
	}
}

type unreadable struct{ t *testing.T }

func (r unreadable) Read([]byte) (int, error) {
	r.t.Error("the body is read although the context had ended before")
	return 0, io.EOF
}

// cancelingReader ends the context of the request that it is the body of.
type cancelingReader struct{ cancel func() }

func (r cancelingReader) Read([]byte) (int, error) {
	r.cancel()
	return 0, io.EOF
}

func TestTransportRefusesAWrongContentLength(t *testing.T) {
	server := newTenant(t)
	for name, open := range doors {
		for _, length := range []int64{1, 3} {
			o := try(t, server.Server, open(server.Server), "POST", listPath, "{}", func(r *http.Request) { r.ContentLength = length })
			// net/http says what is wrong, or that it has closed the connection over it, whichever it notices first.
			isOurs := name != "server"
			if o.err == nil || isOurs && !strings.Contains(o.err.Error(), fmt.Sprint("ContentLength=", length)) {
				t.Errorf("%s, %d: %d, %v", name, length, o.status, o.err)
			}
		}
		wantStatus(200)(t, try(t, server.Server, open(server.Server), "POST", listPath, `{"select": ["Gsid"]}`, func(r *http.Request) { r.ContentLength = -1 }))
	}
}

func TestTransportAnswersHeadWithoutABody(t *testing.T) {
	server := newTenant(t)
	for name, open := range doors {
		response, err := open(server.Server).RoundTrip(newRequest(t, server.Server, "HEAD", listPath, ""))
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		if err != nil || len(text) != 0 || response.StatusCode != 404 || response.ContentLength < 100 {
			t.Errorf("%s: %q, %v, %+v", name, text, err, response)
		}
	}
}

// What cannot be unpacked is not asked for.
func TestTransportAsksForGzipWhereNetHTTPDoes(t *testing.T) {
	for name, open := range doors {
		server := newTenant(t)
		for _, method := range []string{"POST", "HEAD"} {
			for _, ranges := range []string{"", "bytes=0-1"} {
				try(t, server.Server, open(server.Server), method, listPath, "", func(r *http.Request) { r.Header.Set("Range", ranges) })
			}
		}
		var asked []string
		for _, call := range server.Calls() {
			asked = append(asked, call.Header.Get("Accept-Encoding"))
		}
		if got := strings.Join(asked, ","); got != "gzip,,," {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestTransportClosesResponses(t *testing.T) {
	server := newTenant(t)
	for name, open := range doors {
		response, err := open(server.Server).RoundTrip(newRequest(t, server.Server, "POST", listPath, `{"select": ["Gsid"]}`))
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if text, err := io.ReadAll(response.Body); len(text) != 0 || err == nil {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}

func TestTransportFollowsTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := gainsighttest.NewTenant()
		tenant.AddCompany("IBM")
		tenant.AddCompany("Youtube")
		tenant.AddUser("Alex Example", "")
		tenant.Inject("", 0, gainsighttest.Slow(time.Hour))
		tenant.Inject("", 1, gainsighttest.Slow(time.Hour))
		upsert := func(timeout time.Duration) (*http.Response, time.Duration, error) {
			ctx, cancel := context.WithTimeout(t.Context(), timeout)
			defer cancel()
			start := time.Now()
			response, err := tenant.Transport().RoundTrip(request(t, tenant, "PUT", teamPath, strings.NewReader(sampleUpsertByName)).WithContext(ctx))
			return response, time.Since(start), err
		}

		_, took, err := upsert(time.Minute)
		if !errors.Is(err, context.DeadlineExceeded) || took != time.Minute {
			t.Errorf("got %v after %s", err, took)
		}
		if call := tenant.Calls()[0]; call.Status != 0 || !call.Applied || len(tenant.Records()) != 2 {
			t.Errorf("the call has %d %v", call.Status, call.Applied)
		}
		response, took, err := upsert(2 * time.Hour)
		if err != nil || response.StatusCode != 200 || took != time.Hour {
			t.Fatalf("got %v after %s", err, took)
		}
		if _, err := io.ReadAll(response.Body); !errors.Is(err, context.Canceled) {
			t.Errorf("the body can be read after the context has ended: %v", err)
		}
		if _, _, err := upsert(0); !errors.Is(err, context.DeadlineExceeded) || len(tenant.Calls()) != 2 {
			t.Errorf("after the deadline: %v and %d calls", err, len(tenant.Calls()))
		}
	})
}

func TestTransportGivesUpOnABodyThatNeverComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := gainsighttest.NewTenant()
		cause := errors.New("the test's own cause")
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, cause)
		defer cancel()
		body, writer := io.Pipe()
		defer writer.Close()
		_, err := tenant.Transport().RoundTrip(request(t, tenant, "PUT", teamPath, body).WithContext(ctx))
		if err != cause || len(tenant.Calls()) != 0 {
			t.Errorf("got %v and %d calls", err, len(tenant.Calls()))
		}
	})
}

func TestTransportConcurrently(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := gainsighttest.NewTenant()
		client := &http.Client{Transport: tenant.Transport(), Timeout: time.Minute}
		var group sync.WaitGroup
		for i := range 8 {
			tenant.Inject("", i, gainsighttest.Slow(time.Second))
			group.Go(func() {
				response, err := client.Do(request(t, tenant, "POST", listPath, strings.NewReader(`{"select": ["Gsid"]}`)))
				if err != nil {
					t.Error(err)
					return
				}
				defer response.Body.Close()
				if text, err := io.ReadAll(response.Body); err != nil || !strings.Contains(string(text), `"result":true`) {
					t.Errorf("got %s, %v", text, err)
				}
			})
		}
		start := time.Now()
		group.Wait()
		if took := time.Since(start); took != time.Second {
			t.Errorf("took %s", took)
		}
	})
}
