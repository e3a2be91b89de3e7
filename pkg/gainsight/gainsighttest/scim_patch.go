package gainsighttest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	filter "github.com/scim2/filter-parser/v2"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

const maxPatchOperations = 1000

// patch carries out one operation after the other on a resource, which is of no use after a refusal.
func (t resourceType) patch(r resource, operations []gsapi.ScimPatchOperation) *refusal {
	if len(operations) > maxPatchOperations {
		return refuseSCIM(invalidValue, "more than %d operations", maxPatchOperations)
	}
	for i, o := range operations {
		change := change{kind: o.Op}
		if len(o.Value) > 0 {
			change.hasValue = true
			change.value, _ = decodeTree(o.Value) // it was just decoded
		}
		if refused := t.apply(r, o.Path, change); refused != nil {
			refused.description = fmt.Sprintf("operation %d: %s", i, refused.description)
			return refused
		}
	}
	return nil
}

// change is what an operation does to the attribute that its path names.
type change struct {
	kind     gsapi.ScimPatchOperationOp
	value    any
	hasValue bool
}

func (c change) removes() bool { return c.kind == gsapi.ScimPatchOperationOpRemove }

// apply carries out one operation. Without a path, the value has an object of paths and values; that these can be more
// than names is our guess, as one public provider sends them.
func (t resourceType) apply(r resource, path string, c change) *refusal {
	switch {
	case !c.removes() && !c.hasValue:
		return refuseSCIM(invalidValue, "there is no value")
	case path != "":
		return t.applyAt(r, path, c)
	case c.removes():
		return refuseSCIM(noTarget, "there is no path")
	}
	values, ok := c.value.(resource)
	if !ok {
		return refuseSCIM(invalidValue, "without a path, the value must be an object")
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if name == "" {
			return refuseSCIM(invalidPath, "an attribute has no name")
		}
		if refused := t.applyAt(r, name, change{c.kind, values[name], true}); refused != nil {
			return refused
		}
	}
	return nil
}

// patchPath is what an operation changes: an attribute, the entries of it that fit a filter, or a part of either.
type patchPath struct {
	attributePath
	entries matcher // nil for all
}

func (t resourceType) parsePath(text string) (p patchPath, err error) {
	plain := text
	if before, _, ok := strings.Cut(text, "["); ok {
		inner, rest, err := cutBrackets(text[len(before):])
		if err != nil {
			return p, err
		}
		if p.entries, err = compileEntry(inner); err != nil {
			return p, err
		}
		plain = before + rest
	}
	if len(plain) > maxFilterLength {
		return p, fmt.Errorf("the path is longer than %d bytes", maxFilterLength)
	}
	parsed, err := filter.ParsePath([]byte(plain))
	if err != nil {
		return p, err
	}
	p.attributePath = t.attributes.path(parsed.AttributePath)
	return p, nil
}

func (t resourceType) applyAt(r resource, path string, c change) *refusal {
	p, err := t.parsePath(path)
	if err != nil {
		return refuseSCIM(invalidPath, "the path %q: %v", path, err)
	}
	holder, known := r, t.attributes
	if p.schema != "" {
		holder, known = extensionOf(r, p.schema), known[p.schema].parts
		defer dropEmpty(r, p.schema)
	}
	name, attribute := known.find(p.name)
	if key, ok := keyOfMember(holder, p.name); ok {
		name = key
	}
	switch {
	case attribute.isReadOnly:
		return refuseSCIM(mutability, "%s is read only", name)
	case attribute.isRequired && (c.removes() || c.value == nil):
		return refuseSCIM(mutability, "%s is required", name)
	}
	for _, part := range partsOf(c.value) {
		if err := attribute.parts.spell(part); err != nil {
			return refuseSCIM(invalidValue, "%v", err)
		}
	}
	changed, refused := p.change(holder[name], attribute, c)
	if refused != nil {
		return refused
	}
	holder[name] = changed
	dropEmpty(holder, name)
	return nil
}

// extensionOf returns an extension of a resource, which has an empty one then if it had none.
func extensionOf(r resource, schema string) resource {
	key, ok := keyOfMember(r, schema)
	if !ok {
		key = schema
	}
	extension, ok := r[key].(resource)
	if !ok {
		extension = resource{}
		r[key] = extension
	}
	return extension
}

func dropEmpty(r resource, name string) {
	if isEmpty(r[name]) {
		delete(r, name)
	}
}

// change returns what becomes of an attribute's value.
func (p patchPath) change(current any, known attribute, c change) (any, *refusal) {
	_, isList := current.([]any)
	isList = isList || known.isList
	switch {
	case p.entries != nil:
		return p.changeEntries(current, c)
	case p.part != "" && isList:
		p.entries = func(any) bool { return true }
		return p.changeEntries(current, c)
	case p.part != "":
		return changePart(current, p.part, c)
	case c.removes():
		return without(current, c), nil
	case isList && c.kind == gsapi.ScimPatchOperationOpAdd:
		return withEntries(entriesOf(current), entriesOf(c.value)), nil
	case isList:
		return entriesOf(c.value), nil
	}
	return merged(current, c.value), nil
}

// changeEntries changes the entries that fit. That a removal needs one, too, is how we read RFC 7644, section 3.12.
func (p patchPath) changeEntries(current any, c change) (any, *refusal) {
	var changed, others []any
	isThere := false
	for _, entry := range entriesOf(current) {
		if !p.entries(entry) {
			changed, others = append(changed, entry), append(others, entry)
			continue
		}
		isThere = true
		next, refused := p.changeEntry(entry, c)
		if refused != nil {
			return nil, refused
		}
		if !isEmpty(next) {
			changed = append(changed, next)
		}
	}
	if !isThere {
		return nil, refuseSCIM(noTarget, "no value fits the path")
	}
	if part, _ := c.value.(resource); isPrimary(part) || p.part == "primary" && c.value == true {
		unsetPrimary(others)
	}
	return changed, nil
}

func (p patchPath) changeEntry(entry any, c change) (any, *refusal) {
	switch {
	case p.part != "":
		return changePart(entry, p.part, c)
	case c.removes():
		return nil, nil
	case c.kind == gsapi.ScimPatchOperationOpAdd:
		return merged(entry, c.value), nil
	}
	return cloneTree(c.value), nil
}

func changePart(whole any, part string, c change) (any, *refusal) {
	object, ok := whole.(resource)
	if !ok && whole != nil {
		return nil, refuseSCIM(invalidPath, "the value has no part %s", part)
	}
	if c.removes() {
		c.value = nil
	}
	return merged(object, resource{part: c.value}), nil
}

// merged puts the members of an object into another one. Null takes one out. What is no object replaces what was there.
func merged(current, value any) any {
	from, ok := value.(resource)
	if !ok {
		return cloneTree(value)
	}
	into, ok := current.(resource)
	if !ok || into == nil {
		into = resource{}
	}
	for name, part := range from {
		if key, ok := keyOfMember(into, name); ok {
			name = key
		}
		into[name] = merged(into[name], part)
		dropEmpty(into, name)
	}
	return into
}

// without takes values out of a list: those that the operation has, which a public client was seen to send, or all.
func without(current any, c change) any {
	list, ok := current.([]any)
	if !ok || !c.hasValue {
		return nil
	}
	unwanted := map[string]bool{}
	for _, entry := range entriesOf(c.value) {
		unwanted[identity(entry)] = true
	}
	return slices.DeleteFunc(list, func(entry any) bool { return unwanted[identity(entry)] })
}

// identity is what tells the entries of a list apart.
func identity(entry any) string {
	if object, ok := entry.(resource); ok && object["value"] != nil {
		entry = object["value"]
	}
	return string(encodeTree(entry))
}

// withEntries adds the entries to a list that it does not have.
func withEntries(list, more []any) []any {
	isThere := map[string]bool{}
	for _, entry := range list {
		isThere[string(encodeTree(entry))] = true
	}
	for _, part := range partsOf(more) {
		if isPrimary(part) {
			unsetPrimary(list)
		}
	}
	for _, entry := range more {
		key := string(encodeTree(entry))
		if !isThere[key] {
			isThere[key] = true
			list = append(list, cloneTree(entry))
		}
	}
	return list
}

func isPrimary(entry resource) bool { return entry["primary"] == true }

// unsetPrimary makes room for another primary entry, since there is only one (RFC 7644, section 3.5.2).
func unsetPrimary(entries []any) {
	for _, part := range partsOf(entries) {
		if isPrimary(part) {
			part["primary"] = false
		}
	}
}
