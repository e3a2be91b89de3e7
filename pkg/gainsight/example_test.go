package gainsight_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/operator"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// The quick start of the README, against a fake tenant on loopback.
func Example() {
	tenant := gainsighttest.NewTenant()
	tenant.AddCompany("IBM")
	tenant.AddUser("Alex Example", "alex@example.com")
	server := httptest.NewServer(tenant)
	defer server.Close()

	ctx := context.Background()
	client, err := gainsight.New(server.URL, gainsight.WithAccessKey(tenant.AccessKey()), gainsight.WithLoopbackHTTP())
	if err != nil {
		log.Fatal(err)
	}

	result, err := client.CompanyTeam.Upsert(ctx, []gainsight.CompanyTeamRecord{
		{CompanyName: gainsight.Set("IBM"), UserName: gainsight.Set("Alex Example"), UserRole: gainsight.Set("CSM")},
		{CompanyName: gainsight.Set("Nowhere Inc"), UserName: gainsight.Set("Alex Example")},
	})
	if err != nil {
		log.Fatal(err) // some rows were not sent or are in doubt: result.Leftovers() has them
	}
	for i, outcome := range result.Outcomes {
		fmt.Println("row", i, outcome.Status)
	}

	for member, err := range client.CompanyTeam.List(ctx, gainsight.CompanyTeamListOptions{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(member.CompanyName, member.Name, member.UserRole)
	}
	// Output:
	// row 0 succeeded
	// row 1 rejected
	// IBM Alex Example CSM
}

// exampleTenant is a fake tenant with three records, and a client for it without a network.
func exampleTenant(options ...gainsight.Option) (*gainsighttest.Tenant, *gainsight.Client) {
	tenant := gainsighttest.NewTenant()
	alex, kim := tenant.AddUser("Alex Example", "alex@example.com"), tenant.AddUser("Kim Sample", "kim@example.com")
	for _, name := range []string{"Example Inc.", "Sample Ltd", "IBM"} {
		company := tenant.AddCompany(name)
		tenant.AddRecord(gainsight.CompanyTeamRecord{
			CompanyGsid: gainsight.Set(company), UserGsid: gainsight.Set(alex), UserRole: gainsight.Set("CSM"),
		})
	}
	if err := tenant.SetField(kim, "EmployeeId__gc", "E-7"); err != nil {
		log.Fatal(err)
	}
	client, err := gainsight.New("tenant.example.com", append(options, gainsight.WithAccessKey(tenant.AccessKey()),
		gainsight.WithHTTPClient(&http.Client{Transport: tenant.Transport()}))...)
	if err != nil {
		log.Fatal(err)
	}
	return tenant, client
}

func ExampleAnd() {
	_, client := exampleTenant()
	where := gainsight.And(
		gainsight.Or(gainsight.In("CompanyName", "IBM"), gainsight.Compare("CompanyName", operator.StartsWith, "Sample")),
		gainsight.Not(gainsight.Eq("UserRole", "Executive Sponsor")),
	)
	fmt.Println(where.Expression)
	for member, err := range client.CompanyTeam.List(context.Background(), gainsight.CompanyTeamListOptions{Where: where}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(member.CompanyName)
	}
	// Output:
	// (a OR b) AND c
	// Sample Ltd
	// IBM
}

// List, change, and hand back: only what can be written is sent.
func ExampleByGsid() {
	tenant, client := exampleTenant()
	ctx := context.Background()
	var changed []gainsight.CompanyTeamRecord
	for member, err := range client.CompanyTeam.List(ctx, gainsight.CompanyTeamListOptions{}) {
		if err != nil {
			log.Fatal(err)
		}
		member.UserRole = gainsight.Set("Onboarding " + member.UserRole.String())
		changed = append(changed, member)
	}
	if _, err := client.CompanyTeam.Upsert(ctx, changed, gainsight.ByGsid()); err != nil {
		log.Fatal(err)
	}
	fmt.Println(tenant.Records()[0].UserRole)
	// Output: Onboarding CSM
}

// Users are found by a field of their own instead of their name or GSID.
func ExampleWithLookups() {
	tenant, client := exampleTenant()
	record := gainsight.CompanyTeamRecord{CompanyName: gainsight.Set("IBM"), UserRole: gainsight.Set("CSM")}
	if err := record.SetCustom("EmployeeId", "E-7"); err != nil {
		log.Fatal(err)
	}
	lookups := gainsight.Lookups{
		"CompanyGsid": {
			Fields: map[string]string{"CompanyName": "Name"}, LookupField: "Gsid", ObjectName: "Company",
			MultiMatchOption: "MARKASERROR", OnNoMatch: "ERROR",
		},
		"UserGsid": {
			Fields: map[string]string{"EmployeeId": "EmployeeId__gc"}, LookupField: "Gsid", ObjectName: "GsUser",
			MultiMatchOption: "MARKASERROR", OnNoMatch: "ERROR",
		},
	}
	result, err := client.CompanyTeam.Upsert(context.Background(), []gainsight.CompanyTeamRecord{record}, gainsight.WithLookups(lookups))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Outcomes[0].Status, tenant.Records()[3].UserName)
	// Output: succeeded Kim Sample
}

// A file of any length goes through in batches, and what happened to each line comes back in order.
func ExampleCompanyTeamService_UpsertSeq() {
	_, client := exampleTenant()
	lines := csv.NewReader(strings.NewReader("IBM,Kim Sample\nNowhere,Kim Sample\n"))
	rows := func(yield func(gainsight.CompanyTeamRecord, error) bool) {
		for {
			line, err := lines.Read()
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(gainsight.CompanyTeamRecord{}, err)
				return
			}
			if !yield(gainsight.CompanyTeamRecord{CompanyName: gainsight.Set(line[0]), UserName: gainsight.Set(line[1])}, nil) {
				return
			}
		}
	}
	for outcome, err := range client.CompanyTeam.UpsertSeq(context.Background(), rows) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(outcome.Row.CompanyName, outcome.Status)
	}
	// Output:
	// IBM succeeded
	// Nowhere rejected
}

// A row whose reply is lost is sent once more. If that is lost too, it is in doubt. Upserts can be handed in again.
func ExampleResult_Leftovers() {
	tenant, client := exampleTenant(gainsight.WithoutRetry()) // or three attempts fail
	tenant.Inject("upsertCompanyTeamRecords", 0, gainsighttest.ResetAfter())
	tenant.Inject("upsertCompanyTeamRecords", 1, gainsighttest.ResetBefore())
	ctx := context.Background()
	result, err := client.CompanyTeam.Upsert(ctx, []gainsight.CompanyTeamRecord{
		{CompanyName: gainsight.Set("IBM"), UserName: gainsight.Set("Kim Sample")},
	})
	fmt.Println(result.Outcomes[0].Status, err != nil)
	result, err = client.CompanyTeam.Upsert(ctx, result.Leftovers())
	fmt.Println(result.Outcomes[0].Status, err)
	// Output:
	// in doubt true
	// succeeded <nil>
}

// What a job of 250 calls has to expect, before it starts.
func ExampleClient_Quota() {
	_, client := exampleTenant()
	usages, err := client.Quota(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	for _, usage := range usages {
		for _, window := range usage.Windows {
			fmt.Println(usage.Class, "has", window.Left, "left of", window.Limit)
		}
		fmt.Println("250 calls take", time.Until(usage.Finish(250)).Round(time.Hour))
	}
	// Output:
	// user-management has 100 left of 100 in 1h0m0s
	// user-management has 1000 left of 1000 in 24h0m0s
	// 250 calls take 2h0m0s
}

// A call that the quota does not allow yet says when to come again.
func ExampleQuotaError() {
	_, client := exampleTenant(gainsight.WithQuota(gainsight.QuotaUserManagement, quota.Window{Calls: 1, Per: time.Hour}))
	for range 2 {
		_, err := client.Users.FindByEmail(context.Background(), "alex@example.com")
		var used *gainsight.QuotaError
		if errors.As(err, &used) {
			fmt.Println("come again in", time.Until(used.ReadyAt).Round(time.Hour))
		}
	}
	// Output: come again in 1h0m0s
}

// A hook counts what is spent of the quota.
func ExampleWithHook() {
	tenant := gainsighttest.NewTenant()
	calls := map[string]int{}
	client, err := gainsight.New("tenant.example.com", gainsight.WithAccessKey(tenant.AccessKey()),
		gainsight.WithHTTPClient(&http.Client{Transport: tenant.Transport()}),
		gainsight.WithHook(func(ctx context.Context, _ gainsight.Attempt) (context.Context, func(gainsight.Attempt)) {
			return ctx, func(end gainsight.Attempt) { calls[fmt.Sprint(end.Op, " ", end.StatusCode)]++ }
		}))
	if err != nil {
		log.Fatal(err)
	}
	for range client.CompanyTeam.List(context.Background(), gainsight.CompanyTeamListOptions{}) {
	}
	fmt.Println(calls)
	// Output: map[listCompanyTeamRecords 200:1]
}

// A user is created once and changed only where it differs, however often this runs.
func ExampleUserService_Ensure() {
	tenant, client := exampleTenant()
	ctx := context.Background()
	user := gainsight.User{
		Email: gainsight.Set("robin@example.com"), SFDCUserName: gainsight.Set("robin@example.com"), Name: gainsight.Set("Robin Example"),
		Title: gainsight.Set("CSM"), IsActiveUser: gainsight.Set(true),
	}
	for _, title := range []string{"CSM", "CSM", "Team Lead"} {
		user.Title = gainsight.Set(title)
		result, err := client.Users.Ensure(ctx, user, gainsight.UserEnsureOptions{})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(result.Created, result.Changed)
	}
	fmt.Println(len(tenant.Users()), tenant.Users()[2].Title)
	// Output:
	// true []
	// false []
	// false [Title]
	// 3 Team Lead
}

// The users whose creation is in doubt are looked for before anything is created again.
func ExampleUserService_Create() {
	tenant, client := exampleTenant()
	tenant.Inject("createUsers", 0, gainsighttest.ResetAfter())
	ctx := context.Background()
	result, err := client.Users.Create(ctx, []gainsight.User{
		{Email: gainsight.Set("robin@example.com"), SFDCUserName: gainsight.Set("robin@example.com"), Name: gainsight.Set("Robin Example")},
	}, gainsight.UserCreateOptions{})
	fmt.Println(result.Outcomes[0].Status, err != nil)
	for _, user := range result.Doubted() {
		found, err := client.Users.Ensure(ctx, user, gainsight.UserEnsureOptions{})
		fmt.Println(found.User.Name, found.Created, err)
	}
	// Output:
	// in doubt true
	// Robin Example false <nil>
}

// exampleClient is a client that gets bearer tokens from a fake tenant.
func exampleClient(tenant *gainsighttest.Tenant) *gainsight.Client {
	client, err := gainsight.New("tenant.example.com", gainsight.WithM2M(tenant.ClientID(), tenant.ClientSecret()),
		gainsight.WithHTTPClient(&http.Client{Transport: tenant.Transport()}))
	if err != nil {
		log.Fatal(err)
	}
	return client
}

// An identity provider's work: a user is created, put into a group, found again, and de-provisioned.
func ExampleSCIMService() {
	client, ctx := exampleClient(gainsighttest.NewTenant()), context.Background()
	user, err := client.SCIM.Users.Create(ctx, scim.User{
		UserName:  gainsight.Set("kim@example.com"),
		Name:      &scim.Name{GivenName: gainsight.Set("Kim"), FamilyName: gainsight.Set("Sample")},
		Gainsight: &scim.GainsightUser{LicenseType: gainsight.Set("Full")},
	})
	if err != nil {
		log.Fatal(err)
	}
	group, err := client.SCIM.Groups.Create(ctx, scim.Group{DisplayName: gainsight.Set("Customer Success")})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := client.SCIM.Groups.AddMembers(ctx, group.ID.Or(""), user.ID.Or("")); err != nil {
		log.Fatal(err)
	}

	kims := gainsight.SCIMListOptions{Filter: scim.Sw("userName", "kim@").And(scim.Eq("active", true))}
	for user, err := range client.SCIM.Users.List(ctx, kims) {
		if err != nil {
			log.Fatal(err)
		}
		if _, err := client.SCIM.Users.Deactivate(ctx, user.ID.Or("")); err != nil {
			log.Fatal(err)
		}
	}

	user, err = client.SCIM.Users.FindByUserName(ctx, "kim@example.com")
	fmt.Println(user.UserName, user.Active, err)
	// Output: kim@example.com false <nil>
}

// With a client id and its secret, tokens come and are replaced by themselves.
func ExampleWithM2M() {
	tenant := gainsighttest.NewTenant()
	client, err := gainsight.New("tenant.example.com",
		gainsight.WithM2M(tenant.ClientID(), tenant.ClientSecret()),
		gainsight.WithHTTPClient(&http.Client{Transport: tenant.Transport()}))
	if err != nil {
		log.Fatal(err)
	}
	for range 2 {
		config, err := client.SCIM.ServiceProviderConfig(context.Background())
		fmt.Println(config.Patch.Supported, err)
		tenant.RevokeTokens() // the next call gets another token
	}
	// Output:
	// true <nil>
	// true <nil>
}

// What the client has no method for can be asked through the generated client: here the number of users, whose name in the
// reply is not known.
func ExampleClient_API() {
	_, client := exampleTenant()
	one, yes := 1, true
	reply, err := client.API().ListUserRecordsWithResponse(context.Background(), gsapi.UserListRequest{
		Select: []string{"Gsid"}, Limit: &one, IncludeTotal: &yes,
	})
	if err != nil {
		log.Fatal(err)
	}
	var data map[string]any
	if err := json.Unmarshal(reply.JSON200.Data, &data); err != nil {
		log.Fatal(err)
	}
	fmt.Println(reply.StatusCode(), data["total"])
	// Output: 200 2
}
