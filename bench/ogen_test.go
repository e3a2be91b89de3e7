package bench_test

import (
	"testing"

	"github.com/go-faster/jx"

	"github.com/gainsight-go/gainsight-go/bench"
	"github.com/gainsight-go/gainsight-go/bench/ogenapi"
)

// A single value of another type than the document says costs ogen's code the whole page, as it does the stock code.
func TestOgenReadingAPageWithOneOddValue(t *testing.T) {
	for _, tt := range []struct{ member, value string }{
		{"TeamAdmin", `"true"`},
		{"TeamAdmin", `"True"`},
		{"ModifiedDate", `1696327412000`},
		{"ModifiedDate", `"10/03/2023 10:03:32"`},
		{"ModifiedDate", `"2023-10-03T12:03:32.000+0200"`},
		{"ModifiedDate", `""`},
	} {
		if err := readWithOgen(pageWith(t, 17, tt.member, tt.value)); err == nil {
			t.Errorf("ogen's code reads a page with %s %s", tt.member, tt.value)
		}
	}
	if err := readWithOgen(bench.Page()); err != nil {
		t.Errorf("ogen's code cannot even read the page without the odd value: %v", err)
	}
}

func readWithOgen(page []byte) error {
	return new(ogenapi.CompanyTeamPage).Decode(jx.DecodeBytes(page))
}

// What ogen's code keeps exactly: nulls, what is absent, and members that the document does not know.
func TestOgenReadingAndWritingBack(t *testing.T) {
	for _, text := range []string{
		`{"Gsid":"1P0"}`,
		`{"UserRole":null}`,
		`{"UserRole":""}`,
		`{"TeamAdmin":null}`,
		`{"ModifiedDate":null}`,
		`{"Big__gc":12345678901234567890}`,
		`{"Price__gc":1.10}`,
		`{"Price__gc":1E2}`,
		`{"Huge__gc":1e400}`,
		`{"Nothing__gc":null}`,
		`{"Object__gc":{"b":1.10,"a":{"id":12345678901234567890}}}`,
	} {
		var record ogenapi.CompanyTeamRecord
		if err := record.Decode(jx.DecodeStr(text)); err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		var encoder jx.Encoder
		if record.Encode(&encoder); encoder.String() != text {
			t.Errorf("%s becomes %s", text, encoder.String())
		}
	}
}
