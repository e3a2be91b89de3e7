//go:build unix

package peers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"testing"
)

// scimServer is a running SCIM server made of other people's packages, empty at first.
type scimServer struct{ url, path, token string }

// vendorPath is where the client looks for SCIM if it is not told otherwise.
const vendorPath = "/v1/users/services/scim"

func startSCIMServer(t *testing.T) scimServer {
	t.Helper()
	return startSCIMServerAt(t, vendorPath)
}

func startSCIMServerAt(t *testing.T, path string) scimServer {
	t.Helper()
	for _, name := range []string{"express", "scimmy", "scimmy-routers"} {
		installed(t, name)
	}
	const token = "a token of this test"
	url := startServer(t, func(port string) *exec.Cmd {
		cmd := exec.Command("node", "scimserver.mjs", port, path)
		cmd.Env = []string{"SCIM_TOKEN=" + token}
		return cmd
	})
	return scimServer{url, path, token}
}

const (
	scimUser  = "urn:ietf:params:scim:schemas:core:2.0:User"
	scimGroup = "urn:ietf:params:scim:schemas:core:2.0:Group"
	scimPatch = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
)

// fields is a JSON object.
type fields = map[string]any

// call sends a request and checks the status and the type of the reply.
func (s scimServer) call(t *testing.T, method, path string, body any, wantStatusCode int) fields {
	t.Helper()
	reply := s.send(t, method, path, body, s.token)
	wantStatus(t, reply, wantStatusCode)
	if len(reply.body) == 0 {
		return nil
	}
	if got := reply.header.Get("Content-Type"); !strings.HasPrefix(got, "application/scim+json") {
		t.Errorf("got content type %q, want application/scim+json", got)
	}
	var value fields
	if err := json.Unmarshal(reply.body, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func (s scimServer) send(t *testing.T, method, path string, body any, token string) reply {
	t.Helper()
	var content bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&content).Encode(body); err != nil {
			t.Fatal(err)
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), method, s.url+s.path+path, &content)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	if body != nil {
		req.Header.Set("Content-Type", "application/scim+json")
	}
	return do(t, req)
}

func (s scimServer) addUser(t *testing.T, userName string) (id string) {
	t.Helper()
	user := s.call(t, "POST", "/Users", fields{"schemas": []string{scimUser}, "userName": userName}, http.StatusCreated)
	return user["id"].(string)
}

func (s scimServer) patch(t *testing.T, path string, wantStatusCode int, operations ...fields) fields {
	t.Helper()
	return s.call(t, "PATCH", path, fields{"schemas": []string{scimPatch}, "Operations": operations}, wantStatusCode)
}

// What the client has to cope with, held here without it, so that an upgrade of a package that changes it is noticed.
func TestSCIMServer(t *testing.T) {
	server := startSCIMServer(t)

	t.Run("bearer token", func(t *testing.T) {
		wantStatus(t, server.send(t, "GET", "/Users", nil, "another"), http.StatusUnauthorized)
	})
	t.Run("absent and taken", func(t *testing.T) {
		server.addUser(t, "taken@example.com")
		refused := server.call(t, "POST", "/Users", fields{"schemas": []string{scimUser}, "userName": "TAKEN@example.com"}, http.StatusConflict)
		wantMember(t, refused, "scimType", "uniqueness")
		for method, body := range map[string]any{"GET": nil, "DELETE": nil, "PUT": fields{"userName": "x"}} {
			wantMember(t, server.call(t, method, "/Users/absent", body, http.StatusNotFound), "status", "404")
		}
	})
	t.Run("extensions", func(t *testing.T) {
		const gainsight = "urn:ietf:params:scim:schemas:extension:gainsight:2.0:User"
		user := server.call(t, "POST", "/Users", fields{
			"schemas": []string{scimUser, gainsight}, "userName": "extended@example.com",
			gainsight: fields{"IsSuperAdmin": true, "LicenseType": "Full", "Custom__gc": "unknown here"},
		}, http.StatusCreated)
		wantMember(t, user, gainsight, fields{"IsSuperAdmin": true, "LicenseType": "Full"})
	})
	t.Run("a patch that changes nothing", func(t *testing.T) {
		path := "/Users/" + server.addUser(t, "patched@example.com")
		off := fields{"op": "replace", "path": "active", "value": false}
		wantMember(t, server.patch(t, path, http.StatusOK, off), "active", false)
		server.patch(t, path, http.StatusNoContent, off)
	})
	t.Run("a replacement removes what it lacks", func(t *testing.T) {
		path := "/Users/" + server.addUser(t, "replaced@example.com")
		server.patch(t, path, http.StatusOK, fields{"op": "add", "path": "title", "value": "CSM"})
		server.call(t, "PUT", path, fields{"schemas": []string{scimUser}, "userName": "replaced@example.com"}, http.StatusOK)
		wantMember(t, server.call(t, "GET", path, nil, http.StatusOK), "title", nil)
	})
	t.Run("members", func(t *testing.T) {
		ann, bob := server.addUser(t, "ann@example.com"), server.addUser(t, "bob@example.com")
		group := server.call(t, "POST", "/Groups", fields{"schemas": []string{scimGroup}, "displayName": "Team"}, http.StatusCreated)
		path := "/Groups/" + group["id"].(string)
		members := []any{fields{"value": ann}, fields{"value": bob}}
		added := server.patch(t, path, http.StatusOK, fields{"op": "add", "path": "members", "value": members})
		wantMember(t, added, "members", members)
		byFilter := fields{"op": "remove", "path": fmt.Sprintf("members[value eq %q]", ann)}
		wantMember(t, server.patch(t, path, http.StatusOK, byFilter), "members", members[1:])
		server.patch(t, path, http.StatusNoContent, byFilter)
		byValue := fields{"op": "remove", "path": "members", "value": members[1:]}
		wantMember(t, server.patch(t, path, http.StatusOK, byValue), "members", nil)
		// A list of values of which the group has none, while it has no members at all, is refused.
		wantMember(t, server.patch(t, path, http.StatusBadRequest, byValue), "scimType", "invalidValue")
	})
}

// The server takes the text between the quotation marks of a filter as it is: it knows no escapes.
func TestSCIMServerFilters(t *testing.T) {
	server := startSCIMServer(t)
	for _, userName := range []string{"ann@example.com", "O'Brien", "a and (b) or c", "Zoë 名 🙂", "a+b&c=d%20#?"} {
		server.addUser(t, userName)
		wantMember(t, server.find(t, userName, http.StatusOK), "totalResults", 1.0)
	}
	wantMember(t, server.find(t, "ANN@example.com", http.StatusOK), "totalResults", 0.0) // the value's case counts
	server.addUser(t, `a\b`)
	wantMember(t, server.find(t, `a\b`, http.StatusOK), "totalResults", 0.0)
	wantMember(t, server.find(t, `a"b`, http.StatusBadRequest), "scimType", "invalidFilter")
}

// escaped writes no more escapes than JSON needs.
var escaped = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func (s scimServer) find(t *testing.T, userName string, wantStatusCode int) fields {
	t.Helper()
	query := url.Values{"filter": {`userName eq "` + escaped.Replace(userName) + `"`}}
	return s.call(t, "GET", "/Users?"+query.Encode(), nil, wantStatusCode)
}

// Past the end the server answers with its first page once more.
func TestSCIMServerPages(t *testing.T) {
	server := startSCIMServer(t)
	const total = 251
	var ids []string
	for i := range total {
		ids = append(ids, server.addUser(t, fmt.Sprintf("user%03d@example.com", i)))
	}
	for _, test := range []struct {
		query      string
		from, size int
	}{
		{"", 0, 20},
		{"startIndex=1&count=100", 0, 100},
		{"startIndex=101&count=100", 100, 100},
		{"startIndex=201&count=100", 200, 51},
		{"startIndex=251&count=100", 250, 1},
		{"startIndex=252&count=100", 0, 100},
		{"startIndex=0&count=5", 0, 5},
		{"count=1000", 0, total},
		{"count=0", 0, 0},
	} {
		t.Run(test.query, func(t *testing.T) {
			page := server.call(t, "GET", "/Users?"+test.query, nil, http.StatusOK)
			wantMember(t, page, "totalResults", float64(total))
			resources := page["Resources"].([]any)
			if len(resources) != test.size {
				t.Fatalf("got %d users, want %d", len(resources), test.size)
			}
			for i, user := range resources {
				wantMember(t, user.(fields), "id", ids[test.from+i])
			}
		})
	}
}

func wantMember(t *testing.T, got fields, name string, want any) {
	t.Helper()
	if len(differences(name, got[name], want)) > 0 {
		t.Errorf("got %s %v, want %v", name, got[name], want)
	}
}
