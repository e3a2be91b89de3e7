package gainsighttest_test

import (
	"fmt"
	"testing"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// lookup writes a lookup with the given fields and options.
func lookup(target, object, fields, options string) string {
	return fmt.Sprintf(`%q: {"fields": {%s}, "lookupField": "Gsid", "objectName": %q%s}`, target, fields, object, options)
}

func TestLookups(t *testing.T) {
	const (
		noUser    = "Identifier UserGsid should not be null or empty"
		byEmail   = `"Email__gc": "Email"`
		nameEmail = `"UserName": "Name", "Email__gc": "Email"`
		name      = `"UserName": "Name"`
	)
	// There are two users named Sam Double: sam1@example.com and sam2@example.com.
	for _, test := range []struct {
		name, row, fields, options string
		user                       string // the e-mail address of the user that is found
		code, description          string
	}{
		{name: "e-mail", row: `"Email__gc": "sam2@example.com"`, fields: byEmail, user: "sam2@example.com"},
		{name: "name and e-mail", row: `"UserName": "Sam Double", "Email__gc": "sam2@example.com"`, fields: nameEmail, user: "sam2@example.com"},
		{name: "name and another's e-mail", row: `"UserName": "Sam Double", "Email__gc": "alex@example.com"`, fields: nameEmail, code: "GU_3018", description: noUser},
		{name: "name and no e-mail", row: `"UserName": "Sam Double"`, fields: nameEmail, code: "GU_3018", description: noUser},
		{name: "external id", row: `"Id__gc": "7"`, fields: `"Id__gc": "ExternalId"`, user: "sam2@example.com"},
		{name: "external id of several", row: `"Id__gc": "8"`, fields: `"Id__gc": "ExternalId"`, user: "sam1@example.com"},
		{name: "external id of several, error", row: `"Id__gc": "8"`, fields: `"Id__gc": "ExternalId"`, options: `, "multiMatchOption": "MARKASERROR"`, code: "GU_3016", description: `Company Team Upsert Operation Failed: Multiple records match GsUser by ExternalId "8"`},
		{name: "external id of nobody", row: `"Id__gc": "9"`, fields: `"Id__gc": "ExternalId"`, code: "GU_3018", description: noUser},
		{name: "external id as it was and is again, error if several", row: `"Id__gc": "7"`, fields: `"Id__gc": "ExternalId"`, options: `, "multiMatchOption": "MARKASERROR"`, user: "sam2@example.com"},
		{name: "external id as a boolean", row: `"Id__gc": true`, fields: `"Id__gc": "ExternalId"`, code: "GU_3018", description: noUser},
		{name: "external id as a number", row: `"Id__gc": 7`, fields: `"Id__gc": "ExternalId"`, code: "GU_3018", description: noUser},
		{name: "external id as it was, and the name", row: `"Id__gc": "6", "UserName": "Sam Double"`, fields: `"Id__gc": "ExternalId", "UserName": "Name"`, code: "GU_3018", description: noUser},
		{name: "no external id, and users without one", row: `"Id__gc": ""`, fields: `"Id__gc": "ExternalId"`, code: "GU_3018", description: noUser},
		{name: "external id and name", row: `"Id__gc": "8", "UserName": "Sam Double"`, fields: `"Id__gc": "ExternalId", "UserName": "Name"`, user: "sam1@example.com"},
		{name: "external id and another's name", row: `"Id__gc": "7", "UserName": "Alex Example"`, fields: `"Id__gc": "ExternalId", "UserName": "Name"`, code: "GU_3018", description: noUser},
		{name: "external id as it was", row: `"Id__gc": "6"`, fields: `"Id__gc": "ExternalId"`, code: "GU_3018", description: noUser},
		{name: "changed e-mail", row: `"Email__gc": "robin@example.com"`, fields: byEmail, user: "robin@example.com"},
		{name: "upper case is another name", row: `"UserName": "SAM DOUBLE"`, fields: name, code: "GU_3018", description: noUser},

		{name: "several, no option", row: `"UserName": "Sam Double"`, fields: name, user: "sam1@example.com"},
		{name: "several, first", row: `"UserName": "Sam Double"`, fields: name, options: `, "multiMatchOption": "FIRSTMATCH"`, user: "sam1@example.com"},
		{name: "several, error", row: `"UserName": "Sam Double"`, fields: name, options: `, "multiMatchOption": "MARKASERROR"`, code: "GU_3016", description: `Company Team Upsert Operation Failed: Multiple records match GsUser by Name "Sam Double"`},
		{name: "one, error if several", row: `"UserName": "Alex Example"`, fields: name, options: `, "multiMatchOption": "MARKASERROR"`, user: "alex@example.com"},

		{name: "none, no option", row: `"UserName": "Nobody"`, fields: name, code: "GU_3018", description: noUser},
		{name: "none, null", row: `"UserName": "Nobody"`, fields: name, options: `, "onNoMatch": "NULLABLE"`, code: "GU_3018", description: noUser},
		{name: "none, default", row: `"UserName": "Nobody"`, fields: name, options: `, "onNoMatch": "DEFAULTVALUE"`, code: "GU_3018", description: noUser},
		{name: "none, error", row: `"UserName": "Nobody"`, fields: name, options: `, "onNoMatch": "ERROR"`, code: "GU_3016", description: `Company Team Upsert Operation Failed: No records match GsUser by Name "Nobody"`},
		{name: "null", row: `"UserName": null`, fields: name, code: "GU_3018", description: noUser},
		{name: "null, and a user without e-mail", row: `"Email__gc": null`, fields: byEmail, code: "GU_3018", description: noUser},
		{name: "empty, and a user without e-mail", row: `"Email__gc": ""`, fields: byEmail, code: "GU_3018", description: noUser},
		{name: "name, null, and a user without e-mail", row: `"UserName": "Kim Unmailed", "Email__gc": null`, fields: nameEmail, code: "GU_3018", description: noUser},
		{name: "GSID where the lookup wants a name, error", row: `"UserGsid": "1P01USER0000000000000000000000000001"`, fields: name, options: `, "onNoMatch": "ERROR"`, code: "GU_3016", description: `Company Team Upsert Operation Failed: No records match GsUser, since the record has no field that its lookup uses`},
		{name: "not a text", row: `"Email__gc": 17`, fields: byEmail, code: "GU_3018", description: noUser},
		{name: "GSID where the lookup wants a name", row: `"UserGsid": "1P01USER0000000000000000000000000001"`, fields: name, code: "GU_3018", description: noUser},
		{name: "two fields disagree, error", row: `"UserName": "Alex Example", "Other__gc": "Sam Double"`, fields: `"UserName": "Name", "Other__gc": "Name"`, options: `, "onNoMatch": "ERROR"`, code: "GU_3016", description: `Company Team Upsert Operation Failed: No records match GsUser by Name "Alex Example"`},
		{name: "two fields disagree", row: `"UserName": "Alex Example", "Other__gc": "Sam Double"`, fields: `"UserName": "Name", "Other__gc": "Name"`, code: "GU_3018", description: noUser},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := newTenant(t)
			gsids := map[string]string{
				"alex@example.com": server.alex,
				"sam1@example.com": server.AddUser("Sam Double", "sam1@example.com"),
				"sam2@example.com": server.AddUser("Sam Double", "sam2@example.com"),
			}
			const kim = "kim, who has no address"
			gsids[kim] = server.AddUser("Kim Unmailed", "")
			gsids["robin@example.com"] = server.AddUser("Robin Sample", "")
			for _, field := range []struct{ user, name, value string }{
				{"sam2@example.com", "ExternalId", "7"},
				{"sam2@example.com", "ExternalId", "6"},
				{"sam2@example.com", "ExternalId", "7"},
				{kim, "ExternalId", "true"},
				{"alex@example.com", "ExternalId", "5"},
				{"robin@example.com", "ExternalId", "8"},
				{"sam1@example.com", "ExternalId", "8"}, // added before the other, and so the first of the two
				{"robin@example.com", "Email", "robin@example.com"},
			} {
				if err := server.SetField(gsids[field.user], field.name, field.value); err != nil {
					t.Fatal(err)
				}
			}
			// The second row is good, so that the first can be refused alone.
			reply := upsert(t, server.Server, `{"records": [{"CompanyName": "IBM", `+test.row+`},
				{"CompanyName": "Youtube", "UserName": "Alex Example", "Email__gc": "alex@example.com", "Other__gc": "Alex Example", "Id__gc": "5"}],
				"lookups": {`+companyByName+`, `+lookup("UserGsid", "GsUser", test.fields, test.options)+`}}`)
			if test.code != "" {
				wantRowError(t, reply, test.code, test.description)
				return
			}
			if got := server.Records()[0].UserGsid.Or(""); got != gsids[test.user] {
				t.Errorf("found %s, want %s\n%s", got, gsids[test.user], reply.body)
			}
		})
	}
}

func wantRowError(t *testing.T, reply answer, code, description string) {
	t.Helper()
	data := decode(t, string(reply.envelope().Data)).(map[string]any)
	errors, _ := data["errors"].([]any)
	if len(errors) != 1 {
		t.Fatalf("want one error\n%s", reply.body)
	}
	got := errors[0].(map[string]any)
	if got["errorCode"] != code || got["errorDesc"] != description {
		t.Errorf("want %s %q\n%s", code, description, reply.body)
	}
}

func TestLookupOfACompanyByAnyField(t *testing.T) {
	server := newTenant(t)
	body := `{"records": [{"Crm__gc": "42", "UserName": "Alex Example"}], "lookups": {` +
		lookup("CompanyGsid", "Company", `"Crm__gc": "CrmId"`, "") + `, ` + userByName + `}}`
	upsert(t, server.Server, body).wantNotVendor(400, `the field "CrmId" of the lookup object Company`)
	if err := server.SetField(server.alex, "CrmId", "42"); err != nil {
		t.Error(err)
	}
	upsert(t, server.Server, body).wantNotVendor(400, `the field "CrmId" of the lookup object Company`)
	if err := server.SetField(server.youtube, "CrmId", "42"); err != nil {
		t.Error(err)
	}
	// Without a member that names a company, the article asks for no lookup; a lookup that is there works all the same.
	upsert(t, server.Server, body).wantStatus(200)
	if got := server.Records()[0].CompanyName.Or(""); got != "Youtube" {
		t.Errorf("found %s", got)
	}
}

func TestFieldsThatCannotBeSet(t *testing.T) {
	server := newTenant(t)
	for gsid, names := range map[string][]string{server.ibm: {"", "Gsid", "Name"}, "unknown": {"Id"}, "": {"Id"}} {
		for _, name := range names {
			if err := server.SetField(gsid, name, "x"); err == nil {
				t.Errorf("the field %q of %q was set", name, gsid)
			}
		}
	}
}

func TestLookupsThatNobodyKnows(t *testing.T) {
	for name, lookups := range map[string]string{
		`takes the field "Name"`:  `"CompanyGsid": {"fields": {"CompanyName": "Name"}, "lookupField": "Name", "objectName": "Company"}`,
		`takes the field ""`:      `"CompanyGsid": {"fields": {"CompanyName": "Name"}, "lookupField": "", "objectName": "Company"}`,
		`takes the field "", not`: `"CompanyGsid": {"fields": {"CompanyName": "Name"}, "objectName": "Company"}`,
		"multiMatchOption":        lookup("CompanyGsid", "Company", `"CompanyName": "Name"`, `, "multiMatchOption": "LASTMATCH"`),
		"onNoMatch":               lookup("CompanyGsid", "Company", `"CompanyName": "Name"`, `, "onNoMatch": "CREATE"`),
		"the field":               lookup("CompanyGsid", "Company", `"CompanyName": "Industry"`, ""),
	} {
		for _, row := range []string{`{"CompanyName": "IBM", "UserName": "Alex Example"}`, `{"CompanyName": "Nobody Ltd.", "UserName": "Alex Example"}`} {
			t.Run(name+" "+row, func(t *testing.T) {
				server := newTenant(t)
				upsert(t, server.Server, `{"records": [`+row+`], "lookups": {`+lookups+`, `+userByName+`}}`).wantNotVendor(400, name)
				if v := server.Violations(); len(v) != 1 || len(server.Records()) != 0 {
					t.Errorf("%d records, violations: %q", len(server.Records()), v)
				}
			})
		}
	}
}

// A lookup that no row uses is looked at too, once there is a row to be written.
func TestUnusedLookupsThatNobodyKnows(t *testing.T) {
	for name, lookup := range map[string]string{
		"onNoMatch": lookup("CompanyGsid", "Company", `"CompanyName": "Name"`, `, "onNoMatch": "CREATE"`),
		"fills":     lookup("Other__gc", "Company", `"A__gc": "Name"`, ""),
	} {
		server := newTenant(t)
		gsid := server.AddRecord(gsapi.CompanyTeamRecord{})
		rows := `{"Gsid": "` + gsid + `", "UserRole": "CSM"}, {"Gsid": "` + absentGsid + `"}`
		send(t, server.Server, "PUT", byGsid, `{"records": [`+rows+`], "lookups": {`+lookup+`}}`).wantNotVendor(400, name)
		if !server.Records()[0].UserRole.IsZero() {
			t.Errorf("%s: a row was written", name)
		}
	}
}

func TestSeveralInvalidLookupObjects(t *testing.T) {
	server := gainsighttest.NewServer(t)
	upsert(t, server, `{"records": [{}], "lookups": {`+
		lookup("UserGsid", "User1", `"UserName": "Name"`, "")+`, `+
		lookup("CompanyGsid", "Company1", `"CompanyName": "Name"`, "")+`, `+
		lookup("Other__gc", "Other1", `"A__gc": "Name"`, "")+`}}`).
		wantFailure(400, "GU_2403", "Lookup objects [Company1, Other1, User1] are not valid")
}
