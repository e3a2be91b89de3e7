package gainsight

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// SCIMResources manages the users or the groups of a tenant.
//
// Errors are *Error, with the scimType of the tenant in SCIMType; one that is there already is ErrConflict. Bad input is
// an error that is ErrInvalid, and nothing is sent.
type SCIMResources[R any] struct {
	client *Client
	kind   scimKind[R]
}

// SCIMAttributes says which members are returned, by default all that the tenant likes to. Names are those of
// RFC 7644: "emails", "name.givenName" or one that begins with the URN of an extension.
type SCIMAttributes struct {
	Attributes         []string // only these, and those that are always returned
	ExcludedAttributes []string // not these; "members" makes lists of groups short (L)
}

// Create creates a user or a group and returns it as the tenant has it, with its id. Schemas that are missing are filled
// in; id and meta are not sent.
//
// A creation that fails after it was sent may have been carried out: look, by FindByUserName or List, before creating
// again.
func (s SCIMResources[R]) Create(ctx context.Context, resource R) (R, error) {
	answer, err := s.write(ctx, s.kind.create, "", resource)
	if err != nil {
		var none R
		return none, err
	}
	return s.resourceIn(answer, "")
}

// Get returns one user or group by its id.
func (s SCIMResources[R]) Get(ctx context.Context, id string, attributes SCIMAttributes) (R, error) {
	var none R
	params, fault := attributes.params()
	if fault = cmp.Or(scimIDFault(id), fault); fault != "" {
		return none, s.kind.get.refuse(fault)
	}
	answer, err := scimSend[R](ctx, s.client, s.kind.get, id, params, nil)
	if err != nil {
		return none, err
	}
	return s.resourceIn(answer, id)
}

// Replace puts a user or a group in the place of the one with the id, and returns it as the tenant has it. What is left
// out may be cleared (RFC 7644): Get, change and Replace keeps the rest. Schemas that are missing are filled in; id and
// meta are not sent. Where the tenant answers without a body, what is returned has the id only.
func (s SCIMResources[R]) Replace(ctx context.Context, id string, resource R) (R, error) {
	if fault := scimIDFault(id); fault != "" {
		var none R
		return none, s.kind.replace.refuse(fault)
	}
	answer, err := s.write(ctx, s.kind.replace, id, resource)
	return s.changed(answer, err, id)
}

func (s SCIMResources[R]) write(ctx context.Context, op scimOperation, id string, resource R) (scimReply[R], error) {
	if fault := s.kind.complete(&resource); fault != "" {
		return scimReply[R]{}, op.refuse(fault)
	}
	return scimSend[R](ctx, s.client, op, id, scimParams{}, &resource)
}

// Patch changes a user or a group and returns it as it is now. Where the tenant answers without a body (204), what is
// returned has the id only. A patch is not always the same when it is done twice, so it is never repeated by this client.
func (s SCIMResources[R]) Patch(ctx context.Context, id string, patch *scim.Patch) (R, error) {
	resource, _, err := s.patch(ctx, id, patch)
	return resource, err
}

func (s SCIMResources[R]) patch(ctx context.Context, id string, patch *scim.Patch) (resource R, _ receipt, _ error) {
	fault := scimIDFault(id)
	if err := patch.Err(); err != nil && fault == "" {
		fault = err.Error()
	}
	if fault != "" {
		return resource, receipt{}, s.kind.patch.refuse(fault)
	}
	answer, err := scimSend[R](ctx, s.client, s.kind.patch, id, scimParams{}, patch)
	resource, err = s.changed(answer, err, id)
	return resource, answer.receipt, err
}

// changed returns what a change made of a resource, and one with nothing but its id if the tenant does not say.
func (s SCIMResources[R]) changed(answer scimReply[R], err error, id string) (resource R, _ error) {
	switch {
	case err != nil:
		return resource, err
	case !answer.HasResource:
		*s.kind.id(&resource) = Set(id)
		return resource, nil
	}
	return s.resourceIn(answer, id)
}

// Delete deletes a user or a group by its id. That it is not there is no error if an earlier attempt of the same call may
// have deleted it.
func (s SCIMResources[R]) Delete(ctx context.Context, id string) error {
	if fault := scimIDFault(id); fault != "" {
		return s.kind.delete.refuse(fault)
	}
	_, err := scimSend[R](ctx, s.client, s.kind.delete, id, scimParams{}, nil)
	var failure *Error
	if errors.As(err, &failure) && failure.isGone() {
		return nil
	}
	return err
}

var (
	errNoSCIM    = errors.New("the reply is no SCIM resource: it has no id")
	errAnotherID = errors.New("the reply is about another id")
)

// resourceIn returns the resource in a reply. One with another id than was asked for is somebody else.
func (s SCIMResources[R]) resourceIn(answer scimReply[R], id string) (R, error) {
	if fault := s.faultIn(answer, id); fault != nil {
		var none R
		return none, answer.failure(fault, "", "")
	}
	return answer.Resource, nil
}

func (s SCIMResources[R]) faultIn(answer scimReply[R], id string) error {
	switch got := s.kind.id(&answer.Resource).Or(""); {
	case !answer.HasResource:
		return errEmptyReply
	case got == "":
		return errNoSCIM
	case id != "" && got != id:
		return errAnotherID
	}
	return s.kind.check(&answer.Resource)
}

// scimSend carries out an operation of SCIM.
func scimSend[T any](ctx context.Context, c *Client, op scimOperation, id string, params scimParams, body any) (scimReply[T], error) {
	return scimCall[T](ctx, c, op.Operation, body, func(ctx context.Context, api *gsapi.Client, body io.Reader) (*http.Response, error) {
		return op.call(ctx, api, id, params, body)
	})
}

// scimCall carries out an operation whose reply is one of SCIM.
func scimCall[T any](ctx context.Context, c *Client, op gsapi.Operation, body any, send sendFunc) (scimReply[T], error) {
	answer, failure := dispatch(ctx, c, op, body, send, decodeSCIM[T])
	if failure != nil { // a nil *Error must not become an error that is not nil
		return answer, failure
	}
	return answer, nil
}

// refuse is the error for input with which nothing is sent.
func (op scimOperation) refuse(fault string) error {
	return fmt.Errorf("gainsight: %s: %s; nothing was sent: %w", op.ID, fault, ErrInvalid)
}

// scimIDFault says what keeps a text from being an id in a path.
func scimIDFault(id string) string {
	switch {
	case id == "":
		return "the id is empty"
	case !isID(url.PathEscape(id)):
		return "the id cannot stand in a path: it is not valid UTF-8, or has dots, slashes or escapes with which it would leave its place"
	}
	return ""
}

func (a SCIMAttributes) params() (params scimParams, fault string) {
	for _, names := range [][]string{a.Attributes, a.ExcludedAttributes} {
		for _, name := range names {
			if err := scim.CheckAttribute(name); err != nil {
				return params, err.Error()
			}
		}
	}
	return scimParams{Attributes: a.Attributes, ExcludedAttributes: a.ExcludedAttributes}, ""
}
