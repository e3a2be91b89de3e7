package probe

import (
	"context"
	"iter"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// call is one question to the tenant: what the gate lets pass, to the byte, and how the client is made to send it.
type call struct {
	op    gsapi.Operation
	query string
	body  string
	send  func(context.Context, *Probe) error
}

// calls are all that is ever sent, in this order.
var calls = []call{
	{op: gsapi.OpIssueToken, body: grantForm, send: func(ctx context.Context, p *Probe) error { return p.token.fetch(ctx, p.client, p.credentials) }},
	{
		op: gsapi.OpListCompanyTeamRecords,
		body: `{"limit":1,"orderBy":{"Gsid":"asc"},"page":0,` +
			`"select":["Gsid","CompanyGsid","CompanyName","UserGsid","UserName","UserRole","TeamAdmin","ModifiedDate"]}`,
		send: func(ctx context.Context, p *Probe) error {
			return first(p.client.CompanyTeam.List(ctx, gainsight.CompanyTeamListOptions{PageSize: 1}))
		},
	},
	{
		op: gsapi.OpListUserRecords,
		body: `{"limit":1,"orderBy":{"Gsid":"asc"},"page":0,` +
			`"select":["Gsid","Name","FirstName","LastName","Email","SFDCUserName","SfdcUserId","IsActiveUser","IsSuperAdmin",` +
			`"Manager","CompanyID","LicenseType","GainsightLicenseEnabled","SystemType","Timezone","Locale","Title",` +
			`"CreatedDate","ModifiedDate"]}`,
		send: func(ctx context.Context, p *Probe) error {
			return first(p.client.Users.List(ctx, gainsight.UserListOptions{PageSize: 1}))
		},
	},
	{
		op: gsapi.OpScimListUsers, query: "startIndex=1&count=1",
		send: func(ctx context.Context, p *Probe) error {
			return first(p.client.SCIM.Users.List(ctx, gainsight.SCIMListOptions{PageSize: 1}))
		},
	},
	{
		op: gsapi.OpScimListGroups, query: "startIndex=1&count=1",
		send: func(ctx context.Context, p *Probe) error {
			return first(p.client.SCIM.Groups.List(ctx, gainsight.SCIMListOptions{PageSize: 1}))
		},
	},
	{
		op: gsapi.OpScimGetServiceProviderConfig,
		send: func(ctx context.Context, p *Probe) error {
			_, err := p.client.SCIM.ServiceProviderConfig(ctx)
			return err
		},
	},
}

// first stops at the first record of a list, so that no second page is asked for.
func first[R any](list iter.Seq2[R, error]) error {
	for _, err := range list {
		return err
	}
	return nil
}
