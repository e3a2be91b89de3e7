package contract_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

const (
	list   = "/v1/teams/services/companyTeam/list"
	upsert = "/v1/teams/services/companyTeam"
	users  = "/v1/users/services/scim/Users"
	token  = "/v1/users/m2m/oauth/token"

	listBody   = `{"select":["Gsid"],"limit":2}`
	listReply  = `{"result":true,"data":{"limit":2,"records":[{"Gsid":"1P0"}]}}`
	failure    = `{"result":false,"errorCode":"GU_1129"}`
	upsertBody = `{"records":[{"Gsid":"1P0"}]}`
)

// plain is an exchange as a test writes it.
type plain struct {
	method, target string
	header         string // "Name: value", one a line
	body           string

	status      int // 0 for no reply
	replyHeader string
	reply       string
}

func (p plain) exchange(t testing.TB) contract.Exchange {
	t.Helper()
	target, err := url.Parse("https://acme.gainsightcloud.com" + p.target)
	if err != nil {
		t.Fatal(err)
	}
	exchange := contract.Exchange{Request: contract.Request{
		Method: p.method, URL: target, Header: headerOf(p.header), Body: contract.Body{Bytes: []byte(p.body)},
	}}
	if p.status != 0 {
		exchange.Reply = &contract.Reply{Status: p.status, Header: headerOf(p.replyHeader), Body: contract.Body{Bytes: []byte(p.reply)}}
	}
	return exchange
}

// headerOf spells names as they are written, as a recording has them.
func headerOf(lines string) http.Header {
	header := http.Header{}
	for line := range strings.Lines(lines) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		header[name] = append(header[name], value)
	}
	return header
}

const (
	key      = "accesskey: k"
	bearer   = "Authorization: Bearer t"
	basic    = "Authorization: Basic aWQ6c2VjcmV0"
	jsonType = "content-type: application/json"
	scimType = "Content-Type: application/scim+json"
	aForm    = "Content-Type: application/x-www-form-urlencoded"
)

func lines(all ...string) string { return strings.Join(all, "\n") }

// The lists of users and company teams as they should be.
func listed() plain {
	return plain{"POST", list, lines(key, jsonType), listBody, 200, jsonType, listReply}
}

func (p plain) with(change func(*plain)) plain {
	change(&p)
	return p
}

func TestRules(t *testing.T) {
	change := func(change func(*plain)) plain { return listed().with(change) }
	upserted := func(query string) plain {
		return plain{"PUT", upsert + query, lines(key, jsonType), upsertBody, 200, jsonType, `{"result":true}`}
	}
	searched := func(query string) plain {
		return plain{"GET", users + query, bearer, "", 200, scimType, `{"totalResults":0}`}
	}
	issued := func(header, body string) plain {
		return plain{"POST", token, lines(basic, header), body, 200, jsonType, `{"access_token":"t"}`}
	}
	for name, test := range map[string]struct {
		exchange plain
		want     []string
	}{
		"list":             {listed(), nil},
		"token, form":      {issued(aForm, "grant_type=client_credentials"), nil},
		"token, no body":   {issued("", ""), nil},
		"users":            {searched(`?filter=userName+eq+%22a%22&startIndex=1&count=10&attributes=userName,emails`), nil},
		"charset":          {change(func(p *plain) { p.header = lines(key, "Content-Type: application/json; charset=utf-8") }), nil},
		"type in capitals": {change(func(p *plain) { p.replyHeader = "CONTENT-TYPE: Application/JSON" }), nil},
		"strange charset":  {change(func(p *plain) { p.replyHeader = "Content-Type: application/json; charset" }), nil},
		"token for REST":   {change(func(p *plain) { p.header = lines("authorization: bearer t", jsonType) }), nil},

		"a list that is no key": {upserted("?key=UserGsid"), []string{
			`violation: upsertCompanyTeamRecords, request, query at /key: enum: want "Gsid" or "CompanyGsid,UserGsid", got a string of 8 characters`}},
		"keys in bad order": {upserted("?key=UserGsid,CompanyGsid"), []string{
			`violation: upsertCompanyTeamRecords, request, query at /key: enum: want "Gsid" or "CompanyGsid,UserGsid", got a string of 20 characters`}},
		"a name in a path that is none": {plain{"GET", "/v1/users/services/scim/User/alexexample", bearer, "", 404, "", ""}, []string{
			"violation: GET /v1/users/services/scim/{…}/{…}, request, target: operation: want an operation of the document, got GET /v1/users/services/scim/{…}/{…}"}},
		"no such path": {plain{method: "GET", target: "/v1/reports/1P07TEAM"}, []string{
			"violation: GET /v1/{…}/{…}, request, target: operation: want an operation of the document, got GET /v1/{…}/{…}"}},
		"another base path": {change(func(p *plain) { p.target = "/v2" + strings.TrimPrefix(list, "/v1") }), []string{
			"violation: POST /v2/teams/services/companyTeam/list, request, target: operation: want an operation of the document, got POST /v2/teams/services/companyTeam/list"}},
		"no base path": {change(func(p *plain) { p.target = "/v1list" }), []string{
			"violation: POST /{…}, request, target: operation: want an operation of the document, got POST /{…}"}},
		"slash at the end": {change(func(p *plain) { p.target += "/" }), []string{
			"violation: POST /v1/teams/services/companyTeam/list/, request, target: operation: want an operation of the document, got POST /v1/teams/services/companyTeam/list/"}},
		"no such method": {plain{method: "PATCH", target: users, header: bearer}, []string{
			"violation: PATCH /v1/users/services/scim/Users, request, target: method: want GET or POST, got PATCH"}},
		"odd method": {plain{method: "P0ST", target: users, header: bearer}, []string{
			"violation: {…} /v1/users/services/scim/Users, request, target: method: want GET or POST, got {…}"}},
		"a literal path comes before a template": {plain{method: "DELETE", target: list, header: key}, []string{
			"violation: DELETE /v1/teams/services/companyTeam/list, request, target: method: want POST, got DELETE"}},
		"an escaped slash": {plain{"DELETE", upsert + "/a%2Fb", key, "", 200, jsonType, `{"result":true}`}, nil},
		"a broken escape":  {plain{"DELETE", upsert + "/%25zz", key, "", 200, jsonType, `{"result":true}`}, nil},

		"no credentials": {change(func(p *plain) { p.header = jsonType }), []string{
			"violation: listCompanyTeamRecords, request, header: authentication: want the header accesskey, or the header Authorization with the scheme bearer, got none of it"}},
		"a key for SCIM": {searched("").with(func(p *plain) { p.header = key }), []string{
			"violation: scimListUsers, request, header: authentication: want the header Authorization with the scheme bearer, got none of it"}},
		"a token for a token": {issued("", "").with(func(p *plain) { p.header = bearer }), []string{
			"violation: issueToken, request, header: authentication: want the header Authorization with the scheme basic, got none of it"}},

		"key, the comma escaped": {upserted("?key=CompanyGsid%2CUserGsid"), nil},
		"key, the comma literal": {upserted("?key=CompanyGsid,UserGsid"), nil},
		"key outside the enumeration": {upserted("?key=Gsid,Email"), []string{
			`violation: upsertCompanyTeamRecords, request, query at /key/1: enum: want "Gsid" or "CompanyGsid" or "UserGsid", got a string of 5 characters`}},
		"key twice": {upserted("?key=Gsid&key=Gsid"), []string{
			"violation: upsertCompanyTeamRecords, request, query at /key: repeated: want it once, got 2 times"}},
		"no such parameter": {upserted("?keys=Gsid"), []string{
			"violation: upsertCompanyTeamRecords, request, query at /keys: unknown-parameter: want a parameter of the operation: key, got another one"}},
		"no parameter at all": {change(func(p *plain) { p.target += "?limit=2" }), []string{
			"violation: listCompanyTeamRecords, request, query at /limit: unknown-parameter: want a parameter of the operation, which has none, got another one"}},
		"an address for a name": {change(func(p *plain) { p.target += "?kim@example.com" }), []string{
			"violation: listCompanyTeamRecords, request, query at /{…}: unknown-parameter: want a parameter of the operation, which has none, got another one"}},
		"no number": {searched("?count=many"), []string{
			"violation: scimListUsers, request, query at /count: type: want integer, got something else"}},
		"a number of Go": {searched("?count=%2B1"), []string{
			"violation: scimListUsers, request, query at /count: type: want integer, got a string of 2 characters"}},
		"a query with a semicolon": {searched("?filter=displayName%20eq%20%22A;B%22&count=1").with(func(p *plain) { p.reply = `{"totalResults":2,"Resources":[{},{}]}` }), []string{
			"violation: scimListUsers, reply 200, body at /Resources: limit: want at most 1, the count of the request, got a list of 2"}},
		"a query that is none": {searched("?count=%zz"), []string{
			"violation: scimListUsers, request, query: encoding: want a query with percent-encoding, got one that cannot be read"}},
		"status is required": {
			plain{"PUT", "/v1/users/services/status", lines(key, jsonType), `["1P0"]`, 200, jsonType, `{"result":true}`}, []string{
				"violation: updateUserStatus, request, query at /status: required: want a value, got none"}},

		"another type": {change(func(p *plain) { p.header = lines(key, "Content-Type: text/plain") }), []string{
			"violation: listCompanyTeamRecords, request, header at /Content-Type: content-type: want application/json, got text/plain"}},
		"a type of its kin": {change(func(p *plain) { p.replyHeader = "Content-Type: application/problem+json" }), []string{
			"violation: listCompanyTeamRecords, reply 200, header at /Content-Type: content-type: want application/json, got application/problem+json"}},
		"no type": {change(func(p *plain) { p.replyHeader = "" }), []string{
			"violation: listCompanyTeamRecords, reply 200, header at /Content-Type: content-type: want application/json, got none"}},
		"a type that is none": {change(func(p *plain) { p.replyHeader = "Content-Type: kim@example.com;;" }), []string{
			"violation: listCompanyTeamRecords, reply 200, header at /Content-Type: content-type: want application/json, got something else"}},
		"JSON for a token": {issued(jsonType, "{}"), []string{
			"violation: issueToken, request, header at /Content-Type: content-type: want application/x-www-form-urlencoded, got application/json"}},
		"another grant": {issued(aForm, "grant_type=password"), []string{
			`violation: issueToken, request, body at /grant_type: enum: want "client_credentials", got a string of 8 characters`}},
		"a form that is none": {issued(aForm, "grant_type=%"), []string{
			"violation: issueToken, request, body: encoding: want a form with percent-encoding, got one that cannot be read"}},
		"a secret in the form": {issued(aForm, "secret0"), []string{
			"warning: issueToken, request, body at /{…}: unknown-member: want a member that the document has, got another one"}},
		"no body": {change(func(p *plain) { p.body = "" }), []string{
			"violation: listCompanyTeamRecords, request, body: body: want a body of application/json, got none"}},
		"a body where there is none": {searched("").with(func(p *plain) { p.body = "{}" }), []string{
			"violation: scimListUsers, request, body: body: want no body, got one of 2 bytes"}},

		"cut off": {change(func(p *plain) { p.reply = listReply[:20] }), []string{
			"violation: listCompanyTeamRecords, reply 200, body: json: want one JSON value, got one that is cut off after 20 bytes"}},
		"a page": {change(func(p *plain) { p.reply = "<html>" }), []string{
			"violation: listCompanyTeamRecords, reply 200, body: json: want one JSON value, got something else at byte 0 of 6"}},
		"a code with a success": {change(func(p *plain) { p.reply = `{"result":true,"errorCode":"GU_8003"}` }), []string{
			`violation: listCompanyTeamRecords, reply 200, body at /errorCode: result: want null, with result: true, got a string of 7 characters`}},
		"no code with a success": {change(func(p *plain) { p.reply = `{"result":true,"errorCode":null}` }), nil},
		"a second value": {change(func(p *plain) { p.reply = `{"result":true} {}` }), []string{
			"violation: listCompanyTeamRecords, reply 200, body: json: want one JSON value, got something more behind it, in 18 bytes"}},
		"a name twice": {change(func(p *plain) { p.reply = `{"result":true,"data":{"page":0,"page":1}}` }), []string{
			"violation: listCompanyTeamRecords, reply 200, body: json: want one JSON value, got an object with a name twice, at /data/page"}},
		"Latin-1": {change(func(p *plain) { p.reply = "{\"result\":true,\"message\":\"J\xfcrgen\"}" }), []string{
			"violation: listCompanyTeamRecords, reply 200, body: json: want one JSON value, got bytes that are not UTF-8"}},
		"half a surrogate pair": {change(func(p *plain) { p.reply = `{"result":true,"message":"\ud83d"}` }), nil},

		"a member is missing": {change(func(p *plain) { p.body = `{}` }), []string{
			"violation: listCompanyTeamRecords, request, body at /select: required: want a member, got none"}},
		"too few":    {change(func(p *plain) { p.body = `{"select":[]}` }), []string{"violation: listCompanyTeamRecords, request, body at /select: minItems: want at least 1, got 0"}},
		"too little": {change(func(p *plain) { p.body = `{"select":["a"],"limit":0}` }), []string{"violation: listCompanyTeamRecords, request, body at /limit: minimum: want at least 1, got a smaller number"}},
		"too many": {upserted("").with(func(p *plain) { p.body = `{"records":[` + strings.Repeat("{},", 50) + `{}]}` }), []string{
			"violation: upsertCompanyTeamRecords, request, body at /records: maxItems: want at most 50, got 51"}},
		"wrong types": {change(func(p *plain) { p.reply = `{"result":"true","requestId":1,"data":[]}` }), []string{
			"violation: listCompanyTeamRecords, reply 200, body at /result: type: want boolean, got a string",
			"violation: listCompanyTeamRecords, reply 200, body at /requestId: type: want null or string, got a number",
			"violation: listCompanyTeamRecords, reply 200, body at /data: type: want object or null, got a list"}},
		"wrong deep inside a choice": {change(func(p *plain) { p.reply = `{"result":true,"data":{"records":[{"Gsid":{}}]}}` }), []string{
			"violation: listCompanyTeamRecords, reply 200, body at /data/records/0/Gsid: type: want null or string, got an object"}},

		"an unknown member of a closed object": {change(func(p *plain) { p.reply = `{"result":true,"total":1}` }), []string{
			"warning: listCompanyTeamRecords, reply 200, body at /total: unknown-member: want a member that the document has, got another one"}},
		"a custom field": {change(func(p *plain) { p.reply = `{"result":true,"data":{"records":[{"Tier__gc":{"a":[1]}}]}}` }), nil},
		"a misspelt member": {upserted("").with(func(p *plain) { p.body = `{"records":[{"Userrole":"CSM"}]}` }), []string{
			"warning: upsertCompanyTeamRecords, request, body at /records/0/Userrole: unknown-member: want a member that the document has, got another one"}},
		"a member that lookups read": {upserted("").with(func(p *plain) {
			p.body = `{"records":[{"Mail":"a"}],"lookups":{"UserGsid":{"fields":{"Mail":"Email"},"lookupField":"Gsid","objectName":"GsUser"}}}`
		}), nil},
		"misspelt members of SCIM": {searched("").with(func(p *plain) {
			p.reply = `{"totalResults":1,"Resources":[{"id":"1","xactive":true,"Active":false,"emails":[{"val":"a"}]}],"total":1}`
		}), []string{
			"warning: scimListUsers, reply 200, body at /Resources/0/Active: unknown-member: want a member that the document has, got another one",
			"warning: scimListUsers, reply 200, body at /Resources/0/emails/0/val: unknown-member: want a member that the document has, got another one",
			"warning: scimListUsers, reply 200, body at /Resources/0/xactive: unknown-member: want a member that the document has, got another one",
			"warning: scimListUsers, reply 200, body at /total: unknown-member: want a member that the document has, got another one"}},
		"everything of RFC 7643": {searched("").with(func(p *plain) { p.reply = wholeUsers }), nil},
		"data for names": {change(func(p *plain) { p.reply = `{"result":true,"kim@example.com":1,"004915112345678":2}` }), []string{
			"warning: listCompanyTeamRecords, reply 200, body at /{…}: unknown-member: want a member that the document has, got another one"}},
		"an unknown operator": {change(func(p *plain) {
			p.body = `{"select":["a"],"where":{"conditions":[{"name":"a","alias":"a","operator":"LIKE","value":[]}]}}`
		}), []string{
			"note: listCompanyTeamRecords, request, body at /where/conditions/0/operator: unknown-value: want a value that is known, though any is permitted, got a string of 4 characters"}},

		"a code that is not in the table": {change(func(p *plain) { p.status, p.reply = 400, `{"result":false,"errorCode":"GU_9999"}` }), []string{
			"warning: listCompanyTeamRecords, reply 400, body at /errorCode: error-code: want a code of the document's table, got GU_9999"}},
		"a code that is none": {change(func(p *plain) { p.status, p.reply = 400, `{"result":false,"errorCode":"kim@example.com"}` }), []string{
			"warning: listCompanyTeamRecords, reply 400, body at /errorCode: error-code: want a code of the document's table, got a string of 15 characters"}},
		"a code in an error that is left open": {upserted("").with(func(p *plain) {
			p.reply = `{"result":true,"data":{"errors":[{"errorCode":"GU_9999"},{"errorCode":"GU_1129"},{"errorCode":1}]}}`
		}), []string{
			"warning: upsertCompanyTeamRecords, reply 200, body at /data/errors/0/errorCode: error-code: want a code of the document's table, got GU_9999"}},
		"a code in a refusal of a token": {issued(aForm, "grant_type=client_credentials").with(func(p *plain) { p.header, p.status, p.reply = lines(basic, aForm), 401, `{"errorCode":"GU_9999"}` }), []string{
			"warning: issueToken, reply 401, body at /errorCode: error-code: want a code of the document's table, got GU_9999"}},
		"a code of the placeholder":        {change(func(p *plain) { p.status, p.reply = 400, `{"result":false,"errorCode":"GSOBJ_1042"}` }), nil},
		"the placeholder itself":           {change(func(p *plain) { p.status, p.reply = 400, `{"result":false,"errorCode":"GSOBJ_1XXX"}` }), nil},
		"a code beyond the placeholder":    {change(func(p *plain) { p.status, p.reply = 400, `{"result":false,"errorCode":"GSOBJ_10420"}` }), []string{"warning: listCompanyTeamRecords, reply 400, body at /errorCode: error-code: want a code of the document's table, got GSOBJ_10420"}},
		"a success that is none":           {change(func(p *plain) { p.status, p.reply = 400, listReply }), []string{"violation: listCompanyTeamRecords, reply 400, body at /result: result: want false, with an error status, got true"}},
		"a failure that comes as a 200":    {change(func(p *plain) { p.reply = failure }), []string{"note: listCompanyTeamRecords, reply 200, body at /result: result: want true, though no status is promised, got false"}},
		"more records than the limit":      {change(func(p *plain) { p.reply = `{"result":true,"data":{"limit":1,"records":[{},{}]}}` }), []string{"violation: listCompanyTeamRecords, reply 200, body at /data/records: limit: want at most 1, the limit of the reply, got a list of 2"}},
		"more records than were asked for": {change(func(p *plain) { p.reply = `{"result":true,"data":{"limit":9,"records":[{},{},{}]}}` }), []string{"violation: listCompanyTeamRecords, reply 200, body at /data/records: limit: want at most 2, the limit of the request, got a list of 3"}},
		"more than both":                   {change(func(p *plain) { p.reply = `{"result":true,"data":{"limit":1,"records":[{},{},{}]}}` }), []string{"violation: listCompanyTeamRecords, reply 200, body at /data/records: limit: want at most 1, the limit of the reply, got a list of 3"}},
		"no limit anywhere": {change(func(p *plain) {
			p.body, p.reply = `{"select":["a"]}`, `{"result":true,"data":{"limit":null,"records":[{},{},{}]}}`
		}), nil},
		"more users than the count":      {searched("?count=1").with(func(p *plain) { p.reply = `{"totalResults":2,"Resources":[{},{}]}` }), []string{"violation: scimListUsers, reply 200, body at /Resources: limit: want at most 1, the count of the request, got a list of 2"}},
		"as many users as the count":     {searched("?count=2").with(func(p *plain) { p.reply = `{"totalResults":2,"Resources":[{},{}]}` }), nil},
		"as many records as the limit":   {change(func(p *plain) { p.reply = `{"result":true,"data":{"limit":2,"records":[{},{}]}}` }), nil},
		"no such status":                 {change(func(p *plain) { p.status = 418 }), []string{"violation: listCompanyTeamRecords, reply 418, status: status: want 200, 400, 401, 404, 429, 500, got 418"}},
		"a cache has it":                 {searched("").with(func(p *plain) { p.status, p.replyHeader, p.reply = 304, "", "" }), []string{"note: scimListUsers, reply 304, status: not-checked: want a body to check, got 304: a cache has it"}},
		"no cache has it":                {change(func(p *plain) { p.status = 304 }), []string{"violation: listCompanyTeamRecords, reply 304, status: status: want 200, 400, 401, 404, 429, 500, got 304"}},
		"no cache, of a DELETE":          {plain{"DELETE", users + "/1", bearer, "", 304, "", ""}, []string{"violation: scimDeleteUser, reply 304, status: status: want 204, 401, 403, 404, 429, 500, got 304"}},
		"no reply":                       {change(func(p *plain) { p.status = 0 }), []string{"note: listCompanyTeamRecords, reply, status: no-reply: want a reply, got none: the call failed, or was given up"}},
		"nothing":                        {plain{"PATCH", users + "/1", lines(bearer, scimType), `{"schemas":[],"Operations":[{"op":"add"}]}`, 204, "", ""}, nil},
		"a reply of nothing with a body": {plain{"PATCH", users + "/1", lines(bearer, scimType), `{"schemas":[],"Operations":[{"op":"add"}]}`, 204, scimType, "{}"}, []string{"violation: scimPatchUser, reply 204, body: body: want no body, got one of 2 bytes"}},
		"a reply that is left open":      {plain{"GET", "/v1/users", key, "", 401, "Content-Type: text/html", "<html>"}, nil},
		"no body where there is one":     {change(func(p *plain) { p.reply = "" }), []string{"violation: listCompanyTeamRecords, reply 200, body: body: want a body of application/json, got none"}},
		"a refusal of the gateway":       {plain{"GET", users, bearer, "", 401, jsonType, `{"result":false,"errorCode":"GS_APIG_2401"}`}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, v := range newContract(t).Check(test.exchange.exchange(t)) {
				got = append(got, v.String())
			}
			slices.Sort(got)
			slices.Sort(test.want)
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", lines(got...), lines(test.want...))
			}
		})
	}
}

// wholeUsers is a page with one user that has every attribute of RFC 7643, the extensions, and one of somebody else.
const wholeUsers = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":1,"startIndex":1,"itemsPerPage":1,"Resources":[{
	"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","externalId":"x","userName":"a","displayName":"A","nickName":"a","profileUrl":"https://a.example.com",
	"name":{"formatted":"A B","familyName":"B","givenName":"A","middleName":"C","honorificPrefix":"Dr.","honorificSuffix":"III"},
	"title":"t","userType":"u","preferredLanguage":"en","locale":"en","timezone":"UTC","active":true,"password":"p",
	"emails":[{"value":"a","display":"a","type":"work","primary":true,"$ref":"r"}],"phoneNumbers":[{"value":"1"}],"ims":[{"value":"1"}],"photos":[{"value":"1"}],
	"addresses":[{"formatted":"f","streetAddress":"s","locality":"l","region":"r","postalCode":"p","country":"US","type":"work"}],
	"groups":[{"value":"1","$ref":"r","display":"d","type":"direct"}],"entitlements":[{"value":"1"}],"roles":[{"value":"1"}],"x509Certificates":[{"value":"1"}],
	"meta":{"resourceType":"User","created":"2026-01-01T00:00:00Z","lastModified":"2026-01-01T00:00:00Z","location":"l","version":"v"},
	"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"1","costCenter":"c","organization":"o","division":"d","department":"d",
		"manager":{"value":"2","$ref":"r","displayName":"B"}},
	"urn:ietf:params:scim:schemas:extension:gainsight:2.0:User":{"IsSuperAdmin":false,"LicenseType":"Full","Tier__gc":1},
	"urn:example:other":{"anything":[1]}}]}`

// However much is wrong, or there is, what is said of it is bounded.
func TestBounds(t *testing.T) {
	const bulkDelete = upsert + "/delete"
	method := map[string]string{bulkDelete: "POST", list: "POST", upsert: "PUT"}
	for name, test := range map[string]struct {
		target, body string
		count        int
		last         string
	}{
		"of a kind": {bulkDelete, "[" + strings.Repeat("0,", 5000) + "0]", 11,
			"violation: bulkDeleteCompanyTeamRecords, request, body at /9: type: want string, got a number, and 4991 more like it"},
		"kinds of warnings": {list, `{"select":["a"]` + names(5000, `,"a%":0`) + `}`, 1001,
			"warning: listCompanyTeamRecords, request, body: not-checked: want all that is wrong, got the first 1000 kinds of it"},
		"kinds of violations": {upsert, `{"records":[{}],"lookups":{"UserGsid":{"lookupField":"Gsid","objectName":"GsUser","fields":{"a":"b"` + names(5000, `,"a%":0`) + `}}}}`, 1001,
			"warning: upsertCompanyTeamRecords, request, body: not-checked: want all that is wrong, got the first 1000 kinds of it"},
		"values": {bulkDelete, "[" + strings.Repeat("0,", 1_000_000) + "0]", 1,
			"note: bulkDeleteCompanyTeamRecords, request, body: not-checked: want a body to check, got more than 1000000 names and values"},
	} {
		t.Run(name, func(t *testing.T) {
			got := newContract(t).CheckRequest(plain{method: method[test.target], target: test.target, header: lines(key, jsonType), body: test.body}.exchange(t).Request)
			if len(got) != test.count || got[len(got)-1].String() != test.last {
				t.Errorf("%d, the last is %s", len(got), got[len(got)-1])
			}
		})
	}
}

// names repeats a text with a number in place of each %.
func names(n int, text string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(text, "%", strconv.Itoa(i)))
	}
	return b.String()
}
