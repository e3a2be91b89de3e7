package main

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"

	"github.com/oasdiff/oasdiff/checker"
	"github.com/oasdiff/oasdiff/diff"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

// printChanges is what specfix update asks for.
func printChanges(project specfix.Project, oldName string, stdin io.Reader, stdout io.Writer) error {
	before, err := project.ReadSource(oldName)
	if err != nil {
		return err
	}
	after, err := io.ReadAll(io.LimitReader(stdin, specfix.MaxFileSize))
	if err != nil {
		return err
	}
	changes, err := compareDocuments(before, specfix.Source{Name: "the new document", Data: after})
	if err != nil {
		return err
	}
	return json.NewEncoder(stdout).Encode(changes)
}

// compareDocuments lists what changed by operation, ordered by path and method.
func compareDocuments(before, after specfix.Source) ([]specfix.OperationChange, error) {
	base, err := loadDocument(before)
	if err != nil {
		return nil, err
	}
	revision, err := loadDocument(after)
	if err != nil {
		return nil, err
	}
	c := &comparison{base: base, revision: revision, operations: map[diff.Endpoint]*specfix.OperationChange{}}
	if err := c.compare(); err != nil {
		return nil, err
	}
	return c.inOrder(), nil
}

// comparison collects what oasdiff says, by operation.
type comparison struct {
	base, revision document
	operations     map[diff.Endpoint]*specfix.OperationChange
}

func (c *comparison) compare() (err error) {
	defer recoverAs("oasdiff", &err)
	report, sources, err := diff.GetWithOperationsSourcesMap(diff.NewConfig(), c.base.SpecInfo, c.revision.SpecInfo)
	if err != nil {
		return err
	}
	if !report.Empty() {
		c.addReport(report, sources)
	}
	c.addUnclear(specfix.Alterations(c.base.root, c.revision.root))
	c.explainSilence()
	return nil
}

func (c *comparison) addReport(report *diff.Diff, sources *diff.OperationsSourcesMap) {
	if !report.EndpointsDiff.Empty() {
		c.addEndpoints(report.EndpointsDiff)
	}
	c.addServers(report.ServersDiff)
	words := checker.NewDefaultLocalizer()
	for _, change := range checker.CheckBackwardCompatibilityUntilLevel(checks(), report, sources, checker.INFO) {
		c.add(endpointOf(change), effects[change.GetLevel()], change.GetUncolorizedText(words))
	}
}

// addEndpoints knows of every operation that differs, also of those of which no check says anything.
func (c *comparison) addEndpoints(endpoints *diff.EndpointsDiff) {
	for _, endpoint := range endpoints.Added {
		c.operation(endpoint).Kind = specfix.OperationAdded
	}
	for _, endpoint := range endpoints.Deleted {
		c.operation(endpoint).Kind = specfix.OperationRemoved
	}
	for endpoint := range endpoints.Modified {
		c.operation(endpoint)
	}
}

// operation finds or makes the entry of an operation. What is of no single operation has no method, and its section for
// a path.
func (c *comparison) operation(endpoint diff.Endpoint) *specfix.OperationChange {
	if c.operations[endpoint] == nil {
		c.operations[endpoint] = &specfix.OperationChange{
			Name: c.nameOf(endpoint), Method: endpoint.Method, Path: endpoint.Path, Kind: specfix.OperationChanged,
		}
	}
	return c.operations[endpoint]
}

// nameOf prefers the name by which programs already know the operation.
func (c *comparison) nameOf(endpoint diff.Endpoint) string {
	if endpoint.Method == "" {
		return endpoint.Path
	}
	for _, document := range []document{c.base, c.revision} {
		if path := document.Spec.Paths.Value(endpoint.Path); path != nil {
			if operation := path.GetOperation(endpoint.Method); operation != nil && operation.OperationID != "" {
				return operation.OperationID
			}
		}
	}
	return endpoint.Method + " " + endpoint.Path
}

func (c *comparison) add(endpoint diff.Endpoint, effect specfix.Effect, text string) {
	operation := c.operation(endpoint)
	operation.Changes = append(operation.Changes, specfix.Change{Effect: effect, Text: text})
}

func endpointOf(change checker.Change) diff.Endpoint {
	if change.GetOperation() == "" {
		return diff.Endpoint{Path: change.GetSection()}
	}
	return diff.Endpoint{Method: change.GetOperation(), Path: change.GetPath()}
}

// addServers says what no check of oasdiff says.
func (c *comparison) addServers(servers *diff.ServersDiff) {
	if servers.Empty() {
		return
	}
	endpoint := diff.Endpoint{Path: "servers"}
	for _, url := range servers.Deleted {
		c.add(endpoint, specfix.Breaks, "the server "+url+" is gone")
	}
	for _, url := range servers.Added {
		c.add(endpoint, specfix.Compatible, "the server "+url+" is new")
	}
	for url := range servers.Modified {
		c.add(endpoint, specfix.MayBreak, "the server "+url+" is described differently")
	}
}

func (c *comparison) explainSilence() {
	for _, operation := range c.operations {
		if len(operation.Changes) == 0 {
			operation.Changes = []specfix.Change{{Effect: specfix.Compatible, Text: "only texts, examples or extensions differ"}}
		}
	}
}

var worstFirst = []specfix.Effect{specfix.Breaks, specfix.MayBreak, specfix.Compatible}

func (c *comparison) inOrder() []specfix.OperationChange {
	list := []specfix.OperationChange{}
	for _, operation := range c.operations {
		slices.SortStableFunc(operation.Changes, func(a, b specfix.Change) int {
			return cmp.Compare(slices.Index(worstFirst, a.Effect), slices.Index(worstFirst, b.Effect))
		})
		list = append(list, *operation)
	}
	slices.SortFunc(list, func(a, b specfix.OperationChange) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
	})
	return list
}
