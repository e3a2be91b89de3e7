package gainsighttest

import (
	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// Two users whose user names differ only in upper and lower case are the same, which is our guess, after SCIM.
const userNameField, emailField = "SFDCUserName", "Email"

func newUsers() *table[user] { return newTable(userPrefix, userFields, userKeys) }

var userTexts = textKeys(userFields)

func userKeys(u *user) []key {
	keys := userTexts(u)
	for _, name := range []string{userNameField, emailField} {
		if text := userFields.known[name].text(u).Or(""); text != "" {
			keys = append(keys, folded(name, text))
		}
	}
	return keys
}

// AddUser adds an active user and returns its GSID. Several users can have one name or one e-mail address.
func (t *Tenant) AddUser(name, email string) (gsid string) {
	u := user{Name: wire.Set(name), IsActiveUser: wire.Set(true)}
	if email != "" {
		u.Email = wire.Set(email)
	}
	return t.AddUserRecord(u)
}

// AddUserRecord stores a user as it is, without the checks and the default values of a creation, and returns its GSID. A
// missing Gsid is made up. A user with a GSID that is there already replaces the other.
func (t *Tenant) AddUserRecord(user gsapi.GainsightUser) (gsid string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.store.users.add(user).record.Gsid.Or("")
}

// Users returns copies of all users with all their members, in the order in which they were added or created.
func (t *Tenant) Users() []gsapi.GainsightUser {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.store.users.all()
}
