package gainsighttest

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

type record = gsapi.CompanyTeamRecord

// object is a company or a user.
type object struct{ gsid, name, email string }

// store is the state of a tenant. The tenant's lock guards it.
type store struct {
	companies []object
	users     []object
	records   []*record // in the order in which they were inserted
	byGsid    map[string]*record
	inserted  int
}

func (s *store) addCompany(name string) string {
	gsid := makeGsid(companyPrefix, len(s.companies)+1)
	s.companies = append(s.companies, object{gsid: gsid, name: name})
	return gsid
}

func (s *store) addUser(name, email string) string {
	gsid := makeGsid(userPrefix, len(s.users)+1)
	s.users = append(s.users, object{gsid: gsid, name: name, email: email})
	return gsid
}

func (s *store) addRecord(seed record) string {
	r := cloneRecord(seed)
	if r.UserName.IsZero() {
		r.UserName = r.Name
	}
	r.Name = wire.Value[string]{}
	complete(&r.CompanyGsid, &r.CompanyName, s.companies)
	complete(&r.UserGsid, &r.UserName, s.users)
	r.TeamAdmin = teamAdminText(r.TeamAdmin)
	if gsid, ok := r.Gsid.Get(); ok && s.byGsid[gsid] != nil {
		*s.byGsid[gsid] = r
		return gsid
	}
	return s.insert(&r)
}

// complete fills in the one of a GSID and a name that is missing.
func complete(gsid, name *wire.Value[string], objects []object) {
	switch {
	case name.IsZero():
		if o := only(objects, "Gsid", gsid.Or("")); o != nil {
			*name = wire.Set(o.name)
		}
	case gsid.IsZero():
		if o := only(objects, "Name", name.Or("")); o != nil {
			*gsid = wire.Set(o.gsid)
		}
	}
}

func only(objects []object, field, value string) *object {
	if found := match(objects, map[string]string{field: value}); len(found) == 1 {
		return &found[0]
	}
	return nil
}

// insert stores a record, and gives it a GSID if it has none.
func (s *store) insert(r *record) string {
	gsid := r.Gsid.Or("")
	if gsid == "" {
		gsid = s.freeGsid()
		r.Gsid = wire.Set(gsid)
	}
	if s.byGsid == nil {
		s.byGsid = map[string]*record{}
	}
	s.byGsid[gsid] = r
	s.records = append(s.records, r)
	return gsid
}

func (s *store) freeGsid() string {
	for {
		s.inserted++
		if gsid := makeGsid(recordPrefix, s.inserted); s.byGsid[gsid] == nil {
			return gsid
		}
	}
}

func (s *store) find(gsid string) *record { return s.byGsid[gsid] }

// findPair returns the first record of a company and a user, and nil if there is none.
func (s *store) findPair(company, user string) *record {
	for _, r := range s.records {
		if r.CompanyGsid.Or("") == company && r.UserGsid.Or("") == user {
			return r
		}
	}
	return nil
}

// delete reports whether there was a record to delete.
func (s *store) delete(gsid string) bool {
	r := s.byGsid[gsid]
	if r == nil {
		return false
	}
	delete(s.byGsid, gsid)
	s.records = slices.DeleteFunc(s.records, func(other *record) bool { return other == r })
	return true
}

func (s *store) all() []record {
	records := make([]record, 0, len(s.records))
	for _, r := range s.records {
		records = append(records, cloneRecord(*r))
	}
	return records
}

// cloneRecord copies a record so that neither side sees what the other does to its custom fields.
func cloneRecord(r record) record {
	if r.AdditionalProperties == nil {
		return r
	}
	others := make(map[string]json.RawMessage, len(r.AdditionalProperties))
	for name, value := range r.AdditionalProperties {
		others[name] = bytes.Clone(value)
	}
	r.AdditionalProperties = others
	return r
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
