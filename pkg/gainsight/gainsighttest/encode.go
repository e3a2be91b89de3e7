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
	json.Deterministic(true),
	json.FormatNilSliceAsNull(true),
	json.WithMarshalers(json.JoinMarshalers(
		json.MarshalToFunc(teamFields.write),
		json.MarshalToFunc(userFields.write),
	)),
)

// marshal writes JSON for a reply.
func marshal(v any) ([]byte, error) {
	text, err := json.Marshal(v, asStored)
	if err == nil && !utf8.Valid(text) {
		err = errors.New("not valid UTF-8") // from a test's own seed; requests with such bytes are refused
	}
	return append(text, '\n'), err
}

// write stands in for the record's own method, which refuses half a surrogate pair in a custom field.
func (f fields[R]) write(enc *jsontext.Encoder, r *R) error {
	if err := enc.WriteToken(jsontext.BeginObject); err != nil {
		return err
	}
	for _, name := range f.names {
		if text := f.member(name).get(r); text != "" {
			if err := writeMember(enc, name, text); err != nil {
				return err
			}
		}
	}
	others := *f.others(r)
	for _, name := range slices.Sorted(maps.Keys(others)) {
		if err := writeMember(enc, name, string(others[name])); err != nil {
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
