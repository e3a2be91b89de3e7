package contract

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/gainsight-go/gainsight-go/internal/decoded"
	"github.com/gainsight-go/gainsight-go/internal/schemas"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/printable"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// MaxBody is how long a body can be, its Content-Encoding undone, to be checked: 8 MiB, some 50,000 records. Longer ones are
// noted, and so are those with more than a million names and values: a number takes two bytes, and twenty times as many when
// it is read.
const MaxBody = 8 << 20

const maxValues = 1_000_000

// bodyIs says whether a body has to be there, or must not.
type bodyIs struct{ required, forbidden bool }

// body compares a body with its schemas, and returns what it is, if it is JSON or a form.
func (k *checker) body(header http.Header, body Body, documented schemas.Body, is bodyIs) (value any, isKnown bool) {
	body, ok := k.unpacked(header, body)
	if !ok || !k.isPermitted(body, documented, is) {
		return nil, false
	}
	mediaType := mediaTypeOf(header)
	schema, ok := documented[mediaType]
	switch isTold := body.isThere() || is.required && mediaType != ""; {
	case !ok && isTold && len(documented) > 0:
		k.add(Violation{In: InHeader, Pointer: "/Content-Type", Rule: RuleContentType, Want: mediaTypes(documented), Got: shownMediaType(mediaType)})
		return nil, false
	case body.Unknown != "":
		k.notChecked(printable.Text(printable.Cut(body.Unknown, maxShown)))
		return nil, false
	case len(documented) == 0: // which leaves it open
		return nil, false
	}
	if value, ok = k.parse(mediaType, body.Bytes); !ok {
		return nil, false
	}
	var misfit *jsonschema.ValidationError
	if errors.As(schema.Validate(value), &misfit) {
		k.misfits(InBody, nil, value, misfit)
	}
	k.members(schema, value)
	return value, true
}

// unpacked returns a body without its Content-Encoding.
func (k *checker) unpacked(header http.Header, body Body) (Body, bool) {
	if body.Unknown != "" {
		return body, true
	}
	text, err := decoded.Body(header, body.Bytes, MaxBody)
	switch {
	case errors.Is(err, decoded.ErrTooLong):
		return tooLong, true
	case err != nil:
		k.add(Violation{In: InBody, Rule: RuleEncoding, Want: "a body of its Content-Encoding", Got: "one that cannot be decoded"})
		return Body{}, false
	}
	return Body{Bytes: text}, true
}

// tooLong is a body of which no more is known.
var tooLong = Body{Unknown: fmt.Sprintf("more than %d MiB", MaxBody>>20), NotEmpty: true}

// isThere reports whether a body is known not to be empty.
func (b Body) isThere() bool { return len(b.Bytes) > 0 || b.Unknown != "" && b.NotEmpty }

// isPermitted reports whether there is a body to look at. One that is not known may be there.
func (k *checker) isPermitted(body Body, documented schemas.Body, is bodyIs) bool {
	switch isNone := len(body.Bytes) == 0 && body.Unknown == ""; {
	case isNone && is.required:
		k.add(Violation{In: InBody, Rule: RuleBody, Want: "a body of " + mediaTypes(documented), Got: "none"})
		return false
	case is.forbidden && body.isThere():
		k.add(Violation{In: InBody, Rule: RuleBody, Want: "no body", Got: size(body)})
		return false
	default:
		return !isNone
	}
}

func size(body Body) string {
	if body.Unknown != "" {
		return "one of unknown length"
	}
	return fmt.Sprintf("one of %d bytes", len(body.Bytes))
}

func (k *checker) notChecked(why string) {
	k.add(Violation{Severity: Note, In: InBody, Rule: RuleNotChecked, Want: "a body to check", Got: why})
}

// mediaTypeOf returns the media type without its parameters, such as a charset. It is empty where there is none.
func mediaTypeOf(header http.Header) string {
	mediaType, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
		mediaType, _, _ = strings.Cut(header.Get("Content-Type"), ";")
		mediaType = strings.ToLower(strings.TrimSpace(mediaType))
	}
	return mediaType
}

// mediaTypeLike is what media types look like. What does not could be anything.
var mediaTypeLike = regexp.MustCompile(`^(application|audio|font|image|message|model|multipart|text|video)/[a-z0-9.+_-]{1,60}$`)

func shownMediaType(mediaType string) string {
	switch {
	case mediaType == "":
		return "none"
	case mediaTypeLike.MatchString(mediaType):
		return mediaType
	}
	return "something else"
}

func mediaTypes(documented schemas.Body) string {
	return strings.Join(slices.Sorted(maps.Keys(documented)), " or ")
}

const form = "application/x-www-form-urlencoded"

// parse reads a body. A JSON object must not have a name twice: readers do not agree which value counts.
func (k *checker) parse(mediaType string, text []byte) (any, bool) {
	if mediaType == form {
		return k.parseForm(text)
	}
	value, err := parseJSON(text)
	switch {
	case errors.Is(err, errTooMany):
		k.notChecked(fmt.Sprintf("more than %d names and values", maxValues))
	case err != nil:
		k.add(Violation{In: InBody, Rule: RuleJSON, Want: "one JSON value", Got: k.whyNoJSON(text, err)})
	}
	return value, err == nil
}

var (
	errNotUTF8 = errors.New("the body is not UTF-8")
	errTooMany = errors.New("the body has too many values")
)

// parseJSON takes half a surrogate pair, escaped, as the client does.
func parseJSON(text []byte) (any, error) {
	if !utf8.Valid(text) {
		return nil, errNotUTF8
	}
	if err := scan(jsontext.NewDecoder(bytes.NewReader(text), wire.Tolerant)); err != nil {
		return nil, err
	}
	return jsonschema.UnmarshalJSON(bytes.NewReader(text))
}

// scan reads one value, which takes no memory.
func scan(decoder *jsontext.Decoder) error {
	for tokens := 1; ; tokens++ {
		switch _, err := decoder.ReadToken(); {
		case err != nil:
			return err
		case tokens > maxValues:
			return errTooMany
		case decoder.StackDepth() == 0:
			return nil
		}
	}
}

func (k *checker) whyNoJSON(text []byte, err error) string {
	var syntax *jsontext.SyntacticError
	isSyntax := errors.As(err, &syntax)
	switch {
	case errors.Is(err, errNotUTF8):
		return "bytes that are not UTF-8"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fmt.Sprintf("one that is cut off after %d bytes", len(text))
	case errors.Is(err, jsontext.ErrDuplicateName):
		return "an object with a name twice, at " + k.pointer(tokensOf(syntax.JSONPointer))
	case isSyntax:
		return fmt.Sprintf("something else at byte %d of %d", syntax.ByteOffset, len(text))
	}
	return fmt.Sprintf("something more behind it, in %d bytes", len(text))
}

func tokensOf(pointer jsontext.Pointer) []string { return slices.Collect(pointer.Tokens()) }

func (k *checker) parseForm(text []byte) (any, bool) {
	values, err := url.ParseQuery(string(text))
	if err != nil {
		k.add(Violation{In: InBody, Rule: RuleEncoding, Want: "a form with percent-encoding", Got: "one that cannot be read"})
		return nil, false
	}
	object := map[string]any{}
	for name, all := range values {
		if len(all) > 1 {
			k.repeated(InBody, name, len(all))
		}
		object[name] = all[0]
	}
	return object, true
}

// repeated adds a violation for what must not come more than once: readers do not agree which one counts.
func (k *checker) repeated(part Part, name string, times int) {
	k.add(Violation{In: part, Pointer: k.pointer([]string{name}), Rule: RuleRepeated, Want: "it once", Got: fmt.Sprintf("%d times", times)})
}
