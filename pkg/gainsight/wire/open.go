package wire

import (
	stdjson "encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
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
// which goes to others as it came.
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
	return members.assign(others, field)
}

// scanned is an object before its members are assigned. All names and values lie in one buffer, so that the strings
// of a whole object cost one allocation.
type scanned struct {
	buffer []byte
	ends   []int // of name, value, name, value, …
}

var scannedPool = sync.Pool{New: func() any { return new(scanned) }}

func (s *scanned) scan(dec *jsontext.Decoder) error {
	s.buffer, s.ends = s.buffer[:0], s.ends[:0]
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for dec.PeekKind() != '}' {
		name, err := dec.ReadValue()
		if err != nil {
			return err
		}
		if s.buffer, err = jsontext.AppendUnquote(s.buffer, name); err != nil {
			return err
		}
		s.ends = append(s.ends, len(s.buffer))
		value, err := dec.ReadValue()
		if err != nil {
			return err
		}
		s.buffer = append(s.buffer, value...)
		s.ends = append(s.ends, len(s.buffer))
	}
	_, err := dec.ReadToken()
	return err
}

func (s *scanned) assign(others *Others, field func(name []byte) any) error {
	text := string(s.buffer)
	start := 0
	for i := 0; i < len(s.ends); i += 2 {
		nameEnd, end := s.ends[i], s.ends[i+1]
		name, value := text[start:nameEnd], text[nameEnd:end]
		target := field(s.buffer[start:nameEnd])
		start = end
		if err := assignMember(others, name, value, target); err != nil {
			return fmt.Errorf("member %q: %w", name, err)
		}
	}
	return nil
}

func assignMember(others *Others, name, value string, target any) error {
	switch target := target.(type) {
	case nil:
		if *others == nil {
			*others = Others{}
		}
		(*others)[name] = stdjson.RawMessage(value)
		return nil
	case member:
		return target.setText(value)
	default:
		return json.Unmarshal([]byte(value), target)
	}
}

// EncodeOpen writes an object: the known members that are not absent, in the order given, then all others by name.
func EncodeOpen(enc *jsontext.Encoder, others Others, members ...Member) error {
	buffer := bufferPool.Get().(*[]byte)
	defer bufferPool.Put(buffer)
	object, err := appendOpen((*buffer)[:0], others, members)
	*buffer = object
	if err != nil {
		return err
	}
	return enc.WriteValue(object)
}

var bufferPool = sync.Pool{New: func() any { return new([]byte) }}

func appendOpen(object []byte, others Others, members []Member) ([]byte, error) {
	object = append(object, '{')
	for _, m := range members {
		text, err := memberText(m.Field)
		if err != nil {
			return object, fmt.Errorf("member %q: %w", m.Name, err)
		}
		if text == "" {
			continue
		}
		if object, err = appendMember(object, m.Name, text); err != nil {
			return object, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(others)) {
		if !jsontext.Value(others[name]).IsValid() { // otherwise a value could smuggle in further members
			return object, fmt.Errorf("member %q is not one valid JSON value", name)
		}
		var err error
		if object, err = appendMember(object, name, string(others[name])); err != nil {
			return object, err
		}
	}
	return append(object, '}'), nil
}

func memberText(field any) (string, error) {
	if value, ok := field.(member); ok {
		return value.getText(), nil
	}
	text, err := json.Marshal(field)
	return string(text), err
}

func appendMember(object []byte, name, text string) ([]byte, error) {
	if len(object) > 1 {
		object = append(object, ',')
	}
	object, err := jsontext.AppendQuote(object, name)
	if err != nil {
		return object, fmt.Errorf("the name of member %q: %w", name, errInvalidText)
	}
	object = append(object, ':')
	return append(object, text...), nil
}

// SetOther sets a member that has no field of its own. value is encoded at once, so a later change of it has no effect.
func SetOther(others *Others, known func(name []byte) any, name string, value any) error {
	if name == "" {
		return errors.New("a member needs a name")
	}
	if known([]byte(name)) != nil {
		return fmt.Errorf("member %q has a field of its own; set that", name)
	}
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("member %q: %w", name, err)
	}
	if *others == nil {
		*others = Others{}
	}
	(*others)[name] = text
	return nil
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
