package specfix

import (
	"regexp"
	"strconv"
	"strings"
)

// step is one step of a plain JSONPath: the name of a key or the index of an element.
type step struct {
	text    string
	isIndex bool
}

func indexStep(i int) step { return step{text: strconv.Itoa(i), isIndex: true} }

// join extends a path without touching other paths that share its beginning.
func join(path []step, last step) []step {
	return append(path[:len(path):len(path)], last)
}

// shorthandName is a name that RFC 9535 allows behind a dot.
var shorthandName = regexp.MustCompile(`^[A-Za-z_\x{80}-\x{10FFFF}][A-Za-z0-9_\x{80}-\x{10FFFF}]*$`)

var nameEscaper = strings.NewReplacer(`\`, `\\`, `'`, `\'`)

func (s step) String() string {
	switch {
	case s.isIndex:
		return "[" + s.text + "]"
	case shorthandName.MatchString(s.text):
		return "." + s.text
	}
	return "['" + nameEscaper.Replace(s.text) + "']"
}

// showSteps writes a plain path as JSONPath.
func showSteps(steps []step) string {
	var b strings.Builder
	b.WriteByte('$')
	for _, s := range steps {
		b.WriteString(s.String())
	}
	return b.String()
}

// showBelow writes a plain path that starts at some other node than the root.
func showBelow(steps []step) string {
	return strings.TrimPrefix(strings.TrimPrefix(showSteps(steps), "$"), ".")
}

// plainSteps reads the plain beginning of a JSONPath: names and indexes. It reports whether that is the whole path; it
// ends before the first wildcard, filter, slice, list or descendant step.
func plainSteps(target string) (steps []step, complete bool) {
	rest := strings.TrimPrefix(target, "$")
	for rest != "" {
		s, after, ok := nextStep(rest)
		if !ok {
			return steps, false
		}
		steps, rest = append(steps, s), after
	}
	return steps, true
}

func nextStep(path string) (s step, rest string, ok bool) {
	switch {
	case strings.HasPrefix(path, "['"), strings.HasPrefix(path, `["`):
		return quotedStep(path)
	case strings.HasPrefix(path, "["):
		index, rest, closed := strings.Cut(path[1:], "]")
		_, err := strconv.ParseUint(index, 10, 31)
		return step{text: index, isIndex: true}, rest, closed && err == nil
	case strings.HasPrefix(path, "."):
		end := strings.IndexAny(path[1:], ".[~")
		if end < 0 {
			end = len(path) - 1
		}
		name, rest := path[1:1+end], path[1+end:]
		return step{text: name}, rest, name != "" && name != "*"
	}
	return step{}, "", false
}

func quotedStep(path string) (s step, rest string, ok bool) {
	quote := path[1]
	var b strings.Builder
	for i := 2; i < len(path); i++ {
		switch {
		case path[i] == '\\' && i+1 < len(path):
			i++
			b.WriteByte(path[i])
		case path[i] == quote:
			rest, ok = strings.CutPrefix(path[i+1:], "]")
			return step{text: b.String()}, rest, ok
		default:
			b.WriteByte(path[i])
		}
	}
	return step{}, "", false
}
