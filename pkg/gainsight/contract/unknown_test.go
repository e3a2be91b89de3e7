package contract_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// Of a body that is not known, what is known is compared: its media type, and that it is there.
func TestUnknownBodies(t *testing.T) {
	unknown := contract.Body{Unknown: "not recorded", NotEmpty: true}
	perhaps := contract.Body{Unknown: "not recorded"}
	patch := plain{"PATCH", users + "/1", lines(bearer, scimType), `{"schemas":[],"Operations":[{"op":"add"}]}`, 204, "", ""}
	search := plain{"GET", users, bearer, "", 200, scimType, "{}"}
	const requestNote = "note: listCompanyTeamRecords, request, body: not-checked: want a body to check, got not recorded"
	const replyNote = "note: listCompanyTeamRecords, reply 200, body: not-checked: want a body to check, got not recorded"
	const wrongRequest = "violation: listCompanyTeamRecords, request, header at /Content-Type: content-type: want application/json, got "
	const wrongReply = "violation: listCompanyTeamRecords, reply 200, header at /Content-Type: content-type: want application/json, got "
	for name, test := range map[string]struct {
		exchange plain
		request  contract.Body
		reply    contract.Body
		want     string
	}{
		"as documented": {listed(), unknown, unknown, lines(requestNote, replyNote)},
		"another type": {listed().with(func(p *plain) {
			p.header, p.replyHeader = lines(key, "Content-Type: text/plain"), "Content-Type: text/html"
		}), unknown, unknown, lines(wrongRequest+"text/plain", wrongReply+"text/html")},
		"no type":                   {listed().with(func(p *plain) { p.header, p.replyHeader = key, "" }), unknown, unknown, lines(wrongRequest+"none", wrongReply+"none")},
		"perhaps empty":             {listed(), perhaps, perhaps, lines(requestNote, replyNote)},
		"perhaps of another type":   {listed().with(func(p *plain) { p.replyHeader = "Content-Type: text/html" }), perhaps, perhaps, lines(requestNote, wrongReply+"text/html")},
		"perhaps empty, no type":    {listed().with(func(p *plain) { p.replyHeader = "" }), perhaps, perhaps, lines(requestNote, replyNote)},
		"one that must not be":      {patch, contract.Body{Bytes: []byte(patch.body)}, unknown, "violation: scimPatchUser, reply 204, body: body: want no body, got one of unknown length"},
		"one that perhaps is there": {patch, contract.Body{Bytes: []byte(patch.body)}, perhaps, "note: scimPatchUser, reply 204, body: not-checked: want a body to check, got not recorded"},
		"a request without":         {search, unknown, contract.Body{Bytes: []byte(`{"totalResults":0}`)}, "violation: scimListUsers, request, body: body: want no body, got one of unknown length"},
		"one that is left open":     {plain{"GET", "/v1/users", key, "", 401, "Content-Type: text/html", ""}, contract.Body{}, unknown, "note: listUsers, reply 401, body: not-checked: want a body to check, got not recorded"},
	} {
		t.Run(name, func(t *testing.T) {
			exchange := test.exchange.exchange(t)
			exchange.Request.Body, exchange.Reply.Body = test.request, test.reply
			var got []string
			for _, v := range newContract(t).Check(exchange) {
				got = append(got, v.String())
			}
			if lines(got...) != test.want {
				t.Errorf("got\n%s\nwant\n%s", lines(got...), test.want)
			}
		})
	}
}

// A reply that a strict transport cannot check whole fails for what is known of it.
func TestStrictWithoutWholeBodies(t *testing.T) {
	long := strings.NewReader("<html>" + strings.Repeat("x", contract.MaxBody))
	for name, test := range map[string]struct {
		contentType string
		reply       io.Reader
		want        string
	}{
		"a long page": {"text/html", long, "violation: listCompanyTeamRecords, reply 200, header at /Content-Type: content-type: want application/json, got text/html"},
		"a reply that the server broke off": {"application/json", io.MultiReader(strings.NewReader(listReply[:20]), iotest.ErrReader(io.ErrUnexpectedEOF)),
			"violation: listCompanyTeamRecords, reply 200, body: json: want one JSON value, got one that is cut off after 20 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			var kept keep
			next := roundTripper(func(request *http.Request) (*http.Response, error) {
				response, err := answering(200, io.NopCloser(test.reply)).RoundTrip(request)
				response.Header.Set("Content-Type", test.contentType)
				return response, err
			})
			transport := &contract.Transport{Strict: true, Report: kept.report, Next: next}
			_, err := transport.RoundTrip(newRequest(t, listed(), strings.NewReader(listBody)))
			var refused *contract.Error
			if !errors.As(err, &refused) || refused.Side != contract.ReplySide || lines(kept.lines...) != test.want {
				t.Errorf("got %v, and %s", err, lines(kept.lines...))
			}
		})
	}
}
