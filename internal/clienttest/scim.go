//lint:file-ignore SA1019 Every operation is used, deprecated ones included.

package clienttest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

func scimUser(name string) scim.User {
	address := name + "@example.com"
	return scim.User{
		UserName:   gainsight.Set(address),
		ExternalID: gainsight.Set("ext-" + name),
		Name:       &scim.Name{GivenName: gainsight.Set(name), FamilyName: gainsight.Set("Example")},
		Emails:     []scim.MultiValue{{Value: gainsight.Set(address), Primary: gainsight.Set(true)}},
		Active:     gainsight.Set(true),
		Gainsight:  &scim.GainsightUser{LicenseType: gainsight.Set(gainsight.LicenseViewer)},
	}
}

func scimUsers(t *testing.T, client *gainsight.Client) {
	ctx, users := t.Context(), client.SCIM.Users
	config, err := client.SCIM.ServiceProviderConfig(ctx)
	must(t, err)
	want(t, "patches are supported", config.Patch != nil && config.Patch.Supported.Or(false), true)

	created, err := users.Create(ctx, scimUser("toni"))
	must(t, err)
	id := created.ID.Or("")
	_, err = users.Create(ctx, scimUser("toni"))
	want(t, "twice is a conflict", errors.Is(err, gainsight.ErrConflict), true)
	found, err := users.FindByUserName(ctx, "toni@example.com")
	must(t, err)
	want(t, "id", found.ID.Or(""), id)
	found, err = users.FindByExternalID(ctx, "ext-toni")
	must(t, err)
	want(t, "id", found.ID.Or(""), id)

	changed, err := users.Patch(ctx, id, scim.NewPatch().Replace("title", "CSM").AddRoles("CSM"))
	must(t, err)
	want(t, "title", changed.Title.Or(""), "CSM")
	changed, err = users.Deactivate(ctx, id)
	must(t, err)
	want(t, "active", changed.Active.Or(true), false)
	changed, err = users.Activate(ctx, id)
	must(t, err)
	want(t, "active", changed.Active.Or(false), true)
	whole, err := users.Get(ctx, id, gainsight.SCIMAttributes{})
	must(t, err)
	whole.DisplayName = gainsight.Set("Toni Example")
	replaced, err := users.Replace(ctx, id, whole)
	must(t, err)
	want(t, "display name", replaced.DisplayName.Or(""), "Toni Example")
	want(t, "title, kept", replaced.Title.Or(""), "CSM")

	least, err := users.Create(ctx, scim.User{UserName: gainsight.Set("least@example.com")})
	must(t, err)
	_, err = users.Replace(ctx, least.ID.Or(""), scim.User{UserName: gainsight.Set("less@example.com")})
	must(t, err)
	for i := range 3 {
		_, err := users.Create(ctx, scimUser(fmt.Sprint("u", i)))
		must(t, err)
	}
	count := 0
	options := gainsight.SCIMListOptions{Filter: scim.Sw("userName", "u"), PageSize: 2, SCIMAttributes: gainsight.SCIMAttributes{Attributes: []string{"userName"}}}
	for user, err := range users.List(ctx, options) {
		must(t, err)
		want(t, "active, not asked for", user.Active.IsZero(), true)
		count++
	}
	want(t, "listed", count, 3)
	must(t, users.Delete(ctx, id))
	_, err = users.Get(ctx, id, gainsight.SCIMAttributes{})
	want(t, "a deleted user is not found", errors.Is(err, gainsight.ErrNotFound), true)
}

func scimGroups(t *testing.T, client *gainsight.Client) {
	ctx, groups := t.Context(), client.SCIM.Groups
	user, err := client.SCIM.Users.Create(ctx, scimUser("uli"))
	must(t, err)
	userID := user.ID.Or("")
	created, err := groups.Create(ctx, scim.Group{DisplayName: gainsight.Set("Example Group")})
	must(t, err)
	id := created.ID.Or("")
	_, err = groups.AddMembers(ctx, id, userID)
	must(t, err)
	group, err := groups.Get(ctx, id, gainsight.SCIMAttributes{})
	must(t, err)
	want(t, "members", len(group.Members), 1)
	group.DisplayName = gainsight.Set("Renamed Group")
	_, err = groups.Replace(ctx, id, group)
	must(t, err)
	_, err = groups.RemoveMembers(ctx, id, userID)
	must(t, err)
	found, err := groups.FindByDisplayName(ctx, "Renamed Group")
	must(t, err)
	want(t, "members left", len(found.Members), 0)
	count := 0
	for _, err := range groups.List(ctx, gainsight.SCIMListOptions{SCIMAttributes: gainsight.SCIMAttributes{ExcludedAttributes: []string{"members"}}}) {
		must(t, err)
		count++
	}
	want(t, "groups", count, 1)
	must(t, groups.Delete(ctx, id))
}
