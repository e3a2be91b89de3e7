package gainsight

import (
	"cmp"
	"fmt"
	"strings"
)

// prepare strips a user to what a creation sends, and finds what keeps it from being created.
func (o UserCreateOptions) prepare(user User) (row item[User], faults faults) {
	sent := writableUser(user)
	sent.Gsid = Value[string]{}
	if sent.CompanyID.Or("") == "" && len(o.Lookups) == 0 {
		faults.internalUser(sent)
	}
	row.key.first = strings.ToLower(cmp.Or(sent.SFDCUserName.Or(""), sent.Email.Or("")))
	row.sent, row.text = sent, faults.encode(&sent)
	return row, faults
}

// internalUser notes what a new internal user lacks (T).
func (f *faults) internalUser(user User) {
	if !isEmail(user.Email.Or("")) {
		f.add("a new internal user needs an Email such as alex@example.com")
	}
	if user.SFDCUserName.Or("") == "" {
		f.add("a new internal user needs an SFDCUserName; an external one needs a CompanyID")
	}
	if user.Name.Or("") == "" && (user.FirstName.Or("") == "" || user.LastName.Or("") == "") {
		f.add("a new internal user needs a Name, or FirstName and LastName")
	}
}

func (o UserUpdateOptions) key() UserKey { return cmp.Or(o.Key, UserKeyGsid) }

// check looks at what holds for all users of an update.
func (o UserUpdateOptions) check() error {
	if key := o.key(); !key.Valid() {
		return fmt.Errorf("gainsight: the key %q of an update is none; use UserKeyGsid, UserKeySFDCUserName or UserKeySfdcUserID: %w", key, ErrInvalid)
	}
	if action := o.PermissionBundles; action != "" && !action.Valid() {
		return fmt.Errorf("gainsight: %q cannot be done with permission bundles; use AppendBundles or OverwriteBundles: %w", action, ErrInvalid)
	}
	return nil
}

// prepare strips a user to what an update sends, and finds its faults.
func (o UserUpdateOptions) prepare(user User) (row item[User], faults faults) {
	sent := writableUser(user)
	switch o.key() {
	case UserKeySFDCUserName:
		row.key.first = strings.ToLower(faults.present("SFDCUserName", sent.SFDCUserName))
	case UserKeySfdcUserID:
		row.key.first = faults.present("SfdcUserId", sent.SfdcUserID)
	default:
		row.key.first = sent.Gsid.Or("")
		faults.gsid("Gsid", row.key.first)
	}
	if o.key() != UserKeyGsid {
		sent.Gsid = Value[string]{}
	}
	faults.bundles(sent, o.PermissionBundles)
	row.sent, row.text = sent, faults.encode(&sent)
	return row, faults
}

// bundles notes a fault if what becomes of the bundles that a user has would be left to a default that nobody knows.
func (f *faults) bundles(user User, action PermissionBundleAction) {
	if !user.PermissionBundles.IsZero() && action == "" {
		f.add("has PermissionBundles, and the options do not say what becomes of those that the user has; choose AppendBundles or OverwriteBundles")
	}
}

// present notes a fault if a member that an update needs is not there.
func (f *faults) present(name string, member Value[string]) string {
	value := member.Or("")
	if value == "" {
		f.add("%s is empty; the update finds the user by it", name)
	}
	return value
}

// writableUser leaves out what the tenant alone sets.
func writableUser(user User) User {
	user.IsSuperAdmin = Value[bool]{}
	user.CreatedDate, user.ModifiedDate = CompanyTeamRecord{}.CreatedDate, CompanyTeamRecord{}.ModifiedDate
	return user
}
