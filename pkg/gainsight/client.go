package gainsight

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/baseurl"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/secret"
)

// Client calls one tenant. It is safe for concurrent use, and one Client per tenant and program is enough.
type Client struct {
	// CompanyTeam manages the teams of companies.
	CompanyTeam *CompanyTeamService

	// Users manages users.
	Users *UserService
	// SCIM manages users and groups in the way of identity providers. It needs a bearer token.
	SCIM *SCIMService

	base    *url.URL
	api     *gsapi.Client
	secrets *secret.Keeper
	logger  *slog.Logger
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
	client := &Client{base: base, secrets: config.secrets, logger: config.logger}
	client.api, err = gsapi.NewClient(base.String()+"/", gsapi.WithHTTPClient(newChain(base, config, config.newTokens(client))))
	if err != nil {
		return nil, fmt.Errorf("gainsight.New: %w", err)
	}
	client.CompanyTeam = &CompanyTeamService{client}
	client.Users = &UserService{client: client}
	client.SCIM = newSCIMService(client)
	return client, nil
}

// BaseURL returns the address below which all calls go.
func (c *Client) BaseURL() string { return c.base.String() }

// newChain fixes the order of the steps between an operation and the wire. The guard stands before the key, so that a
// request to another place never carries it.
func newChain(base *url.URL, config *config, tokens *tokens) doer {
	wire := *config.httpClient
	wire.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return chain(wire.Do,
		identify(base, config),
		renew(tokens),
		// Retries and the quota belong here, in this order, once there are any: an attempt takes a slot of the quota.
		observe(append([]hook{logAttempts(config.logger)}, config.hooks...), config.secrets),
		guard(base),
		moveSCIM(base, config.scimBasePath),
		authenticate(config.accessKey, tokens, config.userAgent),
		receive,
	)
}
