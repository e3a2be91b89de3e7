package gainsight

import (
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
)

// complaintWords are parts of names, and of what a status says, that speak of rows which were not written. How a tenant names
// its errors is known for few operations (A, L), so those are found by whatever name they have (I).
var complaintWords = []string{"error", "fail", "reject", "invalid", "skip", "duplicate"}

// complains reports whether a name or a status speaks of errors.
func complains(text string) bool {
	text = strings.ToLower(text)
	return strings.HasPrefix(text, "err") || slices.ContainsFunc(complaintWords, func(word string) bool { return strings.Contains(text, word) })
}

// complaints returns the members of an object that speak of errors and have some. Custom fields never do.
func complaints(object map[string]jsontext.Value) (values []jsontext.Value) {
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if complains(name) && !strings.HasSuffix(name, "__gc") && !isNone(object[name]) {
			values = append(values, object[name])
		}
	}
	return values
}

// complaintsIn returns the errors in these members.
func complaintsIn(object map[string]jsontext.Value) (items []jsontext.Value) {
	for _, value := range complaints(object) {
		items = append(items, loose.Items(value)...)
	}
	return items
}

// isNone reports whether there is nothing in a value: null, false, 0, or what is empty.
func isNone(value jsontext.Value) bool {
	number, isNumber := loose.Number(value)
	return len(loose.Items(value)) == 0 || isNumber && number == 0 || isFalse(value)
}

// isFalse reads "false" as false.
func isFalse(value jsontext.Value) bool {
	return value.Kind() == 'f' || strings.EqualFold(string(value), `"false"`)
}

// denies reports whether an object says of what it is about that it was not done.
func denies(object map[string]jsontext.Value) bool {
	return slices.ContainsFunc(named(object, "success", "result"), isFalse) ||
		slices.ContainsFunc(named(object, "status"), func(status jsontext.Value) bool { return complains(loose.Text(status)) })
}

// isRefusal reports whether an item stands among those that were written, and says that it was not.
func isRefusal(item jsontext.Value) bool {
	object := loose.Members(item)
	return denies(object) || len(complaintsIn(object)) > 0
}

// named returns the members of an object that have one of some names, in upper or lower case.
func named(object map[string]jsontext.Value, names ...string) (values []jsontext.Value) {
	for name, value := range object {
		if slices.ContainsFunc(names, func(wanted string) bool { return strings.EqualFold(name, wanted) }) {
			values = append(values, value)
		}
	}
	return values
}
