package specfix

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// checkOpenAPI loads and validates the document as programs that use it will do.
func (d *documentChecker) checkOpenAPI(text []byte) {
	document, err := loadOpenAPI(d.loadable(text))
	if err != nil {
		d.report(BadDocument, "", "does not load: %s", oneLine(err.Error()))
		return
	}
	before := len(d.findings)
	d.validate(document, openapi3.EnableMultiError(), openapi3.DisableExamplesValidation(), openapi3.DisableSchemaDefaultsValidation())
	d.checkExamples(document)
	if len(d.findings) == before && !d.externalExamples {
		// The library may know a place for examples or defaults that checkExamples does not. An example that is kept
		// outside of the document it takes for null.
		d.validate(document)
	}
}

func loadOpenAPI(text []byte) (document *openapi3.T, err error) {
	defer recoverOpenAPI(&err)
	return openapi3.NewLoader().LoadFromData(text)
}

func (d *documentChecker) validate(document *openapi3.T, options ...openapi3.ValidationOption) {
	for _, err := range flatten(validateOpenAPI(document, options)) {
		if !d.isGuess(err) {
			message, _, _ := strings.Cut(err.Error(), "\nSchema:")
			d.report(BadDocument, "", "is not valid: %s", oneLine(message))
		}
	}
}

func validateOpenAPI(document *openapi3.T, options []openapi3.ValidationOption) (err error) {
	defer recoverOpenAPI(&err)
	return document.Validate(context.Background(), options...)
}

func recoverOpenAPI(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("the OpenAPI library failed: %v", r)
	}
}

// isGuess reports whether an error may be due to a stand-in: what a parameter behind a broken reference is called, nobody
// knows.
func (d *documentChecker) isGuess(err error) bool {
	var parameters *openapi3.PathParametersError
	return errors.As(err, &parameters) && slices.ContainsFunc(slices.Collect(maps.Values(d.broken)), func(at string) bool {
		return keywordOf(at) == "parameters"
	})
}

// flatten takes a list of errors apart that came as one. What an error is wrapped in says where it is, so that stays.
func flatten(err error) []error {
	several, isList := err.(openapi3.MultiError)
	switch {
	case err == nil:
		return nil
	case !isList:
		return []error{err}
	}
	var all []error
	for _, single := range several {
		all = append(all, flatten(single)...)
	}
	return all
}
