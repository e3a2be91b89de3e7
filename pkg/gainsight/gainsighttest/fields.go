package gainsighttest

import (
	"fmt"
	"strings"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// field is how a member of a record is reached by its name.
type field struct {
	get    func(r *record) string // the JSON text; empty if the member is absent
	copyTo func(to, from *record) // into a record of a reply
}

func known[T wire.Type](at func(*record) *wire.Value[T]) field {
	return field{
		get:    func(r *record) string { return at(r).JSON() },
		copyTo: func(to, from *record) { *at(to) = *at(from) },
	}
}

// userName comes back as Name: the vendor's sample selects UserName and gets Name.
var userName = field{
	get:    func(r *record) string { return r.UserName.JSON() },
	copyTo: func(to, from *record) { to.Name = from.UserName },
}

var knownFields = map[string]field{
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
}

// fieldOf returns the field of a name. A record that does not have it yields "".
func fieldOf(name string) field {
	if f, ok := knownFields[name]; ok {
		return f
	}
	return field{
		get: func(r *record) string { return string(r.AdditionalProperties[name]) },
		copyTo: func(to, from *record) {
			value, ok := from.AdditionalProperties[name]
			if !ok {
				return
			}
			if to.AdditionalProperties == nil {
				to.AdditionalProperties = wire.Others{}
			}
			to.AdditionalProperties[name] = value
		},
	}
}

func (s *store) checkField(name string) error {
	if !s.hasField(name) {
		return fmt.Errorf("no record has the field %q, and it does not end in __gc", name)
	}
	return nil
}

// hasField reports whether a list call may name a field. A real tenant knows its custom fields; the fake takes any
// name that ends like one, and any that a record has.
func (s *store) hasField(name string) bool {
	if _, ok := knownFields[name]; ok || strings.HasSuffix(name, "__gc") {
		return true
	}
	for _, r := range s.inOrder() {
		if _, ok := r.AdditionalProperties[name]; ok {
			return true
		}
	}
	return false
}
