package scim_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
	experiment "github.com/go-json-experiment/json"
)

func TestPatches(t *testing.T) {
	work := scim.Eq("type", "work")
	changed := map[string]any{"IsSuperAdmin": false, "LicenseType": "Full"}
	patchOfChanged := scim.NewPatch().Replace(scim.SchemaGainsightUser, changed)
	changed["LicenseType"] = "Viewer"
	var fromNothing *scim.Patch
	for name, test := range map[string]struct {
		patch *scim.Patch
		want  string // the operations, without brackets around
	}{
		"activate":            {scim.NewPatch().Activate(), `{"op":"replace","path":"active","value":true}`},
		"deactivate":          {scim.NewPatch().Deactivate(), `{"op":"replace","path":"active","value":false}`},
		"members":             {scim.NewPatch().AddMembers("1", `"2`), `{"op":"add","path":"members","value":[{"value":"1"},{"value":"\"2"}]}`},
		"members removed":     {scim.NewPatch().RemoveMembers("1", `"2`), `{"op":"remove","path":"members[value eq \"1\"]"},{"op":"remove","path":"members[value eq \"\\\"2\"]"}`},
		"values removed":      {scim.NewPatch().RemoveValues("members", "1", "2"), `{"op":"remove","path":"members","value":[{"value":"1"},{"value":"2"}]}`},
		"roles":               {scim.NewPatch().AddRoles("CSM"), `{"op":"add","path":"roles","value":[{"value":"CSM"}]}`},
		"manager":             {scim.NewPatch().SetManager("1"), `{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":{"value":"1"}}`},
		"own fields":          {patchOfChanged, `{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:gainsight:2.0:User","value":{"IsSuperAdmin":false,"LicenseType":"Full"}}`},
		"add":                 {scim.NewPatch().Add("title", "CSM"), `{"op":"add","path":"title","value":"CSM"}`},
		"add where":           {scim.NewPatch().AddWhere("addresses.region", work, "CA"), `{"op":"add","path":"addresses[type eq \"work\"].region","value":"CA"}`},
		"replace where":       {scim.NewPatch().ReplaceWhere("emails.value", work, "kim@example.com"), `{"op":"replace","path":"emails[type eq \"work\"].value","value":"kim@example.com"}`},
		"replace where, URN":  {scim.NewPatch().ReplaceWhere(scim.SchemaUser+":emails.value", work, 1), `{"op":"replace","path":"urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq \"work\"].value","value":1}`},
		"remove":              {scim.NewPatch().Remove("name.middleName"), `{"op":"remove","path":"name.middleName"}`},
		"remove where":        {scim.NewPatch().RemoveWhere("emails", work.Or(scim.Pr("a"))), `{"op":"remove","path":"emails[type eq \"work\" or a pr]"}`},
		"null":                {scim.NewPatch().Replace("title", nil), `{"op":"replace","path":"title","value":null}`},
		"member":              {scim.NewPatch().Replace("title", wire.Set("CSM")), `{"op":"replace","path":"title","value":"CSM"}`},
		"member, null":        {scim.NewPatch().Replace("title", wire.Null[string]()), `{"op":"replace","path":"title","value":null}`},
		"members in a record": {scim.NewPatch().Replace("x", struct{ A wire.Value[time.Time] }{wire.Set(time.Unix(0, 0))}), `{"op":"replace","path":"x","value":{"A":"1970-01-01T00:00:00Z"}}`},
		"several, in order":   {scim.NewPatch().Remove("b").Remove("a").Activate(), `{"op":"remove","path":"b"},{"op":"remove","path":"a"},{"op":"replace","path":"active","value":true}`},
		"from nothing":        {fromNothing.Remove("a"), `{"op":"remove","path":"a"}`},
		"the zero Patch":      {new(scim.Patch).Remove("a"), `{"op":"remove","path":"a"}`},
	} {
		t.Run(name, func(t *testing.T) {
			want := `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[` + test.want + `]}`
			if err := test.patch.Err(); err != nil {
				t.Error(err)
			}
			if got, err := experiment.Marshal(test.patch); string(got) != want || err != nil {
				t.Errorf("got  %s, %v\nwant %s", got, err, want)
			}
			if got, err := json.Marshal(test.patch); string(got) != want || err != nil {
				t.Errorf("encoding/json: got %s, %v", got, err)
			}
		})
	}
}

func TestFaultyPatches(t *testing.T) {
	var none *scim.Patch
	var zero scim.Filter
	good := scim.Pr("a")
	for name, test := range map[string]struct {
		patch *scim.Patch
		want  string
	}{
		"nil":                      {none, "the patch has no operation"},
		"empty":                    {scim.NewPatch(), "the patch has no operation"},
		"no path":                  {scim.NewPatch().Add("", 1), `operation 0 of the patch (add): "" is not the name of an attribute`},
		"path with a condition":    {scim.NewPatch().Activate().Remove(`members[value eq "1"]`), `operation 1 of the patch (remove): "members[value eq \"1\"]" is not`},
		"first fault":              {scim.NewPatch().Replace("a b", math.NaN()).Remove("c d").Activate(), `(replace): "a b" is not`},
		"path, where":              {scim.NewPatch().RemoveWhere("a b", good), `"a b" is not`},
		"zero filter":              {scim.NewPatch().RemoveWhere("members", zero), `the values of "members" are selected by a filter without a condition`},
		"faulty filter":            {scim.NewPatch().ReplaceWhere("emails.value", scim.Eq("type", "\xff"), 1), `(replace): the value for "type" cannot be written`},
		"filter with a value path": {scim.NewPatch().AddWhere("emails", scim.Values("a", good), 1), "values of values"},
		"no JSON":                  {scim.NewPatch().Add("a", func() {}), "the value, a func(), cannot be written as JSON"},
		"no number":                {scim.NewPatch().AddWhere("a", good, math.Inf(1)), "the value, a float64, cannot be written as JSON"},
		"broken UTF-8":             {scim.NewPatch().Replace("a", "secret\xff"), "the value, a string, cannot"},
		"broken member":            {scim.NewPatch().Replace("a", wire.Set("secret\xff")), "cannot be written as JSON"},
		"absent text":              {scim.NewPatch().Replace("a", wire.Value[string]{}), "the value is an absent member"},
		"absent boolean":           {scim.NewPatch().ReplaceWhere("a", good, wire.Value[bool]{}), "the value is an absent member"},
		"absent date":              {scim.NewPatch().Add("a", wire.Value[time.Time]{}), "the value is an absent member"},
		"no members":               {scim.NewPatch().AddMembers(), "(add): there is no id or name"},
		"no members to remove":     {scim.NewPatch().RemoveMembers(), "(remove): there is no id or name"},
		"no values to remove":      {scim.NewPatch().RemoveValues("members"), "(remove): there is no id or name"},
		"no roles":                 {scim.NewPatch().AddRoles(), "there is no id or name"},
		"empty member":             {scim.NewPatch().AddMembers("1", ""), "at 1: the id or name is empty"},
		"blank member to remove":   {scim.NewPatch().RemoveMembers(" "), "at 0: the id or name is empty"},
		"broken member to remove":  {scim.NewPatch().RemoveMembers("secret\xff"), "at 0: the id or name is empty or not valid UTF-8"},
		"empty value to remove":    {scim.NewPatch().RemoveValues("members", ""), "at 0: the id or name is empty"},
		"empty role":               {scim.NewPatch().AddRoles(""), "at 0: the id or name is empty"},
		"empty manager":            {scim.NewPatch().SetManager(""), "operation 0 of the patch (replace): the id or name is empty"},
		"bad path of values":       {scim.NewPatch().RemoveValues("", "1"), `"" is not`},
	} {
		t.Run(name, func(t *testing.T) {
			err := test.patch.Err()
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "secret") {
				t.Fatalf("got %v, want %s", err, test.want)
			}
			if test.patch == nil {
				return // nobody can keep an encoder from writing nil as null
			}
			if body, err := experiment.Marshal(test.patch); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("was written: %s, %v", body, err)
			}
			if body, err := json.Marshal(test.patch); err == nil {
				t.Errorf("was written: %s", body)
			}
		})
	}
}
