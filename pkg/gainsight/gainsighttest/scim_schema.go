package gainsighttest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The names of SCIM's schemas and messages.
const (
	scimUserSchema       = "urn:ietf:params:scim:schemas:core:2.0:User"
	scimGroupSchema      = "urn:ietf:params:scim:schemas:core:2.0:Group"
	scimConfigSchema     = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
	scimEnterpriseSchema = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	scimGainsightSchema  = "urn:ietf:params:scim:schemas:extension:gainsight:2.0:User"
	scimListSchema       = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
	scimPatchSchema      = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
	scimErrorSchema      = "urn:ietf:params:scim:api:messages:2.0:Error"
)

// attribute is what the tenant knows of a member of a SCIM resource.
type attribute struct {
	isRequired bool
	isReadOnly bool
	isList     bool
	isExact    bool       // upper and lower case of its values differ
	isFlag     bool       // true or false; any other is a text
	isOpen     bool       // of any form
	parts      attributes // of an object, or of each entry of a list
}

// attributes are the members that the tenant knows, by the name that it writes. Any others are kept as they came.
type attributes map[string]attribute

// resourceType is a kind of SCIM resource.
type resourceType struct {
	name       string
	endpoint   string
	schema     string
	attributes attributes
}

var (
	entryParts = attributes{"value": {}, "display": {}, "type": {}, "primary": {isFlag: true}, "$ref": {}}

	scimUsers = resourceType{"User", "Users", scimUserSchema, attributes{
		"schemas":      {isList: true},
		"id":           {isReadOnly: true, isExact: true},
		"externalId":   {isExact: true},
		"meta":         {isReadOnly: true, isOpen: true},
		"userName":     {isRequired: true},
		"name":         {parts: attributes{"formatted": {}, "givenName": {}, "familyName": {}}},
		"displayName":  {},
		"title":        {},
		"timezone":     {},
		"locale":       {},
		"active":       {isFlag: true},
		"password":     {},
		"emails":       {isList: true, parts: entryParts},
		"phoneNumbers": {isList: true, parts: entryParts},
		"roles":        {isList: true, parts: entryParts},
		"entitlements": {isList: true, parts: entryParts},
		"groups":       {isReadOnly: true, isList: true, parts: entryParts},
		scimEnterpriseSchema: {parts: attributes{
			"manager": {parts: attributes{"value": {}, "displayName": {}, "$ref": {}}},
		}},
		scimGainsightSchema: {parts: attributes{"IsSuperAdmin": {isFlag: true}, "LicenseType": {}}},
	}}

	scimGroups = resourceType{"Group", "Groups", scimGroupSchema, attributes{
		"schemas":     {isList: true},
		"id":          {isReadOnly: true, isExact: true},
		"externalId":  {isExact: true},
		"meta":        {isReadOnly: true, isOpen: true},
		"displayName": {isRequired: true},
		"members":     {isList: true, parts: entryParts},
	}}
)

// find looks for an attribute, whose name SCIM takes in upper and lower case. It returns the name as the tenant writes
// it, and the name that was asked for where it knows none.
func (all attributes) find(name string) (string, attribute) {
	if known, ok := all[name]; ok {
		return name, known
	}
	for other, known := range all {
		if strings.EqualFold(other, name) {
			return other, known
		}
	}
	return name, attribute{}
}

func (all attributes) has(name string) bool {
	_, ok := all[name]
	return ok
}

// spell makes the names in a resource those that the tenant writes. Two that differ only in upper and lower case are one
// too many.
func (all attributes) spell(r resource) error {
	for _, sent := range slices.Sorted(maps.Keys(r)) {
		name, known := all.find(sent)
		value := r[sent]
		if name != sent {
			if _, ok := r[name]; ok {
				return fmt.Errorf("the attribute %q is there twice, as %q too", name, sent)
			}
			delete(r, sent)
			r[name] = value
		}
		for _, part := range partsOf(value) {
			if err := known.parts.spell(part); err != nil {
				return err
			}
		}
	}
	return nil
}

// fit makes the values of a resource those that the tenant stores: nothing for null, and true for "True". It refuses
// values of another type.
func (all attributes) fit(r resource) *refusal {
	for _, name := range slices.Sorted(maps.Keys(r)) {
		known, ok := all[name]
		if !ok || known.isOpen {
			continue
		}
		value, fits := known.fit(r[name])
		if !fits {
			return refuseSCIM(invalidValue, "%s cannot be %s", name, strings.TrimSpace(string(encodeTree(value))))
		}
		r[name] = value
		for _, part := range partsOf(value) {
			if refused := known.parts.fit(part); refused != nil {
				return refused
			}
		}
		dropEmpty(r, name)
	}
	return nil
}

func (a attribute) fit(value any) (fitting any, fits bool) {
	switch {
	case value == nil:
		return nil, true
	case a.isList:
		list := entriesOf(value)
		return list, !slices.ContainsFunc(list, func(entry any) bool { return !a.isEntry(entry) })
	case a.isFlag:
		return flagOf(value)
	}
	return value, a.isEntry(value)
}

// isEntry reports whether a value is what an attribute is that is no list: an object, or a text.
func (a attribute) isEntry(value any) bool {
	if a.parts != nil {
		_, ok := value.(resource)
		return ok
	}
	_, ok := value.(string)
	return ok
}

// flagOf reads true and false, also as a text, as a public provider writes them.
func flagOf(value any) (flag any, ok bool) {
	text, isText := value.(string)
	switch {
	case isText && strings.EqualFold(text, "true"):
		return true, true
	case isText && strings.EqualFold(text, "false"):
		return false, true
	}
	_, ok = value.(bool)
	return value, ok
}

// partsOf returns an object, or the objects in a list.
func partsOf(value any) (parts []resource) {
	for _, entry := range entriesOf(value) {
		if part, ok := entry.(resource); ok {
			parts = append(parts, part)
		}
	}
	return parts
}

// entriesOf returns the entries of a list, and anything else as the only one. Null has none.
func entriesOf(value any) []any {
	switch value := value.(type) {
	case nil:
		return nil
	case []any:
		return value
	}
	return []any{value}
}
