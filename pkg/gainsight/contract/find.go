package contract

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/printable"
)

// found is what the contract has for a request: an operation with the parameters of its path, or what is wrong.
type found struct {
	operation  *operation
	parameters map[string]string
	name       string
	violation  Violation
}

// Find returns the operation that a request is for, and false where the contract has none.
func (c *Contract) Find(request Request) (Operation, bool) {
	found := c.find(request)
	if found.operation == nil {
		return Operation{}, false
	}
	return found.operation.Operation, true
}

// find prefers, of several paths, the one with most literal segments, as OpenAPI says.
func (c *Contract) find(request Request) found {
	escaped := ""
	if request.URL != nil {
		escaped = request.URL.EscapedPath()
	}
	var path string
	var methods []string
	var best found
	literals := -1
	if below, ok := c.below(escaped); ok {
		segments := strings.Split(below, "/")
		for _, op := range c.operations {
			parameters, n, ok := op.match(segments)
			if !ok || n < literals {
				continue
			}
			if n > literals {
				literals, path, methods, best = n, op.Path, nil, found{}
			}
			methods = append(methods, op.Method)
			if op.Method == request.Method {
				best = found{operation: op, parameters: parameters, name: op.ID}
			}
		}
	}
	switch {
	case best.operation != nil:
		return best
	case path != "":
		slices.Sort(methods)
		return found{
			name:      c.shownMethod(request.Method) + " " + c.basePath + path,
			violation: Violation{In: InTarget, Rule: RuleMethod, Want: strings.Join(slices.Compact(methods), " or "), Got: c.shownMethod(request.Method)},
		}
	}
	name := c.shownMethod(request.Method) + " " + c.shownPath(escaped)
	return found{name: name, violation: Violation{In: InTarget, Rule: RuleOperation, Want: "an operation of the document", Got: name}}
}

// scimPath is where the document has SCIM, below the base path.
const scimPath = "/users/services/scim"

// below returns a path as the document writes it.
func (c *Contract) below(escaped string) (string, bool) {
	if c.scimPath != "" {
		if rest, ok := cutFolder(escaped, c.scimPath); ok {
			return scimPath + rest, true
		}
	}
	return cutFolder(escaped, c.basePath)
}

// cutFolder returns what is behind a folder, slash included.
func cutFolder(path, folder string) (string, bool) {
	rest, ok := strings.CutPrefix(path, folder)
	return rest, ok && (rest == "" || rest[0] == '/')
}

// match compares the segments of an escaped path with those of the template, and counts the literal ones.
func (op *operation) match(segments []string) (parameters map[string]string, literals int, ok bool) {
	if len(segments) != len(op.segments) {
		return nil, 0, false
	}
	for i, want := range op.segments {
		got, err := url.PathUnescape(segments[i])
		switch name, isParameter := parameterName(want); {
		case err != nil || isParameter && got == "" || !isParameter && got != want:
			return nil, 0, false
		case isParameter:
			if parameters == nil {
				parameters = map[string]string{}
			}
			parameters[name] = got
		default:
			literals++
		}
	}
	return parameters, literals, true
}

func parameterName(segment string) (string, bool) {
	name, isParameter := strings.CutPrefix(segment, "{")
	return strings.TrimSuffix(name, "}"), isParameter
}

// versionLike is a segment such as v1.
var versionLike = regexp.MustCompile(`^v[0-9]$`)

// shownPath leaves out each segment that the document does not have: it could be an id, or the name of a person.
func (c *Contract) shownPath(escaped string) string {
	segments := strings.Split(escaped, "/")
	for i, segment := range segments {
		if !c.showsValues && !c.hasSegment(segment) {
			segments[i] = "{…}"
		}
	}
	return printable.Text(printable.Cut(strings.Join(segments, "/"), maxShown))
}

func (c *Contract) hasSegment(segment string) bool {
	isIn := func(segments []string) bool { return slices.Contains(segments, segment) }
	return versionLike.MatchString(segment) || isIn(strings.Split(c.basePath, "/")) || isIn(strings.Split(c.scimPath, "/")) ||
		slices.ContainsFunc(c.operations, func(op *operation) bool { return isIn(op.segments) })
}

// methodLike is what methods look like.
var methodLike = regexp.MustCompile(`^[A-Za-z]{1,32}$`)

func (c *Contract) shownMethod(method string) string {
	if methodLike.MatchString(method) || c.showsValues {
		return printable.Text(printable.Cut(method, maxShown))
	}
	return "{…}"
}
