package contract_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/gainsight-go/gainsight-go/internal/archive"
	"github.com/gainsight-go/gainsight-go/internal/recording"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

const usersURL = "https://acme.us2.gainsightcloud.com/v1/users/services"

type roundTripFunc func(*http.Request) (*http.Response, error)

func (f roundTripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answer reads the request's body and gives a reply.
func answer(status int, header http.Header, body io.Reader, length int64) roundTripFunc {
	return func(r *http.Request) (*http.Response, error) {
		if r.Body != nil {
			defer r.Body.Close()
			if _, err := io.Copy(io.Discard, r.Body); err != nil {
				return nil, err
			}
		}
		return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(body), ContentLength: length, Request: r}, nil
	}
}

func request(method, target string, header http.Header, body io.Reader) *http.Request {
	r, err := http.NewRequest(method, target, body)
	if err != nil {
		panic(err)
	}
	r.Header = header
	return r
}

func recorded(t *testing.T, lines string) (exchanges []contract.Exchange) {
	t.Helper()
	if lines == "" {
		return nil
	}
	_, err := archive.Read("recording", strings.NewReader(lines), nil, func(e archive.Entry) error {
		exchanges = append(exchanges, e.Exchange)
		return nil
	})
	if err != nil {
		t.Fatalf("%v: %s", err, lines)
	}
	return exchanges
}

// What is read back is what was sent, but for the secrets.
func TestRecordingRoundTrip(t *testing.T) {
	target, _ := url.Parse(usersURL + "?limit=1&a=%2F")
	header := http.Header{"Accesskey": {"REDACTED"}, "Authorization": {"Bearer REDACTED"}, "X-Two": {"1", "2"}, "Content-Type": {"application/json"}}
	for _, body := range []string{"", `{"a":"ä\n"}`, "\xff\xfe", `{"a":`} {
		sent := header.Clone()
		sent["Accesskey"], sent["Authorization"] = []string{"the-access-key"}, []string{"Bearer the-token"}
		var lines bytes.Buffer
		recorder := contract.NewRecorder(answer(201, http.Header{"X": {"y"}}, strings.NewReader(body), -1), &lines)
		original := request("PUT", target.String(), sent, strings.NewReader(body))
		response, err := recorder.RoundTrip(original)
		if err != nil || response.Request != original {
			t.Fatalf("got %+v, %v", response, err)
		}
		if lines.Len() > 0 {
			t.Error("a line was written before the body was read")
		}
		got, err := io.ReadAll(response.Body)
		if err != nil || string(got) != body || response.Body.Close() != nil || recorder.Err() != nil {
			t.Errorf("got %q, %v, %v", got, err, recorder.Err())
		}
		want := contract.Exchange{
			Request: contract.Request{Method: "PUT", URL: target, Header: header, Body: contract.Body{Bytes: []byte(body)}},
			Reply:   &contract.Reply{Status: 201, Header: http.Header{"X": {"y"}}, Body: contract.Body{Bytes: []byte(body)}},
		}
		if exchanges := recorded(t, lines.String()); len(exchanges) != 1 || !reflect.DeepEqual(exchanges[0], want) {
			t.Errorf("got %+v, want %+v", exchanges, want)
		}
	}
}

var errBroke = errors.New("the connection broke")

// However a body ends, the caller sees the same, and the line says what is known of it.
func TestRecordedBodies(t *testing.T) {
	long := strings.Repeat("x", recording.MaxBody)
	for name, test := range map[string]struct {
		body   io.Reader
		length int64
		read   func(io.Reader) (string, error)
		want   recording.Body
	}{
		"read":                        {strings.NewReader("abc"), -1, readAll, recording.Body{Text: "abc"}},
		"with its end":                {iotest.DataErrReader(strings.NewReader("abc")), -1, readAll, recording.Body{Text: "abc"}},
		"just short enough":           {strings.NewReader(long), -1, readAll, recording.Body{Text: long}},
		"too long":                    {strings.NewReader(long + "x"), -1, readAll, recording.Body{Unknown: "longer than 1 MiB"}},
		"read up to its length":       {strings.NewReader("abc"), 3, readThree, recording.Body{Text: "abc"}},
		"read in part":                {strings.NewReader("abcd"), -1, readThree, recording.Body{Unknown: "not read to its end"}},
		"not read":                    {strings.NewReader("abc"), 3, readNothing, recording.Body{Unknown: "not read to its end"}},
		"not read, and nothing there": {strings.NewReader(""), 0, readNothing, recording.Body{}},
		"cut off by the other side":   {io.MultiReader(strings.NewReader("abc"), iotest.ErrReader(io.ErrUnexpectedEOF)), 5, readAll, recording.Body{Text: "abc"}},
		"broken off":                  {io.MultiReader(strings.NewReader("abc"), iotest.ErrReader(errBroke)), 5, readAll, recording.Body{Unknown: "not read to its end"}},
	} {
		t.Run(name, func(t *testing.T) {
			var lines bytes.Buffer
			var plain bytes.Buffer
			wanted, wantedErr := test.read(io.TeeReader(test.body, &plain))
			again := io.Reader(io.MultiReader(strings.NewReader(plain.String()), test.body))
			if wantedErr != nil {
				again = io.MultiReader(strings.NewReader(plain.String()), iotest.ErrReader(wantedErr))
			}
			recorder := contract.NewRecorder(answer(200, nil, again, test.length), &lines)
			response, err := recorder.RoundTrip(request("GET", usersURL, nil, nil))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := test.read(response.Body); got != wanted || err != wantedErr {
				t.Errorf("got %.40q, %v, want %.40q, %v", got, err, wanted, wantedErr)
			}
			_ = response.Body.Close()
			_ = response.Body.Close()
			if strings.Count(lines.String(), "\n") != 1 {
				t.Fatalf("got %.400s", lines.String())
			}
			line, err := recording.Decode(lines.Bytes())
			if err != nil || !reflect.DeepEqual(line.Reply.Body, test.want) {
				t.Errorf("got %.400s, %v", lines.String(), err)
			}
		})
	}
}

func readAll(r io.Reader) (string, error) {
	text, err := io.ReadAll(r)
	return string(text), err
}

func readThree(r io.Reader) (string, error) {
	text := make([]byte, 3)
	_, err := io.ReadFull(r, text)
	return string(text), err
}

func readNothing(io.Reader) (string, error) { return "", nil }

// A call that fails has a line too, and one without a URL has none.
func TestFailedCall(t *testing.T) {
	var lines bytes.Buffer
	recorder := contract.NewRecorder(roundTripFunc(func(*http.Request) (*http.Response, error) { return nil, errBroke }), &lines)
	if response, err := recorder.RoundTrip(request("", usersURL, nil, strings.NewReader("abc"))); response != nil || err != errBroke {
		t.Errorf("got %v, %v", response, err)
	}
	if _, err := recorder.RoundTrip(&http.Request{}); err != errBroke {
		t.Errorf("got %v", err)
	}
	exchanges := recorded(t, lines.String())
	if len(exchanges) != 1 || exchanges[0].Reply != nil || exchanges[0].Request.Method != "GET" || exchanges[0].Request.Body.Unknown != "not read to its end" {
		t.Errorf("got %+v", exchanges)
	}
}

// A reply without a body, or whose body is a connection, is the caller's as it is.
func TestReplyWithoutBody(t *testing.T) {
	connection := struct{ io.ReadWriteCloser }{}
	for status, body := range map[int]io.ReadCloser{200: http.NoBody, 204: nil, 101: connection} {
		var lines bytes.Buffer
		recorder := contract.NewRecorder(roundTripFunc(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: status, Body: body}, nil
		}), &lines)
		response, err := recorder.RoundTrip(request("GET", usersURL, nil, http.NoBody))
		if err != nil || response.Body != body {
			t.Errorf("got %+v, %v", response, err)
		}
		if exchanges := recorded(t, lines.String()); len(exchanges) != 1 || exchanges[0].Reply.Status != status {
			t.Errorf("got %+v", exchanges)
		}
	}
}

// A transport that sends a body again gets it whole, and it is recorded once.
func TestBodySentAgain(t *testing.T) {
	var lines bytes.Buffer
	recorder := contract.NewRecorder(roundTripFunc(func(r *http.Request) (*http.Response, error) {
		_, _ = io.CopyN(io.Discard, r.Body, 2)
		_ = r.Body.Close()
		body, err := r.GetBody()
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(body)
		return &http.Response{StatusCode: 200, Body: io.NopCloser(bytes.NewReader(text))}, err
	}), &lines)
	r := request("PUT", usersURL, nil, strings.NewReader("abc"))
	response, err := recorder.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := readAll(response.Body)
	if exchanges := recorded(t, lines.String()); text != "abc" || len(exchanges) != 1 || string(exchanges[0].Request.Body.Bytes) != "abc" {
		t.Errorf("got %q, %+v", text, exchanges)
	}
	r = request("PUT", usersURL, nil, strings.NewReader("abc"))
	r.GetBody = func() (io.ReadCloser, error) { return nil, errBroke }
	if _, err := recorder.RoundTrip(r); err != errBroke {
		t.Errorf("got %v", err)
	}
}

// writer fails from a write on, and counts them.
type writer struct {
	failsAt, writes int
	short           bool
	bytes.Buffer
}

func (w *writer) Write(p []byte) (int, error) {
	w.writes++
	switch {
	case w.writes < w.failsAt:
		return w.Buffer.Write(p)
	case w.short:
		return len(p) - 1, nil
	}
	return 0, fmt.Errorf("write %d: %w", w.writes, errBroke)
}

func TestWriterThatFails(t *testing.T) {
	for _, w := range []*writer{{failsAt: 2}, {failsAt: 2, short: true}, nil} {
		recorder := contract.NewRecorder(answer(200, nil, strings.NewReader(""), 0), w)
		if w == nil {
			recorder = contract.NewRecorder(answer(200, nil, strings.NewReader(""), 0), nil)
		}
		for range 4 {
			response, err := recorder.RoundTrip(request("GET", usersURL, nil, nil))
			if err != nil || response.Body.Close() != nil {
				t.Fatal(err)
			}
		}
		switch err := recorder.Err(); {
		case w == nil:
			if err == nil {
				t.Error("no error without a writer")
			}
		case w.writes != 2 || w.short && err != io.ErrShortWrite || !w.short && !strings.HasPrefix(fmt.Sprint(err), "write 2"):
			t.Errorf("got %v after %d writes", err, w.writes)
		}
	}
}

func TestRecorderTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var lines bytes.Buffer
		recorder := contract.NewRecorder(answer(200, nil, strings.NewReader(""), 0), &lines)
		time.Sleep(time.Hour)
		sent := time.Now()
		response, err := recorder.RoundTrip(request("GET", usersURL, nil, nil))
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		_ = response.Body.Close()
		if line, err := recording.Decode(lines.Bytes()); err != nil || !line.Time.Equal(sent) {
			t.Errorf("got %v, %v", line.Time, err)
		}
	})
}

// lineWriter makes sure that each write is a line, and none comes while another one is under way.
type lineWriter struct {
	t     *testing.T
	busy  sync.Mutex
	lines bytes.Buffer
}

func (w *lineWriter) Write(p []byte) (int, error) {
	if !w.busy.TryLock() {
		w.t.Error("two writes at a time")
		return 0, errBroke
	}
	defer w.busy.Unlock()
	if bytes.IndexByte(p, '\n') != len(p)-1 {
		w.t.Errorf("not one line: %q", p)
	}
	return w.lines.Write(p)
}

func TestRecorderIsSafeForConcurrentUse(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(w, r.Body)
	}))
	defer server.Close()
	w := &lineWriter{t: t}
	recorder := contract.NewRecorder(nil, w)
	client := &http.Client{Transport: recorder}
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for n := range 10 {
				text := fmt.Sprintf("%d/%d", i, n)
				response, err := client.Post(server.URL+"/"+text, "text/plain", strings.NewReader(text))
				if err != nil {
					t.Error(err)
					return
				}
				if got, err := readAll(response.Body); got != text || err != nil {
					t.Errorf("got %s, %v", got, err)
				}
				_ = response.Body.Close()
			}
		})
	}
	group.Wait()
	client.CloseIdleConnections()
	exchanges := recorded(t, w.lines.String())
	for _, e := range exchanges {
		if want := strings.TrimPrefix(e.Request.URL.Path, "/"); string(e.Request.Body.Bytes) != want || string(e.Reply.Body.Bytes) != want {
			t.Errorf("got %+v", e)
		}
	}
	if len(exchanges) != 80 || recorder.Err() != nil {
		t.Errorf("got %d lines, %v", len(exchanges), recorder.Err())
	}
}

// No secret of a real client is in a recording, with an access key or with tokens, whatever is repeated.
func TestNoSecretIsRecorded(t *testing.T) {
	server := gainsighttest.NewServer(t)
	server.AddUser("Alex Example", "alex@example.com")
	tokens := &tokenSpy{}
	var lines bytes.Buffer
	recorder := contract.NewRecorder(tokens, &lines)
	options := []gainsight.Option{gainsight.WithLoopbackHTTP(), gainsight.WithHTTPClient(&http.Client{Transport: recorder})}
	byKey, err := gainsight.New(server.URL, append(options, gainsight.WithAccessKey(server.AccessKey()))...)
	if err != nil {
		t.Fatal(err)
	}
	byToken, err := gainsight.New(server.URL, append(options, gainsight.WithM2M(server.ClientID(), server.ClientSecret()))...)
	if err != nil {
		t.Fatal(err)
	}
	for _, client := range []*gainsight.Client{byKey, byToken} {
		for _, err := range client.Users.List(t.Context(), gainsight.ListOptions{}) {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := byToken.SCIM.ServiceProviderConfig(t.Context()); err != nil {
		t.Fatal(err)
	}
	exchanges := recorded(t, lines.String())
	if len(exchanges) < 4 || recorder.Err() != nil || len(tokens.seen) == 0 {
		t.Fatalf("got %d exchanges, %v, tokens %v", len(exchanges), recorder.Err(), tokens.seen)
	}
	secrets := append(tokens.seen, server.AccessKey(), server.ClientSecret(), url.QueryEscape(server.ClientSecret()),
		base64.StdEncoding.EncodeToString([]byte(server.ClientID()+":"+server.ClientSecret())))
	for _, secret := range secrets {
		if strings.Contains(lines.String(), secret) {
			t.Errorf("%q is in %s", secret, lines.String())
		}
	}
	credentials := map[string]bool{}
	for _, e := range exchanges {
		credentials[e.Request.Header.Get("Accesskey")+e.Request.Header.Get("Authorization")] = true
		if e.Reply.Body.Unknown != "" || e.Request.Body.Unknown != "" {
			t.Errorf("%s: got %+v", e.Request.URL, e)
		}
	}
	if want := map[string]bool{"REDACTED": true, "Bearer REDACTED": true, "Basic REDACTED": true}; !reflect.DeepEqual(credentials, want) {
		t.Errorf("got %v", credentials)
	}
}

// tokenSpy notes the tokens that go out.
type tokenSpy struct{ seen []string }

func (s *tokenSpy) RoundTrip(r *http.Request) (*http.Response, error) {
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		s.seen = append(s.seen, token)
	}
	return http.DefaultTransport.RoundTrip(r)
}

// Wherever somebody puts a secret of his own, it does not get into the line, while the rest does.
func TestSecretsEverywhere(t *testing.T) {
	number := 0
	var secrets []string
	secret := func() string {
		number++
		text := fmt.Sprintf("s3cret/%04d+x", number)
		secrets = append(secrets, text)
		return text
	}
	key := secret()
	header := http.Header{
		"accesskey": {key}, "Authorization": {"Bearer " + secret()}, "Cookie": {"id=" + secret()}, "X-Other-Token": {secret(), secret()},
		"X-Repeats": {key}, "X-Kept": {"kept-1"},
	}
	query := url.Values{"access_token": {secret()}, "q": {"kept-2"}, "repeats": {key}}
	target := "https://user:" + url.QueryEscape(secret()) + "@acme.us2.gainsightcloud.com/v1/users/services/" + url.PathEscape(key) + "?" + query.Encode()
	sent := fmt.Sprintf(`{"a":[{"Password":%q}],"client_secret":%q,"repeats":%q,"k":"kept-3"}`, secret(), secret(), key)
	received := fmt.Sprintf(`{"refresh_token":%q,"id_token":%q,"repeats":%q,"k":"kept-4"}`, secret(), secret(), base64.StdEncoding.EncodeToString([]byte("xy"+key)))
	replyHeader := http.Header{"Set-Cookie": {"id=" + secret() + "; Path=/"}, "Location": {"/?token=" + secret()}, "X-Kept": {"kept-5"}}
	var lines bytes.Buffer
	recorder := contract.NewRecorder(answer(200, replyHeader, strings.NewReader(received), -1), &lines)
	response, err := recorder.RoundTrip(request("PUT", target, header, strings.NewReader(sent)))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := readAll(response.Body); got != received || err != nil {
		t.Errorf("got %s, %v", got, err)
	}
	for _, secret := range secrets {
		for _, form := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret)), strings.ReplaceAll(secret, "/", `\/`), secret[:len(secret)-3]} {
			if strings.Contains(lines.String(), form) {
				t.Errorf("%q is in %s", form, lines.String())
			}
		}
	}
	for i := range 5 {
		if kept := fmt.Sprintf("kept-%d", i+1); strings.Count(lines.String(), kept) != 1 {
			t.Errorf("%s is not in %s", kept, lines.String())
		}
	}
	if len(recorded(t, lines.String())) != 1 {
		t.Error("the line cannot be read")
	}
}
