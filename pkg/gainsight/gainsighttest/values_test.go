package gainsighttest

import (
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

func TestDecimalsCompareByValue(t *testing.T) {
	inOrder := [][]string{
		{"-1e999999999999999999999"},
		{"-1e400"},
		{"-2"},
		{"-1.10", "-1.1", "-11e-1", "-0.11E+1"},
		{"-1"},
		{"-0.001", "-1e-3"},
		{"-1e-400"},
		{"0", "-0", "0.000", "0e99", "-0.0e-99999999999999999999"},
		{"1e-999999999999999999999"},
		{"0.1", "1e-1", "0.100"},
		{"9", "9.0", "0.9e1"},
		{"10", "1e1", "1E+1", "10.00"},
		{"12345678901234567890"},
		{"12345678901234567890.1"},
		{"12345678901234567891", "1.2345678901234567891e19"},
		{"1e999999999", "10e999999998"},
	}
	for i, group := range inOrder {
		for j, other := range inOrder {
			for _, a := range group {
				for _, b := range other {
					want := min(1, max(-1, i-j))
					if got := parseDecimal(a).compare(parseDecimal(b)); got != want {
						t.Errorf("%s against %s: %d, want %d", a, b, got, want)
					}
				}
			}
		}
	}
}

func TestDecimalsAgreeWithFloats(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		a := float64(random.IntN(2001)-1000) / 8
		b := float64(random.IntN(2001)-1000) / 8
		x := parseDecimal(strconv.FormatFloat(a, 'e', -1, 64))
		y := parseDecimal(strconv.FormatFloat(b, 'f', -1, 64))
		if got := x.compare(y); got < 0 != (a < b) || got > 0 != (a > b) {
			t.Fatalf("%v against %v: %d", a, b, got)
		}
	}
}

func TestNestedValuesThatAreTooDeep(t *testing.T) {
	deep := strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000)
	if v := valueOf("A__gc", deep); v.kind != nested || v.text != deep {
		t.Errorf("kind %d", v.kind)
	}
}

func TestWhatValuesMean(t *testing.T) {
	for _, test := range []struct {
		field, a, b string
		equal       bool
	}{
		{"A__gc", `{"a": 1, "b": [2]}`, `{"b":[2],"a":1}`, true},
		{"A__gc", `[12345678901234567890]`, `[12345678901234567891]`, false},
		{"A__gc", `[1e2]`, `[100]`, false}, // within a list, a number is what is written
		{"A__gc", `"\u0061"`, `"a"`, true},
		{"A__gc", ``, ` null`, true},
		{"A__gc", `"true"`, `true`, false},
		{"TeamAdmin", `"True"`, `true`, true},
		{"TeamAdmin", `"yes"`, `false`, false},
		{"ModifiedDate", `"2026-01-02T01:00:00+01:00"`, `1767312000000`, true},
		{"ModifiedDate", `"2026-01-02T00:00:00.000Z"`, `"01/02/2026 00:00:00"`, true},
		{"ModifiedDate", `"2026-01-02"`, `"2026-01-02T00:00:00.001Z"`, false},
		{"A__gc", `"2026-01-02"`, `"2026-01-02T00:00:00Z"`, false},
	} {
		a, b := valueOf(test.field, test.a), valueOf(test.field, test.b)
		if (a == b) != test.equal || (a.compare(b) == 0) != test.equal || a.compare(b) != -b.compare(a) {
			t.Errorf("%s: %s and %s: equal is %v, and they compare as %d and %d", test.field, test.a, test.b, a == b, a.compare(b), b.compare(a))
		}
	}
}

func TestDatesReadAsTheSampleWritesThem(t *testing.T) {
	for jsonText, want := range map[string]string{
		`"2026-01-02T01:30:00+01:00"`: "2026-01-02T00:30:00Z",
		`1767312000500`:               "2026-01-02T00:00:00.5Z",
	} {
		if got, ok := valueOf("ModifiedDate", jsonText).asText(); !ok || got != want {
			t.Errorf("%s reads %q", jsonText, got)
		}
	}
}

// One comparison for each pair would be two thousand million, under the tenant's lock.
func TestLongListsOfValuesAreNotReadForEachRecord(t *testing.T) {
	values := make([]json.RawMessage, 100_000)
	for i := range values {
		values[i] = json.RawMessage(strconv.Itoa(i))
	}
	holds := operators["IN"].test(gsapi.Condition{Name: "A__gc", Value: values})
	start := time.Now()
	for i := range 20_000 {
		if holds(valueOf("A__gc", strconv.Itoa(-1-i))) {
			t.Fatal("it is none of them")
		}
		if time.Since(start) > 5*time.Second {
			t.Fatalf("%d records took %s", i, time.Since(start))
		}
	}
}

func TestGsids(t *testing.T) {
	for _, prefix := range []string{companyPrefix, userPrefix, recordPrefix} {
		if gsid := makeGsid(prefix, 123456789); !wellFormed(gsid) || gsid != strings.ToUpper(gsid) {
			t.Errorf("%s is not well formed", gsid)
		}
	}
	for _, text := range []string{"", "1P07", strings.Repeat("é", 18), strings.Repeat("0", 35) + "-", strings.Repeat("0", 37)} {
		if wellFormed(text) {
			t.Errorf("%q is well formed", text)
		}
	}
}
