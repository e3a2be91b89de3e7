package gainsight_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

func TestFindOneUser(t *testing.T) {
	const alex = `{"Gsid":"1P01A","Email":"alex@example.com"}`
	listed := func(users ...string) []scripted {
		return []scripted{ok(`{"result":true,"requestId":"r-1","data":{"limit":25,"records":[` + strings.Join(users, ",") + `]}}`)}
	}
	unlimited := []scripted{ok(`{"result":true,"data":[` + alex + `]}`), ok(`{"result":true,"requestId":"r-1","data":[]}`)}
	byEmail := func(email string) func(context.Context, *gainsight.Client) (gainsight.User, error) {
		return func(ctx context.Context, client *gainsight.Client) (gainsight.User, error) {
			return client.Users.FindByEmail(ctx, email)
		}
	}
	byGsid := func(ctx context.Context, client *gainsight.Client) (gainsight.User, error) {
		return client.Users.Get(ctx, "1P01A")
	}
	for name, test := range map[string]struct {
		find    func(context.Context, *gainsight.Client) (gainsight.User, error)
		replies []scripted
		class   error
		inError string
		calls   int
	}{
		"one":                                   {byEmail("alex@example.com"), listed(alex), nil, "", 1},
		"one, in upper case":                    {byEmail("Alex@EXAMPLE.com"), listed(alex), nil, "", 1},
		"one, without a limit":                  {byEmail("alex@example.com"), unlimited, nil, "", 2},
		"nobody":                                {byEmail("alex@example.com"), listed(), gainsight.ErrNotFound, "there is no user with this e-mail address", 1},
		"two":                                   {byEmail("alex@example.com"), listed(alex, `{"Gsid":"1P01B","Email":"ALEX@example.com"}`), gainsight.ErrAmbiguous, "more than one user", 1},
		"others, and one":                       {byEmail("alex@example.com"), listed(`{"Gsid":"1P01B","Email":"kim@example.com"}`, alex), nil, "", 1},
		"only others":                           {byEmail("alex@example.com"), listed(`{"Gsid":"1P01B","Email":"kim@example.com"}`), gainsight.ErrNotFound, "", 1},
		"without an Email":                      {byEmail("alex@example.com"), listed(`{"Gsid":"1P01A"}`), gainsight.ErrServer, "leaves out the field", 1},
		"Email null":                            {byEmail("alex@example.com"), listed(`{"Gsid":"1P01A","Email":null}`), gainsight.ErrServer, "leaves out the field", 1},
		"refused":                               {byEmail("alex@example.com"), []scripted{ok(`{"result":false,"errorCode":"GU_1707","requestId":"r-1"}`)}, gainsight.ErrInvalid, "GU_1707", 1},
		"no records":                            {byEmail("alex@example.com"), []scripted{ok(`{"result":true,"requestId":"r-1","data":null}`)}, gainsight.ErrServer, "no records", 1},
		"one GSID":                              {byGsid, listed(alex), nil, "", 1},
		"no such GSID":                          {byGsid, listed(), gainsight.ErrNotFound, "there is no user with this GSID", 1},
		"another GSID":                          {byGsid, listed(`{"Gsid":"1P01B","Email":"kim@example.com"}`), gainsight.ErrNotFound, "", 1},
		"a GSID twice is one (List sees to it)": {byGsid, listed(alex, alex), nil, "", 1},
		"without a Gsid":                        {byGsid, listed(`{"Email":"alex@example.com"}`), gainsight.ErrServer, "leaves out the field", 1},
	} {
		t.Run(name, func(t *testing.T) {
			s, client := newScripted(t, test.replies...)
			user, err := test.find(t.Context(), client)
			if len(s.requests) != test.calls {
				t.Errorf("%d calls", len(s.requests))
			}
			if test.class == nil {
				if err != nil || user.Gsid.String() != "1P01A" {
					t.Errorf("got %v, %v", user, err)
				}
				return
			}
			failure := failureOf(t, err)
			if !errors.Is(err, test.class) || !strings.Contains(err.Error(), test.inError) || !user.Gsid.IsZero() {
				t.Errorf("got %v, %v", user, err)
			}
			if failure.Op != "listUserRecords" || failure.RequestID != "r-1" || failure.StatusCode != 200 || !failure.Sent {
				t.Errorf("got %+v", failure)
			}
			if strings.Contains(err.Error(), "example.com") {
				t.Errorf("the address is in %v", err)
			}
		})
	}
}

func TestFindOneUserOfMany(t *testing.T) {
	tenant, client := newTenant(t)
	for _, name := range []string{"Kim", "Alex", "Lee"} {
		tenant.AddUser(name, strings.ToLower(name)+"@example.com")
	}
	twin := tenant.AddUser("Twin", "TWIN@example.com")
	tenant.AddUser("Twin", "twin@example.com")
	alex, err := client.Users.FindByEmail(t.Context(), "ALEX@example.com")
	if err != nil || alex.Name.String() != "Alex" {
		t.Fatalf("got %v, %v", alex, err)
	}
	if again, err := client.Users.Get(t.Context(), alex.Gsid.String()); err != nil || again.Email != alex.Email {
		t.Errorf("got %v, %v", again, err)
	}
	if _, err := client.Users.FindByEmail(t.Context(), "TWIN@example.com"); !errors.Is(err, gainsight.ErrAmbiguous) {
		t.Errorf("got %v", err)
	}
	if user, err := client.Users.Get(t.Context(), twin); err != nil || user.Gsid.String() != twin {
		t.Errorf("got %v, %v", user, err)
	}
	if _, err := client.Users.FindByEmail(t.Context(), "robin@example.com"); !errors.Is(err, gainsight.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	if len(tenant.Calls()) != 5 || len(tenant.Violations()) > 0 {
		t.Errorf("%d calls, %v", len(tenant.Calls()), tenant.Violations())
	}
}

// A fault while looking is no absence.
func TestFindMeetsFaults(t *testing.T) {
	for name, fault := range wireFaults {
		if name == "slow but in time" || name == "gzip bomb" || slices.Contains(passing, name) {
			continue
		}
		trial := newTrial(t)
		trial.tenant.AddUser("Alex", "alex@example.com")
		trial.tenant.Inject("listUserRecords", 0, fault)
		if _, err := trial.client.Users.FindByEmail(t.Context(), "alex@example.com"); err == nil || errors.Is(err, gainsight.ErrNotFound) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// Lists of users are complete, whatever the tenant does to its pages.
func TestListUsers(t *testing.T) {
	for name, test := range map[string]struct {
		options []gainsighttest.Option
		calls   int
		err     string
	}{
		"as it is":     {nil, 3, ""},
		"lists":        {[]gainsighttest.Option{gainsighttest.WithUserReplies(gainsighttest.UserRepliesOfLists)}, 4, ""},
		"no limit":     {[]gainsighttest.Option{gainsighttest.WithoutStatedLimit()}, 4, ""},
		"a low limit":  {[]gainsighttest.Option{gainsighttest.WithMaxLimit(10)}, 7, ""},
		"a page again": {[]gainsighttest.Option{gainsighttest.WithoutStatedLimit(), gainsighttest.WithRepeatedPages()}, 4, "was there before"},
	} {
		tenant, client := newTenant(t, test.options...)
		for _, user := range newUsers(60) {
			tenant.AddUserRecord(user)
		}
		var emails []string
		var last error
		for user, err := range client.Users.List(t.Context(), gainsight.UserListOptions{}) {
			if last = err; err == nil {
				emails = append(emails, user.Email.String())
			}
		}
		if len(emails) != 60 || len(tenant.Calls()) != test.calls || (last != nil) != (test.err != "") || last != nil && !strings.Contains(last.Error(), test.err) {
			t.Errorf("%s: %d users in %d calls, %v", name, len(emails), len(tenant.Calls()), last)
		}
	}
}
