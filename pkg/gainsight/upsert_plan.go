package gainsight

// prepare strips a record to what is sent, encodes it, and finds its faults.
func (c *upsertConfig) prepare(record CompanyTeamRecord) (row item[CompanyTeamRecord], faults faults) {
	sent := writable(record)
	switch {
	case c.byGsid:
		sent.Gsid = record.Gsid
		if c.lookups == nil {
			sent.CompanyGsid, sent.CompanyName, sent.UserGsid, sent.UserName = Value[string]{}, Value[string]{}, Value[string]{}, Value[string]{}
		}
		row.key.first = sent.Gsid.Or("")
		faults.gsid("Gsid", row.key.first)
	case c.lookups == nil: // otherwise which members name company and user is the caller's to know
		row.key.first, row.key.how.companyByName = faults.pick("Company", &sent.CompanyGsid, &sent.CompanyName)
		row.key.second, row.key.how.userByName = faults.pick("User", &sent.UserGsid, &sent.UserName)
	}
	row.sent, row.text = sent, faults.encode(&sent)
	return row, faults
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

// writable leaves out what the tenant alone sets.
func writable(record CompanyTeamRecord) CompanyTeamRecord {
	return CompanyTeamRecord{
		CompanyGsid: record.CompanyGsid, CompanyName: record.CompanyName,
		UserGsid: record.UserGsid, UserName: record.UserName,
		UserRole: record.UserRole, TeamAdmin: record.TeamAdmin,
		AdditionalProperties: record.AdditionalProperties,
	}
}

// pick keeps the GSID or else the name of a company or user, and notes a fault if there is neither.
func (f *faults) pick(what string, gsid, name *Value[string]) (value string, byName bool) {
	if !gsid.IsZero() && !gsid.IsNull() {
		value := gsid.Or("\xff") // a text that is none is no GSID either
		f.gsid(what+"Gsid", value)
		*name = Value[string]{}
		return value, false
	}
	if value := name.Or(""); value != "" {
		*gsid = Value[string]{}
		return value, true
	}
	f.add("has neither %sGsid nor %sName; set one of them", what, what)
	return "", false
}
