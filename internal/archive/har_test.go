package archive_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/gainsight-go/gainsight-go/internal/archive"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

const users = "https://acme.us2.gainsightcloud.com/v1/users/services"

// object is written into archives as JSON.
type object = map[string]any

func jsonOf(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// harOf is an archive with these entries.
func harOf(entries ...any) string {
	entries = append([]any{}, entries...) // no entries are a list too
	return jsonOf(object{"log": object{"version": "1.2", "creator": object{"name": "x"}, "pages": []any{object{"id": "1"}}, "entries": entries}})
}

// entryOf is an entry for users with members replaced; a nil is left out.
func entryOf(request, response object) object {
	with := func(members, others object) object {
		for name, value := range others {
			if members[name] = value; value == nil {
				delete(members, name)
			}
		}
		return members
	}
	return object{
		"startedDateTime": "2026-01-02T03:04:05Z", "time": 5, "cache": object{}, "timings": object{"send": 1},
		"request":  with(object{"method": "GET", "url": users, "httpVersion": "h2", "headers": []any{}, "queryString": []any{}, "cookies": []any{}, "headersSize": -1, "bodySize": 0}, request),
		"response": with(object{"status": 200, "statusText": "OK", "headers": []any{}, "content": object{"size": 2, "mimeType": "application/json", "text": "{}"}, "bodySize": 2}, response),
	}
}

func header(pairs ...string) []any {
	var list []any
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, object{"name": pairs[i], "value": pairs[i+1]})
	}
	return list
}

func read(t *testing.T, text string) (entries []archive.Entry) {
	t.Helper()
	skipped, err := archive.Read("a.har", strings.NewReader(text), nil, func(e archive.Entry) error {
		entries = append(entries, e)
		return nil
	})
	if err != nil || skipped != 0 {
		t.Fatalf("%v, %d skipped: %.2000s", err, skipped, text)
	}
	return entries
}

func readOne(t *testing.T, entry any) contract.Exchange {
	t.Helper()
	entries := read(t, harOf(entry))
	if len(entries) != 1 || entries[0].Number != 1 {
		t.Fatalf("got %+v", entries)
	}
	return entries[0].Exchange
}

func TestHAREntry(t *testing.T) {
	got := readOne(t, entryOf(
		object{
			"method": "PUT", "url": users + "?limit=1#there", "bodySize": 8,
			"headers":  header(":authority", "acme.us2.gainsightcloud.com", "ACCESSKEY", "k", "x-two", "1", "X-Two", "2"),
			"postData": object{"mimeType": "application/json; charset=utf-8", "text": `{"a":"ä"}`, "params": []any{}},
		},
		object{
			"status":  201,
			"headers": header(":status", "201", "content-type", "application/json", "set-cookie", "a=1\nb=2", "X-Number", ""),
			"content": object{"size": 11, "mimeType": "text/html", "text": "eyJyZXN1bHQi\nOnRydWV9", "encoding": "base64"},
		},
	))
	target, _ := url.Parse(users + "?limit=1")
	want := contract.Exchange{
		Request: contract.Request{
			Method: "PUT", URL: target,
			Header: http.Header{"Accesskey": {"k"}, "X-Two": {"1", "2"}, "Content-Type": {"application/json; charset=utf-8"}},
			Body:   contract.Body{Bytes: []byte(`{"a":"ä"}`)},
		},
		Reply: &contract.Reply{
			Status: 201,
			Header: http.Header{"Content-Type": {"application/json"}, "Set-Cookie": {"a=1", "b=2"}, "X-Number": {""}},
			Body:   contract.Body{Bytes: []byte(`{"result":true}`)},
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v %+v\nwant %+v %+v", got, got.Reply, want, want.Reply)
	}
}

// Wherever the members stand, and whatever else is there.
func TestHAROrder(t *testing.T) {
	entry := `{"x":[{"log":{}}],"response":{"content":{"text":"{}"},"status":200},"request":{"postData":{"text":"{}"},"url":"` + users + `","method":"PUT"}}`
	for _, text := range []string{
		`{"log":{"entries":[` + entry + `],"pages":[{"entries":[5]}],"version":"1.2"},"more":null}`,
		`{"a":{"log":1},"log":{"version":"1.2","_entries":[5],"entries":[` + entry + `]}}`,
		"\ufeff  \r\n" + `{"log":{"entries":[` + entry + `]}}` + "\n\n",
		`{"comment":"` + strings.Repeat("x", 100_000) + `","log":{"entries":[` + entry + `]}}`,
	} {
		entries := read(t, text)
		if len(entries) != 1 || entries[0].Request.Method != "PUT" || string(entries[0].Request.Body.Bytes) != "{}" || entries[0].Reply.Status != 200 {
			t.Errorf("%.100s: got %+v", text, entries)
		}
	}
	if entries := read(t, harOf()); len(entries) != 0 {
		t.Errorf("got %+v", entries)
	}
}

func TestHARBodies(t *testing.T) {
	unknown := func(reason string) contract.Body { return contract.Body{Unknown: reason, NotEmpty: true} }
	text := func(text string) contract.Body { return contract.Body{Bytes: []byte(text)} }
	const dropped = "not recorded"
	perhaps := contract.Body{Unknown: dropped}
	form := header("grant_type", "client_credentials", "a b", "ä&")
	for name, test := range map[string]struct {
		request, response object
		sent, received    contract.Body
	}{
		"as usual":                       {object{}, object{}, text(""), text("{}")},
		"a form without text":            {object{"postData": object{"mimeType": "application/x-www-form-urlencoded; charset=UTF-8", "params": form, "text": ""}}, object{}, text("grant_type=client_credentials&a+b=%C3%A4%26"), text("{}")},
		"a form without type":            {object{"postData": object{"params": form}}, object{}, text("grant_type=client_credentials&a+b=%C3%A4%26"), text("{}")},
		"a form with text":               {object{"postData": object{"mimeType": "application/x-www-form-urlencoded", "params": form, "text": "x=y"}}, object{}, text("x=y"), text("{}")},
		"a form of files":                {object{"postData": object{"mimeType": "multipart/form-data; boundary=x", "params": form}}, object{}, unknown("recorded as fields of a form"), text("{}")},
		"a long form":                    {object{"postData": object{"params": header("a", strings.Repeat("x", 2<<20))}}, object{}, unknown("longer than 16 MiB"), text("{}")},
		"base64 in a request":            {object{"postData": object{"text": "_-8=", "_encoding": "BASE64"}}, object{}, text("\xff\xef"), text("{}")},
		"an unknown encoding":            {object{"postData": object{"text": "x", "encoding": "rot13"}}, object{"content": object{"text": "x", "encoding": "rot13"}}, unknown("recorded in an encoding that HAR 1.2 does not have"), unknown("recorded in an encoding that HAR 1.2 does not have")},
		"no postData":                    {object{"bodySize": 5}, object{}, unknown(dropped), text("{}")},
		"no postData, but a length":      {object{"bodySize": -1, "headers": header("content-length", "7")}, object{}, unknown(dropped), text("{}")},
		"postData is null":               {object{"postData": nil, "bodySize": nil}, object{}, text(""), text("{}")},
		"an empty postData":              {object{"postData": object{"text": nil}}, object{}, text(""), text("{}")},
		"no text of a size":              {object{}, object{"content": object{"size": 7}}, text(""), unknown(dropped)},
		"an empty text of a size":        {object{}, object{"content": object{"size": 7, "text": ""}}, text(""), unknown(dropped)},
		"no text, from a cache":          {object{}, object{"content": object{"size": 7}, "bodySize": 0}, text(""), unknown(dropped)},
		"no text, but sent":              {object{}, object{"content": object{"size": 0}, "bodySize": 7}, text(""), unknown(dropped)},
		"no text of no size":             {object{}, object{"content": object{"size": 0}, "bodySize": -1}, text(""), text("")},
		"no text, nothing sent":          {object{}, object{"content": object{}, "bodySize": "0"}, text(""), text("")},
		"no text, sizes unknown":         {object{}, object{"content": object{"size": nil}, "bodySize": "?"}, text(""), perhaps},
		"an empty text, sizes unknown":   {object{}, object{"content": object{"text": ""}, "bodySize": -1}, text(""), text("")},
		"no content":                     {object{}, object{"content": nil, "bodySize": -1}, text(""), perhaps},
		"no content, a length of 0":      {object{}, object{"content": nil, "bodySize": -1, "headers": header("content-length", "0")}, text(""), text("")},
		"a status that has no body":      {object{}, object{"status": 204, "content": nil, "bodySize": -1}, text(""), text("")},
		"not modified":                   {object{}, object{"status": 304, "content": object{"size": 9}}, text(""), text("")},
		"a method that has no body":      {object{"method": "HEAD"}, object{"content": object{"size": 9}}, text(""), text("")},
		"nothing, but of a size":         {object{}, object{"status": 204, "content": object{"size": 9}}, text(""), unknown(dropped)},
		"no text, but a length":          {object{}, object{"content": object{"size": 0}, "bodySize": -1, "headers": header("content-length", "532")}, text(""), unknown(dropped)},
		"no text, but in chunks":         {object{}, object{"content": object{"size": 0}, "bodySize": -1, "headers": header("transfer-encoding", "chunked")}, text(""), perhaps},
		"no text, and no chunk":          {object{}, object{"content": object{"size": 0}, "bodySize": 0, "headers": header("transfer-encoding", "chunked")}, text(""), text("")},
		"no text, but a transfer":        {object{}, object{"content": object{"size": 0}, "bodySize": -1, "_transferSize": 700}, text(""), perhaps},
		"no text, a transfer of headers": {object{}, object{"content": object{"size": 0}, "bodySize": -1, "_transferSize": 700, "headersSize": 700}, text(""), text("")},
		"no text, short headers":         {object{}, object{"content": object{"size": 0}, "bodySize": -1, "_transferSize": 300, "headers": header("a", "b")}, text(""), text("")},
		"base64 that is cut off":         {object{"postData": object{"text": "e30", "encoding": "base64"}}, object{"content": object{"text": "eyJhIjoxf", "encoding": "base64"}}, text("{}"), text(`{"a":1`)},
		"a base64 that is none":          {object{"postData": object{"text": "{}", "encoding": "base64"}}, object{"content": object{"text": "e30ä", "encoding": "base64"}}, text("{}"), text("e30ä")},
		"broken UTF-8":                   {object{}, object{"content": object{"text": "\ufffd"}}, text(""), text("\ufffd")},
		"numbers as strings and reverse": {object{"headers": []any{object{"name": "X", "value": 5}}, "bodySize": "5"}, object{"status": "200"}, unknown(dropped), text("{}")},
	} {
		got := readOne(t, entryOf(test.request, test.response))
		if sent := got.Request.Body; string(sent.Bytes) != string(test.sent.Bytes) || sent.Unknown != test.sent.Unknown || sent.NotEmpty != test.sent.NotEmpty {
			t.Errorf("%s: sent %+v", name, sent)
		}
		if received := got.Reply.Body; string(received.Bytes) != string(test.received.Bytes) || received.Unknown != test.received.Unknown || received.NotEmpty != test.received.NotEmpty {
			t.Errorf("%s: received %+v", name, received)
		}
	}
}

func TestHARContentType(t *testing.T) {
	for name, test := range map[string]struct {
		headers any
		content object
		want    []string
	}{
		"in the header":       {header("Content-TYPE", "a/b"), object{"text": "x", "mimeType": "c/d"}, []string{"a/b"}},
		"beside the body":     {nil, object{"text": "x", "mimeType": "c/d; e=f"}, []string{"c/d; e=f"}},
		"of an unknown body":  {nil, object{"size": 5, "mimeType": "c/d"}, []string{"c/d"}},
		"of no body":          {nil, object{"size": 0, "mimeType": "c/d"}, nil},
		"unknown to Chromium": {[]any{}, object{"text": "x", "mimeType": "x-unknown"}, nil},
		"nowhere":             {[]any{}, object{"text": "x", "mimeType": ""}, nil},
	} {
		got := readOne(t, entryOf(object{}, object{"headers": test.headers, "content": test.content, "bodySize": -1}))
		if values := got.Reply.Header.Values("Content-Type"); !reflect.DeepEqual(values, test.want) {
			t.Errorf("%s: got %q", name, values)
		}
	}
}

func TestHARPreflight(t *testing.T) {
	for name, test := range map[string]struct {
		resourceType any
		want         bool
	}{
		"a preflight": {"preflight", true}, "a fetch": {"fetch", false}, "nothing": {nil, false}, "of another kind": {object{}, false},
	} {
		entry := entryOf(object{"method": "OPTIONS"}, object{"_transferSize": object{}, "headersSize": "many"})
		entry["_resourceType"] = test.resourceType
		if got := read(t, harOf(entry)); len(got) != 1 || got[0].IsPreflight != test.want {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

func TestHARWithoutReply(t *testing.T) {
	for name, response := range map[string]any{
		"blocked": object{"status": 0, "content": object{}}, "negative": object{"status": -1}, "no status": object{}, "null": nil, "empty": object{"status": ""},
	} {
		entry := entryOf(nil, nil)
		entry["response"] = response
		if got := readOne(t, entry); got.Reply != nil || got.Request.Method != "GET" {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	entry := entryOf(nil, nil)
	delete(entry, "response")
	if got := readOne(t, entry); got.Reply != nil {
		t.Errorf("got %+v", got)
	}
}

func TestHARQuery(t *testing.T) {
	query := header("a", "1 ä", "b", "")
	for target, want := range map[string]string{users: "a=1+%C3%A4&b=", users + "?": "a=1+%C3%A4&b=", users + "?c=d": "c=d"} {
		got := readOne(t, entryOf(object{"url": target, "queryString": query}, nil))
		if got.Request.URL.RawQuery != want {
			t.Errorf("%s: got %s", target, got.Request.URL)
		}
	}
}

// What nobody wants is counted, however broken it is, and what is no HTTP too.
func TestSkipped(t *testing.T) {
	keep := func(target *url.URL) bool { return strings.HasPrefix(target.Path, "/v1/users") }
	wrong := object{"status": "abc", "content": 5}
	text := harOf(
		entryOf(nil, nil),
		entryOf(object{"url": "https://example.com/"}, nil),
		object{"request": json.RawMessage(`{"method":"GET","url":"https://example.com/","headers":5}`), "response": wrong},
		entryOf(object{"url": "data:image/svg+xml;utf8,<svg width='100%'>\n" + strings.Repeat("x", 2<<20)}, nil),
		entryOf(object{"method": "CONNECT", "url": "acme.us2.gainsightcloud.com:443"}, nil),
		entryOf(object{"url": "https://ads.example.com/100%/?" + strings.Repeat("x", 2<<20)}, nil),
		entryOf(object{"url": "https://a b/c"}, nil),
		entryOf(object{"url": "http:x y%"}, nil),
		entryOf(object{"url": "/v1/users/services"}, nil),
		entryOf(object{"url": "HTTP://acme.example.com/v1/users"}, nil),
	)
	var numbers []int
	skipped, err := archive.Read("a.har", strings.NewReader(text), keep, func(e archive.Entry) error {
		numbers = append(numbers, e.Number)
		return nil
	})
	if want := []int{1, 9, 10}; err != nil || skipped != 7 || !reflect.DeepEqual(numbers, want) {
		t.Errorf("got %v, %d skipped, %v", numbers, skipped, err)
	}
}

// Each kind of bad input is one error that says where, and quotes nothing.
func TestBrokenHAR(t *testing.T) {
	const start = `{"log":{"entries":[`
	good := jsonOf(entryOf(nil, nil))
	request := func(request object) string { return harOf(entryOf(nil, nil), entryOf(request, nil)) }
	response := func(response object) string { return harOf(entryOf(nil, nil), entryOf(nil, response)) }
	for name, test := range map[string]struct{ text, want string }{
		"cut off between entries":      {start + good + `,`, fmt.Sprintf("entry 1, at byte %d: the archive is cut off", len(start+good)+2)},
		"cut off in an entry":          {start + good + `,{"request":{"url":"https://secret`, "entry 2, at byte *: the archive is cut off"},
		"cut off at its end":           {start + good + `]}`, fmt.Sprintf("at byte %d: the archive is cut off", len(start+good)+3)},
		"no JSON":                      {start + good + `,{"request":oops}`, fmt.Sprintf("entry 2, at byte %d: the archive is no JSON from here on", len(start+good+`,{"request":`)+1)},
		"a comma too much":             {start + good + `,]}}`, "entry 1, at byte *: the archive is no JSON from here on"},
		"something follows":            {harOf() + "{}", "at byte *: something follows the archive"},
		"garbage follows":              {harOf() + "x", "at byte *: the archive is no JSON from here on"},
		"an entry that is null":        {start + `null]}}`, "entry 1, at byte *: the entry is null"},
		"an entry that is a number":    {start + `5]}}`, "entry 1, at byte *: the entry: want an object, found a number"},
		"no request":                   {start + `{}]}}`, "entry 1, at byte *: request.url is missing"},
		"no URL":                       {request(object{"url": nil}), "entry 2, at byte *: request.url is missing"},
		"no method":                    {request(object{"method": nil}), "entry 2, at byte *: request.method is missing"},
		"another URL":                  {request(object{"url": 5}), "entry 2, at byte *: request.url: want a string, found a number"},
		"another method":               {request(object{"method": true}), "entry 2, at byte *: request.method: want a string, found a boolean"},
		"headers of another kind":      {request(object{"headers": object{}}), "entry 2, at byte *: request.headers: want a list, found an object"},
		"a header of another kind":     {request(object{"headers": []any{"a: secret"}}), "entry 2, at byte *: request.headers: want an object, found a string"},
		"a value of another kind":      {request(object{"headers": []any{object{"name": "a", "value": []any{}}}}), "entry 2, at byte *: request.headers.value: want a string, found a list"},
		"a long header":                {request(object{"headers": header("a", strings.Repeat("x", 2<<20))}), "entry 2, at byte *: request.headers: the header is longer than 1 MiB"},
		"a long query":                 {request(object{"queryString": header("a", strings.Repeat("x", 2<<20))}), "entry 2, at byte *: request.queryString is longer than 1 MiB"},
		"a long URL":                   {request(object{"url": users + "?" + strings.Repeat("x", 2<<20)}), "entry 2, at byte *: the URL of the request is longer than 1 MiB"},
		"a URL that cannot be parsed":  {request(object{"url": "https://user:secret/secret@acme.example.com/%?secret"}), "entry 2, at byte *: the URL of the request cannot be parsed"},
		"a request of another kind":    {start + `{"request":"secret"}]}}`, "entry 1, at byte *: request: want an object, found a string"},
		"postData of another kind":     {request(object{"postData": "secret"}), "entry 2, at byte *: request.postData: want an object, found a string"},
		"a text of another kind":       {request(object{"postData": object{"text": object{"secret": 1}}}), "entry 2, at byte *: request.postData.text: want a string, found an object"},
		"no status":                    {response(object{"status": "secret"}), "entry 2, at byte *: response.status: want an HTTP status, found something else"},
		"a status that is no status":   {response(object{"status": 42}), "entry 2, at byte *: response.status: want an HTTP status, found something else"},
		"half a status":                {response(object{"status": 200.5}), "entry 2, at byte *: response.status: want an HTTP status, found something else"},
		"a status of another kind":     {response(object{"status": object{}}), "entry 2, at byte *: response.status: want a string, found an object"},
		"a size of another kind":       {response(object{"bodySize": object{}}), "entry 2, at byte *: response.bodySize: want a string, found an object"},
		"a media type of another kind": {response(object{"content": object{"mimeType": 5}}), "entry 2, at byte *: response.content.mimeType: want a string, found a number"},
		"entries of another kind":      {`{"log":{"entries":{}}}`, "at byte *: log.entries: want a list, found an object"},
		"a log of another kind":        {`{"log":[]}`, "at byte *: log: want an object, found a list"},
		"no entries":                   {`{"log":{"version":"1.2"}}`, "is no HTTP archive: its log has no entries"},
		"entries that are null":        {`{"log":{"entries":null}}`, "is no HTTP archive: its log has no entries"},
		"no log":                       {`{"a":1}`, `is no HTTP archive: it has neither the "log" of HAR 1.2 nor the "recording" of ours`},
		"a log that is null":           {`{"log":null}`, `is no HTTP archive: it has neither the "log" of HAR 1.2 nor the "recording" of ours`},
		"an OpenAPI document":          {`{"info":{},"openapi":"3.1.0"}`, "is no HTTP archive: it is an OpenAPI document, not traffic"},
		"an array":                     {` [{"log":{}}]`, "is no HTTP archive: it is a JSON array, and must be an object"},
		"a page":                       {"\n<!DOCTYPE html>", "is no HTTP archive: it is a page of HTML or XML"},
		"empty":                        {"", "is no HTTP archive: it is empty"},
		"empty but for a mark":         {"\ufeff \n", "is no HTTP archive: it is empty"},
		"UTF-16":                       {"\xff\xfe{\x00", "is no HTTP archive: it is UTF-16, and must be UTF-8"},
		"UTF-16 without a mark":        {"{\x00\"\x00", "is no HTTP archive: it is UTF-16, and must be UTF-8"},
		"compressed":                   {"\x1f\x8b\x08", "is no HTTP archive: it is compressed: unpack it first"},
		"binary":                       {"\x7fELF\x00", "is no HTTP archive: it is binary"},
		"YAML":                         {"openapi: 3.1.0", "is no HTTP archive: it is no JSON object"},
		"only a brace":                 {"{", "at byte *: the archive is cut off"},
		"broken at once":               {"{]", "at byte *: the archive is no JSON from here on"},
		"a name that is no string":     {"{5:1}", "at byte *: the archive is no JSON from here on"},
	} {
		_, err := archive.Read("a.har", strings.NewReader(test.text), nil, func(archive.Entry) error { return nil })
		if before, after, hasStar := strings.Cut("a.har: "+test.want, "*"); err == nil || hasStar && (!strings.HasPrefix(err.Error(), before) || !strings.HasSuffix(err.Error(), after)) || !hasStar && err.Error() != before {
			t.Errorf("%s: got %v, want %s", name, err, test.want)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestFiles(t *testing.T) {
	folder := t.TempDir()
	name := filepath.Join(folder, "a.har")
	if err := os.WriteFile(name, []byte(harOf(entryOf(nil, nil))), 0o600); err != nil {
		t.Fatal(err)
	}
	count := 0
	read := func(name string, isClosed bool) error {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if isClosed {
			file.Close()
		}
		_, err = archive.Read(name, file, nil, func(archive.Entry) error { count++; return nil })
		return err
	}
	if err := read(name, false); err != nil || count != 1 {
		t.Errorf("got %d, %v", count, err)
	}
	if err := read(folder, false); err == nil || err.Error() != folder+": is no HTTP archive: it is a folder" {
		t.Errorf("got %v", err)
	}
	if err := read(name, true); !errors.Is(err, os.ErrClosed) || strings.Count(err.Error(), name) != 1 {
		t.Errorf("got %v", err)
	}
}

// An error that stops the reading comes back as it is, and one of the disk says so wherever it strikes.
func TestErrorsFromOutside(t *testing.T) {
	broken := errors.New("broken")
	text := harOf(entryOf(nil, nil), entryOf(nil, nil))
	count := 0
	_, err := archive.Read("a.har", strings.NewReader(text), nil, func(archive.Entry) error { count++; return broken })
	if err != broken || count != 1 {
		t.Errorf("got %v after %d", err, count)
	}
	long := harOf(entryOf(nil, object{"content": object{"text": strings.Repeat("x", 100_000)}}))
	for _, n := range []int{0, 10, 90_000, len(long)} {
		source := io.MultiReader(strings.NewReader(long[:n]), iotest.ErrReader(broken))
		if _, err := archive.Read("a.har", source, nil, func(archive.Entry) error { return nil }); !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "a.har: cannot be read: ") {
			t.Errorf("%d: got %v", n, err)
		}
	}
}
