//go:build unix

package peers

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/clienttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// wantedOfMock is what the calls of clienttest give: a value, or what is in the server's reply.
var wantedOfMock = map[string]any{
	"upsertCompanyTeamRecords":     2,
	"listCompanyTeamRecords":       inReply{"data", "records"},
	"bulkDeleteCompanyTeamRecords": []int{2, 1},
	"deleteCompanyTeamRecord":      nil,
	"createUsers":                  1,
	"updateUsers":                  1, // rejected: the server makes an error up
	"updateUserStatus":             1,
	"listUserRecords":              inReply{"data", "records"},
	"scimGetServiceProviderConfig": inReply{},
	"scimListUsers":                inReply{"Resources"},
	"scimCreateUser":               inReply{},
	"scimGetUser":                  inReply{},
	"scimUpdateUser":               inReply{},
	"scimPatchUser":                inReply{},
	"scimDeleteUser":               nil,
	"scimListGroups":               inReply{"Resources"},
	"scimCreateGroup":              inReply{},
	"scimGetGroup":                 inReply{},
	"scimUpdateGroup":              inReply{},
	"scimPatchGroup":               inReply{},
	"scimDeleteGroup":              nil,
	"issueToken":                   inReply{},
	"listUsers":                    inReply{},
	"getUser":                      inReply{},
	"updateUser":                   inReply{},
	"deactivateUser":               inReply{},
	"upsertCompanyTeam":            inReply{},
	"searchCompanyTeam":            inReply{},
}

// inReply leads to a member of the reply, or to the whole of it if it is empty.
type inReply []string

// The client's calls are what the document allows, and it reads everything that is in the examples of the document, or
// in what Prism makes up where there is none.
func TestClientAgainstPrismMock(t *testing.T) {
	document := readYAML(t, documentPath)
	operations := operationsOf(t, document)
	addPageOfUsers(t, document)
	mock := startPrismMock(t, writeJSON(t, document))
	client := newClient(t, mock.URL, gainsight.WithAccessKey("a key"), gainsight.WithM2M("id", "secret"))
	for _, call := range clienttest.Calls {
		t.Run(call.Operation, func(t *testing.T) {
			got, err := call.Make(t.Context(), client)
			mock.wantNoViolation(t)
			if err != nil {
				t.Fatal(err)
			}
			wantSame(t, asJSON(t, got), wantedOf(t, call.Operation, mock.takeReply(t, operations, call.Operation)))
		})
	}
	for _, operation := range operations {
		if !slices.ContainsFunc(clienttest.Calls, func(call clienttest.Call) bool { return call.Operation == operation.id }) {
			t.Errorf("%s was not called", operation.id)
		}
	}
}

// addPageOfUsers gives the document a page of users as the client infers it from company teams. The document itself has
// none, since nobody has seen one.
func addPageOfUsers(t *testing.T, document any) {
	t.Helper()
	response := at(document, document, "paths", "/users/services/list", "post", "responses", "200", "content", "application/json")
	response.(map[string]any)["example"] = mustParse(t, `{"result": true, "data": {"page": 0, "size": 1, "limit": 25,
		"records": [{"Gsid": "1P01E316G9DAPFOLE6SOOUG71XRMN5F3PLER", "Email": "alex@example.com", "IsActiveUser": true}]}}`)
}

func wantedOf(t *testing.T, operation string, reply []byte) any {
	t.Helper()
	wanted := wantedOfMock[operation]
	keys, ok := wanted.(inReply)
	if !ok {
		return asJSON(t, wanted)
	}
	content := mustParse(t, string(reply))
	want := at(content, content, keys...)
	if isEmpty(want) {
		t.Fatalf("the reply has nothing to read: %s", reply)
	}
	return want
}

func isEmpty(value any) bool {
	switch value := value.(type) {
	case map[string]any:
		return len(value) == 0
	case []any:
		return len(value) == 0
	}
	return value == nil
}

func asJSON(t *testing.T, value any) any {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return mustParse(t, string(data))
}
