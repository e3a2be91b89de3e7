package gainsight_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

func userFrom(t *testing.T, text string) gainsight.User {
	t.Helper()
	var user gainsight.User
	if err := json.Unmarshal([]byte(text), &user); err != nil {
		t.Fatal(err)
	}
	return user
}

// operations returns the operations that a tenant was called for.
func operations(tenant *gainsighttest.Tenant) string {
	var ids []string
	for _, call := range tenant.Calls() {
		ids = append(ids, call.Operation)
	}
	return strings.Join(ids, " ")
}

// What Ensure does costs as few calls as can be, and is done once.
func TestEnsure(t *testing.T) {
	const alex = `"Email":"alex@example.com","SFDCUserName":"alex@example.com","Name":"Alex Example"`
	for name, test := range map[string]struct {
		there, wanted string
		options       gainsight.UserEnsureOptions
		calls         string
		changed       string
		again         string // the calls of a second Ensure
		want          string // members that the user has in the end
	}{
		"a new user":         {"", `{` + alex + `,"Title":"CSM","Tier__gc":{"a":[1]}}`, gainsight.UserEnsureOptions{}, "list create list", "", "list", `{"Title":"CSM","Tier__gc":{"a":[1]},"IsActiveUser":true}`},
		"a new one, active":  {"", `{` + alex + `,"IsActiveUser":true}`, gainsight.UserEnsureOptions{}, "list create list", "", "list", `{"IsActiveUser":true}`},
		"new, not active":    {"", `{` + alex + `,"IsActiveUser":false}`, gainsight.UserEnsureOptions{}, "list create list status", "IsActiveUser", "list", `{"IsActiveUser":false}`},
		"new, with bundles":  {"", `{` + alex + `,"permissionBundles":["A"]}`, gainsight.UserEnsureOptions{PermissionBundles: gainsight.AppendBundles}, "list create list", "", "list update", `{"permissionBundles":["A"]}`},
		"as it should be":    {`{` + alex + `}`, `{` + alex + `}`, gainsight.UserEnsureOptions{}, "list", "", "list", `{}`},
		"only an address":    {`{` + alex + `}`, `{"Email":"ALEX@example.com"}`, gainsight.UserEnsureOptions{}, "list", "", "list", `{"Email":"alex@example.com"}`},
		"one member differs": {`{` + alex + `,"Title":"CSM","Locale":"en_US"}`, `{` + alex + `,"Title":"VP"}`, gainsight.UserEnsureOptions{}, "list update", "Title", "list", `{"Title":"VP","Locale":"en_US"}`},
		"members differ":     {`{` + alex + `}`, `{"Email":"alex@example.com","Title":"VP","Locale":"de_DE"}`, gainsight.UserEnsureOptions{}, "list update", "Locale,Title", "list", `{"Title":"VP","Locale":"de_DE"}`},
		"null and absent":    {`{` + alex + `}`, `{` + alex + `,"Title":null,"Tier__gc":null}`, gainsight.UserEnsureOptions{}, "list", "", "list", `{}`},
		"null and set":       {`{` + alex + `,"Title":"CSM"}`, `{` + alex + `,"Title":null}`, gainsight.UserEnsureOptions{}, "list update", "Title", "list", `{"Title":null}`},
		"true and \"true\"":  {`{` + alex + `,"GainsightLicenseEnabled":"True","IsActiveUser":"true","A__gc":true}`, `{` + alex + `,"GainsightLicenseEnabled":true,"IsActiveUser":true,"A__gc":"true"}`, gainsight.UserEnsureOptions{}, "list", "", "list", `{}`},
		"true and false":     {`{` + alex + `,"GainsightLicenseEnabled":"false"}`, `{` + alex + `,"GainsightLicenseEnabled":true}`, gainsight.UserEnsureOptions{}, "list update", "GainsightLicenseEnabled", "list", `{"GainsightLicenseEnabled":true}`},
		"texts":              {`{` + alex + `,"Title":"True","A__gc":"1"}`, `{` + alex + `,"Title":"true","A__gc":1}`, gainsight.UserEnsureOptions{}, "list update", "A__gc,Title", "list", `{"Title":"true","A__gc":1}`},
		"the same number":    {`{` + alex + `,"A__gc":1.0,"B__gc":100,"C__gc":"\u0041"}`, `{` + alex + `,"A__gc":1,"B__gc":1e2,"C__gc":"A"}`, gainsight.UserEnsureOptions{}, "list", "", "list", `{}`},
		"large numbers":      {`{` + alex + `,"A__gc":12345678901234567890}`, `{` + alex + `,"A__gc":12345678901234567891}`, gainsight.UserEnsureOptions{}, "list update", "A__gc", "list", `{"A__gc":12345678901234567891}`},
		"nested, the same":   {`{` + alex + `,"A__gc":{"a":1,"b":[true,null]}}`, `{` + alex + `,"A__gc":{"b":[true,null],"a":1.0}}`, gainsight.UserEnsureOptions{}, "list", "", "list", `{}`},
		"nested, another":    {`{` + alex + `,"A__gc":{"a":1,"b":[true]}}`, `{` + alex + `,"A__gc":{"a":1,"b":[false]}}`, gainsight.UserEnsureOptions{}, "list update", "A__gc", "list", `{"A__gc":{"a":1,"b":[false]}}`},
		"activated":          {`{` + alex + `,"IsActiveUser":false}`, `{` + alex + `,"IsActiveUser":true}`, gainsight.UserEnsureOptions{}, "list status", "IsActiveUser", "list", `{"IsActiveUser":true}`},
		"all at once":        {`{` + alex + `,"IsActiveUser":true,"permissionBundles":["A"]}`, `{` + alex + `,"Title":"VP","IsActiveUser":false,"permissionBundles":["B"]}`, gainsight.UserEnsureOptions{PermissionBundles: gainsight.OverwriteBundles}, "list update status", "Title,permissionBundles,IsActiveUser", "list update", `{"Title":"VP","IsActiveUser":false,"permissionBundles":["B"]}`},
		"bundles taken away": {`{` + alex + `,"permissionBundles":["A"]}`, `{` + alex + `,"permissionBundles":null}`, gainsight.UserEnsureOptions{PermissionBundles: gainsight.OverwriteBundles}, "list update", "permissionBundles", "list update", `{"permissionBundles":null}`},
		"bundles appended":   {`{` + alex + `,"permissionBundles":["A"]}`, `{` + alex + `,"permissionBundles":["B"]}`, gainsight.UserEnsureOptions{PermissionBundles: gainsight.AppendBundles}, "list update", "permissionBundles", "list update", `{"permissionBundles":["A","B"]}`},
	} {
		t.Run(name, func(t *testing.T) {
			trial := newTrial(t)
			if test.there != "" {
				trial.tenant.AddUserRecord(userFrom(t, test.there))
			}
			short := strings.NewReplacer("listUserRecords", "list", "createUsers", "create", "updateUsers", "update", "updateUserStatus", "status")
			wanted := userFrom(t, test.wanted)
			result, err := trial.client.Users.Ensure(t.Context(), wanted, test.options)
			if err != nil || result.Created != (test.there == "") || strings.Join(result.Changed, ",") != test.changed || result.User.Gsid.IsZero() {
				t.Errorf("got %+v, %v", result, err)
			}
			if got := short.Replace(operations(trial.tenant)); got != test.calls {
				t.Errorf("calls: %s", got)
			}
			before := len(trial.tenant.Calls())
			again, err := trial.client.Users.Ensure(t.Context(), wanted, test.options)
			if err != nil || again.Created || !strings.Contains(test.again, "update") && len(again.Changed) != 0 {
				t.Errorf("the second time: %+v, %v", again, err)
			}
			if got := strings.TrimSpace(short.Replace(operations(trial.tenant))[len(test.calls):]); got != test.again {
				t.Errorf("calls of the second time: %s (%d before)", got, before)
			}
			users := trial.tenant.Users()
			if len(users) != 1 || len(trial.tenant.Violations()) != 0 {
				t.Fatalf("users: %v, violations: %v", users, trial.tenant.Violations())
			}
			checkMembers(t, users[0], test.want)
			if test.changed != "" && test.options.PermissionBundles != gainsight.AppendBundles {
				checkMembers(t, result.User, test.want, "Locale") // of the old ones it knows those that it asked for
			}
		})
	}
}

// checkMembers compares the members that are in want.
func checkMembers(t *testing.T, user gainsight.User, want string, but ...string) {
	t.Helper()
	var has, wanted map[string]any
	text, err := json.Marshal(user)
	for _, err := range []error{err, json.Unmarshal(text, &has), json.Unmarshal([]byte(want), &wanted)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, value := range wanted {
		if fmt.Sprint(has[name]) != fmt.Sprint(value) && !strings.Contains(strings.Join(but, " "), name) {
			t.Errorf("%s is %v, want %v", name, has[name], value)
		}
	}
}

// The requests that write say what was asked for, and nothing else.
func TestEnsureRequests(t *testing.T) {
	const found = `{"result":true,"data":{"limit":25,"records":[{"Gsid":"1P01A","Email":"Alex@example.com","Title":"CSM","IsActiveUser":true}]}}`
	s, client := newScripted(t, ok(`{"result":true,"data":{"records":[]}}`), ok(`{"result":true}`), ok(found), ok(`{"result":true,"data":{"success":1}}`), ok(`{"result":true}`))
	wanted := userFrom(t, `{"Email":"alex@example.com","SFDCUserName":"alex","Name":"Alex","Title":"VP","IsActiveUser":false,"permissionBundles":["A"],"Tier__gc":null}`)
	options := gainsight.UserEnsureOptions{Notify: gainsight.Set(true), PermissionBundles: gainsight.OverwriteBundles}
	result, err := client.Users.Ensure(t.Context(), wanted, options)
	if err != nil || !result.Created || fmt.Sprint(result.Changed) != "[Name SFDCUserName Title IsActiveUser]" {
		t.Fatalf("got %+v, %v", result, err)
	}
	look := `POST /v1/users/services/list {"limit":25,"orderBy":{"Gsid":"asc"},"page":0,"select":["Gsid","Email","IsActiveUser","Name","SFDCUserName","Tier__gc","Title"],` +
		`"where":{"conditions":[{"alias":"a","name":"Email","operator":"IN","value":["alex@example.com"]}],"expression":"a"}}`
	for i, want := range []string{
		look,
		`POST /v1/users/services?notify=true {"records":[{"Email":"alex@example.com","Name":"Alex","SFDCUserName":"alex","Title":"VP","permissionBundles":["A"],"Tier__gc":null}]}`,
		look,
		`PUT /v1/users/services?key=Gsid {"records":[{"Gsid":"1P01A","Name":"Alex","SFDCUserName":"alex","Title":"VP"}],"permissionBundleAction":"overwrite"}`,
		`PUT /v1/users/services/status?status=false ["1P01A"]`,
	} {
		if got := s.requests[i].Method + " " + s.requests[i].URL.RequestURI() + " " + s.requests[i].body; got != want {
			t.Errorf("request %d:\n got %s\nwant %s", i, got, want)
		}
	}
	if got, err := json.Marshal(result.User); err != nil || string(got) != `{"Email":"Alex@example.com","Gsid":"1P01A","IsActiveUser":false,"Name":"Alex","SFDCUserName":"alex","Title":"VP"}` {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestEnsureFaultsSendNothing(t *testing.T) {
	s, client := newScripted(t, ok(`{"result":true}`))
	bad := newUser("bad")
	bad.Title = gainsight.Set("\xff")
	admin := newUser("admin")
	admin.IsSuperAdmin = gainsight.Set(true)
	bundled := newUser("kim")
	bundled.PermissionBundles = gainsight.Set([]string{"A"})
	for _, test := range []struct {
		user    gainsight.User
		options gainsight.UserEnsureOptions
		want    string
	}{
		{gainsight.User{}, gainsight.UserEnsureOptions{}, "e-mail"},
		{listedUser(t), gainsight.UserEnsureOptions{}, "Gsid is set by the tenant alone; leave it out; IsSuperAdmin is"},
		{admin, gainsight.UserEnsureOptions{}, "IsSuperAdmin"},
		{bad, gainsight.UserEnsureOptions{}, "not valid Unicode"},
		{newUser("kim"), gainsight.UserEnsureOptions{PermissionBundles: "replace"}, "AppendBundles"},
		{bundled, gainsight.UserEnsureOptions{}, "choose AppendBundles or OverwriteBundles"},
	} {
		if _, err := client.Users.Ensure(t.Context(), test.user, test.options); !errors.Is(err, gainsight.ErrInvalid) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
	if len(s.requests) != 0 {
		t.Errorf("%d requests", len(s.requests))
	}
	s.replies = []scripted{ok(`{"result":true,"data":{"records":[]}}`)} // only who is to be created needs more than an address
	if _, err := client.Users.Ensure(t.Context(), gainsight.User{Email: gainsight.Set("kim@example.com")}, gainsight.UserEnsureOptions{}); !errors.Is(err, gainsight.ErrInvalid) || len(s.requests) != 1 || strings.Contains(err.Error(), "nothing was sent") || !strings.Contains(err.Error(), "needs an SFDCUserName") {
		t.Errorf("got %v after %d requests", err, len(s.requests))
	}
}

func TestEnsureOfTwoChangesNothing(t *testing.T) {
	trial := newTrial(t)
	trial.tenant.AddUserRecord(newUser("kim"))
	trial.tenant.AddUserRecord(gainsight.User{Email: gainsight.Set("KIM@example.com")})
	wanted := newUser("kim")
	wanted.Email, wanted.Title = gainsight.Set("KIM@example.com"), gainsight.Set("VP")
	_, err := trial.client.Users.Ensure(t.Context(), wanted, appended)
	if !errors.Is(err, gainsight.ErrAmbiguous) || operations(trial.tenant) != "listUserRecords" {
		t.Errorf("got %v after %s", err, operations(trial.tenant))
	}
}

var appended = gainsight.UserEnsureOptions{PermissionBundles: gainsight.AppendBundles}

// Every fault of a creation: who was created is found, nobody is created twice, and what cannot be known is said.
func TestEnsureMeetsEveryFaultOfACreation(t *testing.T) {
	for fault, what := range wireFaults {
		t.Run(fault, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				trial := newTrial(t)
				trial.tenant.Inject("createUsers", 0, what)
				wanted := newUser("kim")
				wanted.PermissionBundles = gainsight.Set([]string{"A"})
				result, err := trial.client.Users.Ensure(t.Context(), wanted, appended)
				attempts := 1
				if fault == "rate limited" || fault == "gateway limit" { // nothing was done, and the quota has it wait
					attempts = 2
				}
				if created := len(trial.tenant.Users()) == 1; created != (err == nil) || created != result.Created || strings.Count(operations(trial.tenant), "createUsers") != attempts {
					t.Errorf("%d users, %+v, %v", len(trial.tenant.Users()), result, err)
				}
				if isInDoubt := err != nil && strings.Contains(err.Error(), "in doubt; call Ensure again"); isInDoubt {
					if failure := failureOf(t, err); failure.Op != "createUsers" || errors.Is(err, gainsight.ErrNotFound) {
						t.Errorf("got %v", err)
					}
				} else if strings.HasPrefix(fault, "reset before") || fault == "bad gateway" {
					t.Errorf("got %v", err)
				}
				if result, err := trial.client.Users.Ensure(t.Context(), wanted, appended); err != nil || result.User.Gsid.IsZero() || len(trial.tenant.Users()) != 1 {
					t.Errorf("the second time: %d users, %v", len(trial.tenant.Users()), err)
				}
			})
		})
	}
}

// What is done if the look after the creation tells nothing, or something new.
func TestEnsureAfterACreation(t *testing.T) {
	const (
		nobody  = `{"result":true,"data":{"records":[]}}`
		updated = `{"result":true,"data":{"success":1}}`
		kim     = `{"result":true,"data":{"limit":25,"records":[{"Gsid":"1P01A","Email":"kim@example.com","SFDCUserName":"kim@example.com","Name":"kim Example"}]}}`
		twice   = `{"result":true,"data":{"limit":25,"records":[{"Gsid":"1P01A","Email":"kim@example.com"},{"Gsid":"1P01B","Email":"kim@example.com"}]}}`
	)
	duplicate := scripted{status: 400, body: `{"result":false,"errorCode":"GU_2411","errorDesc":"kim@example.com is there"}`}
	bare := ok(`{"result":true,"data":{"errors":[{"errorMessage":"Duplicate"}]}}`)
	failing := scripted{status: 500, body: `{"result":false,"errorCode":"GU_1101"}`}
	reset := scripted{err: errors.New("connection reset")}
	inactive := newUser("kim")
	inactive.IsActiveUser = gainsight.Set(false)
	bundled := newUser("kim")
	bundled.PermissionBundles = gainsight.Set([]string{"A"})
	for name, test := range map[string]struct {
		user          gainsight.User
		replies       []scripted
		created       bool
		classes       []error
		inError       string
		calls         int
		lastOperation string
	}{
		"somebody was faster":                {newUser("kim"), []scripted{duplicate, ok(kim)}, false, nil, "", 3, "list"},
		"somebody was faster, says a text":   {newUser("kim"), []scripted{bare, ok(kim)}, false, nil, "", 3, "list"},
		"somebody was faster, with bundles":  {bundled, []scripted{duplicate, ok(kim), ok(updated)}, false, nil, "", 4, "services"},
		"a duplicate of whom nobody knows":   {newUser("kim"), []scripted{duplicate, ok(nobody)}, false, []error{gainsight.ErrConflict}, "GU_2411", 3, "list"},
		"a duplicate, and no answer":         {newUser("kim"), []scripted{duplicate, failing}, false, []error{gainsight.ErrConflict, gainsight.ErrServer}, "not created, and could not be looked up", 3, "list"},
		"created, and a proxy's 404":         {newUser("kim"), []scripted{ok(`{"result":true}`), {status: 404, body: "<html>"}}, true, []error{gainsight.ErrServer}, "was created, but could not be looked up", 3, "list"},
		"in doubt, and a proxy's 404":        {newUser("kim"), []scripted{reset, {status: 404}}, false, []error{gainsight.ErrServer}, "is in doubt", 3, "list"},
		"a refusal, and an unknown route":    {newUser("kim"), []scripted{duplicate, {status: 404, body: `{"result":false,"errorCode":"GS_APIG_1000"}`}}, false, []error{gainsight.ErrConflict, gainsight.ErrInvalid}, "not created, and could not be looked up", 3, "list"},
		"a refusal":                          {newUser("kim"), []scripted{bare, ok(nobody)}, false, []error{gainsight.ErrInvalid}, "Duplicate", 3, "list"},
		"not sent":                           {newUser("kim"), []scripted{{status: 401, body: `{"result":false}`}}, false, []error{gainsight.ErrUnauthorized}, "", 2, "services"},
		"not listed yet":                     {newUser("kim"), []scripted{ok(`{"result":true}`), ok(nobody)}, true, nil, "", 3, "list"},
		"not listed yet, but to deactivate":  {inactive, []scripted{ok(`{"result":true}`), ok(nobody)}, true, []error{gainsight.ErrNotFound}, "call Ensure again later for its status", 3, "list"},
		"created, and no answer":             {newUser("kim"), []scripted{ok(`{"result":true}`), failing}, true, []error{gainsight.ErrServer}, "was created, but could not be looked up", 3, "list"},
		"created, with bundles":              {bundled, []scripted{ok(`{"result":true}`), ok(kim)}, true, nil, "", 3, "list"},
		"in doubt, and there":                {newUser("kim"), []scripted{reset, ok(kim)}, true, nil, "", 3, "list"},
		"in doubt, and there, with bundles":  {bundled, []scripted{reset, ok(kim), ok(updated)}, true, nil, "", 4, "services"},
		"in doubt, and not there":            {newUser("kim"), []scripted{reset, ok(nobody)}, false, nil, "connection reset", 3, "list"},
		"in doubt, and no answer":            {newUser("kim"), []scripted{reset, failing}, false, []error{gainsight.ErrServer}, "is in doubt", 3, "list"},
		"in doubt, and there twice":          {newUser("kim"), []scripted{reset, ok(twice)}, false, []error{gainsight.ErrAmbiguous}, "is in doubt", 3, "list"},
		"the update after that fails":        {inactive, []scripted{ok(`{"result":true}`), ok(kim), failing}, true, []error{gainsight.ErrServer}, "GU_1101", 5, "status"},
		"the bundles after that are refused": {bundled, []scripted{reset, ok(kim), {status: 400, body: `{"result":false,"errorCode":"GU_2402"}`}}, true, []error{gainsight.ErrInvalid}, "GU_2402", 4, "services"},
	} {
		t.Run(name, func(t *testing.T) {
			s, client := newScripted(t, append([]scripted{ok(nobody)}, test.replies...)...)
			result, err := client.Users.Ensure(t.Context(), test.user, appended)
			if (err != nil) != (len(test.classes) > 0 || test.inError != "") || err != nil && !strings.Contains(err.Error(), test.inError) || result.Created != test.created {
				t.Errorf("got %+v, %v", result, err)
			}
			for _, class := range test.classes {
				if !errors.Is(err, class) {
					t.Errorf("%v is not %v", err, class)
				}
			}
			if last := s.requests[len(s.requests)-1].URL.Path; len(s.requests) != test.calls || !strings.HasSuffix(last, test.lastOperation) {
				t.Errorf("%d calls, the last for %s", len(s.requests), last)
			}
			if err == nil && result.User.Email.String() != "kim@example.com" {
				t.Errorf("got %+v", result.User)
			}
			var log bytes.Buffer
			slog.New(slog.NewJSONHandler(&log, nil)).Error("it failed", "error", err)
			if strings.Contains(log.String(), "kim@") {
				t.Errorf("the address is in %s", &log)
			}
		})
	}
}

// A look-up that fails is no absence, so nobody is created, and nobody is told that there is no such user.
func TestAFailedLookIsNoAbsence(t *testing.T) {
	for name, test := range map[string]struct {
		reply scripted
		class error
	}{
		"HTML at 404":          {scripted{status: 404, body: "<html>"}, gainsight.ErrServer},
		"empty at 404":         {scripted{status: 404}, gainsight.ErrServer},
		"no such route":        {scripted{status: 404, body: `{"result":false,"errorCode":"GS_APIG_1000"}`}, gainsight.ErrInvalid},
		"a failure at 404":     {scripted{status: 404, body: `{"result":false}`}, gainsight.ErrInvalid},
		"result true at 404":   {scripted{status: 404, body: `{"result":true,"data":{"records":[]}}`}, gainsight.ErrServer},
		"no data found":        {scripted{status: 400, body: `{"result":false,"errorCode":"GU_8003"}`}, gainsight.ErrInvalid},
		"no data found, words": {ok(`{"result":false,"errorDesc":"No data found"}`), gainsight.ErrInvalid},
		"a code at 200":        {ok(`{"result":true,"errorCode":"GU_8003","data":{"records":[]}}`), gainsight.ErrServer},
	} {
		t.Run(name, func(t *testing.T) {
			s, client := newScripted(t, test.reply)
			_, found := client.Users.FindByEmail(t.Context(), "kim@example.com")
			_, got := client.Users.Get(t.Context(), "1P01")
			_, ensured := client.Users.Ensure(t.Context(), newUser("kim"), appended)
			_, listed := collect(t, client, gainsight.CompanyTeamListOptions{})
			for _, err := range []error{found, got, ensured, listed} {
				if !errors.Is(err, test.class) || errors.Is(err, gainsight.ErrNotFound) {
					t.Errorf("got %v, want %v", err, test.class)
				}
			}
			if len(s.requests) != 4 {
				t.Errorf("%d requests", len(s.requests))
			}
		})
	}
}

// Many at once create one user.
func TestEnsureAtOnce(t *testing.T) {
	trial := newTrial(t)
	created := make(chan bool, 20)
	var group sync.WaitGroup
	for range cap(created) {
		group.Go(func() {
			result, err := trial.client.Users.Ensure(context.Background(), newUser("kim"), gainsight.UserEnsureOptions{})
			if err != nil {
				t.Error(err)
			}
			created <- result.Created
		})
	}
	group.Wait()
	close(created)
	count := 0
	for isNew := range created {
		if isNew {
			count++
		}
	}
	if users := len(trial.tenant.Users()); users != 1 || count != 1 {
		t.Errorf("%d users, of whom %d Ensures say that they created them", users, count)
	}
}

// Who waits for another Ensure of the same user waits no longer than its context; other users do not wait.
func TestEnsureWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		tenant := gainsighttest.NewTenant(gainsighttest.WithAccessKey(testKey))
		calls := make(chan string, 10)
		transport := roundTripFunc(func(r *http.Request) (*http.Response, error) {
			calls <- r.URL.Path
			if r.Context().Value(held{}) != nil {
				<-release
			}
			return tenant.Transport().RoundTrip(r)
		})
		client := newClient(t, "tenant.example.com", gainsight.WithHTTPClient(&http.Client{Transport: transport}))
		first := make(chan error, 1)
		go func() {
			_, err := client.Users.Ensure(context.WithValue(context.Background(), held{}, true), newUser("kim"), gainsight.UserEnsureOptions{})
			first <- err
		}()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := client.Users.Ensure(ctx, newUser("KIM"), gainsight.UserEnsureOptions{}); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "under way") || len(calls) != 1 {
			t.Errorf("got %v after %d calls", err, len(calls))
		}
		if _, err := client.Users.Ensure(t.Context(), newUser("lee"), gainsight.UserEnsureOptions{}); err != nil {
			t.Error(err)
		}
		close(release)
		if err := <-first; err != nil || len(tenant.Users()) != 2 {
			t.Errorf("%d users, %v", len(tenant.Users()), err)
		}
	})
}

type held struct{}

// A tenant that leaves out the GSID cannot be asked for a change, and is not.
func TestEnsureWithoutAGsid(t *testing.T) {
	s, client := newScripted(t, ok(`{"result":true,"data":{"limit":25,"records":[{"Email":"kim@example.com"}]}}`))
	inactive := gainsight.User{Email: gainsight.Set("kim@example.com"), IsActiveUser: gainsight.Set(false)}
	for _, user := range []gainsight.User{newUser("kim"), inactive} {
		if _, err := client.Users.Ensure(t.Context(), user, gainsight.UserEnsureOptions{}); err == nil || !strings.Contains(err.Error(), "is empty") {
			t.Errorf("got %v", err)
		}
	}
	if len(s.requests) != 2 {
		t.Errorf("%d requests", len(s.requests))
	}
}
