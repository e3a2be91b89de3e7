package gainsighttest

import (
	"errors"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// asStored writes strings as they came in, with half a surrogate pair where one was stored: a tenant that cuts texts by
// length returns it, and it must not make a whole page unwritable.
var asStored = json.JoinOptions(
	wire.Tolerant,
	jsontext.PreserveRawStrings(true),
	json.FormatNilSliceAsNull(true),
	json.WithMarshalers(json.MarshalToFunc(writeRecord)),
)

// marshal writes JSON for a reply.
func marshal(v any) ([]byte, error) {
	text, err := json.Marshal(v, asStored)
	if err == nil && !utf8.Valid(text) {
		err = errors.New("not valid UTF-8") // from a test's own seed; requests with such bytes are refused
	}
	return append(text, '\n'), err
}

// writeRecord stands in for the record's own method, which refuses half a surrogate pair in a custom field.
func writeRecord(enc *jsontext.Encoder, r *record) error {
	if err := enc.WriteToken(jsontext.BeginObject); err != nil {
		return err
	}
	for _, name := range writtenMembers {
		if text := writtenFields[name].get(r); text != "" {
			if err := writeMember(enc, name, text); err != nil {
				return err
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.AdditionalProperties)) {
		if err := writeMember(enc, name, string(r.AdditionalProperties[name])); err != nil {
			return err
		}
	}
	return enc.WriteToken(jsontext.EndObject)
}

func writeMember(enc *jsontext.Encoder, name, text string) error {
	if err := enc.WriteToken(jsontext.String(name)); err != nil {
		return err
	}
	return enc.WriteValue(jsontext.Value(text))
}

// writtenFields has Name besides the fields that a list call can select.
var (
	writtenFields = func() map[string]field {
		fields := maps.Clone(knownFields)
		fields["Name"] = known(func(r *record) *wire.Value[string] { return &r.Name })
		return fields
	}()
	writtenMembers = slices.Sorted(maps.Keys(writtenFields))
)
