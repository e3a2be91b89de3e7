// Package codes tells codes of errors from whatever else can stand in their place, such as data of a person.
package codes

import (
	"regexp"
	"slices"
)

var vendors = regexp.MustCompile(`^[A-Z]{2,10}(_[A-Z]{1,10})?_[0-9X]{1,6}$`)

// IsVendors reports whether a text looks like a code of the vendor or of its gateway, such as GU_8004 or GS_APIG_2401.
func IsVendors(text string) bool { return vendors.MatchString(text) }

// IsSCIM reports whether a text is a scimType of RFC 7644, table 9.
func IsSCIM(text string) bool {
	return slices.Contains([]string{"invalidFilter", "tooMany", "uniqueness", "mutability", "invalidSyntax", "invalidPath",
		"noTarget", "invalidValue", "invalidVers", "sensitive"}, text)
}
