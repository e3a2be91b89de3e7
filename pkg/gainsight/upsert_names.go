package gainsight

import "strings"

// teamNames is what tells a company team record from others.
type teamNames struct {
	Gsid        Value[string]
	CompanyGsid Value[string]
	CompanyName Value[string]
	UserGsid    Value[string]
	UserName    Value[string]
}

func namesOf(records []CompanyTeamRecord) []teamNames {
	names := make([]teamNames, len(records))
	for i := range records {
		r := &records[i]
		names[i] = teamNames{r.Gsid, r.CompanyGsid, r.CompanyName, r.UserGsid, r.UserName}
	}
	return names
}

// compare tells whether a record of a reply is the row that was sent: by its Gsid, or by company and user.
func compare(row, record teamNames) likeness {
	if gsid := row.Gsid.Or(""); gsid != "" {
		return compareText(gsid, record.Gsid)
	}
	company := compareMember(row.CompanyGsid, record.CompanyGsid, row.CompanyName, record.CompanyName)
	user := compareMember(row.UserGsid, record.UserGsid, row.UserName, record.UserName)
	switch {
	case company == different || user == different:
		return different
	case company == same && user == same:
		return same
	}
	return unknown
}

func compareMember(rowGsid, gsid, rowName, name Value[string]) likeness {
	if want := rowGsid.Or(""); want != "" {
		return compareText(want, gsid)
	}
	if want := rowName.Or(""); want != "" {
		return compareName(want, name)
	}
	return unknown
}

// compareName leaves open whether names are the same that differ only in upper and lower case: whether a tenant tells them
// apart is not known.
func compareName(want string, name Value[string]) likeness {
	if got := name.Or(""); got != want && strings.EqualFold(got, want) {
		return unknown
	}
	return compareText(want, name)
}
