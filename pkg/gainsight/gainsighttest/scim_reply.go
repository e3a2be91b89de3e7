package gainsighttest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

const (
	scimMediaType = "application/scim+json"
	formMediaType = "application/x-www-form-urlencoded"
)

// scimFault is a scimType of RFC 7644, table 9.
type scimFault string

const (
	invalidFilter scimFault = "invalidFilter"
	invalidPath   scimFault = "invalidPath"
	invalidSyntax scimFault = "invalidSyntax"
	invalidValue  scimFault = "invalidValue"
	mutability    scimFault = "mutability"
	noTarget      scimFault = "noTarget"
	uniqueness    scimFault = "uniqueness"
)

// refuseSCIM refuses what a SCIM call asks for, in words that are ours: the vendor's are not known.
func refuseSCIM(fault scimFault, format string, values ...any) *refusal {
	status := http.StatusBadRequest
	if fault == uniqueness {
		status = http.StatusConflict
	}
	return scimRefusal(status, string(fault), fmt.Sprintf(format, values...))
}

// scimRefusal is a refusal in the form of RFC 7644. Most statuses go without a scimType.
func scimRefusal(status int, scimType, detail string) *refusal {
	return &refusal{vendorError: vendorError{code: scimType, status: status, members: scimMembers}, description: detail}
}

// scimError is the body of a refusal (RFC 7644, section 3.12).
type scimError struct {
	Schemas  []string `json:"schemas"`
	Status   string   `json:"status"`
	ScimType string   `json:"scimType,omitzero"`
	Detail   string   `json:"detail"`
}

func (x *exchange) scimFailure(status int, scimType, detail string) reply {
	text, _ := marshal(scimError{
		Schemas:  []string{scimErrorSchema},
		Status:   strconv.Itoa(status),
		ScimType: scimType,
		Detail:   strings.ToValidUTF8(detail, "\uFFFD"),
	}) // cannot fail: it is texts
	return reply{exchange: x, status: status, code: scimType, text: text, mediaType: scimMediaType}
}

// scimSuccess is a reply with a resource, or with a page of them.
func (x *exchange) scimSuccess(status int, body resource) reply {
	x.tenant.journal.markApplied(x.call)
	return reply{exchange: x, status: status, text: encodeTree(body), mediaType: scimMediaType}
}

// noContent is a reply without a body.
func (x *exchange) noContent() reply {
	x.tenant.journal.markApplied(x.call)
	return reply{exchange: x, status: http.StatusNoContent}
}
