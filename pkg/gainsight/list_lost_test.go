package gainsight_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// stated is a page that states members of its own, such as "page":0,"size":2.
func stated(members string, gsids ...string) scripted {
	if members != "" {
		members += ","
	}
	return page(members, gsids...)
}

// A list that may lack records is an error after those that came, whatever it is that shows it.
func TestListNoticesLostRecords(t *testing.T) {
	const another, fewer, twice = "the reply is another page than the one asked for", "fewer records than its size says", "in two forms"
	for name, test := range map[string]struct {
		replies []scripted
		want    string
		err     string
	}{
		"size counts the page":                 {[]scripted{stated(`"limit":2,"size":2`, "a", "b"), stated(`"limit":2,"size":1`, "c")}, "a b c", ""},
		"size counts all":                      {[]scripted{stated(`"limit":2,"size":3`, "a", "b"), stated(`"limit":2,"size":3`, "c")}, "a b c", ""},
		"size counts all, the last page empty": {[]scripted{stated(`"limit":2,"size":2`, "a", "b"), stated(`"limit":2,"size":2`)}, "a b", ""},
		"size counts all, one came meanwhile":  {[]scripted{stated(`"limit":2,"size":3`, "a", "b"), stated(`"limit":2,"size":4`, "b", "c"), stated(`"limit":2,"size":4`)}, "a b c", ""},
		"size counts all, without a limit":     {[]scripted{stated(`"size":2`, "a", "b"), stated(`"size":2`)}, "a b", ""},
		"a record is missing":                  {[]scripted{stated(`"limit":3,"size":3`, "a", "b")}, "a b", fewer},
		"all records are missing":              {[]scripted{stated(`"limit":3,"size":3`)}, "", fewer},
		"records null":                         {[]scripted{ok(`{"result":true,"data":{"size":3,"records":null}}`)}, "", fewer},
		"size as a text":                       {[]scripted{stated(`"limit":3,"size":"3"`, "a", "b")}, "a b", fewer},
		"many are missing":                     {[]scripted{stated(`"limit":25,"size":25`, "a")}, "a", fewer},
		"a record is missing later":            {[]scripted{stated(`"limit":2,"size":2`, "a", "b"), stated(`"limit":2,"size":2`, "c")}, "a b c", fewer},
		"a record is missing before, no limit": {[]scripted{stated(`"size":3`, "a", "b"), stated(`"size":0`)}, "a b", fewer},
		"the size is stated only before":       {[]scripted{stated(`"size":3`, "a", "b"), stated("")}, "a b", fewer},
		"a size that is none":                  {[]scripted{stated(`"limit":3,"size":{}`, "a")}, "a", ""},
		"a size that is no number":             {[]scripted{stated(`"limit":3,"size":"NaN"`, "a")}, "a", ""},
		"a size that is not finite":            {[]scripted{stated(`"limit":3,"size":"Infinity"`, "a")}, "a", ""},
		"a size below 0":                       {[]scripted{stated(`"limit":3,"size":-3`, "a")}, "a", ""},
		"a size that is null":                  {[]scripted{stated(`"limit":3,"size":null`, "a")}, "a", ""},
		"a larger page than its size":          {[]scripted{stated(`"limit":3,"size":1`, "a", "b")}, "a b", ""},

		"pages count from 0":       {[]scripted{stated(`"limit":1,"page":0`, "a"), stated(`"limit":1,"page":1`, "b"), stated(`"limit":1,"page":2`)}, "a b", ""},
		"pages count from 1":       {[]scripted{stated(`"limit":1,"page":1`, "a"), stated(`"limit":1,"page":2`, "b"), stated(`"limit":1,"page":"3"`)}, "a b", ""},
		"the number comes late":    {[]scripted{stated(`"limit":1`, "a"), stated(`"limit":1,"page":2`, "b"), stated(`"limit":1,"page":3`)}, "a b", ""},
		"the number comes once":    {[]scripted{stated(`"limit":1,"page":0`, "a"), stated(`"limit":1`)}, "a", ""},
		"a number that is none":    {[]scripted{stated(`"limit":1,"page":-1`, "a"), stated(`"limit":1,"page":[]`, "b"), stated(`"limit":1,"page":null`)}, "a b", ""},
		"the last page too early":  {[]scripted{stated(`"limit":2,"page":0`, "a", "b"), stated(`"limit":2,"page":3`, "g")}, "a b", another},
		"the last page at once":    {[]scripted{stated(`"limit":2,"page":3`, "g")}, "", another},
		"the same number again":    {[]scripted{stated(`"limit":1,"page":0`, "a"), stated(`"limit":1,"page":0`, "b")}, "a", another},
		"from 1, and then from 0":  {[]scripted{stated(`"limit":1,"page":1`, "a"), stated(`"limit":1,"page":1`, "b")}, "a", another},
		"no second page, but more": {[]scripted{stated(`"limit":1,"page":0`, "a"), stated(`"limit":1,"page":2`, "c")}, "a", another},

		"one id, two forms": {[]scripted{ok(`{"result":true,"data":{"limit":5,"records":[{"Gsid":"a","CompanyName":"A"},{"Gsid":"b"},{"Gsid":"a","CompanyName":"B"},{"Gsid":"c"}]}}`)}, "a b", twice},
		"one id, one form":  {[]scripted{ok(`{"result":true,"data":{"limit":5,"records":[{"Gsid":"a","CompanyName":"A"},{"CompanyName":"A","Gsid":"a"}]}}`)}, "a", ""},
		"two forms later": {[]scripted{stated(`"limit":1`, "z"),
			ok(`{"result":true,"data":{"limit":5,"records":[{"Gsid":"a","N__gc":1},{"Gsid":"a"}]}}`)}, "z a", twice},
		"two forms of one listed before": {[]scripted{stated(`"limit":1`, "a"),
			ok(`{"result":true,"data":{"limit":5,"records":[{"Gsid":"a","N__gc":1},{"Gsid":"a","N__gc":2}]}}`)}, "a", twice},
		"another form on another page": {[]scripted{stated(`"limit":1`, "a"),
			ok(`{"result":true,"data":{"limit":5,"records":[{"Gsid":"a","N__gc":1},{"Gsid":"b"}]}}`)}, "a b", ""},
	} {
		for kind, collect := range map[string]func(*testing.T, *gainsight.Client, gainsight.ListOptions) ([]string, error){"company team": collect, "users": collectUsers} {
			t.Run(kind+"/"+name, func(t *testing.T) {
				_, client := newScripted(t, test.replies...)
				gsids, err := collect(t, client, gainsight.ListOptions{})
				if got := strings.Join(gsids, " "); got != test.want {
					t.Errorf("got %q, want %q", got, test.want)
				}
				switch {
				case test.err == "" && err != nil:
					t.Error(err)
				case test.err != "" && (!errors.Is(err, gainsight.ErrServer) || !strings.Contains(fmt.Sprint(err), test.err)):
					t.Errorf("got %v, want %q", err, test.err)
				}
			})
		}
	}
}
