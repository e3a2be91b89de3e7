package gainsighttest

import (
	"slices"
	"strings"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// group is a group of users. Only SCIM knows groups.
type group struct {
	id       string
	resource resource // without what is not stored in it
	created  time.Time
	modified time.Time
}

// groups are all groups of a tenant, in the order in which they were made. The tenant's lock guards them.
type groups struct {
	made int // ids
	all  []*group
}

func (s *groups) add(r resource, now time.Time) *group {
	s.made++
	g := &group{id: makeGsid(groupPrefix, s.made), created: now}
	g.write(r, now)
	s.all = append(s.all, g)
	return g
}

func (s *groups) find(id string) *group {
	if i := slices.IndexFunc(s.all, func(g *group) bool { return g.id == id }); i >= 0 {
		return s.all[i]
	}
	return nil
}

func (s *groups) delete(id string) {
	s.all = slices.DeleteFunc(s.all, func(g *group) bool { return g.id == id })
}

// byMember returns the groups of each user that is in one.
func (s *groups) byMember() map[string][]*group {
	byMember := map[string][]*group{}
	for _, g := range s.all {
		for _, id := range g.members() {
			byMember[id] = append(byMember[id], g)
		}
	}
	return byMember
}

func (s *groups) removeMember(id string) {
	for _, g := range s.all {
		isIt := func(entry any) bool { return idOf(entry) == id }
		if members := entriesOf(g.resource["members"]); slices.ContainsFunc(members, isIt) {
			g.resource["members"] = slices.DeleteFunc(members, isIt)
			dropEmpty(g.resource, "members")
		}
	}
}

func (g *group) members() (ids []string) {
	for _, entry := range entriesOf(g.resource["members"]) {
		ids = append(ids, idOf(entry))
	}
	return ids
}

func idOf(entry any) string {
	object, _ := entry.(resource)
	id, _ := object["value"].(string)
	return id
}

// write makes a group what a checked resource says. A user is a member once.
func (g *group) write(r resource, now time.Time) {
	g.resource, g.modified = cloneResource(r), now
	for _, name := range []string{"schemas", "id", "meta"} {
		delete(g.resource, name)
	}
	isThere := map[string]bool{}
	members := slices.DeleteFunc(entriesOf(g.resource["members"]), func(entry any) bool {
		id := idOf(entry)
		isSecond := isThere[id]
		isThere[id] = true
		return isSecond
	})
	g.resource["members"] = members
	dropEmpty(g.resource, "members")
}

// groupCollection is the groups as SCIM's operations use them.
type groupCollection struct {
	tenant  *Tenant
	baseURL string
}

func (c groupCollection) groups() *groups { return &c.tenant.groups }

func (c groupCollection) resources() []resource {
	all := make([]resource, 0, len(c.groups().all))
	for _, g := range c.groups().all {
		all = append(all, c.resource(g))
	}
	return all
}

func (c groupCollection) find(id string) resource {
	g := c.groups().find(id)
	if g == nil {
		return nil
	}
	return c.resource(g)
}

func (c groupCollection) resource(g *group) resource {
	r := cloneResource(g.resource)
	scimGroups.finish(r, c.baseURL, g.id, g.created, g.modified)
	return r
}

// check demands a name that no other group has, and members that are users. Both are our guess.
func (c groupCollection) check(r resource) *refusal {
	name, _ := r["displayName"].(string)
	if name == "" {
		return refuseSCIM(invalidValue, "displayName is required")
	}
	for _, other := range c.groups().all {
		otherName, _ := other.resource["displayName"].(string)
		if other.id != r["id"] && strings.EqualFold(otherName, name) {
			return refuseSCIM(uniqueness, "There is a group with the displayName %q", name)
		}
	}
	for _, member := range entriesOf(r["members"]) {
		if id := idOf(member); c.tenant.store.users.find(id) == nil {
			return refuseSCIM(invalidValue, "no user has the id %q", id)
		}
	}
	return nil
}

func (c groupCollection) create(r resource) (id string) {
	return c.groups().add(r, c.tenant.date()).id
}

func (c groupCollection) replace(id string, r resource) {
	c.groups().find(id).write(r, c.tenant.date())
}

func (c groupCollection) delete(id string) { c.groups().delete(id) }

// AddGroup adds a group of users, by their GSIDs, and returns its id. Its name and its members are not checked.
func (t *Tenant) AddGroup(displayName string, memberGsids ...string) (id string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r := resource{"displayName": displayName}
	for _, gsid := range memberGsids {
		r["members"] = append(entriesOf(r["members"]), resource{"value": gsid})
	}
	return t.groups.add(r, t.date()).id
}

// Groups returns copies of all groups with all their members, in the order in which they were added or created. Their
// locations have no host.
func (t *Tenant) Groups() []gsapi.ScimGroup {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := []gsapi.ScimGroup{}
	for _, r := range (groupCollection{tenant: t}).resources() {
		all = append(all, decodeAs[gsapi.ScimGroup](encodeTree(r)))
	}
	return all
}
