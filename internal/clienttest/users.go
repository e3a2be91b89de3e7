package clienttest

import (
	"errors"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

func (r run) users(t *testing.T) {
	ctx, users := t.Context(), r.client.Users
	created, err := users.Create(ctx, []gainsight.User{{
		Email: gainsight.Set("robin@example.com"), SFDCUserName: gainsight.Set("robin@example.com"), Name: gainsight.Set("Robin Example"),
		LicenseType: gainsight.Set(gainsight.LicenseFull), PermissionBundles: gainsight.Set([]string{"Client Resources"}),
	}}, gainsight.UserCreateOptions{Notify: gainsight.Set(false)})
	must(t, err)
	want(t, "created", created.Count(gainsight.Succeeded), 1)

	robin, err := users.FindByEmail(ctx, "Robin@Example.com")
	must(t, err)
	robin.Title = gainsight.Set("CSM")
	updated, err := users.Update(ctx, []gainsight.User{robin}, gainsight.UserUpdateOptions{PermissionBundles: gainsight.AppendBundles})
	must(t, err)
	want(t, "updated", updated.Count(gainsight.Succeeded), 1)
	gsid := robin.Gsid.Or("")
	for _, change := range []func() (*gainsight.UserStatusResult, error){
		func() (*gainsight.UserStatusResult, error) { return users.Deactivate(ctx, []string{gsid}) },
		func() (*gainsight.UserStatusResult, error) { return users.Activate(ctx, []string{gsid}) },
	} {
		changed, err := change()
		must(t, err)
		want(t, "changed", changed.Count(gainsight.Succeeded), 1)
	}

	again, err := users.Ensure(ctx, gainsight.User{Email: gainsight.Set("robin@example.com"), Title: gainsight.Set("CSM")}, gainsight.UserEnsureOptions{})
	must(t, err)
	want(t, "changes of what is as it should be", len(again.Changed), 0)
	ensured, err := users.Ensure(ctx, gainsight.User{
		Email: gainsight.Set("sam@example.com"), SFDCUserName: gainsight.Set("sam@example.com"), Name: gainsight.Set("Sam Example"),
	}, gainsight.UserEnsureOptions{})
	must(t, err)
	want(t, "ensured", ensured.Created, true)
	sam, err := users.Get(ctx, ensured.User.Gsid.Or(""))
	must(t, err)
	want(t, "name", sam.Name.Or(""), "Sam Example")
	_, err = users.Get(ctx, "1P0NOBODY000000000000000000000000000")
	want(t, "nobody is not found", errors.Is(err, gainsight.ErrNotFound), true)

	count := 0
	for _, err := range users.List(ctx, gainsight.UserListOptions{Where: gainsight.Eq("IsActiveUser", true), PageSize: 2}) {
		must(t, err)
		count++
	}
	want(t, "active users", count, len(r.tenant.Users()))
}
