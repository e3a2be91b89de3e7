package schemas_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/api"
	"github.com/gainsight-go/gainsight-go/internal/schemas"
)

func TestCompile(t *testing.T) {
	operations, err := schemas.Compile(api.Document)
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]schemas.Operation{}
	for _, operation := range operations {
		byID[operation.ID] = operation
	}
	upsert := byID["upsertCompanyTeamRecords"]
	if upsert.Method != "PUT" || upsert.Path != "/teams/services/companyTeam" || upsert.Evidence != "A" || !upsert.IsRequestRequired {
		t.Errorf("%+v", upsert)
	}
	if upsert.Request["application/json"] == nil {
		t.Error("no schema of the request")
	}
	if reply, ok := upsert.Reply(429); !ok || reply["application/json"] == nil {
		t.Error("no schema of a reply that is a reference")
	}
	if reply, ok := upsert.Reply(418); ok || reply != nil {
		t.Error("a reply that nobody promises")
	}
	if byID["issueToken"].IsRequestRequired || byID["deleteCompanyTeamRecord"].Request != nil {
		t.Error("requests without a body are taken for others")
	}
	if operations[0].ID != "listUsers" || operations[len(operations)-1].ID != "issueToken" {
		t.Errorf("the operations are not in the order of the document: %s first, %s last", operations[0].ID, operations[len(operations)-1].ID)
	}
}

func TestReplyFallsBack(t *testing.T) {
	exact, family, other := schemas.Body{"exact": nil}, schemas.Body{"family": nil}, schemas.Body{"other": nil}
	operation := schemas.Operation{Replies: map[string]schemas.Body{"404": exact, "4XX": family, "default": other}}
	for status, want := range map[int]string{404: "exact", 410: "family", 500: "other"} {
		if got, _ := operation.Reply(status); len(got) != 1 || !has(got, want) {
			t.Errorf("%d: got %v, want %s", status, got, want)
		}
	}
}

func has(body schemas.Body, mediaType string) bool {
	_, ok := body[mediaType]
	return ok
}

func TestBrokenDocuments(t *testing.T) {
	for name, document := range map[string][]byte{
		"no YAML":        []byte("\t"),
		"a list":         []byte("[]"),
		"no paths":       []byte("openapi: 3.1.0"),
		"paths as list":  []byte("paths: []"),
		"operation":      []byte("paths: {/a: {get: {responses: []}}}"),
		"no schema":      []byte(strings.Replace(string(api.Document), "schema:\n                $ref: '#/components/schemas/CompanyTeamListReply'", "scheme: 1", 1)),
		"request schema": []byte(strings.Replace(string(api.Document), "schema:\n              $ref: '#/components/schemas/CompanyTeamUpsertRequest'", "scheme: 1", 1)),
		"broken schema":  bytes.Replace(api.Document, []byte("    Envelope:\n"), []byte("    Envelop:\n"), 1),
	} {
		if bytes.Equal(document, api.Document) {
			t.Fatalf("%s: nothing was broken", name)
		}
		if _, err := schemas.Compile(document); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
