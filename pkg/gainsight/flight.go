package gainsight

import (
	"context"
	"errors"
	"net"
	"net/http/httptrace"
	"sync/atomic"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// flight is one call on its way through the chain. It travels in the request's context, so that each step can see which
// operation it serves, and how far it came.
type flight struct {
	op                gsapi.Operation
	attempts          atomic.Int32 // requests given to the HTTP client
	wanted, connected atomic.Bool  // whether a connection was asked for, and whether there was one
	token             bearer       // that the last attempt carried
	isFromAPI         bool         // and nobody waits for it but the caller of API
	hasDeparted       atomic.Bool  // its request is on its way through the chain
}

type flightKey struct{}

// board returns a context that carries the flight and watches whether a request gets a connection, over which a part of
// it may reach the tenant.
func (f *flight) board(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(context.WithValue(ctx, flightKey{}, f), &httptrace.ClientTrace{
		GetConn: func(string) { f.wanted.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { f.connected.Store(true) },
	})
}

// flightOf returns the flight that a context carries, and an empty one if it carries none.
func flightOf(ctx context.Context) *flight {
	if f, ok := ctx.Value(flightKey{}).(*flight); ok {
		return f
	}
	return new(flight)
}

// sent reports whether the request, or a part of it, may have reached the tenant, although err came back. A transport
// that does not tell of its connections is judged by the kind of its error.
func (f *flight) sent(err error) bool {
	var told interface{ NotSent() bool } // unsentError, or a transport that refuses, as contract.Transport does
	switch {
	case errors.As(err, &told):
		return !told.NotSent()
	case f.wanted.Load():
		return f.connected.Load()
	}
	var dns *net.DNSError
	var op *net.OpError
	return !errors.As(err, &dns) && !(errors.As(err, &op) && op.Op == "dial")
}

// unsentError is a failure before anything could leave this machine.
type unsentError struct{ cause error }

func (e *unsentError) Error() string { return e.cause.Error() }
func (e *unsentError) Unwrap() error { return e.cause }
func (e *unsentError) NotSent() bool { return true }
