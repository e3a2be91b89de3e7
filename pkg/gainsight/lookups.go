package gainsight

import "github.com/gainsight-go/gainsight-go/gen/gsapi"

// identification is how the rows of one call name their company and their user: by GSID or by name. It decides the
// lookups of the call, of which a call has one set, so rows that differ go in different calls.
type identification struct{ companyByName, userByName bool }

// lookups fills in what the tenant needs to find company and user. It always asks for a refusal of the row where none
// or several match: attaching somebody to the first of two companies named alike must be asked for by WithLookups.
func (i identification) lookups() Lookups {
	return Lookups{
		"CompanyGsid": strictLookup("Company", i.companyByName, "CompanyGsid", "CompanyName"),
		"UserGsid":    strictLookup("GsUser", i.userByName, "UserGsid", "UserName"),
	}
}

func strictLookup(object string, byName bool, gsidField, nameField string) Lookup {
	fields := map[string]string{gsidField: "Gsid"}
	if byName {
		fields = map[string]string{nameField: "Name"}
	}
	return Lookup{
		Fields:           fields,
		LookupField:      "Gsid",
		ObjectName:       object,
		MultiMatchOption: gsapi.MultiMatchOptionMarkAsError,
		OnNoMatch:        gsapi.OnNoMatchError,
	}
}
