//go:build unix

//lint:file-ignore SA1019 Every operation is called, deprecated ones included.

package peers

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"slices"
	"testing"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// mockCall is how a program calls one operation. The server answers with examples, whatever it is asked, so each call
// asks for what the examples are about.
type mockCall struct {
	operation string
	make      func(ctx context.Context, client *gainsight.Client) (any, error)
	// want is what the call gives: a value, or what is in the server's reply.
	want any
}

// inReply leads to a member of the reply, or to the whole of it if it is empty.
type inReply []string

const (
	someGsid  = "1P01E316G9DAPFOLE6SOOUG71XRMN5F3PLER"
	someID    = "1"
	someGroup = "2"
)

var mockCalls = []mockCall{
	{"upsertCompanyTeamRecords", func(ctx context.Context, client *gainsight.Client) (any, error) {
		record := gainsight.CompanyTeamRecord{CompanyName: gainsight.Set("IBM"), UserName: gainsight.Set("Alex Example")}
		other := gainsight.CompanyTeamRecord{CompanyName: gainsight.Set("Youtube"), UserName: gainsight.Set("Alex Example")}
		result, err := client.CompanyTeam.Upsert(ctx, []gainsight.CompanyTeamRecord{record, other})
		return result.Count(gainsight.Succeeded), err
	}, 2},
	{"listCompanyTeamRecords", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return all(client.CompanyTeam.List(ctx, gainsight.CompanyTeamListOptions{Where: gainsight.Eq("CompanyName", "IBM")}))
	}, inReply{"data", "records"}},
	{"bulkDeleteCompanyTeamRecords", func(ctx context.Context, client *gainsight.Client) (any, error) {
		result, err := client.CompanyTeam.DeleteMany(ctx, []string{
			"1P01936XHTA4SF76ZU5RWZWIMDDL54UB7UF9", "1P01936XHTA4SF76ZUUXHOUMVVSFH9YJM15A", "1P01936XHTA4SF76ZUW5J2RVEZZ8H33C8MAM",
		})
		return []int{result.Count(gainsight.Succeeded), result.Count(gainsight.Absent)}, err
	}, []int{2, 1}},
	{"deleteCompanyTeamRecord", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return nil, client.CompanyTeam.Delete(ctx, "1I0054U9FAKXZ0H26H4H0U5VRD65H9JW66FJ")
	}, nil},

	{"createUsers", func(ctx context.Context, client *gainsight.Client) (any, error) {
		result, err := client.Users.Create(ctx, []gainsight.User{{
			Email: gainsight.Set("alex@example.com"), SFDCUserName: gainsight.Set("alex@example.com"), Name: gainsight.Set("Alex Example"),
		}}, gainsight.UserCreateOptions{})
		return result.Count(gainsight.Succeeded), err
	}, 1},
	{"updateUsers", func(ctx context.Context, client *gainsight.Client) (any, error) {
		result, err := client.Users.Update(ctx, []gainsight.User{{Gsid: gainsight.Set(someGsid), Title: gainsight.Set("CSM")}}, gainsight.UserUpdateOptions{})
		return result.Count(gainsight.Rejected), err // the server makes an error up
	}, 1},
	{"updateUserStatus", func(ctx context.Context, client *gainsight.Client) (any, error) {
		result, err := client.Users.Deactivate(ctx, []string{someGsid})
		return result.Count(gainsight.Succeeded), err
	}, 1},
	{"listUserRecords", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return all(client.Users.List(ctx, gainsight.UserListOptions{Where: gainsight.Eq("IsActiveUser", true)}))
	}, inReply{"data", "records"}},

	{"scimGetServiceProviderConfig", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return client.SCIM.ServiceProviderConfig(ctx)
	}, inReply{}},
	{"scimListUsers", func(ctx context.Context, client *gainsight.Client) (any, error) {
		options := gainsight.SCIMListOptions{Filter: scim.Sw("userName", "alex")}
		return all(client.SCIM.Users.List(ctx, options))
	}, inReply{"Resources"}},
	{"scimCreateUser", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return client.SCIM.Users.Create(ctx, mockUser)
	}, inReply{}},
	{"scimGetUser", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return client.SCIM.Users.Get(ctx, someID, gainsight.SCIMAttributes{ExcludedAttributes: []string{"groups", "roles"}})
	}, inReply{}},
	{"scimUpdateUser", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return client.SCIM.Users.Replace(ctx, someID, mockUser)
	}, inReply{}},
	{"scimPatchUser", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return client.SCIM.Users.Deactivate(ctx, someID)
	}, inReply{}},
	{"scimDeleteUser", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return nil, client.SCIM.Users.Delete(ctx, someID)
	}, nil},
	{"scimListGroups", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return all(client.SCIM.Groups.List(ctx, gainsight.SCIMListOptions{}))
	}, inReply{"Resources"}},
	{"scimCreateGroup", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return client.SCIM.Groups.Create(ctx, scim.Group{DisplayName: gainsight.Set("Example Group")})
	}, inReply{}},
	{"scimGetGroup", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return client.SCIM.Groups.Get(ctx, someGroup, gainsight.SCIMAttributes{Attributes: []string{"displayName", "members"}})
	}, inReply{}},
	{"scimUpdateGroup", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return client.SCIM.Groups.Replace(ctx, someGroup, scim.Group{DisplayName: gainsight.Set("Example Group")})
	}, inReply{}},
	{"scimPatchGroup", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return client.SCIM.Groups.AddMembers(ctx, someGroup, someID)
	}, inReply{}},
	{"scimDeleteGroup", func(ctx context.Context, client *gainsight.Client) (any, error) {
		return nil, client.SCIM.Groups.Delete(ctx, someGroup)
	}, nil},

	{"issueToken", func(ctx context.Context, client *gainsight.Client) (any, error) {
		grant := gsapi.TokenRequestGrantType("client_credentials")
		reply, err := client.API().IssueTokenWithFormdataBodyWithResponse(ctx, gsapi.TokenRequest{GrantType: &grant}, withBasic)
		return reply.JSON200, err
	}, inReply{}},

	{"listUsers", func(ctx context.Context, client *gainsight.Client) (any, error) {
		page := 2
		reply, err := client.API().ListUsersWithResponse(ctx, &gsapi.ListUsersParams{PageNumber: &page})
		return reply.JSON200, err
	}, inReply{}},
	{"getUser", func(ctx context.Context, client *gainsight.Client) (any, error) {
		reply, err := client.API().GetUserWithResponse(ctx, someGsid)
		return reply.JSON200, err
	}, inReply{}},
	{"updateUser", func(ctx context.Context, client *gainsight.Client) (any, error) {
		name := "Renamed"
		reply, err := client.API().UpdateUserWithResponse(ctx, someGsid, gsapi.PublishedGainsightUserInput{LastName: &name})
		return reply.JSON200, err
	}, inReply{}},
	{"deactivateUser", func(ctx context.Context, client *gainsight.Client) (any, error) {
		reply, err := client.API().DeactivateUserWithResponse(ctx, someGsid)
		return reply.JSON200, err
	}, inReply{}},
	{"upsertCompanyTeam", func(ctx context.Context, client *gainsight.Client) (any, error) {
		company, user := "1P02EWJH7V1ARTU135948UTCK78QC96QL78G", someGsid
		records := []gsapi.PublishedCompanyTeamRecord{{CompanyID: &company, UserID: &user}}
		reply, err := client.API().UpsertCompanyTeamWithResponse(ctx, gsapi.PublishedCompanyTeamUpsertRequest{Records: records})
		return reply.JSON200, err
	}, inReply{}},
	{"searchCompanyTeam", func(ctx context.Context, client *gainsight.Client) (any, error) {
		reply, err := client.API().SearchCompanyTeamWithResponse(ctx, gsapi.PublishedSearchRequest{Select: []string{"Gsid"}})
		return reply.JSON200, err
	}, inReply{}},
}

var mockUser = scim.User{
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

func all[T any](list iter.Seq2[T, error]) ([]T, error) {
	var found []T
	for one, err := range list {
		if err != nil {
			return found, err
		}
		found = append(found, one)
	}
	return found, nil
}

// The client's calls are what the document allows, and it reads everything that is in the examples of the document, or
// in what Prism makes up where there is none.
func TestClientAgainstPrismMock(t *testing.T) {
	document := readYAML(t, documentPath)
	operations := operationsOf(t, document)
	addPageOfUsers(t, document)
	mock := startPrismMock(t, writeJSON(t, document))
	client := newClient(t, mock.URL, gainsight.WithAccessKey("a key"), gainsight.WithM2M("id", "secret"))
	for _, call := range mockCalls {
		t.Run(call.operation, func(t *testing.T) {
			got, err := call.make(t.Context(), client)
			mock.wantNoViolation(t)
			if err != nil {
				t.Fatal(err)
			}
			wantSame(t, asJSON(t, got), call.wanted(t, mock.takeReply(t, operations, call.operation)))
		})
	}
	for _, operation := range operations {
		if !slices.ContainsFunc(mockCalls, func(call mockCall) bool { return call.operation == operation.id }) {
			t.Errorf("%s was not called", operation.id)
		}
	}
}

// addPageOfUsers gives the document a page of users as the client infers it from company teams. The document itself has
// none, since nobody has seen one.
func addPageOfUsers(t *testing.T, document any) {
	t.Helper()
	response := at(document, document, "paths", "/users/services/list", "post", "responses", "200", "content", "application/json")
	response.(map[string]any)["example"] = mustParse(t, `{"result": true, "data": {"page": 0, "size": 1, "limit": 25,
		"records": [{"Gsid": "`+someGsid+`", "Email": "alex@example.com", "IsActiveUser": true}]}}`)
}

func (c mockCall) wanted(t *testing.T, reply []byte) any {
	t.Helper()
	keys, ok := c.want.(inReply)
	if !ok {
		return asJSON(t, c.want)
	}
	content := mustParse(t, string(reply))
	want := at(content, content, keys...)
	if isEmpty(want) {
		t.Fatalf("the reply has nothing to read: %s", reply)
	}
	return want
}

func isEmpty(value any) bool {
	switch value := value.(type) {
	case map[string]any:
		return len(value) == 0
	case []any:
		return len(value) == 0
	}
	return value == nil
}

func asJSON(t *testing.T, value any) any {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return mustParse(t, string(data))
}
