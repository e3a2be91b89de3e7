package gainsight_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// newM2MTenant returns a fake tenant without a network, and a client that gets its tokens from it. At the end of the test
// the tenant must not have seen anything that the contract does not allow.
func newM2MTenant(t *testing.T, options ...gainsighttest.Option) (*gainsighttest.Tenant, *gainsight.Client) {
	t.Helper()
	tenant := gainsighttest.NewTenant(options...)
	t.Cleanup(func() {
		for _, violation := range tenant.Violations() {
			t.Error(violation)
		}
	})
	return tenant, newClientWithout(t, gainsight.WithM2M(tenant.ClientID(), tenant.ClientSecret()), gainsight.WithHTTPClient(&http.Client{Transport: tenant.Transport()}))
}

// The life of a user and of a group, also where the tenant answers changes without a body.
func TestSCIMLife(t *testing.T) {
	for name, options := range map[string][]gainsighttest.Option{"": nil, "no content": {gainsighttest.WithSCIMNoContent()}} {
		t.Run(name, func(t *testing.T) {
			_, client := newM2MTenant(t, options...)
			users, groups, ctx := client.SCIM.Users, client.SCIM.Groups, t.Context()
			wanted := scim.User{
				UserName: gainsight.Set("alex@example.com"), Name: &scim.Name{GivenName: gainsight.Set("Alex"), FamilyName: gainsight.Set("Example")},
				Emails: []scim.MultiValue{{Value: gainsight.Set("alex@example.com"), Primary: gainsight.Set(true)}}, Active: gainsight.Set(true),
			}
			alex, err := users.Create(ctx, wanted)
			if err != nil || alex.ID.Or("") == "" {
				t.Fatalf("got %v, %v", alex, err)
			}
			id := alex.ID.Or("")
			if _, err := users.Create(ctx, wanted); !errors.Is(err, gainsight.ErrConflict) || failureOf(t, err).SCIMType != "uniqueness" {
				t.Errorf("created again: %v", err)
			}
			if found, err := users.FindByUserName(ctx, "ALEX@example.com"); err != nil || found.ID != alex.ID {
				t.Errorf("found %v, %v", found.ID, err)
			}
			if _, err := users.FindByUserName(ctx, "nobody@example.com"); !errors.Is(err, gainsight.ErrNotFound) {
				t.Errorf("found nobody: %v", err)
			}
			if _, err := users.Deactivate(ctx, id); err != nil {
				t.Error(err)
			}
			got, err := users.Get(ctx, id, gainsight.SCIMAttributes{})
			if err != nil || got.Active.Or(true) {
				t.Errorf("got %v, %v", got.Active, err)
			}
			got.Title = gainsight.Set("CSM")
			if _, err := users.Replace(ctx, id, got); err != nil {
				t.Error(err)
			}
			if _, err := users.Activate(ctx, id); err != nil {
				t.Error(err)
			}
			got, err = users.Get(ctx, id, gainsight.SCIMAttributes{Attributes: []string{"title", "active"}})
			if err != nil || got.Title.Or("") != "CSM" || !got.Active.Or(false) || !got.UserName.IsZero() {
				t.Errorf("got %v, %v", got, err)
			}

			team, err := groups.Create(ctx, scim.Group{DisplayName: gainsight.Set("Team")})
			if err != nil {
				t.Fatal(err)
			}
			teamID := team.ID.Or("")
			if _, err := groups.AddMembers(ctx, teamID, id); err != nil {
				t.Error(err)
			}
			if found, err := groups.FindByDisplayName(ctx, "Team"); err != nil || len(found.Members) != 1 || found.Members[0].Value.Or("") != id {
				t.Errorf("found %v, %v", found.Members, err)
			}
			if _, err := groups.RemoveMembers(ctx, teamID, id); err != nil {
				t.Error(err)
			}
			if left, err := groups.Get(ctx, teamID, gainsight.SCIMAttributes{}); err != nil || len(left.Members) != 0 {
				t.Errorf("got %v, %v", left.Members, err)
			}
			if _, err := groups.Replace(ctx, teamID, scim.Group{DisplayName: gainsight.Set("Crew")}); err != nil {
				t.Error(err)
			}
			if err := groups.Delete(ctx, teamID); err != nil {
				t.Error(err)
			}
			if _, err := groups.Get(ctx, teamID, gainsight.SCIMAttributes{}); !errors.Is(err, gainsight.ErrNotFound) {
				t.Errorf("got %v", err)
			}
			if err := users.Delete(ctx, id); err != nil {
				t.Error(err)
			}
			if config, err := client.SCIM.ServiceProviderConfig(ctx); err != nil || config.Patch == nil || !config.Patch.Supported.Or(false) {
				t.Errorf("got %v, %v", config, err)
			}
		})
	}
}

// Who is no super admin may read and not write (V).
func TestSCIMWritesAreForSuperAdmins(t *testing.T) {
	tenant, client := newM2MTenant(t, gainsighttest.WithoutSuperAdmin())
	id := tenant.AddUser("Alex Example", "alex@example.com")
	if err := get(t.Context(), client); !errors.Is(err, gainsight.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	if _, err := client.SCIM.Users.Deactivate(t.Context(), id); !errors.Is(err, gainsight.ErrUnauthorized) || failureOf(t, err).StatusCode != 403 || failureOf(t, err).Attempts != 1 {
		t.Errorf("got %v", err)
	}
}

// However the tenant pages, every user comes once.
func TestSCIMListOfATenant(t *testing.T) {
	for name, options := range map[string][]gainsighttest.Option{
		"as it should":            nil,
		"few at a time":           {gainsighttest.WithMaxSCIMCount(40)},
		"all at once odd":         {gainsighttest.WithMaxSCIMCount(40), gainsighttest.WithSCIMPaging(gainsighttest.SCIMRepeatFirstPage, gainsighttest.SCIMTotalOfPage, gainsighttest.SCIMSilentCap)},
		"the first page again":    {gainsighttest.WithSCIMPaging(gainsighttest.SCIMRepeatFirstPage)},
		"a total that is no more": {gainsighttest.WithSCIMPaging(gainsighttest.SCIMTotalOfPage)},
	} {
		t.Run(name, func(t *testing.T) {
			tenant, client := newM2MTenant(t, options...)
			for i := range 250 {
				tenant.AddUser(fmt.Sprintf("User %d", i), fmt.Sprintf("user%d@example.com", i))
			}
			seen := map[string]bool{}
			for user, err := range client.SCIM.Users.List(t.Context(), gainsight.SCIMListOptions{}) {
				if err != nil {
					t.Fatal(err)
				}
				seen[user.ID.Or("")] = true
			}
			if len(seen) != 250 {
				t.Errorf("got %d", len(seen))
			}
		})
	}
}

// Tokens expire and are revoked, and no call notices.
func TestTokensOfATenant(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant, client := newM2MTenant(t, gainsighttest.WithTokenLifetime(10*time.Minute))
		for step, wait := range []time.Duration{0, 8 * time.Minute, 61 * time.Second, time.Hour} {
			time.Sleep(wait)
			if _, err := client.SCIM.ServiceProviderConfig(t.Context()); err != nil {
				t.Errorf("%d: %v", step, err)
			}
		}
		tenant.RevokeTokens()
		if _, err := client.SCIM.ServiceProviderConfig(t.Context()); err != nil {
			t.Error(err)
		}
		issued := 0
		for _, call := range tenant.Calls() {
			if call.Operation == "issueToken" {
				issued++
			}
		}
		if issued != 4 { // at first, before the first one expired, after the second had, and after the third was revoked
			t.Errorf("%d tokens were issued", issued)
		}
	})
}
