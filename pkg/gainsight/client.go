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

// Client calls one tenant. It is safe for concurrent use, and one Client per tenant and program is enough: it keeps within
// the tenant's limit of calls, and two would have to share a store for that (WithQuotaStore).
type Client struct {
	// CompanyTeam manages the teams of companies.
	CompanyTeam *CompanyTeamService

	// Users manages users.
	Users *UserService
	// SCIM manages users and groups in the way of identity providers. It needs a bearer token.
	SCIM *SCIMService

	base    *url.URL
	api     *gsapi.Client
	quotas  *quotas
	secrets *secret.Keeper
	logger  *slog.Logger

	extraCalls int         // of one bulk operation
	sizes      *batchSizes // of its batches
}

// New returns a client for the tenant at a host or a base URL: "acme.gainsightcloud.com", a host with a region such as
// "acme.us2.gainsightcloud.com", a custom domain, or "https://companyapi.example.com/v1". Without a path, /v1 is added.
// Nothing is sent yet.
//
// Unless options say otherwise, calls keep within the vendor's limit for users and company teams (WithQuota), wait for it for
// a minute at most (WithMaxWait), are tried again where that does no harm (WithRetry), and take a minute at most for each
// attempt (WithHTTPClient).
func New(hostOrBaseURL string, options ...Option) (*Client, error) {
	config, err := newConfig(options)
	if err != nil {
		return nil, fmt.Errorf("gainsight.New: %w", err)
	}
	base, err := baseurl.Parse(hostOrBaseURL, config.loopbackHTTP)
	if err != nil {
		return nil, fmt.Errorf("gainsight.New: %w", err)
	}
	client := &Client{
		base: base, quotas: newQuotas(base.Host, config), secrets: config.secrets, logger: config.logger,
		extraCalls: extraCallsByDefault(config.windows[QuotaUserManagement]), sizes: new(batchSizes),
	}
	if config.extraCalls != nil {
		client.extraCalls = *config.extraCalls
	}
	client.api, err = gsapi.NewClient(base.String()+"/", gsapi.WithHTTPClient(newChain(client, config)))
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
// request to another place never carries it, and before the quota, for which it does not wait. Each attempt takes a slot of
// the quota: a retry, and the one after a refused token.
func newChain(client *Client, config *config) doer {
	base, tokens := client.base, config.newTokens(client)
	wire := *config.httpClient
	wire.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return chain(wire.Do,
		identify(base, config),
		guard(base),
		renew(tokens),
		retry(config.retry, client.quotas),
		limit(client.quotas),
		observe(append([]hook{logAttempts(config.logger)}, config.hooks...), config.secrets),
		moveSCIM(base, config.scimBasePath),
		authenticate(config.accessKey, tokens, config.userAgent),
		receive,
	)
}
