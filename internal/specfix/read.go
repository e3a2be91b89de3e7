package specfix

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// maxValues is some times as many as the corrected document has. With more, the YAML libraries take minutes.
const maxValues = 50_000

// maxDepth is far above any real API description and far below what makes a recursive reader suffer.
const maxDepth = 200

// ReadDocument reads a document as ReadYAML does, whose top level is a mapping.
func ReadDocument(name string, data []byte) (*yaml.Node, error) {
	return readDocument("YAML", name, data)
}

// readDocument says in its errors what kind of document is needed.
func readDocument(kind, name string, data []byte) (*yaml.Node, error) {
	root, err := ReadYAML(kind, name, data)
	if err != nil {
		return nil, err
	}
	if root.Kind != yaml.MappingNode {
		return nil, inputErrorf(name, root.Line, "is no %s document: the top level is %s, but a mapping (key: value) is needed", kind, kindName(root))
	}
	return root, nil
}

// ReadYAML reads YAML (or JSON) that means the same to every tool: one document with no duplicate keys, no anchors,
// aliases, merge keys or explicit tags, and no number that JSON cannot hold. The kind of document that is needed is for
// the errors.
//
// In the result, which is the top-level node, keys are strings, comments are gone and flow style is normalised to block
// style.
func ReadYAML(kind, name string, data []byte) (*yaml.Node, error) {
	if err := checkText(name, data); err != nil {
		return nil, err
	}
	if foreign := foreignText(data); foreign != "" {
		return nil, inputErrorf(name, 1, "is no %s document: %s", kind, foreign)
	}
	document, err := parseYAML(name, data)
	if err != nil {
		return nil, err
	}
	root := document.Content[0]
	if err := (&reader{name: name}).tidy(root, 1); err != nil {
		return nil, err
	}
	return root, nil
}

// parseYAML turns a panic of the parser into an error, since it meets files that strangers wrote.
func parseYAML(name string, data []byte) (document *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = inputErrorf(name, 1, "is not valid YAML: %v", r)
		}
	}()
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	document = new(yaml.Node)
	if err := decoder.Decode(document); err != nil {
		return nil, syntaxError(name, data, err)
	}
	var second yaml.Node
	switch err := decoder.Decode(&second); {
	case errors.Is(err, io.EOF):
		return document, nil
	case err != nil:
		return nil, syntaxError(name, data, err)
	}
	return nil, inputErrorf(name, max(second.Line, 1), "holds several YAML documents: keep only one")
}

var (
	yamlErrorLine = regexp.MustCompile(`line (\d+): `)
	// The YAML library counts lines from 0 in the errors of its parser, and from 1 in those of its scanner.
	yamlParserError   = regexp.MustCompile(`^did not find expected (node content|key|'-' indicator|',' or|<document start>)`)
	yamlUnknownAnchor = regexp.MustCompile(`^unknown anchor '([^']+)'`)
)

func syntaxError(name string, data []byte, err error) error {
	if errors.Is(err, io.EOF) {
		return inputErrorf(name, 1, "holds no YAML document, only comments or blank lines")
	}
	message, line := strings.TrimPrefix(err.Error(), "yaml: "), 1
	if found := yamlErrorLine.FindStringSubmatch(message); found != nil {
		line, _ = strconv.Atoi(found[1])
		message = strings.Replace(message, found[0], "", 1)
		if yamlParserError.MatchString(message) {
			line++
		}
	} else if found := yamlUnknownAnchor.FindStringSubmatch(message); found != nil {
		line = lineAt(data, max(bytes.Index(data, []byte("*"+found[1])), 0))
	}
	return inputErrorf(name, line, "is not valid YAML: %s", oneLine(message))
}

func oneLine(text string) string {
	return strings.Join(strings.Fields(text), " ")
}

// reader checks and normalises a parsed tree.
type reader struct {
	name   string
	values int
}

func (r *reader) tidy(node *yaml.Node, depth int) error {
	if depth > maxDepth {
		return inputErrorf(r.name, node.Line, "is nested more than %d levels deep", maxDepth)
	}
	if r.values++; r.values > maxValues {
		return inputErrorf(r.name, node.Line, "holds more than %d values, which no API description needs: check where the file came from", maxValues)
	}
	if err := r.checkNode(node); err != nil {
		return err
	}
	node.HeadComment, node.LineComment, node.FootComment = "", "", ""
	node.Style &^= yaml.FlowStyle
	if node.Kind == yaml.MappingNode {
		if err := r.tidyKeys(node); err != nil {
			return err
		}
	}
	for _, child := range node.Content {
		if err := r.tidy(child, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) checkNode(node *yaml.Node) error {
	switch {
	case node.Kind == yaml.AliasNode:
		return inputErrorf(r.name, node.Line, "uses the alias *%s: write the value out", node.Value)
	case node.Anchor != "":
		return inputErrorf(r.name, node.Line, "uses the anchor &%s: write the value out where it is needed", node.Anchor)
	case node.Style&yaml.TaggedStyle != 0:
		return inputErrorf(r.name, node.Line, "uses the explicit tag %s: write the value without it, in quotes if it is a text", node.Tag)
	case node.ShortTag() == "!!merge":
		return inputErrorf(r.name, node.Line, "uses the merge key <<: write the keys out")
	case node.ShortTag() == "!!float" && !isFinite(node):
		return inputErrorf(r.name, node.Line, "holds the number %s, which JSON cannot hold", node.Value)
	}
	return nil
}

func isFinite(node *yaml.Node) bool {
	var f float64
	return node.Decode(&f) == nil && !math.IsInf(f, 0) && !math.IsNaN(f)
}

func (r *reader) tidyKeys(mapping *yaml.Node) error {
	lines := map[string]int{}
	for key := range pairs(mapping) {
		if key.Kind != yaml.ScalarNode {
			return r.badKey(key)
		}
		if err := r.checkNode(key); err != nil {
			return err
		}
		if first, ok := lines[key.Value]; ok {
			return inputErrorf(r.name, key.Line, "the key %q stands here and in line %d already: keep one", key.Value, first)
		}
		lines[key.Value] = key.Line
		key.Tag = "!!str"
		if key.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
			key.Style = yaml.DoubleQuotedStyle
		}
	}
	return nil
}

func (r *reader) badKey(key *yaml.Node) error {
	if key.Kind == yaml.AliasNode {
		return r.checkNode(key)
	}
	return inputErrorf(r.name, key.Line, "uses %s as a key: only texts can be keys", kindName(key))
}

func kindName(node *yaml.Node) string {
	switch node.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a sequence"
	case yaml.AliasNode:
		return "an alias"
	}
	switch node.ShortTag() {
	case "!!null":
		return "null"
	case "!!str":
		return "a text"
	}
	return fmt.Sprintf("a single value (%s)", strings.TrimPrefix(node.ShortTag(), "!!"))
}
