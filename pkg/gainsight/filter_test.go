package gainsight_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/operator"
)

// written returns a Where as text: conditions as alias=NAME OPERATOR values, then the expression.
func written(w *gainsight.Where) string {
	if w == nil {
		return "nil"
	}
	var parts []string
	for _, c := range w.Conditions {
		text := c.Alias + "=" + c.Name + " " + c.Operator
		for _, value := range c.Value {
			text += " " + string(value)
		}
		parts = append(parts, text)
	}
	return strings.Join(append(parts, w.Expression), "; ")
}

func raw(expression string, aliases ...string) *gainsight.Where {
	w := &gainsight.Where{Expression: expression}
	for _, alias := range aliases {
		w.Conditions = append(w.Conditions, gainsight.Condition{Name: "F" + alias, Alias: alias, Operator: "EQ", Value: []json.RawMessage{json.RawMessage("1")}})
	}
	return w
}

func TestFilters(t *testing.T) {
	type role string
	x, y, z := gainsight.Eq("X", 1), gainsight.In("Y", "p", "q"), gainsight.NotIn("Z", true)
	for name, test := range map[string]struct {
		got  *gainsight.Where
		want string
	}{
		"one":                    {y, `a=Y IN "p" "q"; a`},
		"from a slice":           {gainsight.In("Y", []role{"p"}...), `a=Y IN "p"; a`},
		"a date":                 {gainsight.Compare("D", operator.Gt, time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600))), `a=D GT "2026-01-02T02:04:05Z"; a`},
		"two values":             {gainsight.Compare("N", operator.Between, 1.5, 2), `a=N BTW 1.5 2; a`},
		"no value":               {gainsight.Compare[string]("U", operator.IsNull), `a=U IS_NULL; a`},
		"odd characters":         {gainsight.Eq("X", `a"<b> c`), `a=X EQ "a\"<b> c"; a`},
		"and":                    {gainsight.And(x, y), `a=X EQ 1; b=Y IN "p" "q"; a AND b`},
		"or":                     {gainsight.Or(x, y, z), `a=X EQ 1; b=Y IN "p" "q"; c=Z NOT_IN true; a OR b OR c`},
		"nested":                 {gainsight.And(gainsight.Or(x, y), z), `a=X EQ 1; b=Y IN "p" "q"; c=Z NOT_IN true; (a OR b) AND c`},
		"deeper":                 {gainsight.Or(z, gainsight.And(x, gainsight.Or(y, x))), `a=Z NOT_IN true; b=X EQ 1; c=Y IN "p" "q"; d=X EQ 1; a OR (b AND (c OR d))`},
		"and of one":             {gainsight.And(gainsight.Or(x, y)), `a=X EQ 1; b=Y IN "p" "q"; a OR b`},
		"and of nothing":         {gainsight.And(), "nil"},
		"and with nil":           {gainsight.And(nil, x, nil), `a=X EQ 1; a`},
		"or with nil":            {gainsight.Or(x, nil), "nil"},
		"not in":                 {gainsight.Not(y), `a=Y NOT_IN "p" "q"; a`},
		"not not":                {gainsight.Not(gainsight.Not(y)), `a=Y IN "p" "q"; a`},
		"not nested":             {gainsight.Not(gainsight.And(gainsight.Or(x, y), z)), `a=X NE 1; b=Y NOT_IN "p" "q"; c=Z IN true; (a AND b) OR c`},
		"not less":               {gainsight.Not(gainsight.Compare("N", operator.Lt, 3)), `a=N GTE 3; a`},
		"raw with others":        {gainsight.And(raw("r2 or (r1)", "r1", "r2"), x), `a=Fr1 EQ 1; b=Fr2 EQ 1; c=X EQ 1; (b OR (a)) AND c`},
		"raw, same aliases":      {gainsight.Or(raw("a", "a"), raw("a AND b", "b", "a")), `a=Fa EQ 1; b=Fb EQ 1; c=Fa EQ 1; a OR (c AND b)`},
		"raw, aliases are ours":  {gainsight.And(x, raw("b AND a", "b", "a")), `a=X EQ 1; b=Fb EQ 1; c=Fa EQ 1; a AND (b AND c)`},
		"raw without expression": {gainsight.And(raw("", "p", "q"), x), `a=Fp EQ 1; b=Fq EQ 1; c=X EQ 1; (a AND b) AND c`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := written(test.got); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
	if written(x) != `a=X EQ 1; a` || written(y) != `a=Y IN "p" "q"; a` {
		t.Error("an operand was changed")
	}
}

func TestManyConditionsHaveAliasesOfTheirOwn(t *testing.T) {
	var all []*gainsight.Where
	for i := range 60 {
		all = append(all, gainsight.Eq("F", i))
	}
	seen := map[string]bool{}
	for _, c := range gainsight.Or(all...).Conditions {
		if seen[c.Alias] || strings.EqualFold(c.Alias, "or") || strings.EqualFold(c.Alias, "and") {
			t.Errorf("alias %q", c.Alias)
		}
		seen[c.Alias] = true
	}
}

// A filter that cannot be sent is one clear error, wherever it stands, and no call.
func TestFiltersThatCannotBeSent(t *testing.T) {
	nan := gainsight.Eq("X", math.NaN())
	value := func(text string) *gainsight.Where {
		w := gainsight.Eq("X", 1)
		w.Conditions[0].Value[0] = json.RawMessage(text)
		return w
	}
	change := func(change func(*gainsight.Condition)) *gainsight.Where {
		w := gainsight.And(gainsight.Eq("X", 1), gainsight.Eq("Y", 2))
		change(&w.Conditions[1])
		return w
	}
	x := gainsight.Eq("X", 1)
	for name, test := range map[string]struct {
		where *gainsight.Where
		want  string
	}{
		"a number that is none":    {nan, `value 0 of the condition on "X" cannot be written as JSON`},
		"broken UTF-8":             {gainsight.In("X", "a", "\xff"), `value 1 of the condition on "X"`},
		"inside of others":         {gainsight.And(x, gainsight.Or(x, gainsight.Not(nan))), `value 0 of the condition on "X"`},
		"no values":                {gainsight.In[string]("X"), `the condition on "X" has no value`},
		"no field":                 {gainsight.In("", "a"), "condition 0 has no Name"},
		"no conditions":            {&gainsight.Where{}, "the Where has no conditions; leave it out"},
		"an or of nothing":         {gainsight.Or(), "an Or without operands"},
		"a not of nothing":         {gainsight.Not(nil), "a Not without operand"},
		"no opposite":              {gainsight.Not(gainsight.Compare("X", operator.StartsWith, "a")), "STARTS_WITH has no known opposite"},
		"no opposite, inside":      {gainsight.And(x, gainsight.Not(gainsight.Compare("X", "LIKE", "a"))), "LIKE has no known opposite"},
		"not of a mixture":         {gainsight.Not(raw("a AND b OR c", "a", "b", "c")), "side by side"},
		"no operator":              {change(func(c *gainsight.Condition) { c.Operator = "" }), `on "Y" has no Operator`},
		"no alias":                 {change(func(c *gainsight.Condition) { c.Alias = "" }), `on "Y" needs an Alias of its own, such as "b"`},
		"an alias twice":           {change(func(c *gainsight.Condition) { c.Alias = "a" }), `on "Y" needs an Alias of its own`},
		"a value that is no JSON":  {value("yes"), `value 0 of the condition on "X" is not one JSON value`},
		"a value that smuggles":    {value(`1],"x":[2`), "is not one JSON value"},
		"joined, unknown alias":    {gainsight.And(x, raw("a AND q", "a")), `"a AND q" cannot be joined`},
		"joined, an alias AND":     {gainsight.And(x, raw("a AND AND", "a", "AND")), `cannot be joined`},
		"joined, an alias and":     {gainsight.And(raw("and", "and"), x), `cannot be joined`},
		"an expression alone":      {&gainsight.Where{Expression: "a AND b"}, "the Where has no conditions: a AND b"},
		"joined, not closed":       {gainsight.And(x, raw("(a", "a")), `cannot be joined`},
		"joined, closed too early": {gainsight.And(x, raw("a) OR (b", "a", "b")), `cannot be joined`},
		"joined, ends too early":   {gainsight.And(x, raw("a AND", "a")), `cannot be joined`},
		"joined, two in a row":     {gainsight.And(x, raw("a b", "a", "b")), `cannot be joined`},
		"joined, an empty pair":    {gainsight.And(x, raw("()", "a")), `cannot be joined`},
	} {
		t.Run(name, func(t *testing.T) {
			s, client := newScripted(t, page(`"limit":5,`))
			_, err := collect(t, client, gainsight.CompanyTeamListOptions{Where: test.where})
			if !errors.Is(err, gainsight.ErrInvalid) || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "gainsight: ") {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if len(s.requests) != 0 {
				t.Error("a call was made")
			}
		})
	}
}

// What is written by hand goes out as it is: the tenant may know more than we do.
func TestRawWhereGoesOutAsItIs(t *testing.T) {
	s, client := newScripted(t, page(`"limit":5,`))
	w := raw("NOT a XOR b", "a", "b")
	w.Conditions[0].Operator = "SOUNDS_LIKE"
	if _, err := collect(t, client, gainsight.CompanyTeamListOptions{Where: w}); err != nil {
		t.Fatal(err)
	}
	want := `"where":{"conditions":[{"alias":"a","name":"Fa","operator":"SOUNDS_LIKE","value":[1]},{"alias":"b","name":"Fb","operator":"EQ","value":[1]}],"expression":"NOT a XOR b"}`
	if !strings.Contains(s.requests[0].body, want) {
		t.Errorf("got %s", s.requests[0].body)
	}
}

// Filters mean what they say: every combination of three against a tenant, compared with Go's own operators.
func TestFiltersSelect(t *testing.T) {
	tenant, client := newTenant(t)
	for i := range 8 {
		record := byName(fmt.Sprint("C", i&1), fmt.Sprint("U", i>>1&1))
		record.UserRole = gainsight.Set(fmt.Sprint("R", i>>2))
		record.Gsid = gainsight.Set(fmt.Sprint("G", i))
		tenant.AddRecord(record)
	}
	p, q, r := gainsight.In("CompanyName", "C1"), gainsight.Eq("UserName", "U1"), gainsight.NotIn("UserRole", "R0", "R9")
	for name, test := range map[string]struct {
		where *gainsight.Where
		holds func(p, q, r bool) bool
	}{
		"p":                    {p, func(p, _, _ bool) bool { return p }},
		"p and q or r":         {gainsight.Or(gainsight.And(p, q), r), func(p, q, r bool) bool { return p && q || r }},
		"p and (q or r)":       {gainsight.And(p, gainsight.Or(q, r)), func(p, q, r bool) bool { return p && (q || r) }},
		"not p or not r":       {gainsight.Or(gainsight.Not(p), gainsight.Not(r)), func(p, _, r bool) bool { return !p || !r }},
		"not (p or r) and p":   {gainsight.And(gainsight.Not(gainsight.Or(p, r)), p), func(p, _, r bool) bool { return !(p || r) && p }},
		"not (p and (r or p))": {gainsight.Not(gainsight.And(p, gainsight.Or(r, p))), func(p, _, r bool) bool { return !(p && (r || p)) }},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := collect(t, client, gainsight.CompanyTeamListOptions{Where: test.where})
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			for i := range 8 {
				if test.holds(i&1 == 1, i>>1&1 == 1, i>>2 == 1) {
					want = append(want, fmt.Sprint("G", i))
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}
