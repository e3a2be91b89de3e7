package peers

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// differences names what differs between two JSON values: the pointer and both values. The order of members does not
// count, the order of items does.
func differences(pointer string, got, want any) []string {
	switch want := want.(type) {
	case map[string]any:
		if got, ok := got.(map[string]any); ok {
			return objectDifferences(pointer, got, want)
		}
	case []any:
		if got, ok := got.([]any); ok && len(got) == len(want) {
			return arrayDifferences(pointer, got, want)
		}
	}
	if reflect.DeepEqual(got, want) {
		return nil
	}
	return []string{fmt.Sprintf("%s: got %s, want %s", pointer, brief(got), brief(want))}
}

func objectDifferences(pointer string, got, want map[string]any) []string {
	var found []string
	for _, key := range keysOf(got, want) {
		inner := pointer + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
		g, inGot := got[key]
		w, inWant := want[key]
		switch {
		case !inGot:
			found = append(found, fmt.Sprintf("%s: missing, want %s", inner, brief(w)))
		case !inWant:
			found = append(found, fmt.Sprintf("%s: got %s, want nothing", inner, brief(g)))
		default:
			found = append(found, differences(inner, g, w)...)
		}
	}
	return found
}

func arrayDifferences(pointer string, got, want []any) []string {
	var found []string
	for i := range want {
		found = append(found, differences(fmt.Sprintf("%s/%d", pointer, i), got[i], want[i])...)
	}
	return found
}

// keysOf gives the keys of all objects, each once and in order.
func keysOf(objects ...map[string]any) []string {
	var keys []string
	for _, object := range objects {
		for key := range object {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func brief(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	if len(text) > 80 {
		return string(text[:80]) + "…"
	}
	return string(text)
}

// wantSame fails the test with the first differences.
func wantSame(t *testing.T, got, want any) {
	t.Helper()
	found := differences("", got, want)
	if len(found) == 0 {
		return
	}
	first := found[:min(len(found), 10)]
	t.Errorf("%d differences, the first:\n%s", len(found), strings.Join(first, "\n"))
}

func TestDifferences(t *testing.T) {
	tests := []struct {
		name, got, want string
		found           []string
	}{
		{"order of members", `{"a":1,"b":2}`, `{"b":2,"a":1}`, nil},
		{"notation", "a: 1\n200: x", `{"a":1.0,"200":"x"}`, nil},
		{"date", `a: 2023-10-03`, `{"a":"2023-10-03"}`, nil},
		{"order of items", `[1,2]`, `[2,1]`, []string{"/0: got 1, want 2", "/1: got 2, want 1"}},
		{"length", `{"a":[1]}`, `{"a":[1,1]}`, []string{"/a: got [1], want [1,1]"}},
		{"null is a value", `{"a":null}`, `{}`, []string{"/a: got null, want nothing"}},
		{"missing", `{}`, `{"a/b":{"~":1}}`, []string{`/a~1b: missing, want {"~":1}`}},
		{"number and text", `{"a":1}`, `{"a":"1"}`, []string{`/a: got 1, want "1"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, want := mustParse(t, tt.got), mustParse(t, tt.want)
			if found := differences("", got, want); !slices.Equal(found, tt.found) {
				t.Errorf("got %q, want %q", found, tt.found)
			}
		})
	}
}

func mustParse(t *testing.T, text string) any {
	t.Helper()
	value, err := parseYAML([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return value
}
