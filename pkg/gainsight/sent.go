package gainsight

import (
	"context"
	"errors"
	"net"
	"net/http/httptrace"
	"sync/atomic"
)

// sendTrace watches whether a request got a connection, over which a part of it may have reached the tenant.
type sendTrace struct{ wanted, connected atomic.Bool }

func (t *sendTrace) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { t.wanted.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { t.connected.Store(true) },
	})
}

// sent reports whether the request, or a part of it, may have reached the tenant, although err came back. A transport
// that does not tell of its connections is judged by the kind of its error.
func (t *sendTrace) sent(err error) bool {
	var unsent *unsentError
	switch {
	case errors.As(err, &unsent):
		return false
	case t.wanted.Load():
		return t.connected.Load()
	}
	var dns *net.DNSError
	var op *net.OpError
	return !errors.As(err, &dns) && !(errors.As(err, &op) && op.Op == "dial")
}
