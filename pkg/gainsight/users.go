package gainsight

import (
	"context"
	"io"
	"iter"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/keylock"
)

// UserService manages users. What the tenant's replies look like is mostly not documented, so they are read openly. A reply that
// says result: true and nothing else, or success, confirms all users of its call, but for an update, whose reply is known to say
// more (L). Whatever speaks of errors counts against a user that it names, and users of whom a reply says something that cannot
// be judged, such as a sentence, are in doubt.
type UserService struct {
	client  *Client
	ensures keylock.Locks // by e-mail address
}

var userFields = []string{
	"Gsid", "Name", "FirstName", "LastName", "Email", "SFDCUserName", "SfdcUserId", "IsActiveUser", "IsSuperAdmin",
	"Manager", "CompanyID", "LicenseType", "GainsightLicenseEnabled", "SystemType", "Timezone", "Locale", "Title",
	"CreatedDate", "ModifiedDate",
}

// List returns the users page by page, one call for each page as the loop comes to it, as CompanyTeam.List does.
//
// That a page of users looks like one of company team records is inferred (I); a reply without records is an error.
// Custom fields and permissionBundles are returned only if Select names them, and what a tenant can select is not
// documented.
func (s *UserService) List(ctx context.Context, options UserListOptions) iter.Seq2[User, error] {
	return s.listing().all(ctx, options)
}

func (s *UserService) listing() listing[User] {
	return listing[User]{
		client: s.client, op: gsapi.OpListUserRecords, fields: userFields,
		gsid: func(user *User) Value[string] { return user.Gsid },
		send: func(ctx context.Context, api *gsapi.Client, body io.Reader) (*http.Response, error) {
			return api.ListUserRecordsWithBody(ctx, contentType, body)
		},
	}
}

// Get returns the user with a GSID, with the fields that List selects, in one call, or in two if the tenant states no
// limit. A user that is not there is an error that is ErrNotFound, and so is nothing else, as FindByEmail has it.
func (s *UserService) Get(ctx context.Context, gsid string) (User, error) {
	if fault := gsidFault(gsid); fault != "" {
		return User{}, &InvalidRecordsError{[]InvalidRecord{{0, "the GSID " + fault}}}
	}
	return s.listing().only(ctx, ListOptions{Where: Eq("Gsid", gsid)}, sought[User]{
		what: "user with this GSID",
		is:   func(user User) likeness { return compareText(gsid, user.Gsid) },
	})
}

// FindByEmail returns the one user with an e-mail address, in upper or lower case, with the fields that List selects, in
// as many calls as Get. Nobody is an error that is ErrNotFound, and several users are one that is ErrAmbiguous. ErrNotFound
// means that the list was read to its end: no failed call is ErrNotFound here, not even one with HTTP 404.
//
// Whether a tenant tells upper and lower case apart is not known, so it is asked for the address as it is and in lower
// case.
func (s *UserService) FindByEmail(ctx context.Context, email string) (User, error) {
	return s.findByEmail(ctx, email, nil)
}

func (s *UserService) findByEmail(ctx context.Context, email string, fields []string) (User, error) {
	if !isEmail(email) {
		return User{}, &InvalidRecordsError{[]InvalidRecord{{0, noEmail}}}
	}
	spellings := []string{email}
	if lower := strings.ToLower(email); lower != email {
		spellings = append(spellings, lower)
	}
	return s.listing().only(ctx, ListOptions{Select: fields, Where: In("Email", spellings...)}, sought[User]{
		what: "user with this e-mail address",
		is:   func(user User) likeness { return compareFold(email, user.Email) },
	})
}

const noEmail = "want an e-mail address such as alex@example.com"

// isEmail reports whether a text can be an e-mail address at all.
func isEmail(text string) bool {
	name, domain, _ := strings.Cut(text, "@")
	return name != "" && domain != "" && !strings.ContainsAny(text, " \t\r\n")
}

// UserCreateOptions says how users are created.
type UserCreateOptions struct {
	// Notify says whether the users get a message. The tenant's default is not documented.
	Notify Value[bool]
	// Lookups fill fields of the users from other objects, as those of an upsert do; that a creation takes them is
	// transcribed (T).
	Lookups Lookups
}

// Create creates any number of users, at most 50 a call (V). A user without CompanyID is an internal one and needs Email,
// SFDCUserName and Name, or FirstName and LastName (T); with Lookups, which may fill these in, only the tenant checks that.
// PermissionBundles are set in the same step (L). Gsid, IsSuperAdmin, CreatedDate and ModifiedDate are not sent.
//
// Outcomes and errors are those of CompanyTeam.Upsert, but for one thing: a creation cannot be repeated safely. So no user is
// sent twice, neither after a lost reply nor to search for the user for whose sake a whole batch was refused, since some of
// the others may have been created before the tenant came to it. Only after a refusal that came before any user was looked
// at, 416 and 429, the rest is sent. A user in doubt is not among the Leftovers of the result; Ensure looks whether it is there.
func (s *UserService) Create(ctx context.Context, users []User, options UserCreateOptions) (*UserResult, error) {
	return s.creations(ctx, options).all(users)
}

// CreateSeq is Create for a stream of users of any length; see CompanyTeam.UpsertSeq. A user that is in doubt, or that was
// not sent since an earlier one with its SFDCUserName is, must not be handed in again: Ensure looks whether it is there.
func (s *UserService) CreateSeq(ctx context.Context, users iter.Seq2[User, error], options UserCreateOptions) iter.Seq2[UserOutcome, error] {
	return s.creations(ctx, options).stream(users)
}

func (s *UserService) creations(ctx context.Context, options UserCreateOptions) bulk[User] {
	params := &gsapi.CreateUsersParams{}
	if notify, ok := options.Notify.Get(); ok {
		params.Notify = &notify
	}
	return s.writes(ctx, gsapi.OpCreateUsers, options.prepare,
		recordsRequest{lookups: options.Lookups},
		func(ctx context.Context, api *gsapi.Client, body io.Reader) (*http.Response, error) {
			return api.CreateUsersWithBody(ctx, params, contentType, body)
		})
}

// UserKey is a field by which an update finds users (T).
type UserKey = gsapi.UserKey

// The keys of an update.
const (
	UserKeyGsid         UserKey = "Gsid"
	UserKeySFDCUserName UserKey = "SFDCUserName"
	UserKeySfdcUserID   UserKey = "SfdcUserId"
)

// PermissionBundleAction says what becomes of the permission bundles that a user has (L).
type PermissionBundleAction = gsapi.PermissionBundleAction

// What to do with permission bundles.
const (
	AppendBundles    PermissionBundleAction = "append"
	OverwriteBundles PermissionBundleAction = "overwrite"
)

// UserUpdateOptions says how users are changed.
type UserUpdateOptions struct {
	// Key is the field by which the users are found, by default UserKeyGsid. Each user must have it.
	Key UserKey
	// PermissionBundles says what becomes of the bundles that the users have, of all of them alike. It must be given if one
	// of the users has PermissionBundles, since the tenant's default is not documented.
	PermissionBundles PermissionBundleAction
	// Lookups fill fields of the users from other objects, as those of an upsert do (T).
	Lookups Lookups
}

// Update changes any number of users, at most 50 a call (V), in those members that are set. IsSuperAdmin cannot be set here
// (V); it, CreatedDate and ModifiedDate are not sent, nor is Gsid with another key, so that listed users can be changed
// and handed back. An IsActiveUser is sent, as was seen (L); Activate and Deactivate are the operation meant for it (T).
//
// Outcomes and errors are those of CompanyTeam.Upsert, and so is what is done about batches that fail.
func (s *UserService) Update(ctx context.Context, users []User, options UserUpdateOptions) (*UserResult, error) {
	updates, err := s.updates(ctx, options)
	if err != nil {
		return nil, err
	}
	return updates.all(users)
}

// UpdateSeq is Update for a stream of users of any length; see CompanyTeam.UpsertSeq.
func (s *UserService) UpdateSeq(ctx context.Context, users iter.Seq2[User, error], options UserUpdateOptions) iter.Seq2[UserOutcome, error] {
	updates, err := s.updates(ctx, options)
	if err != nil {
		return func(yield func(UserOutcome, error) bool) { yield(UserOutcome{}, err) }
	}
	return updates.stream(users)
}

func (s *UserService) updates(ctx context.Context, options UserUpdateOptions) (bulk[User], error) {
	if err := options.check(); err != nil {
		return bulk[User]{}, err
	}
	key := options.key()
	return s.writes(ctx, gsapi.OpUpdateUsers, options.prepare,
		recordsRequest{lookups: options.Lookups, permissionBundleAction: options.PermissionBundles},
		func(ctx context.Context, api *gsapi.Client, body io.Reader) (*http.Response, error) {
			return api.UpdateUsersWithBody(ctx, &gsapi.UpdateUsersParams{Key: &key}, contentType, body)
		}), nil
}

// writes is a creation or an update.
func (s *UserService) writes(ctx context.Context, op gsapi.Operation, prepare func(User) (item[User], faults), request recordsRequest, send sendFunc) bulk[User] {
	return bulk[User]{
		ctx: ctx, client: s.client, op: op,
		prepare: prepare,
		send: func(batch []item[User]) ([]verdict, int, *Error) {
			answer, failure := call[jsontext.Value](ctx, s.client, op, request.with(textsOf(batch)), send)
			return settled(sentIn(batch), answer, failure, userVerdicts)
		},
	}
}

// Activate makes any number of users active by their GSIDs, at most 50 a call (V, T). Outcomes and errors are those of
// CompanyTeam.Upsert, and so is what is done about batches that fail.
func (s *UserService) Activate(ctx context.Context, gsids []string) (*UserStatusResult, error) {
	return s.statuses(ctx, true).all(gsids)
}

// Deactivate makes any number of users inactive, as Activate makes them active.
func (s *UserService) Deactivate(ctx context.Context, gsids []string) (*UserStatusResult, error) {
	return s.statuses(ctx, false).all(gsids)
}

func (s *UserService) statuses(ctx context.Context, isActive bool) bulk[string] {
	return bulk[string]{
		ctx: ctx, client: s.client, op: gsapi.OpUpdateUserStatus,
		prepare: prepareGsid,
		send: func(batch []item[string]) ([]verdict, int, *Error) {
			gsids := sentIn(batch)
			answer, failure := call[jsontext.Value](ctx, s.client, gsapi.OpUpdateUserStatus, gsids,
				func(ctx context.Context, api *gsapi.Client, body io.Reader) (*http.Response, error) {
					return api.UpdateUserStatusWithBody(ctx, &gsapi.UpdateUserStatusParams{Status: isActive}, contentType, body)
				})
			return settled(gsids, answer, failure, statusVerdicts)
		},
	}
}
