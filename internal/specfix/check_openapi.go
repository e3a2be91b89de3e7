package specfix

import (
	"context"
	"errors"
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"
)

// checkOpenAPI loads and validates the document as programs that use it will do.
func (d *documentChecker) checkOpenAPI(text []byte) {
	document, err := loadOpenAPI(text)
	if err != nil {
		d.report(BadDocument, "", "does not load: %s", oneLine(err.Error()))
		return
	}
	before := len(d.findings)
	d.validate(document, openapi3.EnableMultiError(), openapi3.DisableExamplesValidation())
	d.checkExamples(document)
	if len(d.findings) == before {
		// The library may know a place for examples that checkExamples does not.
		d.validate(document)
	}
}

func loadOpenAPI(text []byte) (document *openapi3.T, err error) {
	defer recoverOpenAPI(&err)
	return openapi3.NewLoader().LoadFromData(text)
}

func (d *documentChecker) validate(document *openapi3.T, options ...openapi3.ValidationOption) {
	for _, err := range flatten(validateOpenAPI(document, options)) {
		d.report(BadDocument, "", "is not valid: %s", oneLine(err.Error()))
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

// flatten takes a list of errors apart that came as one.
func flatten(err error) []error {
	var several openapi3.MultiError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &several) && len(several) > 0:
		var all []error
		for _, single := range several {
			all = append(all, flatten(single)...)
		}
		return all
	}
	return []error{err}
}
