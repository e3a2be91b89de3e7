package contract_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/api"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// canary stands for data of a person, or for a secret. Its parts are looked for, so that none of them is left.
const canary = "kim.c4n4ry@example.com"

func hasCanary(text string) bool {
	return strings.Contains(text, "c4n4ry") || strings.Contains(text, "example.com")
}

// textOfAll is everything that a report can show.
func textOfAll(t testing.TB, violations []contract.Violation) string {
	t.Helper()
	var b strings.Builder
	for _, v := range violations {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s\n%s\n", v, text)
	}
	return b.String()
}

// exposed puts the canary into every value and every name of a body, once alone and once as the member of an object.
func exposed(o specified, m message) (bodies []message) {
	if m.text == "" {
		return nil
	}
	add := func(value any) {
		if _, isObject := value.(object); isObject || m.mediaType != formType {
			bodies = append(bodies, m.withValue(value))
		}
	}
	for _, place := range o.places(m.schema, m.value, nil) {
		for _, value := range []any{canary, object{canary: canary}, []any{canary}} {
			add(replaced(m.value, place.at, func(any) any { return value }))
		}
		if _, ok := place.value.(object); ok {
			add(replaced(m.value, place.at, func(value any) any { return with(value, canary, canary) }))
		}
	}
	spoilt := m
	for _, text := range []string{canary, `"` + canary, `{"` + canary + `":1,"` + canary + `":2}`, `{"a":{"` + canary + `":1,"` + canary + `":2}}`} {
		spoilt.text = text
		bodies = append(bodies, spoilt)
	}
	return bodies
}

// Wherever there is data in an exchange, no violation shows it.
func TestNoValueIsShown(t *testing.T) {
	d, c := readDocument(t, api.Document), newContract(t)
	reports := 0
	check := func(what string, exchange contract.Exchange) {
		violations := c.Check(exchange)
		reports += len(violations)
		if text := textOfAll(t, violations); hasCanary(text) {
			t.Errorf("%s: %s", what, text)
		}
	}
	for _, operation := range d.operations() {
		for _, draft := range operation.requests() {
			for _, exposed := range exposed(operation, draft.request) {
				changed := draft
				changed.request = exposed
				check("request of "+operation.id, changed.exchange())
			}
		}
		for _, draft := range operation.answers() {
			for _, exposed := range exposed(operation, draft.reply) {
				changed := draft
				changed.reply = exposed
				check("reply of "+operation.id, changed.exchange())
			}
		}
		draft := operation.requests()[0]
		for _, exchange := range exposedRequests(draft) {
			check("request of "+operation.id, exchange)
		}
	}
	if reports < 10_000 {
		t.Errorf("only %d violations: is anything exposed?", reports)
	}
}

// exposedRequests puts the canary everywhere but into the body.
func exposedRequests(d draft) (exchanges []contract.Exchange) {
	add := func(change func(*contract.Exchange)) {
		exchange := d.exchange()
		target := *exchange.Request.URL
		exchange.Request.URL = &target
		exchange.Request.Header, exchange.Reply.Header = exchange.Request.Header.Clone(), exchange.Reply.Header.Clone()
		change(&exchange)
		exchanges = append(exchanges, exchange)
	}
	for _, query := range []string{canary, canary + "=1", "%zz" + canary, "a=" + canary, "key=" + canary, "count=" + canary, "status=" + canary, "filter=" + canary} {
		add(func(e *contract.Exchange) { e.Request.URL.RawQuery = query })
	}
	for i := range strings.Split(d.operation.path, "/") {
		add(func(e *contract.Exchange) {
			segments := strings.Split(e.Request.URL.Path, "/")
			segments[i+1] = canary
			e.Request.URL.Path = strings.Join(segments, "/")
		})
	}
	add(func(e *contract.Exchange) { e.Request.Method = canary })
	add(func(e *contract.Exchange) { e.Request.URL.Host = canary })
	for _, name := range []string{"Content-Type", "Content-Encoding", "Authorization", "Accesskey", canary} {
		add(func(e *contract.Exchange) { e.Request.Header = http.Header{name: {canary}} })
		add(func(e *contract.Exchange) { e.Reply.Header = http.Header{name: {canary}} })
	}
	return exchanges
}

// Values are shown if that is asked for, but never those of a call for a token.
func TestValuesOnRequest(t *testing.T) {
	c := newContract(t, contract.WithValues())
	for name, test := range map[string]struct {
		exchange plain
		want     string // empty: nothing is shown
	}{
		"a text":   {listed().with(func(p *plain) { p.status, p.reply = 400, `{"result":false,"errorCode":"`+canary+`"}` }), "a string of 22 characters " + `"` + canary + `"`},
		"a name":   {listed().with(func(p *plain) { p.reply = `{"result":true,"` + canary + `":1}` }), "at /" + canary},
		"a path":   {plain{method: "GET", target: "/v1/reports/" + canary}, "GET /v1/reports/" + canary},
		"a method": {plain{method: "P0ST", target: users}, "P0ST"},
		"a parameter": {plain{"PUT", upsert + "?key=" + canary, lines(key, jsonType), upsertBody, 0, "", ""},
			`/key/0: enum: want "Gsid" or "CompanyGsid" or "UserGsid", got a string of 22 characters "` + canary + `"`},
		"a token":            {plain{"POST", token, lines(basic, aForm), "grant_type=" + canary, 200, jsonType, `{"access_token":["` + canary + `"],"token_type":{"a":"` + canary + `"}}`}, ""},
		"a secret as a name": {plain{"POST", token + "?" + canary, lines(basic, aForm), canary, 400, jsonType, `{"` + canary + `":1,"` + canary + `":1}`}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			violations := c.Check(test.exchange.exchange(t))
			text := textOfAll(t, violations)
			switch {
			case len(violations) == 0:
				t.Error("nothing is wrong")
			case test.want == "" && hasCanary(text), !strings.Contains(text, test.want):
				t.Errorf("want %s, got %s", test.want, text)
			}
		})
	}
}
