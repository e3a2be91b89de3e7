package scim_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

var pieces = []string{
	`"`, `\`, `\"`, `\u0022`, `/`, "'", "\x00", "\x1f", "\b\f\n\r\t", "\x7f", "\u0085", "\u2028", "\u2029", "\ufeff", "\ufffd", "\uffff", "é", "ſ", "😀", "\U0010ffff",
	" ", "%", "%22", "&", "+", "#", "[", "]", "(", ")", ".", ":", `" or a pr or a eq "`, "true", "null", "not (", " and ", "kim@example.com", "1P071TST1Z6DTGBG44KDYJG9",
}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(8) + 1 {
		if r.IntN(3) == 0 {
			b.WriteRune(rune(r.IntN(utf8.MaxRune + 1))) // half of a surrogate pair becomes U+FFFD
		} else {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
	}
	return b.String()
}

// Whatever a value is, an independent parser finds one condition with that value.
func TestValuesParseBack(t *testing.T) {
	for seed := range uint64(1_000) {
		value := randomText(rand.New(rand.NewPCG(seed, 0)))
		checkText(t, value)
		checkID(t, value)
	}
}

func checkText(t *testing.T, value string) {
	t.Helper()
	filter := scim.Eq("userName", value)
	if got := parse(t, filter.String()); !equal(got, condition("userName", "eq", value)) {
		t.Errorf("%q became %v", value, got)
	}
}

func checkID(t *testing.T, id string) {
	t.Helper()
	if strings.TrimSpace(id) == "" {
		return
	}
	body, err := json.Marshal(scim.NewPatch().AddMembers(id).RemoveMembers(id).RemoveValues("members", id))
	if err != nil {
		t.Fatalf("%q: %v", id, err)
	}
	var sent struct {
		Operations []struct {
			Path  string
			Value []struct{ Value string }
		}
	}
	if err := json.Unmarshal(body, &sent); err != nil {
		t.Fatal(err)
	}
	attribute, where, sub := parsePath(t, sent.Operations[1].Path)
	if attribute != "members" || !equal(where, condition("value", "eq", id)) || sub != "" {
		t.Errorf("%q became %s %v %s", id, attribute, where, sub)
	}
	for _, i := range []int{0, 2} {
		if sent.Operations[i].Value[0].Value != id {
			t.Errorf("%q became %q", id, sent.Operations[i].Value[0].Value)
		}
	}
}

// However conditions are combined, an independent parser finds the same combination.
func TestCombinationsParseBack(t *testing.T) {
	for seed := range uint64(300) {
		checkCombination(t, seed)
	}
}

func checkCombination(t *testing.T, seed uint64) {
	t.Helper()
	filter, want := randomFilter(rand.New(rand.NewPCG(seed, 1)), 4)
	if err := filter.Err(); err != nil {
		t.Fatal(err)
	}
	if got := parse(t, filter.String()); !equal(got, want) {
		t.Errorf("seed %d: %s\ngot  %v\nwant %v", seed, filter, got, want)
	}
}

func randomFilter(r *rand.Rand, depth int) (scim.Filter, node) {
	if depth == 0 {
		return randomCondition(r)
	}
	a, wantA := randomFilter(r, depth-1)
	b, wantB := randomFilter(r, depth-1)
	switch r.IntN(5) {
	case 0:
		return a.And(b), joined("and", wantA, wantB)
	case 1:
		return a.Or(b), joined("or", wantA, wantB)
	case 2:
		return scim.Not(a), node{"not", []node{wantA}}
	case 3:
		return randomValues(r)
	}
	return randomCondition(r)
}

// randomValues has no more conditions in brackets than the parser takes.
func randomValues(r *rand.Rand) (scim.Filter, node) {
	a, wantA := randomCondition(r)
	b, wantB := randomCondition(r)
	filter, want := a, wantA
	switch r.IntN(4) {
	case 0:
		filter, want = a.And(b), joined("and", wantA, wantB)
	case 1:
		filter, want = a.Or(b), joined("or", wantA, wantB)
	case 2:
		filter, want = scim.Not(a.Or(b)), node{"not", []node{joined("or", wantA, wantB)}}
	}
	attribute := randomAttribute(r)
	return scim.Values(attribute, filter), node{"values of " + attribute, []node{want}}
}

func randomAttribute(r *rand.Rand) string {
	attributes := []string{"userName", "name.familyName", "members.$ref", "Tier__gc", "not", "and", "or", "pr", "eq", "true", scim.SchemaGroup + ":members.value", scim.SchemaGainsightUser}
	return attributes[r.IntN(len(attributes))]
}

func randomCondition(r *rand.Rand) (scim.Filter, node) {
	attribute, text := randomAttribute(r), randomText(r)
	integer, number := int64(r.Uint64()), r.NormFloat64()*1e10
	switch r.IntN(10) {
	case 0:
		return scim.Eq(attribute, true), condition(attribute, "eq", true)
	case 1:
		return scim.Ne(attribute, integer), condition(attribute, "ne", json.Number(fmt.Sprint(integer)))
	case 2:
		written, _ := json.Marshal(number)
		return scim.Gt(attribute, number), condition(attribute, "gt", json.Number(written))
	case 3:
		return scim.Ge(attribute, text), condition(attribute, "ge", text)
	case 4:
		return scim.Lt(attribute, text), condition(attribute, "lt", text)
	case 5:
		return scim.Le(attribute, text), condition(attribute, "le", text)
	case 6:
		return scim.Co(attribute, text), condition(attribute, "co", text)
	case 7:
		return scim.Sw(attribute, text), condition(attribute, "sw", text)
	case 8:
		return scim.Ew(attribute, text), condition(attribute, "ew", text)
	}
	return scim.Pr(attribute), condition(attribute, "pr", nil)
}

// FuzzFilter: every text parses back to itself or is a fault, every attribute stays one attribute or is a fault, and every
// combination keeps its meaning.
func FuzzFilter(f *testing.F) {
	for i, piece := range pieces {
		f.Add(uint64(i), "userName", piece)
	}
	f.Add(uint64(0), scim.SchemaEnterpriseUser+":manager.value", "\xff")
	f.Add(uint64(0), "a pr or b", "\xed\xa0\x80")
	f.Fuzz(func(t *testing.T, seed uint64, attribute, text string) {
		checkCombination(t, seed)
		switch filter := scim.Eq("userName", text); {
		case filter.Err() == nil:
			checkText(t, text)
			checkID(t, text)
		case utf8.ValidString(text) && len(text) < 1000:
			t.Errorf("%q: %v", text, filter.Err())
		}
		parserReadsIt := !strings.Contains(attribute, ":") || !strings.Contains(attribute, "_")
		if filter := scim.Pr(attribute); filter.Err() == nil && parserReadsIt {
			if got := parse(t, filter.String()); !equal(got, condition(attribute, "pr", nil)) {
				t.Errorf("%q became %v", attribute, got)
			}
		}
	})
}
