package wire_test

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// openObject has a member that is no Value.
type openObject struct {
	count  *int
	others *wire.Others
}

func (o *openObject) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	return wire.DecodeOpen(dec, o.others, func(name []byte) any {
		if string(name) == "count" {
			return o.count
		}
		return nil
	})
}

func (o openObject) MarshalJSONTo(enc *jsontext.Encoder) error {
	return wire.EncodeOpen(enc, *o.others, wire.Member{Name: "count", Field: o.count})
}
