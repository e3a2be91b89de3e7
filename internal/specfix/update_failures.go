package specfix

import "gopkg.in/yaml.v3"

// failures says what is known about the corrections that do not apply to a new version.
type failures struct {
	before  map[string]string // id → what the correction finds in the present version, as compact JSON
	made    map[string]bool   // ids of those whose place has in the new version what all corrections together make of it
	movedTo map[string]string // id → where the new version has what stood at its place
	follows map[string]bool   // ids of those that fail only because earlier ones did
}

// versions are the documents that failures are explained with.
type versions struct {
	present   *yaml.Node // is changed
	corrected *yaml.Node // the present version with all corrections
	new       *yaml.Node
}

// explain goes through the present version once more, without the corrections that fail in the new one. What fails there
// too needs one of those, and not another document.
func (v versions) explain(result *Result) failures {
	f := failures{before: map[string]string{}, made: map[string]bool{}, movedTo: map[string]string{}, follows: map[string]bool{}}
	failed := map[string]bool{}
	for _, finding := range result.Findings {
		failed[finding.ID] = true
	}
	values := indexValues(v.new)
	a := newApplier(v.present)
	for _, c := range result.Corrections.Actions {
		if !failed[c.ID] {
			a.apply(c)
			continue
		}
		spots, problems := a.look(c)
		if len(problems) > 0 {
			f.follows[c.ID] = true
			continue
		}
		f.before[c.ID], f.movedTo[c.ID] = compact(spots[0].node), values.find(spots[0].node)
		f.made[c.ID] = v.isMade(spots)
	}
	return f
}

// isMade recognises above all a value that one correction removes so that another one can set it.
func (v versions) isMade(spots []spot) bool {
	for _, s := range spots {
		now, wanted := follow(v.new, s.at), follow(v.corrected, s.at)
		if now == nil || wanted == nil || !equal(now, wanted) {
			return false
		}
	}
	return true
}

// valueIndex finds values of a document by what they say.
type valueIndex map[string][]string // hash → JSON pointers

// shortestMoved keeps small values, which stand in many places, from being taken for one that moved.
const shortestMoved = 60

func indexValues(root *yaml.Node) valueIndex {
	index := valueIndex{}
	walk("", root, func(at string, node *yaml.Node) {
		if node.Kind != yaml.ScalarNode && len(Canonical(node)) >= shortestMoved {
			index[Hash(node)] = append(index[Hash(node)], at)
		}
	})
	return index
}

// find is the only place of a value, or "".
func (index valueIndex) find(node *yaml.Node) string {
	if places := index[Hash(node)]; len(places) == 1 {
		return places[0]
	}
	return ""
}
