package wire_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// What is written without json.Marshal is what json.Marshal writes, and what that refuses is refused.

func TestSetOtherIsMarshal(t *testing.T) {
	type text string
	type number int
	for _, value := range []any{
		true, false, 0, 7, -7, math.MaxInt, math.MinInt,
		text("a<b"), number(-3), shouting("quiet"), // types of their own, one of them with its own way to be written
		int8(-128), int64(math.MinInt64), uint64(math.MaxUint64), float32(0.1), math.NaN(), math.Inf(-1),
		nil, []string{"a"}, map[string]int{"a": 1}, func() {},
	} {
		sameAsMarshal(t, value)
	}
}

func FuzzTextIsMarshal(f *testing.F) {
	for _, s := range []string{
		"", "plain", "with space", "Zoë 漢字 😀", `a "quoted" \ text`, "<script>&amp;</script>", "line\u2028paragraph\u2029",
		"\x00\x01\b\t\n\f\r\x1b\x1f", "\x7f", "\u0080", "\ufeffbom", "\ufffd", "\ufffe", "\U0010ffff", "/",
		"a\xffb", "\xed\xa0\xbd", "cut \xe6\xbc", "\xc0\x80", "quote\"\xff", strings.Repeat("long ", 1000),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		sameAsMarshal(t, s)
		want, err := json.Marshal(s)
		got, gotErr := json.Marshal(wire.Set(s))
		if (err == nil) != (gotErr == nil) || string(got) != string(want) {
			t.Errorf("Set(%q) is written as %s, %v, not %s, %v", s, got, gotErr, want, err)
		}
		if err == nil && wire.Set(s).JSON() != string(want) {
			t.Errorf("Set(%q) holds %s, not %s", s, wire.Set(s).JSON(), want)
		}
	})
}

func FuzzNumberIsMarshal(f *testing.F) {
	for _, number := range []float64{
		0, math.Copysign(0, -1), 1, -1, 0.5, 1.10, 1.0 / 3, -1234567.875, 1 << 53, math.Pi * 1e15,
		1e-6, math.Nextafter(1e-6, 0), 1e-7, 1e21, math.Nextafter(1e21, 0), -1e20, 1e22, 1e100, math.MaxFloat64, math.SmallestNonzeroFloat64,
	} {
		f.Add(number)
	}
	f.Fuzz(func(t *testing.T, number float64) {
		sameAsMarshal(t, number)
		sameAsMarshal(t, int(math.Float64bits(number)))
	})
}

func sameAsMarshal(t *testing.T, value any) {
	t.Helper()
	want, wantErr := json.Marshal(value)
	var others wire.Others
	err := wire.SetOther(&others, func([]byte) any { return nil }, "A__gc", value)
	if (err == nil) != (wantErr == nil) || string(others["A__gc"]) != string(want) {
		t.Errorf("%T %v becomes %s, %v, not %s, %v", value, value, others["A__gc"], err, want, wantErr)
	}
	if wantErr != nil && errors.Unwrap(err).Error() != wantErr.Error() {
		t.Errorf("%T %v: the error is %v, not %v", value, value, err, wantErr)
	}
}

// shouting is a string that is written in its own way.
type shouting string

func (s shouting) MarshalJSON() ([]byte, error) {
	return []byte(`"` + strings.ToUpper(string(s)) + `"`), nil
}
