package specfix

import (
	"bytes"
	"errors"

	"gopkg.in/yaml.v3"
)

// Encode writes a document as block-style YAML with an indent of 2. It reads the result again and fails rather than
// return a text that says something else.
func Encode(root *yaml.Node) ([]byte, error) {
	text, err := encodeFaithfully(root)
	if err == nil {
		return text, nil
	}
	// Some texts, such as one that begins with blank lines, do not survive as a block. In quotes everything does.
	return encodeFaithfully(quoteBlocks(root))
}

func encodeFaithfully(root *yaml.Node) ([]byte, error) {
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	if err := encoder.Encode(root); err != nil {
		return nil, err
	}
	if err := encoder.Close(); err != nil {
		return nil, err
	}
	again, err := ReadDocument("encoded document", b.Bytes())
	if err != nil {
		return nil, err
	}
	if !equal(root, again) {
		return nil, errors.New("the document does not survive being written as YAML")
	}
	return b.Bytes(), nil
}

func quoteBlocks(node *yaml.Node) *yaml.Node {
	result := *node
	if isText(node) && (node.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 || node.Style == 0 && bytes.ContainsRune([]byte(node.Value), '\n')) {
		result.Style = yaml.DoubleQuotedStyle
	}
	result.Content = nil
	for _, child := range node.Content {
		result.Content = append(result.Content, quoteBlocks(child))
	}
	return &result
}
