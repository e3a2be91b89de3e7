package gainsighttest

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Call is one request as the tenant saw it, and the heart of its reply. The tenant's own access key, its client's secret and
// all tokens are replaced wherever they stand, so that nothing keeps them. A test that chooses its key should not take a word that paths or bodies have.
type Call struct {
	// Operation is the operationId of the document, and empty for a route that the tenant does not serve.
	Operation string

	Host   string // that the request was sent to
	Method string
	Path   string // as sent, with escapes
	Query  string // as sent, without the question mark

	// Header holds the request's header fields. All values of accesskey, Authorization, Cookie and Proxy-Authorization
	// are replaced.
	Header http.Header

	// Body is the request's body, cut off after 8 MiB.
	Body []byte

	// Status is the HTTP status of the reply, and 0 while there is none. It stays 0 where a fault sent none, and where
	// the caller hung up in the middle of its body.
	Status int

	// ErrorCode is the errorCode of the reply's envelope, the scimType of SCIM or the error of OAuth. It is empty for a success, which includes one with a partial
	// failure, and for a failure that is not the vendor's.
	ErrorCode string

	// Reason says in the fake's own words what is wrong, where the vendor's words do not: for GU_1707, for the rows of
	// an upsert or of users that are refused, and for what is no error of the vendor's. It is empty otherwise.
	Reason string

	// Applied says whether the tenant carried the operation out, all or part of it, whatever became of the reply.
	Applied bool

	// Fault is what [Tenant.Inject] did to the call, such as "ResetAfter", and empty where it did nothing.
	Fault string
}

// Calls returns what the tenant saw, in the order in which the requests arrived. With [WithCallLimit], these are the
// last ones.
func (t *Tenant) Calls() []Call { return t.journal.list() }

// Violations returns a sentence for each request that the tenant refused although no documented error fits: one that
// the contract does not allow, or one whose answer nobody knows. The program under test should cause none.
//
// There is also a sentence for each fault that can never strike, and for each of the tenant's own replies that does not
// fit the OpenAPI document or cannot be written. After the first 1,000, a last sentence only counts the others, and a
// sentence ends after 1,000 bytes.
func (t *Tenant) Violations() []string { return t.journal.listViolations() }

// journal is what the tenant remembers of its calls. It has a lock of its own, so that a look at it never waits for
// an operation.
type journal struct {
	mu         sync.Mutex
	limit      int // of calls; 0 for none
	count      int // of calls since the beginning
	calls      []*Call
	violations []string
	unlisted   int // violations beyond those
	secrets    redactor
}

const (
	maxViolations  = 1000
	maxSentenceLen = 1000
)

// open enters a call and returns its request id.
func (j *journal) open(call *Call) (requestID string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.count++
	j.calls = append(j.calls, call)
	if j.limit > 0 && len(j.calls) > j.limit {
		j.calls = slices.Delete(j.calls, 0, len(j.calls)-j.limit)
	}
	return fmt.Sprintf("00000000-0000-4000-8000-%012d", j.count)
}

func (j *journal) nameOperation(call *Call, operation string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	call.Operation = operation
}

func (j *journal) nameFault(call *Call, fault string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	call.Fault = fault
}

func (j *journal) explain(call *Call, reason string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	call.Reason = j.sentence(reason)
}

func (j *journal) markApplied(call *Call) {
	j.mu.Lock()
	defer j.mu.Unlock()
	call.Applied = true
}

func (j *journal) close(call *Call, status int, errorCode string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	call.Status, call.ErrorCode = status, errorCode
}

func (j *journal) violation(description string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.violations) == maxViolations {
		j.unlisted++
		return
	}
	j.violations = append(j.violations, j.sentence(description))
}

// sentence is a text that is fit to be kept.
func (j *journal) sentence(text string) string {
	text = j.secrets.text(text)
	if len(text) > maxSentenceLen {
		text = strings.ToValidUTF8(text[:maxSentenceLen], "") + "…"
	}
	return text
}

func (j *journal) list() []Call {
	j.mu.Lock()
	defer j.mu.Unlock()
	calls := make([]Call, 0, len(j.calls))
	for _, call := range j.calls {
		c := *call
		c.Header = c.Header.Clone()
		c.Body = bytes.Clone(c.Body)
		calls = append(calls, c)
	}
	return calls
}

func (j *journal) listViolations() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	violations := slices.Clone(j.violations)
	if j.unlisted > 0 {
		violations = append(violations, fmt.Sprintf("and %d more", j.unlisted))
	}
	return violations
}
