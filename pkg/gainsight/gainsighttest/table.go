package gainsighttest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// stored is a record in a table.
type stored[R any] struct {
	record    R
	number    int      // in the order of insertion
	keys      []key    // under which the table finds it
	scim      resource // members of a user that only SCIM knows
	isDeleted bool
}

// key is what a record can be found by: a text that a field has, or that several have together.
type key struct {
	field, text string
	isFolded    bool // upper and lower case are the same
}

func exactly(field, text string) key { return key{field, text, false} }

func folded(field, text string) key { return key{field, strings.ToLower(text), true} }

// table has all records of one kind: those of company teams, users or companies.
type table[R any] struct {
	fields fields[R]
	prefix string         // of GSIDs
	keysOf func(*R) []key // beside the GSID

	rows     []*stored[R] // read it with inOrder
	deleted  int          // how many deleted ones are among them
	byGsid   map[string]*stored[R]
	byKey    map[key][]*stored[R]
	inserted int
	made     int // GSIDs
	version  int // changes with each change of a record
	last     view[R]
}

func newTable[R any](prefix string, fields fields[R], keysOf func(*R) []key) *table[R] {
	return &table[R]{
		fields: fields,
		prefix: prefix,
		keysOf: keysOf,
		byGsid: map[string]*stored[R]{},
		byKey:  map[key][]*stored[R]{},
	}
}

// add stores a copy of a record. It gives it a GSID if it has none; the record that has the GSID already is replaced.
func (t *table[R]) add(record R) *stored[R] {
	record = t.fields.clone(record)
	gsid := t.fields.gsid(&record)
	if there := t.find(gsid.Or("")); there != nil {
		there.record = record
		t.changed(there)
		return there
	}
	if gsid.Or("") == "" {
		*gsid = wire.Set(t.freeGsid())
	}
	t.inserted++
	r := &stored[R]{record: record, number: t.inserted}
	t.byGsid[gsid.Or("")] = r
	t.rows = append(t.rows, r)
	t.changed(r)
	return r
}

func (t *table[R]) freeGsid() string {
	for {
		t.made++
		if gsid := makeGsid(t.prefix, t.made); t.byGsid[gsid] == nil {
			return gsid
		}
	}
}

// changed keeps the keys in step with a record that was written. A record keeps its GSID for ever.
func (t *table[R]) changed(r *stored[R]) {
	t.version++
	keys := t.keysOf(&r.record)
	for _, k := range r.keys {
		if !slices.Contains(keys, k) {
			t.forget(k, r)
		}
	}
	for _, k := range keys {
		if !slices.Contains(r.keys, k) {
			t.byKey[k] = append(t.byKey[k], r)
		}
	}
	r.keys = keys
}

func (t *table[R]) forget(k key, r *stored[R]) {
	others := slices.DeleteFunc(t.byKey[k], func(other *stored[R]) bool { return other == r })
	t.byKey[k] = others
	if len(others) == 0 {
		delete(t.byKey, k)
	}
}

func (t *table[R]) find(gsid string) *stored[R] { return t.byGsid[gsid] }

// findBy returns the records that a key finds, in the order of insertion.
func (t *table[R]) findBy(k key) []*stored[R] {
	return slices.SortedFunc(slices.Values(t.byKey[k]), byNumber[R])
}

// first returns the first record that a key finds, and nil if there is none.
func (t *table[R]) first(k key) *stored[R] {
	if len(t.byKey[k]) == 0 {
		return nil
	}
	return slices.MinFunc(t.byKey[k], byNumber[R])
}

func byNumber[R any](a, b *stored[R]) int { return cmp.Compare(a.number, b.number) }

// delete takes a record out.
func (t *table[R]) delete(r *stored[R]) {
	delete(t.byGsid, t.fields.gsid(&r.record).Or(""))
	for _, k := range r.keys {
		t.forget(k, r)
	}
	r.isDeleted = true
	t.version++
	t.deleted++
	if t.deleted > len(t.rows)/2 {
		t.prune()
	}
}

// inOrder returns all records in the order of insertion.
func (t *table[R]) inOrder() []*stored[R] {
	if t.deleted > 0 {
		t.prune()
	}
	return t.rows
}

// prune takes the deleted records out of the list. One at a time would be slow, and never would keep them all alive.
func (t *table[R]) prune() {
	t.rows = slices.DeleteFunc(t.rows, func(r *stored[R]) bool { return r.isDeleted })
	t.deleted = 0
}

// all returns copies of all records.
func (t *table[R]) all() []R {
	records := make([]R, 0, len(t.rows))
	for _, r := range t.inOrder() {
		records = append(records, t.fields.clone(r.record))
	}
	return records
}

// knows reports whether the kind of record has a field of this name, or one of the records has it.
func (t *table[R]) knows(name string) bool {
	if _, ok := t.fields.known[name]; ok {
		return true
	}
	return slices.ContainsFunc(t.inOrder(), func(r *stored[R]) bool { return t.fields.named(name).get(&r.record) != "" })
}

func (t *table[R]) checkField(name string) error {
	if !t.hasField(name) {
		return fmt.Errorf("no record has the field %q, and it does not end in __gc", name)
	}
	return nil
}

// hasField reports whether a list call may name a field. A real tenant knows its custom fields; the fake takes any
// name that ends like one, and any that a record has.
func (t *table[R]) hasField(name string) bool {
	return strings.HasSuffix(name, "__gc") || t.knows(name)
}
