package wire

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Type lists what the member of a record can be in Go.
type Type interface {
	string | bool | time.Time | []string
}

// Value is one member of a record. The zero Value is absent: it is not sent. [Null] is sent as null, and [Set] makes a
// member that is sent with its value.
//
// A Value compares by its JSON text: two values that came in different forms (true and "true") differ. Compare what
// Get returns instead.
type Value[T Type] struct {
	text string // the JSON text; empty means absent
}

// Set returns a member with a value.
//
// A string that is not valid UTF-8 cannot be written as JSON: the member has no value then, and encoding the record that
// holds it fails.
func Set[T Type](v T) Value[T] {
	switch v := any(v).(type) {
	case bool:
		return Value[T]{strconv.FormatBool(v)}
	case time.Time:
		return Value[T]{`"` + v.UTC().Format(time.RFC3339Nano) + `"`}
	case string:
		return Value[T]{quote(v)}
	case []string:
		return Value[T]{quoteAll(v)}
	}
	return Value[T]{} // not reached: Type has no other member
}

// Null returns a member that is null.
func Null[T Type]() Value[T] { return Value[T]{"null"} }

// IsZero reports whether the member is absent.
func (v Value[T]) IsZero() bool { return v.text == "" }

// IsNull reports whether the member is there and null.
func (v Value[T]) IsNull() bool { return v.text == "null" }

// Get returns the value, and whether there is one: not if the member is absent or null, nor if it is anything that is no
// boolean, no list of texts or no date in a known form. A record with such a member is read all the same, and JSON returns it.
//
// A bool reads true, "true" and "True" alike. A date reads ISO 8601, milliseconds since 1970 and
// MM/dd/yyyy HH:mm:ss, the last one as UTC, since no source names its zone.
func (v Value[T]) Get() (T, bool) {
	var value T
	if v.IsZero() || v.IsNull() {
		return value, false
	}
	ok := false
	switch target := any(&value).(type) {
	case *string:
		*target, ok = unquote(v.text)
	case *bool:
		*target, ok = parseBool(v.text)
	case *time.Time:
		*target, ok = parseTime(v.text)
	case *[]string:
		*target, ok = parseTexts(v.text)
	}
	return value, ok
}

// Or returns the value, or fallback where Get finds none.
func (v Value[T]) Or(fallback T) T {
	if value, ok := v.Get(); ok {
		return value
	}
	return fallback
}

// JSON returns the member's JSON text exactly as it came or will go, and "" if it is absent.
func (v Value[T]) JSON() string { return v.text }

// String returns the value for people to read: a string without quotes, and nothing where there is no value.
func (v Value[T]) String() string {
	if v.IsNull() {
		return ""
	}
	if s, ok := unquote(v.text); ok {
		return s
	}
	return v.text
}

// MarshalJSONTo writes the member's JSON text, and null if it is absent. Objects leave absent members out before.
func (v Value[T]) MarshalJSONTo(enc *jsontext.Encoder) error {
	return enc.WriteValue(v.jsonOrNull())
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (v Value[T]) MarshalJSON() ([]byte, error) {
	text := v.jsonOrNull()
	if !text.IsValid() {
		return nil, errInvalidText
	}
	return text, nil
}

// UnmarshalJSONFrom reads any JSON value that T can stand for.
func (v *Value[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	raw, err := dec.ReadValue()
	if err != nil {
		return err
	}
	return v.setText(string(raw))
}

// UnmarshalJSON is UnmarshalJSONFrom for encoding/json.
func (v *Value[T]) UnmarshalJSON(b []byte) error { return Unmarshal(b, v) }

var errInvalidText = errors.New("the text is not valid UTF-8")

func (v Value[T]) jsonOrNull() jsontext.Value {
	if v.IsZero() {
		return jsontext.Value("null")
	}
	return jsontext.Value(v.text)
}

// getText and setText are how the codec of open objects reaches a member of any T.
func (v *Value[T]) getText() string { return v.text }

// setText takes any JSON for a bool, a date or a list, which come in more forms than are known: one that is odd must not
// make a whole page unreadable. A string is a string.
func (v *Value[T]) setText(text string) error {
	kind := jsontext.Value(text[:1]).Kind()
	if _, isString := any(v).(*Value[string]); isString && kind != '"' && kind != 'n' {
		return fmt.Errorf("want a string, found %s", kindName(kind))
	}
	v.text = text
	return nil
}

func kindName(kind jsontext.Kind) string {
	switch kind {
	case '0':
		return "a number"
	case 't', 'f':
		return "a boolean"
	case '{':
		return "an object"
	}
	return "a list"
}

// notText stands for a string that is not valid UTF-8. It is no JSON, so encoding it fails whatever the options are.
const notText = "\xff"

func quote(s string) string {
	if isPlain(s) {
		return `"` + s + `"`
	}
	text, err := jsontext.AppendQuote(nil, s)
	if err != nil {
		return notText
	}
	return string(text)
}

// quoteAll writes a list of texts, and an empty one for nil: who sets a list wants it sent.
func quoteAll(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = quote(text)
	}
	return "[" + strings.Join(quoted, ",") + "]"
}

// isPlain reports whether a string stands in JSON as it is.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			return false
		}
	}
	return utf8.ValidString(s)
}

func unquote(text string) (string, bool) {
	if len(text) < 2 || text[0] != '"' {
		return "", false
	}
	if !strings.Contains(text, `\`) {
		return text[1 : len(text)-1], true
	}
	value, _ := jsontext.AppendUnquote(nil, text) // half a surrogate pair, the one fault that gets here, becomes U+FFFD
	return string(value), true
}

// parseTexts decodes into a variable of its own: it moves to the heap, and that of Get would with it, for every kind of
// value.
func parseTexts(text string) ([]string, bool) {
	var texts []string
	if err := json.Unmarshal([]byte(text), &texts, Tolerant); err != nil {
		return nil, false
	}
	return texts, true
}

func parseBool(text string) (value, ok bool) {
	if s, isString := unquote(text); isString {
		text = s
	}
	switch {
	case strings.EqualFold(text, "true"):
		return true, true
	case strings.EqualFold(text, "false"):
		return false, true
	}
	return false, false
}

// timeFormats are ISO 8601 as the vendor's sample has it and as other tools write it, and the format of other
// interfaces of the vendor.
var timeFormats = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02", "01/02/2006 15:04:05"}

// minMillisDigits is what a text needs to be read as milliseconds: twelve digits reach back to 1973.
const minMillisDigits = 12

func parseTime(text string) (time.Time, bool) {
	s, isString := unquote(text)
	if !isString {
		s = text
	}
	isShort := isString && len(s) < minMillisDigits // "20231003" is no number of milliseconds
	if millis, err := strconv.ParseInt(s, 10, 64); err == nil && !isShort {
		return time.UnixMilli(millis).UTC(), true
	}
	for _, format := range timeFormats {
		if t, err := time.Parse(format, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
