package bench_test

import (
	"encoding/json"
	"testing"

	"github.com/gainsight-go/gainsight-go/bench/stock"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// What the stock code makes of a value that is read and written back. Ours gives back every one as it came.
func TestReadingAndWritingBack(t *testing.T) {
	for _, tt := range []struct{ name, member, value, stock string }{
		{"a null", "UserRole", `null`, `""`},
		{"a null boolean", "TeamAdmin", `null`, `false`},
		{"a null date", "ModifiedDate", `null`, `"0001-01-01T00:00:00Z"`},
		{"a large number", "Big__gc", `12345678901234567890`, `12345678901234567000`},
		{"an id of 17 digits", "Id__gc", `90071992547409931`, `90071992547409940`},
		{"a zero at the end", "Price__gc", `1.10`, `1.1`},
		{"an exponent", "Price__gc", `1E2`, `100`},
		{"an object", "Object__gc", `{"b":1.10,"a":{"id":12345678901234567890}}`, `{"a":{"id":12345678901234567000},"b":1.1}`},
		{"a list", "List__gc", `[1.0,null,12345678901234567890]`, `[1,null,12345678901234567000]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := `{"Gsid":"1P0","` + tt.member + `":` + tt.value + `}`

			var theirs stock.CompanyTeamRecord
			if err := json.Unmarshal([]byte(text), &theirs); err != nil {
				t.Fatal(err)
			}
			if got := members(t, theirs)[tt.member]; got != tt.stock {
				t.Errorf("the stock code makes it %s, not %s", got, tt.stock)
			}

			var ours gainsight.CompanyTeamRecord
			if err := json.Unmarshal([]byte(text), &ours); err != nil {
				t.Fatal(err)
			}
			if got, err := json.Marshal(ours); err != nil || string(got) != text {
				t.Errorf("ours makes it %s, %v", got, err)
			}
		})
	}
}
