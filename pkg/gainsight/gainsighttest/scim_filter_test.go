package gainsighttest_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

func TestSCIMFilters(t *testing.T) {
	server := newSCIMTenant(t, gainsighttest.WithClock(func() time.Time { return time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC) }))
	server.createUser(`"userName": "bjensen@example.com", "externalId": "X-1", "title": "CSM", "active": false,
		"name": {"givenName": "Barbara", "familyName": "Jensen"}, "n": 10, "list": ["a", "B"], "flag": true,
		"emails": [{"value": "b@work.example", "type": "work", "primary": true}, {"value": "b@home.example", "type": "home"}],
		"` + gainsightURN + `": {"LicenseType": "Full", "Seats__gc": 2.50}, "` + enterpriseURN + `": {"manager": {"value": "boss"}}`)
	server.createUser(`"userName": "a\"b\\cé😀", "title": "", "roles": []`)
	const (
		alex    = "alex@example.com"
		bjensen = "bjensen@example.com"
		quoted  = "a\"b\\cé😀"
	)
	everybody := []string{alex, bjensen, quoted}
	for filter, want := range map[string][]string{
		`userName eq "bjensen@example.com"`:                      {bjensen},
		`USERNAME EQ "BJENSEN@example.com"`:                      {bjensen},
		`userName eq "bjensen"`:                                  nil,
		`userName ne "bjensen@example.com"`:                      {alex, quoted},
		`userName co "JENSEN"`:                                   {bjensen},
		`userName sw "b"`:                                        {bjensen},
		`userName ew "example.COM"`:                              {alex, bjensen},
		`userName gt "alex@example.com"`:                         {bjensen},
		`userName ge "alex@example.com"`:                         {alex, bjensen},
		`userName lt "alex@example.com"`:                         {quoted},
		`userName le "alex@example.com"`:                         {alex, quoted},
		`userName eq "a\"b\\cé😀"`:                                {quoted},
		`userName eq "a\"b\\c\u00e9\ud83d\ude00"`:                {quoted},
		`userName eq "a\u0022b\u005Cc\u00E9\uD83D\uDE00"`:        {quoted},
		`userName co ") or (title pr"`:                           nil,
		`userName co "["`:                                        nil,
		`userName eq ""`:                                         nil,
		`userName pr`:                                            everybody,
		`externalId eq "X-1"`:                                    {bjensen},
		`externalId eq "x-1"`:                                    nil,
		`externalId eq null`:                                     {alex, quoted},
		`externalId ne null`:                                     {bjensen},
		`externalId ne "X-1"`:                                    {alex, quoted},
		`title pr`:                                               {bjensen, quoted},
		`title eq ""`:                                            {quoted},
		`not (title pr)`:                                         {alex},
		`NOT(title pr) OR active eq FALSE`:                       {alex, bjensen},
		`active eq true`:                                         {alex, quoted},
		`active ne true`:                                         {bjensen},
		`active eq false and title eq "csm"`:                     {bjensen},
		`active eq "false"`:                                      nil,
		`active pr`:                                              everybody,
		`flag eq true`:                                           {bjensen},
		`active eq true or title eq "CSM" and userName sw "x"`:   {alex, quoted},
		`(active eq true or title eq "CSM") and userName sw "b"`: {bjensen},
		`n eq 10`:    {bjensen},
		`n eq 1.0e1`: {bjensen},
		`n gt 9.5`:   {bjensen},
		`n ge 10 and n le 10 and n lt 1e999999999`: {bjensen},
		`n gt 10 or n lt 10`:                       nil,
		`n eq "10"`:                                nil,
		`title eq 1`:                               nil,
		`list eq "b"`:                              {bjensen},
		`list pr`:                                  {bjensen},
		`list[value eq "a"]`:                       {bjensen},
		`list[type eq "a"]`:                        nil,
		`roles pr`:                                 nil,
		`name pr`:                                  {alex, bjensen},
		`name.familyName eq "jensen"`:              {bjensen},
		`name.NOTHING pr`:                          nil,
		`name.formatted sw "Alex"`:                 {alex},
		`userName.part eq "a"`:                     nil,
		`emails.value co "HOME"`:                   {bjensen},
		`emails co "home"`:                         {bjensen},
		`emails.type eq "work"`:                    {bjensen},
		`emails[type eq "work" and value co "home"]`:                         nil,
		`emails[type eq "home" and value co "home"]`:                         {bjensen},
		`emails[type eq "home" and value co "home" and not (primary pr)]`:    {bjensen},
		`emails[ (type eq "x" or type eq "work") and primary eq true ]`:      {bjensen},
		`emails[value co "]"] or emails[value ew "alex@example.com"]`:        {alex},
		`not (emails[type pr]) and userName pr`:                              {alex, quoted},
		userURN + `:userName sw "b"`:                                         {bjensen},
		strings.ToUpper(userURN) + `:name.familyName sw "j"`:                 {bjensen},
		gainsightURN + `:LicenseType eq "full"`:                              {bjensen},
		strings.ToLower(gainsightURN) + `:licensetype eq "full"`:             {bjensen},
		gainsightURN + `:Seats__gc gt 2.4`:                                   {bjensen},
		gainsightURN + ` pr`:                                                 {bjensen},
		enterpriseURN + `:manager.value eq "boss"`:                           {bjensen},
		enterpriseURN + `:manager eq "boss"`:                                 {bjensen},
		`urn:other:thing eq "a"`:                                             nil,
		`LicenseType eq "Full"`:                                              nil,
		`meta.created eq "2026-01-31T13:00:00+01:00"`:                        {bjensen, quoted},
		`meta.created gt "2026-01-31T11:59:59Z"`:                             {bjensen, quoted},
		`meta.lastModified lt "2026-01-31T12:00:00Z"`:                        nil,
		`meta.created sw "2026-01-31T12"`:                                    {bjensen, quoted},
		`meta.resourceType eq "User"`:                                        everybody,
		`schemas eq "` + gainsightURN + `"`:                                  {bjensen},
		strings.Repeat("(", 50) + `title eq "CSM"` + strings.Repeat(")", 50): {bjensen},
		`userName eq "` + strings.Repeat("x", 100_000) + `"`:                 nil,
	} {
		t.Run(filter[:min(len(filter), 60)], func(t *testing.T) {
			a := server.get(scimUsersPath + "?attributes=userName&filter=" + url.QueryEscape(filter))
			a.t = t
			a.wantStatus(200)
			var page struct{ Resources []struct{ UserName string } }
			if err := json.Unmarshal([]byte(a.body), &page); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, user := range page.Resources {
				got = append(got, user.UserName)
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
	if v := server.Violations(); len(v) != 0 {
		t.Errorf("violations: %q", v)
	}
}

func TestSCIMFiltersThatAreNone(t *testing.T) {
	server := newSCIMTenant(t)
	for filter, detail := range map[string]string{
		"":                             "",
		" ":                            "",
		"title":                        "",
		"title eq":                     "",
		`title eq "a`:                  "a text has no end",
		`title eq "a\`:                 "a text has no end",
		`title eq "\x"`:                "is not one of JSON",
		"title eq \"\n\"":              "is not one of JSON",
		`title eq 'a'`:                 "",
		`title eq a`:                   "",
		`title is "a"`:                 "",
		`title eq "a" and`:             "",
		`title eq "a" title eq "b"`:    "",
		`(title pr`:                    "",
		`title pr)`:                    "",
		`not title pr`:                 "",
		`emails[type eq "a"`:           "a bracket is open",
		`emails[type eq "a]`:           "a text has no end",
		`emails[]`:                     "",
		`emails[roles[value pr]]`:      "brackets between brackets",
		`emails[type eq "a"].value pr`: "",
		`emails.$v0 pr`:                `the attribute "$v0"`,
		`[a pr]`:                       "",
		`active gt true`:               "the operator gt does not go with the value true",
		`active co false`:              "the operator co does not go with the value false",
		`title sw 1`:                   "the operator sw does not go with the value 1",
		`title gt null`:                "the operator gt does not go with the value <nil>",
		`emails[active gt true]`:       "the operator gt does not go with the value true",
		`not (active gt true)`:         "the operator gt does not go with the value true",
		`active gt true and title pr`:  "the operator gt",
		`title pr and active gt true`:  "the operator gt",
		strings.Repeat("(", 51) + "title pr" + strings.Repeat(")", 51): "nested more than 50 times",
		strings.Repeat("title pr and ", 2_000) + "title pr":            "longer than 16384 bytes",
	} {
		t.Run(filter[:min(len(filter), 60)], func(t *testing.T) {
			a := server.get(scimUsersPath + "?filter=" + url.QueryEscape(filter))
			a.t = t
			a.wantSCIM(400, "invalidFilter", detail)
		})
	}
}

func TestSCIMPatches(t *testing.T) {
	const (
		work = `{"value": "b@work.example", "type": "work", "primary": true}`
		home = `{"value": "b@home.example", "type": "home"}`
	)
	emails := func(entries ...string) string { return `"emails": [` + strings.Join(entries, ", ") + `]` }
	const start = `"title": "CSM", "name": {"givenName": "Barbara", "familyName": "Jensen"}, "tags": ["a"]`
	for _, test := range []struct {
		name       string
		operations []string
		member     string // that is looked at
		want       string // "" for none
	}{
		{"replace", []string{`{"op": "replace", "path": "title", "value": "TAM"}`}, "title", `"TAM"`},
		{"replace with null", []string{`{"op": "replace", "path": "title", "value": null}`}, "title", ``},
		{"remove", []string{`{"op": "remove", "path": "TITLE"}`}, "title", ``},
		{"remove what is not there", []string{`{"op": "remove", "path": "nickName"}`}, "nickName", ``},
		{"add", []string{`{"op": "add", "path": "nickName", "value": "B"}`}, "nickName", `"B"`},
		{"add again in other letters", []string{`{"op": "add", "path": "nickName", "value": "B"}`, `{"op": "replace", "path": "NICKNAME", "value": "C"}`}, "nickName", `"C"`},
		{"add a part", []string{`{"op": "add", "path": "name.middleName", "value": "J"}`}, "name", `{"givenName": "Barbara", "familyName": "Jensen", "middleName": "J", "formatted": "Barbara Jensen"}`},
		{"replace a part", []string{`{"op": "replace", "path": "name.givenname", "value": "B"}`}, "name", `{"givenName": "B", "familyName": "Jensen", "formatted": "Barbara Jensen"}`},
		{"replace an object", []string{`{"op": "replace", "path": "name", "value": {"GIVENNAME": "B"}}`}, "name", `{"givenName": "B", "familyName": "Jensen", "formatted": "Barbara Jensen"}`},
		{"remove a part", []string{`{"op": "remove", "path": "name.givenName"}`}, "name", `{"familyName": "Jensen", "formatted": "Barbara Jensen"}`},
		{"no path", []string{`{"op": "replace", "value": {"title": "TAM", "name": {"givenName": null}, "active": "False"}}`}, "name", `{"familyName": "Jensen", "formatted": "Barbara Jensen"}`},
		{"a boolean as a text", []string{`{"op": "replace", "path": "active", "value": "False"}`}, "active", `false`},
		{"paths in the value", []string{`{"op": "add", "value": {"name.middleName": "J", "emails[type eq \"home\"].value": "new@example.com"}}`}, "emails", `[` + work + `, {"value": "new@example.com", "type": "home"}]`},
		{"add to a list", []string{`{"op": "add", "path": "roles", "value": [{"value": "CSM"}]}`, `{"op": "add", "path": "roles", "value": {"value": "TAM"}}`}, "roles", `[{"value": "CSM"}, {"value": "TAM"}]`},
		{"add what is there", []string{`{"op": "add", "path": "emails", "value": [` + home + `, ` + home + `]}`}, "emails", `[` + work + `, ` + home + `]`},
		{"add a primary entry", []string{`{"op": "add", "path": "emails", "value": {"value": "new@example.com", "primary": true}}`}, "emails", `[{"value": "b@work.example", "type": "work", "primary": false}, ` + home + `, {"value": "new@example.com", "primary": true}]`},
		{"make an entry the primary one", []string{`{"op": "replace", "path": "emails[type eq \"home\"].primary", "value": true}`}, "emails", `[{"value": "b@work.example", "type": "work", "primary": false}, {"value": "b@home.example", "type": "home", "primary": true}]`},
		{"replace a list", []string{`{"op": "replace", "path": "emails", "value": [` + home + `]}`}, "emails", `[` + home + `]`},
		{"replace a list with nothing", []string{`{"op": "replace", "path": "emails", "value": []}`}, "emails", ``},
		{"replace an entry", []string{`{"op": "replace", "path": "emails[type eq \"home\"]", "value": {"value": "new@example.com"}}`}, "emails", `[` + work + `, {"value": "new@example.com"}]`},
		{"add to an entry", []string{`{"op": "add", "path": "emails[type eq \"home\"]", "value": {"display": "Home"}}`}, "emails", `[` + work + `, {"value": "b@home.example", "type": "home", "display": "Home"}]`},
		{"replace a part of entries", []string{`{"op": "replace", "path": "emails[value sw \"b\"].type", "value": "other"}`}, "emails", `[{"value": "b@work.example", "type": "other", "primary": true}, {"value": "b@home.example", "type": "other"}]`},
		{"replace a part of all entries", []string{`{"op": "replace", "path": "emails.type", "value": "other"}`}, "emails", `[{"value": "b@work.example", "type": "other", "primary": true}, {"value": "b@home.example", "type": "other"}]`},
		{"remove a part of an entry", []string{`{"op": "remove", "path": "emails[primary eq true].primary"}`}, "emails", `[{"value": "b@work.example", "type": "work"}, ` + home + `]`},
		{"remove an entry", []string{`{"op": "remove", "path": "emails[type eq \"home\" or type eq \"x\" or type eq \"y\"]"}`}, "emails", `[` + work + `]`},
		{"remove all entries", []string{`{"op": "remove", "path": "emails[value pr]"}`}, "emails", ``},
		{"remove values", []string{`{"op": "remove", "path": "emails", "value": {"value": "b@home.example"}}`}, "emails", `[` + work + `]`},
		{"remove texts", []string{`{"op": "add", "path": "tags", "value": ["b", "c", 1]}`, `{"op": "remove", "path": "tags", "value": ["a", "c"]}`}, "tags", `["b", 1]`},
		{"an extension", []string{`{"op": "add", "path": "` + gainsightURN + `:LicenseType", "value": "Full"}`}, gainsightURN, `{"LicenseType": "Full"}`},
		{"an extension without a path", []string{`{"op": "add", "value": {"` + strings.ToUpper(gainsightURN) + `": {"LICENSETYPE": "Full", "A__gc": [1.0]}}}`}, gainsightURN, `{"LicenseType": "Full", "A__gc": [1.0]}`},
		{"an extension as a path", []string{`{"op": "replace", "path": "` + gainsightURN + `", "value": {"IsSuperAdmin": "True"}}`}, gainsightURN, `{"IsSuperAdmin": true}`},
		{"remove all of an extension", []string{`{"op": "add", "path": "` + gainsightURN + `:A__gc", "value": 1}`, `{"op": "remove", "path": "` + gainsightURN + `:A__gc"}`}, gainsightURN, ``},
		{"remove an extension", []string{`{"op": "add", "path": "` + gainsightURN + `:A__gc", "value": 1}`, `{"op": "remove", "path": "` + gainsightURN + `"}`}, gainsightURN, ``},
		{"remove from no extension", []string{`{"op": "remove", "path": "` + enterpriseURN + `:manager.value"}`}, enterpriseURN, ``},
		{"a manager", []string{`{"op": "add", "value": {"` + enterpriseURN + `": {"Manager": {"VALUE": "boss"}}}}`}, enterpriseURN, `{"manager": {"value": "boss"}}`},
		{"a part of a manager", []string{`{"op": "add", "path": "` + enterpriseURN + `:manager.value", "value": "boss"}`}, enterpriseURN, `{"manager": {"value": "boss"}}`},
		{"another extension", []string{`{"op": "add", "path": "urn:other:2.0:User:a", "value": 1}`, `{"op": "add", "path": "URN:other:2.0:User:A", "value": 2}`}, "urn:other:2.0:User", `{"a": 2}`},
		{"the core schema", []string{`{"op": "replace", "path": "` + userURN + `:title", "value": "TAM"}`}, "title", `"TAM"`},
		{"schemas are the tenant's", []string{`{"op": "replace", "path": "schemas", "value": ["a"]}`}, "schemas", `["` + userURN + `"]`},
		{"a password is not shown", []string{`{"op": "replace", "path": "password", "value": "a"}`}, "password", ``},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := newSCIMTenant(t)
			id := server.createUser(`"userName": "bjensen@example.com", ` + start + `, ` + emails(work, home))
			a := server.patch(scimUsersPath+"/"+id, test.operations...)
			a.wantStatus(200)
			for _, body := range []string{a.body, server.get(scimUsersPath + "/" + id).body} {
				var r map[string]json.RawMessage
				if err := json.Unmarshal([]byte(body), &r); err != nil {
					t.Fatal(err)
				}
				if got := r[test.member]; test.want == "" && got != nil {
					t.Errorf("got %s", got)
				} else if test.want != "" {
					wantJSON(t, string(got), test.want)
				}
			}
		})
	}
}
