package specfix

import (
	"fmt"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// missing explains why a target does not match as many nodes as it should.
func (a *applier) missing(c Correction, found int) Finding {
	if found > 0 {
		return c.finding(TargetMissing, "matches %d nodes, but %d expected: check the nodes and state the number in matches", found, c.Matches)
	}
	steps, complete := plainSteps(c.Target)
	gone, existing, isGone := firstGone(a.root, steps)
	switch {
	case !isGone:
		return c.finding(TargetMissing, "matches nothing, though %s exists: check the condition of the target", showSteps(steps))
	case !complete || len(gone) < len(steps):
		return c.finding(TargetMissing, "the parent %s is gone%s (the deepest part that exists is %s)", showSteps(gone), a.removedBy(gone), showSteps(existing))
	case c.removes() && a.removedBy(gone) == "":
		return c.finding(TargetMissing, "its parent %s exists, so the published document may have dropped it (already applied): delete this correction", showSteps(existing))
	}
	return c.finding(TargetMissing, "%s is not there%s; its parent %s exists", lastStep(gone), a.removedBy(gone), showSteps(existing))
}

func (a *applier) removedBy(steps []string) string {
	pointer := ""
	for _, step := range steps {
		pointer = pointerTo(pointer, step)
	}
	if id := a.ledger.removed[pointer]; id != "" {
		return fmt.Sprintf(", removed by the correction %s", id)
	}
	return ""
}

// firstGone walks down the steps. It returns the path to the first part that is gone and the path above it.
func firstGone(root *yaml.Node, steps []string) (gone, existing []string, isGone bool) {
	node := root
	for i, step := range steps {
		if node = stepInto(node, step); node == nil {
			return steps[:i+1], steps[:i], true
		}
	}
	return nil, steps, false
}

func lastStep(steps []string) string {
	return strconv.Quote(steps[len(steps)-1])
}

// showSteps writes a plain path as JSONPath.
func showSteps(steps []string) string {
	var b strings.Builder
	b.WriteByte('$')
	for _, step := range steps {
		if isPlainName(step) {
			b.WriteString("." + step)
		} else {
			b.WriteString("['" + step + "']")
		}
	}
	return b.String()
}

func isPlainName(step string) bool {
	return step != "" && !strings.ContainsAny(step, `.[]'"/{} *`)
}

// plainSteps reads the plain beginning of a JSONPath: names and indexes. It reports whether that is the whole path; it
// ends before the first wildcard, filter, slice, list or descendant step.
func plainSteps(target string) (steps []string, complete bool) {
	rest := strings.TrimPrefix(target, "$")
	for rest != "" {
		step, after, ok := nextStep(rest)
		if !ok {
			return steps, false
		}
		steps, rest = append(steps, step), after
	}
	return steps, true
}

func nextStep(path string) (step, rest string, ok bool) {
	switch {
	case strings.HasPrefix(path, "['"), strings.HasPrefix(path, `["`):
		return quotedStep(path)
	case strings.HasPrefix(path, "["):
		step, rest, ok = strings.Cut(path[1:], "]")
		_, err := strconv.ParseUint(step, 10, 31)
		return step, rest, ok && err == nil
	case strings.HasPrefix(path, "."):
		end := strings.IndexAny(path[1:], ".[~")
		if end < 0 {
			end = len(path) - 1
		}
		step, rest = path[1:1+end], path[1+end:]
		return step, rest, step != "" && step != "*"
	}
	return "", "", false
}

func quotedStep(path string) (step, rest string, ok bool) {
	quote := path[1]
	var b strings.Builder
	for i := 2; i < len(path); i++ {
		switch {
		case path[i] == '\\' && i+1 < len(path):
			i++
			b.WriteByte(path[i])
		case path[i] == quote:
			rest, ok = strings.CutPrefix(path[i+1:], "]")
			return b.String(), rest, ok
		default:
			b.WriteByte(path[i])
		}
	}
	return "", "", false
}
