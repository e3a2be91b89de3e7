package contract

import (
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/printable"
)

// names are what a document calls members and parameters. They are no data.
type names map[string]bool

func namesIn(root *yaml.Node) names {
	found := names{}
	found.read(root)
	return found
}

func (n names) read(node *yaml.Node) {
	for i := 0; node.Kind == yaml.MappingNode && i+1 < len(node.Content); i += 2 {
		switch key, value := node.Content[i].Value, node.Content[i+1]; {
		case key == "properties" && value.Kind == yaml.MappingNode:
			for j := 0; j < len(value.Content); j += 2 {
				n[value.Content[j].Value] = true
			}
		case key == "name" && value.Kind == yaml.ScalarNode:
			n[value.Value] = true
		}
	}
	for _, child := range node.Content {
		n.read(child)
	}
}

// nameLike is what members and parameters are called. Where somebody uses data as a name, it hardly looks like this.
var nameLike = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$]{0,63}$`)

// shownName is a name as a part of a JSON pointer. One that the document does not have can be data, and in a call for a
// token a secret.
func (k *checker) shownName(name string) string {
	switch {
	case k.contract.names[name]:
		return name
	case k.showsValues(), nameLike.MatchString(name) && !k.operation.takesClientCredentials():
		return printable.Text(printable.Cut(name, maxShown))
	}
	return "{…}"
}

// pointer makes a JSON pointer of the way to a value.
func (k *checker) pointer(location []string) string {
	var b strings.Builder
	for _, part := range location {
		if !indexLike.MatchString(part) {
			part = k.shownName(part)
		}
		b.WriteString("/" + pointerEscapes.Replace(part))
	}
	return b.String()
}

// indexLike is an index of a list. A name of digits that is longer could be a number by which a person is known.
var indexLike = regexp.MustCompile(`^[0-9]{1,7}$`)

// pointerEscapes are those of RFC 6901.
var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")
