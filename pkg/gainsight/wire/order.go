package wire

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
)

// Order is one field to order by.
type Order struct {
	Field     string
	Direction string // "asc" or "desc"
}

// OrderBy is a list of fields to order by. On the wire it is an object, whose members a Go map would shuffle.
type OrderBy []Order

// MarshalJSONTo writes the object in the order of the list.
func (o OrderBy) MarshalJSONTo(enc *jsontext.Encoder) error {
	if err := enc.WriteToken(jsontext.BeginObject); err != nil {
		return err
	}
	for _, order := range o {
		if err := enc.WriteToken(jsontext.String(order.Field)); err != nil {
			return err
		}
		if err := enc.WriteToken(jsontext.String(order.Direction)); err != nil {
			return err
		}
	}
	return enc.WriteToken(jsontext.EndObject)
}

// UnmarshalJSONFrom reads the object and keeps its order. It takes null for none, as every list does.
func (o *OrderBy) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if dec.PeekKind() == 'n' {
		*o = nil
		return dec.SkipValue()
	}
	if kind := dec.PeekKind(); kind != '{' {
		return fmt.Errorf("want an object, found %s", kind)
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	*o = OrderBy{}
	for dec.PeekKind() != '}' {
		field, err := readString(dec)
		if err != nil {
			return err
		}
		direction, err := readString(dec)
		if err != nil {
			return fmt.Errorf("member %q: %w", field, err)
		}
		*o = append(*o, Order{field, direction})
	}
	_, err := dec.ReadToken()
	return err
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (o OrderBy) MarshalJSON() ([]byte, error) { return Marshal(o) }

// UnmarshalJSON is UnmarshalJSONFrom for encoding/json.
func (o *OrderBy) UnmarshalJSON(b []byte) error { return Unmarshal(b, o) }

func readString(dec *jsontext.Decoder) (string, error) {
	token, err := dec.ReadToken()
	if err != nil {
		return "", err
	}
	if token.Kind() != '"' {
		return "", fmt.Errorf("want a string, found %s", token.Kind())
	}
	return token.String(), nil
}
