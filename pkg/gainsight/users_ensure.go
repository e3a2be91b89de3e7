package gainsight

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// UserEnsureOptions says how Ensure creates and changes a user.
type UserEnsureOptions struct {
	// Notify says whether a user that is created gets a message. The tenant's default is not documented.
	Notify Value[bool]
	// PermissionBundles says what to do with the bundles that the user has already.
	PermissionBundles PermissionBundleAction
}

// EnsureResult says what Ensure found and did.
type EnsureResult struct {
	User    User     // as it is now: what the tenant returned, and what was changed since
	Created bool     // the user was not there before
	Changed []string // the members that were changed, by name; empty if the user was as it should be
}

// Ensure makes sure that there is one user with an e-mail address who has all members of user that are set: it looks for
// the address, creates the user if nobody has it, and updates what differs otherwise. It can be called again at any time,
// also after an error, and by several goroutines at once; several programs at once can still create a user each, since
// the vendor has no way to prevent that.
//
// A user that is as it should be costs one call, one that differs two, and a new one three: its GSID is looked up. An
// IsActiveUser that differs is one call more, as the status has an operation of its own. PermissionBundles are always
// sent, in the same call as the rest, if they are set: whether a list returns them is not known. A user whom several
// have the address of is an error that is ErrAmbiguous, and nothing is changed.
//
// A creation whose outcome is in doubt is never repeated: Ensure looks whether the user is there. If not, the request may
// still be on its way, so the error says that it is in doubt; call Ensure again later, which looks first.
func (s *UserService) Ensure(ctx context.Context, user User, options UserEnsureOptions) (EnsureResult, error) {
	if fault := options.fault(user); fault != "" {
		return EnsureResult{}, &InvalidRecordsError{[]InvalidRecord{{0, fault}}}
	}
	unlock, err := s.ensures.Lock(ctx, strings.ToLower(user.Email.Or("")))
	if err != nil {
		return EnsureResult{}, fmt.Errorf("gainsight: another Ensure for the same e-mail address is under way: %w", err)
	}
	defer unlock()
	e := ensurer{service: s, wanted: user, options: options}
	return e.run(ctx)
}

func (o UserEnsureOptions) fault(user User) string {
	if err := (UserUpdateOptions{PermissionBundles: o.PermissionBundles}).check(); err != nil {
		return strings.TrimPrefix(err.Error(), "gainsight: ")
	}
	if !user.Gsid.IsZero() {
		return "Ensure finds the user by Email; leave Gsid out, or use Update"
	}
	var faults faults
	faults.encode(&user)
	return strings.Join(append(faults, emailFaults(user)...), "; ")
}

func emailFaults(user User) faults {
	if fault := emailFault(user.Email.Or("")); fault != "" {
		return faults{fault}
	}
	return nil
}

// ensurer is one Ensure under way.
type ensurer struct {
	service *UserService
	wanted  User
	options UserEnsureOptions
}

func (e ensurer) run(ctx context.Context) (result EnsureResult, err error) {
	found, err := e.find(ctx)
	if errors.Is(err, ErrNotFound) {
		if found, result.Created, err = e.create(ctx); err == nil && result.Created && found.Gsid.IsZero() {
			result.User = e.wanted // the list does not have it yet
			return result, nil
		}
	}
	if err != nil {
		return result, err
	}
	result.User = found
	return result, e.adjust(ctx, &result)
}

// find looks for the user with the members that are to be compared.
func (e ensurer) find(ctx context.Context) (User, error) {
	fields := []string{"Gsid", "Email"}
	for _, name := range slices.Sorted(maps.Keys(membersOf(e.wanted))) {
		if name != "permissionBundles" && !slices.Contains(fields, name) {
			fields = append(fields, name)
		}
	}
	return e.service.findByEmail(ctx, e.wanted.Email.Or(""), fields)
}

// create creates the user, and looks for it whatever became of that, unless the creation was refused or not sent. isNew
// is false if somebody else was faster.
func (e ensurer) create(ctx context.Context) (found User, isNew bool, err error) {
	wanted := e.wanted
	wanted.IsActiveUser = Value[bool]{} // it has an operation of its own
	created, err := e.service.Create(ctx, []User{wanted}, UserCreateOptions{Notify: e.options.Notify})
	if created == nil {
		return User{}, false, err
	}
	outcome := created.Outcomes[0]
	isThere := errors.Is(outcome.Err, ErrConflict)
	if outcome.Status != Succeeded && outcome.Status != InDoubt && !isThere {
		return User{}, false, outcome.Err
	}
	found, err = e.find(ctx)
	switch {
	case err == nil:
		return found, !isThere, nil
	case !errors.Is(err, ErrNotFound) && outcome.Err == nil:
		return User{}, true, fmt.Errorf("gainsight: the user was created, but could not be looked up: %w", err)
	case outcome.Status == Succeeded:
		return User{}, true, nil
	case isThere:
		return User{}, false, fmt.Errorf("gainsight: nobody has the e-mail address, but the user cannot be created: %w", outcome.Err)
	}
	return User{}, false, fmt.Errorf("gainsight: whether the user was created is in doubt; call Ensure again later, which looks first: %w", outcome.Err)
}

// adjust changes what differs from what is wanted.
func (e ensurer) adjust(ctx context.Context, result *EnsureResult) error {
	found := &result.User
	gsid := found.Gsid.Or("")
	changes, names, err := e.changes(*found, result.Created)
	if err != nil {
		return err
	}
	if len(names) > 0 {
		changes.Gsid = found.Gsid
		updated, err := e.service.Update(ctx, []User{changes}, UserUpdateOptions{PermissionBundles: e.options.PermissionBundles})
		if err = outcomeError(updated, err); err != nil {
			return err
		}
		result.Changed = names
		if err := merge(found, changes); err != nil {
			return err
		}
	}
	wantsActive, isWanted := e.wanted.IsActiveUser.Get()
	if isActive, known := found.IsActiveUser.Get(); !isWanted || known && isActive == wantsActive {
		return nil
	}
	updated, err := e.service.statuses(ctx, wantsActive).all([]string{gsid})
	if err = outcomeError(updated, err); err != nil {
		return err
	}
	found.IsActiveUser = Set(wantsActive)
	result.Changed = append(result.Changed, "IsActiveUser")
	return nil
}

// changes returns a user that has only the members that differ, and their names. A user that was just created has its
// permission bundles.
func (e ensurer) changes(found User, isNew bool) (changes User, names []string, err error) {
	has := membersOf(found)
	differing := map[string]jsontext.Value{}
	for name, value := range membersOf(writableUser(e.wanted)) {
		isBundles := name == "permissionBundles"
		if name == "Email" || name == "IsActiveUser" || isBundles && isNew || !isBundles && means(value, has[name]) {
			continue
		}
		differing[name] = value
		names = append(names, name)
	}
	slices.Sort(names)
	text, err := json.Marshal(differing)
	if err == nil {
		err = json.Unmarshal(text, &changes)
	}
	return changes, names, err
}

// merge puts the members of changes into a user.
func merge(user *User, changes User) error {
	members := membersOf(*user)
	maps.Copy(members, membersOf(changes))
	text, err := json.Marshal(members)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, user)
}

// membersOf returns the members of a user as JSON. Of one that cannot be written, there are none.
func membersOf(user User) (members map[string]jsontext.Value) {
	text, err := json.Marshal(&user)
	if err == nil {
		err = json.Unmarshal(text, &members)
	}
	if err != nil {
		return nil
	}
	return members
}

// means reports whether two members mean the same: null is as good as absent, "true" as good as true, and 1.0 as good
// as 1.
func means(wanted, has jsontext.Value) bool {
	return canonical(wanted) == canonical(has)
}

func canonical(value jsontext.Value) string {
	if value == nil {
		return "null"
	}
	value = value.Clone()
	if value.Canonicalize() != nil {
		return string(value)
	}
	switch text := string(value); strings.ToLower(text) {
	case `"true"`, `"false"`:
		return strings.ToLower(strings.Trim(text, `"`))
	default:
		return text
	}
}

// outcomeError returns why the one row of a call did not succeed.
func outcomeError[T any](result *Result[T], err error) error {
	if result == nil {
		return err
	}
	return result.Outcomes[0].Err
}
