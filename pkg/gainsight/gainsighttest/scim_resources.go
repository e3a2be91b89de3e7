package gainsighttest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

const scimBase = "/v1/users/services/scim/"

// collection is all resources of one type. The tenant's lock guards it.
type collection interface {
	resources() []resource     // copies, in the order in which they were made
	find(id string) resource   // a copy, nil if there is none
	check(r resource) *refusal // whether a resource can be one of them, whose id it has if it has one
	create(r resource) (id string)
	replace(id string, r resource)
	delete(id string)
}

func (x *exchange) collection(t resourceType) collection {
	if t.name == scimGroups.name {
		return groupCollection{x.tenant, x.baseURL}
	}
	return userCollection{x.tenant, x.baseURL}
}

var errNoResource = scimRefusal(http.StatusNotFound, "", "There is no such user or group")

// scimGet answers a call for one resource.
func (x *exchange) scimGet(t resourceType, id string, p scimProjection) reply {
	project := t.projection(p)
	x.tenant.mu.Lock()
	defer x.tenant.mu.Unlock()
	r := x.collection(t).find(id)
	if r == nil {
		return x.refused(errNoResource)
	}
	return x.scimSuccess(http.StatusOK, project(r))
}

// scimCreate answers a call that creates a resource.
func (x *exchange) scimCreate(t resourceType) reply {
	r, refused := x.sentResource(t)
	if refused != nil {
		return x.refused(refused)
	}
	x.tenant.mu.Lock()
	defer x.tenant.mu.Unlock()
	all := x.collection(t)
	delete(r, "id")
	if refused := t.check(r, all); refused != nil {
		return x.refused(refused)
	}
	id := all.create(r)
	made := x.scimSuccess(http.StatusCreated, all.find(id))
	made.location = t.location(x.baseURL, id)
	return made
}

// scimReplace answers a call that puts a resource in place of another.
func (x *exchange) scimReplace(t resourceType, id string) reply {
	r, refused := x.sentResource(t)
	if refused != nil {
		return x.refused(refused)
	}
	return x.scimChange(t, id, func(resource) (resource, *refusal) { return r, nil })
}

// scimPatch answers a call that changes a resource.
func (x *exchange) scimPatch(t resourceType, id string, patch *gsapi.ScimPatch) reply {
	if fault := unfitPatch(patch); fault != "" {
		return x.refused(doubt("%s", fault))
	}
	if !has(patch.Schemas, scimPatchSchema) {
		return x.refused(refuseSCIM(invalidSyntax, "schemas does not have %s", scimPatchSchema))
	}
	changed := x.scimChange(t, id, func(r resource) (resource, *refusal) { return r, t.patch(r, patch.Operations) })
	if changed.status == http.StatusOK && x.tenant.scimNoContent {
		return x.noContent()
	}
	return changed
}

// check refuses what cannot be a resource, or cannot be one of these.
func (t resourceType) check(r resource, all collection) *refusal {
	if refused := t.attributes.fit(r); refused != nil {
		return refused
	}
	return all.check(r)
}

// unfitPatch tells what the document does not allow, and "" if there is nothing.
func unfitPatch(patch *gsapi.ScimPatch) string {
	if len(patch.Operations) == 0 {
		return "there are no Operations"
	}
	for _, o := range patch.Operations {
		if !o.Op.Valid() {
			return fmt.Sprintf("the op %q", o.Op)
		}
	}
	return ""
}

// scimChange does all or nothing.
func (x *exchange) scimChange(t resourceType, id string, change func(resource) (resource, *refusal)) reply {
	x.tenant.mu.Lock()
	defer x.tenant.mu.Unlock()
	all := x.collection(t)
	r := all.find(id)
	if r == nil {
		return x.refused(errNoResource)
	}
	r, refused := change(r)
	if refused != nil {
		return x.refused(refused)
	}
	r["id"] = id
	if refused := t.check(r, all); refused != nil {
		return x.refused(refused)
	}
	all.replace(id, r)
	return x.scimSuccess(http.StatusOK, all.find(id))
}

// scimDelete answers a call that deletes a resource.
func (x *exchange) scimDelete(t resourceType, id string) reply {
	x.tenant.mu.Lock()
	defer x.tenant.mu.Unlock()
	all := x.collection(t)
	if all.find(id) == nil {
		return x.refused(errNoResource)
	}
	all.delete(id)
	return x.noContent()
}

// sentResource reads the resource that a request has. That the schemas are demanded and that nothing else is, apart from
// what check looks at, is our guess.
func (x *exchange) sentResource(t resourceType) (resource, *refusal) {
	r := decodeResource(x.body)
	if err := t.attributes.spell(r); err != nil {
		return nil, refuseSCIM(invalidSyntax, "%v", err)
	}
	var schemas []string
	for _, entry := range entriesOf(r["schemas"]) {
		name, _ := entry.(string)
		schemas = append(schemas, name)
	}
	if !has(schemas, t.schema) {
		return nil, refuseSCIM(invalidSyntax, "schemas does not have %s", t.schema)
	}
	for name := range r {
		dropEmpty(r, name)
	}
	return r, nil
}

func has(schemas []string, schema string) bool {
	return slices.ContainsFunc(schemas, func(other string) bool { return strings.EqualFold(other, schema) })
}

// finish gives a resource what is not stored in it.
func (t resourceType) finish(r resource, baseURL, id string, created, modified time.Time) {
	r["id"] = id
	meta := resource{"resourceType": t.name, "location": t.location(baseURL, id)}
	for name, at := range map[string]time.Time{"created": created, "lastModified": modified} {
		if !at.IsZero() {
			meta[name] = at.UTC().Format(time.RFC3339Nano)
		}
	}
	r["meta"] = meta
	schemas := []string{}
	for name := range r {
		if strings.Contains(name, ":") {
			schemas = append(schemas, name)
		}
	}
	slices.Sort(schemas)
	list := []any{t.schema}
	for _, schema := range schemas {
		list = append(list, schema)
	}
	r["schemas"] = list
}

func (t resourceType) location(baseURL, id string) string {
	return baseURL + scimBase + t.endpoint + "/" + id
}

// date is the time to write down: in whole seconds, as REST has it.
func (t *Tenant) date() time.Time { return t.now().UTC().Truncate(time.Second) }
