package clienttest

import (
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

func (r run) companyTeams(t *testing.T) {
	ctx, team := t.Context(), r.client.CompanyTeam
	r.tenant.AddCompany("Example Inc.")
	r.tenant.AddUser("Alex Example", "alex@example.com")
	r.tenant.AddUser("Kim Sample", "kim@example.com")
	record := func(user, role string) gainsight.CompanyTeamRecord {
		return gainsight.CompanyTeamRecord{CompanyName: gainsight.Set("Example Inc."), UserName: gainsight.Set(user), UserRole: gainsight.Set(role)}
	}
	result, err := team.Upsert(ctx, []gainsight.CompanyTeamRecord{record("Alex Example", "CSM"), record("Kim Sample", "Sponsor")})
	must(t, err)
	want(t, "written", result.Count(gainsight.Succeeded), 2)
	result, err = team.Upsert(ctx, []gainsight.CompanyTeamRecord{record("Nobody", "CSM")})
	must(t, err)
	want(t, "rejected", result.Count(gainsight.Rejected), 1)

	var records []gainsight.CompanyTeamRecord
	for record, err := range team.List(ctx, gainsight.CompanyTeamListOptions{PageSize: 1, Where: gainsight.In("UserRole", "CSM", "Sponsor")}) {
		must(t, err)
		record.UserRole = gainsight.Set("Lead")
		must(t, record.SetCustom("Tier__gc", "gold"))
		records = append(records, record)
	}
	want(t, "listed", len(records), 2)
	result, err = team.Upsert(ctx, records, gainsight.ByGsid())
	must(t, err)
	want(t, "changed", result.Count(gainsight.Succeeded), 2)

	must(t, team.Delete(ctx, records[0].Gsid.Or("")))
	deleted, err := team.DeleteMany(ctx, []string{records[0].Gsid.Or(""), records[1].Gsid.Or("")})
	must(t, err)
	want(t, "deleted", deleted.Count(gainsight.Succeeded), 1)
	want(t, "gone", deleted.Count(gainsight.Absent), 1)
}
