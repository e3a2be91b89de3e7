package gainsighttest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/gainsight-go/gainsight-go/api"
	"github.com/gainsight-go/gainsight-go/internal/schemas"
)

// check compares a reply of a served operation with the document, and with what the fake demands of itself beyond that.
// It makes a violation of what does not fit: then the fake is wrong, or the document is, or what a test has put in.
func (x *exchange) check(r reply) {
	if fault := x.misfit(r); fault != "" {
		x.tenant.journal.violation(fmt.Sprintf("%s %s: the reply of %s with status %d does not fit the document: %s",
			x.call.Method, x.call.Path, x.call.Operation, r.status, fault))
	}
}

func (x *exchange) misfit(r reply) string {
	operations, err := documented()
	own, ownErr := ownSchemas()
	if err := cmp.Or(err, ownErr); err != nil {
		return err.Error()
	}
	schema, fault := schemaOf(operations[x.call.Operation], r, x.tenant.undocumentedStatus)
	if fault != "" {
		return fault
	}
	all := []*jsonschema.Schema{schema}
	if len(r.text) > 0 {
		all = append(all, own[x.call.Operation])
	}
	return misfitOf(r.text, all)
}

// misfitOf compares a body with those of the schemas that are there.
func misfitOf(text []byte, all []*jsonschema.Schema) string {
	all = slices.DeleteFunc(all, func(schema *jsonschema.Schema) bool { return schema == nil })
	if len(all) == 0 && len(text) == 0 {
		return ""
	}
	body, err := parseOwn(text)
	for _, schema := range all {
		if err == nil {
			err = schema.Validate(body)
		}
	}
	if err != nil {
		return oneLine(err)
	}
	return ""
}

// oneLine leaves out the first line of a validator's error, which names the schema, and joins the others.
func oneLine(err error) string {
	lines := strings.Split(err.Error(), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(strings.TrimSpace(line), "- ")
	}
	return strings.Join(lines[min(1, len(lines)-1):], "; ")
}

// schemaOf returns the schema of a reply, and nil where the document leaves it open. A refuted operation has any status:
// the vendor has other operations in its place, and no document has all of its statuses.
func schemaOf(operation schemas.Operation, r reply, undocumentedStatus int) (schema *jsonschema.Schema, fault string) {
	body, ok := operation.Reply(r.status)
	if !ok && r.status == undocumentedStatus {
		body, ok = operation.Reply(defaultUndocumentedStatus) // a test may try any status where none is promised
	}
	schema, fits := body[r.contentType()]
	switch {
	case !ok && operation.Evidence != "P" && !r.isOwn:
		return nil, "it does not have this status"
	case len(body) > 0 && !fits:
		return nil, "it does not have the content type " + r.contentType()
	}
	return schema, ""
}

// documented has the schemas of the embedded document by operationId, and reads them once.
var documented = sync.OnceValues(func() (map[string]schemas.Operation, error) {
	operations, err := schemas.Compile(api.Document)
	byID := map[string]schemas.Operation{}
	for _, operation := range operations {
		byID[operation.ID] = operation
	}
	return byID, err
})
