package wire_test

import (
	stdjson "encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

func TestSetAndGet(t *testing.T) {
	noon := time.Date(2026, 5, 17, 12, 0, 0, 0, time.FixedZone("", 2*60*60))
	for name, check := range map[string]func() bool{
		"string":       func() bool { v, ok := wire.Set("Zoë \"Z\"\n").Get(); return ok && v == "Zoë \"Z\"\n" },
		"empty string": func() bool { v, ok := wire.Set("").Get(); return ok && v == "" },
		"true":         func() bool { v, ok := wire.Set(true).Get(); return ok && v },
		"false":        func() bool { v, ok := wire.Set(false).Get(); return ok && !v },
		"time":         func() bool { v, ok := wire.Set(noon).Get(); return ok && v.Equal(noon) },
		"time is UTC":  func() bool { return wire.Set(noon).JSON() == `"2026-05-17T10:00:00Z"` },
		"list": func() bool {
			v, ok := wire.Set([]string{"a", "\""}).Get()
			return ok && slices.Equal(v, []string{"a", "\""})
		},
		"nil list is empty":  func() bool { return wire.Set([]string(nil)).JSON() == "[]" },
		"absent":             func() bool { var v wire.Value[string]; _, ok := v.Get(); return !ok && v.IsZero() && !v.IsNull() },
		"null":               func() bool { v := wire.Null[bool](); _, ok := v.Get(); return !ok && !v.IsZero() && v.IsNull() },
		"fallback of absent": func() bool { return wire.Value[string]{}.Or("x") == "x" },
		"fallback unused":    func() bool { return wire.Set("y").Or("x") == "y" },
		"String of a string": func() bool { return wire.Set("a\tb").String() == "a\tb" },
		"String of a bool":   func() bool { return wire.Set(true).String() == "true" },
		"String of null":     func() bool { return wire.Null[string]().String() == "" },
		"String of absent":   func() bool { return wire.Value[string]{}.String() == "" },
		"comparable":         func() bool { a, b := wire.Set("a"), wire.Set("b"); return a == wire.Set("a") && a != b },
	} {
		t.Run(name, func(t *testing.T) {
			if !check() {
				t.Error("does not hold")
			}
		})
	}
}

func TestReadBool(t *testing.T) {
	for text, want := range map[string]bool{
		`true`: true, `"true"`: true, `"True"`: true, `"TRUE"`: true,
		`false`: false, `"false"`: false, `"False"`: false,
	} {
		var v wire.Value[bool]
		if err := v.UnmarshalJSON([]byte(text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if got, ok := v.Get(); !ok || got != want {
			t.Errorf("%s: got %v, %v", text, got, ok)
		}
		if v.JSON() != text {
			t.Errorf("%s came back as %s", text, v.JSON())
		}
	}
}

// A list with anything but texts is none, not the part that could be read, and comes back as it was.
func TestReadTexts(t *testing.T) {
	for text, want := range map[string][]string{`["a","b"]`: {"a", "b"}, `[]`: {}, `["a",5]`: nil, `"a"`: nil, `{}`: nil} {
		var v wire.Value[[]string]
		if err := v.UnmarshalJSON([]byte(text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if got, ok := v.Get(); ok != (want != nil) || !slices.Equal(got, want) {
			t.Errorf("%s: got %v, %v", text, got, ok)
		}
		if v.JSON() != text {
			t.Errorf("%s came back as %s", text, v.JSON())
		}
	}
}

// Texts and booleans are read often.
func TestGetAllocatesNothing(t *testing.T) {
	text, flag := wire.Set("a"), wire.Set(true)
	if n := testing.AllocsPerRun(100, func() { text.Get(); flag.Get() }); n > 0 {
		t.Errorf("it takes %v allocations", n)
	}
}

func TestReadTime(t *testing.T) {
	want := time.Date(2023, 10, 3, 10, 3, 32, 0, time.UTC)
	for _, text := range []string{
		`"2023-10-03T10:03:32Z"`, `"2023-10-03T12:03:32+02:00"`, `"2023-10-03T12:03:32.000+0200"`,
		`1696327412000`, `"1696327412000"`, `"10/03/2023 10:03:32"`,
	} {
		var v wire.Value[time.Time]
		if err := v.UnmarshalJSON([]byte(text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if got, ok := v.Get(); !ok || !got.Equal(want) {
			t.Errorf("%s: got %v, %v", text, got, ok)
		}
		if v.JSON() != text {
			t.Errorf("%s came back as %s", text, v.JSON())
		}
	}
}

// A text that is no date or no boolean must not fail the page it stands in, and must not be lost either.
func TestUnknownTextIsKept(t *testing.T) {
	for _, text := range []string{`"next Tuesday"`, `""`, `"20231003"`, `"Y"`, `"2023-10-03T10:03"`} {
		var date wire.Value[time.Time]
		if err := date.UnmarshalJSON([]byte(text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if got, ok := date.Get(); ok || date.IsZero() || date.JSON() != text {
			t.Errorf("%s as a date: got %v from %q", text, got, date.JSON())
		}
		var boolean wire.Value[bool]
		if err := boolean.UnmarshalJSON([]byte(text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if got, ok := boolean.Get(); ok || boolean.JSON() != text {
			t.Errorf("%s as a boolean: got %v from %q", text, got, boolean.JSON())
		}
	}
}

// A boolean or a date of a form that nobody knows has no value, and is kept as it came.
func TestOddForms(t *testing.T) {
	for _, text := range []string{`1`, `{"$date":1}`, `[]`, `"soon"`, `{"a":[true]}`} {
		var record record
		object := `{"ModifiedDate":` + text + `,"TeamAdmin":` + text + `}`
		if err := json.Unmarshal([]byte(object), &record); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if _, ok := record.TeamAdmin.Get(); ok {
			t.Errorf("%s is read as a boolean", text)
		}
		if _, ok := record.ModifiedDate.Get(); ok != (text == "1") { // milliseconds since 1970
			t.Errorf("%s is read as a date: %v", text, ok)
		}
		if got, err := json.Marshal(record); err != nil || string(got) != object {
			t.Errorf("got %s, %v, want %s", got, err, object)
		}
	}
}

func TestMistyped(t *testing.T) {
	for name, read := range map[string]func() error{
		"number as string":  func() error { return new(wire.Value[string]).UnmarshalJSON([]byte(`5`)) },
		"object as string":  func() error { return new(wire.Value[string]).UnmarshalJSON([]byte(`{}`)) },
		"broken JSON":       func() error { return new(wire.Value[string]).UnmarshalJSON([]byte(`"`)) },
		"no JSON":           func() error { return new(wire.Value[string]).UnmarshalJSON(nil) },
		"two values":        func() error { return new(wire.Value[string]).UnmarshalJSON([]byte(`"a" "b"`)) },
		"not valid as text": func() error { _, err := wire.Set("a\xffb").MarshalJSON(); return err },
	} {
		if err := read(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestValueInStruct(t *testing.T) {
	type pair struct {
		A wire.Value[string] `json:"a,omitzero"`
		B wire.Value[bool]   `json:"b,omitzero"`
	}
	for text, want := range map[string]pair{
		`{}`:                   {},
		`{"a":null}`:           {A: wire.Null[string]()},
		`{"a":"","b":false}`:   {A: wire.Set(""), B: wire.Set(false)},
		`{"a":"x","b":"True"}`: {A: wire.Set("x"), B: readBool(t, `"True"`)},
	} {
		var first, second pair
		if err := stdjson.Unmarshal([]byte(text), &first); err != nil || first != want {
			t.Errorf("encoding/json reads %s as %v, %v", text, first, err)
		}
		if err := json.Unmarshal([]byte(text), &second); err != nil || second != want {
			t.Errorf("json reads %s as %v, %v", text, second, err)
		}
		if out, err := stdjson.Marshal(want); err != nil || string(out) != text {
			t.Errorf("encoding/json writes %s as %s, %v", text, out, err)
		}
		if out, err := json.Marshal(want); err != nil || string(out) != text {
			t.Errorf("json writes %s as %s, %v", text, out, err)
		}
	}
}

func readBool(t *testing.T, text string) (v wire.Value[bool]) {
	t.Helper()
	if err := v.UnmarshalJSON([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return v
}

// Alone, an absent value has no better form than null.
func TestAbsentAlone(t *testing.T) {
	if out, err := json.Marshal(wire.Value[string]{}); err != nil || string(out) != "null" {
		t.Errorf("got %s, %v", out, err)
	}
	if out, err := (wire.Value[string]{}).MarshalJSON(); err != nil || string(out) != "null" {
		t.Errorf("got %s, %v", out, err)
	}
}
