package gainsighttest

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/gen/gsserver"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// CreateUsers creates 1 to 50 users.
func (o operations) CreateUsers(ctx context.Context, request gsserver.CreateUsersRequestObject) (gsserver.CreateUsersResponseObject, error) {
	return o.writeUsers(exchangeOf(ctx), userWrite{
		records: request.Body.Records,
		lookups: request.Body.Lookups,
		failed:  createFailed,
		replies: o.tenant.userReplies,
	}, nil), nil
}

// UpdateUsers changes 1 to 50 users.
func (o operations) UpdateUsers(ctx context.Context, request gsserver.UpdateUsersRequestObject) (gsserver.UpdateUsersResponseObject, error) {
	w := userWrite{
		records:    request.Body.Records,
		lookups:    request.Body.Lookups,
		failed:     updateFailed,
		overwrites: request.Body.PermissionBundleAction == gsapi.PermissionBundleActionOverwrite,
		replies:    o.tenant.userReplies.ofUpdate(),
	}
	refused := doubt("an update without a key")
	if request.Params.Key != nil {
		w.key = string(*request.Params.Key)
		refused = checkUserKey(w.key)
	}
	refused = knownFirst(refused, checkBundleAction(request.Body.PermissionBundleAction))
	return o.writeUsers(exchangeOf(ctx), w, refused), nil
}

// UpdateUserStatus activates or deactivates 1 to 50 users.
func (o operations) UpdateUserStatus(ctx context.Context, request gsserver.UpdateUserStatusRequestObject) (gsserver.UpdateUserStatusResponseObject, error) {
	x := exchangeOf(ctx)
	if refused := checkUserCount(len(*request.Body), "Gsid"); refused != nil {
		return x.refused(refused), nil
	}
	records := make([]user, 0, len(*request.Body))
	for _, gsid := range *request.Body {
		records = append(records, user{Gsid: wire.Set(gsid), IsActiveUser: wire.Set(request.Params.Status)})
	}
	return o.writeUsers(x, userWrite{records: records, key: "Gsid", failed: updateFailed, replies: o.tenant.userReplies}, nil), nil
}

func checkUserKey(key string) *refusal {
	if !gsapi.UserKey(key).Valid() {
		return refuse(userKeyNotSupported, key)
	}
	return nil
}

func checkBundleAction(action gsapi.PermissionBundleAction) *refusal {
	if action != "" && !action.Valid() {
		return doubt("the permissionBundleAction %q", action)
	}
	return nil
}

// checkUserCount has no code of the vendor's for too many users: none is known.
func checkUserCount(n int, what string) *refusal {
	switch {
	case n == 0:
		return refuse(payloadEmpty, what)
	case n > maxPerCall:
		return doubt("%d users in one call, at most %d are documented", n, maxPerCall)
	}
	return nil
}

// userWrite is a call that creates users or changes them.
type userWrite struct {
	records    []user
	lookups    gsapi.Lookups
	key        string  // the field that finds the users; empty for a creation
	failed     failure // of a row, where there is no better one
	overwrites bool    // the permission bundles
	replies    UserReplies
}

func (w userWrite) rules() lookupRules[user] { return userLookups(w.failed) }

// writeUsers carries a call out, unless it is refused already.
func (o operations) writeUsers(x *exchange, w userWrite, refused *refusal) reply {
	refused = knownFirst(refused, checkUserCount(len(w.records), "records"), w.rules().checkObjects(w.lookups))
	if refused != nil {
		return x.refused(refused)
	}
	result, refused, reasons := o.tenant.writeUsers(w)
	x.explain(strings.Join(reasons, "; "))
	if refused != nil {
		return x.refused(refused)
	}
	return x.success(w.replies.data(result), allMembers)
}

// writeUsers plans all rows before it writes any.
func (t *Tenant) writeUsers(w userWrite) (result userResult, refused *refusal, reasons []string) {
	now := t.now()
	t.mu.Lock()
	defer t.mu.Unlock()
	rows := t.planUsers(w)
	refusals := make([]*refusal, 0, len(rows))
	for _, r := range rows {
		refusals = append(refusals, r.refused)
	}
	reasons = whyRefused(refusals, func(int) string { return "" })
	if refused := verdict(refusals, t.wholeBatchRefusal || !w.replies.canTellErrors()); refused != nil {
		return result, refused, reasons
	}
	if refused := w.rules().doubt(&t.store, w.lookups); refused != nil {
		return result, refused, reasons
	}
	for _, r := range rows {
		if r.refused != nil {
			result.errors = append(result.errors, t.userError(r))
			continue
		}
		result.written = append(result.written, writtenUser{sent: *r.sent, gsid: t.store.writeUser(r, w.overwrites, now)})
	}
	reorder(t, result.written)
	reorder(t, result.errors)
	return result, nil, reasons
}

// writeUser returns the GSID of the user.
func (s *store) writeUser(r userRow, overwrites bool, now time.Time) (gsid string) {
	date := wire.Set(now.Truncate(time.Second))
	there := r.there
	if there == nil {
		there = s.users.add(user{
			Name:         fullName(&r.wanted),
			IsActiveUser: wire.Set(true),
			IsSuperAdmin: wire.Set(false),
			CreatedDate:  date,
		})
	}
	mergeUser(&there.record, &r.wanted, overwrites)
	there.record.ModifiedDate = date
	s.users.changed(there)
	return there.record.Gsid.Or("")
}

// fullName is the name of a user who has none but a first and a last one.
func fullName(u *user) (name wire.Value[string]) {
	if joined := strings.TrimSpace(u.FirstName.Or("") + " " + u.LastName.Or("")); joined != "" {
		name = wire.Set(joined)
	}
	return name
}

// writtenByTenant are the members of a user that nobody can set here.
var writtenByTenant = map[string]bool{"Gsid": true, "IsSuperAdmin": true, "CreatedDate": true, "ModifiedDate": true}

// mergeUser changes the members that are wanted, and no other. What a tenant writes by itself is ignored.
func mergeUser(there, wanted *user, overwrites bool) {
	bundles := wanted.PermissionBundles
	if !overwrites {
		bundles = joinBundles(there.PermissionBundles, bundles)
	}
	for _, name := range userFields.names {
		if field := userFields.known[name]; field.get(wanted) != "" && !writtenByTenant[name] {
			field.copyTo(there, wanted)
		}
	}
	for name, value := range wanted.AdditionalProperties {
		userFields.setOther(there, name, value)
	}
	if !bundles.IsZero() {
		there.PermissionBundles = bundles
	}
}

// joinBundles adds the bundles that are not there yet. A null clears them all.
func joinBundles(there, added wire.Value[[]string]) wire.Value[[]string] {
	more, ok := added.Get()
	if !ok {
		return added
	}
	bundles, _ := there.Get()
	for _, bundle := range more {
		if !slices.Contains(bundles, bundle) {
			bundles = append(bundles, bundle)
		}
	}
	return wire.Set(bundles)
}
