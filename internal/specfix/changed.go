package specfix

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// changedFiles says which files of corrections are not those that the header of a committed document lists.
func (c *checker) changedFiles(committed []byte) []string {
	before := headerFiles(committed)
	var changes []string
	for _, file := range c.result.Corrections.Files {
		switch hash, known := before[file.Name]; {
		case !known:
			changes = append(changes, file.Name+" is new")
		case hash != file.SHA256:
			changes = append(changes, file.Name+" differs")
		}
		delete(before, file.Name)
	}
	for name := range before {
		changes = append(changes, name+" is gone")
	}
	slices.Sort(changes)
	return changes
}

// changedIDs says which corrections a committed report lists and the files do not, and the other way round.
func (c *checker) changedIDs(report []byte) []string {
	before, now := reportedIDs(report), c.result.Corrections.ids()
	return slices.Concat(
		listUnless("the correction %s is gone", before, now),
		listUnless("the correction %s is new", now, before),
	)
}

func listUnless(format string, ids, others []string) []string {
	var list []string
	for _, id := range ids {
		if !slices.Contains(others, id) {
			list = append(list, fmt.Sprintf(format, id))
		}
	}
	return list
}

func (c Corrections) ids() []string {
	var ids []string
	for _, correction := range c.all {
		ids = append(ids, correction.ID)
	}
	return ids
}

var reportedID = regexp.MustCompile("(?m)^\\| `([a-z0-9-]+)` \\|")

func reportedIDs(report []byte) []string {
	var ids []string
	for _, found := range reportedID.FindAllSubmatch(report, -1) {
		ids = append(ids, string(found[1]))
	}
	return ids
}

// since adds the details to the statement that the corrections have changed.
func since(details []string) string {
	const statement = "the corrections have changed since"
	if len(details) == 0 {
		return statement
	}
	return statement + " (" + strings.Join(details, ", ") + ")"
}
