package main

import (
	"slices"
	"strings"
	"testing"
)

// A baseline that people have edited is compared like any other: what is the same is no difference, and what is gone is.
func FuzzCompareText(f *testing.F) {
	f.Add("pkg a, func F(int)\npkg a/b, type T struct\npkg a/b, type T struct, A int\npkg a/b, method (*T) M()", "pkg a, func F(string)")
	f.Add("pkg a, type I interface", "pkg a, type I interface\npkg a, type I interface, M()")
	f.Add("x\n\npkg ,", "")
	f.Fuzz(func(t *testing.T, before, after string) {
		was, is := strings.Split(before, "\n"), strings.Split(after, "\n")
		if found := compareText(was, was); len(found) > 0 {
			t.Errorf("%v differs from itself: %v", was, found)
		}
		for _, d := range compareText(was, is) {
			if d.name == "" && d.text == "" {
				t.Errorf("%v and %v: an empty difference", was, is)
			}
		}
		if len(compareText(was, is)) == 0 && !slices.ContainsFunc(was, func(line string) bool { return slices.Contains(is, line) }) {
			t.Errorf("%v and %v have nothing in common, and no difference", was, is)
		}
	})
}

func FuzzNamedBreaks(f *testing.F) {
	f.Add("# C\n\n## Unreleased\n\n- **Breaking**: `a.B`,\n  `c`\n\n## v0.1.0\n", "v0.1.0")
	f.Add("## 0.1.0", "")
	f.Add("## Unreleased\n\n- **Breaking**: `a<!-- `b` -->c`\n", "")
	f.Fuzz(func(t *testing.T, changelog, tag string) {
		for name := range namedBreaks(changelog, tag) {
			if seen := comment.ReplaceAllString(changelog, ""); !strings.Contains(seen, "`"+name+"`") {
				t.Errorf("%q is not in %q", name, changelog)
			}
		}
	})
}
