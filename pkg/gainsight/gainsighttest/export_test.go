package gainsighttest

import (
	"maps"
	"slices"
)

// ErrorRow is a row of the table of errors, for the tests that compare it with the document.
type ErrorRow struct {
	Code   string
	Status int // 0 where the vendor promises none
	Sample bool
}

// ErrorRows returns the table of errors.
func ErrorRows() []ErrorRow {
	rows := make([]ErrorRow, 0, len(vendorErrors))
	for f, e := range vendorErrors {
		rows = append(rows, ErrorRow{e.code, e.status, failure(f) == recordNotFound})
	}
	return rows
}

// Operators returns the names of the operators, sorted.
func Operators() []string { return slices.Sorted(maps.Keys(operators)) }

// Served returns the served operations: their pattern and the operationId.
func Served() map[string]string {
	patterns := map[string]string{}
	for pattern, operation := range served {
		patterns[pattern] = operation.id
	}
	return patterns
}
