package gainsighttest

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
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
