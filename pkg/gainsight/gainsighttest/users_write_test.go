package gainsighttest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

const (
	jo = `{"Email": "jo@example.com", "SFDCUserName": "jo", "Name": "Jo Example"}`
	vi = `{"Email": "vi@example.com", "SFDCUserName": "vi", "FirstName": "Vi", "LastName": "Example"}`

	joGsid = "1P01USER0000000000000000000000000002" // newTenant has added one user
)

func create(t *testing.T, server tenant, body string) answer {
	t.Helper()
	return send(t, server.Server, "POST", usersPath+"?notify=true", body)
}

// newUserTenant has a clock that stands still, and two users with user names.
func newUserTenant(t *testing.T, options ...gainsighttest.Option) tenant {
	now := func() time.Time { return time.Date(2026, 1, 31, 12, 0, 0, 5, time.UTC) }
	server := newTenant(t, append(options, gainsighttest.WithClock(now))...)
	seedSamAndRobin(server.Tenant)
	return server
}

// wantUser checks the record of one user.
func (s tenant) wantUser(t *testing.T, gsid, want string) {
	t.Helper()
	for _, u := range s.Users() {
		if u.Gsid.Or("") == gsid {
			wantJSON(t, marshal(t, &u), want)
			return
		}
	}
	t.Errorf("no user has the GSID %s", gsid)
}

func TestCreateUsers(t *testing.T) {
	const made = `"Gsid": "` + joGsid + `", "CreatedDate": "2026-01-31T12:00:00Z", "ModifiedDate": "2026-01-31T12:00:00Z", "IsSuperAdmin": false`
	for _, test := range []struct{ name, sent, lookups, want string }{
		{"internal", jo, "", `{` + made + `, "Email": "jo@example.com", "SFDCUserName": "jo", "Name": "Jo Example", "IsActiveUser": true}`},
		{"first and last name", vi, "", `{` + made + `, "Email": "vi@example.com", "SFDCUserName": "vi", "FirstName": "Vi", "LastName": "Example", "Name": "Vi Example", "IsActiveUser": true}`},
		{"external", `{"CompanyID": "x"}`, "", `{` + made + `, "CompanyID": "x", "IsActiveUser": true}`},
		{"external, by name", `{"Company__gc": "IBM"}`, lookup("CompanyID", "Company", `"Company__gc": "Name"`, ""), `{` + made + `, "CompanyID": "1P02COMPANY0000000000000000000000001", "Company__gc": "IBM", "IsActiveUser": true}`},
		{"manager by e-mail", `{"CompanyID": "x", "Manager": "sam@example.com"}`, lookup("Manager", "GsUser", `"Manager": "Email"`, ""), `{` + made + `, "CompanyID": "x", "Manager": "` + samGsid + `", "IsActiveUser": true}`},
		{"manager that is nobody", `{"CompanyID": "x", "Manager": "nobody"}`, lookup("Manager", "GsUser", `"Manager": "Email"`, ""), `{` + made + `, "CompanyID": "x", "Manager": null, "IsActiveUser": true}`},
		{"lookup of what is not there", `{"CompanyID": "x"}`, lookup("Manager", "GsUser", `"Manager": "Email"`, ""), `{` + made + `, "CompanyID": "x", "IsActiveUser": true}`},
		{"inactive, and what the tenant writes", `{"CompanyID": "x", "IsActiveUser": false, "IsSuperAdmin": true, "Gsid": "` + absentGsid + `", "CreatedDate": 0, "ModifiedDate": null}`, "", `{` + made + `, "CompanyID": "x", "IsActiveUser": false}`},
		{"bundles, custom and unknown fields", `{"CompanyID": "x", "permissionBundles": ["A", "B"], "A__gc": {"b": 1}, "Odd": null, "LicenseType": "Any"}`, "", `{` + made + `, "CompanyID": "x", "permissionBundles": ["A", "B"], "A__gc": {"b": 1}, "Odd": null, "LicenseType": "Any", "IsActiveUser": true}`},
		{"e-mail of another", `{"Email": "alex@example.com", "SFDCUserName": "alex", "Name": "Alex Example"}`, "", `{` + made + `, "Email": "alex@example.com", "SFDCUserName": "alex", "Name": "Alex Example", "IsActiveUser": true}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := newUserTenant(t)
			create(t, server, `{"records": [`+test.sent+`], "lookups": {`+test.lookups+`}}`).wantData(`{"success": {"records": [` + test.sent + `]}, "errors": null}`)
			server.wantUser(t, joGsid, test.want)
			if call := server.Calls()[0]; call.Query != "notify=true" || !call.Applied || len(server.Violations()) != 0 {
				t.Errorf("the call is %+v, violations: %q", call, server.Violations())
			}
		})
	}
}

// Of two new users with one name, the second is refused; so it is where one user takes another's new name.
func TestUsersThatAreThereAlready(t *testing.T) {
	server := newUserTenant(t)
	create(t, server, `{"records": [`+jo+`, {"Email": "other@example.com", "SFDCUserName": "JO", "Name": "Jo"}]}`).wantData(`{
		"success": {"records": [` + jo + `]},
		"errors": [{"records": [{"Email": "other@example.com", "SFDCUserName": "JO", "Name": "Jo"}], "errorCode": "GU_2411",
			"errorDesc": "There is a user with this SFDCUserName already", "errorMessage": "There is a user with this SFDCUserName already"}]}`)
	if reason := server.Calls()[0].Reason; reason != "record 1: There is a user with this SFDCUserName already" {
		t.Errorf("the reason is %q", reason)
	}
	row := func(gsid string) string { return `{"Gsid": "` + gsid + `", "SFDCUserName": "new"}` }
	send(t, server.Server, "PUT", usersByGsid, `{"records": [`+row(samGsid)+`, `+row(samGsid)+`, `+row(robinGsid)+`]}`).wantData(`{
		"success": {"records": [` + row(samGsid) + `, ` + row(samGsid) + `]},
		"errors": [{"records": [` + row(robinGsid) + `], "errorCode": "GU_2411",
			"errorDesc": "There is a user with this SFDCUserName already", "errorMessage": "There is a user with this SFDCUserName already"}]}`)
}

func TestUpdateUsers(t *testing.T) {
	const sam = `"Gsid": "` + samGsid + `", "SfdcUserId": "005SAM", "ModifiedDate": "2026-01-31T12:00:00Z"`
	for _, test := range []struct{ name, path, sent, more, want string }{
		{"by user name", usersByName, `{"SFDCUserName": "sam", "Title": "CSM"}`, "", `{` + sam + `, "SFDCUserName": "sam", "Name": "Sam Double", "Email": "sam@example.com", "Title": "CSM"}`},
		{"by user name in upper case", usersByName, `{"SFDCUserName": "SAM"}`, "", `{` + sam + `, "SFDCUserName": "SAM", "Name": "Sam Double", "Email": "sam@example.com"}`},
		{"by id in Salesforce", usersBySfdcID, `{"SfdcUserId": "005SAM", "SFDCUserName": "new"}`, "", `{` + sam + `, "SFDCUserName": "new", "Name": "Sam Double", "Email": "sam@example.com"}`},
		{"null clears, and what the tenant writes stays", usersByGsid, `{"Gsid": "` + samGsid + `", "Email": null, "CreatedDate": 0, "IsSuperAdmin": true, "IsActiveUser": false, "A__gc": null}`, "", `{` + sam + `, "SFDCUserName": "sam", "Name": "Sam Double", "Email": null, "IsActiveUser": false, "A__gc": null}`},
		{"another user name in place of an e-mail", usersByGsid, `{"Gsid": "` + samGsid + `", "SFDCUserName": "robin2", "Email": "robin@example.com"}`, "", `{` + sam + `, "SFDCUserName": "robin2", "Name": "Sam Double", "Email": "robin@example.com"}`},
		{"manager", usersByGsid, `{"Gsid": "` + samGsid + `", "Manager": "` + robinGsid + `"}`, "", `{` + sam + `, "SFDCUserName": "sam", "Name": "Sam Double", "Email": "sam@example.com", "Manager": "` + robinGsid + `"}`},
		{"manager by name", usersByGsid, `{"Gsid": "` + samGsid + `", "Manager": "Robin Sample"}`, `, "lookups": {` + lookup("Manager", "GsUser", `"Manager": "Name"`, "") + `}`, `{` + sam + `, "SFDCUserName": "sam", "Name": "Sam Double", "Email": "sam@example.com", "Manager": "` + robinGsid + `"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := newUserTenant(t)
			send(t, server.Server, "PUT", test.path, `{"records": [`+test.sent+`]`+test.more+`}`).wantData(`{"success": {"records": [` + test.sent + `]}, "errors": null}`)
			server.wantUser(t, samGsid, test.want)
			if v := server.Violations(); len(v) != 0 {
				t.Errorf("violations: %q", v)
			}
		})
	}
}

func TestPermissionBundles(t *testing.T) {
	for _, test := range []struct{ name, sent, action, want string }{
		{"append", `["B", "C", "C"]`, `, "permissionBundleAction": "append"`, `["A", "B", "C"]`},
		{"no action", `["B", "C"]`, ``, `["A", "B", "C"]`},
		{"overwrite", `["B", "C"]`, `, "permissionBundleAction": "overwrite"`, `["B", "C"]`},
		{"overwrite with none", `[]`, `, "permissionBundleAction": "overwrite"`, `[]`},
		{"append none", `[]`, ``, `["A", "B"]`},
		{"null", `null`, ``, `null`},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := newTenant(t)
			gsid := server.AddUserRecord(gsapi.GainsightUser{PermissionBundles: wire.Set([]string{"A", "B"})})
			send(t, server.Server, "PUT", usersByGsid, `{"records": [{"Gsid": "`+gsid+`", "permissionBundles": `+test.sent+`}]`+test.action+`}`).wantStatus(200)
			users := server.Users()
			wantJSON(t, users[len(users)-1].PermissionBundles.JSON(), test.want)
		})
	}
}

func TestUpdateUserStatus(t *testing.T) {
	server := newUserTenant(t)
	send(t, server.Server, "PUT", deactivePath, `["`+samGsid+`", "x", "`+robinGsid+`"]`).wantData(`{
		"success": {"records": [{"Gsid": "` + samGsid + `", "IsActiveUser": false}, {"Gsid": "` + robinGsid + `", "IsActiveUser": false}]},
		"errors": [{"records": [{"Gsid": "x", "IsActiveUser": false}], "errorCode": "GU_2402",
			"errorDesc": "Updating the users failed: no user has the Gsid \"x\"", "errorMessage": "Updating the users failed: no user has the Gsid \"x\""}]}`)
	send(t, server.Server, "PUT", activatePath, `["`+robinGsid+`"]`).wantStatus(200)
	active := map[string]bool{}
	for _, u := range server.Users() {
		active[u.Gsid.Or("")] = u.IsActiveUser.Or(false)
	}
	if active[samGsid] || !active[robinGsid] || !active[server.alex] {
		t.Errorf("active are %v", active)
	}
}

// All that is not known of a reply comes in several shapes.
func TestShapesOfUserReplies(t *testing.T) {
	const records = `{"success": {"records": [` + jo + `]}, "errors": null}`
	withGsid := strings.Replace(jo, "{", `{"Gsid": "`+joGsid+`", `, 1)
	status := `{"Gsid": "` + samGsid + `", "IsActiveUser": true}`
	ofSam := func(success string) string { return `{"success": ` + success + `, "errors": null}` }
	recordsOfSam := ofSam(`{"records": [{"Gsid": "` + samGsid + `"}]}`)
	page := `{"page": 0, "size": 1, "limit": 1, "records": [{"Name": "Alex Example"}]}`
	for shape, want := range map[gainsighttest.UserReplies]struct{ create, update, status, list string }{
		gainsighttest.UserRepliesWithRecords: {records, recordsOfSam, ofSam(`{"records": [` + status + `]}`), page},
		gainsighttest.UserRepliesWithGsids:   {strings.Replace(records, jo, withGsid, 1), recordsOfSam, ofSam(`{"records": [` + status + `]}`), page},
		gainsighttest.UserRepliesOfGsids:     {ofSam(`["` + joGsid + `"]`), ofSam(`["` + samGsid + `"]`), ofSam(`["` + samGsid + `"]`), page},
		gainsighttest.UserRepliesOfCounts:    {ofSam(`1`), ofSam(`1`), ofSam(`1`), page},
		gainsighttest.UserRepliesOfLists:     {`[` + jo + `]`, recordsOfSam, `[` + status + `]`, `[{"Name": "Alex Example"}]`},
		gainsighttest.UserRepliesWithoutData: {`null`, recordsOfSam, `null`, page},
		-1:                                   {records, recordsOfSam, ofSam(`{"records": [` + status + `]}`), page},
	} {
		t.Run(fmt.Sprint(shape), func(t *testing.T) {
			server := newUserTenant(t, gainsighttest.WithUserReplies(shape))
			create(t, server, `{"records": [`+jo+`]}`).wantData(want.create)
			send(t, server.Server, "PUT", usersByGsid, `{"records": [{"Gsid": "`+samGsid+`"}]}`).wantData(want.update)
			send(t, server.Server, "PUT", activatePath, `["`+samGsid+`"]`).wantData(want.status)
			send(t, server.Server, "POST", userListPath, `{"select": ["Name"], "limit": 1}`).wantData(want.list)
			if v := server.Violations(); len(v) != 0 {
				t.Errorf("violations: %q", v)
			}
		})
	}
}

// Where a reply has no room for the errors of some rows, one bad row refuses all.
func TestRepliesWithoutRoomForErrors(t *testing.T) {
	for shape, refuses := range map[gainsighttest.UserReplies]bool{
		gainsighttest.UserRepliesOfLists: true, gainsighttest.UserRepliesWithoutData: true, gainsighttest.UserRepliesOfCounts: false,
	} {
		server := newUserTenant(t, gainsighttest.WithUserReplies(shape))
		reply := create(t, server, `{"records": [`+jo+`, {}]}`)
		reply2 := send(t, server.Server, "PUT", usersByGsid, `{"records": [{"Gsid": "`+samGsid+`"}, {}]}`)
		if refuses {
			reply.wantFailure(400, "GU_2401", "Email")
			if n := len(server.Users()); n != 3 {
				t.Errorf("there are %d users", n)
			}
		} else {
			reply.wantStatus(200)
		}
		reply2.wantStatus(200)
	}
}

func TestBareUserErrors(t *testing.T) {
	server := newUserTenant(t, gainsighttest.WithBareUserErrors())
	send(t, server.Server, "PUT", usersByGsid, `{"records": [{"Gsid": "`+samGsid+`"}, {}]}`).wantData(`{
		"success": {"records": [{"Gsid": "` + samGsid + `"}]}, "errors": [{"errorMessage": "Updating the users failed: Gsid should not be null or empty"}]}`)
}

func TestOptionsForUsers(t *testing.T) {
	t.Run("whole batch", func(t *testing.T) {
		server := newUserTenant(t, gainsighttest.WithWholeBatchRefusal())
		create(t, server, `{"records": [`+jo+`, {}]}`).wantFailure(400, "GU_2401", "Email")
		if n := len(server.Users()); n != 3 {
			t.Errorf("there are %d users", n)
		}
	})
	t.Run("reordered", func(t *testing.T) {
		server := newUserTenant(t, gainsighttest.WithReorderedReplies())
		create(t, server, `{"records": [`+jo+`, `+vi+`]}`).wantData(`{"success": {"records": [` + vi + `, ` + jo + `]}, "errors": null}`)
	})
	t.Run("no company team", func(t *testing.T) {
		server := newUserTenant(t, gainsighttest.WithoutCompanyTeam())
		create(t, server, `{"records": [`+jo+`]}`).wantStatus(200)
	})
	t.Run("faults", func(t *testing.T) {
		server := newUserTenant(t)
		server.Inject("createUsers", 0, gainsighttest.BadGatewayAfter())
		create(t, server, `{"records": [`+jo+`]}`).wantStatus(502)
		create(t, server, `{"records": [`+jo+`]}`).wantFailure(400, "GU_2411", "")
	})
}

// What nobody knows is refused without a code of the vendor's, and nothing is written.
func TestDoubtsAboutUsers(t *testing.T) {
	sam := `"Gsid": "` + samGsid + `"`
	gsids := `[` + repeat(`"x"`, 51) + `]`
	for _, test := range []struct{ name, method, path, body, want string }{
		{"51 to create", "POST", usersPath, `{"records": [` + repeat(jo, 51) + `]}`, "51 users in one call"},
		{"51 to create, one a number", "POST", usersPath, `{"records": [1, ` + repeat(jo, 50) + `]}`, "51 users in one call"},
		{"51 to update", "PUT", usersByGsid, `{"records": [` + repeat(`{`+sam+`}`, 51) + `]}`, "51 users in one call"},
		{"51 to activate", "PUT", activatePath, gsids, "51 users in one call"},
		{"no key", "PUT", usersPath, `{"records": [{` + sam + `}]}`, "an update without a key"},
		{"no status", "PUT", usersPath + "/status", `["` + samGsid + `"]`, "status"},
		{"status that is none", "PUT", usersPath + "/status?status=maybe", `["` + samGsid + `"]`, "status"},
		{"notify that is none", "POST", usersPath + "?notify=maybe", `{"records": [` + jo + `]}`, "notify"},
		{"name in other letters", "POST", usersPath, `{"records": [{"email": "jo@example.com", "CompanyID": "x"}]}`, `"email" of a record is written "Email"`},
		{"flag that is a text", "PUT", usersByGsid, `{"records": [{` + sam + `, "IsActiveUser": "true"}]}`, `IsActiveUser is "true", want true or false`},
		{"bundles that are no list", "PUT", usersByGsid, `{"records": [{` + sam + `, "permissionBundles": "A"}]}`, `permissionBundles`},
		{"bundles in another way", "PUT", usersByGsid, `{"records": [{` + sam + `}], "permissionBundleAction": "replace"}`, `the permissionBundleAction "replace"`},
		{"lookup that fills another field", "PUT", usersByGsid, `{"records": [{` + sam + `}], "lookups": {` + lookup("Title", "GsUser", `"Title": "Name"`, "") + `}}`, `a lookup that fills "Title"`},
		{"lookup by a field that nobody has", "PUT", usersByGsid, `{"records": [{` + sam + `, "Manager": "x"}], "lookups": {` + lookup("Manager", "GsUser", `"Manager": "Nothing"`, "") + `}}`, `the field "Nothing" of the lookup object GsUser`},
		{"wrong type", "PUT", usersByGsid, `{"records": [{` + sam + `, "Title": 1}]}`, "can't decode JSON body"},
		{"total that is a text", "POST", userListPath, `{"select": ["Name"], "includeTotal": "true"}`, "can't decode JSON body"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := newUserTenant(t)
			before := marshal(t, server.Users())
			send(t, server.Server, test.method, test.path, test.body).wantNotVendor(400, test.want)
			if v := server.Violations(); len(v) != 1 {
				t.Errorf("violations: %q", v)
			}
			wantJSON(t, marshal(t, server.Users()), before)
		})
	}
}
