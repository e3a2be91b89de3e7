package contract_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// writes are the ways to change something: each gives the status of its row, which a call without rows has not, and an
// error. The tenant knows whether it is done.
var writes = map[string]struct {
	make   func(ctx context.Context, client *gainsight.Client, gsid string) (gainsight.Status, error)
	isDone func(tenant *gainsighttest.Tenant) bool
}{
	"Upsert": {
		func(ctx context.Context, client *gainsight.Client, _ string) (gainsight.Status, error) {
			return only(client.CompanyTeam.Upsert(ctx, []gainsight.CompanyTeamRecord{{CompanyName: gainsight.Set("IBM"), UserName: gainsight.Set("Alex Example")}}))
		},
		func(tenant *gainsighttest.Tenant) bool { return len(tenant.Records()) == 2 },
	},
	"DeleteMany": {
		func(ctx context.Context, client *gainsight.Client, gsid string) (gainsight.Status, error) {
			return only(client.CompanyTeam.DeleteMany(ctx, []string{gsid}))
		},
		func(tenant *gainsighttest.Tenant) bool { return len(tenant.Records()) == 0 },
	},
	"Create": {
		func(ctx context.Context, client *gainsight.Client, _ string) (gainsight.Status, error) {
			return only(client.Users.Create(ctx, []gainsight.User{{
				Email: gainsight.Set("kim@example.com"), SFDCUserName: gainsight.Set("kim@example.com"), Name: gainsight.Set("Kim Example"),
			}}, gainsight.UserCreateOptions{}))
		},
		func(tenant *gainsighttest.Tenant) bool { return len(tenant.Users()) == 2 },
	},
	"Delete": {
		func(ctx context.Context, client *gainsight.Client, gsid string) (gainsight.Status, error) {
			return noRow, client.CompanyTeam.Delete(ctx, gsid)
		},
		func(tenant *gainsighttest.Tenant) bool { return len(tenant.Records()) == 0 },
	},
	"SCIM Create": {
		func(ctx context.Context, client *gainsight.Client, _ string) (gainsight.Status, error) {
			_, err := client.SCIM.Groups.Create(ctx, scim.Group{DisplayName: gainsight.Set("Example Group")})
			return noRow, err
		},
		func(tenant *gainsighttest.Tenant) bool { return len(tenant.Groups()) == 1 },
	},
}

const noRow gainsight.Status = -1

// only gives the status of the one row of a result.
func only[T any](result *gainsight.Result[T], err error) (gainsight.Status, error) {
	return result.Outcomes[0].Status, err
}

// A request that a strict transport refuses was not sent, and one whose reply it refuses was: the client tells them apart.
func TestClientKnowsWhetherItWasSent(t *testing.T) {
	elsewhere := newContract(t, contract.WithBasePath("/elsewhere")) // where no request goes
	for name, write := range writes {
		for side, transport := range map[contract.Side]contract.Transport{
			contract.RequestSide: {Strict: true, Contract: elsewhere},
			contract.ReplySide:   {Strict: true},
		} {
			t.Run(name+"/"+string(side), func(t *testing.T) {
				tenant := gainsighttest.NewTenant()
				tenant.AddCompany("IBM")
				tenant.AddUser("Alex Example", "alex@example.com")
				gsid := tenant.AddRecord(gainsight.CompanyTeamRecord{CompanyName: gainsight.Set("Youtube")})
				transport.Next = spoilHTML{tenant.Transport()}
				status, err := write.make(t.Context(), clientOf(t, tenant, &transport), gsid)

				var failure *gainsight.Error
				var refused *contract.Error
				if !errors.As(err, &failure) || !errors.As(err, &refused) || refused.Side != side {
					t.Fatalf("got %v", err)
				}
				isSent := side == contract.ReplySide
				if failure.Sent != isSent || write.isDone(tenant) != isSent {
					t.Errorf("sent is %v, done is %v, and it should be %v: %v", failure.Sent, write.isDone(tenant), isSent, err)
				}
				want := gainsight.NotSent
				if isSent {
					want = gainsight.InDoubt
				}
				if status != want && status != noRow {
					t.Errorf("the row is %s, want %s", status, want)
				}
			})
		}
	}
}

// spoilHTML answers every call but those for tokens with a page of HTML.
type spoilHTML struct{ next http.RoundTripper }

func (s spoilHTML) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := s.next.RoundTrip(request)
	if err == nil && !strings.HasSuffix(request.URL.Path, "/token") {
		response.Header.Set("Content-Type", "text/html")
		response.Body = io.NopCloser(strings.NewReader("<html></html>"))
	}
	return response, err
}
