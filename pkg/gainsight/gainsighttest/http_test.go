package gainsighttest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// answer is a reply as it came over the wire. The tests use no client, so that they see what a client would.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	body   string
}

// send sends a request as the article says, and lets the caller change it before.
func send(t *testing.T, server *gainsighttest.Server, method, path, body string, change ...func(*http.Request)) answer {
	t.Helper()
	return roundTrip(t, newRequest(t, server, method, path, body, change...))
}

func newRequest(t *testing.T, server *gainsighttest.Server, method, path, body string, change ...func(*http.Request)) *http.Request {
	t.Helper()
	request, err := http.NewRequest(method, server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("accesskey", server.AccessKey())
	request.Header.Set("content-type", "application/json")
	request.Header.Set("accept", "application/json, text/plain, */*")
	for _, c := range change {
		c(request)
	}
	return request
}

func withoutKey(r *http.Request) { r.Header.Del("accesskey") }

func roundTrip(t *testing.T, request *http.Request) answer {
	t.Helper()
	response, err := http.DefaultTransport.RoundTrip(request) // follows no redirect
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{t, response.StatusCode, response.Header, string(text)}
}

const (
	teamPath   = "/v1/teams/services/companyTeam"
	deletePath = teamPath + "/delete"
	listPath   = teamPath + "/list"
	byGsid     = teamPath + "?key=Gsid"

	usersPath     = "/v1/users/services"
	userListPath  = usersPath + "/list"
	activatePath  = usersPath + "/status?status=true"
	deactivePath  = usersPath + "/status?status=false"
	usersByName   = usersPath + "?key=SFDCUserName"
	usersByGsid   = usersPath + "?key=Gsid"
	usersBySfdcID = usersPath + "?key=SfdcUserId"
)

func upsert(t *testing.T, server *gainsighttest.Server, body string) answer {
	t.Helper()
	return send(t, server, "PUT", teamPath, body)
}

func list(t *testing.T, server *gainsighttest.Server, body string) answer {
	t.Helper()
	return send(t, server, "POST", listPath, body)
}

type envelope struct {
	Result    *bool
	ErrorCode *string
	ErrorDesc *string
	RequestID string
	Data      json.RawMessage
}

func (a answer) envelope() envelope {
	a.t.Helper()
	var e envelope
	if err := json.Unmarshal([]byte(a.body), &e); err != nil {
		a.t.Fatalf("the reply is not an envelope: %v\n%s", err, a.body)
	}
	return e
}

func (a answer) wantStatus(status int) {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("want status %d, got %d\n%s", status, a.status, a.body)
	}
}

// wantFailure checks the envelope of a failure.
func (a answer) wantFailure(status int, code, description string) {
	a.t.Helper()
	e := a.envelope()
	if a.status != status || e.Result == nil || *e.Result || e.ErrorCode == nil || *e.ErrorCode != code ||
		e.ErrorDesc == nil || !strings.Contains(*e.ErrorDesc, description) {
		a.t.Fatalf("want %d %s %q, got %d\n%s", status, code, description, a.status, a.body)
	}
}

// wantNotVendor checks a failure that is the fake's own.
func (a answer) wantNotVendor(status int, description string) {
	a.t.Helper()
	e := a.envelope()
	if a.status != status || e.Result == nil || *e.Result || e.ErrorCode != nil || e.ErrorDesc == nil ||
		!strings.HasPrefix(*e.ErrorDesc, "gainsighttest: ") || !strings.Contains(*e.ErrorDesc, description) {
		a.t.Fatalf("want %d and an error of the fake's own %q, got %d\n%s", status, description, a.status, a.body)
	}
}

// wantData checks a success and its data.
func (a answer) wantData(want string) {
	a.t.Helper()
	e := a.envelope()
	if a.status != 200 || e.Result == nil || !*e.Result || e.ErrorCode != nil {
		a.t.Fatalf("want a success, got %d\n%s", a.status, a.body)
	}
	wantJSON(a.t, string(e.Data), want)
}

// wantLike checks a whole reply but its request id.
func (a answer) wantLike(status int, want string) {
	a.t.Helper()
	a.wantStatus(status)
	wantJSON(a.t, strings.Replace(a.body, a.envelope().RequestID, "REQUEST", 1), want)
}

func wantJSON(t *testing.T, got, want string) {
	t.Helper()
	if !reflect.DeepEqual(decode(t, got), decode(t, want)) {
		t.Fatalf("got\n%s\nwant\n%s", indent(got), indent(want))
	}
}

func decode(t *testing.T, text string) (v any) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&v); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return v
}

func indent(text string) string {
	var buffer bytes.Buffer
	if json.Indent(&buffer, []byte(text), "", "  ") != nil {
		return text
	}
	return buffer.String()
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// lookups by name, by GSID and by e-mail, as the article's samples have them.
const (
	companyByName = `"CompanyGsid": {"fields": {"CompanyName": "Name"}, "lookupField": "Gsid", "objectName": "Company", "multiMatchOption": "FIRSTMATCH"}`
	companyByGsid = `"CompanyGsid": {"fields": {"CompanyGsid": "Gsid"}, "lookupField": "Gsid", "objectName": "Company", "multiMatchOption": "FIRSTMATCH"}`
	userByName    = `"UserGsid": {"fields": {"UserName": "Name"}, "lookupField": "Gsid", "objectName": "GsUser"}`
	userByGsid    = `"UserGsid": {"fields": {"UserGsid": "Gsid"}, "lookupField": "Gsid", "objectName": "GsUser"}`
	byNames       = `"lookups": {` + companyByName + `, ` + userByName + `}`
	byGsids       = `"lookups": {` + companyByGsid + `, ` + userByGsid + `}`
)

// tenant is a server with the companies and the user of the article's samples.
type tenant struct {
	*gainsighttest.Server
	ibm, youtube, alex string
}

func newTenant(t *testing.T, options ...gainsighttest.Option) tenant {
	server := gainsighttest.NewServer(t, options...)
	t.Cleanup(func() {
		for _, v := range server.Violations() {
			if strings.Contains(v, "does not fit the document") {
				t.Error(v)
			}
		}
	})
	return tenant{
		server,
		server.AddCompany("IBM"),
		server.AddCompany("Youtube"),
		server.AddUser("Alex Example", "alex@example.com"),
	}
}
