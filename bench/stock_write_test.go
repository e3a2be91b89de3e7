package bench_test

import (
	"encoding/json"
	"testing"

	"github.com/gainsight-go/gainsight-go/bench/stock"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// The stock code sends every member that the document knows, set or not.
func TestWritingWhatIsNotSet(t *testing.T) {
	sent := members(t, stock.CompanyTeamRecord{Gsid: "1P0", UserRole: "CSM"})
	for member, value := range map[string]string{
		"Gsid": `"1P0"`, "UserRole": `"CSM"`,
		"CompanyGsid": `""`, "CompanyName": `""`, "UserGsid": `""`, "UserName": `""`,
		"TeamAdmin": `false`,
		"Name":      `""`, "CreatedBy": `""`, "ModifiedBy": `""`, // read-only
		"CreatedDate": `"0001-01-01T00:00:00Z"`, "ModifiedDate": `"0001-01-01T00:00:00Z"`, // read-only
	} {
		if sent[member] != value {
			t.Errorf("the stock code sends %s as %s, not %s", member, sent[member], value)
		}
	}
	if len(sent) != 12 {
		t.Errorf("the stock code sends %d members", len(sent))
	}

	for want, record := range map[string]gainsight.CompanyTeamRecord{
		`{"Gsid":"1P0","UserRole":"CSM"}`: {Gsid: gainsight.Set("1P0"), UserRole: gainsight.Set("CSM")},
		`{"TeamAdmin":false}`:             {TeamAdmin: gainsight.Set(false)},
		`{"UserRole":""}`:                 {UserRole: gainsight.Set("")},
		`{"UserRole":null}`:               {UserRole: gainsight.Null[string]()},
	} {
		if got, err := json.Marshal(record); err != nil || string(got) != want {
			t.Errorf("ours sends %s, %v, not %s", got, err, want)
		}
	}
}

// A Go map has no order, so the stock code sends the fields to order by in the order of their names.
func TestWritingOrder(t *testing.T) {
	if got, err := json.Marshal(stock.OrderBy{"UserRole": "asc", "CompanyName": "asc"}); err != nil || string(got) != `{"CompanyName":"asc","UserRole":"asc"}` {
		t.Errorf("the stock code sends %s, %v", got, err)
	}
	ours := gainsight.OrderBy{{Field: "UserRole", Direction: "asc"}, {Field: "CompanyName", Direction: "asc"}}
	if got, err := json.Marshal(ours); err != nil || string(got) != `{"UserRole":"asc","CompanyName":"asc"}` {
		t.Errorf("ours sends %s, %v", got, err)
	}
}

// members gives the members of a value's JSON, each as its text.
func members(t *testing.T, value any) map[string]string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for name, value := range raw {
		texts[name] = string(value)
	}
	return texts
}
