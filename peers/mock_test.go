//go:build unix

package peers

import (
	"fmt"
	"maps"
	"net/http"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// mockServer is a server that answers as the document says and knows nothing else.
type mockServer struct {
	name string
	args func(port string) []string
	// picks tells whether a caller can pick the status and the example of the reply.
	picks bool
	// locks tells whether the server asks for authorization.
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
		picks: true,
		locks: true,
		refused: func(reply reply) bool {
			return reply.status == http.StatusBadRequest || reply.status == http.StatusUnprocessableEntity
		},
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
	operations := operationsOf(t, document)
	for _, server := range mockServers {
		t.Run(server.name, func(t *testing.T) {
			t.Parallel()
			mock := startMock(t, server)
			for _, operation := range operations {
				t.Run(operation.id, func(t *testing.T) { mock.check(t, operation) })
			}
		})
	}
}

func (m *mock) check(t *testing.T, operation operation) {
	_, bodies := operation.bodies()
	ways := operation.alternatives()
	for _, want := range m.wanted(t, operation) {
		t.Run(strings.TrimSpace(fmt.Sprintf("%d %s", want.status, want.name)), func(t *testing.T) {
			m.checkReply(t, operation, bodies, want)
		})
	}
	if m.server.locks && len(ways) > 0 {
		t.Run("not authorized", func(t *testing.T) {
			wantStatus(t, m.call(t, operation, request{body: first(bodies)}), http.StatusUnauthorized)
		})
		for _, way := range ways {
			t.Run("authorized by "+strings.Join(keysOf(way), " and "), func(t *testing.T) {
				if reply := m.call(t, operation, request{authorization: way, body: first(bodies)}); m.server.refused(reply) {
					t.Errorf("got status %d\n%s", reply.status, reply.body)
				}
			})
		}
	}
	m.checkCounts(t, operation, first(bodies))
}

// wantedReply is a reply that the document describes. The values are the examples of which the body has to be one; there
// are none where the document has none.
type wantedReply struct {
	status    int
	mediaType string
	name      string
	values    []any
}

func (w wantedReply) isSuccess() bool { return w.status/100 == 2 }

// wanted lists the replies that the server can be made to give. One that lets nobody pick gives some reply of success.
func (m *mock) wanted(t *testing.T, operation operation) []wantedReply {
	t.Helper()
	all := wantedReplies(t, operation)
	if m.server.picks {
		return all
	}
	success := all[0]
	for _, reply := range all[1:] {
		if reply.status == success.status {
			success.values = append(success.values, reply.values...)
		}
	}
	success.name = ""
	return []wantedReply{success}
}

// wantedReplies gives the replies in the order of their status, so that one of success comes first.
func wantedReplies(t *testing.T, operation operation) []wantedReply {
	t.Helper()
	var wanted []wantedReply
	responses := at(operation.document, operation.content, "responses").(map[string]any)
	for _, code := range keysOf(responses) {
		status, err := strconv.Atoi(code)
		if err != nil {
			t.Fatal(err)
		}
		mediaType, values := examples(operation.document, responses[code])
		for _, name := range keysOf(values) {
			wanted = append(wanted, wantedReply{status, mediaType, name, []any{values[name]}})
		}
		if len(values) == 0 {
			wanted = append(wanted, wantedReply{status: status, mediaType: mediaType})
		}
	}
	if len(wanted) == 0 || !wanted[0].isSuccess() {
		t.Fatal("the document has no reply of success")
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
	reply := m.call(t, operation, request{authorization: firstWay(operation), prefer: prefer, accept: want.mediaType, body: body})
	wantStatus(t, reply, want.status)
	if got := mediaTypeOf(reply); want.mediaType != "" && got != want.mediaType {
		t.Errorf("got a reply of the type %q, want %q", got, want.mediaType)
	}
	if len(want.values) > 0 {
		wantOneOf(t, mustParse(t, string(reply.body)), want.values)
	}
	if want.isSuccess() && m.server.refused(reply) {
		t.Error("the server finds fault with an example of the document")
	}
}

func mediaTypeOf(reply reply) string {
	mediaType, _, _ := strings.Cut(reply.header.Get("Content-Type"), ";")
	return mediaType
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

// checkCounts sends too few and too many of what the operation takes a limited number of.
func (m *mock) checkCounts(t *testing.T, operation operation, body any) {
	limited := operation.limitedList()
	most, ok := limited["maxItems"].(float64)
	if !ok {
		return
	}
	least, _ := limited["minItems"].(float64)
	for _, count := range []int{int(least) - 1, int(most), int(most) + 1} {
		if count < 0 {
			continue
		}
		t.Run(fmt.Sprintf("%d records", count), func(t *testing.T) {
			reply := m.call(t, operation, request{authorization: firstWay(operation), body: withCount(body, count)})
			if got, want := m.server.refused(reply), count != int(most); got != want {
				t.Errorf("got status %d, refused %t, want refused %t", reply.status, got, want)
			}
		})
	}
}

// limitedList gives the schema of the list that a request is or has: the body itself, or its records.
func (o operation) limitedList() map[string]any {
	mediaType, _ := o.bodies()
	list := o.bodySchema(mediaType)
	if records := at(o.document, list, "properties", "records"); records != nil {
		list = records
	}
	schema, _ := resolve(o.document, list).(map[string]any)
	return schema
}

// withCount gives a body like the given one with a certain number of records or GSIDs.
func withCount(body any, count int) any {
	if list, ok := body.([]any); ok {
		return repeat(list[0], count)
	}
	sized := maps.Clone(body.(map[string]any))
	sized["records"] = repeat(sized["records"].([]any)[0], count)
	return sized
}

// first gives the example whose name is first in order, or nil.
func first(examples map[string]any) any {
	for _, name := range keysOf(examples) {
		return examples[name]
	}
	return nil
}

// firstWay gives the first way in which a call can be authorized, or none.
func firstWay(operation operation) map[string]any {
	for _, way := range operation.alternatives() {
		return way
	}
	return nil
}

type request struct {
	authorization  map[string]any
	prefer, accept string
	body           any
}

// mock is a running mock server.
type mock struct {
	server mockServer
	url    string
}

func (m *mock) call(t *testing.T, operation operation, request request) reply {
	t.Helper()
	req := operation.request(t, m.url, request.body, request.authorization)
	for name, value := range map[string]string{"Prefer": request.prefer, "Accept": request.accept} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	return do(t, req)
}

// startMock starts a mock server.
func startMock(t *testing.T, server mockServer) *mock {
	t.Helper()
	tool := nodeTool(t, server.name)
	return &mock{server, startServer(t, func(port string) *exec.Cmd { return exec.Command(tool, server.args(port)...) })}
}
