//go:build unix

package peers

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

const anyGSID = "1P01936XHTA4SF76ZU5RWZWIMDDL54UB7UF9"

// mockServer is a server that answers as the document says and knows nothing else.
type mockServer struct {
	name string
	args func(port string) []string
	// picks tells whether a caller can pick the status and the example of the reply.
	picks bool
	// locks tells whether the server asks for the access key.
	locks bool
	// refused tells whether the server found fault with a request.
	refused func(reply reply) bool
}

var mockServers = []mockServer{
	{
		name: "prism",
		args: func(port string) []string {
			return []string{"mock", "--host", "127.0.0.1", "--port", port, documentPath}
		},
		picks:   true,
		locks:   true,
		refused: func(reply reply) bool { return reply.status == http.StatusBadRequest },
	},
	{
		name: "steady",
		args: func(port string) []string { return []string{"--host", "127.0.0.1", "--port", port, documentPath} },
		// It answers a body of the wrong size all the same and says in a header what is wrong.
		refused: func(reply reply) bool { return reply.header.Get("X-Steady-Error-Count") != "0" },
	},
}

// Mock servers that were made from the document answer as the document says.
func TestMockServers(t *testing.T) {
	document := readYAML(t, documentPath)
	operations := companyTeamOperations(t, document)
	for _, server := range mockServers {
		t.Run(server.name, func(t *testing.T) {
			t.Parallel()
			mock := startMock(t, server)
			for _, operation := range operations {
				t.Run(operation.id, func(t *testing.T) { mock.check(t, document, operation) })
			}
		})
	}
}

// operation is one of the company team operations of the document.
type operation struct {
	id, method, path string
	content          any
}

func companyTeamOperations(t *testing.T, document any) []operation {
	t.Helper()
	paths := at(document, document, "paths").(map[string]any)
	var operations []operation
	for _, path := range keysOf(paths) {
		if !strings.HasPrefix(path, companyTeamPath) {
			continue
		}
		methods := paths[path].(map[string]any)
		for _, method := range keysOf(methods) {
			id, _ := at(document, methods[method], "operationId").(string)
			operations = append(operations, operation{id, strings.ToUpper(method), path, methods[method]})
		}
	}
	if len(operations) != 4 {
		t.Fatalf("got %d company team operations, want 4", len(operations))
	}
	return operations
}

func (m *mock) check(t *testing.T, document any, operation operation) {
	bodies := examples(document, at(document, operation.content, "requestBody"))
	for _, want := range m.wanted(t, document, operation) {
		t.Run(strings.TrimSpace(fmt.Sprintf("%d %s", want.status, want.name)), func(t *testing.T) {
			m.checkReply(t, operation, bodies, want)
		})
	}
	if m.server.locks {
		t.Run("no access key", func(t *testing.T) {
			reply := m.call(t, operation, request{body: first(bodies)})
			wantStatus(t, reply, http.StatusUnauthorized)
		})
	}
	m.checkCounts(t, operation, first(bodies))
}

// wantedReply is a reply that the document describes. The values are the examples of which the body has to be one; there
// are none where the document has none.
type wantedReply struct {
	status int
	name   string
	values []any
}

// wanted lists the replies that the server can be made to give. One that lets nobody pick gives some example of success.
func (m *mock) wanted(t *testing.T, document any, operation operation) []wantedReply {
	t.Helper()
	all := wantedReplies(t, document, operation)
	if m.server.picks {
		return all
	}
	success := wantedReply{status: http.StatusOK}
	for _, reply := range all {
		if reply.status == success.status {
			success.values = append(success.values, reply.values...)
		}
	}
	if len(success.values) == 0 {
		t.Fatal("the document has no example of success")
	}
	return []wantedReply{success}
}

func wantedReplies(t *testing.T, document any, operation operation) []wantedReply {
	t.Helper()
	var wanted []wantedReply
	responses := at(document, operation.content, "responses").(map[string]any)
	for _, code := range keysOf(responses) {
		status, err := strconv.Atoi(code)
		if err != nil {
			t.Fatal(err)
		}
		values := examples(document, responses[code])
		for _, name := range keysOf(values) {
			wanted = append(wanted, wantedReply{status, name, []any{values[name]}})
		}
		if len(values) == 0 {
			wanted = append(wanted, wantedReply{status: status})
		}
	}
	return wanted
}

// checkReply sends the request example of the same name, or else the first one, and asks for the wanted reply.
func (m *mock) checkReply(t *testing.T, operation operation, bodies map[string]any, want wantedReply) {
	body, ok := bodies[want.name]
	if !ok {
		body = first(bodies)
	}
	prefer := fmt.Sprintf("code=%d", want.status)
	if want.name != "" {
		prefer += ", example=" + want.name
	}
	reply := m.call(t, operation, request{key: "a key", prefer: prefer, body: body})
	wantStatus(t, reply, want.status)
	if len(want.values) > 0 {
		wantOneOf(t, mustParse(t, string(reply.body)), want.values)
	}
	if want.status == http.StatusOK && m.server.refused(reply) {
		t.Error("the server finds fault with an example of the document")
	}
}

func wantOneOf(t *testing.T, got any, values []any) {
	t.Helper()
	for _, value := range values {
		if len(differences("", got, value)) == 0 {
			return
		}
	}
	wantSame(t, got, values[0])
}

// checkCounts sends none and one too many of what the operation takes up to 50 of.
func (m *mock) checkCounts(t *testing.T, operation operation, body any) {
	for _, count := range []int{0, 50, 51} {
		sized, ok := withCount(body, count)
		if !ok {
			return
		}
		t.Run(fmt.Sprintf("%d records", count), func(t *testing.T) {
			reply := m.call(t, operation, request{key: "a key", body: sized})
			if got, want := m.server.refused(reply), count != 50; got != want {
				t.Errorf("got status %d, refused %t, want refused %t", reply.status, got, want)
			}
		})
	}
}

// withCount gives a body like the given one with a certain number of records or GSIDs.
func withCount(body any, count int) (any, bool) {
	switch body := body.(type) {
	case []any:
		return repeat(body[0], count), true
	case map[string]any:
		records, ok := body["records"].([]any)
		if !ok {
			return nil, false
		}
		sized := maps.Clone(body)
		sized["records"] = repeat(records[0], count)
		return sized, true
	}
	return nil, false
}

func repeat(item any, count int) []any {
	items := make([]any, count)
	for i := range items {
		items[i] = item
	}
	return items
}

// examples gives the values of the named JSON examples of a request body or a response.
func examples(document, part any) map[string]any {
	named, _ := at(document, part, "content", "application/json", "examples").(map[string]any)
	values := map[string]any{}
	for name := range named {
		values[name] = at(document, named, name, "value")
	}
	return values
}

// first gives the example whose name is first in order, or nil.
func first(examples map[string]any) any {
	for _, name := range keysOf(examples) {
		return examples[name]
	}
	return nil
}

type request struct {
	key, prefer string
	body        any
}

// mock is a running mock server.
type mock struct {
	server mockServer
	url    string
}

func (m *mock) call(t *testing.T, operation operation, request request) reply {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), callTimeout)
	defer cancel()
	var body io.Reader
	if request.body != nil {
		data, err := json.Marshal(request.body)
		if err != nil {
			t.Fatal(err)
		}
		body = bytes.NewReader(data)
	}
	url := m.url + strings.ReplaceAll(operation.path, "{gsid}", anyGSID)
	req, err := http.NewRequestWithContext(ctx, operation.method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"accesskey": request.key, "Prefer": request.prefer} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return do(t, req)
}

// startMock starts a mock server.
func startMock(t *testing.T, server mockServer) *mock {
	t.Helper()
	port := freePort(t)
	return &mock{server, startServer(t, port, exec.Command(nodeTool(t, server.name), server.args(port)...))}
}
