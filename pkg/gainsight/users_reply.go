package gainsight

import (
	"math"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
)

// userVerdicts says what a reply means for each user of a batch. Its data can have any shape: by analogy with company
// teams it has success and errors, and errors with an errorMessage were seen (L). A reply that says result: true, names no
// error and lists nobody confirms all users. Otherwise a user is found by what it has in common with what the reply names,
// be it a record, a GSID or a user name, and users that cannot be found succeeded only if the counts leave no other way.
func userVerdicts(rows []User, answer reply[jsontext.Value]) []verdict {
	written, isListed := writtenUsers(answer.Data)
	errors, isAboutAll := userErrors(answer.Data)
	if !answer.failed && !isListed && len(errors) == 0 {
		return slices.Repeat([]verdict{{status: Succeeded}}, len(rows))
	}
	claims := newClaims(rows, answer.receipt, compareUsers)
	for _, item := range written {
		if isRefusal(item) {
			errors = append(errors, item)
		} else {
			claims.written(userNamedBy(item, rows))
		}
	}
	switch {
	case len(errors) == 0:
	case len(rows) == 1: // there is nobody else whom they can be about
		claims.refused(errors[0], rows)
	case isAboutAll:
		claims.refused(errors[0], nil)
	default:
		for _, item := range errors {
			claims.refused(item, usersIn(item))
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

// writtenUsers returns what the data says was written, if it says that: in success, or in its place.
func writtenUsers(data jsontext.Value) (items []jsontext.Value, isListed bool) {
	success := loose.Member(data, "success")
	if success == nil {
		return listedIn(data)
	}
	if len(loose.Items(success)) == 0 {
		return nil, true
	}
	return listedIn(success)
}

// listedIn returns the items of a list, be it the value, its one member that is no list of errors, or a user by itself. A
// number stands for as many users of whom nothing is known. Of several lists, it is not known which one is meant.
func listedIn(value jsontext.Value) (items []jsontext.Value, isListed bool) {
	switch value.Kind() {
	case '[':
		return loose.Items(value), true
	case 'n', 'f':
		return nil, true
	case '{':
		lists := loose.Lists(value)
		delete(lists, "errors")
		for _, list := range lists {
			if len(lists) == 1 {
				items = loose.Items(list)
			}
		}
		if len(lists) == 0 && len(usersIn(value)) > 0 {
			return []jsontext.Value{value}, true
		}
		return items, len(lists) > 0
	}
	count, isListed := loose.Number(value)
	if count != math.Trunc(count) || count < 0 || count > maxBatch {
		count = 0 // of no batch, so it confirms nobody
	}
	return make([]jsontext.Value, int(count)), isListed
}

// userErrors returns the errors in the data. Where the data is an error itself, that is about the whole batch.
func userErrors(data jsontext.Value) (errors []jsontext.Value, isAboutAll bool) {
	stated := loose.Member(data, "errors")
	if count, ok := loose.Number(stated); ok && count == 0 {
		stated = nil
	}
	errors = loose.Items(stated)
	if len(errors) == 0 && says(data, "errorCode", "errorDesc", "errorMessage", "error") {
		return []jsontext.Value{data}, true
	}
	return errors, false
}

// isRefusal reports whether an item stands among those that were written, and says that it was not.
func isRefusal(item jsontext.Value) bool {
	return says(item, "errorCode", "errorDesc", "errorMessage", "error", "errors") ||
		loose.Member(item, "success").Kind() == 'f' || loose.Member(item, "result").Kind() == 'f'
}

// says reports whether an object has something to say in one of its members.
func says(object jsontext.Value, names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return len(loose.Items(loose.Member(object, name))) > 0 })
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
