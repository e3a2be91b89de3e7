package gainsighttest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

const (
	scimPath       = "/v1/users/services/scim"
	scimUsersPath  = scimPath + "/Users"
	scimGroupsPath = scimPath + "/Groups"

	userURN       = "urn:ietf:params:scim:schemas:core:2.0:User"
	groupURN      = "urn:ietf:params:scim:schemas:core:2.0:Group"
	enterpriseURN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	gainsightURN  = "urn:ietf:params:scim:schemas:extension:gainsight:2.0:User"
	patchURN      = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
	errorURN      = "urn:ietf:params:scim:api:messages:2.0:Error"
)

func scim(t *testing.T, server *gainsighttest.Server, token, method, path, body string, change ...func(*http.Request)) answer {
	t.Helper()
	change = append([]func(*http.Request){withToken(token), contentType("application/scim+json")}, change...)
	return send(t, server, method, path, body, change...)
}

// scimTenant is a tenant and a token for it.
type scimTenant struct {
	tenant
	t     *testing.T
	token string
}

func newSCIMTenant(t *testing.T, options ...gainsighttest.Option) scimTenant {
	server := newTenant(t, options...)
	return scimTenant{server, t, issueToken(t, server.Server)}
}

func (s scimTenant) call(method, path, body string, change ...func(*http.Request)) answer {
	s.t.Helper()
	return scim(s.t, s.Server, s.token, method, path, body, change...)
}

func (s scimTenant) get(path string) answer {
	s.t.Helper()
	return s.call("GET", path, "")
}

// patch sends operations, of which each is an object of JSON.
func (s scimTenant) patch(path string, operations ...string) answer {
	s.t.Helper()
	return s.call("PATCH", path, fmt.Sprintf(`{"schemas": [%q], "Operations": [%s]}`, patchURN, strings.Join(operations, ",")))
}

// createUser creates a user from members of JSON, and returns its id.
func (s scimTenant) createUser(members string) string {
	s.t.Helper()
	a := s.call("POST", scimUsersPath, fmt.Sprintf(`{"schemas": [%q], %s}`, userURN, members))
	a.wantStatus(201)
	return idIn(s.t, a.body)
}

func idIn(t *testing.T, body string) string {
	t.Helper()
	var r struct{ ID string }
	if err := json.Unmarshal([]byte(body), &r); err != nil || r.ID == "" {
		t.Fatalf("no id in %s, %v", body, err)
	}
	return r.ID
}

// wantSCIM checks the body of a refusal.
func (a answer) wantSCIM(status int, scimType, detail string) {
	a.t.Helper()
	var e struct {
		Schemas                  []string
		Status, ScimType, Detail string
	}
	if err := json.Unmarshal([]byte(a.body), &e); err != nil {
		a.t.Fatalf("%v in %s", err, a.body)
	}
	if a.status != status || e.Status != fmt.Sprint(status) || e.ScimType != scimType || !strings.Contains(e.Detail, detail) ||
		len(e.Schemas) != 1 || e.Schemas[0] != errorURN || a.header.Get("Content-Type") != "application/scim+json" {
		a.t.Fatalf("want %d %s %q, got %d %v\n%s", status, scimType, detail, a.status, a.header, a.body)
	}
}

// wantMembers checks a resource without its schemas and meta, which other tests look at.
func (a answer) wantMembers(want string) {
	a.t.Helper()
	var r map[string]json.RawMessage
	if err := json.Unmarshal([]byte(a.body), &r); err != nil {
		a.t.Fatalf("%v in %s", err, a.body)
	}
	delete(r, "schemas")
	delete(r, "meta")
	wantJSON(a.t, marshal(a.t, r), want)
}

func TestSCIMUserLife(t *testing.T) {
	server := newSCIMTenant(t)
	a := server.call("POST", scimUsersPath, `{
		"schemas": ["`+userURN+`", "`+gainsightURN+`"],
		"id": "ignored", "meta": {"version": "ignored"}, "groups": [{"value": "ignored"}], "password": "not kept",
		"userName": "robin@example.com", "name": {"givenName": "Robin", "familyName": "Sample", "middleName": "R", "formatted": null},
		"emails": [{"value": "home@example.com", "type": "home"}, {"value": "robin@example.com", "primary": true, "type": "work"}],
		"title": "CSM", "timezone": "America/New_York", "locale": "en_US", "externalId": "x-1", "nickName": null, "photos": [],
		"roles": [{"value": "CSM"}], "unknown": {"a": [1.10]},
		"`+enterpriseURN+`": {"manager": {"value": "`+server.alex+`", "displayName": "Alex"}, "department": "Sales"},
		"`+gainsightURN+`": {"LicenseType": "Full", "IsSuperAdmin": "true", "Region__gc": "EMEA", "other": 1}}`)
	a.wantStatus(201)
	id := idIn(t, a.body)
	location := server.URL + scimUsersPath + "/" + id
	if got := a.header.Get("Location"); got != location || a.header.Get("Content-Type") != "application/scim+json" {
		t.Errorf("header %v, want %s", a.header, location)
	}
	const rest = `"userName": "robin@example.com", "displayName": "Robin Sample", "active": true,
		"name": {"givenName": "Robin", "familyName": "Sample", "middleName": "R", "formatted": "Robin Sample"},
		"emails": [{"value": "home@example.com", "type": "home"}, {"value": "robin@example.com", "primary": true, "type": "work"}],
		"title": "CSM", "timezone": "America/New_York", "locale": "en_US", "externalId": "x-1",
		"roles": [{"value": "CSM"}], "unknown": {"a": [1.10]}, `
	want := `{"id": "` + id + `", ` + rest + `
		"` + enterpriseURN + `": {"manager": {"value": "` + server.alex + `", "displayName": "Alex"}, "department": "Sales"},
		"` + gainsightURN + `": {"LicenseType": "Full", "IsSuperAdmin": true, "Region__gc": "EMEA", "other": 1}}`
	a.wantMembers(want)
	got := server.get(scimUsersPath + "/" + id)
	got.wantMembers(want)
	if !strings.Contains(got.body, `"location":"`+location+`","resourceType":"User"`) ||
		!strings.Contains(got.body, `"schemas":["`+userURN+`","`+enterpriseURN+`","`+gainsightURN+`"]`) ||
		!strings.Contains(got.body, `"created":"20`) || !strings.Contains(got.body, `"lastModified":"20`) {
		t.Errorf("got %s", got.body)
	}

	user := server.Users()[1]
	if user.Gsid.Or("") != id || user.SFDCUserName.Or("") != "robin@example.com" || user.Email.Or("") != "robin@example.com" ||
		user.FirstName.Or("") != "Robin" || user.LastName.Or("") != "Sample" || user.Name.Or("") != "Robin Sample" ||
		!user.IsActiveUser.Or(false) || user.Title.Or("") != "CSM" || user.Timezone.Or("") != "America/New_York" ||
		user.Locale.Or("") != "en_US" || user.Manager.Or("") != server.alex || user.LicenseType.Or("") != "Full" ||
		!user.IsSuperAdmin.Or(false) || marshal(t, user.AdditionalProperties) != `{"Region__gc":"EMEA"}` || user.CreatedDate.IsZero() {
		t.Errorf("the record is %s", marshal(t, user))
	}

	server.call("PUT", scimUsersPath+"/"+id, `{"schemas": ["`+userURN+`"], "id": "`+id+`", "userName": "robin2@example.com", "displayName": "R. Sample"}`).
		wantMembers(`{"id": "` + id + `", "userName": "robin2@example.com", "displayName": "R. Sample", "name": {"formatted": "R. Sample"}, "active": true,
			"` + gainsightURN + `": {"IsSuperAdmin": true}}`)
	server.patch(scimUsersPath+"/"+id, `{"op": "replace", "path": "active", "value": false}`).
		wantMembers(`{"id": "` + id + `", "userName": "robin2@example.com", "displayName": "R. Sample", "name": {"formatted": "R. Sample"}, "active": false,
			"` + gainsightURN + `": {"IsSuperAdmin": true}}`)
	if user := server.Users()[1]; user.IsActiveUser.Or(true) || user.Name.Or("") != "R. Sample" || !user.Email.IsZero() || len(user.AdditionalProperties) > 0 {
		t.Errorf("the record is %s", marshal(t, user))
	}
	gone := server.call("DELETE", scimUsersPath+"/"+id, "")
	if gone.status != 204 || gone.body != "" || gone.header.Get("Content-Type") != "" {
		t.Errorf("got %d %q %v", gone.status, gone.body, gone.header)
	}
	for _, method := range []string{"GET", "DELETE", "PUT", "PATCH"} {
		body := fmt.Sprintf(`{"schemas": [%q, %q], "userName": "a", "Operations": [{"op": "remove", "path": "title"}]}`, userURN, patchURN)
		server.call(method, scimUsersPath+"/"+id, body).wantSCIM(404, "", "There is no such user or group")
	}
	if users := server.Users(); len(users) != 1 {
		t.Errorf("%d users", len(users))
	}
	if v := server.Violations(); len(v) != 0 {
		t.Errorf("violations: %q", v)
	}
}

// A user of REST is there for SCIM, which goes by the e-mail address where there is no user name.
func TestSCIMSeesTheUsersOfREST(t *testing.T) {
	server := newSCIMTenant(t)
	want := `{"id": "` + server.alex + `", "userName": "alex@example.com", "displayName": "Alex Example", "active": true,
		"name": {"formatted": "Alex Example"}, "emails": [{"value": "alex@example.com", "primary": true}]`
	server.get(scimUsersPath + "/" + server.alex).wantMembers(want + `}`)

	path := scimUsersPath + "/" + server.alex
	server.patch(path, `{"op": "add", "path": "title", "value": "CSM"}`).wantMembers(want + `, "title": "CSM"}`)
	if user := server.Users()[0]; !user.SFDCUserName.IsZero() || user.Title.Or("") != "CSM" {
		t.Errorf("the record is %s", marshal(t, user))
	}
	server.patch(path, `{"op": "add", "path": "emails", "value": {"value": "home@example.com"}}`).wantStatus(200)
	if err := server.SetField(server.alex, "Email", "new@example.com"); err != nil {
		t.Fatal(err)
	}
	server.get(path + "?attributes=emails,userName").wantMembers(`{"id": "` + server.alex + `", "userName": "new@example.com",
		"emails": [{"value": "new@example.com", "primary": true}, {"value": "home@example.com"}]}`)

	group := server.AddGroup("Team", server.alex)
	other := server.AddGroup("Other")
	server.get(path + "?attributes=groups").wantMembers(`{"id": "` + server.alex + `", "groups": [{"value": "` + group + `", "display": "Team"}]}`)
	server.call("DELETE", path, "").wantStatus(204)
	if groups := server.Groups(); len(groups) != 2 || len(groups[0].Members) != 0 || groups[1].ID.Or("") != other {
		t.Errorf("the groups are %s", marshal(t, groups))
	}
}

func TestSCIMNames(t *testing.T) {
	server := newSCIMTenant(t)
	path := scimUsersPath + "/" + server.alex
	for _, test := range []struct{ operation, want string }{
		{`{"op": "replace", "path": "name.givenName", "value": "A."}`, "Alex Example"},
		{`{"op": "replace", "path": "name.formatted", "value": "A. Example"}`, "A. Example"},
		{`{"op": "replace", "path": "displayName", "value": "Alexis"}`, "Alexis"},
		{`{"op": "replace", "value": {"displayName": "Alexis", "name": {"formatted": "Alex"}}}`, "Alex"},
		{`{"op": "remove", "path": "displayName"}`, "Alex"},
		{`{"op": "remove", "path": "name"}`, "Alex"},
	} {
		server.patch(path, test.operation).wantStatus(200)
		if got := server.Users()[0].Name.Or(""); got != test.want {
			t.Errorf("%s: got %q", test.operation, got)
		}
	}
	server.patch(path, `{"op": "remove", "path": "name"}`, `{"op": "remove", "path": "displayName"}`).wantStatus(200)
	if got := server.Users()[0].Name; !got.IsZero() {
		t.Errorf("got %s", got.JSON())
	}
}

func TestSCIMGroupLife(t *testing.T) {
	server := newSCIMTenant(t)
	robin := server.AddUser("Robin Sample", "robin@example.com")
	a := server.call("POST", scimGroupsPath, `{"schemas": ["`+groupURN+`"], "displayName": "Team", "externalId": "g", "unknown": 1,
		"MEMBERS": [{"VALUE": "`+server.alex+`"}, {"value": "`+server.alex+`", "display": "twice"}]}`)
	a.wantStatus(201)
	id := idIn(t, a.body)
	path := scimGroupsPath + "/" + id
	if got := a.header.Get("Location"); got != server.URL+path {
		t.Errorf("the location is %s", got)
	}
	a.wantMembers(`{"id": "` + id + `", "displayName": "Team", "externalId": "g", "unknown": 1, "members": [{"value": "` + server.alex + `"}]}`)
	members := func(ids ...string) string {
		var entries []string
		for _, id := range ids {
			entries = append(entries, fmt.Sprintf(`{"value": %q}`, id))
		}
		return strings.Join(entries, ", ")
	}
	for _, test := range []struct{ operation, members string }{
		{`{"op": "add", "path": "members", "value": [` + members(robin, server.alex) + `]}`, members(server.alex, robin)},
		{`{"op": "remove", "path": "members[value eq \"` + server.alex + `\"]"}`, members(robin)},
		{`{"op": "add", "value": {"members": ` + members(server.alex) + `}}`, members(robin, server.alex)},
		{`{"op": "remove", "path": "members", "value": [` + members(robin) + `]}`, members(server.alex)},
		{`{"op": "remove", "path": "members", "value": [` + members(robin) + `]}`, members(server.alex)},
		{`{"op": "replace", "path": "members", "value": [` + members(robin) + `]}`, members(robin)},
	} {
		server.patch(path, test.operation).wantMembers(`{"id": "` + id + `", "displayName": "Team", "externalId": "g", "unknown": 1, "members": [` + test.members + `]}`)
	}
	server.patch(path, `{"op": "remove", "path": "members"}`, `{"op": "remove", "path": "externalId"}`).wantMembers(`{"id": "` + id + `", "displayName": "Team", "unknown": 1}`)
	server.call("PUT", path, `{"schemas": ["`+groupURN+`"], "displayName": "TEAM", "members": [`+members(robin)+`]}`).
		wantMembers(`{"id": "` + id + `", "displayName": "TEAM", "members": [` + members(robin) + `]}`)
	server.get(scimGroupsPath+`?excludedAttributes=members&filter=`+url.QueryEscape(`members.value eq "`+robin+`"`)).wantPage(1, 1, 1, id)
	if groups := server.Groups(); len(groups) != 1 || groups[0].DisplayName.Or("") != "TEAM" || groups[0].Members[0].Value.Or("") != robin {
		t.Errorf("the groups are %s", marshal(t, groups))
	}
	server.call("DELETE", path, "").wantStatus(204)
	server.get(path).wantSCIM(404, "", "")
	if groups := server.Groups(); len(groups) != 0 {
		t.Errorf("the groups are %s", marshal(t, groups))
	}
	if v := server.Violations(); len(v) != 0 {
		t.Errorf("violations: %q", v)
	}
}

// wantPage checks a page, of which every resource is known by its id.
func (a answer) wantPage(total, start, perPage int, ids ...string) {
	a.t.Helper()
	a.wantStatus(200)
	var page struct {
		Schemas                                []string
		TotalResults, StartIndex, ItemsPerPage *int
		Resources                              []struct{ ID string }
	}
	if err := json.Unmarshal([]byte(a.body), &page); err != nil {
		a.t.Fatalf("%v in %s", err, a.body)
	}
	var got []string
	for _, r := range page.Resources {
		got = append(got, r.ID)
	}
	stated := func(n *int) int {
		if n == nil {
			return -1
		}
		return *n
	}
	if *page.TotalResults != total || stated(page.StartIndex) != start || stated(page.ItemsPerPage) != perPage || strings.Join(got, " ") != strings.Join(ids, " ") {
		a.t.Errorf("got %s, want %d, %d, %d and %q", a.body, total, start, perPage, ids)
	}
}

func TestSCIMPaging(t *testing.T) {
	type paging = gainsighttest.SCIMPaging
	all := []gainsighttest.Option{gainsighttest.WithMaxSCIMCount(3)}
	with := func(p ...paging) []gainsighttest.Option { return append(all[:1:1], gainsighttest.WithSCIMPaging(p...)) }
	for _, test := range []struct {
		options               []gainsighttest.Option
		query                 string
		total, start, perPage int
		first, last           int // of the five users; 0 for none
	}{
		{nil, "", 5, 1, 5, 1, 5},
		{nil, "?startIndex=2&count=2", 5, 2, 2, 2, 3},
		{nil, "?startIndex=5", 5, 5, 1, 5, 5},
		{nil, "?startIndex=6", 5, 6, 0, 0, 0},
		{nil, "?startIndex=600", 5, 600, 0, 0, 0},
		{nil, "?startIndex=0", 5, 1, 5, 1, 5},
		{nil, "?startIndex=-3&count=1", 5, 1, 1, 1, 1},
		{nil, "?count=0", 5, 1, 0, 0, 0},
		{nil, "?count=-1", 5, 1, 0, 0, 0},
		{nil, "?count=2&filter=userName+ew+%22" + "3@example.com%22", 1, 1, 1, 4, 4},
		{all, "", 5, 1, 3, 1, 3},
		{all, "?count=4&startIndex=3", 5, 3, 3, 3, 5},
		{with(gainsighttest.SCIMRepeatFirstPage), "?count=2&startIndex=6", 5, 6, 2, 1, 2},
		{with(gainsighttest.SCIMRepeatFirstPage), "?count=2&startIndex=5", 5, 5, 1, 5, 5},
		{with(gainsighttest.SCIMTotalOfPage), "?count=2&startIndex=2", 2, 2, 2, 2, 3},
		{with(gainsighttest.SCIMSilentCap), "?count=4", 5, 1, 4, 1, 3},
		{with(gainsighttest.SCIMBareList), "?count=1", 5, -1, -1, 1, 1},
		{with(gainsighttest.SCIMBareList, gainsighttest.SCIMTotalOfPage), "?count=1", 1, -1, -1, 1, 1},
		{[]gainsighttest.Option{gainsighttest.WithMaxSCIMCount(0)}, "?count=300", 5, 1, 5, 1, 5},
	} {
		t.Run(test.query, func(t *testing.T) {
			server := newSCIMTenant(t, test.options...)
			ids := []string{server.alex}
			for i := range 4 {
				ids = append(ids, server.AddUser("A User", fmt.Sprintf("%d@example.com", i+1)))
			}
			var want []string
			if test.first > 0 {
				want = ids[test.first-1 : test.last]
			}
			server.get(scimUsersPath+test.query).wantPage(test.total, test.start, test.perPage, want...)
			if v := server.Violations(); len(v) != 0 {
				t.Errorf("violations: %q", v)
			}
		})
	}
}

func TestSCIMLargestPage(t *testing.T) {
	server := newSCIMTenant(t)
	for i := range 250 {
		server.AddUser("A User", fmt.Sprintf("%d@example.com", i))
	}
	for query, want := range map[string]string{"?attributes=id": `"itemsPerPage":100`, "?attributes=id&count=250": `"itemsPerPage":200`} {
		if a := server.get(scimUsersPath + query); !strings.Contains(a.body, want) || !strings.Contains(a.body, `"totalResults":251`) {
			t.Errorf("%s: %s", query, a.body)
		}
	}
}

func TestSCIMProjection(t *testing.T) {
	server := newSCIMTenant(t)
	id := server.createUser(`"userName": "robin@example.com", "name": {"givenName": "Robin", "familyName": "Sample"},
		"emails": [{"value": "a@example.com", "type": "work"}, {"value": "b@example.com"}, {}],
		"` + gainsightURN + `": {"LicenseType": "Full", "A__gc": 1}, "` + enterpriseURN + `": {"manager": {"value": "x"}}`)
	const (
		name  = `"name": {"givenName": "Robin", "familyName": "Sample", "formatted": "Robin Sample"}`
		texts = `"userName": "robin@example.com", "displayName": "Robin Sample", "active": true`
	)
	for query, want := range map[string]string{
		"attributes=": "",
		"attributes=a+b,,userName&excludedAttributes=userName": `"userName": "robin@example.com"`,
		"attributes=userName":                            `"userName": "robin@example.com"`,
		"attributes=USERNAME,id":                         `"userName": "robin@example.com"`,
		"attributes=userName,%20id":                      `"userName": "robin@example.com"`,
		"attributes=nothing":                             "",
		"attributes=name.givenName":                      `"name": {"givenName": "Robin"}`,
		"attributes=name.givenName,name.familyName":      `"name": {"givenName": "Robin", "familyName": "Sample"}`,
		"attributes=name.nothing":                        "",
		"attributes=emails.type":                         `"emails": [{"type": "work"}, {}, {}]`,
		"attributes=emails.type,emails.value":            `"emails": [{"type": "work", "value": "a@example.com"}, {"value": "b@example.com"}, {}]`,
		"attributes=" + userURN + ":userName":            `"userName": "robin@example.com"`,
		"attributes=" + gainsightURN:                     `"` + gainsightURN + `": {"LicenseType": "Full", "A__gc": 1}`,
		"attributes=" + gainsightURN + ":a__GC":          `"` + gainsightURN + `": {"A__gc": 1}`,
		"attributes=" + gainsightURN + ":nothing":        "",
		"attributes=urn:other:a":                         "",
		"attributes=" + enterpriseURN + ":manager.value": `"` + enterpriseURN + `": {"manager": {"value": "x"}}`,

		"excludedAttributes=emails," + gainsightURN + "," + enterpriseURN + ":manager":                                     texts + ", " + name,
		"excludedAttributes=emails.value,name.formatted," + gainsightURN + ":LicenseType," + enterpriseURN + ",id,schemas": texts + `, "name": {"givenName": "Robin", "familyName": "Sample"}, "emails": [{"type": "work"}, {}, {}], "` + gainsightURN + `": {"A__gc": 1}`,
	} {
		for _, a := range []answer{server.get(scimUsersPath + "/" + id + "?" + query), server.get(scimUsersPath + "?startIndex=2&" + query)} {
			t.Run(query, func(t *testing.T) {
				a.t = t
				a.wantStatus(200)
				var page struct{ Resources []json.RawMessage }
				if err := json.Unmarshal([]byte(a.body), &page); err != nil {
					t.Fatal(err)
				}
				if len(page.Resources) == 1 {
					a.body = string(page.Resources[0])
				}
				if !strings.Contains(a.body, `"schemas":["`+userURN) {
					t.Errorf("no schemas in %s", a.body)
				}
				if want != "" {
					want = ", " + strings.TrimPrefix(want, ", ")
				}
				a.wantMembers(`{"id": "` + id + `"` + want + `}`)
			})
		}
	}
}

func TestSCIMRefusals(t *testing.T) {
	server := newSCIMTenant(t)
	if err := server.SetField(server.alex, "SFDCUserName", "alex"); err != nil {
		t.Fatal(err)
	}
	mailOnly := server.AddUser("Robin Sample", "robin@example.com")
	group := scimGroupsPath + "/" + server.AddGroup("Team", server.alex)
	server.AddGroup("Other")
	alex := scimUsersPath + "/" + server.alex
	body := func(schema, members string) string { return fmt.Sprintf(`{"schemas": [%q]%s}`, schema, members) }
	operations := func(operations string) string { return body(patchURN, `, "Operations": [`+operations+`]`) }
	for _, test := range []struct {
		route, body      string
		status           int
		scimType, detail string
	}{
		{"GET " + scimUsersPath + "?filter=a", "", 400, "invalidFilter", `the filter "a"`},
		{"GET " + scimUsersPath + "?filter=", "", 400, "invalidFilter", `the filter ""`},
		{"GET " + scimGroupsPath + "?filter=a+eq", "", 400, "invalidFilter", ""},
		{"POST " + scimUsersPath, `{"userName": "a"}`, 400, "invalidSyntax", "schemas does not have " + userURN},
		{"POST " + scimUsersPath, body(groupURN, `, "userName": "a"`), 400, "invalidSyntax", "schemas does not have " + userURN},
		{"POST " + scimUsersPath, body(userURN, `, "userName": "a", "USERNAME": "b"`), 400, "invalidSyntax", `"userName" is there twice`},
		{"POST " + scimUsersPath, body(userURN, `, "userName": "a", "name": {"givenname": "a", "GivenName": "b"}`), 400, "invalidSyntax", `"givenName" is there twice`},
		{"POST " + scimUsersPath, body(userURN, ``), 400, "invalidValue", "userName is required"},
		{"POST " + scimUsersPath, body(userURN, `, "userName": ""`), 400, "invalidValue", "userName is required"},
		{"POST " + scimUsersPath, body(userURN, `, "USERNAME": 1`), 400, "invalidValue", "userName"},
		{"POST " + scimUsersPath, body(userURN, `, "userName": "a", "ACTIVE": "maybe"`), 400, "invalidValue", ""},
		{"POST " + scimUsersPath, body(userURN, `, "userName": "ALEX"`), 409, "uniqueness", `There is a user with the userName "ALEX"`},
		{"POST " + scimUsersPath, body(userURN, `, "userName": "robin@EXAMPLE.com"`), 409, "uniqueness", ""},
		{"PUT " + scimUsersPath + "/" + mailOnly, body(userURN, `, "userName": "alex"`), 409, "uniqueness", ""},
		{"PUT " + scimUsersPath + "/" + mailOnly, body(userURN, ``), 400, "invalidValue", ""},
		{"PUT " + scimUsersPath + "/" + mailOnly, `{"userName": "a"}`, 400, "invalidSyntax", "schemas does not have"},
		{"PATCH " + scimUsersPath + "/" + mailOnly, operations(`{"op": "replace", "path": "userName", "value": "Alex"}`), 409, "uniqueness", ""},
		{"PATCH " + alex, body(userURN, `, "Operations": [{"op": "remove", "path": "title"}]`), 400, "invalidSyntax", "schemas does not have " + patchURN},
		{"PATCH " + alex, operations(`{"op": "remove"}`), 400, "noTarget", "operation 0: there is no path"},
		{"PATCH " + alex, operations(`{"op": "add", "path": "title", "value": "a"}, {"op": "add", "path": "title"}`), 400, "invalidValue", "operation 1: there is no value"},
		{"PATCH " + alex, operations(`{"op": "add", "value": 1}`), 400, "invalidValue", "the value must be an object"},
		{"PATCH " + alex, operations(`{"op": "add", "value": {"": 1}}`), 400, "invalidPath", "no name"},
		{"PATCH " + alex, operations(`{"op": "add", "path": "a b", "value": 1}`), 400, "invalidPath", `the path "a b"`},
		{"PATCH " + alex, operations(`{"op": "add", "path": "emails[", "value": 1}`), 400, "invalidPath", "a bracket is open"},
		{"PATCH " + alex, operations(`{"op": "add", "path": "emails[a]", "value": 1}`), 400, "invalidPath", ""},
		{"PATCH " + alex, operations(`{"op": "add", "path": "` + strings.Repeat("a", 20_000) + `", "value": 1}`), 400, "invalidPath", "longer than"},
		{"PATCH " + alex, operations(`{"op": "add", "path": "title.a", "value": 1}, {"op": "add", "path": "title", "value": "a"}, {"op": "add", "path": "title.b", "value": 1}`), 400, "invalidPath", "has no part b"},
		{"PATCH " + alex, operations(`{"op": "replace", "path": "emails[type eq \"home\"].value", "value": "a"}`), 400, "noTarget", "no value fits the path"},
		{"PATCH " + alex, operations(`{"op": "add", "path": "tags", "value": ["a"]}, {"op": "add", "path": "tags[value eq \"a\"].b", "value": 1}`), 400, "invalidPath", "has no part b"},
		{"PATCH " + alex, operations(`{"op": "remove", "path": "roles[value eq \"a\"]"}`), 400, "noTarget", ""},
		{"PATCH " + alex, operations(`{"op": "add", "path": "roles.type", "value": "a"}`), 400, "noTarget", ""},
		{"PATCH " + alex, operations(`{"op": "replace", "path": "ID", "value": "a"}`), 400, "mutability", "id is read only"},
		{"PATCH " + alex, operations(`{"op": "replace", "value": {"meta": {}}}`), 400, "mutability", "meta is read only"},
		{"PATCH " + alex, operations(`{"op": "add", "path": "groups", "value": []}`), 400, "mutability", "groups is read only"},
		{"PATCH " + alex, operations(`{"op": "remove", "path": "username"}`), 400, "mutability", "userName is required"},
		{"PATCH " + alex, operations(`{"op": "replace", "path": "userName", "value": null}`), 400, "mutability", "userName is required"},
		{"PATCH " + alex, operations(`{"op": "replace", "path": "userName", "value": ""}`), 400, "invalidValue", "userName is required"},
		{"PATCH " + alex, operations(`{"op": "replace", "path": "active", "value": "maybe"}`), 400, "invalidValue", ""},
		{"PATCH " + alex, operations(`{"op": "add", "path": "emails", "value": "a@example.com"}`), 400, "invalidValue", ""},
		{"PATCH " + alex, operations(`{"op": "add", "path": "emails", "value": [{"Value": "a", "VALUE": "b"}]}`), 400, "invalidValue", "twice"},
		{"PATCH " + alex, operations(strings.TrimSuffix(strings.Repeat(`{"op": "remove", "path": "title"},`, 1001), ",")), 400, "invalidValue", "more than 1000 operations"},
		{"POST " + scimGroupsPath, body(groupURN, ``), 400, "invalidValue", "displayName is required"},
		{"POST " + scimGroupsPath, body(groupURN, `, "displayName": "TEAM"`), 409, "uniqueness", `There is a group with the displayName "TEAM"`},
		{"POST " + scimGroupsPath, body(groupURN, `, "displayName": "a", "members": [{"value": "nobody"}]`), 400, "invalidValue", `no user has the id "nobody"`},
		{"POST " + scimGroupsPath, body(groupURN, `, "displayName": "a", "members": [{}]`), 400, "invalidValue", `no user has the id ""`},
		{"POST " + scimGroupsPath, body(groupURN, `, "DISPLAYNAME": []`), 400, "invalidValue", ""},
		{"PUT " + group, body(groupURN, `, "displayName": "other"`), 409, "uniqueness", ""},
		{"PATCH " + group, operations(`{"op": "replace", "path": "displayName", "value": "other"}`), 409, "uniqueness", ""},
		{"PATCH " + group, operations(`{"op": "remove", "path": "displayName"}`), 400, "mutability", "displayName is required"},
		{"PATCH " + group, operations(`{"op": "add", "path": "members", "value": ["` + server.alex + `"]}`), 400, "invalidValue", ""},
	} {
		t.Run(test.route, func(t *testing.T) {
			before := marshal(t, []any{server.Users(), server.Groups()})
			method, path, _ := strings.Cut(test.route, " ")
			a := server.call(method, path, test.body)
			a.t = t
			a.wantSCIM(test.status, test.scimType, test.detail)
			calls := server.Calls()
			if call := calls[len(calls)-1]; call.ErrorCode != test.scimType || call.Applied || call.Status != test.status {
				t.Errorf("the journal has %+v", call)
			}
			if after := marshal(t, []any{server.Users(), server.Groups()}); after != before {
				t.Errorf("something has changed: %s", after)
			}
		})
	}
	if v := server.Violations(); len(v) != 0 {
		t.Errorf("violations: %q", v)
	}
}

// What does not fit the contract is answered in the form of RFC 7644 too.
func TestSCIMRequestsThatDoNotFit(t *testing.T) {
	server := newSCIMTenant(t)
	alex := scimUsersPath + "/" + server.alex
	patch := fmt.Sprintf(`{"schemas": [%q], "Operations": [{"op": "remove", "path": "title"}]}`, patchURN)
	for _, test := range []struct {
		route, body, mediaType, detail string
	}{
		{"GET " + alex + "?a=%zz", "", "", "cannot read the query"},
		{"GET " + scimUsersPath + "?count=x", "", "", "count"},
		{"GET " + scimUsersPath + "?a=%zz", "", "", "cannot read the query"},
		{"PATCH " + alex, patch, "text/plain", "the content type is not application/scim+json"},
		{"PATCH " + alex, "{", "application/scim+json", "the body is not one JSON value"},
		{"PATCH " + alex, patch + "{}", "application/scim+json", "the body is not one JSON value"},
		{"PATCH " + alex, "\"\xff\"", "application/scim+json", "the body is not UTF-8"},
		{"PATCH " + alex, "[]", "application/scim+json", "can't decode JSON body"},
		{"PATCH " + alex, strings.Replace(patch, "Operations", "operations", 1), "application/scim+json", `the member "operations" is written "Operations"`},
		{"PATCH " + alex, strings.Replace(patch, "remove", "Remove", 1), "application/scim+json", `the op "Remove"`},
		{"PATCH " + alex, fmt.Sprintf(`{"schemas": [%q]}`, patchURN), "application/scim+json", "there are no Operations"},
		{"PUT " + alex, `{"userName": 1}`, "application/scim+json", "can't decode JSON body"},
		{"POST " + scimGroupsPath, `null`, "application/scim+json", "want an object, found null"},
		{"PUT " + alex, `null`, "application/scim+json", "want an object, found null"},
	} {
		t.Run(test.detail, func(t *testing.T) {
			method, path, _ := strings.Cut(test.route, " ")
			a := server.call(method, path, test.body, contentType(test.mediaType))
			a.t = t
			a.wantSCIM(400, "", "gainsighttest: ")
			a.wantSCIM(400, "", test.detail)
		})
	}
	if v := server.Violations(); len(v) != 14 {
		t.Errorf("%d violations: %q", len(v), v)
	}
	server.call("PATCH", alex, patch, contentType("application/json; charset=utf-8")).wantStatus(200)
}

func TestSCIMWithUniqueEmail(t *testing.T) {
	const robin = `"userName": "robin", "emails": [{"value": "Alex@example.com"}]`
	for status, options := range map[int][]gainsighttest.Option{201: nil, 409: {gainsighttest.WithUniqueEmail()}} {
		server := newSCIMTenant(t, options...)
		server.call("POST", scimUsersPath, fmt.Sprintf(`{"schemas": [%q], %s}`, userURN, robin)).wantStatus(status)
		server.call("PUT", scimUsersPath+"/"+server.alex, fmt.Sprintf(`{"schemas": [%q], "userName": "alex", "emails": [{"value": "alex@example.com"}]}`, userURN)).wantStatus(200)
	}
}

func TestSCIMTakesOnlyAToken(t *testing.T) {
	server := newSCIMTenant(t)
	for _, path := range []string{scimUsersPath, scimGroupsPath + "/1", scimPath + "/ServiceProviderConfig"} {
		for _, change := range []func(*http.Request){
			func(r *http.Request) { r.Header.Del("Authorization") },
			func(r *http.Request) { r.Header.Del("Authorization"); r.Header.Set("accesskey", server.AccessKey()) },
			withToken(server.AccessKey()),
			asClient(server.Server),
		} {
			server.call("GET", path, "", change).wantSCIM(401, "", "The bearer token is missing, expired or refused")
		}
	}
}

func TestSCIMWritesNeedASuperAdmin(t *testing.T) {
	server := newSCIMTenant(t, gainsighttest.WithoutSuperAdmin())
	group := server.AddGroup("Team")
	for _, path := range []string{scimUsersPath + "/" + server.alex, scimGroupsPath + "/" + group} {
		for _, method := range []string{"PUT", "PATCH", "DELETE"} {
			server.call(method, path, "{").wantSCIM(403, "", "Only super admins may write")
		}
		server.call("POST", path[:strings.LastIndex(path, "/")], "{").wantSCIM(403, "", "Only super admins may write")
		server.get(path).wantStatus(200)
	}
	if v := server.Violations(); len(v) != 0 || len(server.Users()) != 1 || len(server.Groups()) != 1 {
		t.Errorf("violations: %q", v)
	}
}

func TestSCIMWithoutIPAccess(t *testing.T) {
	server := newTenant(t, gainsighttest.WithoutIPAccess())
	scim(t, server.Server, "any", "GET", scimUsersPath+"/1", "").wantSCIM(403, "", "The IP address is not allowed")
	send(t, server.Server, "POST", tokenPath, "", asClient(server.Server)).wantFailure(400, "GS_APIG_2402", "")
}

func TestSCIMNoContent(t *testing.T) {
	server := newSCIMTenant(t, gainsighttest.WithSCIMNoContent())
	a := server.patch(scimUsersPath+"/"+server.alex, `{"op": "replace", "path": "active", "value": "False"}`)
	if a.status != 204 || a.body != "" || server.Users()[0].IsActiveUser.Or(true) {
		t.Errorf("got %d %s", a.status, a.body)
	}
	server.patch(scimUsersPath+"/"+server.alex, `{"op": "remove"}`).wantSCIM(400, "noTarget", "")
	if v := server.Violations(); len(v) != 0 {
		t.Errorf("violations: %q", v)
	}
}

func TestServiceProviderConfig(t *testing.T) {
	server := newSCIMTenant(t, gainsighttest.WithMaxSCIMCount(50))
	a := server.get(scimPath + "/ServiceProviderConfig")
	a.wantStatus(200)
	for _, part := range []string{`"filter":{"maxResults":50,"supported":true}`, `"patch":{"supported":true}`, `"type":"oauthbearertoken"`, `"location":"` + server.URL + scimPath + `/ServiceProviderConfig"`} {
		if !strings.Contains(a.body, part) {
			t.Errorf("%s is not in %s", part, a.body)
		}
	}
}

// No limit is published for SCIM and tokens.
func TestSCIMDoesNotCountAgainstTheLimits(t *testing.T) {
	server := newSCIMTenant(t, gainsighttest.WithRateLimit(1, 1<<62), gainsighttest.WithGatewayRateLimit(1, 1<<62))
	for range 3 {
		server.get(scimUsersPath).wantStatus(200)
	}
	issueToken(t, server.Server)
	list(t, server.Server, `{"select": ["Gsid"]}`).wantStatus(200)
	server.get(scimUsersPath).wantStatus(200)
}

func TestFaultsOfSCIMAndTokens(t *testing.T) {
	server := newSCIMTenant(t)
	server.Inject("issueToken", 1, gainsighttest.Refuse(500, "GU_1101"))
	server.Inject("issueToken", 2, gainsighttest.BadGateway())
	send(t, server.Server, "POST", tokenPath, "", asClient(server.Server)).wantFailure(500, "GU_1101", "")
	send(t, server.Server, "POST", tokenPath, "", asClient(server.Server)).wantStatus(502)

	server.Inject("scimGetUser", 0, gainsighttest.Refuse(429, ""))
	server.Inject("scimGetUser", 1, gainsighttest.Refuse(409, "uniqueness"))
	server.Inject("scimGetUser", 2, gainsighttest.Refuse(500, "GU_1101"))
	path := scimUsersPath + "/" + server.alex
	server.get(path).wantSCIM(429, "", "Refused by an injected fault")
	server.get(path).wantSCIM(409, "uniqueness", "Refused by an injected fault")
	server.get(path).wantFailure(500, "GU_1101", "Oops")

	for i, fault := range []gainsighttest.Fault{gainsighttest.CutOff(), gainsighttest.GzipBomb()} { // there is no body to break
		id := server.AddUser("A User", "")
		server.Inject("scimDeleteUser", i, fault)
		if a := server.call("DELETE", scimUsersPath+"/"+id, ""); a.status != 204 || a.body != "" {
			t.Errorf("%s: got %d %q", fault, a.status, a.body)
		}
	}
}

// Over the transport, a tenant is where the caller thinks that it is.
func TestSCIMLocationOverTransport(t *testing.T) {
	server := newSCIMTenant(t)
	for _, scheme := range []string{"http", "https"} {
		r := request(t, server.Tenant, "GET", scimUsersPath+"/"+server.alex, nil)
		withToken(server.token)(r)
		r.Host = ""
		r.URL.Scheme, r.URL.Host = scheme, "acme.example"
		response, err := server.Transport().RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		var user gsapi.ScimUser
		if err := json.NewDecoder(response.Body).Decode(&user); err != nil {
			t.Fatal(err)
		}
		if got, want := user.Meta.Location, wire.Set(scheme+"://acme.example"+scimUsersPath+"/"+server.alex); got != want {
			t.Errorf("got %s, want %s", got.JSON(), want.JSON())
		}
	}
}
