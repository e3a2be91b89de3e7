package gainsight_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// The bulk operations on users, for the tests of all faults. Who is created is an external user without a user name, so
// the tenant does not notice if it is created twice.

func creatable(_ trial, n int) (rows []string) {
	for i := range n {
		rows = append(rows, fmt.Sprint("user", i))
	}
	return rows
}

// external is the user of a row. One that is not meant to be there has a user name that another user has.
func (trial trial) external(row string) gainsight.User {
	user := gainsight.User{Email: gainsight.Set(row + "@example.com"), CompanyID: gainsight.Set("1P02"), Name: gainsight.Set(row)}
	if !strings.Contains(row, "NOTHERE") {
		return user
	}
	user.SFDCUserName = gainsight.Set(row)
	if !slices.ContainsFunc(trial.tenant.Users(), func(other gainsight.User) bool { return other.SFDCUserName == user.SFDCUserName }) {
		trial.tenant.AddUserRecord(gainsight.User{SFDCUserName: user.SFDCUserName})
	}
	return user
}

// createUsers creates users, and ensures those that a creation before has left in doubt.
func createUsers(trial trial, rows []string) ([]gainsight.Outcome[string], error) {
	return trial.createUsers(rows, func(users []gainsight.User) (*gainsight.UserResult, error) {
		return trial.client.Users.Create(context.Background(), users, gainsight.UserCreateOptions{})
	})
}

func createUsersSeq(trial trial, rows []string) ([]gainsight.Outcome[string], error) {
	return trial.createUsers(rows, func(users []gainsight.User) (*gainsight.UserResult, error) {
		result, err := drain(trial.client.Users.CreateSeq(context.Background(), gainsight.Rows(users), gainsight.UserCreateOptions{}))
		return &result, err
	})
}

func (trial trial) createUsers(rows []string, create func([]gainsight.User) (*gainsight.UserResult, error)) (outcomes []gainsight.Outcome[string], err error) {
	var fresh []gainsight.User
	ensured := map[string]gainsight.Outcome[string]{}
	for _, row := range rows {
		if !trial.doubted[row] {
			fresh = append(fresh, trial.external(row))
			continue
		}
		ensured[row] = trial.ensure(row)
		if ensured[row].Status == gainsight.InDoubt {
			err = ensured[row].Err
		}
	}
	result, createErr := create(fresh)
	created := named(result.Outcomes, func(user gainsight.User) string { return user.Name.String() })
	for _, row := range rows {
		outcome, isEnsured := ensured[row]
		if !isEnsured {
			outcome, created = created[0], created[1:]
		}
		trial.doubted[row] = outcome.Status == gainsight.InDoubt
		outcomes = append(outcomes, outcome)
	}
	return outcomes, errors.Join(err, createErr)
}

func (trial trial) ensure(row string) gainsight.Outcome[string] {
	_, err := trial.client.Users.Ensure(context.Background(), trial.external(row), gainsight.UserEnsureOptions{})
	status := gainsight.InDoubt
	switch {
	case err == nil:
		status = gainsight.Succeeded
	case errors.Is(err, gainsight.ErrConflict):
		status = gainsight.Rejected
	}
	return gainsight.Outcome[string]{Row: row, Status: status, Err: err}
}

// createdOnce does not hold for a user who was created twice.
func createdOnce(trial trial) func(string) bool {
	count := map[string]int{}
	for _, user := range trial.tenant.Users() {
		count[strings.TrimSuffix(user.Email.String(), "@example.com")]++
	}
	return func(row string) bool { return count[row] == 1 }
}

func inactiveUsers(trial trial, n int) (rows []string) {
	for _, user := range newUsers(n) {
		user.IsActiveUser = gainsight.Set(false)
		rows = append(rows, trial.tenant.AddUserRecord(user))
	}
	return rows
}

func namesOfUsers(trial trial, n int) []string {
	inactiveUsers(trial, n)
	return emailsOf(newUsers(n))
}

func updateUsers(key gainsight.UserKey) func(trial, []string) ([]gainsight.Outcome[string], error) {
	return func(trial trial, rows []string) ([]gainsight.Outcome[string], error) {
		users := make([]gainsight.User, len(rows))
		member := func(user *gainsight.User) *gainsight.Value[string] {
			if key == gainsight.UserKeyGsid {
				return &user.Gsid
			}
			return &user.SFDCUserName
		}
		for i, row := range rows {
			users[i].Title = gainsight.Set("changed")
			*member(&users[i]) = gainsight.Set(row)
		}
		result, err := trial.client.Users.Update(context.Background(), users, gainsight.UserUpdateOptions{Key: key})
		return named(result.Outcomes, func(user gainsight.User) string { return member(&user).String() }), err
	}
}

func activateUsers(trial trial, rows []string) ([]gainsight.Outcome[string], error) {
	result, err := trial.client.Users.Activate(context.Background(), rows)
	return result.Outcomes, err
}

// userIs looks for the title, or else for activity, by GSID or user name.
func userIs(title string, byTitle bool) func(trial trial) func(string) bool {
	return func(trial trial) func(string) bool {
		is := map[string]bool{}
		for _, user := range trial.tenant.Users() {
			isDone := user.IsActiveUser.Or(false)
			if byTitle {
				isDone = user.Title.String() == title
			}
			is[user.Gsid.String()], is[user.SFDCUserName.String()] = isDone, isDone
		}
		return func(row string) bool { return is[row] }
	}
}

// Ten thousand mixtures of faults, tenants and users: Ensure is called until it succeeds, by several goroutines, and in the
// end there is exactly one user with each address, who has all that was wanted.
func TestEnsureMixes(t *testing.T) {
	const workers = 4
	for worker := range workers {
		t.Run(fmt.Sprint(worker), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				for seed := worker; seed < mixes; seed += workers {
					ensureMix(t, uint64(seed))
				}
			})
		})
	}
	t.Attr("figure", fmt.Sprintf("0 in %d mixes", mixes))
}

func ensureMix(t *testing.T, seed uint64) {
	random := rand.New(rand.NewPCG(seed, 1))
	defer func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	}()
	options := []gainsighttest.Option{gainsighttest.WithUserReplies(gainsighttest.UserReplies(random.IntN(6)))}
	for _, option := range []gainsighttest.Option{
		gainsighttest.WithReorderedReplies(), gainsighttest.WithUndocumentedStatus(200), gainsighttest.WithBareUserErrors(),
		gainsighttest.WithUniqueEmail(), gainsighttest.WithoutStatedLimit(),
	} {
		if random.IntN(3) == 0 {
			options = append(options, option)
		}
	}
	trial := newTrial(t, options...)
	for index := range 8 {
		for _, operation := range []string{"listUserRecords", "createUsers", "updateUsers", "updateUserStatus"} {
			if random.IntN(2) == 0 {
				trial.tenant.Inject(operation, index, wireFaults[faultNames[random.IntN(len(faultNames))]])
			}
		}
	}
	wanted := make([]gainsight.User, 1+random.IntN(3))
	for i := range wanted {
		wanted[i] = trial.external(fmt.Sprint("user", i))
		wanted[i].Title = gainsight.Set("CSM")
		wanted[i].PermissionBundles = gainsight.Set([]string{"A"})
		if random.IntN(2) == 0 {
			wanted[i].IsActiveUser = gainsight.Set(random.IntN(2) == 0)
		}
		if random.IntN(3) == 0 { // is there already, in part
			trial.tenant.AddUserRecord(gainsight.User{Email: wanted[i].Email, IsActiveUser: gainsight.Set(true)})
		}
	}
	var group sync.WaitGroup
	for _, user := range slices.Concat(wanted, wanted) {
		group.Go(func() {
			var err error
			for range 40 { // more than there are faults
				if _, err = trial.client.Users.Ensure(context.Background(), user, gainsight.UserEnsureOptions{PermissionBundles: gainsight.AppendBundles}); err == nil {
					return
				}
			}
			t.Errorf("Ensure goes on failing: %v", err)
		})
	}
	group.Wait()
	users := trial.tenant.Users()
	if len(users) != len(wanted) {
		t.Fatalf("%d users, want %d", len(users), len(wanted))
	}
	for _, user := range users {
		i := slices.IndexFunc(wanted, func(wanted gainsight.User) bool { return wanted.Email == user.Email })
		if i < 0 {
			t.Fatalf("%s was not asked for", user.Email)
		}
		isActive := wanted[i].IsActiveUser.Or(user.IsActiveUser.Or(false))
		bundles, _ := user.PermissionBundles.Get()
		if user.Title.String() != "CSM" || user.CompanyID.String() != "1P02" || !slices.Equal(bundles, []string{"A"}) || user.IsActiveUser.Or(!isActive) != isActive {
			t.Fatalf("got %v, want %v", user, wanted[i])
		}
	}
}
