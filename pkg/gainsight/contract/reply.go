package contract

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gainsight-go/gainsight-go/internal/decoded"
	"github.com/gainsight-go/gainsight-go/internal/header"
)

func (k *checker) reply(exchange Exchange) {
	reply := *exchange.Reply
	reply.Header = header.Canonical(reply.Header)
	k.status = reply.Status
	documented, ok := k.operation.bodies.Reply(reply.Status)
	switch {
	case reply.Status == http.StatusNotModified && isCached(k.operation.Method):
		k.add(Violation{Severity: Note, In: InStatus, Rule: RuleNotChecked, Want: "a body to check", Got: "304: a cache has it"})
		return
	case !ok:
		k.add(Violation{In: InStatus, Rule: RuleStatus, Want: k.operation.statuses(), Got: fmt.Sprint(reply.Status)})
		return
	}
	isEmpty := reply.Status == http.StatusNoContent
	value, isKnown := k.body(reply.Header, reply.Body, documented, bodyIs{required: len(documented) > 0 && !isEmpty, forbidden: isEmpty})
	if !isKnown {
		return
	}
	k.result(value)
	k.limit(exchange.Request, value)
}

// isCached reports whether a cache can ask, and have the reply.
func isCached(method string) bool { return method == http.MethodGet || method == http.MethodHead }

func (op *operation) statuses() string {
	var statuses []string
	for status := range op.bodies.Replies {
		statuses = append(statuses, status)
	}
	slices.Sort(statuses)
	return strings.Join(statuses, ", ")
}

// result compares the envelope's result with the status. The vendor promises no status for some failures, so one that comes
// with a success is only worth a note. A success that comes as an error is none, nor is one that has the code of an error.
func (k *checker) result(value any) {
	result, ok := member[bool](value, "result")
	code, _ := member[string](value, "errorCode")
	switch {
	case ok && result && k.status >= http.StatusBadRequest:
		k.retract("const", "/result")
		k.add(Violation{In: InBody, Pointer: "/result", Rule: RuleResult, Want: "false, with an error status", Got: "true"})
	case ok && result && code != "":
		k.retract(RuleErrorCode, "/errorCode")
		k.add(Violation{In: InBody, Pointer: "/errorCode", Rule: RuleResult, Want: "null, with result: true", Got: k.describe(code)})
	case ok && !result && k.status < http.StatusBadRequest:
		k.add(Violation{Severity: Note, In: InBody, Pointer: "/result", Rule: RuleResult, Want: "true, though no status is promised", Got: "false"})
	}
}

// retract takes back what another rule says better.
func (k *checker) retract(rule Rule, pointer string) {
	k.violations = slices.DeleteFunc(k.violations, func(v *Violation) bool { return v.Rule == rule && v.Pointer == pointer })
}

// limit compares the records of a page with the limits that request and reply state, and the resources of a page of SCIM
// with the count of the request. The lowest counts.
func (k *checker) limit(request Request, value any) {
	data, _ := member[map[string]any](value, "data")
	if records, isPage := member[[]any](data, "records"); isPage {
		asked := limitIn(bodyOf(request), "the limit of the request")
		asked.isStated = asked.isStated && asked.most > 0 // else it is the request that breaks the contract
		k.atMost("/data/records", len(records), limitIn(data, "the limit of the reply"), asked)
	}
	if resources, isPage := member[[]any](value, "Resources"); isPage {
		query, _ := queryOf(request) // what cannot be read is said of the request
		count, err := strconv.Atoi(query.Get("count"))
		k.atMost("/Resources", len(resources), limit{count, "the count of the request", err == nil && count >= 0})
	}
}

// limit is how much there may be, if it is stated.
type limit struct {
	most     int
	source   string
	isStated bool
}

func limitIn(object any, source string) limit {
	stated, ok := member[json.Number](object, "limit")
	most, err := strconv.Atoi(string(stated))
	return limit{most, source, ok && err == nil}
}

func (k *checker) atMost(pointer string, count int, limits ...limit) {
	limits = slices.DeleteFunc(limits, func(l limit) bool { return !l.isStated || l.most >= count })
	if len(limits) == 0 {
		return
	}
	lowest := slices.MinFunc(limits, func(a, b limit) int { return cmp.Compare(a.most, b.most) })
	k.add(Violation{In: InBody, Pointer: pointer, Rule: RuleLimit, Want: fmt.Sprintf("at most %d, %s", lowest.most, lowest.source), Got: fmt.Sprintf("a list of %d", count)})
}

// bodyOf reads the body of a request, and gives nothing if that cannot be done: the request itself is compared elsewhere.
func bodyOf(request Request) any {
	text, err := decoded.Body(header.Canonical(request.Header), request.Body.Bytes, MaxBody)
	if err != nil {
		return nil
	}
	value, _ := parseJSON(text)
	return value
}

// member returns a member of an object if it is there and has the type.
func member[T any](value any, name string) (T, bool) {
	object, _ := value.(map[string]any)
	typed, ok := object[name].(T)
	return typed, ok
}
