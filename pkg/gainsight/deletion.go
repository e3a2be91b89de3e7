package gainsight

import (
	"errors"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
)

var (
	errNotDeleted  = errors.New("the reply says result: true, but also that the record was not deleted")
	errOtherRecord = errors.New("the reply is about another record")
)

// deletionFault returns what the reply to the deletion of one record says against it. Data is known to be a sentence with the
// GSID (A). Any other says nothing against the deletion, unless it has errors, as that of a deletion of several, or denies it.
func deletionFault(gsid string, answer reply[jsontext.Value]) *Error {
	data := answer.Data
	named, refused := gsidsNamedIn(data), complaintsIn(loose.Members(data))
	var failure *Error
	switch {
	case len(named) > 0 && !slices.Contains(named, strings.ToLower(gsid)):
		failure = answer.failure(errOtherRecord, "", loose.Text(data))
	case len(refused) > 0 && refused[0].Kind() == '{':
		failure = answer.refusalIn(refused[0]).err
	case len(refused) > 0, deniesDeletion(data):
		failure = answer.failure(errNotDeleted, "", loose.Text(data))
	default:
		return nil
	}
	failure.EarlierInDoubt = answer.flight.isDoubtful
	return failure
}

// deniesDeletion reports whether data says that nothing was deleted.
func deniesDeletion(data jsontext.Value) bool {
	object := loose.Members(data)
	success, isThere := object["success"]
	return isFalse(data) || denies(object) || isNegative(loose.Text(data)) || isThere && len(loose.Items(success)) == 0
}

// isNegative reports whether a sentence says that something was not done.
func isNegative(sentence string) bool {
	sentence = strings.ToLower(sentence)
	return complains(sentence) || strings.HasPrefix(sentence, "no ") || slices.Contains(strings.Fields(sentence), "not")
}

// gsidsNamedIn returns, in lower case, the GSIDs in a sentence such as "Record with GSID: 1P0… successfully deleted.", or in the
// lists of a deletion of several.
func gsidsNamedIn(data jsontext.Value) (gsids []string) {
	for _, item := range append(complaintsIn(loose.Members(data)), loose.Member(data, "success")) {
		for _, gsid := range loose.Texts(loose.Member(item, "gsid")) {
			gsids = append(gsids, strings.ToLower(gsid))
		}
	}
	_, rest, _ := strings.Cut(strings.ToLower(loose.Text(data)), "gsid:")
	if words := strings.Fields(rest); len(words) > 0 {
		gsids = append(gsids, strings.Trim(words[0], `.,"'`))
	}
	return gsids
}
