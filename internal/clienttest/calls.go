//lint:file-ignore SA1019 Every operation is called, deprecated ones included.

package clienttest

import (
	"context"
	"iter"
	"net/http"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// Call is how a program calls one operation.
type Call struct {
	Operation string
	Make      func(ctx context.Context, client *gainsight.Client) (any, error)
}

// The ids of the calls are nobody's.
const (
	someGsid  = "1P01E316G9DAPFOLE6SOOUG71XRMN5F3PLER"
	someID    = "1"
	someGroup = "2"
)

// Calls has a call for each operation of the document. They ask for what its examples are about, for servers that answer
// with an example whatever they are asked.
var Calls = []Call{
	{"upsertCompanyTeamRecords", func(ctx context.Context, client *gainsight.Client) (any, error) {
		record := gainsight.CompanyTeamRecord{CompanyName: gainsight.Set("IBM"), UserName: gainsight.Set("Alex Example")}
		other := gainsight.CompanyTeamRecord{CompanyName: gainsight.Set("Youtube"), UserName: gainsight.Set("Alex Example")}
		result, err := client.CompanyTeam.Upsert(ctx, []gainsight.CompanyTeamRecord{record, other})
		return result.Count(gainsight.Succeeded), err
	}},
	{"listCompanyTeamRecords", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return All(client.CompanyTeam.List(ctx, gainsight.CompanyTeamListOptions{Where: gainsight.Eq("CompanyName", "IBM")}))
	}},
	{"bulkDeleteCompanyTeamRecords", func(ctx context.Context, client *gainsight.Client) (any, error) {
		result, err := client.CompanyTeam.DeleteMany(ctx, []string{
			"1P01936XHTA4SF76ZU5RWZWIMDDL54UB7UF9", "1P01936XHTA4SF76ZUUXHOUMVVSFH9YJM15A", "1P01936XHTA4SF76ZUW5J2RVEZZ8H33C8MAM",
		})
		return []int{result.Count(gainsight.Succeeded), result.Count(gainsight.Absent)}, err
	}},
	{"deleteCompanyTeamRecord", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return nil, client.CompanyTeam.Delete(ctx, "1I0054U9FAKXZ0H26H4H0U5VRD65H9JW66FJ")
	}},

	{"createUsers", func(ctx context.Context, client *gainsight.Client) (any, error) {
		result, err := client.Users.Create(ctx, []gainsight.User{{
			Email: gainsight.Set("alex@example.com"), SFDCUserName: gainsight.Set("alex@example.com"), Name: gainsight.Set("Alex Example"),
		}}, gainsight.UserCreateOptions{})
		return result.Count(gainsight.Succeeded), err
	}},
	{"updateUsers", func(ctx context.Context, client *gainsight.Client) (any, error) {
		result, err := client.Users.Update(ctx, []gainsight.User{{Gsid: gainsight.Set(someGsid), Title: gainsight.Set("CSM")}}, gainsight.UserUpdateOptions{})
		return result.Count(gainsight.Rejected), err // a server of examples makes an error up
	}},
	{"updateUserStatus", func(ctx context.Context, client *gainsight.Client) (any, error) {
		result, err := client.Users.Deactivate(ctx, []string{someGsid})
		return result.Count(gainsight.Succeeded), err
	}},
	{"listUserRecords", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return All(client.Users.List(ctx, gainsight.UserListOptions{Where: gainsight.Eq("IsActiveUser", true)}))
	}},

	{"scimGetServiceProviderConfig", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return client.SCIM.ServiceProviderConfig(ctx)
	}},
	{"scimListUsers", func(ctx context.Context, client *gainsight.Client) (any, error) {
		options := gainsight.SCIMListOptions{Filter: scim.Sw("userName", "alex")}
		return All(client.SCIM.Users.List(ctx, options))
	}},
	{"scimCreateUser", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return client.SCIM.Users.Create(ctx, aUser)
	}},
	{"scimGetUser", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return client.SCIM.Users.Get(ctx, someID, gainsight.SCIMAttributes{ExcludedAttributes: []string{"groups", "roles"}})
	}},
	{"scimUpdateUser", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return client.SCIM.Users.Replace(ctx, someID, aUser)
	}},
	{"scimPatchUser", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return client.SCIM.Users.Deactivate(ctx, someID)
	}},
	{"scimDeleteUser", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return nil, client.SCIM.Users.Delete(ctx, someID)
	}},
	{"scimListGroups", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return All(client.SCIM.Groups.List(ctx, gainsight.SCIMListOptions{}))
	}},
	{"scimCreateGroup", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return client.SCIM.Groups.Create(ctx, scim.Group{DisplayName: gainsight.Set("Example Group")})
	}},
	{"scimGetGroup", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return client.SCIM.Groups.Get(ctx, someGroup, gainsight.SCIMAttributes{Attributes: []string{"displayName", "members"}})
	}},
	{"scimUpdateGroup", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return client.SCIM.Groups.Replace(ctx, someGroup, scim.Group{DisplayName: gainsight.Set("Example Group")})
	}},
	{"scimPatchGroup", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return client.SCIM.Groups.AddMembers(ctx, someGroup, someID)
	}},
	{"scimDeleteGroup", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return nil, client.SCIM.Groups.Delete(ctx, someGroup)
	}},

	{"issueToken", func(ctx context.Context, client *gainsight.Client) (any, error) {
		grant := gsapi.TokenRequestGrantType("client_credentials")
		reply, err := client.API().IssueTokenWithFormdataBodyWithResponse(ctx, gsapi.TokenRequest{GrantType: &grant}, withBasic)
		return reply.JSON200, err
	}},

	{"listUsers", func(ctx context.Context, client *gainsight.Client) (any, error) {
		page := 2
		reply, err := client.API().ListUsersWithResponse(ctx, &gsapi.ListUsersParams{PageNumber: &page})
		return reply.JSON200, err
	}},
	{"getUser", func(ctx context.Context, client *gainsight.Client) (any, error) {
		reply, err := client.API().GetUserWithResponse(ctx, someGsid)
		return reply.JSON200, err
	}},
	{"updateUser", func(ctx context.Context, client *gainsight.Client) (any, error) {
		name := "Renamed"
		reply, err := client.API().UpdateUserWithResponse(ctx, someGsid, gsapi.PublishedGainsightUserInput{LastName: &name})
		return reply.JSON200, err
	}},
	{"deactivateUser", func(ctx context.Context, client *gainsight.Client) (any, error) {
		reply, err := client.API().DeactivateUserWithResponse(ctx, someGsid)
		return reply.JSON200, err
	}},
	{"upsertCompanyTeam", func(ctx context.Context, client *gainsight.Client) (any, error) {
		company, user := "1P02EWJH7V1ARTU135948UTCK78QC96QL78G", someGsid
		records := []gsapi.PublishedCompanyTeamRecord{{CompanyID: &company, UserID: &user}}
		reply, err := client.API().UpsertCompanyTeamWithResponse(ctx, gsapi.PublishedCompanyTeamUpsertRequest{Records: records})
		return reply.JSON200, err
	}},
	{"searchCompanyTeam", func(ctx context.Context, client *gainsight.Client) (any, error) {
		reply, err := client.API().SearchCompanyTeamWithResponse(ctx, gsapi.PublishedSearchRequest{Select: []string{"Gsid"}})
		return reply.JSON200, err
	}},
}

var aUser = scim.User{
	UserName: gainsight.Set("alex@example.com"),
	Name:     &scim.Name{GivenName: gainsight.Set("Alex"), FamilyName: gainsight.Set("Example")},
	Emails:   []scim.MultiValue{{Value: gainsight.Set("alex@example.com"), Primary: gainsight.Set(true)}},
}

// withBasic gives the client's id and secret that every fake tenant knows.
func withBasic(_ context.Context, request *http.Request) error {
	tenant := gainsighttest.NewTenant()
	request.SetBasicAuth(tenant.ClientID(), tenant.ClientSecret())
	return nil
}

// All collects what a list returns.
func All[T any](list iter.Seq2[T, error]) ([]T, error) {
	var found []T
	for one, err := range list {
		if err != nil {
			return found, err
		}
		found = append(found, one)
	}
	return found, nil
}
