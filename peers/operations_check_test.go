package peers

import "testing"

func TestCalledOperation(t *testing.T) {
	operations := operationsOf(t, readYAML(t, smallDocument))
	for _, tt := range []struct{ method, path, want string }{
		{"POST", "/teams/list", "listTeams"},
		{"DELETE", "/teams/list", "deleteTeam"},
		{"DELETE", "/teams/a%2Fb", "deleteTeam"},
		{"DELETE", "/teams/", ""},
		{"DELETE", "/teams/a/b", ""},
		{"PUT", "/teams/list", ""},
	} {
		if got, _ := calledOperation(operations, tt.method, tt.path); got != tt.want {
			t.Errorf("%s %s: got %q, want %q", tt.method, tt.path, got, tt.want)
		}
	}
}

func TestSample(t *testing.T) {
	document := mustParse(t, `{"named": {"type": "string", "enum": ["a", "b"]}}`)
	for _, tt := range []struct{ schema, want string }{
		{`{"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/named"}, "b": {"type": "string"}}}`, `{"a": "a"}`},
		{`{"allOf": [{"type": "object", "required": ["a"], "properties": {"a": {"const": 1}}}], "required": ["b"], "properties": {"b": {}}}`, `{"a": 1, "b": null}`},
		{`{"type": "array", "minItems": 2, "items": {"type": "boolean"}}`, `[true, true]`},
		{`{"type": ["null", "integer"], "minimum": 3}`, `3`},
		{`{"type": "string", "minLength": 2}`, `"xx"`},
		{`{"type": "string", "format": "email"}`, `"alex@example.com"`},
		{`{"oneOf": [{"type": "string", "example": "e"}, {"type": "null"}]}`, `"e"`},
		{`{"type": "number", "examples": [1.5]}`, `1.5`},
	} {
		t.Run(tt.schema, func(t *testing.T) {
			wantSame(t, sample(document, mustParse(t, tt.schema)), mustParse(t, tt.want))
		})
	}
}
