package main

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

const changelogFile = "CHANGELOG.md"

var (
	heading     = regexp.MustCompile(`(?m)^## .*$`)
	breaking    = regexp.MustCompile(`(?m)^- \*\*Breaking\*\*.*(?:\n[ \t]+\S.*)*`)
	comment     = regexp.MustCompile(`(?s)<!--.*?(?:-->|$)`)
	inBackquote = regexp.MustCompile("`([^`]+)`")
)

// namedBreaks lists what a changelog says to be broken since a tag; without one, what its section Unreleased says: all
// that stands in backquotes in the items that begin with "- **Breaking**", but not in comments, which nobody sees.
func namedBreaks(changelog, tag string) map[string]bool {
	found := map[string]bool{}
	changelog = comment.ReplaceAllString(changelog, "")
	for _, item := range breaking.FindAllString(sectionsSince(changelog, tag), -1) {
		for _, name := range inBackquote.FindAllStringSubmatch(item, -1) {
			found[name[1]] = true
		}
	}
	return found
}

// sectionsSince is the text above the section of a tag, as the release that follows it may have got its heading already
// and its tag not yet. If the tag has no section, it is that of Unreleased.
func sectionsSince(changelog, tag string) string {
	starts := heading.FindAllStringIndex(changelog, -1)
	for _, at := range starts {
		if tag != "" && names(changelog[at[0]:at[1]], tag) {
			return changelog[:at[0]]
		}
	}
	for i, at := range starts {
		if names(changelog[at[0]:at[1]], "unreleased") {
			end := len(changelog)
			if i+1 < len(starts) {
				end = starts[i+1][0]
			}
			return changelog[at[1]:end]
		}
	}
	return ""
}

// names reports whether a heading, such as "## [0.2.0] - 2026-01-31", names a version.
func names(heading, version string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(heading, isAround), func(word string) bool {
		return strings.EqualFold(strings.TrimPrefix(word, "v"), strings.TrimPrefix(version, "v"))
	})
}

func isAround(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("[](),:", r) }
