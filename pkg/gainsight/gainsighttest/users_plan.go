package gainsighttest

import (
	"fmt"
	"slices"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// userRow is one user of a call that creates users or changes them.
type userRow struct {
	sent    *user
	wanted  user          // what was sent, with what the lookups have found
	there   *stored[user] // nil for a new one
	refused *refusal
}

// userPlan looks at all rows before any is written.
type userPlan struct {
	*Tenant
	userWrite
	taken map[key]*userRow // what the rows before have
}

func (t *Tenant) planUsers(w userWrite) []userRow {
	p := userPlan{t, w, map[key]*userRow{}}
	rows := make([]userRow, len(w.records))
	for i := range rows {
		rows[i].sent = &w.records[i]
		rows[i].refused = p.planRow(&rows[i])
		if rows[i].refused == nil {
			p.take(&rows[i])
		}
	}
	return rows
}

func (p *userPlan) planRow(r *userRow) *refusal {
	if refused := userFields.checkNames(r.sent); refused != nil {
		return refused // a member that is meant for another would change all that follows
	}
	r.wanted = userFields.clone(*r.sent)
	return knownFirst(p.lookUp(r), p.checkIdentity(r), p.checkManager(r), p.checkUnique(r), checkForms(r.sent))
}

// checkIdentity finds the user that is meant, or makes sure that a new one can be told from others.
func (p *userPlan) checkIdentity(r *userRow) *refusal {
	if p.key == "" {
		if missing := missingMember(&r.wanted); missing != "" {
			return refuseBecause(p.failed, missing+" should not be null or empty")
		}
		return nil
	}
	text := userFields.known[p.key].text(r.sent).Or("")
	if text == "" {
		return refuseBecause(p.failed, p.key+" should not be null or empty")
	}
	find := exactly(p.key, text)
	if p.key == userNameField {
		find = folded(p.key, text)
	}
	if r.there = p.store.users.first(find); r.there == nil {
		return refuseBecause(p.failed, fmt.Sprintf("no user has the %s %q", p.key, text))
	}
	return nil
}

// missingMember names what a new user lacks. One with a company is taken for an external user, who needs no more.
func missingMember(u *user) string {
	switch {
	case u.CompanyID.Or("") != "":
		return ""
	case u.Email.Or("") == "":
		return emailField
	case u.SFDCUserName.Or("") == "":
		return userNameField
	case u.Name.Or("") == "" && (u.FirstName.Or("") == "" || u.LastName.Or("") == ""):
		return "Name, or FirstName and LastName,"
	}
	return ""
}

// lookUp puts into a row what its lookups find. Without a lookup, a member is taken as it was sent.
func (p *userPlan) lookUp(r *userRow) *refusal {
	rules := p.rules()
	for _, target := range rules.targets {
		if _, ok := p.lookups[target.gsid]; !ok {
			continue
		}
		found, refused := rules.resolve(&p.store, r.sent, target, p.lookups)
		if refused != nil {
			return refused
		}
		if found.applies {
			*userFields.known[target.gsid].text(&r.wanted) = found.gsid
		}
	}
	return nil
}

func (p *userPlan) checkManager(r *userRow) *refusal {
	if manager := r.wanted.Manager.Or(""); r.there != nil && manager != "" && manager == r.there.record.Gsid.Or("") {
		return refuse(userManagesSelf)
	}
	return nil
}

// checkUnique refuses what another user has, or another row before.
func (p *userPlan) checkUnique(r *userRow) *refusal {
	for _, k := range p.uniqueKeys(r) {
		before := p.taken[k]
		isTaken := before != nil && (before.there == nil || before.there != r.there)
		if isTaken || p.store.users.first(k) != nil {
			return refuse(userThereAlready, k.field)
		}
	}
	return nil
}

func (p *userPlan) take(r *userRow) {
	for _, k := range p.uniqueKeys(r) {
		p.taken[k] = r
	}
}

// uniqueKeys are what a user has after the call, not before, and no other may have.
func (p *userPlan) uniqueKeys(r *userRow) (keys []key) {
	for _, name := range p.uniqueUserFields {
		k := folded(name, userFields.known[name].text(&r.wanted).Or(""))
		if k.text != "" && (r.there == nil || !slices.Contains(r.there.keys, k)) {
			keys = append(keys, k)
		}
	}
	return keys
}

// checkForms finds a member that is not what its name promises.
func checkForms(u *user) *refusal {
	for _, flag := range []struct {
		name  string
		value wire.Value[bool]
	}{{"IsActiveUser", u.IsActiveUser}, {"GainsightLicenseEnabled", u.GainsightLicenseEnabled}} {
		switch flag.value.JSON() {
		case "", "null", "true", "false":
		default:
			return doubt("%s is %s, want true or false", flag.name, flag.value.JSON())
		}
	}
	if _, ok := u.PermissionBundles.Get(); !ok && !u.PermissionBundles.IsZero() && !u.PermissionBundles.IsNull() {
		return doubt("permissionBundles is %s, want a list of texts", u.PermissionBundles.JSON())
	}
	return nil
}
