package gainsighttest_test

import (
	"testing"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

func TestAddUserRecord(t *testing.T) {
	tenant := gainsighttest.NewTenant()
	const taken = "1P01USER0000000000000000000000000002"
	tenant.AddUserRecord(gsapi.GainsightUser{Gsid: wire.Set(taken), Name: wire.Set("Sam Double"), IsActiveUser: wire.Set(false)})
	alex := tenant.AddUser("Alex Example", "alex@example.com")
	robin := tenant.AddUser("Robin Sample", "")
	wantJSON(t, marshal(t, tenant.Users()), `[
		{"Gsid": "`+taken+`", "Name": "Sam Double", "IsActiveUser": false},
		{"Gsid": "`+alex+`", "Name": "Alex Example", "Email": "alex@example.com", "IsActiveUser": true},
		{"Gsid": "`+robin+`", "Name": "Robin Sample", "IsActiveUser": true}]`)

	if gsid := tenant.AddUserRecord(gsapi.GainsightUser{Gsid: wire.Set(taken), Title: wire.Set("CSM")}); gsid != taken {
		t.Errorf("got %s", gsid)
	}
	if users := tenant.Users(); len(users) != 3 || users[0].Title.Or("") != "CSM" || !users[0].Name.IsZero() {
		t.Errorf("the user was not replaced: %s", marshal(t, users))
	}
}

func TestUsersAreCopies(t *testing.T) {
	tenant := gainsighttest.NewTenant()
	var mine gsapi.GainsightUser
	if err := mine.SetCustom("A__gc", 1); err != nil {
		t.Fatal(err)
	}
	tenant.AddUserRecord(mine)
	mine.AdditionalProperties["A__gc"][0] = '2'
	tenant.Users()[0].AdditionalProperties["A__gc"][0] = '3'
	if got := string(tenant.Users()[0].AdditionalProperties["A__gc"]); got != "1" {
		t.Errorf("got %s, want 1", got)
	}
}

// A user's own fields and those that a test has made up can both be set and looked up.
func TestSetFieldOfUsers(t *testing.T) {
	server := newTenant(t)
	for field, wantErr := range map[string]string{
		"SFDCUserName": "",
		"ExternalId":   "",
		"IsActiveUser": `gainsighttest: the field "IsActiveUser" is no text`,
		"Name":         `gainsighttest: the field "Name" cannot be set`,
	} {
		if err := server.SetField(server.alex, field, "alex"); (err != nil || wantErr != "") && (err == nil || err.Error() != wantErr) {
			t.Errorf("%s: got %v, want %q", field, err, wantErr)
		}
	}
	wantJSON(t, marshal(t, server.Users()), `[{"Gsid": "`+server.alex+`", "Name": "Alex Example", "Email": "alex@example.com",
		"SFDCUserName": "alex", "ExternalId": "alex", "IsActiveUser": true}]`)
	for _, field := range []string{"SFDCUserName", "ExternalId"} {
		upsert(t, server.Server, `{"records": [{"CompanyName": "IBM", "UserName": "alex"}], "lookups": {`+companyByName+`, `+
			lookup("UserGsid", "GsUser", `"UserName": "`+field+`"`, "")+`}}`).wantData(`{"success": {"records": [
			{"CompanyGsid": "` + server.ibm + `", "UserGsid": "` + server.alex + `", "CreatedBy": "API user", "ModifiedBy": "API user"}]}, "errors": null}`)
	}
}
