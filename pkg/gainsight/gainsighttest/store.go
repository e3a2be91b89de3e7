package gainsighttest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

type record = gsapi.CompanyTeamRecord

// stored is a record in the store.
type stored struct {
	record
	number    int // in the order of insertion
	pair      pair
	isDeleted bool
}

// pair is the company and the user of a record, by their GSIDs.
type pair struct{ company, user string }

func pairOf(r *record) pair { return pair{r.CompanyGsid.Or(""), r.UserGsid.Or("")} }

// store is the state of a tenant. The tenant's lock guards it.
type store struct {
	companies *objects
	users     *objects

	records  []*stored // read it with inOrder
	deleted  int       // how many deleted ones are among them
	byGsid   map[string]*stored
	byPair   map[pair][]*stored
	inserted int
	made     int // GSIDs
	version  int // changes with each change of a record
	last     view
}

func newStore() store {
	return store{
		companies: newObjects(companyPrefix, "Gsid", "Name"),
		users:     newObjects(userPrefix, "Gsid", "Name", "Email"),
		byGsid:    map[string]*stored{},
		byPair:    map[pair][]*stored{},
	}
}

func (s *store) addRecord(seed record) string {
	r := cloneRecord(seed)
	if r.UserName.IsZero() {
		r.UserName = r.Name
	}
	r.Name = wire.Value[string]{}
	s.companies.complete(&r.CompanyGsid, &r.CompanyName)
	s.users.complete(&r.UserGsid, &r.UserName)
	r.TeamAdmin = teamAdminText(r.TeamAdmin)
	if there := s.find(r.Gsid.Or("")); there != nil {
		there.record = r
		s.changed(there)
		return r.Gsid.Or("")
	}
	return s.insert(&stored{record: r})
}

// insert stores a record, and gives it a GSID if it has none.
func (s *store) insert(r *stored) string {
	gsid := r.Gsid.Or("")
	if gsid == "" {
		gsid = s.freeGsid()
		r.Gsid = wire.Set(gsid)
	}
	s.inserted++
	r.number = s.inserted
	s.byGsid[gsid] = r
	s.records = append(s.records, r)
	s.version++
	s.rememberPair(r)
	return gsid
}

func (s *store) freeGsid() string {
	for {
		s.made++
		if gsid := makeGsid(recordPrefix, s.made); s.byGsid[gsid] == nil {
			return gsid
		}
	}
}

// changed keeps the indexes in step with a record that was written.
func (s *store) changed(r *stored) {
	s.version++
	if pairOf(&r.record) != r.pair {
		s.forgetPair(r)
		s.rememberPair(r)
	}
}

func (s *store) rememberPair(r *stored) {
	r.pair = pairOf(&r.record)
	s.byPair[r.pair] = append(s.byPair[r.pair], r)
}

func (s *store) forgetPair(r *stored) {
	others := slices.DeleteFunc(s.byPair[r.pair], func(other *stored) bool { return other == r })
	s.byPair[r.pair] = others
	if len(others) == 0 {
		delete(s.byPair, r.pair)
	}
}

func (s *store) find(gsid string) *stored { return s.byGsid[gsid] }

// findPair returns the first record of a company and a user, and nil if there is none. Null is no company and no user.
func (s *store) findPair(p pair) *stored {
	records := s.byPair[p]
	if len(records) == 0 || p.company == "" || p.user == "" {
		return nil
	}
	return slices.MinFunc(records, func(a, b *stored) int { return cmp.Compare(a.number, b.number) })
}

// delete deletes one record after the other, so that the second of two equal GSIDs finds nothing.
func (s *store) delete(gsids []string) (deleted, missing []string) {
	for _, gsid := range gsids {
		r := s.find(gsid)
		if r == nil {
			missing = append(missing, gsid)
			continue
		}
		delete(s.byGsid, gsid)
		s.forgetPair(r)
		r.isDeleted = true
		deleted = append(deleted, gsid)
	}
	if len(deleted) > 0 {
		s.version++
		s.deleted += len(deleted)
	}
	if s.deleted > len(s.records)/2 {
		s.prune()
	}
	return deleted, missing
}

// inOrder returns all records in the order of insertion.
func (s *store) inOrder() []*stored {
	if s.deleted > 0 {
		s.prune()
	}
	return s.records
}

// prune takes the deleted records out of the list. One at a time would be slow, and never would keep them all alive.
func (s *store) prune() {
	s.records = slices.DeleteFunc(s.records, func(r *stored) bool { return r.isDeleted })
	s.deleted = 0
}

func (s *store) all() []record {
	records := make([]record, 0, len(s.records))
	for _, r := range s.inOrder() {
		records = append(records, cloneRecord(r.record))
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
