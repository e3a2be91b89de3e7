package gainsight_test

//lint:file-ignore SA1019 what is deprecated is tested, too

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/gainsight-go/gainsight-go/api"
	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// wireCase is one Go call with the request that it makes and what it reads from the reply.
type wireCase struct {
	op     gsapi.Operation
	goCall string // as x-go-call has it
	path   string // without the base; as in the document if it is left out
	query  string
	body   string // JSON or a form; none if it is left out
	status int    // of the reply; 200 if it is left out
	reply  string
	first  map[string]string // replies of other operations that are called, by id; the operation's own replies come in order
	call   func(ctx context.Context, client *gainsight.Client) (any, error)
	want   string // the value that was read, printed or as JSON
}

const (
	wireID     = "client id"
	wireSecret = "client secret"
	teamSelect = `["Gsid","CompanyGsid","CompanyName","UserGsid","UserName","UserRole","TeamAdmin","ModifiedDate"]`
	userSelect = `["Gsid","Name","FirstName","LastName","Email","SFDCUserName","SfdcUserId","IsActiveUser","IsSuperAdmin",` +
		`"Manager","CompanyID","LicenseType","GainsightLicenseEnabled","SystemType","Timezone","Locale","Title","CreatedDate","ModifiedDate"]`
	lookupsByName = `{"CompanyGsid":{"fields":{"CompanyName":"Name"},"lookupField":"Gsid","multiMatchOption":"MARKASERROR","objectName":"Company","onNoMatch":"ERROR"},` +
		`"UserGsid":{"fields":{"UserName":"Name"},"lookupField":"Gsid","multiMatchOption":"MARKASERROR","objectName":"GsUser","onNoMatch":"ERROR"}}`
	upserted  = `{"result":true,"requestId":"r-1","data":{"success":{"records":[{"CompanyName":"IBM","UserName":"Alex","UserRole":"CSM"}]},"errors":null}}`
	gone      = `{"result":true,"data":{"success":{"gsid":["1P01"]},"errors":null}}`
	published = `{"result":false,"errorCode":"E-1","errorDesc":"words","requestId":"r-1"}`
	confirmed = `{"result":true,"data":{"success":[{"Gsid":"1P01"}]}}`
	oneUser   = `{"result":true,"data":{"page":0,"limit":25,"records":[{"Gsid":"1P01","Name":"Alex","Email":"alex@example.com","IsActiveUser":false}]}}`
	noUser    = `{"result":true,"data":{"page":0,"limit":25,"records":[]}}`
	scimAlex  = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"u/1","userName":"alex@example.com","active":false,"x":[1.50]}`
	scimBack  = `{"id":"u/1","active":true}`
	scimTeam  = `{"id":"g 1","displayName":"Team","members":[{"value":"u/1"}]}`
	scimKnown = `{"id":"1","externalId":"ext-1"}`
	scimPage  = `{"totalResults":2,"Resources":[` + scimAlex + `,{"id":"u2","userName":"kim@example.com"}]}`
	teamPage  = `{"totalResults":"1","Resources":[` + scimTeam + `]}`
	patchOf   = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[%s]}`
)

func tableUser() gainsight.User {
	user := gainsight.User{Email: gainsight.Set("alex@example.com"), SFDCUserName: gainsight.Set("alex"), Name: gainsight.Set("Alex")}
	user.PermissionBundles = gainsight.Set([]string{"1"})
	return user
}

var emailWhere = `"where":{"conditions":[{"alias":"a","name":"Email","operator":"IN","value":["alex@example.com"]}],"expression":"a"}`

var wireCases = []wireCase{
	{
		op: gsapi.OpUpsertCompanyTeamRecords, goCall: "client.CompanyTeam.Upsert", query: "key=CompanyGsid,UserGsid",
		body:  `{"records":[{"CompanyName":"IBM","UserName":"Alex"}],"lookups":` + lookupsByName + `}`,
		reply: upserted,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			result, err := client.CompanyTeam.Upsert(ctx, []gainsight.CompanyTeamRecord{byName("IBM", "Alex")})
			return statuses(result), err
		},
		want: "succeeded",
	},
	{
		op: gsapi.OpUpsertCompanyTeamRecords, goCall: "client.CompanyTeam.UpsertSeq", query: "key=Gsid",
		body: `{"records":[{"Gsid":"1P01","UserRole":"CSM"}]}`, reply: upserted,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			row := gainsight.CompanyTeamRecord{Gsid: gainsight.Set("1P01"), UserRole: gainsight.Set("CSM")}
			return outcomesOf(client.CompanyTeam.UpsertSeq(ctx, gainsight.Rows([]gainsight.CompanyTeamRecord{row}), gainsight.ByGsid()))
		},
		want: "succeeded",
	},
	{
		op: gsapi.OpBulkDeleteCompanyTeamRecords, goCall: "client.CompanyTeam.DeleteMany", body: `["1P01"]`, reply: gone,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			result, err := client.CompanyTeam.DeleteMany(ctx, []string{"1P01"})
			return statuses(result), err
		},
		want: "succeeded",
	},
	{
		op: gsapi.OpBulkDeleteCompanyTeamRecords, goCall: "client.CompanyTeam.DeleteSeq", body: `["1P01"]`, reply: gone,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return outcomesOf(client.CompanyTeam.DeleteSeq(ctx, gainsight.Rows([]string{"1P01"})))
		},
		want: "succeeded",
	},
	{
		op: gsapi.OpListCompanyTeamRecords, goCall: "client.CompanyTeam.List",
		body:  `{"select":` + teamSelect + `,"limit":25,"page":0,"orderBy":{"Gsid":"asc"}}`,
		reply: `{"result":true,"data":{"page":0,"size":1,"limit":25,"records":[{"Gsid":"1P01","Name":"Alex","TeamAdmin":"true","Tier__gc":1.50}]}}`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return collected(client.CompanyTeam.List(ctx, gainsight.CompanyTeamListOptions{}))
		},
		want: `[{"Gsid":"1P01","Name":"Alex","TeamAdmin":"true","Tier__gc":1.50}]`,
	},
	{
		op: gsapi.OpDeleteCompanyTeamRecord, goCall: "client.CompanyTeam.Delete", path: "/teams/services/companyTeam/1P01", status: 400,
		reply: `{"result":false,"errorCode":"GU_8003","errorDesc":"No data found","requestId":"r-1"}`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.CompanyTeam.Delete(ctx, "1P01").Error(), nil
		},
		want: "gainsight: deleteCompanyTeamRecord: HTTP 400 GU_8003: No data found (request r-1)",
	},
	{
		op: gsapi.OpDeleteCompanyTeamRecord, goCall: "client.CompanyTeam.Delete", path: "/teams/services/companyTeam/1P01",
		reply: `{"result":true,"errorCode":null,"data":"Record with GSID: 1P01 successfully deleted."}`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return "deleted", client.CompanyTeam.Delete(ctx, "1P01")
		},
		want: "deleted",
	},
	{
		op: gsapi.OpUpsertCompanyTeam, goCall: "client.API().UpsertCompanyTeam", body: `{"records":[{"CompanyId":"c","UserId":"u","IsPrimary":false}]}`, reply: published,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			company, user, isPrimary := "c", "u", false
			reply, err := client.API().UpsertCompanyTeamWithResponse(ctx, gsapi.PublishedCompanyTeamUpsertRequest{
				Records: []gsapi.PublishedCompanyTeamRecord{{CompanyID: &company, UserID: &user, IsPrimary: &isPrimary}},
			})
			return reply.JSON200, err
		},
		want: published,
	},
	{
		op: gsapi.OpSearchCompanyTeam, goCall: "client.API().SearchCompanyTeam", body: `{"select":["Gsid"],"limit":5,"offset":10}`,
		reply: `{"result":true,"data":{"totalCount":1,"records":[{"Gsid":"1P01","TeamRole":"CSM"}]}}`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			limit, offset := 5, 10
			reply, err := client.API().SearchCompanyTeamWithResponse(ctx, gsapi.PublishedSearchRequest{Select: []string{"Gsid"}, Limit: &limit, Offset: &offset})
			return reply.JSON200, err
		},
		want: `{"data":{"records":[{"Gsid":"1P01","TeamRole":"CSM"}],"totalCount":1},"result":true}`,
	},
	{
		op: gsapi.OpListUsers, goCall: "client.API().ListUsers", query: "pageNumber=2&pageSize=3",
		reply: `{"result":true,"data":{"totalCount":9,"records":[{"Gsid":"1P01","IsActive":true}]}}`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			page, size := 2, 3
			reply, err := client.API().ListUsersWithResponse(ctx, &gsapi.ListUsersParams{PageNumber: &page, PageSize: &size})
			return reply.JSON200, err
		},
		want: `{"data":{"records":[{"Gsid":"1P01","IsActive":true}],"totalCount":9},"result":true}`,
	},
	{
		op: gsapi.OpGetUser, goCall: "client.API().GetUser", path: "/users/1P%2001", reply: `{"result":true,"data":{"Gsid":"1P 01","Role":"CSM"}}`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			reply, err := client.API().GetUserWithResponse(ctx, "1P 01")
			return reply.JSON200, err
		},
		want: `{"data":{"Gsid":"1P 01","Role":"CSM"},"result":true}`,
	},
	{
		op: gsapi.OpUpdateUser, goCall: "client.API().UpdateUser", path: "/users/1P01", body: `{"Role":"CSM"}`, reply: published,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			role := "CSM"
			reply, err := client.API().UpdateUserWithResponse(ctx, "1P01", gsapi.PublishedGainsightUserInput{Role: &role})
			return reply.JSON200, err
		},
		want: published,
	},
	{
		op: gsapi.OpDeactivateUser, goCall: "client.API().DeactivateUser", path: "/users/1P01/deactivate", reply: published,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			reply, err := client.API().DeactivateUserWithResponse(ctx, "1P01")
			return reply.JSON200, err
		},
		want: published,
	},
	{
		op: gsapi.OpCreateUsers, goCall: "client.Users.Create", query: "notify=false",
		body:  `{"records":[{"Email":"alex@example.com","Name":"Alex","SFDCUserName":"alex","permissionBundles":["1"]}]}`,
		reply: confirmed,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			result, err := client.Users.Create(ctx, []gainsight.User{tableUser()}, gainsight.UserCreateOptions{Notify: gainsight.Set(false)})
			return statuses(result), err
		},
		want: "succeeded",
	},
	{
		op: gsapi.OpCreateUsers, goCall: "client.Users.CreateSeq",
		body:  `{"records":[{"Email":"alex@example.com","Name":"Alex","SFDCUserName":"alex","permissionBundles":["1"]}]}`,
		reply: confirmed,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return outcomesOf(client.Users.CreateSeq(ctx, gainsight.Rows([]gainsight.User{tableUser()}), gainsight.UserCreateOptions{}))
		},
		want: "succeeded",
	},
	{
		op: gsapi.OpCreateUsers, goCall: "client.Users.Ensure",
		body:  `{"records":[{"Email":"alex@example.com","Name":"Alex","SFDCUserName":"alex","permissionBundles":["1"]}]}`,
		reply: confirmed, first: map[string]string{"listUserRecords": noUser},
		call: ensured(tableUser()), want: `true []`,
	},
	{
		op: gsapi.OpUpdateUsers, goCall: "client.Users.Update", query: "key=Gsid",
		body:  `{"records":[{"Gsid":"1P01","Title":null}],"permissionBundleAction":"append"}`,
		reply: confirmed,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			user := gainsight.User{Gsid: gainsight.Set("1P01"), Title: gainsight.Null[string]()}
			result, err := client.Users.Update(ctx, []gainsight.User{user}, gainsight.UserUpdateOptions{PermissionBundles: gainsight.AppendBundles})
			return statuses(result), err
		},
		want: "succeeded",
	},
	{
		op: gsapi.OpUpdateUsers, goCall: "client.Users.UpdateSeq", query: "key=SFDCUserName",
		body: `{"records":[{"SFDCUserName":"alex","Name":"Alex"}]}`, reply: confirmed,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			user := gainsight.User{SFDCUserName: gainsight.Set("alex"), Name: gainsight.Set("Alex")}
			return outcomesOf(client.Users.UpdateSeq(ctx, gainsight.Rows([]gainsight.User{user}), gainsight.UserUpdateOptions{Key: gainsight.UserKeySFDCUserName}))
		},
		want: "succeeded",
	},
	{
		op: gsapi.OpUpdateUsers, goCall: "client.Users.Ensure", query: "key=Gsid", body: `{"records":[{"Gsid":"1P01","Name":"Lex"}],"permissionBundleAction":"append"}`,
		reply: confirmed, first: map[string]string{"listUserRecords": oneUser},
		call: ensured(gainsight.User{Email: gainsight.Set("alex@example.com"), Name: gainsight.Set("Lex")}), want: `false [Name]`,
	},
	{
		op: gsapi.OpListUserRecords, goCall: "client.Users.List",
		body: `{"select":` + userSelect + `,"limit":25,"page":0,"orderBy":{"Gsid":"asc"}}`, reply: oneUser,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return collected(client.Users.List(ctx, gainsight.UserListOptions{}))
		},
		want: `[{"Gsid":"1P01","Name":"Alex","Email":"alex@example.com","IsActiveUser":false}]`,
	},
	{
		op: gsapi.OpListUserRecords, goCall: "client.Users.Get", reply: oneUser,
		body: `{"select":` + userSelect + `,"limit":25,"page":0,"orderBy":{"Gsid":"asc"},"where":{"conditions":[{"alias":"a","name":"Gsid","operator":"EQ","value":["1P01"]}],"expression":"a"}}`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.Users.Get(ctx, "1P01")
		},
		want: `{"Gsid":"1P01","Name":"Alex","Email":"alex@example.com","IsActiveUser":false}`,
	},
	{
		op: gsapi.OpListUserRecords, goCall: "client.Users.FindByEmail", reply: oneUser,
		body: `{"select":` + userSelect + `,"limit":25,"page":0,"orderBy":{"Gsid":"asc"},` + emailWhere + `}`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.Users.FindByEmail(ctx, "alex@example.com")
		},
		want: `{"Gsid":"1P01","Name":"Alex","Email":"alex@example.com","IsActiveUser":false}`,
	},
	{
		op: gsapi.OpListUserRecords, goCall: "client.Users.Ensure", reply: oneUser,
		body: `{"select":["Gsid","Email","Name"],"limit":25,"page":0,"orderBy":{"Gsid":"asc"},` + emailWhere + `}`,
		call: ensured(gainsight.User{Email: gainsight.Set("alex@example.com"), Name: gainsight.Set("Alex")}), want: `false []`,
	},
	{
		op: gsapi.OpUpdateUserStatus, goCall: "client.Users.Activate", query: "status=true", body: `["1P01"]`, reply: confirmed,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			result, err := client.Users.Activate(ctx, []string{"1P01"})
			return statuses(result), err
		},
		want: "succeeded",
	},
	{
		op: gsapi.OpUpdateUserStatus, goCall: "client.Users.Deactivate", query: "status=false", body: `["1P01"]`, reply: confirmed,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			result, err := client.Users.Deactivate(ctx, []string{"1P01"})
			return statuses(result), err
		},
		want: "succeeded",
	},
	{
		op: gsapi.OpUpdateUserStatus, goCall: "client.Users.Ensure", query: "status=true", body: `["1P01"]`, reply: confirmed,
		first: map[string]string{"listUserRecords": oneUser},
		call:  ensured(gainsight.User{Email: gainsight.Set("alex@example.com"), IsActiveUser: gainsight.Set(true)}), want: `false [IsActiveUser]`,
	},

	{
		op: gsapi.OpScimListUsers, goCall: "client.SCIM.Users.List", reply: scimPage,
		query: "filter=active+eq+true&startIndex=1&count=7&attributes=userName,x",
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			options := gainsight.SCIMListOptions{Filter: scim.Eq("active", true), PageSize: 7}
			options.Attributes = []string{"userName", "x"}
			return collectedN(client.SCIM.Users.List(ctx, options), 2)
		},
		want: `[` + scimAlex + `,{"id":"u2","userName":"kim@example.com"}]`,
	},
	{
		op: gsapi.OpScimListUsers, goCall: "client.SCIM.Users.FindByUserName", reply: `{"totalResults":1,"Resources":[` + scimAlex + `]}`,
		query: `filter=userName+eq+%22Alex%40example.com%22&startIndex=1&count=100`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.Users.FindByUserName(ctx, "Alex@example.com")
		},
		want: scimAlex,
	},
	{
		op: gsapi.OpScimListUsers, goCall: "client.SCIM.Users.FindByExternalID", reply: `{"totalResults":1,"Resources":[` + scimKnown + `]}`,
		query: `filter=externalId+eq+%22ext-1%22&startIndex=1&count=100`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.Users.FindByExternalID(ctx, "ext-1")
		},
		want: scimKnown,
	},
	{
		op: gsapi.OpScimCreateUser, goCall: "client.SCIM.Users.Create", status: 201, reply: scimAlex,
		body: `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","urn:ietf:params:scim:schemas:extension:gainsight:2.0:User"],` +
			`"userName":"alex@example.com","emails":[{"primary":true,"value":"alex@example.com"}],` +
			`"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"u2"}},` +
			`"urn:ietf:params:scim:schemas:extension:gainsight:2.0:User":{"LicenseType":"Full","Tier__gc":"gold"}}`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			gainsightUser := &scim.GainsightUser{LicenseType: gainsight.Set("Full")}
			if err := gainsightUser.SetCustom("Tier__gc", "gold"); err != nil {
				return nil, err
			}
			return client.SCIM.Users.Create(ctx, scim.User{
				ID: gainsight.Set("mine"), Meta: &scim.Meta{}, // not sent
				UserName: gainsight.Set("alex@example.com"), Emails: []scim.MultiValue{{Value: gainsight.Set("alex@example.com"), Primary: gainsight.Set(true)}},
				Enterprise: &scim.EnterpriseUser{Manager: &scim.Manager{Value: gainsight.Set("u2")}}, Gainsight: gainsightUser,
			})
		},
		want: scimAlex,
	},
	{
		op: gsapi.OpScimGetUser, goCall: "client.SCIM.Users.Get", path: "/users/services/scim/Users/u%2F1", reply: scimAlex,
		query: "attributes=userName&excludedAttributes=groups,name.formatted",
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.Users.Get(ctx, "u/1", gainsight.SCIMAttributes{Attributes: []string{"userName"}, ExcludedAttributes: []string{"groups", "name.formatted"}})
		},
		want: scimAlex,
	},
	{
		op: gsapi.OpScimUpdateUser, goCall: "client.SCIM.Users.Replace", path: "/users/services/scim/Users/u%2F1", reply: scimAlex,
		body: `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"alex@example.com","externalId":"x-1"}`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.Users.Replace(ctx, "u/1", scim.User{UserName: gainsight.Set("alex@example.com"), ExternalID: gainsight.Set("x-1")})
		},
		want: scimAlex,
	},
	{
		op: gsapi.OpScimPatchUser, goCall: "client.SCIM.Users.Patch", path: "/users/services/scim/Users/u%2F1", reply: scimAlex,
		body: fmt.Sprintf(patchOf, `{"op":"add","path":"roles","value":[{"value":"CSM"}]}`),
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.Users.Patch(ctx, "u/1", scim.NewPatch().AddRoles("CSM"))
		},
		want: scimAlex,
	},
	{
		op: gsapi.OpScimPatchUser, goCall: "client.SCIM.Users.Activate", path: "/users/services/scim/Users/u%2F1", reply: scimBack,
		body: fmt.Sprintf(patchOf, `{"op":"replace","path":"active","value":true}`),
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.Users.Activate(ctx, "u/1")
		},
		want: scimBack,
	},
	{
		op: gsapi.OpScimPatchUser, goCall: "client.SCIM.Users.Deactivate", path: "/users/services/scim/Users/u%2F1", reply: scimAlex,
		body: fmt.Sprintf(patchOf, `{"op":"replace","path":"active","value":false}`),
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.Users.Deactivate(ctx, "u/1")
		},
		want: scimAlex,
	},
	{
		op: gsapi.OpScimDeleteUser, goCall: "client.SCIM.Users.Delete", path: "/users/services/scim/Users/u%2F1", status: 404,
		reply: `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404","detail":"nobody"}`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.Users.Delete(ctx, "u/1").Error(), nil
		},
		want: "gainsight: scimDeleteUser: HTTP 404: nobody",
	},

	{
		op: gsapi.OpScimListGroups, goCall: "client.SCIM.Groups.List", reply: teamPage, query: "startIndex=1&count=3&excludedAttributes=members",
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			options := gainsight.SCIMListOptions{PageSize: 3}
			options.ExcludedAttributes = []string{"members"}
			return collectedN(client.SCIM.Groups.List(ctx, options), 1)
		},
		want: `[` + scimTeam + `]`,
	},
	{
		op: gsapi.OpScimListGroups, goCall: "client.SCIM.Groups.FindByDisplayName", reply: teamPage,
		query: `filter=displayName+eq+%22team%22&startIndex=1&count=100`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.Groups.FindByDisplayName(ctx, "team")
		},
		want: scimTeam,
	},
	{
		op: gsapi.OpScimListGroups, goCall: "client.SCIM.Groups.FindByExternalID", reply: `{"totalResults":1,"Resources":[` + scimKnown + `]}`,
		query: `filter=externalId+eq+%22ext-1%22&startIndex=1&count=100`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.Groups.FindByExternalID(ctx, "ext-1")
		},
		want: scimKnown,
	},
	{
		op: gsapi.OpScimCreateGroup, goCall: "client.SCIM.Groups.Create", status: 201, reply: scimTeam,
		body: `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Team","members":[{"value":"u/1"}]}`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.Groups.Create(ctx, scim.Group{DisplayName: gainsight.Set("Team"), Members: []scim.MultiValue{{Value: gainsight.Set("u/1")}}})
		},
		want: scimTeam,
	},
	{
		op: gsapi.OpScimGetGroup, goCall: "client.SCIM.Groups.Get", path: "/users/services/scim/Groups/g%201", reply: scimTeam, query: "excludedAttributes=members",
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.Groups.Get(ctx, "g 1", gainsight.SCIMAttributes{ExcludedAttributes: []string{"members"}})
		},
		want: scimTeam,
	},
	{
		op: gsapi.OpScimUpdateGroup, goCall: "client.SCIM.Groups.Replace", path: "/users/services/scim/Groups/g%201", reply: scimTeam,
		body: `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Team"}`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.Groups.Replace(ctx, "g 1", scim.Group{DisplayName: gainsight.Set("Team")})
		},
		want: scimTeam,
	},
	{
		op: gsapi.OpScimPatchGroup, goCall: "client.SCIM.Groups.Patch", path: "/users/services/scim/Groups/g%201", reply: scimTeam,
		body: fmt.Sprintf(patchOf, `{"op":"replace","path":"displayName","value":"Team"}`),
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.Groups.Patch(ctx, "g 1", scim.NewPatch().Replace("displayName", "Team"))
		},
		want: scimTeam,
	},
	{
		op: gsapi.OpScimPatchGroup, goCall: "client.SCIM.Groups.AddMembers", path: "/users/services/scim/Groups/g%201", reply: scimTeam,
		body: fmt.Sprintf(patchOf, `{"op":"add","path":"members","value":[{"value":"u/1"},{"value":"u2"}]}`),
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.Groups.AddMembers(ctx, "g 1", "u/1", "u2")
		},
		want: scimTeam,
	},
	{
		op: gsapi.OpScimPatchGroup, goCall: "client.SCIM.Groups.RemoveMembers", path: "/users/services/scim/Groups/g%201", reply: scimTeam,
		body: fmt.Sprintf(patchOf, `{"op":"remove","path":"members[value eq \"u2\"]"}`),
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.Groups.RemoveMembers(ctx, "g 1", "u2")
		},
		want: scimTeam,
	},
	{
		op: gsapi.OpScimDeleteGroup, goCall: "client.SCIM.Groups.Delete", path: "/users/services/scim/Groups/g%201", status: 403,
		reply: `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":403,"scimType":"sensitive","detail":"no"}`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.Groups.Delete(ctx, "g 1").Error(), nil
		},
		want: "gainsight: scimDeleteGroup: HTTP 403 sensitive: no",
	},
	{
		op: gsapi.OpScimGetServiceProviderConfig, goCall: "client.SCIM.ServiceProviderConfig",
		reply: `{"patch":{"supported":true},"filter":{"supported":true,"maxResults":200},"x":null}`,
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.ServiceProviderConfig(ctx)
		},
		want: `{"filter":{"maxResults":200,"supported":true},"patch":{"supported":true},"x":null}`,
	},
	{
		op: gsapi.OpIssueToken, goCall: "gainsight.WithM2M", body: "grant_type=client_credentials",
		reply: `{"access_token":"` + testToken + `","token_type":"Bearer","expires_in":86400}`,
		first: map[string]string{"scimGetServiceProviderConfig": `{"sort":{"supported":false}}`},
		call: func(ctx context.Context, client *gainsight.Client) (any, error) {
			return client.SCIM.ServiceProviderConfig(ctx)
		},
		want: `{"sort":{"supported":false}}`,
	},
}

func ensured(user gainsight.User) func(context.Context, *gainsight.Client) (any, error) {
	return func(ctx context.Context, client *gainsight.Client) (any, error) {
		result, err := client.Users.Ensure(ctx, user, gainsight.UserEnsureOptions{PermissionBundles: gainsight.AppendBundles})
		return fmt.Sprint(result.Created, result.Changed), err
	}
}

func outcomesOf[T any](outcomes iter.Seq2[gainsight.Outcome[T], error]) (any, error) {
	var result gainsight.Result[T]
	for outcome, err := range outcomes {
		if err != nil {
			return nil, err
		}
		result.Outcomes = append(result.Outcomes, outcome)
	}
	return statuses(&result), nil
}

func collected[R any](records iter.Seq2[R, error]) (any, error) { return collectedN(records, 1<<30) }

// collectedN leaves the loop after n records.
func collectedN[R any](records iter.Seq2[R, error], n int) (any, error) {
	var all []R
	for record, err := range records {
		if err != nil {
			return nil, err
		}
		if all = append(all, record); len(all) == n {
			break
		}
	}
	return all, nil
}

// Every operation of the document has its Go calls: each makes one request with exactly this method, path, query, headers
// and body, to a handler that knows nothing of this package, and reads the reply into a value.
func TestEveryOperation(t *testing.T) {
	for _, test := range wireCases {
		t.Run(test.op.ID+" by "+test.goCall, func(t *testing.T) {
			requests := map[string][]request{}
			client := newWireClient(t, func(w http.ResponseWriter, r *http.Request, op string) {
				body, err := io.ReadAll(r.Body)
				if err != nil {
					t.Error(err)
				}
				requests[op] = append(requests[op], request{r, string(body)})
				switch {
				case op == test.op.ID:
					w.Header().Set("Content-Type", replyType(test.op))
					w.WriteHeader(max(test.status, 200))
					_, _ = io.WriteString(w, test.reply)
				case test.first[op] != "":
					_, _ = io.WriteString(w, test.first[op])
				case op == "issueToken":
					_, _ = io.WriteString(w, `{"access_token":"`+testToken+`"}`)
				default:
					t.Errorf("unexpected: %s %s", r.Method, r.URL)
				}
			})
			value, err := test.call(t.Context(), client)
			if err != nil {
				t.Fatal(err)
			}
			if got := printed(t, value); got != printed(t, test.want) {
				t.Errorf("got\n%s\nwant\n%s", got, printed(t, test.want))
			}
			if len(requests[test.op.ID]) != 1 {
				t.Fatalf("%d requests", len(requests[test.op.ID]))
			}
			checkRequest(t, test, requests[test.op.ID][0])
		})
	}
}

// newWireClient returns a client with all credentials for a bare handler, which is told the id of the operation.
func newWireClient(t *testing.T, handle func(w http.ResponseWriter, r *http.Request, op string)) *gainsight.Client {
	mux := http.NewServeMux()
	for _, op := range gsapi.Operations {
		mux.HandleFunc(op.Method+" /v1"+op.Path, func(w http.ResponseWriter, r *http.Request) { handle(w, r, op.ID) })
	}
	return newClient(t, newHandlerServer(t, mux.ServeHTTP), gainsight.WithLoopbackHTTP(), gainsight.WithUserAgent("test/1.0"),
		gainsight.WithM2M(wireID, wireSecret))
}

func replyType(op gsapi.Operation) string {
	if op.Quota == gsapi.QuotaSCIM {
		return "application/scim+json"
	}
	return "application/json"
}

func checkRequest(t *testing.T, test wireCase, r request) {
	t.Helper()
	path := test.path
	if path == "" {
		path = test.op.Path
	}
	want := fmt.Sprintf("%s /v1%s?%s", test.op.Method, path, test.query)
	if got := fmt.Sprintf("%s %s?%s", r.Method, r.URL.EscapedPath(), r.URL.RawQuery); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if printed(t, r.body) != printed(t, test.body) {
		t.Errorf("got  %s\nwant %s", printed(t, r.body), printed(t, test.body))
	}
	checkBody(t, test, r.body)
	if got := headersOf(r.Header); !maps.Equal(got, wantedHeaders(test)) {
		t.Errorf("got  %v\nwant %v", got, wantedHeaders(test))
	}
}

// checkBody holds a body to the document, which other validators go by.
func checkBody(t *testing.T, test wireCase, body string) {
	t.Helper()
	operation := wireDocument(t).Paths.Value(test.op.Path).GetOperation(test.op.Method)
	if test.body == "" || test.op.Auth == gsapi.AuthBasic { // nothing, or a form
		return
	}
	var value any
	if err := json.Unmarshal([]byte(body), &value); err != nil {
		t.Fatal(err)
	}
	schema := operation.RequestBody.Value.Content[replyType(test.op)].Schema.Value
	if err := schema.VisitJSON(value, openapi3.EnableJSONSchema2020(), openapi3.VisitAsRequest()); err != nil {
		t.Errorf("%s does not fit the document: %v", body, err)
	}
}

func wireDocument(t *testing.T) *openapi3.T {
	t.Helper()
	document, err := loadedDocument()
	if err != nil {
		t.Fatal(err)
	}
	return document
}

var loadedDocument = sync.OnceValues(func() (*openapi3.T, error) { return openapi3.NewLoader().LoadFromData(api.Document) })

// headersOf returns the headers but for those that net/http adds.
func headersOf(header http.Header) map[string]string {
	headers := map[string]string{}
	for name, values := range header {
		if name != "Accept-Encoding" && name != "Content-Length" {
			headers[name] = strings.Join(values, ", ")
		}
	}
	return headers
}

func wantedHeaders(test wireCase) map[string]string {
	switch {
	case test.op.Auth == gsapi.AuthBasic:
		return map[string]string{
			"User-Agent": "test/1.0", "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded",
			"Authorization": "Basic Y2xpZW50IGlkOmNsaWVudCBzZWNyZXQ=",
		}
	case test.op.Auth == gsapi.AuthBearer:
		headers := map[string]string{
			"User-Agent": "test/1.0", "Accept": "application/scim+json, application/json", "Authorization": "Bearer " + testToken,
		}
		if test.body != "" {
			headers["Content-Type"] = "application/scim+json"
		}
		return headers
	}
	return map[string]string{
		"User-Agent": "test/1.0", "Accept": "application/json, text/plain, */*", "Accept-Language": "en-GB,en-US;q=0.9,en;q=0.8",
		"Content-Type": "application/json", "Accesskey": testKey,
	}
}

// printed returns JSON with its members in the order of their names and its numbers as they were, and a text as it is.
func printed(t *testing.T, value any) string {
	t.Helper()
	text, isText := value.(string)
	if !isText {
		encoded, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		text = string(encoded)
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var any any
	if decoder.Decode(&any) != nil {
		return text
	}
	sorted, err := json.Marshal(any)
	if err != nil {
		t.Fatal(err)
	}
	return string(sorted)
}

// The Go calls of the document are those of the test above, for every operation, and each is there.
func TestEveryGoCallExists(t *testing.T) {
	tested := map[string][]string{}
	for _, test := range wireCases {
		tested[test.op.ID] = append(tested[test.op.ID], test.goCall)
	}
	document := wireDocument(t)
	for _, op := range gsapi.Operations {
		calls, _ := document.Paths.Value(op.Path).GetOperation(op.Method).Extensions["x-go-call"].(string)
		want := strings.Split(calls, ", ")
		if calls == "" {
			want = []string{"client.API()." + strings.ToUpper(op.ID[:1]) + op.ID[1:]}
		}
		if got := tested[op.ID]; !slices.Equal(slices.Compact(slices.Sorted(slices.Values(got))), slices.Sorted(slices.Values(want))) {
			t.Errorf("%s: the document has %s, tested are %s", op.ID, want, got)
		}
		for _, call := range want {
			if !isCallable(call) {
				t.Errorf("%s: there is no %s", op.ID, call)
			}
		}
	}
	for _, call := range exportedCalls() {
		if !slices.ContainsFunc(slices.Collect(maps.Values(tested)), func(calls []string) bool { return slices.Contains(calls, call) }) {
			t.Errorf("%s is a Go call of no operation", call)
		}
	}
	if len(gsapi.Operations) != 28 || len(tested) != 28 {
		t.Errorf("%d operations, %d tested", len(gsapi.Operations), len(tested))
	}
}

// exportedCalls are all methods of the services.
func exportedCalls() (calls []string) {
	for service, from := range map[string]reflect.Type{
		"CompanyTeam": reflect.TypeFor[*gainsight.CompanyTeamService](), "Users": reflect.TypeFor[*gainsight.UserService](),
		"SCIM": reflect.TypeFor[*gainsight.SCIMService](), "SCIM.Users": reflect.TypeFor[*gainsight.SCIMUserService](),
		"SCIM.Groups": reflect.TypeFor[*gainsight.SCIMGroupService](),
	} {
		for i := range from.NumMethod() {
			calls = append(calls, "client."+service+"."+from.Method(i).Name)
		}
	}
	return calls
}

func isCallable(call string) bool {
	if call == "gainsight.WithM2M" {
		var _ func(string, string) gainsight.Option = gainsight.WithM2M
		return true
	}
	from, method := reflect.TypeFor[*gainsight.Client](), ""
	names := strings.Split(strings.TrimPrefix(call, "client."), ".")
	if names[0] == "API()" {
		from, names = reflect.TypeFor[*gsapi.ClientWithResponses](), names[1:]
	}
	names, method = names[:len(names)-1], names[len(names)-1]
	for _, name := range names {
		field, found := from.Elem().FieldByName(name)
		if !found {
			return false
		}
		from = field.Type
	}
	_, found := from.MethodByName(method)
	return found
}
