package gainsight

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
)

// userVerdicts says what a reply means for each user of a batch; see usersSaid. A user is found by what it has in common with
// what the reply names, be it a record, a GSID or a user name, and users that cannot be found succeeded only if the counts leave
// no other way.
func userVerdicts(rows []User, answer reply[jsontext.Value]) []verdict {
	said := readUsers(answer)
	if !answer.failed && said.isDone && len(said.errors) == 0 {
		return allSucceeded(len(rows))
	}
	claims := newClaims(rows, answer.receipt, compareUsers)
	for _, item := range said.written {
		claims.written(userNamedBy(item, rows))
	}
	switch {
	case len(said.errors) == 0:
	case len(rows) == 1: // there is nobody else whom they can be about
		claims.refused(said.errors[0].item, rows)
	default:
		for _, e := range said.errors {
			claims.refused(e.item, e.named)
		}
	}
	return claims.verdicts()
}

// statusVerdicts is userVerdicts for users of whom only the GSIDs are sent.
func statusVerdicts(gsids []string, answer reply[jsontext.Value]) []verdict {
	rows := make([]User, len(gsids))
	for i, gsid := range gsids {
		rows[i].Gsid = Set(gsid)
	}
	return userVerdicts(rows, answer)
}

// userNamedBy reads an item as the user of the batch that it names, or else as any user.
func userNamedBy(item jsontext.Value, rows []User) User {
	named := usersIn(item)
	for _, user := range named {
		if slices.ContainsFunc(rows, func(row User) bool { return compareUsers(row, user) == same }) {
			return user
		}
	}
	if len(named) > 0 {
		return named[0]
	}
	return User{}
}

// usersIn returns all users that a value can name: the objects in it that identify one, such as records, and the texts
// that it is made of. The rest of such an object is not looked at, since its Manager is another user.
func usersIn(item jsontext.Value) (users []User) {
	for _, object := range loose.Outermost(item, userNames.identify) {
		users = append(users, object.users()...)
	}
	for _, text := range loose.Texts(item) {
		users = append(users, usersCalled(text)...)
	}
	return users
}

// usersCalled returns the users that a text can identify. A sentence is none.
func usersCalled(text string) (users []User) {
	value := Set(text)
	switch {
	case strings.ContainsAny(text, " \t\r\n"):
		return nil
	case gsidFault(text) == "":
		users = []User{{Gsid: value}, {SfdcUserID: value}}
	}
	return append(users, User{SFDCUserName: value}, User{Email: value})
}

// userNames is what identifies a user, or a list of that for several.
type userNames struct {
	Gsid         jsontext.Value `json:"Gsid,case:ignore"`
	SFDCUserName jsontext.Value `json:"SFDCUserName,case:ignore"`
	SfdcUserID   jsontext.Value `json:"SfdcUserId,case:ignore"`
	Email        jsontext.Value `json:"Email,case:ignore"`
}

// identify reports whether there is a user.
func (n userNames) identify() bool { return len(n.users()) > 0 }

func (n userNames) users() (users []User) {
	var one User
	for _, name := range []struct {
		value jsontext.Value
		field func(*User) *Value[string]
	}{
		{n.Gsid, func(user *User) *Value[string] { return &user.Gsid }},
		{n.SFDCUserName, func(user *User) *Value[string] { return &user.SFDCUserName }},
		{n.SfdcUserID, func(user *User) *Value[string] { return &user.SfdcUserID }},
		{n.Email, func(user *User) *Value[string] { return &user.Email }},
	} {
		for _, text := range loose.Texts(name.value) {
			user := &one
			if name.value.Kind() == '[' {
				users = append(users, User{})
				user = &users[len(users)-1]
			}
			*name.field(user) = Set(text)
		}
	}
	if one.Gsid.Or("")+one.SFDCUserName.Or("")+one.SfdcUserID.Or("")+one.Email.Or("") != "" {
		users = append(users, one)
	}
	return users
}

// compareUsers tells whether a record of a reply is the user that was sent, by the first field that both have.
func compareUsers(row, record User) likeness {
	for _, field := range []struct {
		row, record Value[string]
		compare     func(string, Value[string]) likeness
	}{
		{row.Gsid, record.Gsid, compareText},
		{row.SFDCUserName, record.SFDCUserName, compareFold},
		{row.SfdcUserID, record.SfdcUserID, compareText},
		{row.Email, record.Email, compareFold},
	} {
		if want := field.row.Or(""); want != "" {
			if found := field.compare(want, field.record); found != unknown {
				return found
			}
		}
	}
	return unknown
}

// compareFold is compareText in upper or lower case: a tenant can return e-mail addresses and user names in lower case.
func compareFold(want string, value Value[string]) likeness {
	if text, ok := value.Get(); ok {
		value = Set(strings.ToLower(text))
	}
	return compareText(strings.ToLower(want), value)
}
