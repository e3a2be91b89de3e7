package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

// root is this project itself.
var root = specfix.Project{Root: ".."}

// update is specfix update without the program around it.
func update(project specfix.Project, file string) (*specfix.Update, error) {
	source, err := specfix.ReadNew(file)
	if err != nil {
		return nil, err
	}
	return project.Update(source, func(after specfix.Source) ([]specfix.OperationChange, error) {
		before, err := project.ReadSource(specfix.UpstreamFile)
		if err != nil {
			return nil, err
		}
		return compareDocuments(before, after)
	})
}

// published is the document of now, altered by pairs of an old and a new text: each old one has to be there.
func published(t *testing.T, pairs ...string) string {
	t.Helper()
	source, err := root.ReadSource(specfix.UpstreamFile)
	if err != nil {
		t.Fatal(err)
	}
	text := string(source.Data)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("the published document does not hold %q", pairs[i])
		}
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	return text
}

// between is the part of the published document from one text to before another.
func between(t *testing.T, from, to string) string {
	t.Helper()
	text := published(t)
	start := strings.Index(text, from)
	return text[start : start+strings.Index(text[start:], to)]
}

// The headings under which the corrections stand.
const (
	alreadyMade   = "\nAlready made in the new version: delete these corrections:\n"
	perhapsMade   = "\nPerhaps already made, since what is to be removed is gone: delete these, or follow the target to its new name:\n"
	targetMissing = "\nTarget missing: follow it to its new place or name, or delete the correction:\n"
	conflict      = "\nConflict: the new version says something else there than the correction expects:\n"
	following     = "\nFail only because those above do, so look at them last:\n"
)

func TestUpdateOfThePublishedDocument(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		work bool
		says []string
		ids  map[string][]string // heading → the corrections below it
	}{
		"same": {text: published(t), says: []string{"specfix: no change: "}},
		"comment": {text: "# A comment\n" + published(t), says: []string{
			"Operations that differ: 0, of which 0 break"}},
		"field renamed": {text: published(t, "UserType", "SystemType"), work: true, says: []string{
			"  GET /users listUsers: changed\n      breaks: removed the optional property `data/records/items/UserType`",
			"      compatible: added the optional property `data/records/items/SystemType`",
			"  PUT /users/{userId} updateUser: changed\n      may break: removed the request property `UserType`",
			"$.components.schemas.GainsightUserInput\n      expected sha256:f5917b89", `"UserType":{"type":"string"}`, `"SystemType":{"type":"string"}`,
		}, ids: map[string][]string{
			perhapsMade: {"user-type"}, conflict: {"user-input", "user-fields"},
			following: {"go-record-text", "go-record-flags", "go-record-dates", "go-user-bundles"},
		}},
		"operation removed": {text: published(t, between(t, "  /companyteam/search:", "  /scim"), ""), work: true, says: []string{
			"Operations that differ: 1, of which 1 break", "  POST /companyteam/search searchCompanyTeam: removed\n      breaks: API path removed without deprecation",
			"the parent $.paths['/companyteam/search'] is gone (the deepest part that exists is $.paths)\n      the present version has there: {\"operationId\":\"searchCompanyTeam\"",
			"at ['/companyteam/search']: expected {\"post\":{\"operationId\":\"searchCompanyTeam\"}}, found (absent)",
		}, ids: map[string][]string{
			targetMissing: {"unconfirmed-search-company-team", "published-401", "published-security", "published-search-company-team-request", "published-company-team-search-reply-inline"},
			conflict:      {"retry-classes", "quota-classes", "go-calls"}, following: {"published-company-team-search-reply-named"},
		}},
		"correction already made": {text: published(t, "email: [email\u00a0protected]", "email: support@gainsight.com"), work: true, says: []string{
			"Operations that differ: 0"}, ids: map[string][]string{alreadyMade: {"contact-email-mangled", "contact-email"}}},
		"removal already made": {text: published(t, "        offset:\n          type: integer\n", ""), work: true, says: []string{
			"searchCompanyTeam: changed\n      may break: removed the request property `offset`", "the present version has there: {\"type\":\"integer\"}",
		}, ids: map[string][]string{perhapsMade: {"list-pages-by-number"}}},
		"schema moved": {text: published(t, "ScimUserInput", "ScimUserRequest"), work: true, says: []string{
			"Operations that differ: 1, of which 0 break", "  components: changed\n      compatible: removed the schema `ScimUserInput`",
			"      the new version has the same at /components/schemas/ScimUserRequest\n",
		}, ids: map[string][]string{
			targetMissing: {"scim-user-input-published"}, conflict: {"scim-users-moved", "scim-user-moved"},
			following: {"published-401", "published-404", "published-security"},
		}},
		"array extended": {text: published(t, "        - emails\n      properties", "        - emails\n        - active\n      properties"), work: true, says: []string{
			"  POST /scim/v2/Users scimCreateUser: changed\n      breaks: the request property `active` became required",
			`"emails"],"properties"`, `"emails","active"],"properties"`,
		}, ids: map[string][]string{conflict: {"scim-user-input-published"}, following: {"scim-user", "go-record-text", "go-record-flags", "go-record-dates", "go-scim-enterprise", "go-scim-gainsight"}}},
		"enumeration added": {text: published(t, "          description: License type assigned\n", "          description: License type assigned\n          enum: [Full]\n"), says: []string{
			"  GET /users listUsers: changed\n      compatible: the `data/records/items/LicenseType` response property",
		}},
		"type changed": {text: published(t, "        IsActive:\n          type: boolean", "        IsActive:\n          type: string"), work: true, says: []string{
			"  GET /users listUsers: changed\n      breaks: the `data/records/items/IsActive` response's property `type` changed from `boolean` to `string` for status `200`",
			`expected {"type":"boolean","description":"Whether the user is active"}, found {"type":"string","description":"Whether the user is active"}`,
		}, ids: map[string][]string{conflict: {"user-is-active"}}},
		"operation added": {text: published(t, "  /companyteam/search:", "  /companyteam/history:\n    get:\n      operationId: listCompanyTeamHistory\n      responses:\n        '200':\n          description: Done\n  /companyteam/search:"), work: true, says: []string{
			"Operations that differ: 1, of which 0 break", "  GET /companyteam/history listCompanyTeamHistory: added\n      compatible: endpoint added", "matches 7 nodes, but 6 expected",
		}, ids: map[string][]string{targetMissing: {"published-security"}}},
		"server moved": {text: published(t, "gainsightcloud.com/v1", "gainsightcloud.com/v2"), work: true, says: []string{
			"  servers: changed\n      breaks: the server https://{domain}.gainsightcloud.com/v1 is gone",
		}, ids: map[string][]string{conflict: {"server-host"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "new.yml")
			if err := os.WriteFile(file, []byte(test.text), 0o644); err != nil {
				t.Fatal(err)
			}
			u, err := update(root, file)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			u.Print(&out, nil)
			if u.NeedsWork() != test.work {
				t.Errorf("needs work: %v\n%s", u.NeedsWork(), &out)
			}
			for _, want := range test.says {
				if !strings.Contains(out.String(), want) {
					t.Errorf("want %q in:\n%s", want, &out)
				}
			}
			failed := 0
			for heading, want := range test.ids {
				failed += len(want)
				if got := idsBelow(out.String(), heading); !slices.Equal(got, want) {
					t.Errorf("%s%v, want %v", heading, got, want)
				}
			}
			if u.Same {
				return
			}
			if all := len(u.Result.Corrections.Actions); !strings.Contains(out.String(), fmt.Sprintf("\nCorrections: %d of %d still apply.\n", all-failed, all)) {
				t.Errorf("%d of %d corrections fail:\n%s", failed, all, &out)
			}
		})
	}
}

// idsBelow lists the corrections that stand below a heading, with their places.
func idsBelow(output, heading string) []string {
	_, section, _ := strings.Cut(output, heading)
	section, _, _ = strings.Cut(section, "\n\n")
	var ids []string
	for line := range strings.Lines(section) {
		if _, rest, found := strings.Cut(line, ".overlay.yml:"); found {
			id, _, _ := strings.Cut(rest[strings.Index(rest, "[")+1:], "]")
			ids = append(ids, id)
		}
	}
	return ids
}

func TestUpdateOfWhatIsNoNewVersion(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"OpenAPI 2.0":      {published(t, "openapi: 3.1.0", "swagger: '2.0'"), ":1: is an OpenAPI 2.0 (Swagger) document"},
		"one of the three": {published(t, "openapi: 3.1.0", "openapi: 3.2.0", between(t, "  /scim/v2/Users:", "components:"), ""), ":1: is an OpenAPI 3.2.0 document, but the corrections are written for 3.1.x: the publisher has split the document into three"},
		"broken":           {published(t, "  title: Gainsight", "\ttitle: Gainsight"), ":3: is not valid YAML: "},
		"page":             {"<!doctype html><title>" + published(t), ":1: is no OpenAPI document: it is an HTML page"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "new.yml")
			if err := os.WriteFile(file, []byte(test.text), 0o644); err != nil {
				t.Fatal(err)
			}
			u, err := update(root, file)
			if u != nil || err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%v, %v", u, err)
			}
		})
	}
}

// What cannot be compared still says what becomes of the corrections.
func TestUpdateWithBrokenReferences(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "new.yml")
	if err := os.WriteFile(file, []byte(published(t, "    ScimUserInput:", "    ScimUserRequest:")), 0o644); err != nil {
		t.Fatal(err)
	}
	u, err := update(root, file)
	if err != nil {
		t.Fatal(err)
	}
	if u.NotCompared == nil || !strings.Contains(u.NotCompared.Error(), ": cannot be loaded: ") || !u.NeedsWork() {
		t.Errorf("got %v", u.NotCompared)
	}
	output := printed(u, nil)
	if got := idsBelow(output, targetMissing); !slices.Equal(got, []string{"scim-user-input-published"}) || !strings.HasPrefix(output, "Operations: not compared") {
		t.Errorf("got %v in:\n%s", got, output)
	}
}

// As specfix update does it, with the go command.
func TestCompareOperations(t *testing.T) {
	t.Parallel()
	changes, err := root.CompareOperations(specfix.Source{Name: "new.yml", Data: []byte(published(t, "Id: listUsers", "Id: users"))})
	if err != nil || len(changes) != 1 || changes[0].Name != "listUsers" || !changes[0].Has(specfix.MayBreak) {
		t.Errorf("%v, %v", changes, err)
	}
	_, err = root.CompareOperations(specfix.Source{Name: "new.yml", Data: []byte("openapi: 3.1.0\npaths: 1\n")})
	if err == nil || !strings.HasPrefix(err.Error(), "new.yml: its operations cannot be compared: the new document: cannot be loaded: ") {
		t.Error(err)
	}
}
