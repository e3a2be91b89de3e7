package gainsighttest

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// field is how a member of a record is reached by its name.
type field[R any] struct {
	get    func(r *R) string              // the JSON text; empty if the member is absent
	copyTo func(to, from *R)              // into a record of a reply
	text   func(r *R) *wire.Value[string] // nil unless the member is a text
}

func known[R any, T wire.Type](at func(*R) *wire.Value[T]) field[R] {
	text, _ := any(at).(func(*R) *wire.Value[string])
	return field[R]{
		get:    func(r *R) string { return at(r).JSON() },
		copyTo: func(to, from *R) { *at(to) = *at(from) },
		text:   text,
	}
}

// fields are the members of one kind of record.
type fields[R any] struct {
	known  map[string]field[R]
	names  []string              // of the known ones, and of those that no list call can name
	others func(*R) *wire.Others // custom fields, and whatever else a record has
	hidden map[string]field[R]   // those that no list call can name
	gsid   func(*R) *wire.Value[string]
}

func newFields[R any](others func(*R) *wire.Others, known, hidden map[string]field[R]) fields[R] {
	names := slices.Sorted(maps.Keys(known))
	names = slices.AppendSeq(names, maps.Keys(hidden))
	slices.Sort(names)
	return fields[R]{known, names, others, hidden, known["Gsid"].text}
}

// texts calls use with the name and the value of each member of a record that is a text.
func (f fields[R]) texts(r *R, use func(name, text string)) {
	for name, field := range f.known {
		if field.text == nil {
			continue
		}
		if text, ok := field.text(r).Get(); ok {
			use(name, text)
		}
	}
	for name, jsonText := range *f.others(r) {
		if v := valueOf("", string(jsonText)); v.kind == text {
			use(name, v.text)
		}
	}
}

// member returns the known or hidden field of a name.
func (f fields[R]) member(name string) field[R] {
	if hidden, ok := f.hidden[name]; ok {
		return hidden
	}
	return f.known[name]
}

// named returns the field of a name. A record that does not have it yields "".
func (f fields[R]) named(name string) field[R] {
	if known, ok := f.known[name]; ok {
		return known
	}
	return field[R]{
		get: func(r *R) string { return string((*f.others(r))[name]) },
		copyTo: func(to, from *R) {
			if value, ok := (*f.others(from))[name]; ok {
				f.setOther(to, name, value)
			}
		},
	}
}

func (f fields[R]) setOther(r *R, name string, value []byte) {
	others := f.others(r)
	if *others == nil {
		*others = wire.Others{}
	}
	(*others)[name] = value
}

// setText gives a record a text.
func (f fields[R]) setText(r *R, name, text string) error {
	known, ok := f.known[name]
	switch {
	case !ok:
		f.setOther(r, name, []byte(wire.Set(text).JSON()))
	case known.text == nil:
		return fmt.Errorf("the field %q is no text", name)
	default:
		*known.text(r) = wire.Set(text)
	}
	return nil
}

// clone copies a record so that neither side sees what the other does to its custom fields.
func (f fields[R]) clone(r R) R {
	others := f.others(&r)
	if *others == nil {
		return r
	}
	copied := make(wire.Others, len(*others))
	for name, value := range *others {
		copied[name] = bytes.Clone(value)
	}
	*others = copied
	return r
}

// userName comes back as Name: the vendor's sample selects UserName and gets Name.
var userName = field[record]{
	get:    func(r *record) string { return r.UserName.JSON() },
	copyTo: func(to, from *record) { to.Name = from.UserName },
	text:   func(r *record) *wire.Value[string] { return &r.UserName },
}

var teamFields = newFields(
	func(r *record) *wire.Others { return &r.AdditionalProperties },
	map[string]field[record]{
		"Gsid":         known(func(r *record) *wire.Value[string] { return &r.Gsid }),
		"CompanyGsid":  known(func(r *record) *wire.Value[string] { return &r.CompanyGsid }),
		"CompanyName":  known(func(r *record) *wire.Value[string] { return &r.CompanyName }),
		"UserGsid":     known(func(r *record) *wire.Value[string] { return &r.UserGsid }),
		"UserName":     userName,
		"UserRole":     known(func(r *record) *wire.Value[string] { return &r.UserRole }),
		"TeamAdmin":    known(func(r *record) *wire.Value[bool] { return &r.TeamAdmin }),
		"CreatedBy":    known(func(r *record) *wire.Value[string] { return &r.CreatedBy }),
		"CreatedDate":  known(func(r *record) *wire.Value[time.Time] { return &r.CreatedDate }),
		"ModifiedBy":   known(func(r *record) *wire.Value[string] { return &r.ModifiedBy }),
		"ModifiedDate": known(func(r *record) *wire.Value[time.Time] { return &r.ModifiedDate }),
	},
	map[string]field[record]{
		"Name": known(func(r *record) *wire.Value[string] { return &r.Name }),
	},
)

var userFields = newFields(
	func(u *user) *wire.Others { return &u.AdditionalProperties },
	map[string]field[user]{
		"Gsid":                    known(func(u *user) *wire.Value[string] { return &u.Gsid }),
		"Name":                    known(func(u *user) *wire.Value[string] { return &u.Name }),
		"FirstName":               known(func(u *user) *wire.Value[string] { return &u.FirstName }),
		"LastName":                known(func(u *user) *wire.Value[string] { return &u.LastName }),
		"Email":                   known(func(u *user) *wire.Value[string] { return &u.Email }),
		"SFDCUserName":            known(func(u *user) *wire.Value[string] { return &u.SFDCUserName }),
		"SfdcUserId":              known(func(u *user) *wire.Value[string] { return &u.SfdcUserID }),
		"IsActiveUser":            known(func(u *user) *wire.Value[bool] { return &u.IsActiveUser }),
		"IsSuperAdmin":            known(func(u *user) *wire.Value[bool] { return &u.IsSuperAdmin }),
		"Manager":                 known(func(u *user) *wire.Value[string] { return &u.Manager }),
		"CompanyID":               known(func(u *user) *wire.Value[string] { return &u.CompanyID }),
		"LicenseType":             known(func(u *user) *wire.Value[string] { return &u.LicenseType }),
		"GainsightLicenseEnabled": known(func(u *user) *wire.Value[bool] { return &u.GainsightLicenseEnabled }),
		"SystemType":              known(func(u *user) *wire.Value[string] { return &u.SystemType }),
		"Timezone":                known(func(u *user) *wire.Value[string] { return &u.Timezone }),
		"Locale":                  known(func(u *user) *wire.Value[string] { return &u.Locale }),
		"Title":                   known(func(u *user) *wire.Value[string] { return &u.Title }),
		"CreatedDate":             known(func(u *user) *wire.Value[time.Time] { return &u.CreatedDate }),
		"ModifiedDate":            known(func(u *user) *wire.Value[time.Time] { return &u.ModifiedDate }),
		"permissionBundles":       known(func(u *user) *wire.Value[[]string] { return &u.PermissionBundles }),
	},
	nil,
)

// company is a company of the tenant.
type company struct {
	Gsid, Name wire.Value[string]
	others     wire.Others
}

var companyFields = newFields(
	func(c *company) *wire.Others { return &c.others },
	map[string]field[company]{
		"Gsid": known(func(c *company) *wire.Value[string] { return &c.Gsid }),
		"Name": known(func(c *company) *wire.Value[string] { return &c.Name }),
	},
	nil,
)
