package gainsighttest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

//go:embed own.yml
var ownText []byte

// ownSchemas has by operationId what the fake demands of its own replies.
var ownSchemas = sync.OnceValues(func() (map[string]*jsonschema.Schema, error) {
	var whole any
	if err := yaml.Unmarshal(ownText, &whole); err != nil {
		return nil, err
	}
	const name = "embedded:///own.yml"
	compiler := jsonschema.NewCompiler()
	compiler.RegisterFormat(&jsonschema.Format{Name: "readable-date", Validate: checkDate})
	compiler.AssertFormat()
	if err := compiler.AddResource(name, whole); err != nil {
		return nil, err
	}
	schemas := map[string]*jsonschema.Schema{}
	for _, operation := range served {
		schema, err := compiler.Compile(name + "#/$defs/" + operation.id)
		if err != nil {
			return nil, err
		}
		schemas[operation.id] = schema
	}
	return schemas, nil
})

func checkDate(v any) error {
	text, err := json.Marshal(v)
	var date wire.Value[time.Time]
	if err != nil || date.UnmarshalJSON(text) != nil {
		return nil // of another type, which the document has a say in
	}
	if _, ok := date.Get(); !ok && !date.IsNull() {
		return errors.New("no date in a known format")
	}
	return nil
}

// parseOwn reads a reply, in which no object may have a name twice.
func parseOwn(text []byte) (any, error) {
	if _, err := jsontext.NewDecoder(bytes.NewReader(text), wire.Tolerant).ReadValue(); err != nil {
		return nil, err
	}
	return jsonschema.UnmarshalJSON(bytes.NewReader(text))
}
