package contract

import (
	"fmt"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/gainsight-go/gainsight-go/internal/schemas"
)

// annotation is what a schema says beyond JSON Schema.
type annotation struct {
	KnownValues []string    `yaml:"x-known-values"`
	ErrorCodes  []errorCode `yaml:"x-error-codes"`
	// OtherMembers is a pattern of the names that further members of an open object have.
	OtherMembers *pattern `yaml:"x-other-members"`
}

// errorCode is a row of the table of error codes.
type errorCode struct {
	Code          string
	IsPlaceholder bool `yaml:"placeholder"`
}

// annotations has them by the location that a compiled schema states.
type annotations map[string]annotation

// readAnnotations finds them anywhere in a document.
func readAnnotations(root *yaml.Node) (annotations, error) {
	found := annotations{}
	return found, found.read(root, schemas.DocumentName+"#")
}

func (a annotations) read(node *yaml.Node, at string) error {
	for i, child := range node.Content {
		part := fmt.Sprint(i)
		if node.Kind == yaml.MappingNode {
			if i%2 == 0 {
				continue
			}
			part = pointerEscapes.Replace(node.Content[i-1].Value)
		}
		if err := a.read(child, at+"/"+part); err != nil {
			return err
		}
	}
	if node.Kind != yaml.MappingNode {
		return nil
	}
	var here annotation
	if err := node.Decode(&here); err != nil {
		return err
	}
	if here.KnownValues != nil || here.ErrorCodes != nil || here.OtherMembers != nil {
		a[at] = here
	}
	return nil
}

// pattern is a regular expression in a document.
type pattern struct{ *regexp.Regexp }

func (p *pattern) UnmarshalYAML(node *yaml.Node) (err error) {
	p.Regexp, err = regexp.Compile(node.Value)
	return err
}

// codeTable knows the error codes of the document.
type codeTable struct {
	codes        map[string]bool
	placeholders []*regexp.Regexp
}

// newCodeTable takes every X of a placeholder, such as GSOBJ_1XXX, for a digit.
func newCodeTable(annotations annotations) codeTable {
	table := codeTable{codes: map[string]bool{}}
	for _, annotation := range annotations {
		for _, row := range annotation.ErrorCodes {
			table.codes[row.Code] = true
			if row.IsPlaceholder {
				digits := strings.ReplaceAll(regexp.QuoteMeta(row.Code), "X", "[0-9]")
				table.placeholders = append(table.placeholders, regexp.MustCompile("^"+digits+"$"))
			}
		}
	}
	return table
}

func (t codeTable) has(code string) bool {
	if t.codes[code] {
		return true
	}
	for _, placeholder := range t.placeholders {
		if placeholder.MatchString(code) {
			return true
		}
	}
	return false
}
