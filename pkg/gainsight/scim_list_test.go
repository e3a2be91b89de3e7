package gainsight_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/race"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// pager is a server of users that lists them as odd servers do.
type pager struct {
	users        []int
	total        string // what it states: "true", "as text", "page", "asked", "none"
	cap          int    // the most that it returns; 0 for as many as asked for
	pastEnd      string // what it answers there: "nothing", "no Resources", "page 1"
	ignoresStart bool
	withoutIDs   bool
	meanwhile    func(*pager) // what happens between the first page and the second

	calls int
}

func (p *pager) RoundTrip(r *http.Request) (*http.Response, error) {
	if p.calls++; p.calls == 2 && p.meanwhile != nil {
		p.meanwhile(p)
	}
	asked, start := number(r, "count"), number(r, "startIndex")
	if p.ignoresStart || start > len(p.users) && p.pastEnd == "page 1" {
		start = 1
	}
	size := asked
	if p.cap > 0 {
		size = min(size, p.cap)
	}
	first := min(start-1, len(p.users))
	page := p.users[first:min(first+size, len(p.users))]
	var members []string
	switch p.total {
	case "true":
		members = append(members, fmt.Sprintf(`"totalResults":%d`, len(p.users)))
	case "as text":
		members = append(members, fmt.Sprintf(`"totalResults":"%d"`, len(p.users)))
	case "page":
		members = append(members, fmt.Sprintf(`"totalResults":%d`, len(page)))
	case "asked":
		members = append(members, fmt.Sprintf(`"totalResults":%d`, asked))
	}
	if len(page) > 0 || p.pastEnd != "no Resources" || p.total == "none" {
		members = append(members, `"Resources":[`+p.resources(page)+`]`)
	}
	return ok("{" + strings.Join(members, ",") + "}").to(r), nil
}

func (p *pager) resources(page []int) string {
	var b strings.Builder
	for i, user := range page {
		if i > 0 {
			b.WriteByte(',')
		}
		if !p.withoutIDs {
			b.WriteString(`{"id":"` + strconv.Itoa(user) + `",`)
		} else {
			b.WriteByte('{')
		}
		b.WriteString(`"userName":"` + strconv.Itoa(user) + `"}`)
	}
	return b.String()
}

func (p *pager) String() string {
	return fmt.Sprintf("%d users, total %q, cap %d, past the end %q, start ignored %v, without ids %v", len(p.users), p.total, p.cap, p.pastEnd, p.ignoresStart, p.withoutIDs)
}

// isHonest reports whether the total is one.
func (p *pager) isHonest() bool { return p.total == "true" || p.total == "as text" }

func number(r *http.Request, parameter string) int {
	n, err := strconv.Atoi(r.URL.Query().Get(parameter))
	if err != nil || n < 1 {
		panic(r.URL)
	}
	return n
}

func usersFrom(from, n int) []int {
	users := make([]int, n)
	for i := range users {
		users[i] = from + i
	}
	return users
}

// pagers calls test with every combination of oddities. The order of the loops is of no matter.
func pagers(test func(pager)) {
	for _, total := range []string{"true", "as text", "page", "asked", "none"} {
		for _, limit := range []int{0, 30} {
			for _, pastEnd := range []string{"nothing", "no Resources", "page 1"} {
				for _, withoutIDs := range []bool{false, true} {
					for _, ignoresStart := range []bool{false, true} {
						test(pager{total: total, cap: limit, pastEnd: pastEnd, withoutIDs: withoutIDs, ignoresStart: ignoresStart})
					}
				}
			}
		}
	}
}

// listed lists all users of a pager, and fails if that takes more calls than it should.
func listed(t *testing.T, p *pager, maxCalls int) ([]int, error) {
	t.Helper()
	client := newSCIM(t, p)
	users := make([]int, 0, len(p.users))
	for user, err := range client.SCIM.Users.List(t.Context(), gainsight.SCIMListOptions{}) {
		if err != nil {
			return users, err
		}
		n, _ := strconv.Atoi(user.UserName.Or(""))
		users = append(users, n)
		if p.calls > maxCalls {
			break
		}
	}
	if p.calls > maxCalls {
		t.Fatalf("%s: %d calls, want %d at most", p, p.calls, maxCalls)
	}
	return users, nil
}

// sizes is every size of a tenant up to 250, or a part of them: another part for every combination of oddities.
func sizes(from, step int) (sizes []int) {
	if race.Detector {
		step = 50
	}
	for n := from % step; n <= 250; n += step {
		sizes = append(sizes, n)
	}
	return append(sizes, 30, 60, 100, 101, 130, 200)
}

// However a server pages, a list has every user once, in few calls. Only a server that always answers the first page
// cannot be listed: where it states a total, that is an error.
func TestSCIMListOfOddServers(t *testing.T) {
	combination := 0
	pagers(func(odd pager) {
		combination++
		for _, n := range sizes(combination, 5) {
			p := odd
			p.users = usersFrom(1, n)
			size := 100
			if p.cap > 0 {
				size = p.cap
			}
			got, err := listed(t, &p, n/size+4)
			switch want := usersFrom(1, n); {
			case p.ignoresStart && n > size && p.isHonest():
				if err == nil || !strings.Contains(err.Error(), "the list is incomplete") || !errors.Is(err, gainsight.ErrServer) {
					t.Fatalf("%s: got %d, %v", &p, len(got), err)
				}
			case p.ignoresStart && n > size: // nobody can tell
			case err != nil || !slices.Equal(got, want):
				t.Fatalf("%s: got %d users in %d calls, %v", &p, len(got), p.calls, err)
			}
		}
	})
}

// Whoever is there all the time is in the list, once, also where others are deleted or created between two pages.
func TestSCIMListWhileUsersComeAndGo(t *testing.T) {
	combination := 0
	pagers(func(odd pager) {
		if odd.ignoresStart || odd.total != "true" {
			return
		}
		combination++
		for _, n := range sizes(combination, 50) {
			for _, k := range []int{1, 30, 31, 100} {
				for name, meanwhile := range map[string]func(*pager){
					"the first are deleted": func(p *pager) { p.users = p.users[min(k, n):] },
					"the last are deleted":  func(p *pager) { p.users = p.users[:max(0, n-k)] },
					"every other is deleted": func(p *pager) {
						p.users = slices.DeleteFunc(p.users, func(user int) bool { return user%2 == 0 })
					},
					"new ones come first": func(p *pager) { p.users = append(usersFrom(1_000, k), p.users...) },
					"new ones come last":  func(p *pager) { p.users = append(p.users, usersFrom(1_000, k)...) },
				} {
					p := odd
					p.users, p.meanwhile = usersFrom(1, n), meanwhile
					got, err := listed(t, &p, 40)
					if err != nil {
						t.Fatalf("%d, %s, %s: %v", n, name, &p, err)
					}
					if p.calls < 2 {
						continue // it was over before anything happened
					}
					seen := map[int]int{}
					for _, user := range got {
						seen[user]++
					}
					for _, user := range p.users {
						if user < 1_000 && seen[user] == 0 || !p.withoutIDs && seen[user] > 1 {
							t.Fatalf("%d, %d %s, %s: %d is there %d times", n, k, name, &p, user, seen[user])
						}
					}
				}
			}
		}
	})
}

// A server whose totals never come to rest does not keep a list going.
func TestSCIMListEnds(t *testing.T) {
	for name, total := range map[string]func(call int) int{
		"ever more":      func(call int) int { return 100 + 50*call },
		"up and down":    func(call int) int { return 1_000 - 900*(call%2) },
		"ever less":      func(call int) int { return max(150, 10_000-call) },
		"beyond all":     func(int) int { return 1 << 60 },
		"less than none": func(int) int { return -5 },
	} {
		t.Run(name, func(t *testing.T) {
			calls := 0
			client := newSCIM(t, roundTripFunc(func(r *http.Request) (*http.Response, error) {
				calls++
				if calls > 1_000 {
					t.Fatal("it does not end")
				}
				return ok(fmt.Sprintf(`{"totalResults":%d,"Resources":[{"id":"1"},{"id":"2"}]}`, total(calls))).to(r), nil
			}))
			users := 0
			for _, err := range client.SCIM.Users.List(t.Context(), gainsight.SCIMListOptions{}) {
				if err == nil {
					users++
				}
			}
			if users != 2 {
				t.Errorf("got %d users", users)
			}
		})
	}
}

// What is asked for is in the query, and what is odd about a page does not lose it.
func TestSCIMListReplies(t *testing.T) {
	for name, test := range map[string]struct {
		reply scripted
		want  int
		err   string
	}{
		"no list":                    {ok(`{"id":"1"}`), 0, "no records"},
		"null in place of users":     {ok(`{"totalResults":0,"Resources":null}`), 0, ""},
		"a total that is no number":  {ok(`{"totalResults":"many","Resources":[{"id":"1"}]}`), 1, ""},
		"a total that is not finite": {ok(`{"totalResults":"NaN","Resources":[{"id":"1"}]}`), 1, ""},
		"more than was asked for":    {ok(`{"totalResults":3,"Resources":[{"id":"1"},{"id":"2"},{"id":"3"}]}`), 3, ""},
		"twice on a page":            {ok(`{"totalResults":1,"Resources":[{"id":"1"},{"id":"1"}]}`), 1, ""},
		"twice in two forms":         {ok(`{"totalResults":2,"Resources":[{"id":"1"},{"id":"1","title":"CSM"}]}`), 1, "in two forms"},
		"names in other letters":     {ok(`{"TotalResults":1,"resources":[{"ID":"1"}]}`), 1, ""},
		"a name in two spellings":    {ok(`{"totalResults":1,"resources":[{"id":"1"}],"Resources":[]}`), 0, "is not valid JSON at byte"},
		"users that are alike":       {ok(`{"totalResults":2,"Resources":[{"title":"CSM"},{"title":"CSM"}]}`), 2, ""},
		"a page that nobody can see": {ok(`{"totalResults":7}`), 0, "incomplete"},
		"an error":                   {scripted{status: 403, body: `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"403","detail":"no"}`}, 0, "no"},
		"a user that is none":        {ok(`{"totalResults":1,"Resources":["x"]}`), 0, "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{replies: []scripted{test.reply}}
			client := newSCIM(t, s)
			options := gainsight.SCIMListOptions{PageSize: 2, Filter: scim.Eq("title", "A & B")}
			options.Attributes, options.ExcludedAttributes = []string{"userName", "name.givenName"}, []string{"groups"}
			users, failure := 0, ""
			for _, err := range client.SCIM.Users.List(t.Context(), options) {
				if err != nil {
					failure = err.Error()
				} else {
					users++
				}
			}
			if users != test.want || (failure == "") != (test.err == "") || !strings.Contains(failure, test.err) {
				t.Errorf("got %d users, %q", users, failure)
			}
			query := s.requests[0].URL.RawQuery
			if query != "filter=title+eq+%22A+%26+B%22&startIndex=1&count=2&attributes=userName,name.givenName&excludedAttributes=groups" {
				t.Errorf("asked for %s", query)
			}
		})
	}
}

// Users without an id that are alike count each.
func TestSCIMListOfUsersThatAreAlike(t *testing.T) {
	_, client := newScriptedSCIM(t, ok(`{"totalResults":4,"Resources":[{"title":"A"},{"title":"A"}]}`), ok(`{"totalResults":4,"Resources":[{"title":"B"},{"title":"B"}]}`),
		ok(`{"totalResults":4,"Resources":[]}`))
	users, err := collected(client.SCIM.Users.List(t.Context(), gainsight.SCIMListOptions{}))
	if err != nil || printed(t, users) != `[{"title":"A"},{"title":"A"},{"title":"B"},{"title":"B"}]` {
		t.Errorf("got %s, %v", printed(t, users), err)
	}
}

// A total that is the number asked for is told from an echo of it by asking for another number.
func TestSCIMListAsksAgainWhereTheTotalIsDoubtful(t *testing.T) {
	for _, size := range []int{1, 5} {
		for _, isEcho := range []bool{false, true} {
			var asked []int
			client := newSCIM(t, roundTripFunc(func(r *http.Request) (*http.Response, error) {
				total := size
				if asked = append(asked, number(r, "count")); isEcho {
					total = number(r, "count")
				}
				return ok(fmt.Sprintf(`{"totalResults":%d,"Resources":[]}`, total)).to(r), nil
			}))
			_, err := collected(client.SCIM.Users.List(t.Context(), gainsight.SCIMListOptions{PageSize: size}))
			if want := map[int]int{1: 2, 5: 4}[size]; len(asked) != 2 || asked[0] != size || asked[1] != want || (err == nil) != isEcho {
				t.Errorf("%d, an echo: %v: asked for %v, %v", size, isEcho, asked, err)
			}
		}
	}
}

// Leaving the loop ends the calls.
func TestSCIMListIsLeft(t *testing.T) {
	p := &pager{users: usersFrom(1, 250), total: "true"}
	for range newSCIM(t, p).SCIM.Users.List(t.Context(), gainsight.SCIMListOptions{PageSize: 10}) {
		break
	}
	if p.calls != 1 {
		t.Errorf("%d calls", p.calls)
	}
}

// Bad input is an error before any call.
func TestSCIMListRefuses(t *testing.T) {
	s := &script{replies: []scripted{ok(`{}`)}}
	client := newSCIM(t, s)
	for name, options := range map[string]gainsight.SCIMListOptions{
		"a faulty filter":      {Filter: scim.Eq("a b", 1)},
		"a negative page size": {PageSize: -1},
		"a faulty attribute":   {SCIMAttributes: gainsight.SCIMAttributes{Attributes: []string{"a,b"}}},
		"a faulty exclusion":   {SCIMAttributes: gainsight.SCIMAttributes{ExcludedAttributes: []string{""}}},
	} {
		for _, err := range client.SCIM.Groups.List(t.Context(), options) {
			if !errors.Is(err, gainsight.ErrInvalid) || !strings.Contains(err.Error(), "scimListGroups: ") || !strings.Contains(err.Error(), "nothing was sent") {
				t.Errorf("%s: got %v", name, err)
			}
		}
	}
	if len(s.requests) > 0 {
		t.Errorf("%d requests were sent", len(s.requests))
	}
}
