package gainsighttest

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// object is a company or a user.
type object struct {
	number int // in the order of addition
	fields map[string]string
}

func (o *object) gsid() string { return o.fields["Gsid"] }

func (o *object) name() string { return o.fields["Name"] }

// objects are all companies or all users of a tenant.
type objects struct {
	prefix string
	count  int
	found  map[string]map[string][]*object // by field and value
}

func newObjects(prefix string, fields ...string) *objects {
	all := &objects{prefix: prefix, found: map[string]map[string][]*object{}}
	for _, field := range fields {
		all.found[field] = map[string][]*object{}
	}
	return all
}

// add takes the fields in pairs of name and value.
func (s *objects) add(fields map[string]string) (gsid string) {
	s.count++
	gsid = makeGsid(s.prefix, s.count)
	o := &object{number: s.count, fields: map[string]string{}}
	s.set(o, "Gsid", gsid)
	for name, value := range fields {
		s.set(o, name, value)
	}
	return gsid
}

// set gives an object's field a value in place of the one that it may have.
func (s *objects) set(o *object, field, value string) {
	if s.found[field] == nil {
		s.found[field] = map[string][]*object{}
	}
	byValue := s.found[field]
	if old, ok := o.fields[field]; ok {
		byValue[old] = slices.DeleteFunc(byValue[old], func(other *object) bool { return other == o })
	}
	o.fields[field] = value
	byValue[value] = append(byValue[value], o)
}

// hasField reports whether any of the objects has a field of this name, or could have it.
func (s *objects) hasField(name string) bool { return s.found[name] != nil }

// match returns the objects that have all the values, in the order of addition. Texts compare exactly, which is our
// guess.
func (s *objects) match(wanted map[string]string) []*object {
	var candidates []*object
	first := true
	for field, value := range wanted {
		if fit := s.found[field][value]; first || len(fit) < len(candidates) {
			candidates, first = fit, false
		}
	}
	found := make([]*object, 0, len(candidates))
	for _, o := range candidates {
		if o.hasAll(wanted) {
			found = append(found, o)
		}
	}
	slices.SortFunc(found, func(a, b *object) int { return cmp.Compare(a.number, b.number) })
	return found
}

func (o *object) hasAll(wanted map[string]string) bool {
	for field, value := range wanted {
		if has, ok := o.fields[field]; !ok || has != value {
			return false
		}
	}
	return true
}

// only returns the object that has a value, if there is exactly one.
func (s *objects) only(field string, value wire.Value[string]) *object {
	if found := s.found[field][value.Or("")]; len(found) == 1 {
		return found[0]
	}
	return nil
}

// complete fills in the one of a GSID and a name that is missing.
func (s *objects) complete(gsid, name *wire.Value[string]) {
	switch {
	case name.IsZero():
		if o := s.only("Gsid", *gsid); o != nil {
			*name = wire.Set(o.name())
		}
	case gsid.IsZero():
		if o := s.only("Name", *name); o != nil {
			*gsid = wire.Set(o.gsid())
		}
	}
}

// setField looks for a company or a user, and gives it a field.
func (s *store) setField(gsid, field, value string) error {
	if field == "" || field == "Gsid" || field == "Name" {
		return fmt.Errorf("gainsighttest: the field %q cannot be set", field)
	}
	for _, kind := range []*objects{s.companies, s.users} {
		if o := kind.only("Gsid", wire.Set(gsid)); o != nil {
			kind.set(o, field, value)
			return nil
		}
	}
	return fmt.Errorf("gainsighttest: no company and no user has the GSID %q", gsid)
}
