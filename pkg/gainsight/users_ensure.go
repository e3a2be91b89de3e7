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

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// UserEnsureOptions says how Ensure creates and changes a user.
type UserEnsureOptions struct {
	// Notify says whether a user that is created gets a message. The tenant's default is not documented.
	Notify Value[bool]
	// PermissionBundles says what becomes of the bundles that the user has already. It must be given if PermissionBundles
	// are wanted, since the tenant's default is not documented.
	PermissionBundles PermissionBundleAction
}

// EnsureResult says what Ensure found and did.
type EnsureResult struct {
	User    User     // as it is now: what the tenant returned, and what was changed since
	Created bool     // the user was not there before; never said of a creation that the tenant refused
	Changed []string // the members that an update changed, by name; after a creation, those that it left to do
}

// Ensure makes sure that there is one user with an e-mail address who has all members of user that are set: it looks for
// the address, creates the user if nobody has it, and updates what differs otherwise. It can be called again at any time,
// also after an error, and by several goroutines at once; several programs at once can still create a user each, since
// the vendor has no way to prevent that.
//
// A user that is as it should be costs one look, which is one call as Get's are; one that differs costs one call more, and
// a new one is looked for once more after the call that creates it. An IsActiveUser that differs is one call more, as the
// status has an operation of its own. PermissionBundles are always sent, in the same call as the rest, if they are set:
// whether a list returns them is not known. If several users have the address, that is an error that is ErrAmbiguous, and
// nothing is changed. What the tenant alone sets, IsSuperAdmin for one, must be absent.
//
// An address should always be spelled alike: a tenant that tells upper and lower case apart does not return the user of
// Alex@example.com when asked for alex@example.com. Asked for Alex@example.com, it returns both.
//
// A user is created only if the list of users was read to its end without the address. Whatever else a look meets, an HTTP 404
// or a code for missing data included, is an error, and nothing is created.
//
// A creation whose outcome is in doubt is never repeated: Ensure looks whether the user is there. If not, the request may
// still be on its way, so the error says that it is in doubt; call Ensure again later, which looks first. A
// user who is there after a refused creation is taken for somebody else's, even if the tenant refused it and created it.
func (s *UserService) Ensure(ctx context.Context, user User, options UserEnsureOptions) (EnsureResult, error) {
	if fault := options.fault(user); fault != "" {
		return EnsureResult{}, &InvalidRecordsError{[]InvalidRecord{{0, fault}}}
	}
	unlock, err := s.ensures.Lock(ctx, strings.ToLower(user.Email.Or("")))
	if err != nil {
		return EnsureResult{}, fmt.Errorf("gainsight: another Ensure for the same e-mail address is under way: %w", err)
	}
	defer unlock()
	return ensurer{service: s, wanted: user, options: options}.run(ctx)
}

func (o UserEnsureOptions) fault(user User) string {
	var faults faults
	if err := (UserUpdateOptions{PermissionBundles: o.PermissionBundles}).check(); err != nil {
		faults.add("%s", strings.TrimPrefix(err.Error(), "gainsight: "))
	}
	if !isEmail(user.Email.Or("")) {
		faults.add(noEmail)
	}
	members := membersOf(user)
	for _, name := range []string{"Gsid", "IsSuperAdmin", "CreatedDate", "ModifiedDate"} {
		if members[name] != nil {
			faults.add("%s is set by the tenant alone; leave it out", name)
		}
	}
	faults.bundles(user, o.PermissionBundles)
	faults.encode(&user)
	return strings.Join(faults, "; ")
}

// ensurer is one Ensure under way.
type ensurer struct {
	service *UserService
	wanted  User
	options UserEnsureOptions
}

func (e ensurer) run(ctx context.Context) (EnsureResult, error) {
	found, err := e.find(ctx)
	if err == nil {
		result := EnsureResult{User: found}
		err = e.adjust(ctx, &result, e.wanted)
		return result, err
	}
	if !isNobody(err) {
		return EnsureResult{}, err
	}
	return e.create(ctx)
}

// find looks for the user with the members that are to be compared.
func (e ensurer) find(ctx context.Context) (User, error) {
	fields := []string{"Gsid", "Email"}
	for _, name := range slices.Sorted(maps.Keys(membersOf(e.wanted))) {
		if name != bundlesMember && !slices.Contains(fields, name) {
			fields = append(fields, name)
		}
	}
	return e.service.findByEmail(ctx, e.wanted.Email.Or(""), fields)
}

// create creates the user, and looks for it whatever became of that, unless it was not sent: somebody else can have been
// faster, of which not every refusal tells.
func (e ensurer) create(ctx context.Context) (EnsureResult, error) {
	wanted := e.wanted
	wanted.IsActiveUser = Value[bool]{} // it has an operation of its own
	created, err := e.service.Create(ctx, []User{wanted}, UserCreateOptions{Notify: e.options.Notify})
	if created == nil { // the creation was not sent, but the search was
		return EnsureResult{}, uncreatable(err)
	}
	outcome := created.Outcomes[0]
	if outcome.Status == NotSent {
		return EnsureResult{}, outcome.Err
	}
	result := EnsureResult{Created: outcome.Status == Succeeded}
	found, err := e.find(ctx)
	if err != nil {
		return e.unseen(result, outcome, err)
	}
	result.User, result.Created = found, outcome.Status != Rejected
	left := e.wanted
	if outcome.Status == Succeeded {
		left.PermissionBundles = Value[[]string]{} // in doubt, it could be the user of somebody else
	}
	err = e.adjust(ctx, &result, left)
	return result, err
}

// uncreatable says what a user lacks whom nobody is. It is not said of the call that nothing was sent.
func uncreatable(err error) error {
	var invalid *InvalidRecordsError
	var lacks []string
	if errors.As(err, &invalid) {
		for _, record := range invalid.Records {
			lacks = append(lacks, record.Fault)
		}
	}
	return fmt.Errorf("gainsight: nobody has the e-mail address, and the user cannot be created: %s: %w", strings.Join(lacks, "; "), ErrInvalid)
}

// unseen is what there is to say of a creation if the user was not found afterwards.
func (e ensurer) unseen(result EnsureResult, outcome UserOutcome, err error) (EnsureResult, error) {
	isMissing := isNobody(err)
	_, wantsStatus := e.wanted.IsActiveUser.Get()
	problem := "whether the user was created is in doubt; call Ensure again later, which looks first"
	switch {
	case outcome.Status == Rejected && isMissing:
		return result, outcome.Err
	case outcome.Status == Succeeded && isMissing && !wantsStatus:
		result.User = e.wanted // the list does not have it yet
		return result, nil
	case outcome.Status == Rejected:
		problem = "the user was not created, and could not be looked up"
	case outcome.Status == Succeeded:
		problem = "the user was created, but could not be looked up; call Ensure again later for its status"
	}
	causes := []error{outcome.Err, err}
	switch {
	case outcome.Err == nil:
		causes = causes[1:]
	case isMissing:
		causes = causes[:1]
	}
	return result, &rowsError{problem, causes}
}

// adjust changes what differs from what is wanted.
func (e ensurer) adjust(ctx context.Context, result *EnsureResult, wanted User) error {
	if err := e.update(ctx, result, wanted); err != nil {
		return err
	}
	wantsActive, isWanted := wanted.IsActiveUser.Get()
	if isActive, known := result.User.IsActiveUser.Get(); !isWanted || known && isActive == wantsActive {
		return nil
	}
	updated, err := e.service.statuses(ctx, wantsActive).all([]string{result.User.Gsid.Or("")})
	if err := outcomeError(updated, err); err != nil {
		return err
	}
	result.User.IsActiveUser = Set(wantsActive)
	result.Changed = append(result.Changed, "IsActiveUser")
	return nil
}

// update changes all that differs but the status.
func (e ensurer) update(ctx context.Context, result *EnsureResult, wanted User) error {
	changes, names, err := differences(wanted, result.User)
	if err != nil || len(names) == 0 {
		return err
	}
	changes.Gsid = result.User.Gsid
	updated, err := e.service.Update(ctx, []User{changes}, UserUpdateOptions{PermissionBundles: e.options.PermissionBundles})
	if err := outcomeError(updated, err); err != nil {
		return err
	}
	result.Changed = names
	return merge(&result.User, changes)
}

const bundlesMember = "permissionBundles"

// differences returns a user that has only the members that an update has to change, and their names.
func differences(wanted, found User) (changes User, names []string, err error) {
	has := membersOf(found)
	differing := membersOf(wanted)
	maps.DeleteFunc(differing, func(name string, value jsontext.Value) bool {
		return name == "Email" || name == "IsActiveUser" || name != bundlesMember && means(value, has[name])
	})
	err = convert(differing, &changes)
	return changes, slices.Sorted(maps.Keys(differing)), err
}

// merge puts the members of changes into a user.
func merge(user *User, changes User) error {
	members := membersOf(*user)
	maps.Copy(members, membersOf(changes))
	return convert(members, user)
}

// membersOf returns the members of a user as JSON. Of one that cannot be written, there are none.
func membersOf(user User) map[string]jsontext.Value {
	members := map[string]jsontext.Value{}
	_ = convert(&user, &members)
	return members
}

func convert(from, to any) error {
	text, err := json.Marshal(from, wire.Tolerant)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, to, wire.Tolerant)
}

// means reports whether two members mean the same: null is as good as absent, "true" as good as true, and 1.0 as good
// as 1.
func means(wanted, has jsontext.Value) bool {
	a, b := canonical(wanted), canonical(has)
	return a == b || isTruth(a, b) || isTruth(b, a)
}

// isTruth reports whether a text tells what a boolean is.
func isTruth(boolean, text string) bool {
	return (boolean == "true" || boolean == "false") && strings.EqualFold(text, `"`+boolean+`"`)
}

// canonical keeps integers as they are: beyond 2⁵³, several would become one.
func canonical(value jsontext.Value) string {
	if value == nil {
		return "null"
	}
	value = value.Clone()
	_ = value.Canonicalize(jsontext.CanonicalizeRawInts(false), wire.Tolerant) // what is no JSON stays as it is
	return string(value)
}

// outcomeError returns why the one row of a call did not succeed.
func outcomeError[T any](result *Result[T], err error) error {
	if result == nil {
		return err
	}
	return result.Outcomes[0].Err
}
