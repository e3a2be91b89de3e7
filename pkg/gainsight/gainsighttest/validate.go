package gainsighttest

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"github.com/gainsight-go/gainsight-go/api"
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
	replies, err := documentedReplies()
	own, ownErr := ownSchemas()
	if err := cmp.Or(err, ownErr); err != nil {
		return err.Error()
	}
	schema, fault := replies[x.call.Operation].schemaOf(r, x.tenant.undocumentedStatus)
	if fault != "" {
		return fault
	}
	schemas := []*jsonschema.Schema{schema}
	if len(r.text) > 0 {
		schemas = append(schemas, own[x.call.Operation])
	}
	return misfitOf(r.text, schemas)
}

// misfitOf compares a body with those of the schemas that are there.
func misfitOf(text []byte, schemas []*jsonschema.Schema) string {
	schemas = slices.DeleteFunc(schemas, func(schema *jsonschema.Schema) bool { return schema == nil })
	if len(schemas) == 0 && len(text) == 0 {
		return ""
	}
	body, err := parseOwn(text)
	for _, schema := range schemas {
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

// replySchemas has what the document says of the replies of operations, by operationId.
type replySchemas map[string]operationReplies

type operationReplies struct {
	byStatus  map[int]contents
	isRefuted bool // the vendor has other operations in its place, and no document has all of its statuses
}

// contents has the schemas of a reply's body by content type. It has none where the document leaves the body open.
type contents map[string]*jsonschema.Schema

// schemaOf returns the schema of a reply, and nil where the document leaves it open.
func (o operationReplies) schemaOf(r reply, undocumentedStatus int) (schema *jsonschema.Schema, fault string) {
	contents, ok := o.byStatus[r.status]
	if !ok && r.status == undocumentedStatus {
		contents, ok = o.byStatus[defaultUndocumentedStatus] // a test may try any status where none is promised
	}
	schema, fits := contents[r.contentType()]
	switch {
	case !ok && !o.isRefuted && !r.isOwn:
		return nil, "it does not have this status"
	case len(contents) > 0 && !fits:
		return nil, "it does not have the content type " + r.contentType()
	}
	return schema, ""
}

// documentedReplies reads the embedded document once. It is OpenAPI 3.1, whose schemas are those of JSON Schema.
var documentedReplies = sync.OnceValues(func() (replySchemas, error) { return readReplySchemas(api.Document) })

// replyDocument is the part of the document that tells where its schemas are.
type replyDocument struct {
	Paths map[string]map[string]struct {
		OperationID string                 `yaml:"operationId"`
		Evidence    string                 `yaml:"x-evidence"`
		Responses   map[string]responseDoc `yaml:"responses"`
	}
	Components struct {
		Responses map[string]responseDoc
	}
}

type responseDoc struct {
	Ref     string `yaml:"$ref"`
	Content map[string]any
}

const (
	documentName    = "embedded:///openapi.yml"
	sharedResponses = "#/components/responses/"
)

func readReplySchemas(text []byte) (replySchemas, error) {
	var document replyDocument
	var whole any
	for _, target := range []any{&document, &whole} {
		if err := yaml.Unmarshal(text, target); err != nil {
			return nil, err
		}
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(documentName, whole); err != nil {
		return nil, err
	}
	replies := replySchemas{}
	for pattern := range served {
		method, path, _ := strings.Cut(pattern, " /v1")
		operation := document.Paths[path][strings.ToLower(method)]
		byStatus := map[int]contents{}
		for status, response := range operation.Responses {
			at := "#/paths/" + escape(path) + "/" + strings.ToLower(method) + "/responses/" + status
			if response.Ref != "" {
				at = response.Ref
				response = document.Components.Responses[strings.TrimPrefix(at, sharedResponses)]
			}
			schemas, err := compileContents(compiler, at, response)
			if err != nil {
				return nil, err
			}
			number, _ := strconv.Atoi(status) // a status like 4XX, or default, is one that no reply has
			byStatus[number] = schemas
		}
		replies[operation.OperationID] = operationReplies{byStatus, operation.Evidence == "P"}
	}
	return replies, nil
}

func compileContents(compiler *jsonschema.Compiler, at string, response responseDoc) (contents, error) {
	schemas := contents{}
	for contentType := range response.Content {
		schema, err := compiler.Compile(documentName + at + "/content/" + escape(contentType) + "/schema")
		if err != nil {
			return nil, err
		}
		schemas[contentType] = schema
	}
	return schemas, nil
}

// escape makes a path, or a content type, one part of a JSON pointer that stands in a URL.
func escape(path string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(path)
}
