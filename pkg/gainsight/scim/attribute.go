package scim

import (
	"errors"
	"fmt"
	"regexp"
)

// attributePath is a name with the URN of its schema before it, where it needs one, and behind it a sub-attribute, such
// as members.$ref. The dollar sign stands in RFC 7643 only. Of a URN this is less than the RFCs allow: brackets, quotes
// and percent signs in it could be read as parts of a filter or of a URL.
var attributePath = regexp.MustCompile(`^((?:[Uu][Rr][Nn]:[A-Za-z0-9][A-Za-z0-9-]*(?::[A-Za-z0-9._-]+)+:)?` + name + `)(\.` + name + `)?$`)

const name = `\$?[A-Za-z][A-Za-z0-9_-]*`

// CheckAttribute returns an error for a text that does not name an attribute in the notation of RFC 7644, section 3.10:
// "userName", "name.familyName", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value". The URN of
// an extension alone is such a name too. Filters and patches check their attributes themselves.
func CheckAttribute(attribute string) error {
	if fault := attributeFault(attribute); fault != "" {
		return errors.New(fault)
	}
	return nil
}

func attributeFault(attribute string) string {
	if attributePath.MatchString(attribute) {
		return ""
	}
	return fmt.Sprintf("%.80q is not the name of an attribute; want one such as userName, name.familyName or %s:manager", attribute, SchemaEnterpriseUser)
}
