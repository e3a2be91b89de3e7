package gainsighttest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// lookupTarget is a member of a record that a lookup fills.
type lookupTarget struct {
	gsid, name string // the members that name one object
	objectName string
	objects    func(*store) *objects
}

var (
	companyTarget = lookupTarget{
		gsid: "CompanyGsid", name: "CompanyName", objectName: "Company",
		objects: func(s *store) *objects { return s.companies },
	}
	userTarget = lookupTarget{
		gsid: "UserGsid", name: "UserName", objectName: "GsUser",
		objects: func(s *store) *objects { return s.users },
	}
	lookupTargets = map[string]lookupTarget{companyTarget.gsid: companyTarget, userTarget.gsid: userTarget}
)

func (t lookupTarget) sentIn(r *record) bool {
	return fieldOf(t.gsid).get(r) != "" || fieldOf(t.name).get(r) != ""
}

// checkLookups refuses a whole call whose lookups are not there or name an object that is not the target's.
func checkLookups(records []record, lookups gsapi.Lookups) *refusal {
	for _, target := range []lookupTarget{companyTarget, userTarget} {
		isSent := slices.ContainsFunc(records, func(r record) bool { return target.sentIn(&r) })
		switch {
		case !isSent:
		case len(lookups) == 0:
			return refuse(lookupsMissing)
		case len(lookups[target.gsid].Fields) == 0:
			return refuse(lookupMissing, target.gsid)
		}
	}
	return checkLookupObjects(lookups)
}

func checkLookupObjects(lookups gsapi.Lookups) *refusal {
	var invalid []string
	for _, name := range slices.Sorted(maps.Keys(lookups)) {
		objectName := lookups[name].ObjectName
		if target, ok := lookupTargets[name]; ok && objectName == target.objectName {
			continue
		}
		isObject := objectName == companyTarget.objectName || objectName == userTarget.objectName
		if _, ok := lookupTargets[name]; ok || !isObject {
			invalid = append(invalid, objectName)
		}
	}
	if len(invalid) == 0 {
		return nil
	}
	return refuse(lookupObjectInvalid, strings.Join(slices.Compact(invalid), ", "))
}

// doubtLookups finds a lookup that the article does not show.
func (s *store) doubtLookups(lookups gsapi.Lookups) *refusal {
	for _, name := range slices.Sorted(maps.Keys(lookups)) {
		target, ok := lookupTargets[name]
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
		if field := lookup.Fields[recordField]; !target.objects(s).hasField(field) {
			return doubt("the field %q of the lookup object %s", field, target.objectName)
		}
	}
	return nil
}

// resolved is what a lookup puts into its target: the object's GSID and name, or null.
type resolved struct {
	applies    bool
	gsid, name wire.Value[string]
}

// resolve looks for the one object that a row means. It does nothing for a row that names none, so that an update by
// Gsid leaves the record's company and user as they are.
func (s *store) resolve(r *record, target lookupTarget, lookups gsapi.Lookups) (resolved, *refusal) {
	lookup := lookups[target.gsid]
	wanted, usable := criteria(r, lookup)
	if len(wanted) == 0 && !target.sentIn(r) {
		return resolved{}, nil
	}
	if refused := s.doubtLookup(target, lookup); refused != nil {
		return resolved{applies: true}, refused
	}
	var found []*object
	if usable {
		found = target.objects(s).match(wanted)
	}
	switch {
	case len(found) == 0 && lookup.OnNoMatch == gsapi.OnNoMatchError:
		return resolved{}, refuseBecause(upsertFailed, "No records match "+describe(target, wanted))
	case len(found) == 0: // also for DEFAULTVALUE: what the default value is, nobody knows
		return resolved{true, null, null}, nil
	case len(found) > 1 && lookup.MultiMatchOption == gsapi.MultiMatchOptionMarkAsError:
		return resolved{}, refuseBecause(upsertFailed, "Multiple records match "+describe(target, wanted))
	}
	return resolved{true, wire.Set(found[0].gsid()), wire.Set(found[0].name())}, nil
}

// criteria maps the fields of the lookup object to the values that the row has for them. They are usable if the row
// has a text for each; an empty one matches nobody, not even an object whose field is empty.
func criteria(r *record, lookup gsapi.Lookup) (wanted map[string]string, usable bool) {
	wanted = map[string]string{}
	usable = true
	for _, recordField := range slices.Sorted(maps.Keys(lookup.Fields)) {
		objectField := lookup.Fields[recordField]
		jsonText := fieldOf(recordField).get(r)
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
