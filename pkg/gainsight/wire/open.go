package wire

import (
	stdjson "encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Others holds the members of an open object that have no field of their own: custom fields and whatever else a
// tenant returns. Their values are kept as they came.
type Others = map[string]stdjson.RawMessage

// Member is a known member of an open object: its name, and a pointer to its field.
type Member struct {
	Name  string
	Field any
}

// member is what every *Value is.
type member interface {
	getText() string
	setText(text string) error
}

// DecodeOpen reads an object. field returns the pointer to the field of a known member, and nil for any other member,
// which goes to others as it came. The fields are those of an object that has no values yet.
func DecodeOpen(dec *jsontext.Decoder, others *Others, field func(name []byte) any) error {
	if kind := dec.PeekKind(); kind != '{' {
		return fmt.Errorf("want an object, found %s", kind)
	}
	members := scannedPool.Get().(*scanned)
	defer scannedPool.Put(members)
	if err := members.scan(dec); err != nil {
		return err
	}
	*others = nil
	return members.assign(others, field, optionsFor(dec))
}

// scanned is an object before its members are assigned. All names and values lie in one buffer, so that the strings
// of a whole object cost one allocation, and the values without a field a second one.
type scanned struct {
	buffer  []byte
	members []span
	others  []span // the members that have no field
}

// span says where in the buffer a member is: its name begins, its value begins, its value ends.
type span struct{ name, value, end int }

var scannedPool = sync.Pool{New: func() any { return new(scanned) }}

func (s *scanned) scan(dec *jsontext.Decoder) error {
	s.buffer, s.members = s.buffer[:0], s.members[:0]
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for dec.PeekKind() != '}' {
		member := span{name: len(s.buffer)}
		name, err := dec.ReadValue()
		if err != nil {
			return err
		}
		if s.buffer, err = jsontext.AppendUnquote(s.buffer, name); err != nil {
			return err
		}
		member.value = len(s.buffer)
		value, err := dec.ReadValue()
		if err != nil {
			return err
		}
		s.buffer = append(s.buffer, value...)
		member.end = len(s.buffer)
		s.members = append(s.members, member)
	}
	_, err := dec.ReadToken()
	return err
}

func (s *scanned) assign(others *Others, field func(name []byte) any, options json.Options) error {
	text := string(s.buffer)
	s.others = s.others[:0]
	for _, m := range s.members {
		target := field(s.buffer[m.name:m.value])
		if target == nil {
			s.others = append(s.others, m)
			continue
		}
		if err := assignMember(target, text[m.value:m.end], options); err != nil {
			return fmt.Errorf("member %q: %w", text[m.name:m.value], err)
		}
	}
	*others = s.takeOthers(text)
	return nil
}

func (s *scanned) takeOthers(text string) Others {
	if len(s.others) == 0 {
		return nil
	}
	size := 0
	for _, m := range s.others {
		size += m.end - m.value
	}
	values := make([]byte, 0, size)
	others := make(Others, len(s.others))
	for _, m := range s.others {
		start := len(values)
		values = append(values, text[m.value:m.end]...)
		end := len(values)
		others[text[m.name:m.value]] = values[start:end:end] // appending to a value must not write into the next one
	}
	return others
}

func assignMember(target any, value string, options json.Options) error {
	if target, ok := target.(member); ok {
		if target.getText() != "" {
			return errTwice
		}
		return target.setText(value)
	}
	if !reflect.ValueOf(target).Elem().IsZero() {
		return errTwice
	}
	return json.Unmarshal([]byte(value), target, options)
}

// errTwice is for two spellings of one name, of which nobody knows which one counts.
var errTwice = errors.New("it is there twice, in upper and lower case")

// EncodeOpen writes an object: the known members that are not absent, in the order given, then all others by name.
func EncodeOpen(enc *jsontext.Encoder, others Others, members ...Member) error {
	draft := draftPool.Get().(*draft)
	defer draftPool.Put(draft)
	if err := draft.write(others, members); err != nil {
		return err
	}
	return enc.WriteValue(draft.object)
}

// draft is an object as it is being written.
type draft struct {
	object []byte
	names  []string // of the members without a field
}

var draftPool = sync.Pool{New: func() any { return new(draft) }}

func (d *draft) write(others Others, members []Member) error {
	d.object = append(d.object[:0], '{')
	for _, m := range members {
		text, err := memberText(m.Field)
		if err != nil {
			return fmt.Errorf("member %q: %w", m.Name, err)
		}
		if text == "" {
			continue
		}
		if err := d.add(m.Name, text); err != nil {
			return err
		}
	}
	if err := d.addOthers(others); err != nil {
		return err
	}
	d.object = append(d.object, '}')
	return nil
}

func (d *draft) addOthers(others Others) error {
	d.names = slices.AppendSeq(d.names[:0], maps.Keys(others))
	defer clear(d.names) // a draft that waits for its next use must not keep a record's text alive
	slices.Sort(d.names)
	for _, name := range d.names {
		if !jsontext.Value(others[name]).IsValid() { // otherwise a value could smuggle in further members
			return fmt.Errorf("member %q is not one valid JSON value", name)
		}
		if err := d.add(name, string(others[name])); err != nil {
			return err
		}
	}
	return nil
}

func (d *draft) add(name, text string) (err error) {
	if len(d.object) > 1 {
		d.object = append(d.object, ',')
	}
	if d.object, err = jsontext.AppendQuote(d.object, name); err != nil {
		return fmt.Errorf("the name of member %q: %w", name, errInvalidText)
	}
	d.object = append(d.object, ':')
	d.object = append(d.object, text...)
	return nil
}

// memberText returns "" for a member that is absent: a Value that is, a nil pointer or a nil list.
func memberText(field any) (string, error) {
	if value, ok := field.(member); ok {
		return value.getText(), nil
	}
	if reflect.ValueOf(field).Elem().IsZero() {
		return "", nil
	}
	text, err := json.Marshal(field)
	return string(text), err
}

// SetOther sets a member that has no field of its own. value is encoded at once, so a later change of it has no effect.
func SetOther(others *Others, known func(name []byte) any, name string, value any) error {
	if name == "" {
		return errors.New("a member needs a name")
	}
	buffer := append(make([]byte, 0, len(name)+roomFor(value)), name...) // the name and the value in one allocation
	if known(buffer) != nil {
		return fmt.Errorf("member %q has a field of its own; set that", name)
	}
	text, err := textAfter(buffer, value)
	if err != nil {
		return fmt.Errorf("member %q: %w", name, err)
	}
	if *others == nil {
		*others = Others{}
	}
	(*others)[name] = text
	return nil
}

// roomFor is how long the text of a value is that textAfter writes into its buffer, or in rare cases less.
func roomFor(value any) int {
	if s, ok := value.(string); ok {
		return len(s) + len(`""`)
	}
	return len("-9223372036854775808")
}

// textAfter gives what json.Marshal gives for a value. The text of the commonest kinds it writes into the buffer, after
// what is there.
func textAfter(buffer []byte, value any) (stdjson.RawMessage, error) {
	start := len(buffer)
	switch v := value.(type) {
	case string:
		if text, err := jsontext.AppendQuote(buffer, v); err == nil {
			return text[start:], nil
		}
	case bool:
		return strconv.AppendBool(buffer, v)[start:], nil
	case int:
		return strconv.AppendInt(buffer, int64(v), 10)[start:], nil
	case float64:
		if size := math.Abs(v); v == 0 || size >= 1e-6 && size < 1e21 { // beyond that JSON has an exponent
			return strconv.AppendFloat(buffer, v, 'f', -1, 64)[start:], nil
		}
	}
	return json.Marshal(value)
}

// GetOther decodes a member that has no field of its own into target, and reports whether the member is there.
func GetOther(others Others, name string, target any) (found bool, err error) {
	text, found := others[name]
	if !found {
		return false, nil
	}
	if err := json.Unmarshal(text, target); err != nil {
		return true, fmt.Errorf("member %q: %w", name, err)
	}
	return true, nil
}

// Tolerant lets half a surrogate pair pass, which a tenant that cuts texts by length can leave behind. It must not make
// a whole page unreadable.
var Tolerant = jsontext.AllowInvalidUTF8(true)

// Marshal encodes a value in the way of this package, for encoding/json to call.
func Marshal(v any) ([]byte, error) { return json.Marshal(v) }

// Unmarshal decodes a value in the way of this package, for encoding/json to call.
func Unmarshal(b []byte, v any) error {
	if len(b) == 0 {
		return errors.New("there is no JSON")
	}
	return json.Unmarshal(b, v, Tolerant)
}
