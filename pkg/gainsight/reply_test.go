package gainsight_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// Whatever comes back that is no success is an *Error that keeps status, request id and what could be read.
func TestReplies(t *testing.T) {
	for name, test := range map[string]struct {
		reply   scripted
		class   error
		code    string
		inError []string
	}{
		"result false at 200":       {ok(`{"result":false,"errorCode":"GU_3016","errorDesc":"It failed.","requestId":"r-1"}`), gainsight.ErrInvalid, "GU_3016", []string{"HTTP 200 GU_3016: It failed.", "r-1"}},
		"result false at 400":       {scripted{status: 400, body: `{"result":false,"errorCode":"GU_1129","errorDesc":"Invalid GSID value.","requestId":"r-1","data":null}`}, gainsight.ErrInvalid, "GU_1129", []string{"Invalid GSID value.", "r-1"}},
		"feature off":               {scripted{status: 400, body: `{"result":false,"errorCode":"GU_8005"}`}, gainsight.ErrFeatureOff, "GU_8005", nil},
		"not found by code":         {scripted{status: 400, body: `{"result":false,"errorCode":"GU_8003"}`}, gainsight.ErrNotFound, "GU_8003", nil},
		"not found by its sentence": {ok(`{"result":false,"errorCode":"GSOBJ_1XXX","errorDesc":"No data found for given criteria"}`), gainsight.ErrNotFound, "GSOBJ_1XXX", nil},
		"unknown route":             {scripted{status: 404, body: `{"result":false,"errorCode":"GS_APIG_1000"}`}, gainsight.ErrNotFound, "GS_APIG_1000", nil},
		"gateway unauthorized":      {scripted{status: 401, body: `{"result":false,"errorCode":"GS_APIG_2401","errorDesc":"Unauthorized","requestId":"r-1"}`}, gainsight.ErrUnauthorized, "GS_APIG_2401", nil},
		"IP not allowed at 200":     {ok(`{"result":false,"errorCode":"GS_APIG_2402"}`), gainsight.ErrUnauthorized, "GS_APIG_2402", nil},
		"too many":                  {scripted{status: 416, body: `{"result":false,"errorCode":"GU_8004"}`}, gainsight.ErrTooLarge, "GU_8004", nil},
		"rate limited":              {scripted{status: 429, body: `{"result":false,"errorCode":"GU_2400"}`}, gainsight.ErrRateLimited, "GU_2400", nil},
		"gateway limit at 200":      {ok(`{"result":false,"errorCode":"GS_APIG_2404"}`), gainsight.ErrRateLimited, "GS_APIG_2404", nil},
		"gateway limit at 503":      {scripted{status: 503, body: `{"result":false,"errorCode":"GS_APIG_2404"}`}, gainsight.ErrRateLimited, "GS_APIG_2404", nil},
		"a limit, no envelope":      {scripted{status: 403, body: `{"errorCode":"GS_APIG_2404","message":"Slow down."}`}, gainsight.ErrRateLimited, "GS_APIG_2404", []string{"HTTP 403 GS_APIG_2404", "no result"}},
		"a limit, odd result":       {ok(`{"result":"false","errorCode":"GU_2400"}`), gainsight.ErrRateLimited, "GU_2400", []string{"/result"}},
		"a limit, cut off":          {scripted{status: 500, body: `{"errorCode":"GU_2400","resul`}, gainsight.ErrRateLimited, "GU_2400", []string{"not valid JSON"}},
		"another code at 429":       {scripted{status: 429, body: `{"result":false,"errorCode":"GU_3016"}`}, gainsight.ErrRateLimited, "GU_3016", nil},
		"a limit that is none":      {ok(`{"result":"true","errorCode":"GU_2401"}`), gainsight.ErrServer, "", nil},
		"server error":              {scripted{status: 500, body: `{"result":false,"errorCode":"GU_1101","errorDesc":"Oops"}`}, gainsight.ErrServer, "GU_1101", nil},
		"unknown code":              {scripted{status: 400, body: `{"result":false,"errorCode":"GU_9999","localizedErrorDesc":"Neu."}`}, gainsight.ErrInvalid, "GU_9999", []string{"Neu."}},
		"no code":                   {scripted{status: 403, body: `{"result":false}`}, gainsight.ErrUnauthorized, "", []string{"result: false"}},
		"no code at 500":            {scripted{status: 500, body: `{"result":false}`}, gainsight.ErrServer, "", nil},
		"HTML":                      {scripted{status: 502, body: "<html>\x1b[31mBad\r\nGateway</html>"}, gainsight.ErrServer, "", []string{"HTTP 502", "<html>", `\x1b[31m`}},
		"HTML at 429":               {scripted{status: 429, body: "<html>slow down</html>"}, gainsight.ErrRateLimited, "", nil},
		"HTML at 200":               {ok("<html>login</html>"), gainsight.ErrServer, "", []string{"not valid JSON at byte 0"}},
		"empty":                     {ok(""), gainsight.ErrServer, "", []string{"no body"}},
		"blank":                     {ok(" \n\t"), gainsight.ErrServer, "", []string{"no body"}},
		"cut off":                   {ok(`{"result":true,"da`), gainsight.ErrServer, "", []string{"not valid JSON"}},
		"no envelope":               {ok(`{"status":"ok"}`), gainsight.ErrServer, "", []string{"no result"}},
		"a list":                    {ok(`[]`), gainsight.ErrServer, "", []string{"cannot be read"}},
		"null":                      {ok(`null`), gainsight.ErrServer, "", []string{"no result"}},
		"result as a string":        {ok(`{"result":"true"}`), gainsight.ErrServer, "", []string{"/result"}},
		"odd result with an id":     {ok(`{"result":"true","requestId":"r-1"}`), gainsight.ErrServer, "", []string{"/result"}},
		"result twice, an id":       {ok(`{"requestId":"r-1","result":true,"result":false}`), gainsight.ErrServer, "", []string{"not valid JSON"}},
		"result twice, then an id":  {ok(`{"result":true,"result":false,"requestId":"r-1"}`), gainsight.ErrServer, "", []string{"not valid JSON"}},
		"cut off behind the id":     {ok(`{"requestId":"r-1","result":tr`), gainsight.ErrServer, "", []string{"not valid JSON"}},
		"RESULT and an id":          {ok(`{"RESULT":true,"requestId":"r-1"}`), gainsight.ErrServer, "", []string{`"RESULT"`}},
		"a number for a code":       {ok(`{"result":false,"errorCode":5,"requestId":"r-1"}`), gainsight.ErrServer, "", []string{"/errorCode"}},
		"a message in its place":    {ok(`{"result":false,"errorCode":"GU_9999","message":"So it is."}`), gainsight.ErrInvalid, "GU_9999", []string{"So it is."}},
		"too large, no envelope":    {scripted{status: 413, body: "<html>"}, gainsight.ErrTooLarge, "", nil},
		"result null":               {ok(`{"result":null}`), gainsight.ErrServer, "", []string{"no result"}},
		"result twice":              {ok(`{"result":true,"result":false}`), gainsight.ErrServer, "", []string{"not valid JSON"}},
		"RESULT":                    {ok(`{"RESULT":true}`), gainsight.ErrServer, "", []string{`a member "RESULT"`}},
		"RESULT beside result":      {ok(`{"result":true,"RESULT":false}`), gainsight.ErrServer, "", []string{`a member "RESULT"`}},
		"Data beside data":          {ok(`{"result":true,"data":"x","Data":null}`), gainsight.ErrServer, "", []string{`a member "Data"`}},
		"errorCode as a number":     {ok(`{"result":false,"errorCode":5}`), gainsight.ErrServer, "", []string{"/errorCode"}},
		"two documents":             {ok(`{"result":true}{"result":true}`), gainsight.ErrServer, "", []string{"not valid JSON"}},
		"broken UTF-8":              {ok("{\"result\":true,\"message\":\"a\xff\"}"), gainsight.ErrServer, "", []string{"not valid UTF-8"}},
		"result true at 500":        {scripted{status: 500, body: `{"result":true}`}, gainsight.ErrServer, "", []string{"result: true"}},
		"result true, with a code":  {ok(`{"result":true,"errorCode":"GU_8003","data":null}`), gainsight.ErrServer, "", []string{"it has an errorCode", "GU_8003"}},
		"result true at 400":        {scripted{status: 400, body: `{"result":true}`}, gainsight.ErrServer, "", []string{"result: true"}},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(test.reply.body, "r-1") { // of those that have it, it must be found there
				test.reply.header = http.Header{"X-Gs-Request-Id": {"r-1"}}
			}
			_, client := newScripted(t, test.reply)
			err := client.CompanyTeam.Delete(t.Context(), "1P0")
			var failure *gainsight.Error
			if !errors.As(err, &failure) {
				t.Fatalf("got %v", err)
			}
			if !errors.Is(err, test.class) {
				t.Errorf("the class of %v is not %v", err, test.class)
			}
			if failure.Code != test.code || failure.StatusCode != test.reply.status || failure.RequestID != "r-1" || !failure.Sent || failure.Attempts != 1 {
				t.Errorf("got %+v", failure)
			}
			if failure.Op != "deleteCompanyTeamRecord" || failure.Method != "DELETE" {
				t.Errorf("got %+v", failure)
			}
			for _, want := range test.inError {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %q in it", err, want)
				}
			}
			if strings.ContainsAny(err.Error(), "\x1b\r\n") {
				t.Errorf("control characters in %q", err.Error())
			}
		})
	}
}

func TestExactlyOneClass(t *testing.T) {
	classes := []error{gainsight.ErrUnauthorized, gainsight.ErrNotFound, gainsight.ErrInvalid, gainsight.ErrTooLarge, gainsight.ErrRateLimited, gainsight.ErrFeatureOff, gainsight.ErrServer}
	for _, status := range []int{200, 302, 400, 401, 403, 404, 413, 416, 422, 429, 500, 502, 503} {
		_, client := newScripted(t, scripted{status: status, body: `{"result":false}`})
		err := client.CompanyTeam.Delete(t.Context(), "1P0")
		found := 0
		for _, class := range classes {
			if errors.Is(err, class) {
				found++
			}
		}
		if found != 1 {
			t.Errorf("%d: %v has %d classes", status, err, found)
		}
	}
}

// endless is a body without end.
type endless struct{}

var spaces = bytes.Repeat([]byte(" "), 1<<20)

func (endless) Read(p []byte) (int, error) { return copy(p, spaces), nil }

type bodies struct{ body io.Reader }

func (b bodies) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(b.body), Request: r}, nil
}

func TestReplyBodyIsBounded(t *testing.T) {
	client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: bodies{endless{}}}))
	err := client.CompanyTeam.Delete(t.Context(), "1P0")
	if !errors.Is(err, gainsight.ErrServer) || !strings.Contains(err.Error(), "longer than 32 MiB") {
		t.Errorf("got %.200v", err)
	}
	var failure *gainsight.Error
	if errors.As(err, &failure); len(failure.Excerpt) > 1100 {
		t.Errorf("the excerpt has %d bytes", len(failure.Excerpt))
	}
}

// A small packed reply must not fill the memory either: the limit counts what comes out of the packing.
func TestGzipBomb(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(spaces)
	w.Close()
	bomb := bytes.Repeat(packed.Bytes(), 40) // gzip takes members one after another
	server := newHandlerServer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb)
	})
	err := newClient(t, server, gainsight.WithLoopbackHTTP()).CompanyTeam.Delete(t.Context(), "1P0")
	if err == nil || !strings.Contains(err.Error(), "longer than 32 MiB") {
		t.Errorf("got %.200v", err)
	}
}

func TestReplyBreaksOff(t *testing.T) {
	broken := io.MultiReader(strings.NewReader(`{"result":`), iotest.ErrReader(io.ErrUnexpectedEOF))
	client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: bodies{broken}}), gainsight.WithoutRetry())
	err := client.CompanyTeam.Delete(t.Context(), "1P0")
	if !errors.Is(err, io.ErrUnexpectedEOF) || !errors.Is(err, gainsight.ErrServer) {
		t.Errorf("got %v", err)
	}
}

func TestNoReply(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	reset := &net.OpError{Op: "read", Net: "tcp", Err: errors.New("connection reset by peer")}
	for name, test := range map[string]struct {
		ctx      context.Context
		cause    error
		sent     bool
		attempts int
	}{
		"connection refused": {t.Context(), refused, false, 1},
		"unknown host":       {t.Context(), &net.DNSError{Err: "no such host", Name: "tenant.example.com"}, false, 1},
		"reset":              {t.Context(), reset, true, 1},
		"timeout":            {t.Context(), context.DeadlineExceeded, true, 1},
		"cancelled before":   {cancelled, context.Canceled, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			_, client := newScripted(t, scripted{err: test.cause})
			err := client.CompanyTeam.Delete(test.ctx, "1P0")
			var failure *gainsight.Error
			if !errors.As(err, &failure) || !errors.Is(err, test.cause) {
				t.Fatalf("got %v", err)
			}
			if failure.Sent != test.sent || failure.Attempts != test.attempts || failure.StatusCode != 0 {
				t.Errorf("got %+v", failure)
			}
			for _, class := range []error{gainsight.ErrServer, gainsight.ErrInvalid, gainsight.ErrNotFound} {
				if errors.Is(err, class) {
					t.Errorf("%v is %v", err, class)
				}
			}
		})
	}
}

// The page of a redirect can quote the address, and says nothing else.
func TestRedirectHasNoExcerpt(t *testing.T) {
	_, client := newScripted(t, scripted{status: 302, body: "<a href=https://elsewhere.example.com>moved</a>"})
	failure := failureOf(t, client.CompanyTeam.Delete(t.Context(), "1P0"))
	if failure.Excerpt != "" || failure.StatusCode != 302 || !strings.Contains(failure.Error(), "redirect") {
		t.Errorf("got %+v", failure)
	}
}

// Spaces before a reply keep some connections alive.
func TestReplyAfterSpaces(t *testing.T) {
	_, client := newScripted(t, ok(strings.Repeat(" ", 5000)+`{"result":true}`))
	if err := client.CompanyTeam.Delete(t.Context(), "1P0"); err != nil {
		t.Error(err)
	}
}

// Texts from outside are bounded, wherever they end up, and an error within an error takes no memory without end.
func TestErrorsAreBounded(t *testing.T) {
	long := strings.Repeat("ä", 1<<19)
	_, client := newScripted(t, ok(`{"result":false,"errorCode":"`+long+`","errorDesc":"`+long+`","requestId":"`+long+`"}`))
	err := client.CompanyTeam.Delete(t.Context(), "1P0")
	if len(err.Error()) > 2000 || !utf8.ValidString(err.Error()) || !strings.Contains(err.Error(), "ä…") {
		t.Errorf("the error has %d bytes", len(err.Error()))
	}
	nested := strings.Repeat(`{"a":`, 2000) + `"` + long + `"` + strings.Repeat("}", 2000)
	_, client = newScripted(t, ok(`{"result":true,"data":{"errors":[`+nested+`]}}`))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	result, _ := client.CompanyTeam.Upsert(t.Context(), manyByName(2))
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 100<<20 || statuses(result) != "in doubt, in doubt" {
		t.Errorf("%d MiB for a reply of one: %s", used>>20, statuses(result))
	}
}

// The log tells what happened without a key, an address, or a value of a record.
func TestLog(t *testing.T) {
	var log bytes.Buffer
	s := &script{replies: []scripted{ok(`{"result":true}`), {status: 400, body: `{"result":false,"errorCode":"GU_1129","errorDesc":"No Alex Example here","requestId":"r-2"}`}, {err: errors.New("boom 1P0SECRET")}}}
	client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: s}), gainsight.WithoutRetry(),
		gainsight.WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))))
	for range 3 {
		_ = client.CompanyTeam.Delete(t.Context(), "1P0SECRET")
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_ = client.CompanyTeam.Delete(cancelled, "1P0SECRET")
	broken := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: bodies{iotest.ErrReader(io.ErrUnexpectedEOF)}}), gainsight.WithoutRetry(),
		gainsight.WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))))
	_ = broken.CompanyTeam.Delete(t.Context(), "1P0SECRET")
	if attempts := strings.Split(log.String(), "\n"); !strings.Contains(attempts[len(attempts)-3], `level=WARN msg="gainsight attempt"`) {
		t.Errorf("a reply that broke off is logged as\n%s", attempts[len(attempts)-3])
	}
	for _, want := range []string{"level=DEBUG", "operation=deleteCompanyTeamRecord", "method=DELETE", "status=200", "level=WARN", "status=400", "GU_1129", "r-2", "sent=true", "sent=false"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("%q is missing in\n%s", want, &log)
		}
	}
	for _, secret := range []string{testKey, "1P0SECRET", "Alex", "tenant.example.com", "accesskey"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q is in\n%s", secret, &log)
		}
	}
}

// Errors about several rows do not quote a record in a log either.
func TestLogOfResults(t *testing.T) {
	_, client := newScripted(t,
		ok(`{"result":true,"data":{"success":{"records":[{}]},"errors":[{"records":[{"CompanyName":"C0","UserName":"Alex Example"}],"errorCode":"GU_3016","errorDesc":"No Alex Example here"}]}}`),
		scripted{status: 401, body: `{"result":false,"errorCode":"GS_APIG_2401","errorDesc":"No Alex Example here"}`})
	rejected, err := client.CompanyTeam.Upsert(t.Context(), manyByName(2))
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.CompanyTeam.Upsert(t.Context(), manyByName(3))
	var log bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	logger.Error("rejected", "error", rejected.Err())
	logger.Error("not sent", "error", err)
	for _, want := range []string{"1 of 2 rows were rejected", "GU_3016", "of 3 rows, 0 are in doubt and 3 were not sent", "GS_APIG_2401"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("%q is missing in\n%s", want, &log)
		}
	}
	if strings.Contains(log.String(), "Alex") {
		t.Errorf("a record is quoted in\n%s", &log)
	}
	if text := rejected.Err().Error(); text != "gainsight: 1 of 2 rows were rejected: row 0: gainsight: upsertCompanyTeamRecords: HTTP 200 GU_3016: No Alex Example here" {
		t.Errorf("got %s", text)
	}
}

func FuzzReply(f *testing.F) {
	f.Add(200, []byte(`{"result":true,"data":{"success":{"records":[{"UserGsid":"1"}]},"errors":null}}`))
	f.Add(400, []byte(`{"result":false,"errorCode":"GU_3014","requestId":"r"}`))
	f.Add(502, []byte("<html>\x00</html>"))
	f.Add(200, []byte(`{"result":true,"data":{"errors":[{"records":[{"CompanyName":"a"}],"errorCode":1}]}}`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		client := newBareClient(t, &script{replies: []scripted{{status: status, body: string(body)}}})
		rows := []gainsight.CompanyTeamRecord{byName("a", "b"), byGsid("1", "2")}
		result, err := client.CompanyTeam.Upsert(t.Context(), rows)
		if result == nil || len(result.Outcomes) != len(rows) {
			t.Fatalf("got %v, %v", result, err)
		}
		if (err != nil) != (len(result.Leftovers()) > 0) {
			t.Fatalf("%d leftovers, but %v", len(result.Leftovers()), err)
		}
		if err != nil && strings.ContainsAny(err.Error(), "\x00\x1b\r") {
			t.Fatalf("control characters in %q", err)
		}
		deleted, err := client.CompanyTeam.DeleteMany(t.Context(), []string{"1", "2", "3"})
		if deleted == nil || len(deleted.Outcomes) != 3 || (err != nil) != (len(deleted.Leftovers()) > 0) {
			t.Fatalf("got %v, %v", deleted, err)
		}
		records := 0
		for _, err := range client.CompanyTeam.List(t.Context(), gainsight.CompanyTeamListOptions{}) {
			if err == nil {
				records++
			} else if strings.ContainsAny(err.Error(), "\x00\x1b\r") {
				t.Fatalf("control characters in %q", err)
			}
		}
		if records > len(body) {
			t.Fatalf("%d records from %d bytes", records, len(body))
		}
	})
}
