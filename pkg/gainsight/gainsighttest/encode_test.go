package gainsighttest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// Half a surrogate pair is what a tenant that cuts texts by length leaves behind. It stays as it is, and does no harm.
func TestHalfASurrogatePair(t *testing.T) {
	for _, member := range []string{`"UserRole":"a\ud83d"`, `"Custom__gc":"\ud83d"`, `"Custom__gc":{"\ude00":["\ud83d"]}`} {
		server := newTenant(t)
		row := `{"CompanyName":"IBM","UserName":"Alex Example",` + member + `}`
		for name, reply := range map[string]answer{
			"upsert": upsert(t, server.Server, `{"records":[`+row+`],`+byNames+`}`),
			"errors": upsert(t, server.Server, `{"records":[`+row+`,{"CompanyName":"Nobody",`+member+`}],`+byNames+`}`),
			"list":   list(t, server.Server, `{"select":["UserRole","Custom__gc"],"orderBy":{"Custom__gc":"asc"}}`),
		} {
			if reply.wantStatus(200); !strings.Contains(reply.body, member) {
				t.Errorf("%s: %s is not in\n%s", name, member, reply.body)
			}
		}
		if v := server.Violations(); len(v) != 0 {
			t.Errorf("violations: %q", v)
		}
	}
}

func TestRepliesAreNotEscapedForHTML(t *testing.T) {
	server := newTenant(t)
	reply := upsert(t, server.Server, `{"records":[{"CompanyName":"IBM","UserName":"Alex Example","UserRole":"<a> & é \u00e9","A__gc":1.10}],`+byNames+`}`)
	for _, want := range []string{`"<a> & é \u00e9"`, `"A__gc":1.10`} {
		if !strings.Contains(reply.body, want) {
			t.Errorf("%s is not in\n%s", want, reply.body)
		}
	}
}

// What a test seeds may be unfit for JSON; the tenant says so instead of sending half a reply.
func TestSeedThatIsNoJSON(t *testing.T) {
	for _, value := range []string{"", "{", `1,"B__gc":2`, "\"\xff\""} {
		server := gainsighttest.NewServer(t)
		server.AddRecord(gsapi.CompanyTeamRecord{AdditionalProperties: map[string]json.RawMessage{"A__gc": json.RawMessage(value), "B__gc": json.RawMessage("1")}})
		list(t, server, `{"select": ["A__gc"]}`).wantNotVendor(500, "cannot encode the reply")
		if v := server.Violations(); len(v) != 1 || !strings.Contains(v[0], "cannot encode the reply") || !server.Calls()[0].Applied {
			t.Errorf("%q: violations: %q", value, v)
		}
		list(t, server, `{"select": ["B__gc"]}`).wantData(`{"page": 0, "size": 1, "limit": 25, "records": [{"B__gc": 1}]}`)
	}
}
