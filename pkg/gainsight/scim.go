package gainsight

import (
	"context"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// SCIMService manages users and groups by SCIM 2.0, as identity providers do. It takes only a bearer token (V): give New
// WithM2M or WithTokenSource. Every admin may read; only super admins may write (V). The package scim has the types, the
// filters and the patches.
type SCIMService struct {
	// Users manages users.
	Users *SCIMUserService
	// Groups manages groups of users. That they can be listed and patched was seen (L); the rest is RFC 7644 (I).
	Groups *SCIMGroupService

	client *Client
}

// SCIMUserService manages users by SCIM. Create, Get, List, Replace, Patch and FindByExternalID are those of
// SCIMResources.
type SCIMUserService struct {
	SCIMResources[scim.User]
}

// SCIMGroupService manages groups by SCIM. Create, Get, List, Replace, Patch, Delete and FindByExternalID are those of
// SCIMResources.
type SCIMGroupService struct {
	SCIMResources[scim.Group]
}

func newSCIMService(client *Client) *SCIMService {
	return &SCIMService{
		client: client,
		Users:  &SCIMUserService{SCIMResources[scim.User]{client, scimUsers}},
		Groups: &SCIMGroupService{SCIMResources[scim.Group]{client, scimGroups}},
	}
}

// FindByUserName returns the one user with a user name, in upper or lower case. Nobody is an error that is ErrNotFound,
// and several users are one that is ErrAmbiguous.
func (s *SCIMUserService) FindByUserName(ctx context.Context, userName string) (scim.User, error) {
	return s.findBy(ctx, "userName", userName, func(user scim.User) likeness { return compareFold(userName, user.UserName) })
}

// FindByDisplayName returns the one group with a name, in upper or lower case; see Users.FindByUserName.
func (s *SCIMGroupService) FindByDisplayName(ctx context.Context, displayName string) (scim.Group, error) {
	return s.findBy(ctx, "displayName", displayName, func(group scim.Group) likeness { return compareFold(displayName, group.DisplayName) })
}

// AddMembers adds users to a group by their ids (L).
func (s *SCIMGroupService) AddMembers(ctx context.Context, id string, userIDs ...string) (scim.Group, error) {
	return s.Patch(ctx, id, scim.NewPatch().AddMembers(userIDs...))
}

// RemoveMembers removes users from a group by their ids, in the form of RFC 7644 (I). A client was seen to use another
// form (L), with which a server that keeps to the RFC would remove all members; with this one, nobody else ever is. Should
// a tenant refuse it, Patch with scim.NewPatch().RemoveValues("members", ids...) has the form that was seen.
func (s *SCIMGroupService) RemoveMembers(ctx context.Context, id string, userIDs ...string) (scim.Group, error) {
	return s.Patch(ctx, id, scim.NewPatch().RemoveMembers(userIDs...))
}

// Delete deletes a user.
//
// Deprecated: unconfirmed: only the published third-party document knows this operation (P). Use Deactivate.
func (s *SCIMUserService) Delete(ctx context.Context, id string) error {
	return s.SCIMResources.Delete(ctx, id)
}
