package gainsighttest

import (
	"slices"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

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
	if refused := checkNames(r.sent); refused != nil {
		return refused // a member that is meant for another would change all that follows
	}
	var company, user *refusal
	r.company, company = t.store.resolve(r.sent, companyTarget, lookups)
	r.user, user = t.store.resolve(r.sent, userTarget, lookups)
	return knownFirst(company, user, t.checkIdentifier(r, byGsid), checkTeamAdmin(r.sent))
}

// knownFirst returns the first refusal that is no doubt, and else the first one.
func knownFirst(refusals ...*refusal) *refusal {
	refusals = slices.DeleteFunc(refusals, func(r *refusal) bool { return r == nil })
	if i := slices.IndexFunc(refusals, func(r *refusal) bool { return !r.isDoubt }); i >= 0 {
		return refusals[i]
	}
	if len(refusals) > 0 {
		return refusals[0]
	}
	return nil
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
	case s.find(gsid) == nil:
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

// verdict refuses a whole call: one of which no row can be written, one with a bad row if the tenant writes all or
// none, and one with a row whose outcome nobody knows.
func (t *Tenant) verdict(rows []row) *refusal {
	known := rowsWhere(rows, func(r row) bool { return r.refused != nil && !r.refused.isDoubt })
	if len(known) == len(rows) || len(known) > 0 && t.wholeBatchRefusal {
		return known[0].refused
	}
	doubted := rowsWhere(rows, func(r row) bool { return r.refused != nil && r.refused.isDoubt })
	if len(doubted) > 0 {
		return doubted[0].refused
	}
	return nil
}

func rowsWhere(rows []row, fits func(row) bool) []row {
	return slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return !fits(r) })
}
