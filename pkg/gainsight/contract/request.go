package contract

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func (k *checker) request(request Request, pathParameters map[string]string) {
	query, err := queryOf(request)
	if err != nil {
		k.add(Violation{In: InQuery, Rule: RuleEncoding, Want: "a query with percent-encoding", Got: "one that cannot be read"})
	} else {
		k.queryTexts(query)
		k.parameters(request, query, pathParameters)
		k.allowedTexts(query)
	}
	k.body(request.Header, request.Body, k.operation.bodies.Request, bodyIs{
		required:  k.operation.bodies.IsRequestRequired,
		forbidden: k.operation.spec.RequestBody == nil,
	})
}

// queryOf takes a semicolon for what it is (RFC 3986), which package url does not, since it once separated parameters.
func queryOf(request Request) (url.Values, error) {
	return url.ParseQuery(strings.ReplaceAll(request.URL.RawQuery, ";", "%3B"))
}

// queryTexts looks at what kin-openapi lets pass: parameters that are unknown or repeated, and texts that only Go takes for
// a number or a boolean.
func (k *checker) queryTexts(query url.Values) {
	for _, name := range slices.Sorted(maps.Keys(query)) {
		texts, at := query[name], k.pointer([]string{name})
		switch parameter := k.operation.parameter(openapi3.ParameterInQuery, name); {
		case parameter == nil:
			k.add(Violation{In: InQuery, Pointer: at, Rule: RuleUnknownParameter,
				Want: "a parameter of the operation" + k.operation.queryNames(), Got: "another one"})
		case len(texts) > 1 && !isRepeatable(parameter):
			k.repeated(InQuery, name, len(texts))
		case !isLiteral(parameter.Schema, texts[0]):
			k.add(Violation{In: InQuery, Pointer: at, Rule: "type", Want: wanted(parameter), Got: k.describe(texts[0])})
		}
	}
}

// allowedTexts looks at parameters of which the document permits some texts only, where nothing else is wrong with them. An
// enumeration of whole lists would say the same, but generators make nothing useful of one.
func (k *checker) allowedTexts(query url.Values) {
	for name, texts := range query {
		parameter, at := k.operation.parameter(openapi3.ParameterInQuery, name), k.pointer([]string{name})
		isWrong := func(v *Violation) bool {
			return v.In == InQuery && (v.Pointer == at || strings.HasPrefix(v.Pointer, at+"/"))
		}
		if parameter == nil || slices.ContainsFunc(k.violations, isWrong) {
			continue
		}
		if allowed := allowedValues(parameter); allowed != nil && !slices.Contains(allowed, any(texts[0])) {
			k.add(Violation{In: InQuery, Pointer: at, Rule: "enum", Want: oneOf(allowed), Got: k.describe(texts[0])})
		}
	}
}

// isRepeatable reports whether each item of a list is a parameter of its own.
func isRepeatable(parameter *openapi3.Parameter) bool {
	serialization, err := parameter.SerializationMethod()
	return err == nil && serialization.Explode && parameter.Schema != nil && parameter.Schema.Value.Type.Permits(openapi3.TypeArray)
}

// isLiteral reports whether a text is written as JSON writes a number or a boolean, or is one that kin-openapi refuses: it
// reads "+1", "t" and "TRUE" too.
func isLiteral(schema *openapi3.SchemaRef, text string) bool {
	switch {
	case schema == nil:
	case schema.Value.Type.Is(openapi3.TypeInteger), schema.Value.Type.Is(openapi3.TypeNumber):
		return !strings.HasPrefix(text, "+")
	case schema.Value.Type.Is(openapi3.TypeBoolean):
		_, err := strconv.ParseBool(text)
		return err != nil || text == "true" || text == "false"
	}
	return true
}

func (op *operation) parameter(in, name string) *openapi3.Parameter {
	if parameter := op.spec.Parameters.GetByInAndName(in, name); parameter != nil {
		return parameter
	}
	return op.item.Parameters.GetByInAndName(in, name)
}

// queryNames lists the query parameters of an operation.
func (op *operation) queryNames() string {
	var names []string
	for _, parameter := range slices.Concat(op.item.Parameters, op.spec.Parameters) {
		if parameter.Value.In == openapi3.ParameterInQuery {
			names = append(names, parameter.Value.Name)
		}
	}
	if names == nil {
		return ", which has none"
	}
	return ": " + strings.Join(names, ", ")
}

// parameters has kin-openapi compare the parameters and the credentials.
func (k *checker) parameters(request Request, query url.Values, pathParameters map[string]string) {
	target := *request.URL
	input := &openapi3filter.RequestValidationInput{
		Request:     &http.Request{Method: request.Method, URL: &target, Header: request.Header},
		PathParams:  pathParameters,
		QueryParams: query,
		Route: &routers.Route{Spec: k.contract.document, Path: k.operation.Path, PathItem: k.operation.item,
			Method: k.operation.Method, Operation: k.operation.spec},
		Options: &openapi3filter.Options{ExcludeRequestBody: true, MultiError: true, SkipSettingDefaults: true, AuthenticationFunc: hasCredentials},
	}
	k.parameterErrors(openapi3filter.ValidateRequest(context.Background(), input))
}

// hasCredentials looks whether a request carries what a security scheme asks for, but not whether it is right.
func hasCredentials(_ context.Context, input *openapi3filter.AuthenticationInput) error {
	header, scheme := input.RequestValidationInput.Request.Header, input.SecurityScheme
	switch {
	case scheme.Type == "apiKey" && scheme.In == openapi3.ParameterInHeader && header.Get(scheme.Name) != "":
		return nil
	case scheme.Type == "http":
		name, credentials, _ := strings.Cut(header.Get("Authorization"), " ")
		if strings.EqualFold(name, scheme.Scheme) && strings.TrimSpace(credentials) != "" {
			return nil
		}
	}
	return errors.New("missing")
}

// credentials says what a request to an operation has to carry.
func (k *checker) credentials() string {
	requirements := k.operation.spec.Security
	if requirements == nil {
		requirements = &k.contract.document.Security
	}
	var ways []string
	for _, requirement := range *requirements {
		for name := range requirement {
			scheme := k.contract.document.Components.SecuritySchemes[name].Value
			if scheme.Type == "http" {
				ways = append(ways, "the header Authorization with the scheme "+scheme.Scheme)
			} else {
				ways = append(ways, "the header "+scheme.Name)
			}
		}
	}
	return strings.Join(ways, ", or ")
}

// parameterErrors makes violations of what kin-openapi has found. It asks what an error is, and not what is in it, since a
// MultiError answers for the first of its errors only.
func (k *checker) parameterErrors(err error) {
	switch err := err.(type) {
	case nil:
	case openapi3.MultiError:
		for _, err := range err {
			k.parameterErrors(err)
		}
	case *openapi3filter.SecurityRequirementsError:
		k.add(Violation{In: InHeader, Rule: RuleAuthentication, Want: k.credentials(), Got: "none of it"})
	case *openapi3filter.RequestError:
		k.parameterError(Part(err.Parameter.In), err.Parameter, err.Err)
	}
}

func (k *checker) parameterError(part Part, parameter *openapi3.Parameter, err error) {
	at := []string{parameter.Name}
	switch err := err.(type) {
	case openapi3.MultiError:
		for _, err := range err {
			k.parameterError(part, parameter, err)
		}
		return
	case *openapi3.SchemaError:
		var schema *jsonschema.ValidationError
		if errors.As(err, &schema) {
			k.misfits(part, at, err.Value, schema)
			return
		}
		k.add(Violation{In: part, Pointer: k.pointer(append(at, err.JSONPointer()...)), Rule: Rule(err.SchemaField),
			Want: wantOf(err.Schema, err.SchemaField), Got: k.describe(err.Value)})
		return
	}
	v := Violation{In: part, Pointer: k.pointer(at), Rule: "type", Want: wanted(parameter), Got: "something else"}
	if errors.Is(err, openapi3filter.ErrInvalidRequired) {
		v.Rule, v.Want, v.Got = "required", "a value", "none"
	}
	k.add(v)
}

// wantOf says what a keyword of a schema asks for.
func wantOf(schema *openapi3.Schema, keyword string) string {
	switch keyword {
	case "enum":
		return oneOf(schema.Enum)
	case "minItems":
		return fmt.Sprintf("at least %d", schema.MinItems)
	case "maxItems":
		return fmt.Sprintf("at most %d", *schema.MaxItems)
	}
	return "what " + keyword + " of its schema says"
}

// wanted says which texts a parameter can have, or of which type.
func wanted(parameter *openapi3.Parameter) string {
	if allowed := allowedValues(parameter); allowed != nil {
		return oneOf(allowed)
	}
	if schema := parameter.Schema; schema != nil && schema.Value != nil && schema.Value.Type != nil {
		return strings.Join(*schema.Value.Type, " or ")
	}
	return "a value of its schema"
}

func allowedValues(parameter *openapi3.Parameter) []any {
	allowed, _ := parameter.Extensions["x-allowed-values"].([]any)
	return allowed
}
