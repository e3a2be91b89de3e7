package gainsight

import "fmt"

// upsertGroup is the rows of an upsert that share one set of lookups.
type upsertGroup struct {
	group[CompanyTeamRecord]
	lookups Lookups
}

// plan checks every row, strips it to what is sent, and sorts the rows into groups, in the order of their first rows.
func (c *upsertConfig) plan(records []CompanyTeamRecord) ([]*upsertGroup, error) {
	var faults faults
	var groups []*upsertGroup
	byIdentification := map[identification]*upsertGroup{}
	for i, record := range records {
		row, how := c.prepare(&faults, i, record)
		g := byIdentification[how]
		if g == nil {
			g = &upsertGroup{lookups: c.lookupsFor(how)}
			byIdentification[how] = g
			groups = append(groups, g)
		}
		g.add(i, row)
	}
	return groups, faults.err()
}

func (c *upsertConfig) lookupsFor(how identification) Lookups {
	switch {
	case c.lookups != nil:
		return c.lookups
	case c.byGsid:
		return nil // needed only where company or user is sent (A)
	}
	return how.lookups()
}

// prepare strips one record to what is sent and notes its faults.
func (c *upsertConfig) prepare(faults *faults, index int, record CompanyTeamRecord) (CompanyTeamRecord, identification) {
	row := writable(record)
	var how identification
	switch {
	case c.byGsid:
		row.Gsid = record.Gsid
		if c.lookups == nil {
			row.CompanyGsid, row.CompanyName, row.UserGsid, row.UserName = Value[string]{}, Value[string]{}, Value[string]{}, Value[string]{}
		}
		faults.key(index, "Gsid", row.Gsid.Or(""))
	case c.lookups == nil: // otherwise which members name company and user is the caller's to know
		company := faults.pick(index, "Company", &row.CompanyGsid, &row.CompanyName)
		user := faults.pick(index, "User", &row.UserGsid, &row.UserName)
		how = identification{company.byName, user.byName}
		if company.value != "" && user.value != "" {
			faults.unique(index, fmt.Sprintf("%v%q%v%q", company.byName, company.value, user.byName, user.value))
		}
	}
	if _, err := row.MarshalJSON(); err != nil {
		faults.add(index, "cannot be written as JSON: %s", printable(err.Error()))
	}
	return row, how
}

// writable leaves out what the tenant alone sets.
func writable(record CompanyTeamRecord) CompanyTeamRecord {
	return CompanyTeamRecord{
		CompanyGsid: record.CompanyGsid, CompanyName: record.CompanyName,
		UserGsid: record.UserGsid, UserName: record.UserName,
		UserRole: record.UserRole, TeamAdmin: record.TeamAdmin,
		AdditionalProperties: record.AdditionalProperties,
	}
}

// key notes a fault if a row's own GSID is none, or another row has it.
func (f *faults) key(index int, field, gsid string) {
	if fault := gsidFault(gsid); fault != "" {
		f.add(index, "%s %s", field, fault)
		return
	}
	f.unique(index, gsid)
}

// picked is the member by which a row names its company or its user.
type picked struct {
	value  string
	byName bool
}

// pick keeps the GSID or else the name of a company or user in the row, and notes a fault if it has neither.
func (f *faults) pick(index int, what string, gsid, name *Value[string]) picked {
	if value, ok := gsid.Get(); ok {
		if fault := gsidFault(value); fault != "" {
			f.add(index, "%sGsid %s", what, fault)
		}
		*name = Value[string]{}
		return picked{value, false}
	}
	if value := name.Or(""); value != "" {
		*gsid = Value[string]{}
		return picked{value, true}
	}
	f.add(index, "has neither %sGsid nor %sName; set one of them", what, what)
	return picked{}
}
