package gainsighttest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// lookupTarget is a member of a record that a lookup fills.
type lookupTarget struct {
	gsid, name string // the members that name one object; a target without a name has only a GSID
	objectName string
	objects    func(*store) objects
}

// lookupRules are what the lookups of an operation can fill, and the operation's errors.
type lookupRules[R any] struct {
	fields  fields[R]
	targets []lookupTarget
	invalid failure // for an object that is not the target's
	failed  failure // for a row that its lookup refuses
}

func companies(s *store) objects { return s.companies }

func users(s *store) objects { return s.users }

const (
	companyObject = "Company"
	userObject    = "GsUser"
)

var (
	companyTarget = lookupTarget{gsid: "CompanyGsid", name: "CompanyName", objectName: companyObject, objects: companies}
	userTarget    = lookupTarget{gsid: "UserGsid", name: "UserName", objectName: userObject, objects: users}

	teamLookups = lookupRules[record]{
		fields:  teamFields,
		targets: []lookupTarget{companyTarget, userTarget},
		invalid: lookupObjectInvalid,
		failed:  upsertFailed,
	}
)

// userLookups can fill the two members of a user that name another object. The vendor does not say which they can.
func userLookups(failed failure) lookupRules[user] {
	return lookupRules[user]{
		fields: userFields,
		targets: []lookupTarget{
			{gsid: "Manager", objectName: userObject, objects: users},
			{gsid: "CompanyID", objectName: companyObject, objects: companies},
		},
		invalid: userLookupInvalid,
		failed:  failed,
	}
}

// names reports whether a record has one of the target's own members.
func (l lookupRules[R]) names(target lookupTarget, r *R) bool {
	return l.fields.named(target.gsid).get(r) != "" || target.name != "" && l.fields.named(target.name).get(r) != ""
}

// checkLookups refuses a whole upsert whose lookups are not there or name an object that is not the target's.
func checkLookups(records []record, lookups gsapi.Lookups) *refusal {
	for _, target := range teamLookups.targets {
		isSent := slices.ContainsFunc(records, func(r record) bool { return teamLookups.names(target, &r) })
		switch {
		case !isSent:
		case len(lookups) == 0:
			return refuse(lookupsMissing)
		case len(lookups[target.gsid].Fields) == 0:
			return refuse(lookupMissing, target.gsid)
		}
	}
	return teamLookups.checkObjects(lookups)
}

// target returns the target of a name.
func (l lookupRules[R]) target(name string) (target lookupTarget, ok bool) {
	i := slices.IndexFunc(l.targets, func(target lookupTarget) bool { return target.gsid == name })
	if i < 0 {
		return lookupTarget{}, false
	}
	return l.targets[i], true
}

// checkObjects refuses a whole call with a lookup of an object that is not the target's.
func (l lookupRules[R]) checkObjects(lookups gsapi.Lookups) *refusal {
	var invalid []string
	for _, name := range slices.Sorted(maps.Keys(lookups)) {
		objectName := lookups[name].ObjectName
		target, ok := l.target(name)
		isObject := objectName == companyObject || objectName == userObject
		if ok && objectName != target.objectName || !isObject {
			invalid = append(invalid, objectName)
		}
	}
	if len(invalid) == 0 {
		return nil
	}
	return refuse(l.invalid, strings.Join(slices.Compact(invalid), ", "))
}

// doubt finds a lookup that the article does not show.
func (l lookupRules[R]) doubt(s *store, lookups gsapi.Lookups) *refusal {
	for _, name := range slices.Sorted(maps.Keys(lookups)) {
		target, ok := l.target(name)
		if !ok {
			return doubt("a lookup that fills %q", name)
		}
		if refused := s.doubtLookup(target, lookups[name]); refused != nil {
			return refused
		}
	}
	return nil
}

// doubtLookup finds what the article does not show. Which fields a company and a user have differs between tenants;
// here, these are what they were given.
func (s *store) doubtLookup(target lookupTarget, lookup gsapi.Lookup) *refusal {
	switch {
	case lookup.LookupField != "Gsid":
		return doubt("the lookup of %s takes the field %q, not Gsid", target.gsid, lookup.LookupField)
	case lookup.MultiMatchOption != "" && !lookup.MultiMatchOption.Valid():
		return doubt("the multiMatchOption %q", lookup.MultiMatchOption)
	case lookup.OnNoMatch != "" && !lookup.OnNoMatch.Valid():
		return doubt("the onNoMatch %q", lookup.OnNoMatch)
	}
	for _, recordField := range slices.Sorted(maps.Keys(lookup.Fields)) {
		if field := lookup.Fields[recordField]; !target.objects(s).knows(field) {
			return doubt("the field %q of the lookup object %s", field, target.objectName)
		}
	}
	return nil
}

// resolved is what a lookup puts into its target: the object's GSID and name, or null.
type resolved struct {
	applies bool
	object
}

// resolve looks for the one object that a row means. It does nothing for a row that names none, so that an update by
// Gsid leaves the record's company and user as they are.
func (l lookupRules[R]) resolve(s *store, r *R, target lookupTarget, lookups gsapi.Lookups) (resolved, *refusal) {
	lookup := lookups[target.gsid]
	wanted, usable := l.criteria(r, lookup)
	if len(wanted) == 0 && !l.names(target, r) {
		return resolved{}, nil
	}
	if refused := s.doubtLookup(target, lookup); refused != nil {
		return resolved{applies: true}, refused
	}
	var found []object
	if usable {
		found = target.objects(s).match(wanted)
	}
	switch {
	case len(found) == 0 && lookup.OnNoMatch == gsapi.OnNoMatchError:
		return resolved{}, refuseBecause(l.failed, "No records match "+describe(target, wanted))
	case len(found) == 0: // also for DEFAULTVALUE: what the default value is, nobody knows
		return resolved{true, object{null, null}}, nil
	case len(found) > 1 && lookup.MultiMatchOption == gsapi.MultiMatchOptionMarkAsError:
		return resolved{}, refuseBecause(l.failed, "Multiple records match "+describe(target, wanted))
	}
	return resolved{true, found[0]}, nil
}

// criteria maps the fields of the lookup object to the values that the row has for them. They are usable if the row
// has a text for each; an empty one matches nobody, not even an object whose field is empty.
func (l lookupRules[R]) criteria(r *R, lookup gsapi.Lookup) (wanted map[string]string, usable bool) {
	wanted = map[string]string{}
	usable = true
	for _, recordField := range slices.Sorted(maps.Keys(lookup.Fields)) {
		objectField := lookup.Fields[recordField]
		jsonText := l.fields.named(recordField).get(r)
		value := valueOf("", jsonText)
		if value.kind != text || value.text == "" {
			usable = false
		}
		if jsonText == "" {
			continue
		}
		if other, ok := wanted[objectField]; ok && other != value.text {
			usable = false // two fields of the row want different values of one field
		}
		wanted[objectField] = value.text
	}
	return wanted, usable
}

func describe(target lookupTarget, wanted map[string]string) string {
	if len(wanted) == 0 {
		return target.objectName + ", since the record has no field that its lookup uses"
	}
	texts := make([]string, 0, len(wanted))
	for _, field := range slices.Sorted(maps.Keys(wanted)) {
		texts = append(texts, fmt.Sprintf("%s %q", field, wanted[field]))
	}
	return target.objectName + " by " + strings.Join(texts, " and ")
}
