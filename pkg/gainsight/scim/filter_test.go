package scim_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
	parser "github.com/scim2/filter-parser/v2"
)

func TestFilters(t *testing.T) {
	type role string
	a, b, c := scim.Pr("a"), scim.Pr("b"), scim.Pr("c")
	var zero scim.Filter
	for name, test := range map[string]struct {
		filter scim.Filter
		want   string
	}{
		"none":               {zero, ``},
		"eq":                 {scim.Eq("userName", "kim@example.com"), `userName eq "kim@example.com"`},
		"eq, named type":     {scim.Eq("roles", role("CSM")), `roles eq "CSM"`},
		"eq, boolean":        {scim.Eq("active", false), `active eq false`},
		"ne, integer":        {scim.Ne("n", int64(math.MaxInt64)), `n ne 9223372036854775807`},
		"co":                 {scim.Co("title", "C"), `title co "C"`},
		"sw":                 {scim.Sw("title", ""), `title sw ""`},
		"ew":                 {scim.Ew("title", "M"), `title ew "M"`},
		"gt, date":           {scim.Gt("meta.lastModified", time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600))), `meta.lastModified gt "2026-01-02T02:04:05Z"`},
		"ge":                 {scim.Ge("n", 1.5), `n ge 1.5`},
		"lt":                 {scim.Lt("n", -1), `n lt -1`},
		"le":                 {scim.Le("n", 1e21), `n le 1e+21`},
		"pr":                 {scim.Pr("members.$ref"), `members.$ref pr`},
		"attribute with URN": {scim.Eq(scim.SchemaEnterpriseUser+":manager.value", "1"), `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "1"`},
		"quotes":             {scim.Eq("a", "\"\\\x00\n\x7f\u2028😀</"), "a eq \"\\\"\\\\\\u0000\\n\x7f\u2028😀</\""},
		"smuggling":          {scim.Eq("a", `x" or a pr or a eq "`), `a eq "x\" or a pr or a eq \""`},

		"and":                    {a.And(b, c), `a pr and b pr and c pr`},
		"and of and":             {a.And(b.And(c)), `a pr and b pr and c pr`},
		"and of or":              {a.Or(b).And(c), `(a pr or b pr) and c pr`},
		"and of or, right":       {a.And(b.Or(c)), `a pr and (b pr or c pr)`},
		"or":                     {a.Or(b, c), `a pr or b pr or c pr`},
		"or of and":              {a.And(b).Or(c), `a pr and b pr or c pr`},
		"or of and, right":       {a.Or(b.And(c)), `a pr or b pr and c pr`},
		"or of or in and":        {a.Or(b.Or(c)).And(a), `(a pr or b pr or c pr) and a pr`},
		"not":                    {scim.Not(a), `not (a pr)`},
		"not of or in and":       {scim.Not(a.Or(b)).And(c), `not (a pr or b pr) and c pr`},
		"not not":                {scim.Not(scim.Not(a)), `not (not (a pr))`},
		"and of nothing":         {a.Or(b).And(), `a pr or b pr`},
		"or of nothing":          {a.Or(), `a pr`},
		"and with zero":          {zero.And(zero, a.Or(b), zero), `a pr or b pr`},
		"and of zeros":           {zero.And(zero), ``},
		"values":                 {scim.Values("emails", scim.Eq("type", "work").And(scim.Co("value", "@example.com"))), `emails[type eq "work" and value co "@example.com"]`},
		"values of or in and":    {scim.Values("emails", a.Or(b)).And(c), `emails[a pr or b pr] and c pr`},
		"values, three, grouped": {scim.Values("emails", a.And(b.Or(c))), `emails[a pr and (b pr or c pr)]`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := test.filter.String(); got != test.want || test.filter.Err() != nil {
				t.Errorf("got  %s, %v\nwant %s", got, test.filter.Err(), test.want)
			}
			if test.filter.IsZero() != (test.want == "") {
				t.Errorf("IsZero is %v", test.filter.IsZero())
			}
		})
	}
	if a.String() != "a pr" || a != scim.Pr("a") {
		t.Error("an operand was changed")
	}
}

// A fault reaches Err of every filter made from the faulty one, and no text comes out that a server could read.
func TestFaultyFilters(t *testing.T) {
	good, bad := scim.Pr("a"), scim.Pr("first fault")
	var zero scim.Filter
	long := scim.Eq("a", strings.Repeat("x", 5000))
	doubled := good
	for range 100 {
		doubled = doubled.And(doubled)
	}
	for name, test := range map[string]struct {
		filter scim.Filter
		want   string
	}{
		"attribute":         {scim.Eq("a pr or b", "x"), `"a pr or b" is not the name of an attribute; want one such as userName`},
		"attribute, pr":     {scim.Pr(""), `"" is not the name`},
		"attribute, long":   {scim.Pr(strings.Repeat("é", 9999)), strings.Repeat("é", 80) + `" is not`},
		"attribute, values": {scim.Values("a[", good), `"a[" is not`},
		"broken UTF-8":      {scim.Eq("a", "secret\xff"), `the value for "a" cannot be written as JSON`},
		"no number":         {scim.Gt("a", math.NaN()), `cannot be written as JSON`},
		"endless number":    {scim.Lt("a", math.Inf(1)), `cannot be written as JSON`},
		"year":              {scim.Le("a", time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)), `cannot be written as JSON`},
		"own form":          {scim.Eq("a", listing("x")), `the value for "a" writes itself as [`},
		"and":               {good.And(bad, scim.Pr("second fault")), `"first fault" is not`},
		"and, receiver":     {bad.And(good), `"first fault"`},
		"and, with zero":    {zero.And(bad, zero), `"first fault"`},
		"or":                {good.Or(bad), `"first fault"`},
		"or, receiver":      {bad.Or(zero), `"first fault"`},
		"not":               {scim.Not(bad), `"first fault"`},
		"values":            {scim.Values("emails", bad), `"first fault"`},
		"deep inside":       {good.And(scim.Not(scim.Values("emails", good.Or(bad)))), `"first fault"`},
		"or with zero":      {good.Or(zero), "Or has an operand without a condition"},
		"zero or":           {zero.Or(good), "begin with the first condition"},
		"not zero":          {scim.Not(zero), "Not has an operand without a condition"},
		"values of zero":    {scim.Values("emails", zero), `the values of "emails" are selected by a filter without a condition`},
		"values of values":  {scim.Values("a", scim.Not(good.And(scim.Values("b", good)).Or(good))), `the values of "a" are selected by values of values`},
		"long":              {long.And(long), "longer than 8192 bytes"},
		"long value":        {scim.Eq("a", strings.Repeat("x", 9000)), "longer than 8192 bytes"},
		"doubled":           {doubled, "longer than 8192 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			err := test.filter.Err()
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "secret") || len(err.Error()) > 500 {
				t.Errorf("got %v, want %s", err, test.want)
			}
			if test.filter.IsZero() {
				t.Error("the filter counts as none")
			}
			text := test.filter.String()
			if _, parseErr := parser.ParseFilter([]byte(text)); parseErr == nil || text == "" {
				t.Errorf("can be used: %q", text)
			}
		})
	}
}

type listing string

func (l listing) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, "[%q]", string(l)), nil }

func TestAttributes(t *testing.T) {
	for attribute, ok := range map[string]bool{
		"userName":            true,
		"name.familyName":     true,
		"$ref":                true,
		"Tier__gc":            true,
		"a-1":                 true,
		scim.SchemaUser:       true,
		"urn:x:y_z:User:a.b":  true,
		"URN:x:y:a":           true,
		"":                    false,
		"1a":                  false,
		"a.b.c":               false,
		"a.":                  false,
		".a":                  false,
		"a b":                 false,
		"a\n":                 false,
		"\na":                 false,
		"a,b":                 false,
		"a[b pr]":             false,
		"urn:a":               false,
		"urn:x:a":             false,
		"urn:x::a":            false,
		"urn:x:y:":            false,
		"urn:x:y z:a":         false,
		"http://x.example:a":  false,
		"x:a":                 false,
		"\u212A":              false, // the Kelvin sign is a K only if case is ignored
		"naïve":               false,
		"urn:x:y:\u017Fchema": false,
	} {
		if err := scim.CheckAttribute(attribute); (err == nil) != ok {
			t.Errorf("%q: %v", attribute, err)
		}
	}
}
