package api_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// wantFields are the fields that would have other types without the corrections in 90-go.overlay.yml.
var wantFields = []struct {
	in    any
	want  any // of the type that the fields have
	names []string
}{
	{gsapi.CompanyTeamRecord{}, wire.Value[string]{}, []string{
		"CompanyGsid", "CompanyName", "CreatedBy", "Gsid", "ModifiedBy", "Name", "UserGsid", "UserName", "UserRole"}},
	{gsapi.CompanyTeamRecord{}, wire.Value[bool]{}, []string{"TeamAdmin"}},
	{gsapi.CompanyTeamRecord{}, wire.Value[time.Time]{}, []string{"CreatedDate", "ModifiedDate"}},
	{gsapi.CompanyTeamRecord{}, wire.Others{}, []string{"AdditionalProperties"}},

	{gsapi.Envelope{}, wire.Value[string]{}, envelopeTexts},
	{gsapi.Failure{}, wire.Value[string]{}, envelopeTexts},
	{gsapi.CompanyTeamDeleteReply{}, wire.Value[string]{}, envelopeTexts},
	{gsapi.CompanyTeamBulkDeleteReply{}, wire.Value[string]{}, envelopeTexts},
	{gsapi.CompanyTeamUpsertReply{}, wire.Value[string]{}, envelopeTexts},
	{gsapi.CompanyTeamListReply{}, wire.Value[string]{}, envelopeTexts},

	{gsapi.Failure{}, false, []string{"Result"}},
	{gsapi.Failure{}, json.RawMessage{}, []string{"Data"}},
	{gsapi.CompanyTeamDeleteReply{}, wire.Value[string]{}, []string{"Data"}},
	{gsapi.CompanyTeamDeleteError{}, wire.Value[string]{}, []string{"ErrorCode", "ErrorDesc"}},
	{gsapi.CompanyTeamUpsertResult{}, json.RawMessage{}, []string{"Errors"}},
	{gsapi.CompanyTeamUpsertRequest{}, gsapi.Lookups{}, []string{"Lookups"}},

	{gsapi.Lookup{}, gsapi.MultiMatchOption(""), []string{"MultiMatchOption"}},
	{gsapi.Lookup{}, gsapi.OnNoMatch(""), []string{"OnNoMatch"}},
	{gsapi.SearchRequest{}, wire.OrderBy{}, []string{"OrderBy"}},
	{gsapi.Where{}, "", []string{"Expression"}},
	{gsapi.Condition{}, []json.RawMessage{}, []string{"Value"}},

	{gsapi.GainsightUser{}, wire.Value[string]{}, []string{
		"Gsid", "Name", "FirstName", "LastName", "Email", "SFDCUserName", "SfdcUserID", "Manager", "CompanyID", "LicenseType",
		"SystemType", "Timezone", "Locale", "Title"}},
	{gsapi.GainsightUser{}, wire.Value[bool]{}, []string{"IsActiveUser", "IsSuperAdmin", "GainsightLicenseEnabled"}},
	{gsapi.GainsightUser{}, wire.Value[time.Time]{}, []string{"CreatedDate", "ModifiedDate"}},
	{gsapi.GainsightUser{}, wire.Value[[]string]{}, []string{"PermissionBundles"}},
	{gsapi.GainsightUser{}, wire.Others{}, []string{"AdditionalProperties"}},
	{gsapi.UserError{}, wire.Value[string]{}, []string{"ErrorMessage"}},
	{gsapi.UserUpdateRequest{}, gsapi.PermissionBundleAction(""), []string{"PermissionBundleAction"}},
	{gsapi.UserUpdateResult{}, json.RawMessage{}, []string{"Success"}},
	{gsapi.UndocumentedReply{}, json.RawMessage{}, []string{"Data"}},

	{gsapi.ScimUserInput{}, wire.Value[string]{}, []string{"ID", "ExternalID", "UserName", "DisplayName", "Title", "Timezone", "Locale"}},
	{gsapi.ScimUserInput{}, wire.Value[bool]{}, []string{"Active"}},
	{gsapi.ScimUser{}, []gsapi.ScimMultiValue{}, []string{"Emails", "Groups", "Roles"}},
	{gsapi.ScimUser{}, &gsapi.ScimName{}, []string{"Name"}},
	{gsapi.ScimUser{}, &gsapi.ScimMeta{}, []string{"Meta"}},
	{gsapi.ScimUser{}, &gsapi.ScimEnterpriseUser{}, []string{"Enterprise"}},
	{gsapi.ScimUser{}, &gsapi.ScimGainsightUser{}, []string{"Gainsight"}},
	{gsapi.ScimUser{}, wire.Others{}, []string{"AdditionalProperties"}},
	{gsapi.ScimGroupInput{}, []gsapi.ScimMultiValue{}, []string{"Members"}},
	{gsapi.ScimMeta{}, wire.Value[time.Time]{}, []string{"Created", "LastModified"}},
	{gsapi.ScimPatchOperation{}, "", []string{"Path"}},
}

var envelopeTexts = []string{"ErrorCode", "ErrorDesc", "LocalizedErrorDesc", "LocalizedMessage", "Message", "RequestID"}

func TestGeneratedFields(t *testing.T) {
	for _, test := range wantFields {
		in, want := reflect.TypeOf(test.in), reflect.TypeOf(test.want)
		for _, name := range test.names {
			field, found := in.FieldByName(name)
			if !found || field.Type != want {
				t.Errorf("%s.%s has the type %v, want %v", in.Name(), name, field.Type, want)
			}
		}
	}
}

// A member that can be null is left out only where it is absent. The option omitempty would leave out null as well.
func TestNullIsSent(t *testing.T) {
	for _, test := range wantFields {
		_, isValue := test.want.(interface{ IsNull() bool })
		_, isAnything := test.want.(json.RawMessage)
		if !isValue && !isAnything {
			continue
		}
		in := reflect.TypeOf(test.in)
		for _, name := range test.names {
			field, _ := in.FieldByName(name)
			if tag := field.Tag.Get("json"); !strings.HasSuffix(tag, ",omitzero") {
				t.Errorf("%s.%s has the tag %q", in.Name(), name, tag)
			}
		}
	}
}

// The names of the constants.
func TestGeneratedConstants(t *testing.T) {
	for want, got := range map[string]string{
		"FIRSTMATCH":   string(gsapi.MultiMatchOptionFirstMatch),
		"MARKASERROR":  string(gsapi.MultiMatchOptionMarkAsError),
		"NULLABLE":     string(gsapi.OnNoMatchNullable),
		"DEFAULTVALUE": string(gsapi.OnNoMatchDefaultValue),
		"ERROR":        string(gsapi.OnNoMatchError),
		"append":       string(gsapi.PermissionBundleActionAppend),
		"overwrite":    string(gsapi.PermissionBundleActionOverwrite),
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// The fields to order by keep their order, the values of conditions their digits, and what is not set is not sent.
func TestListRequestOnTheWire(t *testing.T) {
	for _, text := range []string{
		`{"orderBy":{"Zeta":"desc","Alpha":"asc","Mid":"desc"},"select":["Gsid"]}`,
		`{"select":["Gsid"],"where":{"conditions":[{"alias":"a","name":"X__gc","operator":"EQ","value":[12345678901234567890,1.10,null]}]}}`,
	} {
		var request gsapi.SearchRequest
		if err := json.Unmarshal([]byte(text), &request); err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(request); err != nil || string(got) != text {
			t.Errorf("got  %s, %v\nwant %s", got, err, text)
		}
	}
}
