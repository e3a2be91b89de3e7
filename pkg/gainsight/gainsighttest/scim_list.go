package gainsighttest

import (
	"strings"

	filter "github.com/scim2/filter-parser/v2"
)

const (
	defaultSCIMCount    = 100
	defaultMaxSCIMCount = 200
)

// SCIMPaging is a way in which servers of SCIM differ from RFC 7644 when they list. [WithSCIMPaging] has them.
type SCIMPaging int

const (
	// SCIMRepeatFirstPage answers the first page again where the list has ended.
	SCIMRepeatFirstPage SCIMPaging = iota
	// SCIMTotalOfPage puts the number of resources on the page into totalResults.
	SCIMTotalOfPage
	// SCIMSilentCap states the count that was asked for in itemsPerPage, also where the tenant allows fewer.
	SCIMSilentCap
	// SCIMBareList leaves startIndex and itemsPerPage out.
	SCIMBareList
)

// scimQuery is what a list call asks for.
type scimQuery struct {
	filter     *string
	startIndex *int
	count      *int
	projection scimProjection
}

// scimProjection is which attributes a caller wants, or does not want.
type scimProjection struct{ attributes, excluded []string }

// scimList answers a list call.
func (x *exchange) scimList(t resourceType, q scimQuery) reply {
	project := t.projection(q.projection)
	fits := func(any) bool { return true }
	if q.filter != nil {
		var err error
		if fits, err = compileFilter(*q.filter, t.attributes); err != nil {
			return x.refused(refuseSCIM(invalidFilter, "the filter %q: %v", *q.filter, err))
		}
	}
	found := []any{}
	for _, r := range x.scimResources(t) {
		if fits(r) {
			found = append(found, project(r))
		}
	}
	return x.scimSuccess(200, x.tenant.scimPage(found, q.startIndex, q.count))
}

func (x *exchange) scimResources(t resourceType) []resource {
	x.tenant.mu.Lock()
	defer x.tenant.mu.Unlock()
	return x.collection(t).resources()
}

// scimPage cuts a page out of what was found.
func (t *Tenant) scimPage(found []any, startIndex, count *int) resource {
	start := max(orDefault(startIndex, 1), 1)
	asked := max(orDefault(count, defaultSCIMCount), 0)
	page := found[min(start-1, len(found)):]
	if len(page) == 0 && t.pagesLike(SCIMRepeatFirstPage) {
		page = found
	}
	page = page[:min(asked, t.maxSCIMCount, len(page))]
	list := resource{
		"schemas":      []any{scimListSchema},
		"totalResults": len(found),
		"startIndex":   start,
		"itemsPerPage": len(page),
		"Resources":    page,
	}
	if t.pagesLike(SCIMTotalOfPage) {
		list["totalResults"] = len(page)
	}
	if t.pagesLike(SCIMSilentCap) {
		list["itemsPerPage"] = asked
	}
	if t.pagesLike(SCIMBareList) {
		delete(list, "startIndex")
		delete(list, "itemsPerPage")
	}
	return list
}

func (t *Tenant) pagesLike(p SCIMPaging) bool { return t.scimPaging[p] }

func orDefault(n *int, otherwise int) int {
	if n == nil {
		return otherwise
	}
	return *n
}

// projection returns what makes of a resource what a caller wants to see of it. The id and the schemas are always there.
// That attributes prevails over excludedAttributes, and that a name which is none is ignored, is our guess.
func (t resourceType) projection(p scimProjection) func(resource) resource {
	wanted, unwanted := t.paths(p.attributes), t.paths(p.excluded)
	return func(r resource) resource {
		if p.attributes == nil {
			for _, at := range unwanted {
				at.exclude(r)
			}
			return r
		}
		seen := resource{"id": r["id"], "schemas": r["schemas"]}
		for _, at := range wanted {
			at.include(r, seen)
		}
		return seen
	}
}

func (t resourceType) paths(names []string) (paths []attributePath) {
	for _, name := range names {
		if parsed, err := filter.ParseAttrPath([]byte(strings.TrimSpace(name))); err == nil {
			paths = append(paths, t.attributes.path(parsed))
		}
	}
	return paths
}

// include copies an attribute from one resource to another.
func (p attributePath) include(from, to resource) {
	if p.schema != "" {
		extension, ok := memberOf(from, p.schema).(resource)
		if !ok {
			return
		}
		defer dropEmpty(to, p.schema)
		from, to = extension, extensionOf(to, p.schema)
	}
	key, ok := keyOfMember(from, p.name)
	switch {
	case !ok:
	case p.part == "":
		to[key] = from[key]
	default:
		to[key] = p.includePart(from[key], to[key])
		dropEmpty(to, key)
	}
}

// includePart copies a part of an object, or of each entry of a list.
func (p attributePath) includePart(from, to any) any {
	if list, ok := from.([]any); ok {
		entries, _ := to.([]any)
		if entries == nil {
			entries = make([]any, len(list))
		}
		for i := range list {
			entries[i] = p.includePart(list[i], entries[i])
		}
		return entries
	}
	object, _ := to.(resource)
	if object == nil {
		object = resource{}
	}
	if source, ok := from.(resource); ok {
		attributePath{name: p.part}.include(source, object)
	}
	return object
}

// exclude takes an attribute out of a resource.
func (p attributePath) exclude(r resource) {
	if p.schema != "" {
		defer dropEmpty(r, p.schema)
		r = extensionOf(r, p.schema)
	}
	key, ok := keyOfMember(r, p.name)
	switch {
	case !ok || key == "id" || key == "schemas":
	case p.part == "":
		delete(r, key)
	default:
		for _, part := range partsOf(r[key]) {
			attributePath{name: p.part}.exclude(part)
		}
	}
}
