package gainsighttest

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// envelope is what every reply is wrapped in, its keys in the order of the vendor's samples. The generated types leave
// out a data and an errors that are null; the vendor writes them.
type envelope struct {
	Result             bool               `json:"result"`
	ErrorCode          wire.Value[string] `json:"errorCode"`
	ErrorDesc          wire.Value[string] `json:"errorDesc"`
	LocalizedErrorDesc wire.Value[string] `json:"localizedErrorDesc,omitzero"`
	RequestID          string             `json:"requestId"`
	Data               jsontext.Value     `json:"data,omitzero"`
	Message            wire.Value[string] `json:"message,omitzero"`
	LocalizedMessage   wire.Value[string] `json:"localizedMessage,omitzero"`
}

// reply is the answer of any operation. It stands in for the generated response types, which cannot say
// `result: false` with status 200 nor `data: null`.
type reply struct {
	exchange  *exchange
	status    int
	code      string
	mediaType string // of the text; empty for plain JSON
	text      []byte
	location  string // of what was created
	isOwn     bool   // a refusal of the fake's own, whose status the document need not have
}

const plainJSON = "application/json"

func (r reply) contentType() string { return cmp.Or(r.mediaType, plainJSON) }

var null = wire.Null[string]()

// success is a reply with data.
func (x *exchange) success(data any, m members) reply {
	text, failed := x.encode(data)
	if failed != nil {
		return *failed
	}
	body := envelope{Result: true, ErrorCode: null, ErrorDesc: null, RequestID: x.requestID, Data: text}
	if m == allMembers {
		body.LocalizedErrorDesc, body.Message, body.LocalizedMessage = null, null, null
	}
	return x.reply(http.StatusOK, body)
}

// encode writes what an operation that was carried out answers.
func (x *exchange) encode(v any) (text []byte, failed *reply) {
	x.tenant.journal.markApplied(x.call)
	text, err := marshal(v)
	if err != nil {
		failed := x.violation(http.StatusInternalServerError, "cannot encode the reply: "+err.Error())
		return nil, &failed
	}
	return text, nil
}

func (x *exchange) reply(status int, body envelope) reply {
	text, _ := marshal(body) // cannot fail: what is in it was encoded before, or made fit by words
	return reply{exchange: x, status: status, code: body.ErrorCode.Or(""), text: text}
}

// failure is a reply with an error of the vendor.
func (x *exchange) failure(r *refusal) reply {
	status := r.status
	if status == notPromised {
		status = x.tenant.undocumentedStatus
	}
	if r.members == scimMembers {
		return x.scimFailure(status, r.code, r.description)
	}
	body := envelope{ErrorCode: wire.Set(r.code), ErrorDesc: words(r.description), RequestID: x.requestID}
	if r.code == "" {
		body.ErrorCode = null
	}
	if r.members != gatewayMembers {
		body.Data = jsontext.Value("null")
	}
	if r.members == allMembers || r.members == withMessage {
		body.Message = null
	}
	if r.members == allMembers {
		body.LocalizedErrorDesc, body.LocalizedMessage = body.ErrorDesc, null
	}
	return x.reply(status, body)
}

// notVendor is a reply that a real tenant would never give. Its words begin with the name of this package, and it has
// no code, so that nobody takes it for the vendor's.
func (x *exchange) notVendor(status int, description string) reply {
	x.explain(description)
	description = "gainsighttest: " + description
	made := x.reply(status, envelope{ErrorCode: null, ErrorDesc: words(description), RequestID: x.requestID})
	if x.operation.isSCIM() {
		made = x.scimFailure(status, "", description)
	}
	made.isOwn = true
	return made
}

// violation is a notVendor reply that the tenant remembers.
func (x *exchange) violation(status int, description string) reply {
	x.tenant.journal.violation(fmt.Sprintf("%s %s: %s", x.call.Method, x.call.Path, description))
	return x.notVendor(status, description)
}

// words makes a text fit for JSON; it can quote a part of a request that is no text at all.
func words(description string) wire.Value[string] {
	return wire.Set(strings.ToValidUTF8(description, "\uFFFD"))
}

func (r reply) send(w http.ResponseWriter) {
	if r.hasBody() {
		w.Header().Set("Content-Length", strconv.Itoa(len(r.text)))
	}
	r.start(w)
	_, _ = w.Write(r.text) // an error means that the caller has hung up
}

// start sends everything but the body.
func (r reply) start(w http.ResponseWriter) {
	r.exchange.close(r.status, r.code)
	header := w.Header()
	if r.hasBody() {
		header.Set("Content-Type", r.contentType())
	}
	if r.location != "" {
		header.Set("Location", r.location)
	}
	header.Set("X-Gs-Request-Id", r.exchange.requestID)
	header.Set("X-Request-Id", r.exchange.requestID)
	w.WriteHeader(r.status)
}

func (r reply) hasBody() bool { return len(r.text) > 0 }

// keep is what the generated server does with a reply in place of sending it: a fault may want to have it first.
func (r reply) keep() error {
	r.exchange.made = &r
	return nil
}

// exchange is one call on its way through the tenant.
type exchange struct {
	tenant    *Tenant
	call      *Call
	body      []byte // as it was sent
	requestID string
	operation operation
	baseURL   string // that the caller sees
	made      *reply // of the operation; nil while there is none
}

// close enters into the journal what is sent.
func (x *exchange) close(status int, errorCode string) {
	x.tenant.journal.close(x.call, status, errorCode)
}

// explain enters into the journal what the reply may not say.
func (x *exchange) explain(reason string) { x.tenant.journal.explain(x.call, reason) }

type exchangeKey struct{}

func withExchange(ctx context.Context, x *exchange) context.Context {
	return context.WithValue(ctx, exchangeKey{}, x)
}

func exchangeOf(ctx context.Context) *exchange { return ctx.Value(exchangeKey{}).(*exchange) }
