package recording_test

import (
	"bytes"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/internal/recording"
)

func TestLineRoundTrip(t *testing.T) {
	for _, line := range []recording.Line{
		{Request: recording.Request{Method: "GET", URL: "https://acme.us2.gainsightcloud.com/v1/users/services"}},
		{
			Request: recording.Request{Method: "PUT", URL: "https://example.com/?a=b&c", Header: http.Header{"accesskey": {"REDACTED"}, "B": {"1", "2"}}, Body: recording.BodyOf([]byte("{\n\"ä\u2028<\":\"\\ud83d\"}"))},
			Reply:   &recording.Reply{Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: recording.BodyOf([]byte("\xff\x00\n"))},
		},
		{
			Request: recording.Request{Method: "PUT", URL: "https://example.com/", Body: recording.Body{Unknown: "too long"}},
			Reply:   &recording.Reply{Status: 204},
		},
	} {
		line.Recording, line.Time = recording.Version, time.Date(2026, 1, 2, 3, 4, 5, 678, time.UTC)
		text, err := line.Encode()
		if err != nil || bytes.IndexByte(text, '\n') != len(text)-1 {
			t.Fatalf("got %q, %v", text, err)
		}
		got, err := recording.Decode(text)
		if err != nil || !reflect.DeepEqual(got, line) {
			t.Errorf("got %+v, %v, want %+v", got, err, line)
		}
	}
}

func TestBody(t *testing.T) {
	for _, text := range []string{"", "{}", "ä", "\xff", "\x00"} {
		if got := recording.BodyOf([]byte(text)); string(got.Bytes()) != text {
			t.Errorf("%q: got %q", text, got.Bytes())
		}
	}
	if got := (recording.Body{Unknown: "too long"}).Bytes(); len(got) > 0 {
		t.Errorf("got %q", got)
	}
}

// A header of Latin-1 is recorded too, though not to the byte.
func TestHeaderOfAnotherCharset(t *testing.T) {
	line := recording.Line{Request: recording.Request{Header: http.Header{"X": {"caf\xe9"}}}}
	text, err := line.Encode()
	if err != nil || !strings.Contains(string(text), "caf\ufffd") {
		t.Errorf("got %s, %v", text, err)
	}
}

func TestDecodeRefuses(t *testing.T) {
	const request = `"request":{"method":"GET","url":"https://example.com/?secret"}`
	for text, want := range map[string]string{
		`{"recording":"gainsight-go/1",` + request[:20]:                           "the line is cut off",
		`{"recording":"gainsight-go/1",` + request + `,}`:                         "the line is no JSON: look at its byte 93",
		`{"recording":"gainsight-go/1",` + request + `}{}`:                        "the line is no JSON: look at its byte 94",
		`{"recording":"gainsight-go/1","recording":"gainsight-go/1"}`:             "the line is no JSON: look at its byte 31",
		`{"recording":"gainsight-go/2","request":5}`:                              `the line is a recording of the version "gainsight-go/2", and only "gainsight-go/1" is known here`,
		`{"request":{"method":5},"recording":"gainsight-go/2"}`:                   `the line is a recording of the version "gainsight-go/2", and only "gainsight-go/1" is known here`,
		`{"recording":1,` + request + `}`:                                         `the line has no "recording": "gainsight-go/1", so it is no recording of ours`,
		`{` + request + `}`:                                                       `the line has no "recording": "gainsight-go/1", so it is no recording of ours`,
		`[]`:                                                                      `the line has no "recording": "gainsight-go/1", so it is no recording of ours`,
		`{"recording":"gainsight-go/1"}`:                                          "request.method is missing",
		`{"recording":"gainsight-go/1","request":{"method":"GET"}}`:               "request.url is missing",
		`{"recording":"gainsight-go/1",` + request + `,"reply":{}}`:               "reply.status is missing, or no HTTP status",
		`{"recording":"gainsight-go/1",` + request + `,"reply":{"status":1000}}`:  "reply.status is missing, or no HTTP status",
		`{"recording":"gainsight-go/1",` + request + `,"reply":{"status":"200"}}`: `the value of "/reply/status" does not fit`,
		`{"recording":"gainsight-go/1","request":{"header":[]}}`:                  `the value of "/request/header" does not fit`,
		`{"recording":"gainsight-go/1","request":{"body":{"base64":"?"}}}`:        `the value of "/request/body/base64" does not fit`,
		`{"recording":"gainsight-go/1","time":"yesterday"}`:                       `the value of "/time" does not fit`,
	} {
		if got, err := recording.Decode([]byte(text)); err == nil || err.Error() != want {
			t.Errorf("%s: got %+v, %v", text, got, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"recording":"gainsight-go/1","request":{"method":"GET","url":"/","header":{"a":["b"]},"body":{"base64":"/w=="}},"reply":{"status":200}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		line, err := recording.Decode(text)
		if err != nil {
			return
		}
		again, err := line.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := recording.Decode(again); err != nil {
			t.Errorf("%s: %v", again, err)
		}
	})
}
