//lint:file-ignore SA1019 Every way to change something is used, deprecated ones included.

package contract_test

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"slices"

	"github.com/gainsight-go/gainsight-go/internal/clienttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// reading is a use of the client that returns what is in the replies.
type reading struct {
	prepare func(tenant *gainsighttest.Tenant) (id string)
	do      func(ctx context.Context, client *gainsight.Client, id string) (any, error)
	// operation and path say in which replies it is, and where.
	operation string
	path      []string
	// silent are the changes of a reply that it does not notice.
	silent []string
}

// valueIn gives what a use should have returned: what the replies have, all items of all of them, or the one there is.
func (r reading) valueIn(replies []answered) any {
	values := []any{}
	for _, reply := range replies {
		var value any
		if reply.operation != r.operation || json.Unmarshal([]byte(reply.body), &value) != nil {
			continue
		}
		for _, name := range r.path {
			members, _ := value.(object)
			value = members[name]
		}
		if items, isList := value.([]any); isList {
			values = append(values, items...)
		} else if value != nil {
			values = append(values, value)
		}
	}
	return values
}

func threeRecords(tenant *gainsighttest.Tenant) string {
	for _, name := range []string{"IBM", "Youtube", "Example Inc."} {
		tenant.AddRecord(gainsight.CompanyTeamRecord{
			CompanyName: gainsight.Set(name), UserName: gainsight.Set("Alex Example"), UserRole: gainsight.Set("CSM"), TeamAdmin: gainsight.Set(true),
		})
	}
	return ""
}

func threeUsers(tenant *gainsighttest.Tenant) (id string) {
	for _, name := range []string{"alex", "kim", "robin"} {
		id = tenant.AddUser(name+" Example", name+"@example.com")
	}
	return id
}

func aGroup(tenant *gainsighttest.Tenant) string {
	return tenant.AddGroup("Example Group", threeUsers(tenant))
}

func one[T any](value T, err error) (any, error) { return []T{value}, err }

func collected[T any](list iter.Seq2[T, error]) (any, error) { return clienttest.All(list) }

var readings = map[string]reading{
	"CompanyTeam.List": {threeRecords, func(ctx context.Context, client *gainsight.Client, _ string) (any, error) {
		return collected(client.CompanyTeam.List(ctx, gainsight.CompanyTeamListOptions{PageSize: 2}))
	}, "listCompanyTeamRecords", []string{"data", "records"}, nil},
	"Users.List": {threeUsers, func(ctx context.Context, client *gainsight.Client, _ string) (any, error) {
		return collected(client.Users.List(ctx, gainsight.UserListOptions{PageSize: 2}))
	}, "listUserRecords", []string{"data", "records"}, nil},
	"Users.Get": {threeUsers, func(ctx context.Context, client *gainsight.Client, id string) (any, error) {
		return one(client.Users.Get(ctx, id))
	}, "listUserRecords", []string{"data", "records"}, nil},
	"Users.FindByEmail": {threeUsers, func(ctx context.Context, client *gainsight.Client, _ string) (any, error) {
		return one(client.Users.FindByEmail(ctx, "kim@example.com"))
	}, "listUserRecords", []string{"data", "records"}, nil},
	"SCIM.Users.List": {threeUsers, func(ctx context.Context, client *gainsight.Client, _ string) (any, error) {
		return collected(client.SCIM.Users.List(ctx, gainsight.SCIMListOptions{PageSize: 2}))
	}, "scimListUsers", []string{"Resources"}, nil},
	"SCIM.Users.FindByUserName": {threeUsers, func(ctx context.Context, client *gainsight.Client, _ string) (any, error) {
		return one(client.SCIM.Users.FindByUserName(ctx, "kim@example.com"))
	}, "scimListUsers", []string{"Resources"}, nil},
	"SCIM.Users.Create": {threeUsers, func(ctx context.Context, client *gainsight.Client, _ string) (any, error) {
		return one(client.SCIM.Users.Create(ctx, scim.User{UserName: gainsight.Set("sam@example.com")}))
	}, "scimCreateUser", nil, nil},
	"SCIM.Groups.Get": {aGroup, func(ctx context.Context, client *gainsight.Client, id string) (any, error) {
		return one(client.SCIM.Groups.Get(ctx, id, gainsight.SCIMAttributes{}))
	}, "scimGetGroup", nil, nil},
	"SCIM.Groups.Patch": {aGroup, func(ctx context.Context, client *gainsight.Client, id string) (any, error) {
		return one(client.SCIM.Groups.Patch(ctx, id, scim.NewPatch().Replace("displayName", "Renamed")))
	}, "scimPatchGroup", nil, noResource},
	"SCIM.ServiceProviderConfig": {threeUsers, func(ctx context.Context, client *gainsight.Client, _ string) (any, error) {
		return one(client.SCIM.ServiceProviderConfig(ctx))
	}, "scimGetServiceProviderConfig", nil, nil},
}

// writing is a use of the client that changes rows, and says what became of each.
type writing struct {
	prepare func(tenant *gainsighttest.Tenant) (rows []string)
	do      func(ctx context.Context, client *gainsight.Client, rows []string) ([]gainsight.Status, error)
	// isDone is what the tenant knows of a row.
	isDone func(tenant *gainsighttest.Tenant, row string) bool
	// silent are the changes of a reply that it does not notice.
	silent []string
}

func (w writing) done(tenant *gainsighttest.Tenant, rows []string) (done []bool) {
	for _, row := range rows {
		done = append(done, w.isDone(tenant, row))
	}
	return done
}

// noUsersNamed are changes that leave a reply about users which says result: true and nothing else. Nobody knows what data is
// then, so the contract permits it, and the client takes it for a success of all users.
var noUsersNamed = []string{"without data", "/data as boolean", "/data as null"}

// noneUpdated is the one of them that is a success of an update, of whose data it is known that there is more.
var noneUpdated = []string{"/data as boolean"}

// noResource is a patch that is answered with nothing. That means that it is done (RFC 7644), and with 200 as with 204, the
// client returns the id.
var noResource = []string{"empty"}

func statusesIn[T any](result *gainsight.Result[T], err error) (statuses []gainsight.Status, _ error) {
	errs := []error{err}
	for _, outcome := range result.Outcomes {
		statuses = append(statuses, outcome.Status)
		errs = append(errs, outcome.Err)
	}
	return statuses, errors.Join(errs...)
}

// statusOf says what a call means that has no row.
func statusOf(err error) ([]gainsight.Status, error) {
	var failure *gainsight.Error
	switch {
	case err == nil:
		return []gainsight.Status{gainsight.Succeeded}, nil
	case errors.As(err, &failure) && !failure.Sent:
		return []gainsight.Status{gainsight.NotSent}, err
	}
	return []gainsight.Status{gainsight.InDoubt}, err
}

// insertable names two companies that are there, and one that is not.
func insertable(tenant *gainsighttest.Tenant) []string {
	tenant.AddCompany("IBM")
	tenant.AddCompany("Youtube")
	tenant.AddUser("Alex Example", "alex@example.com")
	return []string{"IBM", "Youtube", "Nowhere Inc."}
}

// deletable names two records that are there, and one that is not.
func deletable(tenant *gainsighttest.Tenant) []string {
	threeRecords(tenant)
	return append(gsidsOf(tenant)[:2], "1P0NOBODY000000000000000000000000000")
}

func gsidsOf(tenant *gainsighttest.Tenant) (gsids []string) {
	for _, record := range tenant.Records() {
		gsids = append(gsids, record.Gsid.String())
	}
	return gsids
}

func isDeleted(tenant *gainsighttest.Tenant, gsid string) bool {
	return !slices.Contains(gsidsOf(tenant), gsid)
}

// creatable names two users, and one that is there.
func creatable(tenant *gainsighttest.Tenant) []string {
	tenant.AddUserRecord(gainsight.User{Email: gainsight.Set("alex@example.com"), SFDCUserName: gainsight.Set("alex@example.com")})
	return []string{"kim@example.com", "robin@example.com", "alex@example.com"}
}

func userOf(tenant *gainsighttest.Tenant, is func(gainsight.User) bool) bool {
	return slices.ContainsFunc(tenant.Users(), is)
}

// changeable names two users that are there, and one that is not.
func changeable(tenant *gainsighttest.Tenant) []string {
	return []string{tenant.AddUser("Alex Example", "alex@example.com"), tenant.AddUser("Kim Example", "kim@example.com"), "1P0NOBODY000000000000000000000000000"}
}

func newUser(address string) gainsight.User {
	return gainsight.User{Email: gainsight.Set(address), SFDCUserName: gainsight.Set(address), Name: gainsight.Set("New Example"), Title: gainsight.Set("CSM")}
}

var writings = map[string]writing{
	"CompanyTeam.Upsert": {insertable, func(ctx context.Context, client *gainsight.Client, rows []string) ([]gainsight.Status, error) {
		var records []gainsight.CompanyTeamRecord
		for _, name := range rows {
			records = append(records, gainsight.CompanyTeamRecord{CompanyName: gainsight.Set(name), UserName: gainsight.Set("Alex Example")})
		}
		return statusesIn(client.CompanyTeam.Upsert(ctx, records))
	}, func(tenant *gainsighttest.Tenant, row string) bool {
		return slices.ContainsFunc(tenant.Records(), func(record gainsight.CompanyTeamRecord) bool { return record.CompanyName.Or("") == row })
	}, nil},
	"CompanyTeam.Upsert ByGsid": {deletable, func(ctx context.Context, client *gainsight.Client, rows []string) ([]gainsight.Status, error) {
		var records []gainsight.CompanyTeamRecord
		for _, gsid := range rows {
			records = append(records, gainsight.CompanyTeamRecord{Gsid: gainsight.Set(gsid), UserRole: gainsight.Set("changed")})
		}
		return statusesIn(client.CompanyTeam.Upsert(ctx, records, gainsight.ByGsid()))
	}, func(tenant *gainsighttest.Tenant, row string) bool {
		return slices.ContainsFunc(tenant.Records(), func(record gainsight.CompanyTeamRecord) bool {
			return record.Gsid.Or("") == row && record.UserRole.Or("") == "changed"
		})
	}, nil},
	"CompanyTeam.DeleteMany": {deletable, func(ctx context.Context, client *gainsight.Client, rows []string) ([]gainsight.Status, error) {
		return statusesIn(client.CompanyTeam.DeleteMany(ctx, rows))
	}, isDeleted, nil},
	"CompanyTeam.Delete": {func(tenant *gainsighttest.Tenant) []string { return deletable(tenant)[:1] },
		func(ctx context.Context, client *gainsight.Client, rows []string) ([]gainsight.Status, error) {
			return statusOf(client.CompanyTeam.Delete(ctx, rows[0]))
		}, isDeleted, nil},
	"Users.Create": {creatable, func(ctx context.Context, client *gainsight.Client, rows []string) ([]gainsight.Status, error) {
		var users []gainsight.User
		for _, address := range rows {
			users = append(users, newUser(address))
		}
		return statusesIn(client.Users.Create(ctx, users, gainsight.UserCreateOptions{}))
	}, func(tenant *gainsighttest.Tenant, row string) bool {
		return userOf(tenant, func(user gainsight.User) bool { return user.Email.Or("") == row && user.Name.Or("") == "New Example" })
	}, noUsersNamed},
	"Users.Update": {changeable, func(ctx context.Context, client *gainsight.Client, rows []string) ([]gainsight.Status, error) {
		var users []gainsight.User
		for _, gsid := range rows {
			users = append(users, gainsight.User{Gsid: gainsight.Set(gsid), Title: gainsight.Set("CSM")})
		}
		return statusesIn(client.Users.Update(ctx, users, gainsight.UserUpdateOptions{}))
	}, func(tenant *gainsighttest.Tenant, row string) bool {
		return userOf(tenant, func(user gainsight.User) bool { return user.Gsid.Or("") == row && user.Title.Or("") == "CSM" })
	}, noneUpdated},
	"Users.Deactivate": {changeable, func(ctx context.Context, client *gainsight.Client, rows []string) ([]gainsight.Status, error) {
		return statusesIn(client.Users.Deactivate(ctx, rows))
	}, func(tenant *gainsighttest.Tenant, row string) bool {
		return userOf(tenant, func(user gainsight.User) bool { return user.Gsid.Or("") == row && !user.IsActiveUser.Or(true) })
	}, noUsersNamed},
	"Users.Ensure": {func(tenant *gainsighttest.Tenant) []string { return []string{"kim@example.com"} },
		func(ctx context.Context, client *gainsight.Client, rows []string) ([]gainsight.Status, error) {
			_, err := client.Users.Ensure(ctx, newUser(rows[0]), gainsight.UserEnsureOptions{})
			if err != nil {
				return []gainsight.Status{gainsight.InDoubt}, err
			}
			return []gainsight.Status{gainsight.Succeeded}, nil
		}, func(tenant *gainsighttest.Tenant, row string) bool {
			return userOf(tenant, func(user gainsight.User) bool { return user.Email.Or("") == row && user.Title.Or("") == "CSM" })
		}, nil},
	"SCIM.Users.Delete": {func(tenant *gainsighttest.Tenant) []string { return []string{threeUsers(tenant)} },
		func(ctx context.Context, client *gainsight.Client, rows []string) ([]gainsight.Status, error) {
			return statusOf(client.SCIM.Users.Delete(ctx, rows[0]))
		}, func(tenant *gainsighttest.Tenant, row string) bool {
			return !userOf(tenant, func(user gainsight.User) bool { return user.Gsid.Or("") == row })
		}, nil},
}
