package main

import (
	"maps"
	"path"
	"slices"
	"strings"

	"golang.org/x/exp/apidiff"
)

// compareTypes compares two versions of a Go API by their types. It knows more than compareText: which changed types
// still fit, which type no longer implements an interface, what can be reached without a name.
func compareTypes(before, after goPackages) []difference {
	var found []difference
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if after[name] == nil {
			found = append(found, difference{path.Base(name), "is gone: the package", true})
			continue
		}
		for _, change := range apidiff.Changes(before[name], after[name]).Changes {
			what, text, _ := strings.Cut(change.Message, ": ")
			found = append(found, difference{path.Base(name) + "." + plainName(what), text, !change.Compatible})
		}
	}
	return found
}

var unwanted = strings.NewReplacer("(*", "", ")", "", "./", "")

// plainName takes the name out of what apidiff writes: "(*Client).Foo", "Result[T].Len", "T, method set of *T".
func plainName(what string) string {
	what, _, _ = strings.Cut(what, ",")
	if start := strings.Index(what, "["); start >= 0 {
		what = what[:start] + what[strings.LastIndex(what, "]")+1:]
	}
	return unwanted.Replace(what)
}
