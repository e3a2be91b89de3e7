package wire_test

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

var folding = json.MatchCaseInsensitiveNames(true)

// The names of SCIM are read in upper and lower case where that is wanted, at every depth and with the URNs, and written as
// RFC 7643 has them.
func TestDecodeFolded(t *testing.T) {
	for text, want := range map[string]string{
		`{"ID":"1","USERNAME":"a","Active":"True"}`:                         `{"active":"True","id":"1","userName":"a"}`,
		`{"Emails":[{"Value":"a","PRIMARY":true}]}`:                         `{"emails":[{"primary":true,"value":"a"}]}`,
		`{"Name":{"GIVENNAME":"a","middleName":"b"}}`:                       `{"name":{"givenName":"a","middleName":"b"}}`,
		`{"NickName":"a","xactive":1}`:                                      `{"NickName":"a","xactive":1}`,
		`{"` + strings.ToUpper(enterprise) + `":{"Manager":{"value":"2"}}}`: `{"` + enterprise + `":{"manager":{"value":"2"}}}`,
	} {
		var user gsapi.ScimUser
		if err := json.Unmarshal([]byte(text), &user, folding); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if got, err := json.Marshal(user); err != nil || string(got) != want {
			t.Errorf("%s: got %s, %v", text, got, err)
		}
	}
}

// Which of two spellings counts is not known.
func TestDecodeFoldedRefusesTwoSpellings(t *testing.T) {
	for _, text := range []string{
		`{"active":true,"Active":false}`, `{"Active":false,"active":true}`, `{"ACTIVE":true,"Active":null}`, `{"emails":[],"Emails":[]}`, `{"name":{},"NAME":{}}`,
		`{"emails":[{"value":"a","Value":"b"}]}`,
	} {
		if err := json.Unmarshal([]byte(text), new(gsapi.ScimUser), folding); err == nil || !strings.Contains(err.Error(), "twice") {
			t.Errorf("%s: got %v", text, err)
		}
	}
}

// Elsewhere names are what they are, in records with the option too.
func TestNamesAreExactElsewhere(t *testing.T) {
	for name, unmarshal := range unmarshallers {
		var user gsapi.ScimUser
		if err := unmarshal([]byte(`{"active":true,"Active":false}`), &user); err != nil || !user.Active.Or(false) || string(user.AdditionalProperties["Active"]) != "false" {
			t.Errorf("%s: got %v, %v", name, user, err)
		}
	}
	var r record
	if err := json.Unmarshal([]byte(`{"gsid":"a","Gsid":"b"}`), &r, folding); err != nil || r.Gsid.Or("") != "b" || string(r.AdditionalProperties["gsid"]) != `"a"` {
		t.Errorf("got %v, %v", r, err)
	}
}
