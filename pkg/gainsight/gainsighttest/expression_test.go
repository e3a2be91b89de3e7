package gainsighttest

import (
	"strings"
	"testing"
)

func TestParseExpression(t *testing.T) {
	for text, want := range map[string]string{
		"a":                         "a",
		"a AND b AND c":             "(a AND b AND c)",
		"a or b AND c":              "(a OR (b AND c))",
		"(a or b) and c":            "((a OR b) AND c)",
		"a AND (b AND c)":           "(a AND (b AND c))",
		"((a))":                     "a",
		"ANDa ORb":                  "", // two aliases
		"ANDa OR ORb":               "(ANDa OR ORb)",
		"companyNotIn AND(company)": "(companyNotIn AND company)",
		"":                          "",
		"and":                       "",
		"a OR":                      "",
		"(a":                        "",
		"a)":                        "",
		"a (b)":                     "",
		"() AND a":                  "",
	} {
		e, err := parseExpression(text)
		if want == "" {
			if err == nil {
				t.Errorf("%q: parsed as %s", text, e)
			}
			continue
		}
		if err != nil || e.String() != want {
			t.Errorf("%q: got %s, %v, want %s", text, e, err, want)
		}
	}
}

func TestDepthOfExpressions(t *testing.T) {
	for depth, fits := range map[int]bool{maxDepth: true, maxDepth + 1: false, 100_000: false} {
		_, err := parseExpression(strings.Repeat("(", depth) + "a" + strings.Repeat(")", depth))
		if (err == nil) != fits {
			t.Errorf("%d: %v", depth, err)
		}
	}
	if _, err := parseExpression(strings.Repeat("(a) AND ", 10_000) + "a"); err != nil {
		t.Errorf("parentheses side by side: %v", err)
	}
}

// FuzzParseExpression checks that what is parsed can be written and parsed again, and means the same then.
func FuzzParseExpression(f *testing.F) {
	for _, text := range []string{"a", "a AND b", "companyNotIn AND (companyIn)", "(a or b) and c", "((", "a)b", "\u00a0a", "a\x00OR\xff", strings.Repeat("(", 101)} {
		f.Add(text, uint64(5))
	}
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		e, err := parseExpression(text)
		if err != nil {
			return
		}
		written := e.String()
		again, err := parseExpression(written)
		if err != nil {
			if strings.Count(written, "(") > maxDepth {
				return // written with more parentheses than it was read with
			}
			t.Fatalf("%q is written as %q: %v", text, written, err)
		}
		if again.String() != written {
			t.Fatalf("%q is written as %q and then as %q", text, written, again)
		}
		truth := func(alias string) bool { return seed>>(len(alias)%64)&1 == 1 }
		if e.holds(truth) != again.holds(truth) {
			t.Fatalf("%q changes its meaning when written as %q", text, written)
		}
	})
}
