package wire

import (
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// DecodeFolded is DecodeOpen for an object of SCIM, in which a known name can be in upper and lower case of its own (RFC
// 7643, section 2.1). It reads it so if the decoder has the option json.MatchCaseInsensitiveNames; two spellings of one
// name are an error then.
func DecodeFolded(dec *jsontext.Decoder, others *Others, field func(name []byte) any, known ...string) error {
	if !isFolding(dec) {
		return DecodeOpen(dec, others, field)
	}
	return DecodeOpen(dec, others, func(name []byte) any {
		for _, other := range known {
			if strings.EqualFold(string(name), other) {
				return field([]byte(other))
			}
		}
		return nil
	})
}

func isFolding(dec *jsontext.Decoder) bool {
	is, _ := json.GetOption(dec.Options(), json.MatchCaseInsensitiveNames)
	return is
}

var foldingOptions = json.JoinOptions(Tolerant, json.MatchCaseInsensitiveNames(true))

// optionsFor are those for what is inside an object.
func optionsFor(dec *jsontext.Decoder) json.Options {
	if isFolding(dec) {
		return foldingOptions
	}
	return Tolerant
}
