package gainsighttest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

const fuzzedUser = `{"schemas": ["` + scimUserSchema + `"], "userName": "a@example.com", "active": true, "n": 1e999, "list": ["a", 1, null, {}, []],
	"name": {"givenName": "A"}, "emails": [{"value": "a@example.com", "type": "work", "primary": true}, {"value": "b@example.com"}],
	"` + scimGainsightSchema + `": {"LicenseType": "Full", "A__gc": {"b": [1]}}}`

// FuzzSCIMFilter: whatever a filter says, it is refused or it fits or not, soon, and its opposite does the reverse.
func FuzzSCIMFilter(f *testing.F) {
	for _, filter := range []string{
		``, `userName eq "A@example.com"`, `not (emails[type eq "work" and value co "]"])`, `n gt 1e9999 or active eq true`,
		`list pr and list ne null`, scimGainsightSchema + `:A__gc.b pr`, scimGainsightSchema + ` pr`, `emails.$v0 pr`, `name.givenName sw "\ud83d"`,
		strings.Repeat("(", 60), strings.Repeat("not (", 40) + "a pr" + strings.Repeat(")", 40), "a eq \"\xff\"", `$ref eq -1.5e-3`,
	} {
		f.Add(filter)
	}
	f.Fuzz(func(t *testing.T, filter string) {
		started := time.Now()
		fits, err := compileFilter(filter, scimUsers.attributes)
		if err == nil {
			r := decodeResource([]byte(fuzzedUser))
			fitsNot, err := compileFilter("not ("+filter+")", scimUsers.attributes)
			if err != nil {
				return // nested once too often
			}
			if fits(r) == fitsNot(r) {
				t.Errorf("%q and its opposite are both %v", filter, fits(r))
			}
			if got := string(encodeTree(r)); got != string(encodeTree(decodeResource([]byte(fuzzedUser)))) {
				t.Errorf("%q has changed the resource: %s", filter, got)
			}
		}
		if took := time.Since(started); took > 10*time.Second {
			t.Errorf("%q took %s", filter, took)
		}
	})
}

// FuzzSCIMFilterText: a text in a filter means that text and no other.
func FuzzSCIMFilterText(f *testing.F) {
	for _, text := range []string{"", "a", `"`, `\`, `") or (a pr`, "]", "é😀\u2028", "\x00\x1f", "1", "$v0", "Kelvin \u212a"} {
		f.Add(text, text+"x")
	}
	f.Fuzz(func(t *testing.T, text, other string) {
		text, other = strings.ToValidUTF8(text, "?"), strings.ToValidUTF8(other, "?")
		literal, _ := json.Marshal(text)
		for _, filter := range []string{`externalId eq %s`, `emails[value eq %s]`} {
			fits, err := compileFilter(fmt.Sprintf(filter, literal), scimUsers.attributes)
			if err != nil {
				t.Fatalf("%q: %v", literal, err)
			}
			with := func(text string) resource {
				return resource{"externalId": text, "emails": []any{resource{"value": text}}}
			}
			if !fits(with(text)) {
				t.Errorf("%q does not fit %s", text, filter)
			}
			lower, otherLower := strings.ToLower(text), strings.ToLower(other)
			if lower != otherLower && fits(with(other)) {
				t.Errorf("%q fits %s of %q", other, filter, text)
			}
		}
	})
}

// FuzzSCIMPatch: whatever a patch says, it is refused or its result is a user as the document has it, whom a second look
// finds as the first did.
func FuzzSCIMPatch(f *testing.F) {
	for _, o := range [][3]string{
		{"add", "title", `"a"`}, {"replace", "", `{"active": "False", "name.givenName": null}`}, {"remove", `emails[type eq "work"].value`, ``},
		{"remove", "emails", `[{"value": "b@example.com"}]`}, {"add", "emails", `{"primary": true}`}, {"replace", "emails", `[null, {}, []]`},
		{"add", scimGainsightSchema, `{"A__gc": {"c": 1e999}}`}, {"add", scimGainsightSchema + ":LICENSETYPE", `1`}, {"add", "list", `[[], {"a": null}]`},
		{"replace", "userName", `"B"`}, {"add", "name", `"text"`}, {"replace", "name", `{"GivenName": "a", "givenname": "b"}`}, {"add", "urn:a:b", `{"c": 1}`},
		{"add", "", `{"": 1}`}, {"add", "urn:x:2.0:Y.z", "true"}, {"replace", "displayName", `"\ud83d"`}, {"add", "a__gc", `"𝒳"`},
	} {
		f.Add(o[0], o[1], o[2])
	}
	f.Fuzz(func(t *testing.T, op, path, value string) {
		tenant := NewTenant()
		all := userCollection{tenant, "https://acme.example"}
		created := decodeResource([]byte(fuzzedUser))
		if refused := scimUsers.check(created, all); refused != nil {
			t.Fatal(refused.description)
		}
		id := all.create(created)
		r := all.find(id)
		o := gsapi.ScimPatchOperation{Op: gsapi.ScimPatchOperationOp(op), Path: path}
		if json.Valid([]byte(value)) {
			o.Value = gsapi.Anything(value)
		}
		if !o.Op.Valid() {
			return
		}
		if refused := scimUsers.patch(r, []gsapi.ScimPatchOperation{o}); refused != nil {
			return
		}
		if refused := scimUsers.check(r, all); refused != nil {
			return
		}
		all.replace(id, r)
		x := &exchange{tenant: tenant, call: &Call{Operation: "scimPatchUser"}}
		made := x.scimSuccess(200, all.find(id))
		if fault := x.misfit(made); fault != "" {
			t.Errorf("%s %q %s: %s\n%s", op, path, value, fault, made.text)
		}
		all.replace(id, all.find(id))
		if again := string(encodeTree(all.find(id))); stripMeta(again) != stripMeta(string(made.text)) {
			t.Errorf("%s %q %s: got\n%s\nand then\n%s", op, path, value, made.text, again)
		}
	})
}

// stripMeta leaves the time of the last change out.
func stripMeta(text string) string {
	r := decodeResource([]byte(text))
	delete(r, "meta")
	return string(encodeTree(r))
}
