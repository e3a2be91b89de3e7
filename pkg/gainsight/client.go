package gainsight

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/baseurl"
)

// Client calls one tenant. It is safe for concurrent use, and one Client per tenant and program is enough.
type Client struct {
	// CompanyTeam manages the teams of companies.
	CompanyTeam *CompanyTeamService

	base   *url.URL
	api    *gsapi.Client
	key    accessKey
	logger *slog.Logger
}

// New returns a client for the tenant at a host or a base URL: "acme.gainsightcloud.com", a host with a region such as
// "acme.us2.gainsightcloud.com", a custom domain, or "https://companyapi.example.com/v1". Without a path, /v1 is added.
// Nothing is sent yet.
func New(hostOrBaseURL string, options ...Option) (*Client, error) {
	config, err := newConfig(options)
	if err != nil {
		return nil, fmt.Errorf("gainsight.New: %w", err)
	}
	base, err := baseurl.Parse(hostOrBaseURL, config.loopbackHTTP)
	if err != nil {
		return nil, fmt.Errorf("gainsight.New: %w", err)
	}
	api, err := gsapi.NewClient(base.String()+"/", gsapi.WithHTTPClient(newChain(base, config)))
	if err != nil {
		return nil, fmt.Errorf("gainsight.New: %w", err)
	}
	client := &Client{base: base, api: api, key: *config.key, logger: config.logger}
	client.CompanyTeam = &CompanyTeamService{client}
	return client, nil
}

// BaseURL returns the address below which all calls go.
func (c *Client) BaseURL() string { return c.base.String() }

// newChain fixes the order of the steps between an operation and the wire. The guard stands before the key, so that a
// request to another place never carries it.
func newChain(base *url.URL, config *config) doer {
	wire := *config.httpClient
	wire.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return chain(wire.Do,
		// Retries and the quota belong here, in this order, once there are any: an attempt takes a slot of the quota.
		observe(append([]hook{logAttempts(config.logger)}, config.hooks...), *config.key),
		guard(base),
		authenticate(*config.key, config.userAgent),
		receive,
	)
}
