package markdown

import "testing"

func TestCell(t *testing.T) {
	for text, want := range map[string]string{
		"plain":                 "plain",
		"two\n  lines":          "two lines",
		"a|b`c`*d*_e_[f](g)~h~": "a\\|b\\`c\\`\\*d\\*\\_e\\_\\[f\\](g)\\~h\\~",
		`<b>&\`:                 `&lt;b&gt;&amp;\\`,
	} {
		if got := Cell(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestCode(t *testing.T) {
	for value, want := range map[string]string{
		"a|b":       "`a\\|b`",
		"a`b":       "`` a`b ``",
		"``":        "``` `` ```",
		"two\nrows": "`two rows`",
	} {
		if got := Code(value); got != want {
			t.Errorf("%q: got %q, want %q", value, got, want)
		}
	}
}
