package redact

import (
	"bytes"
	"errors"
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/secret"
)

// maxDepth is how deep JSON is looked into. What is deeper is left out with its body.
const maxDepth = 64

var errTooDeep = errors.New("the JSON is too deep")

// json redacts a JSON value, which stays as it is to the byte if there is nothing to redact. It reports false for what is
// no JSON, or too deep.
func (p *pass) json(body []byte) (text string, isJSON bool) {
	decoder := newDecoder(body)
	value, err := decoder.ReadValue()
	if err != nil {
		return "", false
	}
	if _, err := decoder.ReadToken(); err != io.EOF {
		return "", false
	}
	redacted, err := p.node(node{value: value, isSecret: p.issuesToken}, 0)
	switch {
	case err != nil:
		return "", false
	case bytes.Equal(redacted, value):
		return string(body), true
	}
	return string(redacted), true
}

// newDecoder reads from a buffer, so that all values stay valid, and what senders get wrong without harm.
func newDecoder(text []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// node is a value, and whether it is a secret by its name.
type node struct {
	name     string // and of an item that of its list
	value    jsontext.Value
	isSecret bool
}

func (p *pass) node(n node, depth int) (jsontext.Value, error) {
	switch kind := n.value.Kind(); {
	case kind == '"':
		return p.stringNode(n), nil
	case kind == '0':
		return p.numberNode(n), nil
	case kind != '{' && kind != '[':
		return n.value, nil
	case depth == maxDepth:
		return nil, errTooDeep
	}
	children, err := p.children(n)
	if err != nil {
		return nil, err
	}
	return p.composite(n, children, depth)
}

func (p *pass) stringNode(n node) jsontext.Value {
	unquoted, _ := jsontext.AppendUnquote(nil, n.value) // of what is no UTF-8 it makes something
	text := string(unquoted)
	redacted := p.value(text)
	if n.isSecret && text != "" {
		if p.issuesToken {
			p.findLasting(text)
		} else {
			p.find(text)
		}
		redacted = secret.Mark
	}
	hasEscapes := len(n.value) > len(text)+len(`""`)
	if redacted == text && !(hasEscapes && p.leaks(string(n.value))) {
		return n.value
	}
	quoted, _ := jsontext.AppendQuote(nil, redacted)
	return quoted
}

// numberNode keeps a number a number.
func (p *pass) numberNode(n node) jsontext.Value {
	isSecret := n.isSecret && (!p.issuesToken || isSecretName(n.name)) // other numbers of a token call are times
	if isSecret {
		p.find(string(n.value))
	}
	if isSecret || p.leaks(string(n.value)) {
		return jsontext.Value("0")
	}
	return n.value
}

// children are the members of an object or the items of a list.
func (p *pass) children(parent node) (children []node, err error) {
	decoder := newDecoder(parent.value)
	token, err := decoder.ReadToken()
	isObject := token.Kind() == '{'
	for err == nil && decoder.PeekKind() != '}' && decoder.PeekKind() != ']' {
		child := node{name: parent.name, isSecret: parent.isSecret}
		if isObject {
			name, nameErr := decoder.ReadToken()
			if err = nameErr; err != nil {
				break
			}
			child.name = name.String()
			child.isSecret = p.isSecret(child.name, parent)
		}
		child.value, err = decoder.ReadValue()
		children = append(children, child)
	}
	if slices.ContainsFunc(children, pointsToSecret) {
		for i := range children {
			children[i].isSecret = children[i].isSecret || letters(children[i].name) == "value"
		}
	}
	return children, err
}

// isSecret judges a member. In a token call it does so for each anew, since there all is secret that is not harmless.
func (p *pass) isSecret(name string, parent node) bool {
	if p.issuesToken {
		return !isHarmless(name)
	}
	return parent.isSecret || isSecretName(name)
}

// pointsToSecret reports whether a member says that the value beside it is a secret.
func pointsToSecret(n node) bool {
	if n.value.Kind() != '"' || !slices.Contains(pointingNames, letters(n.name)) {
		return false
	}
	text, _ := jsontext.AppendUnquote(nil, n.value)
	return isSecretName(string(text))
}

func (p *pass) composite(n node, children []node, depth int) (jsontext.Value, error) {
	isObject, isSame := n.value.Kind() == '{', true
	text := jsontext.Value{n.value[0]}
	for i, child := range children {
		redacted, err := p.node(child, depth+1)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			text = append(text, ',')
		}
		if isObject {
			name := p.value(child.name)
			isSame = isSame && name == child.name
			text, _ = jsontext.AppendQuote(text, name)
			text = append(text, ':')
		}
		text = append(text, redacted...)
		isSame = isSame && bytes.Equal(redacted, child.value)
	}
	if isSame {
		return n.value, nil
	}
	return append(text, n.value[len(n.value)-1]), nil
}
