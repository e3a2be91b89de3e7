package gainsight

import (
	"slices"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
	"github.com/go-json-experiment/json/jsontext"
)

// userVerdicts says what a reply means for each user of a batch. Its data can have any shape: by analogy with company
// teams it has success and errors, and errors with an errorMessage were seen (L). Without any error, a reply that says
// result: true confirms all users, unless it lists users and not as many. Otherwise a user is found by what it has in
// common with what the reply names, be it a record, a GSID or a user name.
func userVerdicts(rows []User, answer reply[jsontext.Value]) []verdict {
	errors := loose.Items(loose.Member(answer.Data, "errors"))
	written, isListed := writtenUsers(answer.Data)
	if !answer.failed && len(errors) == 0 && (!isListed || len(written) == len(rows)) {
		return slices.Repeat([]verdict{{status: Succeeded}}, len(rows))
	}
	claims := newClaims(rows, answer.receipt, compareUsers)
	for _, item := range written {
		claims.written(userNamedBy(item, rows))
	}
	for _, item := range errors {
		named := usersIn(item)
		if len(rows) == 1 { // there is nobody else whom it can be about
			named = rows
		}
		claims.refused(item, named)
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

// writtenUsers returns what the data lists as written: the list, or the one in it, that stands in success or in its
// place. A number stands for as many users of whom nothing is known.
func writtenUsers(data jsontext.Value) (items []jsontext.Value, isListed bool) {
	success := loose.Member(data, "success")
	if success == nil {
		if data.Kind() != '[' {
			return nil, false
		}
		success = data
	}
	if n, ok := loose.Number(success); ok {
		return make([]jsontext.Value, max(0, min(int(n), maxBatch+1))), true
	}
	switch success.Kind() {
	case '[':
		return loose.Items(success), true
	case '{':
		return writtenIn(success)
	case 'n', 'f':
		return nil, true
	}
	return nil, false
}

// writtenIn returns the first list of an object, or the object itself if it is a user.
func writtenIn(success jsontext.Value) (items []jsontext.Value, isListed bool) {
	if items, isListed = loose.FirstList(success); isListed {
		return items, true
	}
	items = loose.Items(success)
	for _, user := range loose.Records[User](success) {
		if user.Gsid.Or("")+user.SFDCUserName.Or("")+user.SfdcUserID.Or("")+user.Email.Or("") != "" {
			return items, true
		}
	}
	return nil, len(items) == 0 // one that is empty says that nobody was written
}

// userNamedBy reads an item as a user, or as a text that identifies one.
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

// usersIn returns all users that a value can name: every object in it, and every text, as what it could be.
func usersIn(item jsontext.Value) []User {
	users := loose.Records[User](item)
	for _, text := range loose.AllTexts(item) {
		value := Set(text)
		users = append(users, User{Gsid: value}, User{SFDCUserName: value}, User{Email: value}, User{SfdcUserID: value})
	}
	return users
}

// compareUsers tells whether a record of a reply is the user that was sent, by the first field that both have. A tenant
// can return e-mail addresses and user names in lower case.
func compareUsers(row, record User) likeness {
	for _, pair := range [][2]Value[string]{
		{row.Gsid, record.Gsid}, {row.SFDCUserName, record.SFDCUserName}, {row.SfdcUserID, record.SfdcUserID}, {row.Email, record.Email},
	} {
		if want := pair[0].Or(""); want != "" {
			if found := compareFold(want, pair[1]); found != unknown {
				return found
			}
		}
	}
	return unknown
}

// compareFold is compareText in upper or lower case.
func compareFold(want string, value Value[string]) likeness {
	return compareText(strings.ToLower(want), lowered(value))
}

func lowered(value Value[string]) Value[string] {
	if text, ok := value.Get(); ok {
		return Set(strings.ToLower(text))
	}
	return value
}
