package gainsighttest

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// userCollection shows the tenant's users as SCIM sees them. Which field of a user goes with which attribute is our
// guess; what SCIM alone knows is stored beside the record.
type userCollection struct {
	tenant  *Tenant
	baseURL string
}

func (c userCollection) users() *table[user] { return c.tenant.store.users }

func (c userCollection) resources() []resource {
	groups := c.tenant.groups.byMember()
	rows := c.users().inOrder()
	all := make([]resource, 0, len(rows))
	for _, u := range rows {
		all = append(all, c.resource(u, groups))
	}
	return all
}

func (c userCollection) find(id string) resource {
	u := c.users().find(id)
	if u == nil {
		return nil
	}
	return c.resource(u, c.tenant.groups.byMember())
}

func (c userCollection) resource(u *stored[user], groups map[string][]*group) resource {
	r := scimUser(u)
	id := u.record.Gsid.Or("")
	for _, g := range groups[id] {
		entry := resource{"value": g.id, "display": g.resource["displayName"]}
		r["groups"] = append(entriesOf(r["groups"]), entry)
	}
	scimUsers.finish(r, c.baseURL, id, u.record.CreatedDate.Or(time.Time{}), u.record.ModifiedDate.Or(time.Time{}))
	return r
}

// scimTexts are the attributes that are a field of a user.
var scimTexts = []struct {
	at    attributePath
	field func(*user) *wire.Value[string]
}{
	{attributePath{"", "name", "givenName"}, func(u *user) *wire.Value[string] { return &u.FirstName }},
	{attributePath{"", "name", "familyName"}, func(u *user) *wire.Value[string] { return &u.LastName }},
	{attributePath{"", "title", ""}, func(u *user) *wire.Value[string] { return &u.Title }},
	{attributePath{"", "timezone", ""}, func(u *user) *wire.Value[string] { return &u.Timezone }},
	{attributePath{"", "locale", ""}, func(u *user) *wire.Value[string] { return &u.Locale }},
	{attributePath{scimEnterpriseSchema, "manager", "value"}, func(u *user) *wire.Value[string] { return &u.Manager }},
	{attributePath{scimGainsightSchema, "LicenseType", ""}, func(u *user) *wire.Value[string] { return &u.LicenseType }},
}

var scimFlags = []struct {
	at    attributePath
	field func(*user) *wire.Value[bool]
}{
	{attributePath{name: "active"}, func(u *user) *wire.Value[bool] { return &u.IsActiveUser }},
	{attributePath{schema: scimGainsightSchema, name: "IsSuperAdmin"}, func(u *user) *wire.Value[bool] { return &u.IsSuperAdmin }},
}

// scimUser is a user without what is not stored in it.
func scimUser(u *stored[user]) resource {
	r := cloneResource(u.scim)
	for _, text := range scimTexts {
		putText(r, text.at, *text.field(&u.record))
	}
	putText(r, attributePath{name: "userName"}, scimUserName(&u.record))
	putText(r, attributePath{name: "displayName"}, u.record.Name)
	putText(r, attributePath{name: "name", part: "formatted"}, u.record.Name)
	putEmail(r, u.record.Email)
	for _, flag := range scimFlags {
		if is, ok := flag.field(&u.record).Get(); ok {
			flag.at.set(r, is)
		}
	}
	for name, text := range u.record.AdditionalProperties {
		if isCustom(name) {
			value, _ := decodeTree(text) // it was decoded before
			attributePath{schema: scimGainsightSchema, name: name}.set(r, value)
		}
	}
	return r
}

// scimUserName is the user name; a user that has none, such as one of AddUser, goes by the e-mail address.
func scimUserName(u *user) wire.Value[string] {
	if u.SFDCUserName.Or("") == "" {
		return u.Email
	}
	return u.SFDCUserName
}

func isCustom(name string) bool { return strings.HasSuffix(name, "__gc") }

// set gives an attribute a value; null takes it out. The path is spelled as the tenant writes it.
func (p attributePath) set(r resource, value any) {
	if p.schema != "" {
		defer dropEmpty(r, p.schema)
		r = extensionOf(r, p.schema)
	}
	if p.part != "" {
		value = merged(r[p.name], resource{p.part: value})
	}
	r[p.name] = value
	dropEmpty(r, p.name)
}

func putText(r resource, at attributePath, v wire.Value[string]) {
	if text, ok := v.Get(); ok {
		at.set(r, text)
	}
}

// putEmail puts the address of a user among the others that SCIM knows.
func putEmail(r resource, email wire.Value[string]) {
	address, ok := email.Get()
	if !ok {
		return
	}
	entries := partsOf(r["emails"])
	if main := mainEntry(entries); main != nil {
		main["value"] = address
		return
	}
	r["emails"] = []any{resource{"value": address, "primary": true}}
}

func emailIn(r resource) wire.Value[string] {
	return textIn(mainEntry(partsOf(r["emails"])), attributePath{name: "value"})
}

// mainEntry is the primary entry of a list, or the first one.
func mainEntry(entries []resource) resource {
	if i := slices.IndexFunc(entries, isPrimary); i >= 0 {
		return entries[i]
	}
	if len(entries) > 0 {
		return entries[0]
	}
	return nil
}

func (c userCollection) check(r resource) *refusal {
	name, _ := r["userName"].(string)
	if name == "" {
		return refuseSCIM(invalidValue, "userName is required")
	}
	goesBy := func(u *user) bool { return folded("", scimUserName(u).Or("")) == folded("", name) }
	if c.hasOther(r, userNameField, name, goesBy) || c.hasOther(r, emailField, name, goesBy) {
		return refuseSCIM(uniqueness, "There is a user with the userName %q", name)
	}
	email := emailIn(r).Or("")
	isUnique := func(*user) bool { return slices.Contains(c.tenant.uniqueUserFields, emailField) }
	if email != "" && c.hasOther(r, emailField, email, isUnique) {
		return refuseSCIM(uniqueness, "There is a user with the e-mail address %q", email)
	}
	return nil
}

// hasOther reports whether a field of another user has a text, in upper or lower case, and the user counts.
func (c userCollection) hasOther(r resource, field, text string, counts func(*user) bool) bool {
	return slices.ContainsFunc(c.users().findBy(folded(field, text)), func(other *stored[user]) bool {
		return other.record.Gsid.Or("") != r["id"] && counts(&other.record)
	})
}

func (c userCollection) create(r resource) (id string) {
	now := c.tenant.date()
	u := c.users().add(user{IsActiveUser: wire.Set(true), CreatedDate: wire.Set(now)})
	c.write(u, r)
	return u.record.Gsid.Or("")
}

func (c userCollection) replace(id string, r resource) { c.write(c.users().find(id), r) }

func (c userCollection) delete(id string) {
	c.users().delete(c.users().find(id))
	c.tenant.groups.removeMember(id)
}

// write makes a user what a checked resource says.
func (c userCollection) write(u *stored[user], r resource) {
	before := scimUser(u)
	record := &u.record

	if r["userName"] != before["userName"] {
		record.SFDCUserName = textIn(r, attributePath{name: "userName"})
	}
	record.Name = nameIn(r, before, record.Name)
	record.Email = emailIn(r)
	for _, text := range scimTexts {
		*text.field(record) = textIn(r, text.at)
	}
	for _, flag := range scimFlags {
		if is := flag.at.valuesIn(r); len(is) == 1 { // else it stays as it was
			*flag.field(record) = wire.Set(is[0] == true)
		}
	}
	record.ModifiedDate = wire.Set(c.tenant.date())
	writeCustom(record, r)
	u.scim = unmapped(r)
	c.users().changed(u)
}

// nameIn finds the name of a user, which two attributes have: the one that was changed says what it is.
func nameIn(r, before resource, current wire.Value[string]) wire.Value[string] {
	formatted := attributePath{name: "name", part: "formatted"}
	display := attributePath{name: "displayName"}
	name := wire.Value[string]{}
	for _, at := range []attributePath{display, formatted} {
		is := textIn(r, at)
		if is.Or("") != "" && is.Or("") != textIn(before, at).Or("") {
			return is
		}
		if is.Or("") != "" {
			name = current
		}
	}
	if !name.IsZero() {
		return name
	}
	return fullName(&user{
		FirstName: textIn(r, attributePath{name: "name", part: "givenName"}),
		LastName:  textIn(r, attributePath{name: "name", part: "familyName"}),
	})
}

// textIn returns an attribute that is a text, and no value for any other.
func textIn(r resource, at attributePath) wire.Value[string] {
	for _, value := range at.valuesIn(r) {
		if text, ok := value.(string); ok {
			return wire.Set(text)
		}
	}
	return wire.Value[string]{}
}

// writeCustom puts the custom attributes into the record, in place of those that it had.
func writeCustom(u *user, r resource) {
	maps.DeleteFunc(u.AdditionalProperties, func(name string, _ json.RawMessage) bool { return isCustom(name) })
	extension, _ := r[scimGainsightSchema].(resource)
	for name, value := range extension {
		if isCustom(name) {
			userFields.setOther(u, name, []byte(strings.TrimSpace(string(encodeTree(value)))))
		}
	}
}

// unmapped is what remains of a resource for SCIM alone. A password is never kept, as RFC 7643 asks.
func unmapped(r resource) resource {
	rest := cloneResource(r)
	for _, name := range []string{"schemas", "id", "meta", "groups", "password", "userName", "displayName"} {
		delete(rest, name)
	}
	for _, text := range scimTexts {
		text.at.set(rest, nil)
	}
	attributePath{name: "name", part: "formatted"}.set(rest, nil)
	for _, flag := range scimFlags {
		flag.at.set(rest, nil)
	}
	if extension, ok := rest[scimGainsightSchema].(resource); ok {
		maps.DeleteFunc(extension, func(name string, _ any) bool { return isCustom(name) })
		dropEmpty(rest, scimGainsightSchema)
	}
	return rest
}
