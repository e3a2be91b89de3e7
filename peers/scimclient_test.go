//go:build unix

package peers

import (
	"errors"
	"slices"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/clienttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
	"golang.org/x/oauth2"
)

// The life of users and groups, wherever the server has them.
func TestSCIMClient(t *testing.T) {
	for _, path := range []string{vendorPath, "/scim/v2"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			server := startSCIMServerAt(t, path)
			clienttest.SCIM(t, server.client(t, gainsight.WithSCIMBasePath(path)))
		})
	}
}

// client gives a client that has the token of the server.
func (s scimServer) client(t *testing.T, options ...gainsight.Option) *gainsight.Client {
	t.Helper()
	return newClient(t, s.url, append(options, withToken(s.token))...)
}

func withToken(token string) gainsight.Option {
	return gainsight.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token}))
}

func TestSCIMClientWithAnotherToken(t *testing.T) {
	client := newClient(t, startSCIMServer(t).url, withToken("another"))
	if _, err := client.SCIM.Users.FindByUserName(t.Context(), "alex@example.com"); !errors.Is(err, gainsight.ErrUnauthorized) {
		t.Errorf("got %v, want an error that is ErrUnauthorized", err)
	}
}

func createUsers(t *testing.T, users *gainsight.SCIMUserService, all ...scim.User) (ids []string) {
	t.Helper()
	for _, user := range all {
		created, err := users.Create(t.Context(), user)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, created.ID.Or(""))
	}
	return ids
}

// emails gives an address of each type, which begins with the type.
func emails(types ...string) (values []scim.MultiValue) {
	for _, kind := range types {
		values = append(values, scim.MultiValue{Type: gainsight.Set(kind), Value: gainsight.Set(kind + "@example.com")})
	}
	return values
}

// Each patch does what its name says.
func TestSCIMClientPatches(t *testing.T) {
	client := startSCIMServer(t).client(t)
	ids := createUsers(t, client.SCIM.Users,
		scim.User{UserName: gainsight.Set("ann@example.com"), Title: gainsight.Set("CSM"), Emails: emails("work", "home")},
		scim.User{UserName: gainsight.Set("bob@example.com")}, scim.User{UserName: gainsight.Set("cid@example.com")},
	)
	ann, bob, cid := ids[0], ids[1], ids[2]
	for _, test := range []struct {
		name  string
		patch *scim.Patch
		want  func(user scim.User) bool
	}{
		{"deactivate", scim.NewPatch().Deactivate(), func(user scim.User) bool { return !user.Active.Or(true) }},
		{"activate", scim.NewPatch().Activate(), func(user scim.User) bool { return user.Active.Or(false) }},
		{"remove", scim.NewPatch().Remove("title"), func(user scim.User) bool { return user.Title.IsZero() }},
		{"add", scim.NewPatch().Add("title", "Lead"), func(user scim.User) bool { return user.Title.Or("") == "Lead" }},
		{"replace", scim.NewPatch().Replace("name.givenName", "Ann"), func(user scim.User) bool { return user.Name.GivenName.Or("") == "Ann" }},
		{"replace where", scim.NewPatch().ReplaceWhere("emails.value", scim.Eq("type", "home"), "ann@example.com"),
			func(user scim.User) bool { return user.Emails[1].Value.Or("") == "ann@example.com" }},
		{"remove where", scim.NewPatch().RemoveWhere("emails", scim.Eq("type", "work")),
			func(user scim.User) bool {
				return len(user.Emails) == 1 && user.Emails[0].Value.Or("") == "ann@example.com"
			}},
		{"roles", scim.NewPatch().AddRoles("CSM", "Admin"), func(user scim.User) bool { return len(user.Roles) == 2 }},
		{"manager", scim.NewPatch().SetManager(bob), func(user scim.User) bool { return user.Enterprise.Manager.Value.Or("") == bob }},
		{"extension", scim.NewPatch().Replace(scim.SchemaGainsightUser+":LicenseType", "Viewer"),
			func(user scim.User) bool { return user.Gainsight.LicenseType.Or("") == "Viewer" }},
		{"several", scim.NewPatch().Deactivate().Replace("title", "CSM"),
			func(user scim.User) bool { return !user.Active.Or(true) && user.Title.Or("") == "CSM" }},
	} {
		t.Run(test.name, func(t *testing.T) {
			user, err := client.SCIM.Users.Patch(t.Context(), ann, test.patch)
			if err != nil || !test.want(user) {
				t.Errorf("got %+v, %v", user, err)
			}
		})
	}
	t.Run("a patch that changes nothing", func(t *testing.T) {
		if user, err := client.SCIM.Users.Deactivate(t.Context(), ann); err != nil || user.ID.Or("") != ann || !user.Active.IsZero() {
			t.Errorf("got %+v, %v, want the id alone", user, err)
		}
	})

	team, err := client.SCIM.Groups.Create(t.Context(), scim.Group{DisplayName: gainsight.Set("Team")})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name  string
		patch *scim.Patch
		want  []string
	}{
		{"add members", scim.NewPatch().AddMembers(ann, bob, cid), []string{ann, bob, cid}},
		{"remove members", scim.NewPatch().RemoveMembers(ann, cid), []string{bob}},
		{"remove who is no member", scim.NewPatch().RemoveMembers(ann), []string{bob}},
		{"add some more", scim.NewPatch().AddMembers(ann).AddMembers(cid), []string{bob, ann, cid}},
		{"remove values", scim.NewPatch().RemoveValues("members", ann), []string{bob, cid}},
		{"remove all", scim.NewPatch().Remove("members"), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := client.SCIM.Groups.Patch(t.Context(), team.ID.Or(""), test.patch); err != nil {
				t.Fatal(err)
			}
			group, err := client.SCIM.Groups.Get(t.Context(), team.ID.Or(""), gainsight.SCIMAttributes{})
			var got []string
			for _, member := range group.Members {
				got = append(got, member.Value.Or(""))
			}
			if !slices.Equal(got, test.want) || err != nil {
				t.Errorf("got %s, %v, want %s", got, err, test.want)
			}
		})
	}
}

// What is asked for is returned, and nothing else but the id.
func TestSCIMClientAttributes(t *testing.T) {
	users := startSCIMServer(t).client(t).SCIM.Users
	id := createUsers(t, users, scim.User{
		UserName: gainsight.Set("ann@example.com"), Title: gainsight.Set("CSM"), Name: &scim.Name{GivenName: gainsight.Set("Ann"), FamilyName: gainsight.Set("Example")},
		Gainsight: &scim.GainsightUser{LicenseType: gainsight.Set("Full")},
	})[0]
	for _, test := range []struct {
		name       string
		attributes gainsight.SCIMAttributes
		want       []string
	}{
		{"all", gainsight.SCIMAttributes{}, []string{"userName", "title", "given", "family", "license"}},
		{"some", gainsight.SCIMAttributes{Attributes: []string{"userName", "name.givenName"}}, []string{"userName", "given"}},
		{"extension", gainsight.SCIMAttributes{Attributes: []string{"schemas", scim.SchemaGainsightUser}}, []string{"license"}},
		{"excluded", gainsight.SCIMAttributes{ExcludedAttributes: []string{"title", "name.familyName"}}, []string{"userName", "given", "license"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := users.Get(t.Context(), id, test.attributes)
			if err != nil {
				t.Fatal(err)
			}
			listed, err := clienttest.All(users.List(t.Context(), gainsight.SCIMListOptions{SCIMAttributes: test.attributes}))
			if err != nil || len(listed) != 1 {
				t.Fatalf("listed %v, %v", listed, err)
			}
			for _, user := range []scim.User{got, listed[0]} {
				if present := presentIn(user); !slices.Equal(present, test.want) || user.ID.Or("") != id {
					t.Errorf("got %q of %s, want %q of %s", present, user.ID.Or(""), test.want, id)
				}
			}
		})
	}
}

func presentIn(user scim.User) (names []string) {
	add := func(name string, value gainsight.Value[string]) {
		if !value.IsZero() {
			names = append(names, name)
		}
	}
	add("userName", user.UserName)
	add("title", user.Title)
	if user.Name != nil {
		add("given", user.Name.GivenName)
		add("family", user.Name.FamilyName)
	}
	if user.Gainsight != nil {
		add("license", user.Gainsight.LicenseType)
	}
	return names
}
