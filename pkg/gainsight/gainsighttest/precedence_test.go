package gainsighttest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// Where several things are wrong with a request, the vendor's errors come first, and of them the one that says most
// about the call as a whole. With nothing but the second fault, each of these requests is answered otherwise.
func TestVendorCodesComeFirst(t *testing.T) {
	const (
		noRow    = `{"records": []}`
		rowOfOne = `{"records": [{"UserRole": 1}]}`
		notJSON  = `{"records": [{}],}`
	)
	rows := func(n int, last string) string { return `{"records": [` + repeat(`{}`, n-1) + `, ` + last + `]}` }
	gsids := func(n int, last string) string { return `[` + repeat(`"`+absentGsid+`"`, n-1) + `, ` + last + `]` }
	off := gainsighttest.WithoutCompanyTeam()
	limited := gainsighttest.WithRateLimit(0, time.Hour)
	oddLookups := `"lookups": {` + companyByName + `, ` + lookup("UserGsid", "GsUser", `"UserName": "Name"`, `, "onNoMatch": "CREATE"`) + `}`
	where := func(operator string) string {
		return `"where": {"conditions": [` + condition("a", "Gsid", operator, `"x"`) + `]}`
	}
	for _, test := range []struct {
		name               string
		option             gainsighttest.Option
		method, path, body string
		code               string
	}{
		{"rate limit, half a body", limited, "POST", listPath, `{`, "GU_2400"},
		{"rate limit, no JSON", limited, "PUT", teamPath, notJSON, "GU_2400"},
		{"rate limit, malformed GSID", limited, "DELETE", teamPath + "/x", "", "GU_2400"},
		{"feature off, no JSON", off, "PUT", teamPath, notJSON, "GU_8005"},
		{"feature off, broken query", off, "PUT", teamPath + "?key=%zz", noRow, "GU_8005"},
		{"feature off, limit of 0", off, "POST", listPath, `{"select": ["Gsid"], "limit": 0}`, "GU_8005"},

		{"key, no JSON", nil, "PUT", teamPath + "?key=Foo", notJSON, "GU_3019"},
		{"key, row of another type", nil, "PUT", teamPath + "?key=Foo", rowOfOne, "GU_3019"},
		{"key, another parameter broken", nil, "PUT", teamPath + "?key=Foo&other=%zz", noRow, "GU_3019"},
		{"key, no records", nil, "PUT", teamPath + "?key=Foo", noRow, "GU_3019"},
		{"key, nothing at all", nil, "PUT", teamPath + "?key=Foo", ``, "GU_3019"},
		{"key, 51 rows", nil, "PUT", teamPath + "?key=Foo", rows(51, `{}`), "GU_3019"},
		{"no records, lookups of another type", nil, "PUT", teamPath, `{"records": [], "lookups": 1}`, "GU_3006"},
		{"no records, no such lookup object", nil, "PUT", teamPath, `{"lookups": {` + lookup("UserGsid", "User", `"UserName": "Name"`, "") + `}}`, "GU_3006"},
		{"51 rows, one a number", nil, "PUT", teamPath, rows(51, `1`), "GU_8006"},
		{"51 rows, one with a role that is none", nil, "PUT", byGsid, rows(51, `{"UserRole": 1}`), "GU_8006"},
		{"51 rows, no lookups", nil, "PUT", teamPath, rows(51, `{"UserName": "x"}`), "GU_8006"},
		{"51 rows, lookups in other letters", nil, "PUT", teamPath, `{"Lookups": {}, ` + rows(51, `{}`)[1:], "GU_8006"},
		{"no lookups, one row a number", nil, "PUT", teamPath, `{"records": [1, {"UserName": "x"}]}`, "GU_3014"},
		{"no lookups, no Gsid", nil, "PUT", byGsid, `{"records": [{"UserName": "x"}]}`, "GU_3014"},
		{"no such lookup object, one row a number", nil, "PUT", teamPath, `{"records": [1], "lookups": {` + lookup("UserGsid", "User", `"UserName": "Name"`, "") + `}}`, "GU_2403"},
		{"no such lookup object, TeamAdmin that is none", nil, "PUT", teamPath, `{"records": [{"TeamAdmin": "yes"}], "lookups": {` + lookup("UserGsid", "User", `"UserName": "Name"`, "") + `}}`, "GU_2403"},
		{"no Gsid, TeamAdmin that is none", nil, "PUT", byGsid, `{"records": [{"TeamAdmin": "yes"}]}`, "GU_3018"},
		{"unknown Gsid, onNoMatch that nobody knows", nil, "PUT", byGsid, `{"records": [{"Gsid": "` + absentGsid + `", "UserName": "x"}], ` + oddLookups + `}`, "GU_3017"},
		{"no company, onNoMatch that nobody knows", nil, "PUT", teamPath, `{"records": [{"UserName": "x"}], ` + oddLookups + `}`, "GU_3018"},

		{"51 GSIDs, one a number", nil, "POST", deletePath, gsids(51, `1`), "GU_8004"},
		{"51 GSIDs, one malformed", nil, "POST", deletePath, gsids(51, `"x"`), "GU_8004"},
		{"key of users, no JSON", nil, "PUT", usersPath + "?key=Email", notJSON, "GU_2409"},
		{"key of users, no records", nil, "PUT", usersPath + "?key=Email", noRow, "GU_2409"},
		{"no users, lookups of another type", nil, "PUT", usersPath, `{"records": [], "lookups": 1}`, "GU_3006"},
		{"no users, bundles in another way", nil, "PUT", usersByGsid, `{"records": [], "permissionBundleAction": "replace"}`, "GU_3006"},
		{"no such lookup object, one user a number", nil, "POST", usersPath, `{"records": [1], "lookups": {` + lookup("Manager", "User", `"Manager": "Name"`, "") + `}}`, "GU_2403"},
		{"no such lookup object, no key", nil, "PUT", usersPath, `{"records": [{}], "lookups": {` + lookup("Manager", "User", `"Manager": "Name"`, "") + `}}`, "GU_2403"},
		{"no Gsid, a flag that is a text", nil, "PUT", usersByGsid, `{"records": [{"IsActiveUser": "true"}]}`, "GU_2402"},
		{"no Gsid, onNoMatch that nobody knows", nil, "PUT", usersByGsid, `{"records": [{"Manager": "x"}], "lookups": {` + lookup("Manager", "GsUser", `"Manager": "Name"`, `, "onNoMatch": "CREATE"`) + `}}`, "GU_2402"},
		{"no GSIDs, no status", nil, "PUT", usersPath + "/status", `[]`, "GU_3006"},
		{"no select of users, total of another type", nil, "POST", userListPath, `{"includeTotal": 1}`, "GU_3006"},
		{"unknown field of users, limit of another type", nil, "POST", userListPath, `{"select": ["UserRole"], "limit": []}`, "GU_1707"},
		{"one GSID malformed, one a number", nil, "POST", deletePath, `[1, "x"]`, "GU_1129"},

		{"no select, limit of 0", nil, "POST", listPath, `{"limit": 0}`, "GU_3006"},
		{"no select, limit of another type", nil, "POST", listPath, `{"limit": "25"}`, "GU_3006"},
		{"no select, unknown operator", nil, "POST", listPath, `{` + where("LIKE") + `}`, "GU_3006"},
		{"unknown field, limit of 0", nil, "POST", listPath, `{"select": ["Nothing"], "limit": 0}`, "GU_1707"},
		{"unknown field, limit of another type", nil, "POST", listPath, `{"select": ["Nothing"], "limit": []}`, "GU_1707"},
		{"unknown operator, page of -1", nil, "POST", listPath, `{"select": ["Gsid"], "page": -1, ` + where("LIKE") + `}`, "GU_1707"},
		{"unknown operator, orderBy of another type", nil, "POST", listPath, `{"select": ["Gsid"], "orderBy": "Gsid", ` + where("LIKE") + `}`, "GU_1707"},
		{"unknown direction, where of another type", nil, "POST", listPath, `{"select": ["Gsid"], "orderBy": {"Gsid": "up"}, "where": "x"}`, "GU_1707"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := newTenant(t, options(test.option)...)
			reply := send(t, server.Server, test.method, test.path, test.body)
			reply.wantFailure(reply.status, test.code, "")
			if v := server.Violations(); len(v) != 0 {
				t.Errorf("violations: %q", v)
			}
		})
	}
}

func options(option gainsighttest.Option) []gainsighttest.Option {
	if option == nil {
		return nil
	}
	return []gainsighttest.Option{option}
}

// No code is known for these, since what the vendor reads of them is not known.
func TestWhatCannotBeReadHasNoCode(t *testing.T) {
	for name, request := range map[string][3]string{
		"select in other letters":          {"POST", listPath, `{"Select": []}`},
		"select beside it, other letters":  {"POST", listPath, `{"SELECT": ["Gsid"], "select": []}`},
		"select of another type":           {"POST", listPath, `{"select": "Nothing"}`},
		"operator in other letters":        {"POST", listPath, `{"select": ["Gsid"], "where": {"conditions": [{"name": "Gsid", "alias": "a", "Operator": "LIKE", "value": ["x"]}]}}`},
		"where in other letters":           {"POST", listPath, `{"select": ["Gsid"], "limit": 5, "Where": {}, "page": 0}`},
		"records in other letters":         {"PUT", teamPath, `{"Records": []}`},
		"records of another type":          {"PUT", teamPath, `{"records": {}}`},
		"lookups in other letters":         {"PUT", teamPath, `{"records": [{"UserName": "x"}], "Lookups": {}}`},
		"lookup that is nearly there":      {"PUT", teamPath, `{"records": [{"UserName": "x"}], "lookups": {"UserGsid": {"Fields": {}}}}`},
		"key twice, and no records":        {"PUT", teamPath + "?key=Gsid&key=Gsid", `{"records": []}`},
		"key that cannot be read":          {"PUT", teamPath + "?key=%zz", `{"records": []}`},
		"every GSID a number":              {"POST", deletePath, `[1, 2]`},
		"a list where an object should be": {"PUT", teamPath, `[]`},
		"users in other letters":           {"POST", usersPath, `{"Records": []}`},
		"key of users twice":               {"PUT", usersPath + "?key=Email&key=Gsid", `{"records": []}`},
		"no list of GSIDs":                 {"PUT", activatePath, `{}`},
	} {
		t.Run(name, func(t *testing.T) {
			server := newTenant(t)
			send(t, server.Server, request[0], request[1], request[2]).wantNotVendor(400, "")
			if v := server.Violations(); len(v) != 1 {
				t.Errorf("violations: %q", v)
			}
		})
	}
}

// Nothing is answered as null is, also without a content type.
func TestNoBody(t *testing.T) {
	for _, test := range []struct{ method, path, code string }{
		{"PUT", teamPath, "GU_3006"},
		{"PUT", byGsid, "GU_3006"},
		{"POST", deletePath, "GU_8002"},
		{"POST", listPath, "GU_3006"},
		{"POST", usersPath, "GU_3006"},
		{"PUT", usersByGsid, "GU_3006"},
		{"PUT", activatePath, "GU_3006"},
		{"POST", userListPath, "GU_3006"},
	} {
		for _, body := range []string{"", " \r\n", "null"} {
			server := newTenant(t)
			send(t, server.Server, test.method, test.path, body).wantFailure(400, test.code, "")
			send(t, server.Server, test.method, test.path, body, func(r *http.Request) { r.Header.Del("content-type") }).wantFailure(400, test.code, "")
			if v := server.Violations(); len(v) != 0 {
				t.Errorf("%s %s %q: violations: %q", test.method, test.path, body, v)
			}
		}
	}
}

// A null stands for a member that is not there.
func TestNullInASearch(t *testing.T) {
	server := newTenant(t)
	seed(t, server.Server, fiveRecords)
	for _, member := range []string{"limit", "page", "orderBy", "where"} {
		reply := list(t, server.Server, `{"select": ["ID__gc"], "`+member+`": null}`)
		if got := reply.ids(); got != "a b c d e" {
			t.Errorf("%s: got %s", member, got)
		}
	}
	list(t, server.Server, `{"select": ["Nothing"], "orderBy": null, "limit": "x"}`).wantFailure(400, "GU_1707", "")
}

func TestMembersOfRecordsInOtherLetters(t *testing.T) {
	for member, want := range map[string]string{
		"userRole":  `"userRole" of a record is written "UserRole"`,
		"teamAdmin": `"teamAdmin" of a record is written "TeamAdmin"`,
		"GSID":      `"GSID" of a record is written "Gsid"`,
		"name":      `"name" of a record is written "Name"`,
		"":          "no name",
	} {
		t.Run(member, func(t *testing.T) {
			server := newTenant(t)
			good := `{"CompanyName": "IBM", "UserName": "Alex Example"}`
			beside := `{"CompanyName": "Youtube", "UserName": "Alex Example", "A__gc": 1, "` + member + `": "true"}`
			upsert(t, server.Server, `{"records": [`+good+`, `+beside+`], `+byNames+`}`).wantNotVendor(400, want)
			if v := server.Violations(); len(v) != 1 || !strings.Contains(v[0], want) || len(server.Records()) != 0 {
				t.Errorf("%d records, violations: %q", len(server.Records()), v)
			}
		})
	}
	server := newTenant(t)
	upsert(t, server.Server, `{"records": [{"CompanyName": "IBM", "userName": "Alex Example"}], `+byNames+`}`).wantNotVendor(400, `"userName"`)
	upsert(t, server.Server, `{"records": [{"CompanyName": "IBM", "UserName": "Alex Example", "Odd": 1, "-": 2, "userrole__gc": 3}], `+byNames+`}`).wantStatus(200)
}
