package gainsight_test

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

const coreURN = "urn:ietf:params:scim:schemas:core:2.0:"

// A resource that says it is of another kind is not returned. One that does not say is.
func TestSCIMSchemasOfResources(t *testing.T) {
	const extension = `"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"`
	for schemas, is := range map[string]string{
		``: "any", `"schemas":null,`: "any", `"schemas":[],`: "any",
		`"schemas":["` + coreURN + `User"],`: "user", `"schemas":["` + strings.ToUpper(coreURN) + `user"],`: "user",
		`"schemas":[` + extension + `,"` + coreURN + `User"],`: "user",
		`"schemas":["` + coreURN + `Group"],`:                  "group",
		`"schemas":[` + extension + `],`:                       "none", `"schemas":[""],`: "none",
		`"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],`: "none",
	} {
		resource := `{` + schemas + `"id":"1"}`
		_, client := newScriptedSCIM(t, ok(resource))
		_, lister := newScriptedSCIM(t, ok(`{"totalResults":2,"Resources":[{"id":"2"},`+resource+`]}`))
		users, groups, ctx := client.SCIM.Users, client.SCIM.Groups, t.Context()
		listedUsers, usersErr := countOf(lister.SCIM.Users.List(ctx, gainsight.SCIMListOptions{}))
		listedGroups, groupsErr := countOf(lister.SCIM.Groups.List(ctx, gainsight.SCIMListOptions{}))
		err := func(_ any, err error) error { return err }
		for call, outcome := range map[string]struct {
			kind string
			err  error
		}{
			"get a user":     {"user", err(users.Get(ctx, "1", gainsight.SCIMAttributes{}))},
			"create a user":  {"user", err(users.Create(ctx, scim.User{UserName: gainsight.Set("a")}))},
			"replace a user": {"user", err(users.Replace(ctx, "1", scim.User{UserName: gainsight.Set("a")}))},
			"activate":       {"user", err(users.Activate(ctx, "1"))},
			"list users":     {"user", usersErr},
			"get a group":    {"group", err(groups.Get(ctx, "1", gainsight.SCIMAttributes{}))},
			"add members":    {"group", err(groups.AddMembers(ctx, "1", "2"))},
			"list groups":    {"group", groupsErr},
		} {
			isRight := is == "any" || is == outcome.kind
			if isRight && outcome.err != nil || !isRight && (!errors.Is(outcome.err, gainsight.ErrServer) || !strings.Contains(fmt.Sprint(outcome.err), "its schemas")) {
				t.Errorf("%s, %s: got %v", call, resource, outcome.err)
			}
		}
		if is == "none" && (listedUsers != 1 || listedGroups != 1) {
			t.Errorf("%s: %d users and %d groups came before it", resource, listedUsers, listedGroups)
		}
	}
}

// countOf counts what a list returns before it ends or fails.
func countOf[R any](list iter.Seq2[R, error]) (count int, err error) {
	for _, err := range list {
		if err != nil {
			return count, err
		}
		count++
	}
	return count, nil
}

// What has nothing of a configuration is none.
func TestServiceProviderConfigReplies(t *testing.T) {
	for body, want := range map[string]string{
		`{"schemas":["` + coreURN + `ServiceProviderConfig"]}`: "", `{"patch":{"supported":true}}`: "", `{"documentationUri":null}`: "",
		`{"authenticationSchemes":[]}`: "", `{"Patch":{"supported":true},"other":1}`: "",
		`{}`: "no configuration", `{"result":true,"requestId":"r-1","data":{"patch":{}}}`: "no configuration", `{"schemas":[]}`: "no configuration",
		`{"id":"1","meta":{}}`:                               "no configuration",
		`{"schemas":["` + coreURN + `User"],"patch":{}}`:     "its schemas",
		`{"schemas":["` + coreURN + `Group"],"result":true}`: "its schemas",
	} {
		_, client := newScriptedSCIM(t, ok(body))
		_, err := client.SCIM.ServiceProviderConfig(t.Context())
		if want == "" && err != nil || want != "" && (!errors.Is(err, gainsight.ErrServer) || !strings.Contains(fmt.Sprint(err), want)) {
			t.Errorf("%s: got %v, want %q", body, err, want)
		}
	}
}
