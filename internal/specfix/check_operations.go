package specfix

import (
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// checkOperations looks at what every operation has to say about itself.
func (d *documentChecker) checkOperations() {
	ids := map[string]string{}
	for path, item := range pairs(child(d.root, "paths")) {
		for method, operation := range pairs(item) {
			if !slices.Contains(methods, method.Value) {
				continue
			}
			d.operations++
			at := pointerTo(pointerTo("/paths", path.Value), method.Value)
			d.checkOperationID(at, operation, ids)
			d.checkEvidence(at, operation)
			if child(child(operation, "responses"), "default") != nil {
				d.report(BadDocument, at+"/responses/default", "a default response hides errors that nobody described: list the statuses instead")
			}
		}
	}
}

func (d *documentChecker) checkOperationID(at string, operation *yaml.Node, ids map[string]string) {
	id := text(operation, "operationId")
	switch first := ids[id]; {
	case id == "":
		d.report(BadDocument, at, "operationId is missing")
	case first != "":
		d.report(BadDocument, at+"/operationId", "the operationId %s is used by %s already", id, first)
	default:
		ids[id] = at
	}
}

// evidenceLine is the line that carries the marks into the generated documentation. Words may follow the marks.
var evidenceLine = regexp.MustCompile(`(?m)^Evidence: ([A-Z]\b(?:, [A-Z]\b)*)`)

func (d *documentChecker) checkEvidence(at string, operation *yaml.Node) {
	marks, err := readEvidence(child(operation, "x-evidence"))
	if err != nil {
		d.report(Unproven, at, "%v", err)
		return
	}
	description := text(operation, "description")
	switch line := evidenceLine.FindStringSubmatch(description); {
	case line == nil:
		d.report(Unproven, at, "the description has no line that starts with %q", "Evidence: "+joinMarks(marks))
	case !sameMarks(line[1], marks):
		d.report(Unproven, at, "the description says %q, but x-evidence says %s", "Evidence: "+line[1], joinMarks(marks))
	}
	if len(marks) == 1 && marks[0] == publishedOnly {
		d.checkUnconfirmed(at, operation)
	}
}

// checkUnconfirmed looks at an operation that only the published document knows.
func (d *documentChecker) checkUnconfirmed(at string, operation *yaml.Node) {
	if !isTrue(child(operation, "deprecated")) {
		d.report(Unproven, at, "only the published document knows this operation, so it needs deprecated: true")
	}
	if !strings.Contains(strings.ToLower(text(operation, "description")), "unconfirmed") {
		d.report(Unproven, at, `only the published document knows this operation, so its description has to say "unconfirmed"`)
	}
	if text(operation, "x-deprecated-reason") == "" {
		d.report(Unproven, at, "only the published document knows this operation, so it needs x-deprecated-reason")
	}
}
