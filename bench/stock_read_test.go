package bench_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/bench"
	"github.com/gainsight-go/gainsight-go/bench/stock"
	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// A single value that the stock code cannot read costs it the whole page. Ours has all records, and the value too.
func TestReadingAPageWithOneOddValue(t *testing.T) {
	day := time.Date(2023, 10, 3, 10, 3, 32, 0, time.UTC)
	isDay := func(r gsapi.CompanyTeamRecord) bool { return r.ModifiedDate.Or(time.Time{}).Equal(day) }
	isAdmin := func(r gsapi.CompanyTeamRecord) bool { return r.TeamAdmin.Or(false) }
	for _, tt := range []struct {
		name, member, value string
		read                func(gsapi.CompanyTeamRecord) bool
	}{
		{"true as the vendor's samples have it", "TeamAdmin", `"true"`, isAdmin},
		{"true in capitals", "TeamAdmin", `"True"`, isAdmin},
		{"milliseconds", "ModifiedDate", `1696327412000`, isDay},
		{"an American date", "ModifiedDate", `"10/03/2023 10:03:32"`, isDay},
		{"an offset without a colon", "ModifiedDate", `"2023-10-03T12:03:32.000+0200"`, isDay},
		{"an empty date", "ModifiedDate", `""`, func(r gsapi.CompanyTeamRecord) bool { return r.ModifiedDate.JSON() == `""` }},
		{"no date", "ModifiedDate", `"next Tuesday"`, func(r gsapi.CompanyTeamRecord) bool { return r.ModifiedDate.String() == "next Tuesday" }},
		{"a number beyond float64", "Big__gc", `1e400`, func(r gsapi.CompanyTeamRecord) bool { return string(r.AdditionalProperties["Big__gc"]) == "1e400" }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page := pageWith(t, 17, tt.member, tt.value)
			if err := json.Unmarshal(page, new(stock.CompanyTeamPage)); err == nil {
				t.Error("the stock code reads the page")
			}
			var ours gsapi.CompanyTeamPage
			if err := json.Unmarshal(page, &ours); err != nil {
				t.Fatalf("ours cannot read the page: %v", err)
			}
			if len(ours.Records) != bench.Rows || !tt.read(ours.Records[17]) {
				t.Errorf("ours has %d records, and %v", len(ours.Records), ours.Records[17])
			}
		})
	}

	if err := json.Unmarshal(bench.Page(), new(stock.CompanyTeamPage)); err != nil {
		t.Errorf("the stock code cannot even read the page without the odd value: %v", err)
	}
}

// pageWith is the page of the benchmark with one member of one record replaced.
func pageWith(t *testing.T, index int, member, value string) []byte {
	t.Helper()
	var page struct {
		Records []map[string]json.RawMessage `json:"records"`
	}
	if err := json.Unmarshal(bench.Page(), &page); err != nil {
		t.Fatal(err)
	}
	page.Records[index][member] = json.RawMessage(value)
	text, err := json.Marshal(page)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte(value)) {
		t.Fatalf("the page lost %s", value)
	}
	return text
}
