package contract

import (
	"fmt"
	"strings"
)

// Violation is one difference between an exchange and the contract.
type Violation struct {
	Severity Severity `json:"severity"`
	// Operation is the operationId, or method and path where the contract has no such operation.
	Operation string `json:"operation"`
	Side      Side   `json:"side"`
	// Status is that of the reply, and 0 for a request.
	Status int `json:"status,omitempty"`
	// In says which part of the request or reply it is about.
	In Part `json:"in"`
	// Pointer is a JSON pointer (RFC 6901) to the value: into the body, or to a parameter or header by its name. It is
	// empty where the whole part is meant.
	Pointer string `json:"pointer"`
	Rule    Rule   `json:"rule"`
	// Want is what the contract expects, and Got what was there: its kind and size, and the value itself only on request.
	Want string `json:"want"`
	Got  string `json:"got"`
	// More counts others that differ in nothing but the index of a list and what was there. Of each kind, the first ten are
	// violations of their own, and the tenth counts the rest.
	More int `json:"more,omitempty"`
}

// String is the line that a person reads.
func (v Violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s, %s", v.Severity, v.Operation, v.Side)
	if v.Status != 0 {
		fmt.Fprintf(&b, " %d", v.Status)
	}
	fmt.Fprintf(&b, ", %s", v.In)
	if v.Pointer != "" {
		fmt.Fprintf(&b, " at %s", v.Pointer)
	}
	fmt.Fprintf(&b, ": %s: want %s, got %s", v.Rule, v.Want, v.Got)
	if v.More > 0 {
		fmt.Fprintf(&b, ", and %d more like it", v.More)
	}
	return b.String()
}

// Severity says how bad a violation is.
type Severity string

const (
	// Breach is what the contract forbids.
	Breach Severity = "violation"
	// Warning is what the contract does not know, such as another member of an object.
	Warning Severity = "warning"
	// Note is what is permitted and worth knowing.
	Note Severity = "note"
)

// Side is who sent what is wrong.
type Side string

// The two sides of an exchange.
const (
	RequestSide Side = "request"
	ReplySide   Side = "reply"
)

// Part is a part of a request or reply.
type Part string

// The parts of a request or reply.
const (
	InTarget Part = "target" // method and path
	InPath   Part = "path"   // a parameter in the path
	InQuery  Part = "query"
	InHeader Part = "header"
	InStatus Part = "status"
	InBody   Part = "body"
)

// Rule names what is violated: one of these, or a keyword of JSON Schema such as "type", "required", "enum" or "maxItems".
type Rule string

// The rules that are not keywords of JSON Schema.
const (
	RuleOperation        Rule = "operation"         // the contract has no such path
	RuleMethod           Rule = "method"            // the path has no such method
	RuleStatus           Rule = "status"            // the operation has no such status
	RuleAuthentication   Rule = "authentication"    // a request without the credentials that its operation needs
	RuleContentType      Rule = "content-type"      // a body of another media type, or of none
	RuleBody             Rule = "body"              // a body that is missing, or that the contract does not have
	RuleJSON             Rule = "json"              // a body that is no JSON value, or is cut off
	RuleEncoding         Rule = "encoding"          // a body that does not fit its Content-Encoding
	RuleUnknownParameter Rule = "unknown-parameter" // a query parameter that the operation does not have
	RuleRepeated         Rule = "repeated"          // a query parameter, or a field of a form, that comes more than once
	RuleUnknownMember    Rule = "unknown-member"    // a member that the schema does not have
	RuleUnknownValue     Rule = "unknown-value"     // a value that is not among those known, where any is permitted
	RuleErrorCode        Rule = "error-code"        // an error code that is not in the table
	RuleResult           Rule = "result"            // result contradicts the status or the errorCode
	RuleLimit            Rule = "limit"             // a page with more records than its limit, or than were asked for
	RuleNotChecked       Rule = "not-checked"       // a body that could not be checked
	RuleNoReply          Rule = "no-reply"          // a request without a reply
)
