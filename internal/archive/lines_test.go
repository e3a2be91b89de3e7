package archive_test

import (
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/archive"
	"github.com/gainsight-go/gainsight-go/internal/recording"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

const (
	line  = `{"recording":"gainsight-go/1","time":"2026-01-02T03:04:05Z","request":{"method":"GET","url":"` + users + `","header":{"accesskey":["REDACTED"]}},"reply":{"status":200,"header":{"content-type":["a/b"]},"body":{"text":"{}"}}}`
	other = `{"recording":"gainsight-go/1","request":{"method":"GET","url":"https://example.com/"}}`
)

func TestLines(t *testing.T) {
	target, _ := url.Parse(users)
	want := contract.Exchange{
		Request: contract.Request{Method: "GET", URL: target, Header: http.Header{"Accesskey": {"REDACTED"}}, Body: contract.Body{Bytes: []byte{}}},
		Reply:   &contract.Reply{Status: 200, Header: http.Header{"Content-Type": {"a/b"}}, Body: contract.Body{Bytes: []byte("{}")}},
	}
	noReply := strings.Replace(line, `,"reply"`, `,"_reply"`, 1)
	sorted := `{"reply":{"body":{"base64":"/w=="},"status":500},"request":{"body":{"unknown":"too long"},"method":"PUT","url":"/"},"recording":"gainsight-go/1"}`
	notWhole := strings.Replace(sorted, "too long", recording.NotWhole, 1)
	var entries []archive.Entry
	skipped, err := archive.Read("a.jsonl", strings.NewReader("\ufeff\n"+line+"\r\n \n"+other+"\n"+noReply+"\n"+sorted+"\n"+notWhole), func(target *url.URL) bool { return target.Host != "example.com" }, func(e archive.Entry) error {
		entries = append(entries, e)
		return nil
	})
	if err != nil || skipped != 1 || len(entries) != 4 {
		t.Fatalf("got %+v, %d skipped, %v", entries, skipped, err)
	}
	if got := entries[0]; got.Number != 2 || !reflect.DeepEqual(got.Exchange, want) {
		t.Errorf("got %+v", got)
	}
	if got := entries[1]; got.Number != 5 || got.Reply != nil {
		t.Errorf("got %+v", got)
	}
	if got := entries[3].Request.Body; got.Unknown != recording.NotWhole || got.NotEmpty {
		t.Errorf("got %+v", got)
	}
	if got := entries[2]; got.Number != 6 || got.Request.Body.Unknown != "too long" || !got.Request.Body.NotEmpty || string(got.Reply.Body.Bytes) != "\xff" || got.Reply.Status != 500 {
		t.Errorf("got %+v", got)
	}
}

func TestBrokenLines(t *testing.T) {
	for text, want := range map[string]string{
		line + "\n" + line[:100]:                             "line 2: the line is cut off",
		line + "\n\n{" + line:                                "line 3: the line is no JSON: look at its byte 2",
		line + "\n" + strings.Replace(line, "/1", "/2", 1):   `line 2: the line is a recording of the version "gainsight-go/2", and only "gainsight-go/1" is known here`,
		`{"request":{}}`:                                     `line 1: the line has no "recording": "gainsight-go/1", so it is no recording of ours`,
		strings.Replace(line, users, users+"/%?secret", 1):   "line 1: the URL of the request cannot be parsed",
		line + "\n" + strings.Repeat("x", recording.MaxLine): "line 2: the line is no JSON: look at its byte 1",
		line + strings.Repeat(" ", recording.MaxLine) + line: "line 1: the line is longer than 16 MiB, which no recording of ours is",
	} {
		if _, err := archive.Read("a.jsonl", strings.NewReader(text), nil, func(archive.Entry) error { return nil }); err == nil || err.Error() != "a.jsonl: "+want {
			t.Errorf("%.200s: got %v, want %s", text, err, want)
		}
	}
}
