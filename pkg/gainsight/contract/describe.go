package contract

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/printable"
)

// maxShown bounds what a violation shows of a value or a name, in bytes.
const maxShown = 200

// describe says what a value is, and how large.
func (k *checker) describe(value any) string {
	switch value := value.(type) {
	case string:
		return fmt.Sprintf("%s of %d characters", kindOf(value), utf8.RuneCountInString(value)) + k.shown(value)
	case []any:
		return fmt.Sprintf("%s of %d", kindOf(value), len(value))
	case map[string]any:
		return fmt.Sprintf("%s of %d members", kindOf(value), len(value))
	}
	return kindOf(value) + k.shown(value)
}

// shown is a value, behind a blank, if it may be shown. Only scalars ever are: an object can hold a token.
func (k *checker) shown(value any) string {
	switch value.(type) {
	case nil, []any, map[string]any:
		return ""
	}
	text, err := json.Marshal(value)
	if err != nil || !k.showsValues() {
		return ""
	}
	return " " + printable.Text(printable.Cut(string(text), maxShown))
}

func kindOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "a boolean"
	case string:
		return "a string"
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	}
	return "a number"
}

// showsValues reports whether values may be shown: never those of the operation whose reply is a token.
func (k *checker) showsValues() bool {
	return k.contract.showsValues && !k.operation.takesClientCredentials()
}

// takesClientCredentials reports whether an operation trades a secret for a token.
func (op *operation) takesClientCredentials() bool { return op.bodies.Path == tokenPath }

const tokenPath = "/users/m2m/oauth/token"
