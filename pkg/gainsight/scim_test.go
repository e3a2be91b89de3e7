package gainsight_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

func newScriptedSCIM(t *testing.T, replies ...scripted) (*script, *gainsight.Client) {
	t.Helper()
	s := &script{replies: replies}
	return s, newSCIM(t, s, gainsight.WithoutRetry()) // see newScripted
}

// What is got, changed and put back keeps every member that was not changed, exactly as it came.
func TestSCIMGetChangeReplace(t *testing.T) {
	const before = `{"schemas":["URN:ietf:params:scim:schemas:core:2.0:user","urn:example:other"],"id":"1","externalId":null,"userName":"alex@example.com","active":"true",` +
		`"name":{"givenName":"Alex","honorificPrefix":"Dr."},"emails":[{"value":"alex@example.com","type":"work","verified":1.0}],"roles":[{"value":"CSM"}],` +
		`"urn:ietf:params:scim:schemas:extension:gainsight:2.0:User":{"LicenseType":"Full","Tier__gc":1.50,"Note__gc":null,"Big__gc":12345678901234567890},` +
		`"urn:example:other":{"a":[1e2,{"b":"\u00e4"}]},"nickName":"","meta":{"version":"W/\"1\"","location":"/x"}}`
	s, client := newScriptedSCIM(t, ok(before), ok(before))
	user, err := client.SCIM.Users.Get(t.Context(), "1", gainsight.SCIMAttributes{})
	if err != nil {
		t.Fatal(err)
	}
	user.Title = gainsight.Set("CSM")
	user.Enterprise = &scim.EnterpriseUser{Manager: &scim.Manager{Value: gainsight.Set("2")}}
	if err := user.Gainsight.SetCustom("Tier__gc", "gold"); err != nil {
		t.Fatal(err)
	}
	roomy := append(make([]string, 0, 8), user.Schemas...)
	user.Schemas = roomy
	if _, err := client.SCIM.Users.Replace(t.Context(), "1", user); err != nil {
		t.Fatal(err)
	}
	want := strings.NewReplacer(`"id":"1",`, "", `,"meta":{"version":"W/\"1\"","location":"/x"}`, `,"title":"CSM","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"2"}}`,
		`1.50`, `"gold"`, `"urn:example:other"],`, `"urn:example:other","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","urn:ietf:params:scim:schemas:extension:gainsight:2.0:User"],`).Replace(before)
	if got := s.requests[1].body; printed(t, got) != printed(t, want) {
		t.Errorf("got\n%s\nwant\n%s", printed(t, got), printed(t, want))
	}
	if user.ID.Or("") != "1" || user.Meta == nil || len(user.Schemas) != 2 || roomy[:3][2] != "" {
		t.Errorf("the caller's user was changed: %v, %v, %v", user.ID, user.Meta, user.Schemas)
	}
}

// A reply that is about the resource is returned, and any other is an error that says what is wrong with it.
func TestSCIMReplies(t *testing.T) {
	const scimError = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],`
	for name, test := range map[string]struct {
		reply  scripted
		get    string // what the error says; if it is empty, the user is returned
		class  error
		isDone bool // what Replace and Patch make of it: done, with nothing to return but the id
	}{
		"the user":            {ok(`{"id":"1","userName":"alex"}`), "", nil, false},
		"created anew":        {scripted{status: 201, body: `{"id":"1"}`}, "", nil, false},
		"another user":        {ok(`{"id":"2"}`), "the reply is about another id", gainsight.ErrServer, false},
		"no id":               {ok(`{"userName":"alex"}`), "it has no id", gainsight.ErrServer, false},
		"an empty id":         {ok(`{"id":""}`), "it has no id", gainsight.ErrServer, false},
		"an id that is null":  {ok(`{"id":null}`), "it has no id", gainsight.ErrServer, false},
		"an empty object":     {ok(`{}`), "it has no id", gainsight.ErrServer, false},
		"a number for an id":  {ok(`{"id":1}`), `member "id": want a string, found a number`, gainsight.ErrServer, false},
		"null":                {ok(`null`), "want an object, found null", gainsight.ErrServer, false},
		"no body":             {scripted{status: 204}, "the reply has no body", gainsight.ErrServer, true},
		"an empty body":       {ok(" \n"), "the reply has no body", gainsight.ErrServer, true},
		"a page":              {ok(`<html>Log in</html>`), `is not valid JSON at byte 0: "<html>Log in</html>"`, gainsight.ErrServer, false},
		"a list":              {ok(`[{"id":"1"}]`), "cannot be read", gainsight.ErrServer, false},
		"a broken character":  {ok("{\"id\":\"1\",\"title\":\"\xff\"}"), "is not valid UTF-8", gainsight.ErrServer, false},
		"cut off":             {ok(`{"id":"1","title":`), "is not valid JSON at byte", gainsight.ErrServer, false},
		"another type":        {ok(`{"id":"1","emails":7}`), `into Go gsapi.ScimUser after offset 20: member "emails"`, gainsight.ErrServer, false},
		"a redirect":          {scripted{status: 302, header: http.Header{"Location": {"https://evil.example.com"}}}, "answered with a redirect", gainsight.ErrServer, false},
		"an error with 200":   {ok(scimError + `"status":"400","detail":"no"}`), "HTTP 200: no", gainsight.ErrInvalid, false},
		"a failure with 200":  {ok(`{"result":false,"errorCode":"GU_1101","errorDesc":"Oops","requestId":"r-1"}`), "HTTP 200 GU_1101: Oops (request r-1)", gainsight.ErrServer, false},
		"not found":           {scripted{status: 404, body: scimError + `"status":"404","detail":"nobody"}`}, "HTTP 404: nobody", gainsight.ErrNotFound, false},
		"the status a number": {scripted{status: 400, body: scimError + `"status":400,"scimType":"invalidValue","detail":"no"}`}, "HTTP 400 invalidValue: no", gainsight.ErrInvalid, false},
		"a conflict":          {scripted{status: 409, body: scimError + `"status":"409","scimType":"uniqueness","detail":"taken"}`}, "HTTP 409 uniqueness: taken", gainsight.ErrConflict, false},
		"a plain conflict":    {scripted{status: 409}, "HTTP 409: the reply is an error that cannot be read", gainsight.ErrConflict, false},
		"not unique, 400":     {scripted{status: 400, body: scimError + `"scimType":"uniqueness"}`}, "HTTP 400 uniqueness: the reply is an error", gainsight.ErrConflict, false},
		"forbidden":           {scripted{status: 403, body: scimError + `"status":"403","detail":"super admins only"}`}, "HTTP 403: super admins only", gainsight.ErrUnauthorized, false},
		"no schemas":          {scripted{status: 400, body: `{"detail":"no"}`}, "HTTP 400: no", gainsight.ErrInvalid, false},
		"schemas as a text":   {scripted{status: 500, body: `{"schemas":"urn:ietf:params:scim:api:messages:2.0:Error","detail":["no"]}`}, "HTTP 500: no", gainsight.ErrServer, false},
		"the gateway, 401":    {scripted{status: 401, body: `{"result":false,"errorCode":"GS_APIG_2401","errorDesc":"Unauthorized","requestId":"r-1"}`}, "HTTP 401 GS_APIG_2401: Unauthorized (request r-1)", gainsight.ErrUnauthorized, false},
		"the gateway, 429":    {scripted{status: 429, body: `{"result":false,"errorCode":"GS_APIG_2404"}`, header: http.Header{"X-Gs-Request-Id": {"r-2"}}}, "HTTP 429 GS_APIG_2404: the reply is an error (request r-2)", gainsight.ErrRateLimited, false},
		"a limit, cut off":    {scripted{status: 503, body: `{"errorCode":"GS_APIG_2404","resu`}, "HTTP 503 GS_APIG_2404", gainsight.ErrRateLimited, false},
		"an unknown route":    {scripted{status: 404, body: `{"result":false,"errorCode":"GS_APIG_1000"}`}, "GS_APIG_1000", gainsight.ErrNotFound, false},
		"a page with 502":     {scripted{status: 502, body: `<html>Bad gateway</html>`}, `HTTP 502: the reply is an error that cannot be read: "<html>Bad gateway</html>"`, gainsight.ErrServer, false},
		"too many":            {scripted{status: 413, body: `{}`}, "HTTP 413", gainsight.ErrTooLarge, false},
	} {
		t.Run(name, func(t *testing.T) {
			_, client := newScriptedSCIM(t, test.reply)
			got, err := client.SCIM.Users.Get(t.Context(), "1", gainsight.SCIMAttributes{})
			checkSCIMReply(t, "Get", got, err, test.get, test.class)
			replaced, err := client.SCIM.Users.Replace(t.Context(), "1", scim.User{UserName: gainsight.Set("alex")})
			patched, patchErr := client.SCIM.Users.Deactivate(t.Context(), "1")
			if test.isDone {
				if err != nil || patchErr != nil || replaced.ID.Or("") != "1" || !replaced.UserName.IsZero() || patched.ID.Or("") != "1" {
					t.Errorf("got %v, %v, %v, %v", replaced.ID, err, patched.ID, patchErr)
				}
			} else {
				checkSCIMReply(t, "Replace", replaced, err, test.get, test.class)
				checkSCIMReply(t, "Patch", patched, patchErr, test.get, test.class)
			}
			created, err := client.SCIM.Users.Create(t.Context(), scim.User{UserName: gainsight.Set("alex")})
			if name != "another user" { // any id is new
				checkSCIMReply(t, "Create", created, err, test.get, test.class)
			}
		})
	}
}

func checkSCIMReply(t *testing.T, call string, user scim.User, err error, want string, class error) {
	t.Helper()
	if want == "" {
		if err != nil || user.ID.Or("") != "1" {
			t.Errorf("%s: got %v, %v", call, user.ID, err)
		}
		return
	}
	failure := failureOf(t, err)
	if !strings.Contains(err.Error(), want) || !errors.Is(err, class) || !failure.Sent || failure.Attempts < 1 || !user.ID.IsZero() {
		t.Errorf("%s: got %v, %+v", call, user.ID, failure)
	}
}

// A deletion needs no body, and takes any that is no failure.
func TestSCIMDelete(t *testing.T) {
	for name, test := range map[string]struct {
		reply scripted
		want  error
	}{
		"no content":   {scripted{status: 204}, nil},
		"some content": {ok(`{"message":"deleted"}`), nil},
		"a failure":    {ok(`{"result":false}`), gainsight.ErrInvalid},
		"a page":       {ok("<html>"), gainsight.ErrServer},
		"nobody":       {scripted{status: 404}, gainsight.ErrNotFound},
	} {
		_, client := newScriptedSCIM(t, test.reply)
		if err := client.SCIM.Groups.Delete(t.Context(), "1"); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// An error is no longer than a log can bear, and what it quotes has no control characters.
func TestSCIMErrorsAreBounded(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	for _, reply := range []scripted{
		{status: 400, body: `{"scimType":"` + long + `\u001b","detail":"` + long + `","errorCode":"` + long + `"}`},
		{status: 400, body: long}, ok(long), {status: 500, header: http.Header{"X-Request-Id": {long}}},
	} {
		_, client := newScriptedSCIM(t, reply)
		_, err := client.SCIM.Users.Get(t.Context(), "1", gainsight.SCIMAttributes{})
		if err == nil || len(err.Error()) > 4_096 || strings.Contains(err.Error(), "\x1b") {
			t.Errorf("the error has %d bytes", len(err.Error()))
		}
	}
}

// The one that is sought is found, whoever else the tenant returns with it.
func TestSCIMFind(t *testing.T) {
	alex, kim := `{"id":"1","userName":"Alex","externalId":"X"}`, `{"id":"2","userName":"kim","externalId":"x"}`
	page := func(total, users string) scripted {
		return ok(`{"totalResults":` + total + `,"Resources":[` + users + `]}`)
	}
	for name, test := range map[string]struct {
		replies []scripted
		id      string
		class   error
		calls   int
	}{
		"one":                           {[]scripted{page("1", alex)}, "1", nil, 1},
		"nobody":                        {[]scripted{page("0", "")}, "", gainsight.ErrNotFound, 1},
		"nobody, without a list":        {[]scripted{ok(`{"totalResults":0}`)}, "", gainsight.ErrNotFound, 1},
		"two of the same name":          {[]scripted{page("2", alex+`,{"id":"3","userName":"alex","externalId":"X"}`)}, "", gainsight.ErrAmbiguous, 1},
		"a filter that does nothing":    {[]scripted{page("2", kim+","+alex)}, "1", nil, 2},
		"nor does the total say much":   {[]scripted{page("1", kim), page("1", alex), page("0", "")}, "1", nil, 3},
		"on the second page":            {[]scripted{page("2", kim), page("2", alex)}, "1", nil, 2},
		"a total that is what we asked": {[]scripted{page("100", alex), page("100", ""), page("99", "")}, "1", nil, 3},
		"no total":                      {[]scripted{ok(`{"Resources":[` + alex + `]}`), ok(`{"Resources":[]}`)}, "1", nil, 2},
		"somebody without a name":       {[]scripted{page("1", `{"id":"1"}`)}, "", gainsight.ErrServer, 1},
		"an error":                      {[]scripted{{status: 403, body: "{}"}}, "", gainsight.ErrUnauthorized, 1},
	} {
		t.Run(name, func(t *testing.T) {
			for how, find := range map[string]func(*gainsight.Client) (scim.User, error){
				"userName":   func(c *gainsight.Client) (scim.User, error) { return c.SCIM.Users.FindByUserName(t.Context(), "ALEX") },
				"externalId": func(c *gainsight.Client) (scim.User, error) { return c.SCIM.Users.FindByExternalID(t.Context(), "X") },
			} {
				s, client := newScriptedSCIM(t, test.replies...)
				user, err := find(client)
				if user.ID.Or("") != test.id || !errors.Is(err, test.class) || len(s.requests) != test.calls {
					t.Errorf("%s: got %v, %v in %d calls", how, user.ID, err, len(s.requests))
				}
				if filter := s.requests[0].URL.Query().Get("filter"); !strings.HasPrefix(filter, how+` eq "`) {
					t.Errorf("the filter is %s", filter)
				}
			}
		})
	}
}

// Groups are found in the same way.
func TestSCIMFindGroup(t *testing.T) {
	_, client := newScriptedSCIM(t, ok(`{"totalResults":1,"Resources":[{"id":"1","displayName":"Team","externalId":"x"}]}`))
	if group, err := client.SCIM.Groups.FindByExternalID(t.Context(), "x"); err != nil || group.ID.Or("") != "1" {
		t.Errorf("got %v, %v", group, err)
	}
	if _, err := client.SCIM.Groups.FindByExternalID(t.Context(), "X"); !errors.Is(err, gainsight.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

func TestServiceProviderConfigWithoutABody(t *testing.T) {
	_, client := newScriptedSCIM(t, scripted{status: 204})
	if _, err := client.SCIM.ServiceProviderConfig(t.Context()); !errors.Is(err, gainsight.ErrServer) || !strings.Contains(err.Error(), "the reply has no body") {
		t.Errorf("got %v", err)
	}
}

// Bad input is one clear error, and nothing is sent.
func TestSCIMRefusesBadInput(t *testing.T) {
	s, client := newScriptedSCIM(t, ok(`{"id":"1"}`))
	users, groups, ctx := client.SCIM.Users, client.SCIM.Groups, t.Context()
	one := func(_ any, err error) error { return err }
	for want, err := range map[string]error{
		"scimCreateUser: it has no userName":                          one(users.Create(ctx, scim.User{})),
		"scimUpdateUser: it has no userName":                          one(users.Replace(ctx, "1", scim.User{UserName: gainsight.Null[string]()})),
		"scimCreateGroup: it has no displayName":                      one(groups.Create(ctx, scim.Group{})),
		"scimUpdateGroup: it has no displayName":                      one(groups.Replace(ctx, "1", scim.Group{DisplayName: gainsight.Set("")})),
		"scimGetUser: the id is empty":                                one(users.Get(ctx, "", gainsight.SCIMAttributes{})),
		"scimUpdateUser: the id is empty":                             one(users.Replace(ctx, "", scim.User{})),
		"scimGetGroup: the id cannot stand in a path":                 one(groups.Get(ctx, "..", gainsight.SCIMAttributes{})),
		`scimGetUser: "a,b" is not the name of an attribute`:          one(users.Get(ctx, "1", gainsight.SCIMAttributes{Attributes: []string{"a,b"}})),
		`scimGetUser: "" is not the name of an attribute`:             one(users.Get(ctx, "1", gainsight.SCIMAttributes{ExcludedAttributes: []string{""}})),
		"scimPatchUser: the patch has no operation":                   one(users.Patch(ctx, "1", nil)),
		"scimPatchUser: operation 0 of the patch":                     one(users.Patch(ctx, "1", scim.NewPatch().Replace("a b", 1))),
		"scimPatchUser: the id is empty":                              one(users.Deactivate(ctx, "")),
		"scimPatchGroup: operation 0 of the patch (add): there is":    one(groups.AddMembers(ctx, "1")),
		"scimPatchGroup: operation 0 of the patch (remove): there":    one(groups.RemoveMembers(ctx, "1")),
		"scimPatchGroup: operation 0 of the patch (remove): at 1":     one(groups.RemoveMembers(ctx, "1", "a", "")),
		"scimDeleteGroup: the id is empty":                            groups.Delete(ctx, ""),
		"scimListUsers: the userName is empty":                        one(users.FindByUserName(ctx, "")),
		"scimListGroups: the displayName is empty":                    one(groups.FindByDisplayName(ctx, "")),
		"scimListGroups: the externalId is empty":                     one(groups.FindByExternalID(ctx, "")),
		"scimListUsers: the value for \"userName\" cannot be written": one(users.FindByUserName(ctx, "\xff")),
	} {
		if !errors.Is(err, gainsight.ErrInvalid) || !strings.HasPrefix(err.Error(), "gainsight: "+want) || !strings.Contains(err.Error(), "; nothing was sent") {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	broken := scim.User{UserName: gainsight.Set("a"), Title: gainsight.Set("\xff")}
	if failure := failureOf(t, one(users.Create(ctx, broken))); failure.Sent || failure.Attempts != 0 {
		t.Errorf("got %+v", failure)
	}
	if len(s.requests) > 0 {
		t.Errorf("%d requests were sent", len(s.requests))
	}
}

// The base path can be set, for all operations of SCIM and no others.
func TestWithSCIMBasePath(t *testing.T) {
	s := &script{replies: []scripted{ok(`{"id":"a/b","result":true,"patch":{}}`)}}
	client := newSCIM(t, s, gainsight.WithSCIMBasePath("/v1/scim/v2/"), gainsight.WithAccessKey(testKey))
	if _, err := client.SCIM.Users.Get(t.Context(), "a/b", gainsight.SCIMAttributes{}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.SCIM.ServiceProviderConfig(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := client.CompanyTeam.Delete(t.Context(), "1P01"); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"/v1/scim/v2/Users/a%2Fb", "/v1/scim/v2/ServiceProviderConfig", "/v1/teams/services/companyTeam/1P01"} {
		if got := s.requests[i].URL.String(); got != "https://tenant.example.com"+want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// Whatever a tenant answers, the error can be printed, and what is returned has the id that was asked for.
func FuzzSCIMReply(f *testing.F) {
	f.Add(200, []byte(`{"id":"1","userName":"alex","emails":[{"value":"a"}],"meta":{"created":"2026-01-01T00:00:00Z"}}`))
	f.Add(409, []byte(`{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"409","scimType":"uniqueness"}`))
	f.Add(200, []byte(`{"totalResults":"2","Resources":[{"id":"1"},{"id":"2"}]}`))
	f.Add(401, []byte(`{"result":false,"errorCode":"GS_APIG_2401"}`))
	f.Add(204, []byte(nil))
	f.Add(502, []byte("<html>\x00</html>"))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		_, client := newScriptedSCIM(t, scripted{status: status, body: string(body)})
		user, err := client.SCIM.Users.Get(t.Context(), "1", gainsight.SCIMAttributes{})
		if (err == nil) != (user.ID.Or("") == "1") {
			t.Fatalf("got %v, %v", user.ID, err)
		}
		checkPrintable(t, err)
		_, err = client.SCIM.Groups.AddMembers(t.Context(), "1", "2")
		checkPrintable(t, err)
		listed := 0
		for _, err := range client.SCIM.Groups.List(t.Context(), gainsight.SCIMListOptions{}) {
			if listed++; listed > len(body)+1 {
				t.Fatalf("%d groups from %d bytes", listed, len(body))
			}
			checkPrintable(t, err)
		}
	})
}

// A token endpoint can answer anything, too: the call gets a token or an error, and what could be a token is not quoted.
func FuzzTokenReply(f *testing.F) {
	f.Add(200, []byte(`{"access_token":"token","token_type":"Bearer","expires_in":86400}`))
	f.Add(400, []byte(`{"error":"invalid_client","error_description":"no"}`))
	f.Add(200, []byte(`{"result":false,"errorCode":"GS_APIG_2402"}`))
	f.Add(503, []byte("<html>\x1b"))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		sent := false
		client := newClientWithout(t, gainsight.WithM2M("client", "the-client-secret"), gainsight.WithHTTPClient(&http.Client{Transport: roundTripFunc(func(r *http.Request) (*http.Response, error) {
			if strings.HasSuffix(r.URL.Path, "/users/m2m/oauth/token") {
				return scripted{status: status, body: string(body)}.to(r), nil
			}
			sent = true
			return ok(`{"id":"1"}`).to(r), nil
		})}), gainsight.WithoutRetry()) // one attempt says all, at once
		err := get(t.Context(), client)
		if sent != (err == nil) {
			t.Fatalf("sent: %v, %v", sent, err)
		}
		if failure := (*gainsight.Error)(nil); errors.As(err, &failure) && failure.Excerpt != "" {
			t.Fatalf("quoted: %v", err)
		}
		checkPrintable(t, err)
	})
}

func checkPrintable(t *testing.T, err error) {
	t.Helper()
	if err != nil && (strings.ContainsAny(err.Error(), "\x00\x1b\r\n") || len(err.Error()) > 4_096) {
		t.Fatalf("an error of %d bytes: %.200q", len(err.Error()), err)
	}
}
