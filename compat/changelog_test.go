package main

import "testing"

func TestNamedBreaks(t *testing.T) {
	t.Parallel()
	const changelog = "# Changelog\n\n## [Unreleased]\n\n- Breaking `no`\n<!-- - **Breaking**: `no`\n\n- **Breaking**: `no`\n-->\n- **Breaking**: `one` <!-- and `no` --> and\n  `two`\n- `no`\n\n  **Breaking** `no`\n" +
		"\n## [0.2.0] - 2026-01-31\n\n- **Breaking** `three`\n\n## v0.1.0\n\n- **Breaking** `four`\n"
	for tag, want := range map[string]int{"": 2, "v0.2.0": 2, "v0.1.0": 3, "0.1.0": 3, "v0.1": 2, "v9.9.9": 2} {
		names := namedBreaks(changelog, tag)
		if len(names) != want || !names["one"] || !names["two"] || names["three"] != (want == 3) {
			t.Errorf("since %q: %v", tag, names)
		}
	}
	if names := namedBreaks("# Changelog\n\n- **Breaking** `one`\n", "v1"); len(names) > 0 {
		t.Error(names)
	}
}
