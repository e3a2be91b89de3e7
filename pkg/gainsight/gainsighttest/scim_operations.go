package gainsighttest

import (
	"context"
	"net/http"

	"github.com/gainsight-go/gainsight-go/gen/gsserver"
)

// ScimListUsers lists users.
func (operations) ScimListUsers(ctx context.Context, request gsserver.ScimListUsersRequestObject) (gsserver.ScimListUsersResponseObject, error) {
	p := request.Params
	return exchangeOf(ctx).scimList(scimUsers, scimQuery{p.Filter, p.StartIndex, p.Count, scimProjection{p.Attributes, p.ExcludedAttributes}}), nil
}

// ScimCreateUser creates a user.
func (operations) ScimCreateUser(ctx context.Context, _ gsserver.ScimCreateUserRequestObject) (gsserver.ScimCreateUserResponseObject, error) {
	return exchangeOf(ctx).scimCreate(scimUsers), nil
}

// ScimGetUser returns a user.
func (operations) ScimGetUser(ctx context.Context, request gsserver.ScimGetUserRequestObject) (gsserver.ScimGetUserResponseObject, error) {
	p := request.Params
	return exchangeOf(ctx).scimGet(scimUsers, request.ScimUserID, scimProjection{p.Attributes, p.ExcludedAttributes}), nil
}

// ScimUpdateUser puts a user in place of another.
func (operations) ScimUpdateUser(ctx context.Context, request gsserver.ScimUpdateUserRequestObject) (gsserver.ScimUpdateUserResponseObject, error) {
	return exchangeOf(ctx).scimReplace(scimUsers, request.ScimUserID), nil
}

// ScimPatchUser changes a user.
func (operations) ScimPatchUser(ctx context.Context, request gsserver.ScimPatchUserRequestObject) (gsserver.ScimPatchUserResponseObject, error) {
	return exchangeOf(ctx).scimPatch(scimUsers, request.ScimUserID, request.Body), nil
}

// ScimDeleteUser deletes a user.
func (operations) ScimDeleteUser(ctx context.Context, request gsserver.ScimDeleteUserRequestObject) (gsserver.ScimDeleteUserResponseObject, error) {
	return exchangeOf(ctx).scimDelete(scimUsers, request.ScimUserID), nil
}

// ScimListGroups lists groups.
func (operations) ScimListGroups(ctx context.Context, request gsserver.ScimListGroupsRequestObject) (gsserver.ScimListGroupsResponseObject, error) {
	p := request.Params
	return exchangeOf(ctx).scimList(scimGroups, scimQuery{p.Filter, p.StartIndex, p.Count, scimProjection{p.Attributes, p.ExcludedAttributes}}), nil
}

// ScimCreateGroup creates a group.
func (operations) ScimCreateGroup(ctx context.Context, _ gsserver.ScimCreateGroupRequestObject) (gsserver.ScimCreateGroupResponseObject, error) {
	return exchangeOf(ctx).scimCreate(scimGroups), nil
}

// ScimGetGroup returns a group.
func (operations) ScimGetGroup(ctx context.Context, request gsserver.ScimGetGroupRequestObject) (gsserver.ScimGetGroupResponseObject, error) {
	p := request.Params
	return exchangeOf(ctx).scimGet(scimGroups, request.ScimGroupID, scimProjection{p.Attributes, p.ExcludedAttributes}), nil
}

// ScimUpdateGroup puts a group in place of another.
func (operations) ScimUpdateGroup(ctx context.Context, request gsserver.ScimUpdateGroupRequestObject) (gsserver.ScimUpdateGroupResponseObject, error) {
	return exchangeOf(ctx).scimReplace(scimGroups, request.ScimGroupID), nil
}

// ScimPatchGroup changes a group.
func (operations) ScimPatchGroup(ctx context.Context, request gsserver.ScimPatchGroupRequestObject) (gsserver.ScimPatchGroupResponseObject, error) {
	return exchangeOf(ctx).scimPatch(scimGroups, request.ScimGroupID, request.Body), nil
}

// ScimDeleteGroup deletes a group.
func (operations) ScimDeleteGroup(ctx context.Context, request gsserver.ScimDeleteGroupRequestObject) (gsserver.ScimDeleteGroupResponseObject, error) {
	return exchangeOf(ctx).scimDelete(scimGroups, request.ScimGroupID), nil
}

// ScimGetServiceProviderConfig says what the tenant supports. What a real tenant says is not known.
func (operations) ScimGetServiceProviderConfig(ctx context.Context, _ gsserver.ScimGetServiceProviderConfigRequestObject) (gsserver.ScimGetServiceProviderConfigResponseObject, error) {
	x := exchangeOf(ctx)
	supported := func(is bool) resource { return resource{"supported": is} }
	return x.scimSuccess(http.StatusOK, resource{
		"schemas":        []any{scimConfigSchema},
		"patch":          supported(true),
		"bulk":           resource{"supported": false, "maxOperations": 0, "maxPayloadSize": 0},
		"filter":         resource{"supported": true, "maxResults": x.tenant.maxSCIMCount},
		"changePassword": supported(false),
		"sort":           supported(false),
		"etag":           supported(false),
		"authenticationSchemes": []any{resource{
			"type": "oauthbearertoken", "name": "OAuth Bearer Token", "description": "A token of the operation issueToken",
		}},
		"meta": resource{"resourceType": "ServiceProviderConfig", "location": x.baseURL + scimBase + "ServiceProviderConfig"},
	}), nil
}
