package probe

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/internal/codes"
	"github.com/gainsight-go/gainsight-go/internal/verify"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// timeout bounds one call, the body of its reply included.
const timeout = 30 * time.Second

// Probe is what will be asked of a tenant. It can be run once.
type Probe struct {
	client           *gainsight.Client
	gate             *gate
	token            *token
	credentials      Credentials
	planned, leftOut []call
	violations       []contract.Violation // of the call that is being made
}

// New plans a probe of the tenant at a host or base URL, as gainsight.New takes it. Nothing is sent yet. The options are
// those of the contract. A nil transport is that of net/http, without anything that sends a request twice.
func New(host string, credentials Credentials, transport http.RoundTripper, options ...contract.Option) (*Probe, error) {
	p := &Probe{credentials: credentials, gate: &gate{next: transport}, token: &token{}}
	if transport == nil {
		p.gate.next = oneShot()
	}
	for _, call := range calls {
		if credentials.need(call.op) == "" {
			p.planned = append(p.planned, call)
		} else {
			p.leftOut = append(p.leftOut, call)
		}
	}
	if len(p.planned) == 0 {
		return nil, fmt.Errorf("there are no credentials: set %s, or %s and %s, in the environment", AccessKeyVariable, ClientIDVariable, ClientSecretVariable)
	}
	checks := &contract.Transport{Next: p.gate, Report: func(v contract.Violation) { p.violations = append(p.violations, v) }}
	var err error
	p.client, err = gainsight.New(host, append(credentials.options(p.token), gainsight.WithLoopbackHTTP(), gainsight.WithoutQuota(), gainsight.WithoutRetry(),
		gainsight.WithHTTPClient(&http.Client{Transport: checks, Timeout: timeout}))...)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(p.client.BaseURL())
	if err != nil {
		return nil, err
	}
	if len(options) > 0 || base.Path != verify.BasePath {
		checks.Contract, err = contract.New(slices.Concat(options, []contract.Option{contract.WithBasePath(base.Path)})...)
		if err != nil {
			return nil, err
		}
	}
	p.gate.open(p.client.BaseURL(), p.planned)
	return p, nil
}

// oneShot is the transport of net/http with a connection for each request: over one that was used before, or over
// HTTP/2, it would send a request again whose connection broke.
func oneShot() http.RoundTripper {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DisableKeepAlives = true
	transport.Protocols = new(http.Protocols)
	transport.Protocols.SetHTTP1(true)
	return transport
}

// Cost says how many calls will be made, and which limits they count against.
func (p *Probe) Cost() string {
	limited := 0
	for _, call := range p.planned {
		if call.op.Quota == gsapi.QuotaUserManagement {
			limited++
		}
	}
	return fmt.Sprintf("calls to make: %d, of which %d count against the limit of 100 an hour and 1,000 a day; for tokens and SCIM no limit is published",
		len(p.planned), limited)
}

// ErrUnreached says that not one call got a reply.
var ErrUnreached = errors.New("no call got a reply")

// Run makes the calls, one after the other, and reports on them. An error means that there is nothing to report.
func (p *Probe) Run(ctx context.Context, accepted *verify.Accepted, strict bool) (*verify.Report, error) {
	collector := verify.NewCollector(p.operations(), accepted)
	for _, call := range p.leftOut {
		collector.Remark(verify.Remark{Severity: contract.Note, Operation: call.op.ID, Text: "left out: " + p.credentials.need(call.op)})
	}
	replies, unreached := 0, []error{ErrUnreached}
	for _, call := range p.planned {
		if p.lacksToken(call) {
			collector.Remark(verify.Remark{Severity: contract.Note, Operation: call.op.ID, Text: "left out: " + errNoToken.Error()})
			continue
		}
		status, err := p.make(ctx, call)
		if status != 0 {
			replies++
			collector.Add(verify.Checked{File: p.client.BaseURL(), Number: replies, Operation: call.op.ID, Status: status, Violations: p.violations})
		}
		if err != nil {
			remark := verify.Remark{Severity: verify.Failure, Operation: call.op.ID, Text: reason(err)}
			collector.Remark(remark)
			unreached = append(unreached, errors.New(remark.String()))
		}
	}
	if replies == 0 {
		return nil, errors.Join(unreached...)
	}
	return collector.Report(strict), nil
}

// operations are those of the calls.
func (p *Probe) operations() []contract.Operation {
	var operations []contract.Operation
	for _, call := range calls {
		operations = append(operations, contract.Operation{ID: call.op.ID, Method: call.op.Method, Path: call.op.Path})
	}
	return operations
}

func (p *Probe) lacksToken(call call) bool {
	return call.op.Auth != gsapi.AuthBasic && !p.credentials.takesKey(call.op) && p.token.value == ""
}

// make makes one call. It returns the status of the reply, and 0 if there was none.
func (p *Probe) make(ctx context.Context, call call) (status int, err error) {
	p.violations = nil
	err = call.send(ctx, p)
	status = p.gate.lastStatus()
	if status != 0 && errors.Is(err, errRefused) {
		err = nil // the call went well, and the client was kept from asking for more
	}
	return status, err
}

// reason is why a call failed, without the words of the tenant, which can quote a record.
func reason(err error) string {
	var failed *gainsight.Error
	var noToken noTokenError
	switch {
	case errors.As(err, &noToken):
		return noToken.Error()
	case !errors.As(err, &failed) || failed.StatusCode == 0:
		var wrapped *url.Error
		if errors.As(err, &wrapped) {
			err = wrapped.Err
		}
		return "no reply: " + err.Error()
	case failed.Code != "" || failed.SCIMType != "":
		return fmt.Sprintf("HTTP %d, %s%s", failed.StatusCode, shownCode(cmp.Or(failed.Code, failed.SCIMType)), class(err))
	case failed.StatusCode < 300:
		return fmt.Sprintf("HTTP %d, and the client can make nothing of the reply", failed.StatusCode)
	case failed.StatusCode < 400:
		return fmt.Sprintf("HTTP %d: a redirect, which is not followed", failed.StatusCode)
	}
	return fmt.Sprintf("HTTP %d%s", failed.StatusCode, class(err))
}

// shownCode is a code. What does not look like one could be anything, also data.
func shownCode(code string) string {
	if codes.IsVendors(code) || codes.IsSCIM(code) {
		return code
	}
	return "a code that is not of the usual form"
}

// class names the class of an error, if it has one.
func class(err error) string {
	for _, known := range []error{
		gainsight.ErrUnauthorized, gainsight.ErrNotFound, gainsight.ErrInvalid, gainsight.ErrTooLarge,
		gainsight.ErrRateLimited, gainsight.ErrFeatureOff, gainsight.ErrConflict, gainsight.ErrServer,
	} {
		if errors.Is(err, known) {
			return ": " + known.Error()
		}
	}
	return ""
}
