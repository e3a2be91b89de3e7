package gainsighttest_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// FuzzServeHTTP: whatever is sent, the tenant answers with an envelope, forgets the key, and can still list what it has.
func FuzzServeHTTP(f *testing.F) {
	for _, p := range provocations {
		path, query, _ := strings.Cut(p.path, "?")
		f.Add(p.method, path, query, p.body)
	}
	f.Add("PUT", teamPath, "", sampleUpsertByName)
	f.Add("PUT", teamPath, "", strings.Replace(sampleUpsertByName, "hello", `\ud83d`, 1))
	f.Add("PUT", teamPath, "", strings.Replace(sampleUpsertByName, "hello", "\xff", 1))
	f.Add("PUT", teamPath, "key=Gsid", `{"records": [{"Gsid": "`+absentGsid+`", "UserRole": "\ud83d", "A__gc": {"\ud83d": 1e999}}]}`)
	f.Add("POST", strings.TrimPrefix(listPath, "/"), "", `{"select": ["Gsid"]}`)
	f.Add("POST", listPath, "k=gainsighttest-not-a-real-access-key", `{"select": ["gainsighttest-not-a-real-access-key"]}`)
	f.Add("POST", listPath, "", `{"select": ["Gsid"], "orderBy": {"A__gc": "desc"}, "where": {"conditions": [{"name": "Gsid", "alias": "a", "operator": "IN", "value": ["\ud83d", 1, null]}], "expression": "(a) or a"}}`)

	f.Add("POST", usersPath, "notify=false", `{"records": [`+jo+`, {"CompanyID": "x", "A__gc": "\ud83d", "permissionBundles": ["\ud83d"]}]}`)
	f.Add("PUT", usersPath, "key=SFDCUserName", `{"records": [{"SFDCUserName": "sam", "permissionBundles": null, "": 1}], "permissionBundleAction": "overwrite"}`)
	f.Add("PUT", usersPath+"/status", "status=false", `["`+samGsid+`", "x"]`)
	f.Add("POST", userListPath, "", `{"select": ["Name"], "includeTotal": true, "orderBy": {"permissionBundles": "desc"}}`)
	f.Add("GET", "/v1/users", "pageNumber=0&pageSize=9223372036854775807", ``)
	f.Add("GET", "/v1/users/"+samGsid, "", ``)
	f.Add("PUT", "/v1/users/"+samGsid, "", `{"Email": "sam@example.com", "FirstName": "\ud83d"}`)
	f.Add("POST", "/v1/users/"+samGsid+"/deactivate", "", ``)
	f.Add("POST", publishedTeamPath, "", `{"records": [{"Gsid": "`+absentGsid+`", "TeamRole": "\ud83d"}]}`)
	f.Add("POST", searchPath, "", `{"select": ["Gsid", "", "Gsid"], "offset": 9223372036854775807, "limit": 9223372036854775807, "where": {"conditions": [{"name": "", "operator": "EQ", "value": {"a": 1e999}}]}}`)

	f.Fuzz(func(t *testing.T, method, path, query, body string) {
		unescaped, err := url.PathUnescape(path)
		if err != nil || method == "" {
			t.Skip("no server hands this on")
		}
		tenant := seededTenant()
		serve := func(method string, target *url.URL, body string) *httptest.ResponseRecorder {
			r := httptest.NewRequest("POST", "/", strings.NewReader(body))
			r.Method, r.URL = method, target
			r.Header.Set("accesskey", tenant.AccessKey())
			r.Header.Set("content-type", "application/json")
			recorder := httptest.NewRecorder()
			tenant.ServeHTTP(recorder, r)
			return recorder
		}

		wantEnvelope(t, serve(method, &url.URL{Path: unescaped, RawPath: path, RawQuery: query}, body))
		for path, names := range map[string][]string{listPath: fields(tenant.Records()), userListPath: userFields(tenant.Users())} {
			all := serve("POST", &url.URL{Path: path}, marshal(t, map[string]any{"select": names}))
			wantEnvelope(t, all)
			if all.Code != http.StatusOK {
				t.Errorf("a list answers %d %s", all.Code, all.Body)
			}
		}
		for _, violation := range tenant.Violations() {
			if strings.Contains(violation, "does not fit the document") {
				t.Error(violation)
			}
		}
		if said := sayings(t, tenant); strings.Contains(said, tenant.AccessKey()) {
			t.Errorf("the key is in\n%s", said)
		}
	})
}

func seededTenant() *gainsighttest.Tenant {
	tenant := gainsighttest.NewTenant()
	tenant.AddCompany("IBM")
	tenant.AddCompany("Youtube")
	tenant.AddUser("Alex Example", "alex@example.com")
	tenant.AddRecord(gsapi.CompanyTeamRecord{Gsid: wire.Set(absentGsid), UserRole: wire.Set("CSM")})
	seedSamAndRobin(tenant)
	return tenant
}

func wantEnvelope(t *testing.T, reply *httptest.ResponseRecorder) {
	t.Helper()
	var e envelope
	if err := json.Unmarshal(reply.Body.Bytes(), &e); err != nil || e.Result == nil || reply.Header().Get("X-Request-Id") == "" || reply.Code == http.StatusInternalServerError {
		t.Fatalf("%d %s", reply.Code, reply.Body)
	}
	if *e.Result != (e.ErrorDesc == nil) || reply.Code != http.StatusOK && *e.Result {
		t.Fatalf("%d %s", reply.Code, reply.Body)
	}
}

// fields names what can be selected of records.
func fields(records []gsapi.CompanyTeamRecord) []string {
	names := []string{"Gsid", "CompanyGsid", "CompanyName", "UserGsid", "UserName", "UserRole", "TeamAdmin", "CreatedBy", "CreatedDate", "ModifiedBy", "ModifiedDate"}
	for _, r := range records {
		names = slices.AppendSeq(names, maps.Keys(r.AdditionalProperties))
	}
	return names
}

// userFields names what can be selected of users.
func userFields(users []gsapi.GainsightUser) []string {
	names := []string{"Gsid", "Name", "FirstName", "LastName", "Email", "SFDCUserName", "SfdcUserId", "IsActiveUser", "IsSuperAdmin", "Manager", "CompanyID",
		"LicenseType", "GainsightLicenseEnabled", "SystemType", "Timezone", "Locale", "Title", "CreatedDate", "ModifiedDate", "permissionBundles"}
	for _, u := range users {
		names = slices.AppendSeq(names, maps.Keys(u.AdditionalProperties))
	}
	return names
}
