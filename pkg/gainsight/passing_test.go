package gainsight

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/secret"
)

func replyWith(status int, header http.Header, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: header, Body: &receivedBody{content: []byte(body)}}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"":                                 0,
		"0":                                0,
		"7":                                7 * time.Second,
		" 7 ":                              7 * time.Second,
		"-7":                               0,
		"7.5":                              0,
		"7s":                               0,
		"18446744073709551615":             maxRetryAfter * time.Second,
		"99999999999999999999999":          maxRetryAfter * time.Second,
		"-99999999999999999999999":         0,
		"Thu, 01 Jan 2026 12:00:30 GMT":    30 * time.Second,
		"Thu, 01 Jan 2026 11:00:30 GMT":    0,
		"Thursday, 01-Jan-26 12:01:00 GMT": time.Minute,
		"Thu Jan  1 12:02:00 2026":         2 * time.Minute,
		"Fri, 31 Dec 9999 23:59:59 GMT":    time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC).Sub(now),
		"soon":                             0,
	} {
		if got := retryAfter(replyWith(503, http.Header{"Retry-After": {text}}, ""), now); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
	if retryAfter(nil, now) != 0 || retryAfter(replyWith(503, http.Header{}, ""), now) != 0 {
		t.Error("a wait that nobody asked for")
	}
}

// Whatever a server asks for, the wait is never negative, and never longer than the policy permits.
func FuzzRetryAfter(f *testing.F) {
	for _, text := range []string{"", "120", "-1", "18446744073709551615", "Thu, 01 Jan 2026 12:00:30 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT"} {
		f.Add(text, int64(1_700_000_000), uint8(1))
	}
	policy := RetryPolicy{}.withDefaults()
	f.Fuzz(func(t *testing.T, text string, unix int64, n uint8) {
		asked := retryAfter(replyWith(503, http.Header{"Retry-After": {text}}, ""), time.Unix(unix, 0))
		if asked < 0 {
			t.Errorf("%q: asks for %s", text, asked)
		}
		if wait := policy.wait(1+int(n), asked); wait < policy.MinWait || wait > policy.MaxWait || wait < min(asked, policy.MaxWait) {
			t.Errorf("%q: waits %s", text, wait)
		}
	})
}

// The wait stays within its bounds for any policy that is permitted.
func FuzzWait(f *testing.F) {
	f.Add(int64(time.Second), int64(time.Minute), 1)
	f.Add(int64(1)<<62, int64(1)<<62, 9)
	f.Fuzz(func(t *testing.T, shortest, longest int64, n int) {
		policy := RetryPolicy{MinWait: time.Duration(shortest), MaxWait: time.Duration(longest)}
		if n < 1 || n > mostAttempts || policy.check() != nil {
			t.Skip()
		}
		policy = policy.withDefaults()
		if wait := policy.wait(n, 0); wait < policy.MinWait || wait > policy.MaxWait {
			t.Errorf("%+v: waits %s", policy, wait)
		}
	})
}

// Whatever comes back: what counts as refused for the limit of calls is what the decoder of envelopes takes for it, and
// what is tried again is the trouble of a server, for safe operations alone.
func FuzzClassifier(f *testing.F) {
	for _, body := range []string{
		`{"result":false,"errorCode":"GU_2400"}`, `{"errorCode":"GS_APIG_2404","result":false}`, `{"result":true,"errorCode":"GU_2400"}`,
		`{"result":false,"errorCode":["GU_2400"]}`, `{"result":false,"data":{"errorCode":"GU_2400"}}`, `GU_2400`, `{"result":false,"errorCode":"GU_2400"`, "<html>",
		`{"result":false,"errorCode":"GU_2400","errorCode":"GU_3016"}`,
	} {
		for _, status := range []int{200, 400, 429, 500, 501, 503} {
			f.Add(body, status)
		}
	}
	f.Fuzz(func(t *testing.T, body string, status int) {
		if status < 200 || status > 599 {
			t.Skip()
		}
		response := replyWith(status, http.Header{}, body)
		limited := isRateLimited(response)
		for _, op := range gsapi.Operations {
			f := &flight{op: op, last: &trip{isSent: true}}
			isRetried := f.isWorthRetry(t.Context(), response, nil)
			if isTrouble := status >= 500 && status <= 504 && status != 501; isRetried != (isTrouble && !limited && op.Retry == gsapi.RetrySafe) {
				t.Errorf("%s is tried again: %v", op.ID, isRetried)
			}
		}
		_, err := decodeReply[any](response, receipt{flight: new(flight), secrets: new(secret.Keeper)})
		if err == nil && limited != (status == http.StatusTooManyRequests) {
			t.Error("a reply that is good is taken for a refusal")
		}
		isPlain := !strings.Contains(body, `\`) // the codes are looked for as they are
		if err != nil && isPlain {
			failure := newError(new(flight), err)
			if isRefusal := failure.class() == ErrRateLimited; isRefusal != limited {
				t.Errorf("calls stop: %v, for %v", limited, failure)
			}
		}
	})
}
