package gainsighttest

import (
	"fmt"
	"slices"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// objects are what a lookup looks among: all companies or all users of a tenant.
type objects interface {
	knows(field string) bool
	match(wanted map[string]string) []object
}

// object is what a lookup takes of a company or a user.
type object struct{ gsid, name wire.Value[string] }

// textKeys makes a record one that is found by each of its texts, as lookups need it.
func textKeys[R any](fields fields[R]) func(*R) []key {
	return func(r *R) (keys []key) {
		fields.texts(r, func(name, text string) { keys = append(keys, exactly(name, text)) })
		return keys
	}
}

// match returns the objects that have all the values, in the order of addition. Texts compare exactly, which is our
// guess.
func (t *table[R]) match(wanted map[string]string) []object {
	var candidates []*stored[R]
	first := true
	for field, value := range wanted {
		if fit := t.byKey[exactly(field, value)]; first || len(fit) < len(candidates) {
			candidates, first = fit, false
		}
	}
	var found []*stored[R]
	for _, r := range candidates {
		if t.hasAll(r, wanted) {
			found = append(found, r)
		}
	}
	slices.SortFunc(found, byNumber[R])
	objects := make([]object, 0, len(found))
	for _, r := range found {
		objects = append(objects, t.object(r))
	}
	return objects
}

func (t *table[R]) hasAll(r *stored[R], wanted map[string]string) bool {
	for field, value := range wanted {
		if !slices.Contains(r.keys, exactly(field, value)) {
			return false
		}
	}
	return true
}

func (t *table[R]) object(r *stored[R]) object {
	return object{*t.fields.gsid(&r.record), *t.fields.known["Name"].text(&r.record)}
}

// only returns the object that has a text, if there is exactly one.
func only(all objects, field string, value wire.Value[string]) (o object, ok bool) {
	found := all.match(map[string]string{field: value.Or("")})
	if len(found) != 1 {
		return object{}, false
	}
	return found[0], true
}

// complete fills in the one of a GSID and a name that is missing.
func complete(all objects, gsid, name *wire.Value[string]) {
	switch {
	case name.IsZero():
		if o, ok := only(all, "Gsid", *gsid); ok {
			*name = o.name
		}
	case gsid.IsZero():
		if o, ok := only(all, "Name", *name); ok {
			*gsid = o.gsid
		}
	}
}

// setField looks for a company or a user, and gives it a text.
func (s *store) setField(gsid, field, value string) error {
	if field == "" || field == "Gsid" || field == "Name" {
		return fmt.Errorf("gainsighttest: the field %q cannot be set", field)
	}
	for _, set := range []func(gsid, field, value string) (bool, error){s.companies.setText, s.users.setText} {
		if found, err := set(gsid, field, value); found {
			return err
		}
	}
	return fmt.Errorf("gainsighttest: no company and no user has the GSID %q", gsid)
}

func (t *table[R]) setText(gsid, field, value string) (found bool, err error) {
	r := t.find(gsid)
	if r == nil {
		return false, nil
	}
	if err := t.fields.setText(&r.record, field, value); err != nil {
		return true, fmt.Errorf("gainsighttest: %w", err)
	}
	t.changed(r)
	return true, nil
}
