package gainsight

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http/httptrace"
	"sync/atomic"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// flight is one call on its way through the chain. It travels in the request's context, so that each step can see which
// operation it serves, and how far it came.
type flight struct {
	op          gsapi.Operation
	attempts    atomic.Int32 // requests made so far
	last        *trip        // the last attempt; nil before the first one
	isSent      bool         // a request, or a part of one, may have reached the tenant
	isDoubtful  bool         // an attempt that was followed by another one may have been carried out
	token       bearer       // that the last attempt carried
	isFromAPI   bool         // and nobody waits for it but the caller of API
	hasDeparted atomic.Bool  // its request is on its way through the chain
}

type flightKey struct{}

// board returns a context that carries the flight.
func (f *flight) board(ctx context.Context) context.Context {
	return context.WithValue(ctx, flightKey{}, f)
}

// flightOf returns the flight that a context carries, and an empty one if it carries none.
func flightOf(ctx context.Context) *flight {
	if f, ok := ctx.Value(flightKey{}).(*flight); ok {
		return f
	}
	return new(flight)
}

// depart begins an attempt, and returns a context in which it is watched, and what ends that when the reply is read.
func (f *flight) depart(ctx context.Context) (watched context.Context, end func()) {
	f.attempts.Add(1)
	f.last = new(trip)
	return f.last.watched(ctx)
}

// arrive ends the attempt. What net/http sent once more by itself is counted as well.
func (f *flight) arrive(err error) error {
	if err != nil && f.last.isBroken.Load() {
		err = errBrokenStream // and not that its context was ended, which the trip did
	}
	f.attempts.Add(int32(f.last.replays()))
	f.last.isSent = f.last.mayHaveArrived(err)
	f.isSent = f.isSent || f.last.isSent
	return err
}

// trip is one attempt as the HTTP client tells of it. What it tells too late, after the attempt is over, harms nobody.
type trip struct {
	wanted, connected atomic.Bool  // whether a connection was asked for, and whether there was one
	isHTTP2           atomic.Bool  // whether that one is of HTTP/2
	written           atomic.Int32 // how often the request was written: net/http sends some once more on another connection
	isBroken          atomic.Bool  // net/http was about to send it again, and was stopped
	isSent            bool         // the request, or a part of it, may have reached the tenant
}

// watched returns a context that tells the trip whether a request gets a connection, over which a part of it may reach
// the tenant.
//
// With HTTP/2, net/http sends any request again whose stream the other side has reset in some ways, a creation as well, and
// without end. So the context ends when it asks for another connection after the request was written. With HTTP/1.1 it
// sends again only what was not written, or a GET.
func (t *trip) watched(ctx context.Context) (watched context.Context, end func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) {
			t.wanted.Store(true)
			if t.isHTTP2.Load() && t.written.Load() > 0 {
				t.isBroken.Store(true)
				cancel(errBrokenStream)
			}
		},
		GotConn: func(info httptrace.GotConnInfo) {
			t.connected.Store(true)
			t.isHTTP2.Store(isHTTP2(info.Conn))
		},
		WroteHeaders: func() { t.written.Add(1) },
	})
	return ctx, func() { cancel(nil) }
}

var errBrokenStream = errors.New("the other side broke off the HTTP/2 stream or connection before it replied")

func isHTTP2(conn net.Conn) bool {
	secured, ok := conn.(interface{ ConnectionState() tls.ConnectionState })
	return ok && secured.ConnectionState().NegotiatedProtocol == "h2"
}

// replays is how many requests there were beyond the one that was asked for.
func (t *trip) replays() int { return max(0, int(t.written.Load())-1) }

// mayHaveArrived reports whether the request, or a part of it, may have reached the tenant. A transport that does not
// tell of its connections is judged by the kind of its error.
func (t *trip) mayHaveArrived(err error) bool {
	var told interface{ NotSent() bool } // a transport that refuses, as contract.Transport does
	switch {
	case err == nil:
		return true // there was a reply, whatever the transport told of its connections
	case errors.As(err, &told):
		return !told.NotSent()
	case t.wanted.Load():
		return t.connected.Load()
	}
	var dns *net.DNSError
	var op *net.OpError
	return !errors.As(err, &dns) && !(errors.As(err, &op) && op.Op == "dial")
}

// unsentError is a failure before anything could leave this machine. Every step returns one that fails by itself.
type unsentError struct{ cause error }

func (e *unsentError) Error() string { return e.cause.Error() }
func (e *unsentError) Unwrap() error { return e.cause }

// isUnsent reports whether an attempt was not made at all. The errors of the HTTP client are others, whatever they wrap.
func isUnsent(err error) bool {
	_, is := err.(*unsentError)
	return is
}
