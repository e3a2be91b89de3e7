//go:build unix

package peers

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/internal/clienttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// Filters find what they should. What the server cannot do is in the README.
func TestSCIMClientFilters(t *testing.T) {
	users := startSCIMServer(t).client(t).SCIM.Users
	before := time.Now().Add(-time.Hour)
	createUsers(t, users,
		scim.User{UserName: gainsight.Set("ann@example.com"), Title: gainsight.Set("CSM"), Active: gainsight.Set(true), Emails: emails("work")},
		scim.User{UserName: gainsight.Set("bob@example.com"), Title: gainsight.Set("Lead"), Active: gainsight.Set(false), Emails: emails("home")},
		scim.User{UserName: gainsight.Set("cid@example.com"), Title: gainsight.Set("CSM"), Active: gainsight.Set(false), Emails: emails("work", "home")},
	)
	for _, test := range []struct {
		filter scim.Filter
		want   string // the first letters of the user names
	}{
		{scim.Filter{}, "abc"},
		{scim.Eq("userName", "ann@example.com"), "a"},
		{scim.Ne("userName", "ann@example.com"), "bc"},
		{scim.Co("userName", "b@ex"), "b"},
		{scim.Sw("userName", "c"), "c"},
		{scim.Ew("userName", "n@example.com"), "a"},
		{scim.Gt("userName", "bob@example.com"), "c"},
		{scim.Ge("userName", "bob@example.com"), "bc"},
		{scim.Lt("userName", "bob@example.com"), "a"},
		{scim.Le("userName", "bob@example.com"), "ab"},
		{scim.Gt("meta.lastModified", before), "abc"},
		{scim.Lt("meta.lastModified", before), ""},
		{scim.Eq("active", true), "a"},
		{scim.Eq("active", false), "bc"},
		{scim.Pr("title"), "abc"},
		{scim.Pr("nickName"), ""},
		{scim.Eq("emails.type", "home"), "bc"},
		{scim.Values("emails", scim.Eq("type", "home")), "bc"},
		{scim.Values("emails", scim.Eq("type", "home").And(scim.Sw("value", "work"))), ""},
		{scim.Not(scim.Eq("title", "CSM")), "b"},
		{scim.Not(scim.Pr("title")), ""},
		{scim.Eq("title", "CSM").And(scim.Eq("active", false)), "c"},
		{scim.Not(scim.Sw("userName", "a")).And(scim.Not(scim.Sw("userName", "b"))), "c"},
		{scim.Eq("title", "Lead").Or(scim.Eq("active", true)), "ab"},
		{scim.Eq("title", "CSM").And(scim.Sw("userName", "a").Or(scim.Sw("userName", "b"))), "a"},
		{scim.Sw("userName", "a").Or(scim.Sw("userName", "b").And(scim.Eq("title", "CSM"))), "a"},
	} {
		t.Run(test.filter.String(), func(t *testing.T) {
			found, err := clienttest.All(users.List(t.Context(), gainsight.SCIMListOptions{Filter: test.filter, PageSize: 1}))
			got := ""
			for _, user := range found {
				got += user.UserName.Or("")[:1]
			}
			if got != test.want || err != nil {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}

// A user name of any characters finds its user. The server knows no escapes, so that it cannot find what JSON escapes, nor
// a line separator.
func TestSCIMClientFindsAnyName(t *testing.T) {
	users := startSCIMServer(t).client(t).SCIM.Users
	for _, name := range []struct {
		text string
		want error
	}{
		{"O'Brien", nil},
		{"a and (b) or c", nil},
		{`x] or userName pr`, nil},
		{"Zoë 名 🙂", nil},
		{"<a+b&c=d%20#?/;>", nil},
		{`a\b`, gainsight.ErrNotFound},
		{"a\u2028b", gainsight.ErrNotFound},
		{`a"b`, gainsight.ErrInvalid},
		{`x" or userName pr or userName eq "`, gainsight.ErrInvalid},
	} {
		t.Run(name.text, func(t *testing.T) {
			ids := createUsers(t, users, scim.User{UserName: gainsight.Set(name.text), ExternalID: gainsight.Set(name.text)})
			byName, err := users.FindByUserName(t.Context(), name.text)
			byExternalID, err2 := users.FindByExternalID(t.Context(), name.text)
			if !errors.Is(err, name.want) || !errors.Is(err2, name.want) {
				t.Fatalf("got %v and %v, want %v", err, err2, name.want)
			}
			if name.want == nil && (byName.ID.Or("") != ids[0] || byExternalID.ID.Or("") != ids[0]) {
				t.Errorf("got %s and %s, want %s", byName.ID.Or(""), byExternalID.ID.Or(""), ids[0])
			}
		})
	}
}

// Each user is listed once, although the server begins anew past the end.
func TestSCIMClientPages(t *testing.T) {
	users := startSCIMServer(t).client(t).SCIM.Users
	var all []scim.User
	for i := range 251 {
		all = append(all, scim.User{UserName: gainsight.Set(fmt.Sprintf("user%03d@example.com", i))})
	}
	ids := createUsers(t, users, all...)
	for _, size := range []int{0, 20, 125, 250, 251, 1000} {
		for filter, want := range map[scim.Filter][]string{{}: ids, scim.Sw("userName", "user1"): ids[100:200], scim.Sw("userName", "x"): nil} {
			t.Run(fmt.Sprint(size, " ", filter), func(t *testing.T) {
				var got []string
				for user, err := range users.List(t.Context(), gainsight.SCIMListOptions{PageSize: size, Filter: filter}) {
					if err != nil {
						t.Fatal(err)
					}
					got = append(got, user.ID.Or(""))
				}
				if !slices.Equal(got, want) {
					t.Errorf("got %d users, want %d, each once and in order", len(got), len(want))
				}
			})
		}
	}
}
