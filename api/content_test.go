package api_test

import (
	"fmt"
	"testing"
)

// contentChecks say what the document has to say, whatever the corrections are. Each takes a document and lists what is
// wrong with it, so that superfluous_test.go can try them on documents that lack a correction.
var contentChecks = map[string]func(document) []string{
	"info":               checkInfo,
	"references":         checkReferences,
	"frozen operations":  checkFrozen,
	"moved operations":   checkMoved,
	"unconfirmed":        checkUnconfirmed,
	"named bodies":       checkNamedBodies,
	"operations":         checkOperations,
	"shapes":             checkShapes,
	"open":               checkOpen,
	"error codes":        checkErrorCodes,
	"samples":            checkSamples,
	"other examples":     checkOtherExamples,
	"parameter examples": checkParameterExamples,
	"go":                 checkGo,
	"go calls":           checkGoCalls,
}

func TestContent(t *testing.T) {
	d := committed(t)
	for name, check := range contentChecks {
		t.Run(name, func(t *testing.T) {
			for _, complaint := range check(d) {
				t.Error(complaint)
			}
		})
	}
}

// complaints collects what a check finds.
type complaints []string

func (c *complaints) addf(format string, args ...any) {
	*c = append(*c, fmt.Sprintf(format, args...))
}

// want complains about a value that differs.
func (c *complaints) want(what string, got, want any) {
	if fmt.Sprint(got) != fmt.Sprint(want) {
		c.addf("%s:\ngot  %v\nwant %v", what, got, want)
	}
}
