package gainsight_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// newUser is a user with all that a new internal one needs.
func newUser(name string) gainsight.User {
	email := strings.ToLower(name) + "@example.com"
	return gainsight.User{Email: gainsight.Set(email), SFDCUserName: gainsight.Set(email), Name: gainsight.Set(name + " Example")}
}

func newUsers(n int) []gainsight.User {
	users := make([]gainsight.User, n)
	for i := range users {
		users[i] = newUser(fmt.Sprint("user", i))
	}
	return users
}

// withGsids are users of whom an update needs to know no more.
func withGsids(gsids ...string) []gainsight.User {
	users := make([]gainsight.User, len(gsids))
	for i, gsid := range gsids {
		users[i] = gainsight.User{Gsid: gainsight.Set(gsid), Title: gainsight.Set("CSM")}
	}
	return users
}

// listedUser has every member, as a list may return it.
func listedUser(t *testing.T) gainsight.User {
	t.Helper()
	var user gainsight.User
	if err := json.Unmarshal([]byte(`{"Gsid":"1P01A","Name":"Alex Example","FirstName":"Alex","LastName":"Example","Email":"alex@example.com",
		"SFDCUserName":"alex@example.com","SfdcUserId":"005A","IsActiveUser":true,"IsSuperAdmin":true,"Manager":"1P01B","CompanyID":"1P02",
		"LicenseType":"Full","GainsightLicenseEnabled":"true","SystemType":"Internal","Timezone":"UTC","Locale":"en_US","Title":"CSM",
		"CreatedDate":"2024-01-01T00:00:00Z","ModifiedDate":1704067200000,"permissionBundles":["A"],"Big__gc":12345678901234567890}`), &user); err != nil {
		t.Fatal(err)
	}
	return user
}

// What goes over the wire to a handler that knows nothing of this package, and what is made of the reply.
func TestUsersOnTheWire(t *testing.T) {
	listed := listedUser(t)
	yes, no := gainsight.Set(true), gainsight.Set(false)
	lookups := gainsight.Lookups{"Manager": {Fields: map[string]string{"Boss": "Email"}, LookupField: "Gsid", ObjectName: "GsUser"}}
	const (
		lookupsJSON = `"lookups":{"Manager":{"fields":{"Boss":"Email"},"lookupField":"Gsid","objectName":"GsUser"}}`
		selected    = `"select":["Gsid","Name","FirstName","LastName","Email","SFDCUserName","SfdcUserId","IsActiveUser","IsSuperAdmin","Manager",` +
			`"CompanyID","LicenseType","GainsightLicenseEnabled","SystemType","Timezone","Locale","Title","CreatedDate","ModifiedDate"]`
		rest = `"Email":"alex@example.com","FirstName":"Alex","GainsightLicenseEnabled":"true",%s"IsActiveUser":true,"LastName":"Example","LicenseType":"Full",` +
			`"Locale":"en_US","Manager":"1P01B","Name":"Alex Example","SFDCUserName":"alex@example.com","SfdcUserId":"005A","SystemType":"Internal","Timezone":"UTC","Title":"CSM",` +
			`"permissionBundles":["A"],"Big__gc":12345678901234567890}`
		bare    = `{"Email":"kim@example.com","Name":"Kim Example","SFDCUserName":"kim@example.com"}`
		written = `{"success":{"records":[{"SFDCUserName":"alex@example.com"}]},"errors":[{"SFDCUserName":"kim@example.com","errorCode":"GU_2401","errorMessage":"No."}]}`
		byGsid  = `{"success":["1P01A"],"errors":[{"Gsid":"1P01C","errorCode":"GU_2402","errorMessage":"No."}]}`
		found   = `{"page":0,"size":1,"limit":25,"records":[{"Gsid":"1P01A","Email":"Alex@Example.com","IsActiveUser":"true","Tier__gc":"gold"}]}`
	)
	create := func(options gainsight.UserCreateOptions, users ...gainsight.User) func(*gainsight.Client) (string, error) {
		return func(client *gainsight.Client) (string, error) {
			result, err := client.Users.Create(t.Context(), users, options)
			return statuses(result), err
		}
	}
	update := func(options gainsight.UserUpdateOptions, users ...gainsight.User) func(*gainsight.Client) (string, error) {
		return func(client *gainsight.Client) (string, error) {
			result, err := client.Users.Update(t.Context(), users, options)
			return statuses(result), err
		}
	}
	read := func(user gainsight.User, err error) (string, error) {
		return fmt.Sprint(user.Gsid, " ", user.Email, " ", user.IsActiveUser.Or(false), " ", string(user.AdditionalProperties["Tier__gc"])), err
	}
	const alex = `1P01A Alex@Example.com true "gold"`
	for name, test := range map[string]struct {
		call                func(*gainsight.Client) (string, error)
		reply               string
		method, query, body string
		want                string
	}{
		"POST create": {create(gainsight.UserCreateOptions{}, listed, newUser("Kim")), written, "POST", "",
			`{"records":[{"CompanyID":"1P02",` + fmt.Sprintf(rest, "") + `,` + bare + `]}`, "succeeded, rejected"},
		"POST create, notify and lookups": {create(gainsight.UserCreateOptions{Notify: yes, Lookups: lookups}, newUser("Kim")), "null", "POST", "notify=true",
			`{"records":[` + bare + `],` + lookupsJSON + `}`, "succeeded"},
		"POST create, no notice": {create(gainsight.UserCreateOptions{Notify: no, Lookups: gainsight.Lookups{}}, newUser("Kim")), "1", "POST", "notify=false",
			`{"records":[` + bare + `]}`, "succeeded"},
		"PUT update": {update(gainsight.UserUpdateOptions{PermissionBundles: gainsight.OverwriteBundles}, listed, gainsight.User{Gsid: gainsight.Set("1P01C"), Title: gainsight.Null[string](), PermissionBundles: gainsight.Set([]string{})}), byGsid, "PUT", "key=Gsid",
			`{"records":[{"CompanyID":"1P02",` + fmt.Sprintf(rest, `"Gsid":"1P01A",`) + `,{"Gsid":"1P01C","Title":null,"permissionBundles":[]}],"permissionBundleAction":"overwrite"}`, "succeeded, rejected"},
		"PUT update by user name": {update(gainsight.UserUpdateOptions{Key: gainsight.UserKeySFDCUserName, PermissionBundles: gainsight.AppendBundles}, listed, newUser("Kim")), written, "PUT", "key=SFDCUserName",
			`{"records":[{"CompanyID":"1P02",` + fmt.Sprintf(rest, "") + `,` + bare + `],"permissionBundleAction":"append"}`, "succeeded, rejected"},
		"PUT update by Salesforce id": {update(gainsight.UserUpdateOptions{Key: gainsight.UserKeySfdcUserID, PermissionBundles: gainsight.OverwriteBundles, Lookups: lookups}, gainsight.User{SfdcUserID: gainsight.Set("005A")}), `{"success":1,"errors":[]}`, "PUT", "key=SfdcUserId",
			`{"records":[{"SfdcUserId":"005A"}],` + lookupsJSON + `,"permissionBundleAction":"overwrite"}`, "succeeded"},
		"PUT status true": {func(client *gainsight.Client) (string, error) {
			result, err := client.Users.Activate(t.Context(), []string{"1P01A", "1P01C"})
			return statuses(result), err
		}, byGsid, "PUT", "status=true", `["1P01A","1P01C"]`, "succeeded, rejected"},
		"PUT status false": {func(client *gainsight.Client) (string, error) {
			result, err := client.Users.Deactivate(t.Context(), []string{"1P01A", "1P01C"})
			return statuses(result), err
		}, byGsid, "PUT", "status=false", `["1P01A","1P01C"]`, "succeeded, rejected"},
		"POST list": {func(client *gainsight.Client) (string, error) {
			for user, err := range client.Users.List(t.Context(), gainsight.UserListOptions{Where: gainsight.Eq("IsActiveUser", true), OrderBy: gainsight.OrderBy{{Field: "ModifiedDate", Direction: "desc"}}, PageSize: 50, Select: []string{"Email"}}) {
				return read(user, err)
			}
			return "", errors.New("nobody")
		}, found, "POST", "", `{"limit":50,"orderBy":{"ModifiedDate":"desc"},"page":0,"select":["Email","Gsid"],"where":{"conditions":[{"alias":"a","name":"IsActiveUser","operator":"EQ","value":[true]}],"expression":"a"}}`, alex},
		"POST list, get": {func(client *gainsight.Client) (string, error) { return read(client.Users.Get(t.Context(), "1P01A")) }, found, "POST", "",
			`{"limit":25,"orderBy":{"Gsid":"asc"},"page":0,` + selected + `,"where":{"conditions":[{"alias":"a","name":"Gsid","operator":"EQ","value":["1P01A"]}],"expression":"a"}}`, alex},
		"POST list, find": {func(client *gainsight.Client) (string, error) {
			return read(client.Users.FindByEmail(t.Context(), "ALEX@example.com"))
		}, found, "POST", "",
			`{"limit":25,"orderBy":{"Gsid":"asc"},"page":0,` + selected + `,"where":{"conditions":[{"alias":"a","name":"Email","operator":"IN","value":["ALEX@example.com","alex@example.com"]}],"expression":"a"}}`, alex},
	} {
		t.Run(name, func(t *testing.T) {
			path := "/v1/users/services"
			if words := strings.Fields(strings.ReplaceAll(name, ",", "")); words[1] == "status" || words[1] == "list" {
				path += "/" + words[1]
			}
			calls := 0
			server := newHandlerServer(t, func(w http.ResponseWriter, r *http.Request) {
				calls++
				body, _ := io.ReadAll(r.Body)
				if r.Method != test.method || r.URL.Path != path || r.URL.RawQuery != test.query || string(body) != test.body {
					t.Errorf("got  %s %s?%s %s\nwant %s %s?%s %s", r.Method, r.URL.Path, r.URL.RawQuery, body, test.method, path, test.query, test.body)
				}
				if r.Header.Get("accesskey") != testKey || r.Header.Get("Content-Type") != "application/json" {
					t.Errorf("headers %v", r.Header)
				}
				fmt.Fprintf(w, `{"result":true,"requestId":"r-1","data":%s}`, test.reply)
			})
			got, err := test.call(newClient(t, server, gainsight.WithLoopbackHTTP()))
			if got != test.want || err != nil || calls != 1 {
				t.Errorf("got %s in %d calls, %v", got, calls, err)
			}
		})
	}
}

func TestUserFaultsSendNothing(t *testing.T) {
	s, client := newScripted(t, ok(`{"result":true}`))
	external := gainsight.User{CompanyID: gainsight.Set("1P02")}
	namedTwice := gainsight.User{Email: gainsight.Set("lee@example.com"), SFDCUserName: gainsight.Set("LEE"), FirstName: gainsight.Set("Lee"), LastName: gainsight.Set("Example")}
	half := namedTwice
	half.SFDCUserName, half.LastName = gainsight.Set("half"), gainsight.Null[string]()
	bad := newUser("bad")
	bad.Title = gainsight.Set("a\xffb")
	upper := newUser("KIM")
	upper.SFDCUserName = gainsight.Set("KIM@EXAMPLE.COM")
	blank := newUser("blank")
	blank.Email = gainsight.Set("a b@example.com")
	users := []gainsight.User{newUser("kim"), {}, external, external, namedTwice, namedTwice, half, bad, upper, blank, {CompanyID: gainsight.Set("")}}
	_, err := client.Users.Create(t.Context(), users, gainsight.UserCreateOptions{})
	checkFaults(t, err, map[int]int{1: 3, 5: 1, 6: 1, 7: 1, 8: 1, 9: 1, 10: 3})
	for _, want := range []string{"an Email such as", "an SFDCUserName; an external one needs a CompanyID", "a Name, or FirstName and LastName", "the same key as row 4"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in %v", want, err)
		}
	}
	_, err = client.Users.Create(t.Context(), users[:2], gainsight.UserCreateOptions{Lookups: gainsight.Lookups{}})
	checkFaults(t, err, map[int]int{1: 3})

	gsids := append(withGsids("1P01", "1P01", "a/b"), gainsight.User{}, bad)
	_, err = client.Users.Update(t.Context(), gsids, gainsight.UserUpdateOptions{})
	checkFaults(t, err, map[int]int{1: 1, 2: 1, 3: 1, 4: 2})
	_, err = client.Users.Update(t.Context(), []gainsight.User{newUser("kim"), upper, {SFDCUserName: gainsight.Null[string]()}}, gainsight.UserUpdateOptions{Key: gainsight.UserKeySFDCUserName})
	checkFaults(t, err, map[int]int{1: 1, 2: 1})
	ids := []gainsight.User{{SfdcUserID: gainsight.Set("005A")}, {SfdcUserID: gainsight.Set("005a")}, newUser("kim"), {SfdcUserID: gainsight.Set("005A")}}
	_, err = client.Users.Update(t.Context(), ids, gainsight.UserUpdateOptions{Key: gainsight.UserKeySfdcUserID})
	checkFaults(t, err, map[int]int{2: 1, 3: 1})
	_, err = client.Users.Activate(t.Context(), []string{"1P01", "", "1P01"})
	checkFaults(t, err, map[int]int{1: 1, 2: 1})
	for _, email := range []string{"", "alex", "@example.com", "alex@", "a b@example.com", "alex@example.com\n"} {
		_, err = client.Users.FindByEmail(t.Context(), email)
		checkFaults(t, err, map[int]int{0: 1})
	}
	_, err = client.Users.Get(t.Context(), "a/b")
	checkFaults(t, err, map[int]int{0: 1})
	bundled := withGsids("1P01")
	bundled[0].PermissionBundles = gainsight.Set([]string{})
	_, err = client.Users.Update(t.Context(), bundled, gainsight.UserUpdateOptions{})
	checkFaults(t, err, map[int]int{0: 1})
	for _, options := range []gainsight.UserUpdateOptions{{Key: "Email"}, {PermissionBundles: "replace"}} {
		if result, err := client.Users.Update(t.Context(), withGsids("1P01"), options); !errors.Is(err, gainsight.ErrInvalid) || result != nil {
			t.Errorf("got %v, %v", result, err)
		}
		if _, err := drain(client.Users.UpdateSeq(t.Context(), gainsight.Rows(withGsids("1P01")), options)); !errors.Is(err, gainsight.ErrInvalid) {
			t.Errorf("got %v", err)
		}
	}
	for _, where := range []*gainsight.Where{gainsight.Not(gainsight.Compare("Email", "SOUNDS_LIKE", "x"))} {
		for _, err := range client.Users.List(t.Context(), gainsight.UserListOptions{Where: where}) {
			if !errors.Is(err, gainsight.ErrInvalid) {
				t.Errorf("got %v", err)
			}
		}
	}
	if len(s.requests) != 0 {
		t.Errorf("%d requests were sent", len(s.requests))
	}
}

// Users found by lookups are the tenant's to check.
func TestCreateWithLookupsLeavesTheCheckToTheTenant(t *testing.T) {
	_, client := newScripted(t, ok(`{"result":true,"data":2}`))
	lookups := gainsight.Lookups{"CompanyID": {Fields: map[string]string{"Firm": "Name"}, LookupField: "Gsid", ObjectName: "Company"}}
	result, err := client.Users.Create(t.Context(), make([]gainsight.User, 2), gainsight.UserCreateOptions{Lookups: lookups})
	if err != nil || statuses(result) != "succeeded, succeeded" {
		t.Errorf("got %v, %v", result, err)
	}
}

func TestUserBatches(t *testing.T) {
	for _, n := range []int{0, 1, 50, 51, 120} {
		tenant, client := newTenant(t)
		created, err := client.Users.Create(t.Context(), newUsers(n), gainsight.UserCreateOptions{})
		calls := (n + 49) / 50
		if err != nil || created.Count(gainsight.Succeeded) != n || created.Calls != calls || len(tenant.Users()) != n {
			t.Fatalf("%d users: created %s in %d calls, %v", n, statuses(created), created.Calls, err)
		}
		var gsids []string
		var changes []gainsight.User
		for user, err := range client.Users.List(t.Context(), gainsight.UserListOptions{}) {
			if err != nil {
				t.Fatal(err)
			}
			gsids = append(gsids, user.Gsid.String())
			user.Title = gainsight.Set("CSM") // list, change, hand back
			changes = append(changes, user)
		}
		updated, err := client.Users.Update(t.Context(), changes, gainsight.UserUpdateOptions{})
		if err != nil || updated.Count(gainsight.Succeeded) != n || updated.Calls != calls {
			t.Errorf("%d users: updated %s in %d calls, %v", n, statuses(updated), updated.Calls, err)
		}
		deactivated, err := client.Users.Deactivate(t.Context(), gsids)
		if err != nil || deactivated.Count(gainsight.Succeeded) != n || deactivated.Calls != calls {
			t.Errorf("%d users: deactivated %s in %d calls, %v", n, statuses(deactivated), deactivated.Calls, err)
		}
		for _, user := range tenant.Users() {
			if user.Title.String() != "CSM" || user.IsActiveUser.Or(true) {
				t.Errorf("got %v", user)
			}
		}
		if n > 0 {
			if _, err := client.Users.Activate(t.Context(), gsids[:1]); err != nil || !tenant.Users()[0].IsActiveUser.Or(false) {
				t.Errorf("got %v, %v", tenant.Users()[0], err)
			}
		}
		if len(gsids) != n || len(tenant.Violations()) > 0 {
			t.Errorf("%d users, violations: %v", len(gsids), tenant.Violations())
		}
	}
}

func TestUserStreams(t *testing.T) {
	tenant, client := newTenant(t)
	created, err := drain(client.Users.CreateSeq(t.Context(), gainsight.Rows(append(newUsers(60), gainsight.User{})), gainsight.UserCreateOptions{}))
	if err != nil || created.Count(gainsight.Succeeded) != 60 || created.Outcomes[60].Status != gainsight.Rejected || len(tenant.Users()) != 60 {
		t.Fatalf("got %v, %v", statuses(&created), err)
	}
	users := newUsers(60)
	for i := range users {
		users[i].Title = gainsight.Set("CSM")
	}
	updated, err := drain(client.Users.UpdateSeq(t.Context(), gainsight.Rows(users), gainsight.UserUpdateOptions{Key: gainsight.UserKeySFDCUserName}))
	if err != nil || updated.Count(gainsight.Succeeded) != 60 || len(tenant.Users()) != 60 || tenant.Users()[59].Title.String() != "CSM" {
		t.Errorf("got %v, %v", statuses(&updated), err)
	}
	if calls := len(tenant.Calls()); calls != 4 {
		t.Errorf("%d calls", calls)
	}
}

// A creation that may have arrived is in doubt, is not left over, and is sent once. An update is sent once more.
func TestCreationInDoubt(t *testing.T) {
	for name, reply := range map[string]scripted{
		"reset":       {err: errors.New("connection reset")},
		"bad gateway": {status: 502, body: "<html>"},
		"cut off":     ok(`{"result":true,"da`),
		"error":       {status: 500, body: `{"result":false,"errorCode":"GU_1101"}`},
	} {
		t.Run(name, func(t *testing.T) {
			s, client := newScripted(t, reply)
			users := newUsers(60)
			result, err := client.Users.Create(t.Context(), users, gainsight.UserCreateOptions{})
			if err == nil || len(s.requests) != 1 || len(result.Doubted()) != 50 || !slices.Equal(emailsOf(result.Leftovers()), emailsOf(users[50:])) {
				t.Errorf("%d requests, %s, %v", len(s.requests), statuses(result), err)
			}
			s.requests = nil
			stream, err := drain(client.Users.CreateSeq(t.Context(), gainsight.Rows(users), gainsight.UserCreateOptions{}))
			if err == nil || len(s.requests) != 1 || stream.Count(gainsight.InDoubt) != 50 || stream.Count(gainsight.NotSent) != 10 {
				t.Errorf("%d requests, %s, %v", len(s.requests), statuses(&stream), err)
			}
			s.requests = nil
			updated, err := client.Users.Update(t.Context(), withGsids("1P01"), gainsight.UserUpdateOptions{})
			if err == nil || len(s.requests) != 2 || updated.Calls != 2 || len(updated.Leftovers()) != 1 {
				t.Errorf("an update: %d requests, %s, %v", len(s.requests), statuses(updated), err)
			}
		})
	}
}

func emailsOf(users []gainsight.User) (emails []string) {
	for _, user := range users {
		emails = append(emails, user.Email.String())
	}
	return emails
}

// In a stream, a user behind one that is in doubt and has its name is not created either.
func TestStreamDoesNotCreateAgainWhatIsInDoubt(t *testing.T) {
	s, client := newScripted(t, scripted{status: 400, body: `{"result":false,"errorCode":"GU_2401"}`})
	users := append(newUsers(50), newUsers(1)...)
	result, err := drain(client.Users.CreateSeq(t.Context(), gainsight.Rows(users), gainsight.UserCreateOptions{}))
	last := result.Outcomes[50]
	if err == nil || len(s.requests) != 1 || last.Status != gainsight.NotSent || !strings.Contains(last.Err.Error(), "give it to Ensure") {
		t.Errorf("%d requests, %v, %v", len(s.requests), last, err)
	}
}

// E-mail addresses and names are values of a record: no log has them.
func TestLogOfUsers(t *testing.T) {
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s := &script{replies: []scripted{
		ok(`{"result":true,"data":{"records":[{"Gsid":"1P01A","Email":"kim@example.com"},{"Gsid":"1P01B","Email":"kim@example.com"}]}}`),
		{status: 400, body: `{"result":false,"errorCode":"GU_2411","errorDesc":"kim@example.com is there"}`},
		ok(`{"result":true,"data":{"errors":[{"errorMessage":"kim@example.com is unknown"}]}}`),
		{err: errors.New("reset for kim@example.com")},
		ok(`{"result":true,"data":{"records":[]}}`),
		{status: 500, body: "<html>kim@example.com</html>"},
		ok(`{"result":true,"data":{"records":[]}}`),
	}}
	client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: s}), gainsight.WithLogger(logger))
	var errs []error
	_, err := client.Users.FindByEmail(t.Context(), "kim@example.com")
	errs = append(errs, err)
	for range 3 {
		result, err := client.Users.Create(t.Context(), newUsers(1), gainsight.UserCreateOptions{})
		errs = append(errs, err, result.Err())
	}
	_, err = client.Users.Ensure(t.Context(), newUser("kim"), gainsight.UserEnsureOptions{})
	for _, err := range append(errs, err) {
		logger.Error("it failed", "error", err)
	}
	for _, want := range []string{"operation=listUserRecords", "operation=createUsers", "GU_2411", "in doubt"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("%q is missing in\n%s", want, &log)
		}
	}
	if strings.Contains(log.String(), "kim") || strings.Contains(log.String(), "@example.com") || len(s.requests) != 7 {
		t.Errorf("after %d requests, an address is in\n%s", len(s.requests), &log)
	}
}
