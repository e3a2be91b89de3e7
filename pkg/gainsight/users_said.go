package gainsight

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// usersSaid is what the data of a reply says of the users of a batch. It can have any shape: by analogy with company teams it
// has success and errors, and for an update these and an errorMessage were seen (L). What nobody can judge, such as a sentence
// or a list of an unknown name, confirms nobody, and what looks like an error is taken for one.
type usersSaid struct {
	isDone  bool             // all users are confirmed, unless there are errors
	written []jsontext.Value // what was written; an empty one is a user of whom nothing is known
	errors  []userError
}

type userError struct {
	item  jsontext.Value
	named []User
}

// maxDepth bounds the work on data that nobody sends in earnest. It confirms nobody.
const maxDepth = 50

func readUsers(answer reply[jsontext.Value]) usersSaid {
	data := answer.Data
	if !answer.HasData || data.Kind() == '{' && len(loose.Members(data)) == 0 {
		return usersSaid{isDone: answer.flight.op != gsapi.OpUpdateUsers} // of which it is known that there is more (L)
	}
	if loose.Depth(data) > maxDepth {
		return usersSaid{}
	}
	return usersSaidBy(data)
}

// usersSaidBy reads the data, or the success in it.
func usersSaidBy(value jsontext.Value) usersSaid {
	switch {
	case value.Kind() == '[':
		return usersListed(loose.Items(value))
	case value.Kind() == '{':
		return usersReported(value)
	case value.Kind() == 't', strings.EqualFold(loose.Text(value), "true"):
		return usersSaid{isDone: true}
	}
	count, _ := loose.Number(value)
	return usersSaid{written: nameless(count)}
}

// nameless stands for a number of users of whom nothing is known.
func nameless(count float64) []jsontext.Value {
	if count != math.Trunc(count) || count < 0 || count > maxBatch {
		count = 0 // of no batch, so it confirms nobody
	}
	return make([]jsontext.Value, int(count))
}

// usersListed reads a list of what was written. An item can also be a refusal, or tell of several users.
func usersListed(items []jsontext.Value) usersSaid {
	said := usersSaid{written: []jsontext.Value{}}
	for _, item := range items {
		switch {
		case isReport(item):
			report := usersReported(item)
			said.written = append(said.written, report.written...)
			said.errors = append(said.errors, report.errors...)
		case isRefusal(item):
			said.errors = append(said.errors, userError{item, usersIn(item)})
		default:
			said.written = append(said.written, item)
		}
	}
	return said
}

// isReport reports whether an object tells of several users, and is not one that was written or refused: its success is more
// than a word, or its errors are about somebody else.
func isReport(object jsontext.Value) bool {
	members := loose.Members(object)
	isMore := func(success jsontext.Value) bool { return strings.ContainsRune("[{0", rune(success.Kind())) }
	isError := func(item jsontext.Value) bool {
		return item.Kind() == '{' && (!isUser(object) || len(loose.Outermost(item, userNames.identify)) > 0)
	}
	return slices.ContainsFunc(named(members, "success"), isMore) || slices.ContainsFunc(complaintsIn(members), isError)
}

// isUser reports whether an object identifies a user, or several, by its own members.
func isUser(object jsontext.Value) bool {
	var names userNames
	return json.Unmarshal(object, &names, wire.Tolerant) == nil && names.identify()
}

// usersReported reads an object with members for what was written and for what was not, or one user.
func usersReported(object jsontext.Value) usersSaid {
	if isUser(object) && !isReport(object) {
		return usersListed([]jsontext.Value{object})
	}
	said := usersWritten(object)
	said.count(loose.Members(object))
	said.errors = append(said.errors, userErrors(object)...)
	return said
}

// usersWritten reads success, or a list in its place. Without either, an object that says nothing but that there are no errors
// confirms all.
func usersWritten(object jsontext.Value) (said usersSaid) {
	members := loose.Members(object)
	successes := named(members, "success")
	switch len(successes) {
	case 0:
		said.isDone = !saysMore(members)
	case 1:
		said = usersInSuccess(successes[0])
	}
	lists := otherLists(object)
	for name, list := range lists {
		listed := usersListed(loose.Items(list))
		said.errors = append(said.errors, listed.errors...)
		written, isKnown := writtenIn(name, listed)
		if isKnown && len(lists) == 1 && (said.isDone || len(successes) == 0) { // of several, it is not known which one is meant
			said.isDone, said.written = false, written
		}
	}
	return said
}

// otherLists returns the lists in an object that are neither success nor errors.
func otherLists(object jsontext.Value) map[string]jsontext.Value {
	lists := loose.Lists(object)
	maps.DeleteFunc(lists, func(name string, _ jsontext.Value) bool { return complains(name) || strings.EqualFold(name, "success") })
	return lists
}

// writtenIn returns what a list says was written: all that is in it if its name is known, else what it says that of.
func writtenIn(name string, listed usersSaid) (written []jsontext.Value, isKnown bool) {
	if strings.EqualFold(name, "records") || strings.EqualFold(name, "users") {
		return listed.written, true
	}
	for _, item := range listed.written {
		if slices.ContainsFunc(named(loose.Members(item), "success", "result"), func(value jsontext.Value) bool { return value.Kind() == 't' }) {
			written = append(written, item)
		}
	}
	return written, len(written) > 0
}

// usersInSuccess reads a success. If it is an object, it has one list, or is a user.
func usersInSuccess(success jsontext.Value) (said usersSaid) {
	if success.Kind() != '{' || isReport(success) {
		return usersSaidBy(success)
	}
	lists := loose.Lists(success)
	for name, list := range lists {
		if len(lists) == 1 && !complains(name) {
			said = usersListed(loose.Items(list))
		}
	}
	if len(lists) == 0 && isUser(success) {
		return usersListed([]jsontext.Value{success})
	}
	said.errors = append(said.errors, userErrors(success)...)
	return said
}

// saysMore reports whether an object has something to say besides its errors.
func saysMore(members map[string]jsontext.Value) bool {
	for name, value := range members {
		if !complains(name) && value.Kind() != 'n' {
			return true
		}
	}
	return false
}

// count takes the number of users that were written, such as a successCount. One that is contrary confirms nobody.
func (s *usersSaid) count(members map[string]jsontext.Value) {
	for name, value := range members {
		name = strings.ToLower(name)
		count, isNumber := loose.Number(value)
		if !isNumber || name == "success" || !strings.Contains(name, "success") || strings.Contains(name, "unsuccess") {
			continue
		}
		if s.written == nil {
			s.isDone, s.written = false, nameless(count)
		}
		if float64(len(s.written)) != count {
			s.written = []jsontext.Value{}
		}
	}
}

// userErrors returns the errors in an object. Where only a word or a number speaks of them, they are about the whole batch.
func userErrors(object jsontext.Value) (errors []userError) {
	members := loose.Members(object)
	complaints := complaints(members)
	for _, complaint := range complaints {
		if complaint.Kind() != '{' && complaint.Kind() != '[' {
			continue
		}
		for _, item := range loose.Items(complaint) {
			errors = append(errors, userError{item, usersIn(item)})
		}
	}
	if len(errors) == 0 && (len(complaints) > 0 || denies(members)) {
		return []userError{{item: object}}
	}
	return errors
}
