package contract

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"github.com/gainsight-go/gainsight-go/api"
	"github.com/gainsight-go/gainsight-go/internal/header"
	"github.com/gainsight-go/gainsight-go/internal/schemas"
)

// Contract is an OpenAPI document that exchanges are compared with. It is safe for concurrent use.
type Contract struct {
	document    *openapi3.T
	operations  []*operation
	annotations annotations
	names       names
	codes       codeTable
	basePath    string
	scimPath    string
	showsValues bool
}

// Operation is one operation of a contract.
type Operation struct {
	ID       string
	Method   string
	Path     string // the template below the base path, such as /users/services
	Evidence string // the marks of what it rests on, such as "A" or "T, L"
	Statuses []int  // of the replies that the contract has, in order
}

// operation is an operation in the two forms in which it is needed: the parameters and credentials are compared by
// kin-openapi, the bodies with schemas that are compiled once, which kin-openapi does anew for each body.
type operation struct {
	Operation
	bodies   schemas.Operation
	spec     *openapi3.Operation
	item     *openapi3.PathItem
	segments []string
}

// Option configures a Contract.
type Option func(*settings) error

type settings struct {
	document    []byte
	basePath    *string
	scimPath    string
	showsValues bool
}

// WithDocument takes another OpenAPI 3.1 document than the one that is embedded.
func WithDocument(document []byte) Option {
	return func(s *settings) error {
		s.document = document
		return nil
	}
}

// WithBasePath sets the path on the host below which the operations are. The default is that of the document: /v1.
func WithBasePath(path string) Option {
	return func(s *settings) error {
		path = strings.TrimRight(path, "/")
		if path != "" && !strings.HasPrefix(path, "/") {
			return fmt.Errorf("WithBasePath: %q does not begin with a slash", path)
		}
		s.basePath = &path
		return nil
	}
}

// WithSCIMBasePath sets the path on the host below which SCIM is, as gainsight.WithSCIMBasePath does for a client.
func WithSCIMBasePath(path string) Option {
	return func(s *settings) error {
		s.scimPath = strings.TrimRight(path, "/")
		if !strings.HasPrefix(s.scimPath, "/") {
			return fmt.Errorf("WithSCIMBasePath: %q is no path such as /v1/users/services/scim", path)
		}
		return nil
	}
}

// WithValues puts the values that break the contract into violations. They can be data of persons. Those of the call that
// fetches a token are never shown.
func WithValues() Option {
	return func(s *settings) error {
		s.showsValues = true
		return nil
	}
}

// New reads the embedded document, or another one.
func New(options ...Option) (*Contract, error) {
	var s settings
	var faults []error
	for _, option := range options {
		faults = append(faults, option(&s))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, fmt.Errorf("contract.New: %w", err)
	}
	document, err := embedded()
	if s.document != nil {
		document, err = read(s.document)
	}
	if err != nil {
		return nil, fmt.Errorf("contract.New: the document cannot be used: %w", err)
	}
	c := *document
	c.scimPath, c.showsValues = s.scimPath, s.showsValues
	if s.basePath != nil {
		c.basePath = *s.basePath
	}
	return &c, nil
}

// embedded is the contract of the embedded document, which takes long enough to read to do it once.
var embedded = sync.OnceValues(func() (*Contract, error) { return read(api.Document) })

func read(text []byte) (*Contract, error) {
	document, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		return nil, err
	}
	if !document.IsOpenAPI31OrLater() || !strings.HasPrefix(document.OpenAPI, "3.1.") {
		return nil, fmt.Errorf("openapi is %q, and 3.1 is needed", document.OpenAPI)
	}
	operations, err := schemas.Compile(text)
	if err != nil {
		return nil, err
	}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return nil, err
	}
	c := &Contract{document: document, basePath: basePathOf(document), names: namesIn(root.Content[0])}
	if c.annotations, err = readAnnotations(root.Content[0]); err != nil {
		return nil, err
	}
	c.codes = newCodeTable(c.annotations)
	done := map[*jsonschema.Schema]bool{}
	for _, bodies := range operations {
		for _, schema := range schemasOf(bodies) {
			keepFew(schema, done)
		}
		c.operations = append(c.operations, newOperation(document, bodies))
	}
	return c, nil
}

func schemasOf(bodies schemas.Operation) (all []*jsonschema.Schema) {
	for _, body := range append(slices.Collect(maps.Values(bodies.Replies)), bodies.Request) {
		all = append(all, slices.Collect(maps.Values(body))...)
	}
	return all
}

func newOperation(document *openapi3.T, bodies schemas.Operation) *operation {
	op := &operation{
		Operation: Operation{ID: bodies.ID, Method: bodies.Method, Path: bodies.Path, Evidence: bodies.Evidence},
		bodies:    bodies,
		item:      document.Paths.Value(bodies.Path),
		segments:  strings.Split(bodies.Path, "/"),
	}
	op.spec = op.item.GetOperation(bodies.Method)
	for text := range bodies.Replies {
		if status, err := strconv.Atoi(text); err == nil {
			op.Statuses = append(op.Statuses, status)
		}
	}
	slices.Sort(op.Statuses)
	return op
}

// basePathOf returns the path of the document's first server.
func basePathOf(document *openapi3.T) string {
	if len(document.Servers) == 0 {
		return ""
	}
	_, rest, _ := strings.Cut(document.Servers[0].URL, "://")
	_, path, _ := strings.Cut(rest, "/")
	return strings.TrimRight("/"+path, "/")
}

// Operations lists all operations in the order of the document.
func (c *Contract) Operations() []Operation {
	var operations []Operation
	for _, op := range c.operations {
		operations = append(operations, op.Operation)
	}
	return operations
}

// Check compares an exchange with the contract: the request, and the reply if there is one.
func (c *Contract) Check(exchange Exchange) []Violation {
	violations := c.CheckRequest(exchange.Request)
	return append(violations, c.CheckReply(exchange)...)
}

// CheckRequest compares a request with the contract.
func (c *Contract) CheckRequest(request Request) []Violation {
	request.Header = header.Canonical(request.Header)
	found := c.find(request)
	k := &checker{contract: c, side: RequestSide, name: found.name, operation: found.operation}
	if found.operation == nil {
		k.add(found.violation)
	} else {
		k.request(request, found.parameters)
	}
	return k.found()
}

// CheckReply compares the reply of an exchange with the contract. The reply to a request that the contract does not have
// cannot be compared with anything.
func (c *Contract) CheckReply(exchange Exchange) []Violation {
	found := c.find(exchange.Request)
	if found.operation == nil {
		return nil
	}
	k := &checker{contract: c, side: ReplySide, name: found.name, operation: found.operation}
	if exchange.Reply == nil {
		k.add(Violation{Severity: Note, In: InStatus, Rule: RuleNoReply, Want: "a reply", Got: "none: the call failed, or was given up"})
	} else {
		k.reply(exchange)
	}
	return k.found()
}
