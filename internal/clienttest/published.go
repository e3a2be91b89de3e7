//lint:file-ignore SA1019 Every operation is used, deprecated ones included.

package clienttest

import (
	"testing"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// published uses the operations that only the published document knows.
func (r run) published(t *testing.T) {
	ctx, api := t.Context(), r.client.API()
	page, size := 0, 100
	users, err := api.ListUsersWithResponse(ctx, &gsapi.ListUsersParams{PageNumber: &page, PageSize: &size})
	must(t, err)
	if users.JSON200 == nil || users.JSON200.Data == nil || len(users.JSON200.Data.Records) == 0 {
		t.Fatalf("no users: %s", users.Body)
	}
	gsid := *users.JSON200.Data.Records[0].Gsid
	user, err := api.GetUserWithResponse(ctx, gsid)
	must(t, err)
	want(t, "user", *user.JSON200.Data.Gsid, gsid)
	lastName := "Renamed"
	updated, err := api.UpdateUserWithResponse(ctx, gsid, gsapi.PublishedGainsightUserInput{LastName: &lastName})
	must(t, err)
	want(t, "updated", *updated.JSON200.Result, true)
	deactivated, err := api.DeactivateUserWithResponse(ctx, gsid)
	must(t, err)
	want(t, "deactivated", *deactivated.JSON200.Result, true)

	company, role := r.tenant.AddCompany("Sample Ltd."), "CSM"
	upserted, err := api.UpsertCompanyTeamWithResponse(ctx, gsapi.PublishedCompanyTeamUpsertRequest{
		Records: []gsapi.PublishedCompanyTeamRecord{{CompanyID: &company, UserID: &gsid, TeamRole: &role}},
	})
	must(t, err)
	want(t, "upserted", *upserted.JSON200.Result, true)
	limit := 10
	found, err := api.SearchCompanyTeamWithResponse(ctx, gsapi.PublishedSearchRequest{Select: []string{"Gsid", "CompanyId", "TeamRole"}, Limit: &limit})
	must(t, err)
	want(t, "found", len(found.JSON200.Data.Records), 1)
}
