package gainsighttest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// unfit answers a request that does not fit the contract: with an error of the vendor if one applies to what can be
// read of the request, and else with one of the fake's own.
func (x *exchange) unfit(r *http.Request, fault string) reply {
	if look, ok := looks[x.call.Operation]; ok {
		if refused := look(x.tenant, r, x.body); refused != nil {
			return x.refused(refused)
		}
	}
	return x.violation(http.StatusBadRequest, fault)
}

// looks has, by operationId, what goes through a request in the order of the operation itself. A look ends at the first
// part that cannot be read: what the vendor says of it is not known, nor whether it would look any further.
var looks = map[string]func(*Tenant, *http.Request, []byte) *refusal{
	"bulkDeleteCompanyTeamRecords": lookAtGsids,
	"upsertCompanyTeamRecords":     lookAtUpsert,
	"listCompanyTeamRecords":       lookAtSearch(func(s *store) *table[record] { return s.records }),
	"createUsers":                  lookAtCreation,
	"updateUsers":                  lookAtUserUpdate,
	"updateUserStatus":             lookAtStatus,
	"listUserRecords":              lookAtSearch(func(s *store) *table[user] { return s.users }),
}

func lookAtGsids(t *Tenant, _ *http.Request, body []byte) *refusal {
	items, ok := read[[]json.RawMessage](body)
	if !ok {
		return nil
	}
	if refused := t.checkGsidCount(len(items)); refused != nil {
		return refused
	}
	return checkGsids(readable[string](items))
}

func lookAtUpsert(t *Tenant, r *http.Request, body []byte) *refusal {
	key, ok := keyOf(r)
	if !ok {
		return nil
	}
	if _, refused := readKey(key); refused != nil {
		return refused
	}
	rows, ok := readMember[[]json.RawMessage](body, "records")
	if !ok {
		return nil
	}
	if refused := t.checkRowCount(len(rows)); refused != nil {
		return refused
	}
	lookups, ok := readMember[gsapi.Lookups](body, "lookups")
	if !ok {
		return nil
	}
	return checkLookups(readable[record](rows), lookups)
}

func lookAtSearch[R any](in func(*store) *table[R]) func(*Tenant, *http.Request, []byte) *refusal {
	return func(t *Tenant, _ *http.Request, body []byte) *refusal {
		var search gsapi.SearchRequest
		var ok bool
		if search.Select, ok = readMember[[]string](body, "select"); !ok {
			return nil
		}
		search.Where, _ = readMember[*gsapi.Where](body, "where")
		search.OrderBy, _ = readMember[wire.OrderBy](body, "orderBy")
		t.mu.Lock()
		defer t.mu.Unlock()
		_, _, refused := in(&t.store).fetch(search)
		return refused
	}
}

func lookAtCreation(_ *Tenant, _ *http.Request, body []byte) *refusal {
	return lookAtUsers(body, userLookups(createFailed))
}

func lookAtUserUpdate(_ *Tenant, r *http.Request, body []byte) *refusal {
	key, ok := keyOf(r)
	if !ok {
		return nil
	}
	if len(key) > 0 {
		if refused := checkUserKey(joinKey(key)); refused != nil {
			return refused
		}
	}
	return lookAtUsers(body, userLookups(updateFailed))
}

func lookAtUsers(body []byte, rules lookupRules[user]) *refusal {
	rows, ok := readMember[[]json.RawMessage](body, "records")
	if !ok {
		return nil
	}
	if refused := checkUserCount(len(rows), "records"); refused != nil {
		return refused
	}
	lookups, _ := readMember[gsapi.Lookups](body, "lookups")
	return rules.checkObjects(lookups)
}

func lookAtStatus(_ *Tenant, _ *http.Request, body []byte) *refusal {
	items, ok := read[[]json.RawMessage](body)
	if !ok {
		return nil
	}
	return checkUserCount(len(items), "Gsid")
}

// keyOf returns the key of an upsert, if the query says plainly what it is.
func keyOf(r *http.Request) (key []gsapi.CompanyTeamKeyField, ok bool) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	values := query["key"]
	if len(values) != 1 {
		return nil, len(values) == 0 && err == nil
	}
	for _, field := range strings.Split(values[0], ",") {
		key = append(key, gsapi.CompanyTeamKeyField(field))
	}
	return key, true
}

// read reads a value, and takes nothing for null. Its members must be spelled as in the samples.
func read[T any](text []byte) (value T, ok bool) {
	text = orNull(text)
	if misspelled(text, reflect.TypeFor[T]()) != "" || json.Unmarshal(text, &value) != nil {
		return *new(T), false
	}
	return value, true
}

// readMember reads a member of an object, if there is none that differs only in upper and lower case.
func readMember[T any](body []byte, name string) (value T, ok bool) {
	members, ok := read[map[string]json.RawMessage](body)
	for other := range members {
		if other != name && strings.EqualFold(other, name) {
			return value, false
		}
	}
	if !ok || string(orNull(members[name])) == "null" {
		return value, ok
	}
	return read[T](members[name])
}

// readable returns the values that can be read.
func readable[T any](texts []json.RawMessage) (values []T) {
	for _, text := range texts {
		if value, ok := read[T](text); ok {
			values = append(values, value)
		}
	}
	return values
}

// orNull is a body, or null where there is none.
func orNull(body []byte) []byte {
	if len(bytes.TrimSpace(body)) == 0 {
		return []byte("null")
	}
	return body
}
