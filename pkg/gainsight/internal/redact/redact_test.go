package redact_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/recording"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/redact"
)

const (
	key      = `k3y/with+odd="characters"&<more>`
	users    = "https://acme.us2.gainsightcloud.com/v1/users/services"
	issue    = "https://acme.us2.gainsightcloud.com/v1/users/m2m/oauth/token"
	leftOut  = "left out, since there may be a secret in it"
	formType = "application/x-www-form-urlencoded"
)

func text(body string) recording.Body { return recording.BodyOf([]byte(body)) }

func unknown(reason string) recording.Body { return recording.Body{Unknown: reason} }

func lineOf(url string, header http.Header, body string) recording.Line {
	return recording.Line{Recording: recording.Version, Request: recording.Request{Method: "PUT", URL: url, Header: header, Body: text(body)}}
}

func TestHeader(t *testing.T) {
	for _, test := range []struct{ name, value, want string }{
		{"accesskey", key, "REDACTED"},
		{"AccessKey", "", ""},
		{"Authorization", "Bearer a.b.c", "Bearer REDACTED"},
		{"authorization", "basic " + base64.StdEncoding.EncodeToString([]byte("id:pass")), "basic REDACTED"},
		{"Authorization", "Bearer", "REDACTED"},
		{"Authorization", "secret1 secret2", "REDACTED"},
		{"Proxy-Authorization", "Digest x=y", "Digest REDACTED"},
		{"Cookie", "a=12345678; b=c", "REDACTED"},
		{"Set-Cookie", "a=12345678; Path=/", "REDACTED"},
		{"X-Csrf-Token", "abc", "REDACTED"},
		{"X-Client-Secret", "abc", "REDACTED"},
		{"X_API_KEY", "abc", "REDACTED"},
		{"X-Db-Password", "abc", "REDACTED"},
		{"Content-Type", "application/json", "application/json"},
		{"Location", "https://example.com/?access_token=abc", "REDACTED"},
		{"X-Debug", "Authorization: Bearer abc", "REDACTED"},
		{"X-Debug", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "REDACTED"},
		{"Www-Authenticate", `Bearer realm="example", error="invalid_token"`, `Bearer realm="example", error="invalid_token"`},
		{"Access-Control-Allow-Headers", "accesskey, authorization", "accesskey, authorization"},
	} {
		got := new(redact.Redactor).Line(lineOf(users, http.Header{test.name: {test.value}}, "")).Request.Header
		if values := got[test.name]; len(values) != 1 || values[0] != test.want {
			t.Errorf("%s: %s: got %v", test.name, test.value, got)
		}
	}
}

func TestURL(t *testing.T) {
	for given, want := range map[string]string{
		users + "?limit=1&b=a%20c+d&e&=&f=":                                           users + "?limit=1&b=a%20c+d&e&=&f=",
		"https://user:pass@example.com:1/a":                                           "https://REDACTED@example.com:1/a",
		"https://user@example.com":                                                    "https://REDACTED@example.com",
		users + "?a=b&access%5Ftoken=abc%20d&ACCESSKEY=x&client-secret=&pageToken=1":  users + "?a=b&access%5Ftoken=REDACTED&ACCESSKEY=REDACTED&client-secret=&pageToken=REDACTED",
		users + "/" + url.PathEscape(key) + "?filter=" + url.QueryEscape("a eq "+key): users + "/REDACTED?filter=a+eq+REDACTED",
		users + "/a;jsessionid=abc":                                                   "https://acme.us2.gainsightcloud.com/REDACTED",
		users + "#access_token=abc":                                                   users,
		users + "?q=" + percentAll(key):                                               users + "?q=REDACTED",
		users + "/" + percentAll(key) + "/b":                                          users + "/REDACTED/b",
		users + "?password":                                                           users + "?REDACTED",
		"https://k3y.example.com/" + percentAll(key):                                  "https://k3y.example.com/REDACTED",
		"\x00": "/REDACTED",
	} {
		got := new(redact.Redactor).Line(lineOf(given, http.Header{"Accesskey": {key}}, "")).Request.URL
		if got != want {
			t.Errorf("%s: got %s, want %s", given, got, want)
		}
	}
}

func percentAll(text string) string {
	return "%" + strings.ReplaceAll(fmt.Sprintf("% x", text), " ", "%")
}

func jsonEscapeAll(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		fmt.Fprintf(&b, `\u%04x`, c)
	}
	return b.String()
}

func TestBody(t *testing.T) {
	basic := base64.StdEncoding.EncodeToString([]byte("the-client-id:the client secret"))
	header := http.Header{"Accesskey": {key}, "Authorization": {"Basic " + basic}}
	with := func(name, value string) http.Header {
		header := header.Clone()
		header.Set(name, value)
		return header
	}
	for name, test := range map[string]struct {
		header http.Header
		body   string
		want   recording.Body
	}{
		"nothing":                    {header, "", text("")},
		"nothing secret":             {header, `{ "b":1.50, "a":["\u00e4\/",true,null,{}],"a":2}` + "\n", text(`{ "b":1.50, "a":["\u00e4\/",true,null,{}],"a":2}` + "\n")},
		"by their names":             {header, `{"Access_Token":"abc","data":[{"password":"12","clientSecret":null,"accesskey":"","idToken":5, "x":1}]}`, text(`{"Access_Token":"REDACTED","data":[{"password":"REDACTED","clientSecret":null,"accesskey":"","idToken":0,"x":1}]}`)},
		"everything in them":         {header, `{"secret":{"a":["b",{"c":12,"d":true}]}}`, text(`{"secret":{"a":["REDACTED",{"c":0,"d":true}]}}`)},
		"of a SCIM patch":            {header, `{"Operations":[{"value":"abc","op":"replace","path":"urn:x:User:password"},{"path":"title","value":"abcd"}]}`, text(`{"Operations":[{"value":"REDACTED","op":"replace","path":"urn:x:User:password"},{"path":"title","value":"abcd"}]}`)},
		"repeated elsewhere":         {header, `{"a":"x ` + jsonEscapeAll(key) + `","the client secret":"the-client-id","b":"` + basic + `","c":1}`, text(`{"a":"x REDACTED","REDACTED":"REDACTED","b":"REDACTED","c":1}`)},
		"repeated as a whole":        {header, `"the client secret"`, text(`"REDACTED"`)},
		"another secret repeated":    {header, `{"password":"hunter2","b":"my hunter2"}`, text(`{"password":"REDACTED","b":"my REDACTED"}`)},
		"a number repeated":          {with("X-Api-Key", "12345678"), `{"a":12345678,"b":[512345678.5,7]}`, text(`{"a":0,"b":[0,7]}`)},
		"escaped twice":              {header, `{"a":"` + percentAll("the client secret") + `"}`, text(`{"a":"REDACTED"}`)},
		"JSON in a string":           {header, `{"a":"{\"access_token\":\"abc\"}"}`, text(`{"a":"REDACTED"}`)},
		"an assignment in a string":  {header, `{"errorDesc":"wrong password=abc"}`, text(`{"errorDesc":"REDACTED"}`)},
		"a mention in a string":      {header, `{"errorDesc":"The access token has expired"}`, text(`{"errorDesc":"The access token has expired"}`)},
		"a form":                     {with("Content-Type", formType), "a=b&client_secret=abc&c=the+client+secret&refresh%5Ftoken=x", text("a=b&client_secret=REDACTED&c=REDACTED&refresh%5Ftoken=REDACTED")},
		"a form that is none":        {with("content-type", formType), "<password>abc</password>", text("REDACTED")},
		"a pair of a form":           {http.Header{"Content-Type": {formType}, "X": {base64.StdEncoding.EncodeToString([]byte("my-client:my-secret"))}}, "client_id=my-client&client_secret=my-secret", text("client_id=REDACTED&client_secret=REDACTED")},
		"a page":                     {header, "<p>Bad gateway", text("<p>Bad gateway")},
		"a page with a secret":       {header, "<p>" + key, text("<p>REDACTED")},
		"cut off":                    {header, `{"a":"b","c`, text(`{"a":"b","c`)},
		"cut off in a secret":        {header, `{"a":"` + key[:12], text(`{"a":"REDACTED`)},
		"cut off behind a name":      {header, `{"access_token":"abc`, unknown(leftOut)},
		"cut off, an escaped name":   {header, `{"access\u005ftok\u0065n":"abc`, unknown(leftOut)},
		"cut off, escaped":           {header, `{"a":"` + jsonEscapeAll("the client secret"), unknown(leftOut)},
		"two values":                 {header, `{"a":1}{"password":"x"}`, unknown(leftOut)},
		"too deep":                   {header, strings.Repeat("[", 100) + `"password"` + strings.Repeat("]", 100), unknown(leftOut)},
		"Latin-1":                    {header, "caf\xe9 " + key, text("caf\xe9 REDACTED")},
		"binary":                     {header, "\xff\x00\x01", unknown(leftOut)},
		"UTF-16":                     {header, "t\x00h\x00e\x00", unknown(leftOut)},
		"packed":                     {with("Content-Encoding", "gzip"), zipped(`{"password":"abc"}`), text(`{"password":"REDACTED"}`)},
		"packed, but nobody says so": {header, zipped(`{"password":"abc"}`), unknown(leftOut)},
		"packed in another way":      {with("Content-Encoding", "x"), zipped(`{"password":"abc"}`), unknown("left out, since its Content-Encoding cannot be undone")},
		"long when unpacked":         {with("Content-Encoding", "gzip"), zipped(strings.Repeat("x", recording.MaxBody+1)), unknown("longer than 1 MiB")},
		"a long secret":              {with("X-Api-Key", strings.Repeat("x", 20<<10)), `"xxxxx"`, unknown(leftOut)},
		"many secrets":               {header, `[` + strings.Repeat(`{"password":"the same"},`, 1000) + `0]`, text(`[` + strings.Repeat(`{"password":"REDACTED"},`, 1000) + `0]`)},
		"too many secrets":           {header, manySecrets(), unknown(leftOut)},
		"a short secret":             {with("X-Api-Key", "1"), `{"a":"1"}`, text(`{"a":"1"}`)},
		"a word of JSON":             {with("X-Api-Key", "true"), `{"a":"true"}`, text(`{"a":"true"}`)},
		"redacted before":            {http.Header{"Authorization": {"Bearer REDACTED"}}, `{"a":"REDACTED"}`, text(`{"a":"REDACTED"}`)},
		"the key of a cache":         {with("X-Cache-Key", "GET /v1/users/services"), `["GET /v1/users/services"]`, text(`["GET /v1/users/services"]`)},
	} {
		if got := new(redact.Redactor).Line(lineOf(users, test.header, test.body)).Request.Body; string(got.Bytes()) != string(test.want.Bytes()) || got.Unknown != test.want.Unknown {
			t.Errorf("%s: got %.200q, %q, want %.200q, %q", name, got.Bytes(), got.Unknown, test.want.Bytes(), test.want.Unknown)
		}
	}
	if got := new(redact.Redactor).Line(recording.Line{Request: recording.Request{Body: unknown("too long")}}).Request.Body; got.Unknown != "too long" {
		t.Errorf("got %+v", got)
	}
}

func zipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.String()
}

func manySecrets() string {
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, `,{"password":"secret-%d"}`, i)
	}
	return "[" + b.String()[1:] + "]"
}

// In a token call everything is a secret that is not known to be none.
func TestTokenCall(t *testing.T) {
	for body, want := range map[string]recording.Body{
		`{"access_token":"abc","token_type":"Bearer","expires_in":86400,"scope":"x","jti":"y"}`: text(`{"access_token":"REDACTED","token_type":"Bearer","expires_in":86400,"scope":"x","jti":"REDACTED"}`),
		`{"data":{"x":["abc"],"token_type":"Bearer","secret":123}}`:                             text(`{"data":{"x":["REDACTED"],"token_type":"Bearer","secret":0}}`),
		`"abc"`:   text(`"REDACTED"`),
		`["abc"]`: text(`["REDACTED"]`),
		`{"result":false,"errorCode":"GS_APIG_2401","errorDesc":"Unauthorized"}`: text(`{"result":false,"errorCode":"GS_APIG_2401","errorDesc":"Unauthorized"}`),
		`abc`:           unknown(leftOut),
		`{"a":"abc`:     unknown(leftOut),
		`{"a":"abc"}}`:  unknown(leftOut),
		`<html>Gateway`: unknown(leftOut),
	} {
		line := lineOf(issue, http.Header{"Content-Type": {formType}}, "grant_type=client_credentials&client_id=x&y=z")
		line.Reply = &recording.Reply{Status: 200, Body: text(body)}
		got := new(redact.Redactor).Line(line)
		if sent := got.Request.Body.Text; sent != "grant_type=client_credentials&client_id=REDACTED&y=REDACTED" {
			t.Errorf("got %s", sent)
		}
		if reply := got.Reply.Body; reply.Text != want.Text || reply.Unknown != want.Unknown {
			t.Errorf("%s: got %+v", body, reply)
		}
		if line.Reply.Body.Text != body {
			t.Error("the line that was given is another")
		}
	}
}

// A token and a key are known in later lines too, where nothing names them.
func TestLaterLines(t *testing.T) {
	redactor := new(redact.Redactor)
	line := lineOf(issue, http.Header{"Accesskey": {"the-access-key"}}, "")
	line.Reply = &recording.Reply{Status: 200, Body: text(`{"access_token":"the-token"}`)}
	redactor.Line(line)
	for range 100 { // what a list holds does not make it forget them
		redactor.Line(lineOf(users, nil, manySecrets()[:2000]+`"}]`))
	}
	got := redactor.Line(lineOf(users+"?x=the-token", http.Header{"X": {"the-token"}}, `{"a":"the-token, the-access-key"}`))
	if got.Request.URL != users+"?x=REDACTED" || got.Request.Header.Get("X") != "REDACTED" || got.Request.Body.Text != `{"a":"REDACTED, REDACTED"}` {
		t.Errorf("got %+v", got)
	}
}

func TestRedactorIsSafeForConcurrentUse(t *testing.T) {
	redactor := new(redact.Redactor)
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for range 20 {
				key := fmt.Sprintf("the-key-%d", i)
				if got := redactor.Line(lineOf(users, http.Header{"Accesskey": {key}}, `["`+key+`"]`)); got.Request.Body.Text != `["REDACTED"]` {
					t.Errorf("got %+v", got)
				}
			}
		})
	}
	group.Wait()
}

// A secret that a header names is nowhere in the line, but for the host, whatever the body is. $ stands for the secret.
func FuzzLine(f *testing.F) {
	f.Add("the-secret", "/$?a=$&$=b", "x $ y", `{"a":"$","$":["$ \u002d $"],"b":$}`, "application/json", "")
	f.Add("12345", "/%$", "%$", `{"a":"$","b":"$$%$\$`, "", "")
	f.Add("the-secret", "/the-secret?a=the-secret", "x the-secret", `{"a":"the-secret","b":["the\u002dsecret"]}`, "application/json", "")
	f.Add("12345", "/", "", `{"a":[0.123456,"\/12345"]`, formType, "gzip")
	f.Add(`a\nb`, "/a%5Cnb", "", "a\nb", "", "")
	f.Add("xREDACTEDy", "/", "xxREDACTEDyy", `["xxREDACTEDyyxREDACTEDy"]`, "", "br")
	f.Add("QUFBQUE", "/", "", "AAAAAA\xff", "", "")
	f.Add("zUFB", "/", "", "AAA\xcd\xcd\xcd\xcdAAA\xff", "", "")
	f.Add("dddd", "/", "", "%64ddd&a=%64%64dd", formType, "")
	f.Fuzz(func(t *testing.T, secret, target, header, body, contentType, encoding string) {
		secret = strings.TrimSpace(secret)
		if len(secret) < 4 || strings.Contains("REDACTED", secret) || secret == "true" || secret == "false" || secret == "null" {
			return
		}
		for _, text := range []*string{&target, &header, &body, &contentType, &encoding} {
			*text = strings.ReplaceAll(*text, "$", secret)
		}
		address := &url.URL{Scheme: "https", Host: "h", Path: "/"}
		if parsed, err := url.Parse("https://h/" + target); err == nil && parsed.Host == "h" {
			address = parsed
		}
		line := lineOf(address.String(), http.Header{"Accesskey": {secret}, "X": {header}, "Content-Type": {contentType}, "Content-Encoding": {encoding}}, body)
		line.Reply = &recording.Reply{Status: 200, Header: http.Header{"X": {header}}, Body: text(body)}
		got := new(redact.Redactor).Line(line)
		for _, body := range []*recording.Body{&got.Request.Body, &got.Reply.Body} {
			if body.Unknown != "" { // a reason of ours
				body.Unknown = "-"
			}
			if bytes.Contains(body.Base64, []byte(secret)) {
				t.Errorf("%q is in %s", secret, body.Base64)
			}
			body.Base64 = nil // other bytes can look like the secret in it
		}
		written, err := got.Encode()
		if err != nil {
			t.Fatal(err)
		}
		rest := string(written)
		for _, ours := range []string{`{"recording":"gainsight-go/1","time":"0001-01-01T00:00:00Z","request":{"method":"PUT","url":"https://h`, `"header":{"Accesskey":["REDACTED"],"Content-Encoding":[`, `"Content-Type":[`, `"reply":{"status":200,"header":{"X":[`, `"body":{"text":`, `"body":{"base64":`, `"body":{"unknown":"-"`} {
			rest = strings.ReplaceAll(rest, ours, "\x00") // so that nothing new comes together
		}
		if strings.Contains(rest, secret) {
			t.Errorf("%q is in %s", secret, written)
		}
	})
}
