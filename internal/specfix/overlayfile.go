package specfix

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"

	"github.com/speakeasy-api/openapi/overlay"
	"gopkg.in/yaml.v3"
)

// overlayFile reads one file of corrections. It collects everything that is wrong with the file; an action with a
// finding is left out of the corrections.
type overlayFile struct {
	name        string
	corrections []Correction
	all         []Correction // with those that are not well-formed
	findings    []Finding
}

// parseOverlay fails only when the file is no Overlay document at all.
func parseOverlay(source Source) (*overlayFile, error) {
	root, err := readDocument("Overlay", source.Name, source.Data)
	if err != nil {
		return nil, err
	}
	if child(root, "overlay") == nil && child(root, "actions") == nil {
		return nil, inputErrorf(source.Name, 1, "is no Overlay document: %s", cmp.Or(foreignDocument(root), "the top-level keys overlay and actions are missing"))
	}
	f := &overlayFile{name: source.Name}
	f.readTop(root)
	return f, nil
}

func (f *overlayFile) report(line int, id, format string, args ...any) {
	f.findings = append(f.findings, Finding{Kind: Malformed, ID: id, File: f.name, Line: line, Message: fmt.Sprintf(format, args...)})
}

func (f *overlayFile) readTop(root *yaml.Node) {
	for key := range pairs(root) {
		switch name := key.Value; {
		case oneOf(name, "overlay", "x-speakeasy-jsonpath", "info", "extends", "actions"):
		case isExtension(name):
		default:
			f.report(key.Line, "", "unknown key %q at the top level", name)
		}
	}
	if version := text(root, "overlay"); version != overlay.Version100 {
		f.report(lineOf(root, "overlay"), "", "overlay: must be %s, found %s", overlay.Version100, showChild(root, "overlay"))
	}
	if text(root, "x-speakeasy-jsonpath") != overlay.JSONPathRFC9535 {
		f.report(lineOf(root, "x-speakeasy-jsonpath"), "", "the line x-speakeasy-jsonpath: %s is needed at the top level, else tools read the targets differently", overlay.JSONPathRFC9535)
	}
	f.readInfo(root)
	f.readActions(root)
}

func (f *overlayFile) readInfo(root *yaml.Node) {
	info := child(root, "info")
	for _, name := range []string{"title", "version"} {
		if text(info, name) == "" {
			f.report(lineOf(root, "info"), "", "info.%s is needed, as a text", name)
		}
	}
}

func (f *overlayFile) readActions(root *yaml.Node) {
	actions := child(root, "actions")
	if actions == nil || actions.Kind != yaml.SequenceNode || len(actions.Content) == 0 {
		f.report(lineOf(root, "actions"), "", "actions is needed, as a list of at least one action")
		return
	}
	for _, action := range actions.Content {
		if action.Kind != yaml.MappingNode {
			f.report(action.Line, "", "an action has to be a mapping, found %s", kindName(action))
			continue
		}
		f.readAction(action)
	}
}

func (f *overlayFile) readAction(action *yaml.Node) {
	before := len(f.findings)
	guardNode := child(action, "x-specfix")
	c := Correction{ID: text(guardNode, "id"), File: f.name, Line: action.Line, Matches: 1}
	a := &actionReader{file: f, id: c.ID, action: action, guard: guardNode}

	a.rejectUnknown(action, "the action", "target", "description", "update", "remove", "x-specfix")
	c.Target = a.needText(action, "target")
	c.Description = a.needText(action, "description")
	c.Update = a.readUpdate()
	if guardNode == nil || guardNode.Kind != yaml.MappingNode {
		a.report(action.Line, "x-specfix is needed, as a mapping with id, evidence, source and expect")
		return
	}
	a.rejectUnknown(guardNode, "x-specfix", "id", "evidence", "source", "expect", "matches", "overrides")
	a.readID()
	c.Source = a.needText(guardNode, "source")
	c.Evidence = a.readEvidence()
	c.guard = a.readExpect(c.removes())
	c.Matches = a.readMatches()
	c.Overrides = a.readOverrides()
	a.checkTarget(c)
	f.all = append(f.all, c)
	if len(f.findings) == before {
		f.corrections = append(f.corrections, c)
	}
}

// actionReader reads the parts of one action.
type actionReader struct {
	file          *overlayFile
	id            string
	action, guard *yaml.Node
}

func (a *actionReader) report(line int, format string, args ...any) {
	a.file.report(line, a.id, format, args...)
}

func (a *actionReader) rejectUnknown(mapping *yaml.Node, where string, known ...string) {
	for key := range pairs(mapping) {
		if !oneOf(key.Value, known...) {
			a.report(key.Line, "unknown key %q in %s", key.Value, where)
		}
	}
}

func (a *actionReader) needText(mapping *yaml.Node, name string) string {
	value := text(mapping, name)
	if value == "" {
		a.report(lineOf(mapping, name), "%s is needed, as a text", name)
	}
	return value
}

func (a *actionReader) readUpdate() *yaml.Node {
	update, remove := child(a.action, "update"), child(a.action, "remove")
	switch {
	case update != nil && remove != nil:
		a.report(lineOf(a.action, "remove"), "update and remove exclude each other: make two actions of it")
	case update == nil && remove == nil:
		a.report(a.action.Line, "an action needs remove: true or update")
	case remove != nil && !isTrue(remove):
		a.report(remove.Line, "remove has to be true, found %s", abbreviate(compact(remove)))
	}
	return update
}

var kebabCase = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func (a *actionReader) readID() {
	if !kebabCase.MatchString(a.id) {
		a.report(lineOf(a.guard, "id"), "id is needed, in lower case with hyphens, found %s", showChild(a.guard, "id"))
	}
}

func (a *actionReader) readEvidence() []Mark {
	marks, err := ParseMarks(a.needText(a.guard, "evidence"))
	if err != nil && text(a.guard, "evidence") != "" {
		a.report(lineOf(a.guard, "evidence"), "%v", err)
	}
	return marks
}

func (a *actionReader) readExpect(removes bool) guard {
	expect := child(a.guard, "expect")
	if expect == nil || expect.Kind == yaml.ScalarNode && expect.Value == "" && !isText(expect) {
		a.report(lineOf(a.guard, "expect"), "expect is needed: absent, sha256:… or (a part of) what is there now")
		return guard{}
	}
	g, err := parseGuard(expect)
	switch {
	case err != nil:
		a.report(expect.Line, "%v", err)
	case g.absent && removes:
		a.report(expect.Line, "expect: absent makes no sense for remove: state what is there now")
	}
	return g
}

func (a *actionReader) readMatches() int {
	node := child(a.guard, "matches")
	if node == nil {
		return 1
	}
	n, err := strconv.Atoi(node.Value)
	if err != nil || n < 1 || node.ShortTag() != "!!int" {
		a.report(node.Line, "matches has to be a number of at least 1, found %s", abbreviate(compact(node)))
	}
	return n
}

func (a *actionReader) readOverrides() []string {
	node := child(a.guard, "overrides")
	if node == nil {
		return nil
	}
	if node.Kind != yaml.SequenceNode || len(node.Content) == 0 {
		a.report(node.Line, "overrides has to be a list of at least one id")
		return nil
	}
	var ids []string
	for _, item := range node.Content {
		switch {
		case !isText(item):
			a.report(item.Line, "overrides holds %s, which is no id", abbreviate(compact(item)))
		case oneOf(item.Value, ids...):
			a.report(item.Line, "overrides lists %s twice", item.Value)
		default:
			ids = append(ids, item.Value)
		}
	}
	return ids
}

func (a *actionReader) checkTarget(c Correction) {
	if c.Target == "" {
		return
	}
	if _, err := c.query(&yaml.Node{Kind: yaml.MappingNode}); err != nil {
		a.report(lineOf(a.action, "target"), "the target is no JSONPath as RFC 9535 has it: %s", oneLine(err.Error()))
	}
}

func oneOf(name string, names ...string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

func isExtension(name string) bool {
	return len(name) > 2 && name[:2] == "x-"
}

// lineOf is the line of a key, or of the mapping where the key should be.
func lineOf(mapping *yaml.Node, name string) int {
	if mapping == nil {
		return 1
	}
	for key := range pairs(mapping) {
		if key.Value == name {
			return key.Line
		}
	}
	return mapping.Line
}

func showChild(mapping *yaml.Node, name string) string {
	if value := child(mapping, name); value != nil {
		return abbreviate(compact(value))
	}
	return "nothing"
}
