package specfix

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// readOperations looks at what every operation has to say about itself.
func (d *documentChecker) readOperations() []operation {
	var all []operation
	ids := map[string]string{}
	for path, item := range pairs(child(d.root, "paths")) {
		for method, node := range pairs(item) {
			if slices.Contains(methods, method.Value) {
				at := pointerTo(pointerTo("/paths", path.Value), method.Value)
				d.checkOperationID(at, node, ids)
				operation := d.readOperation(at, node)
				operation.path, operation.method = path.Value, strings.ToUpper(method.Value)
				all = append(all, operation)
			}
		}
	}
	slices.SortFunc(all, func(a, b operation) int {
		return cmp.Or(strings.Compare(a.path, b.path), strings.Compare(a.method, b.method))
	})
	return all
}

func (d *documentChecker) readOperation(at string, node *yaml.Node) operation {
	if child(child(node, "responses"), "default") != nil {
		d.report(BadDocument, at+"/responses/default", "a default response hides errors that nobody described: list the statuses instead")
	}
	evidence := d.readMarks(at, node)
	d.checkDeprecation(at, node, slices.Equal(evidence, []Mark{publishedOnly}))
	id := text(node, "operationId")
	return operation{
		id:            id,
		goName:        goName(id),
		tag:           firstText(child(node, "tags")),
		evidence:      evidence,
		deprecated:    isTrue(child(node, "deprecated")),
		publishedPath: d.readText(at, node, "x-published-path"),
		retry:         d.readClass(at, node, "x-retry", retryClasses),
		quota:         d.readClass(at, node, "x-quota", quotaClasses),
		auth:          d.readAuth(at, node),
		goCalls:       d.readGoCalls(at, node),
	}
}

func (d *documentChecker) checkOperationID(at string, node *yaml.Node, ids map[string]string) {
	id := text(node, "operationId")
	name := goName(id)
	switch first := ids[name]; {
	case id == "":
		d.report(BadDocument, at, "operationId is missing")
	case !plainID.MatchString(id):
		d.report(BadDocument, at+"/operationId", "the operationId %q has to be letters and digits, and to start with a small letter, such as listUsers", id)
	case first != "":
		d.report(BadDocument, at+"/operationId", "the operationId %s, in Go %s, is used by %s already", id, name, first)
	default:
		ids[name] = at
	}
}

// evidenceLine is the line that carries the marks into the generated documentation. Words may follow the marks.
var evidenceLine = regexp.MustCompile(`(?m)^Evidence: ([A-Z]\b(?:, [A-Z]\b)*)`)

func (d *documentChecker) readMarks(at string, node *yaml.Node) []Mark {
	marks, err := readEvidence(child(node, "x-evidence"))
	if err != nil {
		d.report(Unproven, at, "%v", err)
		return nil
	}
	switch line := evidenceLine.FindStringSubmatch(text(node, "description")); {
	case line == nil:
		d.report(Unproven, at, "the description has no line that starts with %q", "Evidence: "+joinMarks(marks))
	case !sameMarks(line[1], marks):
		d.report(Unproven, at, "the description says %q, but x-evidence says %s", "Evidence: "+line[1], joinMarks(marks))
	}
	return marks
}

// checkDeprecation looks at an operation that is deprecated, or has to be because only the published document knows it.
func (d *documentChecker) checkDeprecation(at string, node *yaml.Node, unconfirmed bool) {
	deprecated := isTrue(child(node, "deprecated"))
	if unconfirmed && !deprecated {
		d.report(Unproven, at, "only the published document knows this operation, so it needs deprecated: true")
	}
	if unconfirmed && !strings.Contains(strings.ToLower(text(node, "description")), "unconfirmed") {
		d.report(Unproven, at, `only the published document knows this operation, so its description has to say "unconfirmed"`)
	}
	if (unconfirmed || deprecated) && text(node, "x-deprecated-reason") == "" {
		d.report(Unproven, at, "a deprecated operation needs x-deprecated-reason: without it, the generated documentation says that upstream deprecated it")
	}
}
