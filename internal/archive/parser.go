package archive

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// parser reads JSON token by token, and says where what it finds is not what is wanted.
type parser struct {
	name    string
	source  *shortener
	decoder *jsontext.Decoder
	entry   int // the one that is being read, from 1
}

func newParser(name string, text io.Reader) *parser {
	source := &shortener{source: text, limit: maxText}
	return &parser{
		name:    name,
		source:  source,
		decoder: jsontext.NewDecoder(source, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)),
	}
}

// failf returns an error that says where the parser is.
func (p *parser) failf(format string, args ...any) error {
	return p.failAt(p.decoder.InputOffset(), format, args...)
}

func (p *parser) failAt(offset int64, format string, args ...any) error {
	place := fmt.Sprintf("at byte %d", p.source.original(offset)+1)
	if p.entry > 0 {
		place = fmt.Sprintf("entry %d, %s", p.entry, place)
	}
	return fmt.Errorf("%s: %s: %w", p.name, place, fmt.Errorf(format, args...))
}

// broken turns an error of the decoder into one of ours.
func (p *parser) broken(err error) error {
	var syntax *jsontext.SyntacticError
	switch {
	case p.source.err != nil:
		return unreadable(p.name, p.source.err)
	case err == io.EOF, errors.Is(err, io.ErrUnexpectedEOF):
		return p.failAt(p.source.yielded, "the archive is cut off")
	case errors.As(err, &syntax):
		return p.failAt(syntax.ByteOffset, "the archive is no JSON from here on")
	}
	return p.failf("the archive is no JSON from here on")
}

// expectEnd makes sure that nothing follows.
func (p *parser) expectEnd() error {
	switch _, err := p.decoder.ReadToken(); {
	case err == nil:
		return p.failf("something follows the archive")
	case err == io.EOF && p.source.err == nil:
		return nil
	default:
		return p.broken(err)
	}
}

func (p *parser) skip() error {
	if err := p.decoder.SkipValue(); err != nil {
		return p.broken(err)
	}
	return nil
}

// token reads a token that is no null. Of null it is the zero Token.
func (p *parser) token() (jsontext.Token, error) {
	token, err := p.decoder.ReadToken()
	switch {
	case err != nil:
		return jsontext.Token{}, p.broken(err)
	case token.Kind() == 'n':
		return jsontext.Token{}, nil
	}
	return token, nil
}

// wrong says that a value is of another kind than is wanted.
func (p *parser) wrong(what, want string, got jsontext.Kind) error {
	kinds := map[jsontext.Kind]string{'t': "a boolean", 'f': "a boolean", '"': "a string", '0': "a number", '{': "an object", '[': "a list"}
	return p.failf("%s: want %s, found %s", what, want, kinds[got])
}

// object calls member for each member of an object, which must read its value. It reports false for null.
func (p *parser) object(what string, member func(name string) error) (found bool, err error) {
	token, err := p.token()
	switch {
	case err != nil:
		return false, err
	case token.Kind() == 0:
		return false, nil
	case token.Kind() != '{':
		return false, p.wrong(what, "an object", token.Kind())
	}
	for {
		token, err := p.decoder.ReadToken()
		switch {
		case err != nil:
			return true, p.broken(err)
		case token.Kind() == '}':
			return true, nil
		}
		if err := member(token.String()); err != nil {
			return true, err
		}
	}
}

// list calls item for each item of a list, which must read it. It reports false for null.
func (p *parser) list(what string, item func() error) (found bool, err error) {
	token, err := p.token()
	switch {
	case err != nil:
		return false, err
	case token.Kind() == 0:
		return false, nil
	case token.Kind() != '[':
		return false, p.wrong(what, "a list", token.Kind())
	}
	for p.decoder.PeekKind() != ']' {
		if p.decoder.PeekKind() == 0 { // a fault, which whoever reads on is told
			return true, p.skip()
		}
		if err := item(); err != nil {
			return true, err
		}
	}
	_, err = p.token()
	return true, err
}

// text reads a string, and "" for null.
func (p *parser) text(what string) (string, error) {
	token, err := p.token()
	switch {
	case err != nil:
		return "", err
	case token.Kind() == '"':
		return token.String(), nil
	case token.Kind() == 0:
		return "", nil
	}
	return "", p.wrong(what, "a string", token.Kind())
}

// printed reads a string, or a number or boolean as it is printed, which some write where a string should be.
func (p *parser) printed(what string) (string, error) {
	if kind := p.decoder.PeekKind(); kind == '{' || kind == '[' {
		return "", p.wrong(what, "a string", kind)
	}
	token, err := p.token()
	if err != nil || token.Kind() == 0 {
		return "", err
	}
	return token.String(), nil
}

// whole reads a whole number, and reports false for any other text.
func whole(text string) (number int, isOne bool) {
	float, err := strconv.ParseFloat(text, 64)
	if err != nil || float != math.Trunc(float) || math.Abs(float) > math.MaxInt32 {
		return 0, false
	}
	return int(float), true
}

// long reads a string that can be of any length.
func (p *parser) long(what string) (*longText, error) {
	value, err := p.decoder.ReadValue()
	switch {
	case err != nil:
		return nil, p.broken(err)
	case value.Kind() == 'n':
		return nil, nil
	case value.Kind() != '"':
		return nil, p.wrong(what, "a string", value.Kind())
	case p.source.isCut(p.decoder.InputOffset()):
		return &longText{isCut: true}, nil
	}
	text, _ := jsontext.AppendUnquote(make([]byte, 0, len(value)), value) // fails for what is no UTF-8, and replaces it
	return &longText{text: text}, nil
}

// longText is a string that was cut where it was too long. Then nothing of it is there.
type longText struct {
	text  []byte
	isCut bool
}
