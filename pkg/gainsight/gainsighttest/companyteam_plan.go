package gainsighttest

import "github.com/gainsight-go/gainsight-go/gen/gsapi"

// row is one record of an upsert, with what the lookups found for it.
type row struct {
	sent    *record
	company resolved
	user    resolved
	refused *refusal
}

// plan looks at all rows before any is written.
func (t *Tenant) plan(body *gsapi.CompanyTeamUpsertRequest, byGsid bool) []row {
	rows := make([]row, len(body.Records))
	for i := range rows {
		rows[i].sent = &body.Records[i]
		rows[i].refused = t.planRow(&rows[i], body.Lookups, byGsid)
	}
	return rows
}

func (t *Tenant) planRow(r *row, lookups gsapi.Lookups, byGsid bool) *refusal {
	if refused := teamFields.checkNames(r.sent); refused != nil {
		return refused // a member that is meant for another would change all that follows
	}
	var company, user *refusal
	r.company, company = teamLookups.resolve(&t.store, r.sent, companyTarget, lookups)
	r.user, user = teamLookups.resolve(&t.store, r.sent, userTarget, lookups)
	return knownFirst(company, user, t.checkIdentifier(r, byGsid), checkTeamAdmin(r.sent))
}

func (t *Tenant) checkIdentifier(r *row, byGsid bool) *refusal {
	if byGsid {
		return t.store.checkGsid(r.sent.Gsid.Or(""))
	}
	switch {
	case t.isEmpty(r.company):
		return refuse(identifierEmpty, companyTarget.gsid)
	case t.isEmpty(r.user):
		return refuse(identifierEmpty, userTarget.gsid)
	}
	return nil
}

// isEmpty reports whether a company or a user is missing from a key.
func (t *Tenant) isEmpty(found resolved) bool {
	return !found.applies || found.gsid.IsNull() && !t.nullTargets
}

func (s *store) checkGsid(gsid string) *refusal {
	switch {
	case gsid == "":
		return refuse(identifierEmpty, "Gsid")
	case s.records.find(gsid) == nil:
		return refuse(recordGsidInvalid)
	}
	return nil
}

// checkTeamAdmin finds a TeamAdmin that is a text, but neither "true" nor "false".
func checkTeamAdmin(r *record) *refusal {
	if _, ok := r.TeamAdmin.Get(); !ok && !r.TeamAdmin.IsZero() && !r.TeamAdmin.IsNull() {
		return doubt("TeamAdmin is %s, want true or false", r.TeamAdmin.JSON())
	}
	return nil
}

func refusalsOf(rows []row) []*refusal {
	refusals := make([]*refusal, 0, len(rows))
	for _, r := range rows {
		refusals = append(refusals, r.refused)
	}
	return refusals
}
