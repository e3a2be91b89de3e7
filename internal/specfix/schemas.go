package specfix

import (
	"github.com/getkin/kin-openapi/openapi3"
	"gopkg.in/yaml.v3"
)

// schemaIndex finds the loaded schema that belongs to a place in the document.
type schemaIndex struct {
	root *yaml.Node
	at   map[string]*openapi3.Schema // by the JSON pointer where it is written out
}

// indexSchemas has to find out itself where a schema is written out: the library visits each schema once, in the first
// place that leads to it, which may be behind a reference.
func indexSchemas(root *yaml.Node, document *openapi3.T) (*schemaIndex, error) {
	x := &schemaIndex{root: root, at: map[string]*openapi3.Schema{}}
	err := document.WalkSchemas(func(pointer string, schema *openapi3.SchemaRef) error {
		x.add(pointer, schema.Value)
		return nil
	})
	return x, err
}

func (x *schemaIndex) add(pointer string, schema *openapi3.Schema) {
	written := home(x.root, pointer)
	x.at[written] = schema
	if target := resolve(x.root, written); x.at[target] == nil {
		x.at[target] = schema
	}
}

func (x *schemaIndex) find(pointer string) *openapi3.Schema {
	written := home(x.root, pointer)
	if schema := x.at[written]; schema != nil {
		return schema
	}
	return x.at[resolve(x.root, written)]
}
