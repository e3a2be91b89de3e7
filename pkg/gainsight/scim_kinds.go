package gainsight

import (
	"context"
	"io"
	"net/http"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// scimKind is what differs between users and groups: the operations, and the members that matter to a call.
type scimKind[R any] struct {
	create, get, list, replace, patch, delete scimOperation

	schema     string
	schemas    func(*R) []string
	id         func(*R) *Value[string]
	externalID func(*R) Value[string]
	// complete fills in the schemas, leaves out what only the tenant sets, and tells what is missing.
	complete func(*R) (fault string)
}

// scimOperation is an operation with the generated method that calls it. A method that takes no id or no parameters
// ignores them.
type scimOperation struct {
	gsapi.Operation
	call func(ctx context.Context, api *gsapi.Client, id string, params scimParams, body io.Reader) (*http.Response, error)
}

// scimParams has the parameters of every SCIM operation. Those of the generated methods are the same or a part of them.
type scimParams = gsapi.ScimListUsersParams

var scimUsers = scimKind[scim.User]{
	create: scimOperation{gsapi.OpScimCreateUser, func(ctx context.Context, api *gsapi.Client, _ string, _ scimParams, body io.Reader) (*http.Response, error) {
		return api.ScimCreateUserWithBody(ctx, scimType, body)
	}},
	get: scimOperation{gsapi.OpScimGetUser, func(ctx context.Context, api *gsapi.Client, id string, params scimParams, _ io.Reader) (*http.Response, error) {
		return api.ScimGetUser(ctx, id, &gsapi.ScimGetUserParams{Attributes: params.Attributes, ExcludedAttributes: params.ExcludedAttributes})
	}},
	list: scimOperation{gsapi.OpScimListUsers, func(ctx context.Context, api *gsapi.Client, _ string, params scimParams, _ io.Reader) (*http.Response, error) {
		return api.ScimListUsers(ctx, &params)
	}},
	replace: scimOperation{gsapi.OpScimUpdateUser, func(ctx context.Context, api *gsapi.Client, id string, _ scimParams, body io.Reader) (*http.Response, error) {
		return api.ScimUpdateUserWithBody(ctx, id, scimType, body)
	}},
	patch: scimOperation{gsapi.OpScimPatchUser, func(ctx context.Context, api *gsapi.Client, id string, _ scimParams, body io.Reader) (*http.Response, error) {
		return api.ScimPatchUserWithBody(ctx, id, scimType, body)
	}},
	delete: scimOperation{gsapi.OpScimDeleteUser, func(ctx context.Context, api *gsapi.Client, id string, _ scimParams, _ io.Reader) (*http.Response, error) {
		return api.ScimDeleteUser(ctx, id)
	}},
	schema:     scim.SchemaUser,
	schemas:    func(user *scim.User) []string { return user.Schemas },
	id:         func(user *scim.User) *Value[string] { return &user.ID },
	externalID: func(user *scim.User) Value[string] { return user.ExternalID },
	complete: func(user *scim.User) string {
		user.ID, user.Meta = Value[string]{}, nil
		user.Schemas = withSchemas(user.Schemas, userSchemas(user))
		return missing("userName", user.UserName)
	},
}

var scimGroups = scimKind[scim.Group]{
	create: scimOperation{gsapi.OpScimCreateGroup, func(ctx context.Context, api *gsapi.Client, _ string, _ scimParams, body io.Reader) (*http.Response, error) {
		return api.ScimCreateGroupWithBody(ctx, scimType, body)
	}},
	get: scimOperation{gsapi.OpScimGetGroup, func(ctx context.Context, api *gsapi.Client, id string, params scimParams, _ io.Reader) (*http.Response, error) {
		return api.ScimGetGroup(ctx, id, &gsapi.ScimGetGroupParams{Attributes: params.Attributes, ExcludedAttributes: params.ExcludedAttributes})
	}},
	list: scimOperation{gsapi.OpScimListGroups, func(ctx context.Context, api *gsapi.Client, _ string, params scimParams, _ io.Reader) (*http.Response, error) {
		return api.ScimListGroups(ctx, (*gsapi.ScimListGroupsParams)(&params))
	}},
	replace: scimOperation{gsapi.OpScimUpdateGroup, func(ctx context.Context, api *gsapi.Client, id string, _ scimParams, body io.Reader) (*http.Response, error) {
		return api.ScimUpdateGroupWithBody(ctx, id, scimType, body)
	}},
	patch: scimOperation{gsapi.OpScimPatchGroup, func(ctx context.Context, api *gsapi.Client, id string, _ scimParams, body io.Reader) (*http.Response, error) {
		return api.ScimPatchGroupWithBody(ctx, id, scimType, body)
	}},
	delete: scimOperation{gsapi.OpScimDeleteGroup, func(ctx context.Context, api *gsapi.Client, id string, _ scimParams, _ io.Reader) (*http.Response, error) {
		return api.ScimDeleteGroup(ctx, id)
	}},
	schema:     scim.SchemaGroup,
	schemas:    func(group *scim.Group) []string { return group.Schemas },
	id:         func(group *scim.Group) *Value[string] { return &group.ID },
	externalID: func(group *scim.Group) Value[string] { return group.ExternalID },
	complete: func(group *scim.Group) string {
		group.ID, group.Meta = Value[string]{}, nil
		group.Schemas = withSchemas(group.Schemas, []string{scim.SchemaGroup})
		return missing("displayName", group.DisplayName)
	},
}

// check fails for a resource of another kind.
func (k scimKind[R]) check(resource *R) error { return checkSchemas(k.schemas(resource), k.schema) }

func missing(name string, member Value[string]) (fault string) {
	if member.Or("") == "" {
		return "it has no " + name
	}
	return ""
}
