package gainsighttest

import (
	"net/http/httptest"
	"testing"
)

// Server is a [Tenant] behind a server on the loopback interface.
type Server struct {
	*Tenant

	// URL is the root of the server, http://127.0.0.1:port, without a path. The operations are under URL + "/v1".
	URL string

	tb testing.TB
}

// NewServer starts a server, which is closed when the test ends.
func NewServer(tb testing.TB, options ...Option) *Server {
	tb.Helper()
	tenant := NewTenant(options...)
	server := httptest.NewServer(tenant)
	tb.Cleanup(server.Close)
	return &Server{Tenant: tenant, URL: server.URL, tb: tb}
}

// Inject does what [Tenant.Inject] does, but fails the test if the fault can never strike.
func (s *Server) Inject(operation string, index int, fault Fault) {
	s.tb.Helper()
	if problem := s.inject(operation, index, fault); problem != "" {
		s.tb.Error(problem)
	}
}
