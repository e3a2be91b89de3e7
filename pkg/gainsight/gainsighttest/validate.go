package gainsighttest

import (
	"cmp"
	"fmt"
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
	schema := replies[x.call.Operation][r.status]
	if schema == nil && r.status == x.tenant.undocumentedStatus {
		schema = replies[x.call.Operation][defaultUndocumentedStatus] // a test may try any status where none is promised
	}
	if schema == nil {
		return "it does not have this status"
	}
	body, err := parseOwn(r.text)
	for _, schema := range []*jsonschema.Schema{schema, own[x.call.Operation]} {
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

// replySchemas has the schemas of replies by operationId and status.
type replySchemas map[string]map[int]*jsonschema.Schema

// documentedReplies reads the embedded document once. It is OpenAPI 3.1, whose schemas are those of JSON Schema.
var documentedReplies = sync.OnceValues(func() (replySchemas, error) { return readReplySchemas(api.Document) })

// replyDocument is the part of the document that tells where its schemas are.
type replyDocument struct {
	Paths map[string]map[string]struct {
		OperationID string `yaml:"operationId"`
		Responses   map[string]struct {
			Ref string `yaml:"$ref"`
		}
	}
}

func readReplySchemas(text []byte) (replySchemas, error) {
	var document replyDocument
	var whole any
	for _, target := range []any{&document, &whole} {
		if err := yaml.Unmarshal(text, target); err != nil {
			return nil, err
		}
	}
	const name = "embedded:///openapi.yml"
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(name, whole); err != nil {
		return nil, err
	}
	replies := replySchemas{}
	for pattern := range served {
		method, path, _ := strings.Cut(pattern, " /v1")
		operation := document.Paths[path][strings.ToLower(method)]
		replies[operation.OperationID] = map[int]*jsonschema.Schema{}
		for status, response := range operation.Responses {
			at := response.Ref
			if at == "" {
				at = "#/paths/" + escape(path) + "/" + strings.ToLower(method) + "/responses/" + status
			}
			schema, err := compiler.Compile(name + at + "/content/application~1json/schema")
			if err != nil {
				return nil, err
			}
			number, _ := strconv.Atoi(status) // a status like 4XX, or default, is one that no reply has
			replies[operation.OperationID][number] = schema
		}
	}
	return replies, nil
}

// escape makes a path one part of a JSON pointer that stands in a URL.
func escape(path string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(path)
}
