package loose_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
	"github.com/go-json-experiment/json/jsontext"
)

func TestItems(t *testing.T) {
	for value, want := range map[string]string{
		``: "[]", `null`: "[]", `{}`: "[]", `[]`: "[]", `false`: "[]", `""`: "[]", `{"a":[{"b":""}]}`: "[]", `[{},[],null]`: "[]",
		`0`: "[0]", `true`: "[true]", `"a"`: `["a"]`, `{"a":1}`: `[{"a":1}]`, `[1,{},"b",{"a":"b"}]`: `[1 "b" {"a":"b"}]`, `[[1],[]]`: "[[1]]", `{"a"`: "[]",
	} {
		if got := fmt.Sprint(loose.Items(jsontext.Value(value))); got != want {
			t.Errorf("%s: got %s, want %s", value, got, want)
		}
	}
}

func TestMemberAndLists(t *testing.T) {
	object := jsontext.Value(`{"a":[1],"b":{"a":2},"c":[]}`)
	if got := string(loose.Member(object, "b")); got != `{"a":2}` {
		t.Errorf("got %s", got)
	}
	if got := fmt.Sprint(loose.Lists(object)); got != "map[a:[1] c:[]]" {
		t.Errorf("got %s", got)
	}
	for _, value := range []string{``, `null`, `[]`, `"b"`, `{}`, `{"b`, `5`} {
		if got := loose.Member(jsontext.Value(value), "b"); got != nil {
			t.Errorf("%s: got %s", value, got)
		}
		if got := loose.Lists(jsontext.Value(value)); len(got) != 0 {
			t.Errorf("%s: got %v", value, got)
		}
	}
}

func TestDepth(t *testing.T) {
	for value, want := range map[string]int{``: 0, `null`: 0, `"a"`: 0, `{}`: 1, `[[],[{"a":[1]}],2]`: 4, `[[`: 2} {
		if got := loose.Depth(jsontext.Value(value)); got != want {
			t.Errorf("%s: got %d, want %d", value, got, want)
		}
	}
}

func TestTextsAndNumbers(t *testing.T) {
	for value, want := range map[string]string{
		``: "[]  0 false", `null`: "[]  0 false", `"a b"`: "[a b] a b 0 false", `["a","b"]`: "[a b] a 0 false", `{"a":"b"}`: "[]  0 false",
		`5`: "[]  5 true", `"5"`: "[5] 5 5 true", `-2.5e1`: "[]  -25 true", `true`: "[]  0 false", `"\u0041"`: "[A] A 0 false",
	} {
		v := jsontext.Value(value)
		number, ok := loose.Number(v)
		if got := fmt.Sprint(loose.Texts(v), " ", loose.Text(v), " ", number, " ", ok); got != want {
			t.Errorf("%s: got %s, want %s", value, got, want)
		}
	}
}

func TestCount(t *testing.T) {
	for value, want := range map[string]string{
		`5`: "5 true", `"5"`: "5 true", `0`: "0 true", `2.5`: "2 true", `1e20`: "2147483647 true", `-1`: "0 false", `"NaN"`: "0 false", `"Infinity"`: "0 false",
		`1e999`: "0 false", ``: "0 false", `null`: "0 false", `[]`: "0 false",
	} {
		count, ok := loose.Count(jsontext.Value(value))
		if got := fmt.Sprint(count, " ", ok); got != want {
			t.Errorf("%s: got %s, want %s", value, got, want)
		}
	}
}

func TestRequestID(t *testing.T) {
	for body, want := range map[string]string{
		`{"requestId":"r-1"}`: "r-1", `{"requestId":"r-1","result":tr`: "r-1", `{"result":true,"result":true,"requestId":"r-1"}`: "r-1",
		`{"requestId":5}`: "", `<html>`: "", ``: "", `{"requestId":"r-`: "",
	} {
		if got := loose.RequestID([]byte(body)); got != want {
			t.Errorf("%s: got %s, want %s", body, got, want)
		}
	}
}

type named struct {
	Name   string
	Others map[string]json.RawMessage `json:",unknown"`
}

func names(records []named) (names []string) {
	for _, record := range records {
		names = append(names, record.Name)
	}
	return names
}

func TestRecords(t *testing.T) {
	deep := strings.Repeat("[", 5) + `{"Name":"a"}` + strings.Repeat("]", 5)
	for value, want := range map[string]struct{ all, outermost string }{
		`{"Name":"a"}`: {"[a]", "[a]"},
		`[{"Name":"a","x":{"Name":"b"}},{"x":[{"Name":"c"}]}]`: {"[a b  c]", "[a c]"},
		`{"z":{"Name":"a"},"b":{"Name":"b"}}`:                  {"[ b a]", "[b a]"},
		`{"Name":5,"x":{"Name":"a"}}`:                          {"[a]", "[a]"},
		`"a"`:                                                  {"[]", "[]"}, ``: {"[]", "[]"}, `{"Name"`: {"[]", "[]"}, deep: {"[]", "[]"},
	} {
		if got := fmt.Sprint(names(loose.Records[named](jsontext.Value(value)))); got != want.all {
			t.Errorf("%s: got %s, want %s", value, got, want.all)
		}
		isNamed := func(record named) bool { return record.Name != "" }
		if got := fmt.Sprint(names(loose.Outermost(jsontext.Value(value), isNamed))); got != want.outermost {
			t.Errorf("%s: the outermost are %s, want %s", value, got, want.outermost)
		}
	}
}
