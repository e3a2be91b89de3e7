package gainsighttest

import (
	"fmt"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

type (
	record = gsapi.CompanyTeamRecord
	user   = gsapi.GainsightUser
)

// store is the state of a tenant. The tenant's lock guards it.
type store struct {
	companies *table[company]
	users     *table[user]
	records   *table[record] // of company teams
}

func newStore() store {
	return store{
		companies: newTable(companyPrefix, companyFields, textKeys(companyFields)),
		users:     newUsers(),
		records:   newTable(recordPrefix, teamFields, pairKeys),
	}
}

func (s *store) addRecord(r record) string {
	if r.UserName.IsZero() {
		r.UserName = r.Name
	}
	r.Name = wire.Value[string]{}
	complete(s.companies, &r.CompanyGsid, &r.CompanyName)
	complete(s.users, &r.UserGsid, &r.UserName)
	r.TeamAdmin = teamAdminText(r.TeamAdmin)
	return s.records.add(r).record.Gsid.Or("")
}

// pairKeys makes a record of a company team one that is found by its company and its user, by their GSIDs. Null is no
// company and no user.
func pairKeys(r *record) []key {
	if r.CompanyGsid.Or("") == "" || r.UserGsid.Or("") == "" {
		return nil
	}
	return []key{pairKey(r.CompanyGsid, r.UserGsid)}
}

func pairKey(company, user wire.Value[string]) key {
	return exactly("CompanyGsid,UserGsid", fmt.Sprintf("%q,%q", company.Or(""), user.Or("")))
}

// deleteRecords deletes one record after the other, so that the second of two equal GSIDs finds nothing.
func (s *store) deleteRecords(gsids []string) (deleted, missing []string) {
	for _, gsid := range gsids {
		r := s.records.find(gsid)
		if r == nil {
			missing = append(missing, gsid)
			continue
		}
		s.records.delete(r)
		deleted = append(deleted, gsid)
	}
	return deleted, missing
}

// teamAdminText gives TeamAdmin the form in which the samples return it: a string, although the article calls it a
// Boolean.
func teamAdminText(v wire.Value[bool]) wire.Value[bool] {
	if isAdmin, ok := v.Get(); ok {
		return teamAdmin(isAdmin)
	}
	return v
}

func teamAdmin(isAdmin bool) (v wire.Value[bool]) {
	text := `"false"`
	if isAdmin {
		text = `"true"`
	}
	_ = v.UnmarshalJSON([]byte(text)) // cannot fail: both are texts that a bool reads
	return v
}
