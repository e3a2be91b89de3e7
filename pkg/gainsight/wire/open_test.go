package wire_test

import (
	stdjson "encoding/json"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

type record = gsapi.CompanyTeamRecord

// The generator's stock code fails every one of these: it sends unset members as "" and false, turns null into "", and
// large numbers into floats.
func TestOnlyWhatIsSetIsSent(t *testing.T) {
	for want, r := range map[string]record{
		`{}`:                                     {},
		`{"Gsid":"1P0","UserRole":"CSM"}`:        {Gsid: wire.Set("1P0"), UserRole: wire.Set("CSM")},
		`{"TeamAdmin":false}`:                    {TeamAdmin: wire.Set(false)},
		`{"UserRole":null}`:                      {UserRole: wire.Null[string]()},
		`{"UserRole":""}`:                        {UserRole: wire.Set("")},
		`{"Big__gc":12345678901234567890}`:       {AdditionalProperties: wire.Others{"Big__gc": stdjson.RawMessage("12345678901234567890")}},
		`{"Gsid":"1P0","A__gc":1.10,"B__gc":{}}`: {Gsid: wire.Set("1P0"), AdditionalProperties: wire.Others{"B__gc": stdjson.RawMessage("{}"), "A__gc": stdjson.RawMessage("1.10")}},
	} {
		for name, marshal := range marshallers {
			if got, err := marshal(r); err != nil || string(got) != want {
				t.Errorf("%s: got %s, %v, want %s", name, got, err, want)
			}
		}
	}
}

func TestEveryMemberKeepsItsValue(t *testing.T) {
	const text = `{"CompanyGsid":"1P02","Gsid":"1P0","ModifiedDate":1696327412000,"TeamAdmin":"True","UserName":null,` +
		`"UserRole":"CSM","Big__gc":12345678901234567890,"List__gc":[1,"a",null],"Nothing__gc":null,"Obj__gc":{"b":1.10,"a":{"c":[]}},"Text__gc":"ä\n"}`
	for name, unmarshal := range unmarshallers {
		var r record
		if err := unmarshal([]byte(text), &r); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, err := json.Marshal(r); err != nil || string(got) != text {
			t.Errorf("%s: got %s, %v", name, got, err)
		}
		if role := r.UserRole.Or(""); role != "CSM" {
			t.Errorf("%s: the role is %q", name, role)
		}
	}
}

func TestDecodeOpenRefuses(t *testing.T) {
	for text, want := range map[string]string{
		`{"UserRole":5}`:            `member "UserRole": want a string, found a number`,
		`{"A__gc":1,"A__gc":2}`:     "duplicate",
		`{"Gsid":"a","Gsid":"b"}`:   "duplicate",
		`[]`:                        "want an object",
		`{"Gsid":"a"`:               "EOF",
		`{"Gsid":"a",}`:             "invalid character",
		`{"UserRole":{}}`:           `want a string, found an object`,
		`{"UserRole":[]}`:           `want a string, found a list`,
		`{"UserRole":true}`:         `want a string, found a boolean`,
		"{\"UserRole\":\"a\xffb\"}": "UTF-8",
		`{"UserRole":"a\ud83d"}`:    "surrogate",
	} {
		var r record
		if err := json.Unmarshal([]byte(text), &r); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
	}
}

func TestEncodeOpenRefuses(t *testing.T) {
	for name, r := range map[string]record{
		"a text that is not UTF-8":    {UserRole: wire.Set("a\xffb")},
		"a name that is not UTF-8":    {AdditionalProperties: wire.Others{"a\xffb": stdjson.RawMessage("1")}},
		"an empty custom value":       {AdditionalProperties: wire.Others{"A__gc": nil}},
		"a custom value without JSON": {AdditionalProperties: wire.Others{"A__gc": stdjson.RawMessage("yes")}},
		"a smuggled member":           {AdditionalProperties: wire.Others{"A__gc": stdjson.RawMessage(`1,"B__gc":2`)}},
		"a member twice":              {Gsid: wire.Set("a"), AdditionalProperties: wire.Others{"Gsid": stdjson.RawMessage(`"b"`)}},
	} {
		if got, err := json.Marshal(r); err == nil {
			t.Errorf("%s: got %s", name, got)
		}
	}
}

// A text that was cut in the middle of a character must not make a page unreadable.
func TestHalfASurrogatePair(t *testing.T) {
	const text = `{"UserRole":"CSM \ud83d","Note__gc":"\ud83d"}`
	var r record
	if err := json.Unmarshal([]byte(text), &r, wire.Tolerant); err != nil {
		t.Fatal(err)
	}
	if role, ok := r.UserRole.Get(); !ok || role != "CSM \ufffd" || r.UserRole.JSON() != `"CSM \ud83d"` {
		t.Errorf("got %q, %v", role, ok)
	}
	if err := stdjson.Unmarshal([]byte(text), &r); err != nil {
		t.Error(err)
	}
	if out, err := json.Marshal(r); err == nil {
		t.Errorf("it was sent back as %s", out)
	}
}

// Whatever the options of the encoder: a text that is not UTF-8 must not become members of its own.
func TestTextCannotBecomeMembers(t *testing.T) {
	r := record{UserRole: wire.Set("x\",\"CompanyGsid\":\"EVIL\xff")}
	if out, err := json.Marshal(r, wire.Tolerant); err == nil {
		t.Errorf("got %s", out)
	}
	if _, ok := r.UserRole.Get(); ok {
		t.Error("a text that is not UTF-8 has a value")
	}
}

// Reading into a record that was used before must not leave old members behind.
func TestDecodeReplaces(t *testing.T) {
	r := record{UserRole: wire.Set("CSM"), AdditionalProperties: wire.Others{"Old__gc": stdjson.RawMessage("1")}}
	if err := stdjson.Unmarshal([]byte(`{"Gsid":"a"}`), &r); err != nil {
		t.Fatal(err)
	}
	if got, err := json.Marshal(r); err != nil || string(got) != `{"Gsid":"a"}` {
		t.Errorf("got %s, %v", got, err)
	}
}

// The values of one record lie in one piece of memory; to a caller they must not seem to.
func TestOtherValuesAreApart(t *testing.T) {
	var r record
	if err := json.Unmarshal([]byte(`{"A__gc":1,"Gsid":"a","B__gc":2,"C__gc":3}`), &r); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"A__gc", "B__gc", "C__gc"} {
		r.AdditionalProperties[name] = append(r.AdditionalProperties[name], '0')
	}
	if got, err := json.Marshal(r); err != nil || string(got) != `{"Gsid":"a","A__gc":10,"B__gc":20,"C__gc":30}` {
		t.Errorf("got %s, %v", got, err)
	}
}

// A record encodes alike wherever it stands, also where nothing can point to it.
func TestRecordAnywhere(t *testing.T) {
	r := record{Gsid: wire.Set("a")}
	var none *record
	for _, tt := range []struct {
		value any
		want  string
	}{
		{r, `{"Gsid":"a"}`},
		{&r, `{"Gsid":"a"}`},
		{[]record{r}, `[{"Gsid":"a"}]`},
		{map[string]record{"k": r}, `{"k":{"Gsid":"a"}}`},
		{struct{ R record }{r}, `{"R":{"Gsid":"a"}}`},
		{struct{ Any any }{r}, `{"Any":{"Gsid":"a"}}`},
		{none, `null`},
	} {
		for name, marshal := range marshallers {
			if got, err := marshal(tt.value); err != nil || string(got) != tt.want {
				t.Errorf("%s: got %s, %v, want %s", name, got, err, tt.want)
			}
		}
	}
}

func TestCustomMembers(t *testing.T) {
	var r record
	if err := r.SetCustom("Tier__gc", "gold"); err != nil {
		t.Fatal(err)
	}
	if err := r.SetCustom("Seats__gc", 12); err != nil {
		t.Fatal(err)
	}
	if got, err := json.Marshal(r); err != nil || string(got) != `{"Seats__gc":12,"Tier__gc":"gold"}` {
		t.Errorf("got %s, %v", got, err)
	}
	var tier string
	if found, err := r.Custom("Tier__gc", &tier); !found || err != nil || tier != "gold" {
		t.Errorf("got %v, %v, %q", found, err, tier)
	}
	if found, err := r.Custom("Other__gc", &tier); found || err != nil {
		t.Errorf("got %v, %v", found, err)
	}
	var number int
	if found, err := r.Custom("Tier__gc", &number); !found || err == nil {
		t.Errorf("got %v, %v", found, err)
	}
	if err := r.SetCustom("UserRole", "CSM"); err == nil {
		t.Error("a member with a field of its own was set as a custom one")
	}
	if err := r.SetCustom("", 1); err == nil {
		t.Error("a member without a name was set")
	}
	if err := r.SetCustom("Func__gc", func() {}); err == nil {
		t.Error("a function was set")
	}
}

func TestOrderByKeepsOrder(t *testing.T) {
	const text = `{"orderBy":{"Zeta":"desc","Alpha":"asc","Mid":"desc"}}`
	var request struct {
		OrderBy wire.OrderBy `json:"orderBy"`
	}
	if err := stdjson.Unmarshal([]byte(text), &request); err != nil {
		t.Fatal(err)
	}
	if got := request.OrderBy; len(got) != 3 || got[0] != (wire.Order{Field: "Zeta", Direction: "desc"}) {
		t.Errorf("got %v", got)
	}
	for name, marshal := range marshallers {
		if got, err := marshal(request); err != nil || string(got) != text {
			t.Errorf("%s: got %s, %v", name, got, err)
		}
	}
	if err := json.Unmarshal([]byte(`{"orderBy":null}`), &request); err != nil || request.OrderBy != nil {
		t.Errorf("null was read as %v, %v", request.OrderBy, err)
	}
	for _, bad := range []string{`{"orderBy":[]}`, `{"orderBy":{"A":1}}`, `{"orderBy":{"A":`, `{"orderBy":{"A":"asc","A":"desc"}}`} {
		if err := json.Unmarshal([]byte(bad), &request); err == nil {
			t.Errorf("%s was read as %v", bad, request.OrderBy)
		}
	}
}

// An open object can have members of other types than Value.
func TestOtherFieldTypes(t *testing.T) {
	count, others := 0, wire.Others{}
	object := openObject{&count, &others}
	if err := json.Unmarshal([]byte(`{"count":3,"x":true}`), &object); err != nil || count != 3 || string(others["x"]) != "true" {
		t.Fatalf("got %d, %v, %v", count, others, err)
	}
	if got, err := json.Marshal(object); err != nil || string(got) != `{"count":3,"x":true}` {
		t.Errorf("got %s, %v", got, err)
	}
	if err := json.Unmarshal([]byte(`{"count":"many"}`), &object); err == nil {
		t.Error("a mistyped member was read")
	}
}

var marshallers = map[string]func(any) ([]byte, error){
	"encoding/json": stdjson.Marshal,
	"json":          func(v any) ([]byte, error) { return json.Marshal(v) },
}

var unmarshallers = map[string]func([]byte, any) error{
	"encoding/json": stdjson.Unmarshal,
	"json":          func(b []byte, v any) error { return json.Unmarshal(b, v) },
}

func FuzzRecord(f *testing.F) {
	f.Add([]byte(`{"Gsid":"1P0","TeamAdmin":"true","Big__gc":12345678901234567890,"ModifiedDate":"2023-10-03T10:03:32Z"}`))
	f.Add([]byte(`{"UserRole":null,"A":{"B":[1.10,null]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var first, second record
		if json.Unmarshal(text, &first) != nil {
			return
		}
		out, err := json.Marshal(first)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		if err := json.Unmarshal(out, &second); err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		again, err := json.Marshal(second)
		if err != nil || string(again) != string(out) {
			t.Fatalf("%s became %s, %v", out, again, err)
		}
	})
}
