package gainsighttest

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Fault is something that goes wrong with one call. [Tenant.Inject] says with which.
type Fault struct {
	name   string
	strike func(w http.ResponseWriter, at target)
}

// target is the call that a fault strikes.
type target struct {
	*exchange
	ctx      context.Context
	carryOut func() reply // does what the call asks for; a fault that strikes before does not use it
}

// String names the fault as it is constructed, such as "Slow(1s)".
func (f Fault) String() string { return f.name }

// ResetBefore resets the connection. The change is not applied. Over HTTP/2, where requests share a connection, only the
// request's stream is reset: that is an error too, but not a [syscall.ECONNRESET].
func ResetBefore() Fault {
	return Fault{"ResetBefore", func(w http.ResponseWriter, _ target) { reset(w) }}
}

// ResetAfter applies the change and resets the connection, without a byte of a reply.
func ResetAfter() Fault {
	return Fault{"ResetAfter", func(w http.ResponseWriter, at target) {
		at.carryOut()
		reset(w)
	}}
}

// CutOff applies the change, and the body of the reply ends half way; its Content-Length promises more.
func CutOff() Fault {
	return Fault{"CutOff", func(w http.ResponseWriter, at target) { at.carryOut().sendHalf(w) }}
}

// BadGateway answers 502 and a page of HTML, as a proxy does. The change is not applied.
func BadGateway() Fault {
	return Fault{"BadGateway", func(w http.ResponseWriter, at target) { at.sendBadGateway(w) }}
}

// BadGatewayAfter applies the change, then does what BadGateway does.
func BadGatewayAfter() Fault {
	return Fault{"BadGatewayAfter", func(w http.ResponseWriter, at target) {
		at.carryOut()
		at.sendBadGateway(w)
	}}
}

// Slow applies the change at once and replies after d. When the request's context ends before that, there is no reply.
func Slow(d time.Duration) Fault {
	return Fault{fmt.Sprintf("Slow(%s)", d), func(w http.ResponseWriter, at target) {
		made := at.carryOut()
		if !wait(at.ctx, d) {
			reset(w)
			return
		}
		made.send(w)
	}}
}

// Silent lets d pass, then resets the connection: the call got lost. The change is not applied. When the request's context
// ends before that, nothing comes at all.
func Silent(d time.Duration) Fault {
	return Fault{fmt.Sprintf("Silent(%s)", d), func(w http.ResponseWriter, at target) {
		wait(at.ctx, d)
		reset(w)
	}}
}

// Refuse answers with an envelope that has result false, and this HTTP status, 200 included, and code. It has the words
// of the vendor where its code is known. The change is not applied. A status that cannot go with an envelope becomes
// 400, and an empty code becomes null. A SCIM call is refused in the form of RFC 7644, with the code for its scimType,
// unless the code is one of the vendor's.
func Refuse(status int, code string) Fault {
	return Fault{fmt.Sprintf("Refuse(%d, %s)", status, code), func(w http.ResponseWriter, at target) {
		at.failure(at.operation.refuseLike(usableStatus(status), code)).send(w)
	}}
}

// GzipBomb applies the change. The reply is compressed, whether or not that was asked for, and has more than 64 MiB
// of white space in it.
func GzipBomb() Fault {
	return Fault{"GzipBomb", func(w http.ResponseWriter, at target) { at.carryOut().sendBomb(w) }}
}

// RedirectTo answers 307 with this Location. The change is not applied.
func RedirectTo(url string) Fault {
	return Fault{fmt.Sprintf("RedirectTo(%s)", url), func(w http.ResponseWriter, at target) { at.sendRedirect(w, url) }}
}

// Inject makes a fault strike one request: of all requests that name the operation with this operationId, such as
// "upsertCompanyTeamRecords", the one with this index; the tenant's first has the index 0. The operation "" stands for
// any that the tenant serves, and its index counts the requests for all of them. A request that is not let in
// does not count.
//
// Of two faults for one request, the one that names the operation strikes. A second fault for the same operation and
// index replaces the first, and Fault{} takes it away. A fault that can never strike, since the operation is not
// served, the index is negative or the request was there already, is one of the [Tenant.Violations], so that a test
// does not pass for want of a fault. [Server.Inject] fails the test at once.
func (t *Tenant) Inject(operation string, index int, fault Fault) {
	if problem := t.inject(operation, index, fault); problem != "" {
		t.journal.violation(problem)
	}
}

// inject tells why a fault can never strike, and "" if it can.
func (t *Tenant) inject(operation string, index int, fault Fault) string {
	problem := t.faults.plan(moment{operation, index}, fault)
	if problem == "" {
		return ""
	}
	return fmt.Sprintf("Inject(%q, %d, %s): %s", operation, index, fault, problem)
}

const anyOperation = ""

// moment is when a fault strikes.
type moment struct {
	operation string
	index     int
}

type faults struct {
	mu      sync.Mutex
	planned map[moment]Fault
	seen    map[string]int // requests by operation
}

func (f *faults) plan(when moment, fault Fault) (problem string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case !isServed(when.operation):
		return "no such operation is served"
	case when.index < 0:
		return "the index is negative"
	case when.index < f.seen[when.operation]:
		return "this request was there already"
	}
	if f.planned == nil {
		f.planned = map[moment]Fault{}
	}
	f.planned[when] = fault
	return ""
}

func isServed(operationID string) bool {
	isIt := func(o operation) bool { return o.id == operationID }
	return operationID == anyOperation || slices.ContainsFunc(slices.Collect(maps.Values(served)), isIt)
}

// next counts a request and returns its fault, which is Fault{} for most.
func (f *faults) next(operationID string) (fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.seen == nil {
		f.seen = map[string]int{}
	}
	for _, name := range []string{anyOperation, operationID} {
		when := moment{name, f.seen[name]}
		f.seen[name]++
		if planned := f.planned[when]; planned.strike != nil {
			fault = planned
		}
		delete(f.planned, when)
	}
	return fault
}
