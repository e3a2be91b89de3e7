package contract_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// Whatever an exchange is, it is compared without a panic, and no value of it is shown.
func FuzzCheck(f *testing.F) {
	c := newContract(f)
	for _, seed := range []plain{
		listed(),
		{"PUT", upsert + "?key=CompanyGsid,UserGsid", lines(key, jsonType), upsertBody, 400, jsonType, failure},
		{"GET", users + "/1?attributes=userName", bearer, "", 200, scimType, `{"id":"1","active":"True"}`},
		{"POST", token, lines(basic, aForm), "grant_type=client_credentials", 200, jsonType, `{"access_token":"` + canary + `"}`},
		{"P\x00ST", "/" + canary + "/%zz?" + canary + "=%", "Content-Type: " + canary, `{"` + canary + `":"` + canary + `"}`, 999, canary, `[{"` + canary + `":1},`},
	} {
		f.Add(seed.method, seed.target, seed.header, []byte(seed.body), seed.status, seed.replyHeader, []byte(seed.reply))
	}
	f.Fuzz(func(t *testing.T, method, target, header string, body []byte, status int, replyHeader string, reply []byte) {
		path, query, _ := strings.Cut(target, "?")
		violations := c.Check(contract.Exchange{
			Request: contract.Request{Method: method, URL: &url.URL{Path: path, RawQuery: query}, Header: headerOf(header), Body: contract.Body{Bytes: body}},
			Reply:   &contract.Reply{Status: status, Header: headerOf(replyHeader), Body: contract.Body{Bytes: reply}},
		})
		if text := textOfAll(t, violations); strings.Contains(text, canary) {
			t.Errorf("a value is shown: %s", text)
		}
	})
}

// Nothing at all is an exchange too.
func TestNothing(t *testing.T) {
	c := newContract(t)
	for _, exchange := range []contract.Exchange{{}, {Request: contract.Request{URL: &url.URL{}}, Reply: &contract.Reply{}}} {
		if got := c.Check(exchange); len(got) != 1 || got[0].Rule != contract.RuleOperation {
			t.Errorf("got %q", got)
		}
		if _, ok := c.Find(exchange.Request); ok {
			t.Error("nothing is an operation")
		}
	}
	exchange := listed().exchange(t)
	exchange.Request.Header, exchange.Reply.Header = nil, http.Header(nil)
	for _, v := range c.Check(exchange) {
		if v.In != contract.InHeader {
			t.Errorf("got %s", v)
		}
	}
}
