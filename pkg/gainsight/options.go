package gainsight

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/baseurl"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/printable"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/secret"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// Option configures a Client. New checks all of them and reports every fault at once.
type Option func(*config) error

type config struct {
	accessKey      secret.Secret
	newTokens      func(*Client) *tokens
	secrets        *secret.Keeper
	scimBasePath   string
	httpClient     *http.Client
	userAgent      string
	logger         *slog.Logger
	hooks          []hook
	windows        map[QuotaClass][]quota.Window
	quotaStore     quota.Store
	maxWait        time.Duration
	retry          RetryPolicy
	loopbackHTTP   bool
	extraCalls     *int // nil for the default
	hasCredentials bool
	usesTokens     bool // as far as operations take them
}

const (
	defaultUserAgent = "gainsight-go/0.1 (+https://github.com/gainsight-go/gainsight-go)"
	// defaultTimeout bounds one attempt, the reply's body included.
	defaultTimeout = time.Minute
)

func newConfig(options []Option) (*config, error) {
	c := &config{
		httpClient: &http.Client{Timeout: defaultTimeout},
		userAgent:  defaultUserAgent,
		logger:     slog.New(slog.DiscardHandler),
		newTokens:  func(*Client) *tokens { return nil },
		secrets:    new(secret.Keeper),
		windows:    map[QuotaClass][]quota.Window{QuotaUserManagement: quota.UserManagement()},
		quotaStore: quota.Memory(),
		maxWait:    defaultMaxWait,
		retry:      RetryPolicy{}.withDefaults(),
	}
	var faults []error
	for i, option := range options {
		if option == nil {
			faults = append(faults, fmt.Errorf("option %d is nil", i))
			continue
		}
		if err := option(c); err != nil {
			faults = append(faults, err)
		}
	}
	if !c.hasCredentials && len(faults) == 0 {
		faults = append(faults, errors.New("no credentials given; use WithAccessKey, or WithM2M or WithTokenSource, which SCIM needs"))
	}
	return c, errors.Join(faults...)
}

// WithAccessKey sets the tenant's access key, which an administrator creates in Gainsight. It goes to the host given
// to New only, in the header accesskey (A). It is never printed, logged or put into an error; a fingerprint is.
// If the option is given several times, the last key is used, as with every other option but WithHook.
func WithAccessKey(key string) Option {
	return func(c *config) error {
		if key == "" {
			return errors.New("WithAccessKey: the access key is empty")
		}
		if !isCredential(key) {
			return errors.New("WithAccessKey: the access key has spaces around it, or characters that no header can carry; was it copied whole?")
		}
		c.accessKey, c.hasCredentials = secret.New("accesskey", key), true
		c.secrets.Keep(c.accessKey)
		return nil
	}
}

// WithM2M authenticates with OAuth 2.0, machine to machine: the client id and its secret, which an administrator creates
// in Gainsight, are traded for a bearer token (V). SCIM takes nothing else (V). REST calls take the token too, as was
// seen for users (L) and is inferred for company teams (I); where WithAccessKey is given as well, they carry the key.
//
// The token is fetched when it is first needed, shared by all calls, and replaced shortly before it expires and, once a
// call, after a 401. A call waits a minute for a token at most, and once more after a 401. Neither secret nor token are ever printed.
func WithM2M(clientID, clientSecret string) Option {
	return func(c *config) error {
		if clientID == "" || clientSecret == "" {
			return errors.New("WithM2M: the client id or its secret is empty")
		}
		if !isCredential(clientID) || !isCredential(clientSecret) {
			return errors.New("WithM2M: the client id or its secret has spaces around it, or characters that none has (RFC 6749); was it copied whole?")
		}
		if strings.Contains(clientID, ":") {
			return errors.New("WithM2M: a client id cannot have a colon; were the arguments mixed up?")
		}
		credentials := newM2M(clientID, clientSecret)
		c.secrets.Keep(secret.New("m2m", clientSecret), credentials.basic)
		return c.useTokens(func(client *Client) fetchToken {
			return func(ctx context.Context) (*oauth2.Token, error) { return client.issueToken(ctx, credentials) }
		})
	}
}

// WithTokenSource takes bearer tokens from elsewhere, in place of WithM2M. A token is used until shortly before its
// Expiry, and the source is asked again after a 401: one that keeps tokens, as that of clientcredentials and every
// oauth2.ReuseTokenSource does, returns the refused one then, and the 401 stays. It is asked by one goroutine at a time. A
// call waits a minute for a token at most, and once more after a 401. A source that panics fails the calls that wait for it, and not the program.
func WithTokenSource(source oauth2.TokenSource) Option {
	return func(c *config) error {
		if source == nil {
			return errors.New("WithTokenSource: the source is nil; leave the option out to do without bearer tokens")
		}
		return c.useTokens(func(*Client) fetchToken {
			return func(context.Context) (*oauth2.Token, error) { return source.Token() }
		})
	}
}

func (c *config) useTokens(fetchFor func(*Client) fetchToken) error {
	c.hasCredentials, c.usesTokens = true, true
	c.newTokens = func(client *Client) *tokens { return &tokens{fetch: fetchFor(client), secrets: c.secrets} }
	return nil
}

// WithSCIMBasePath sets the path below which SCIM is found on the tenant's host. The default is the vendor's,
// /users/services/scim below the path of the base URL (V, L). The published document has "/v1/scim/v2" (P).
func WithSCIMBasePath(path string) Option {
	return func(c *config) error {
		path = strings.TrimRight(path, "/")
		if !strings.HasPrefix(path, "/") || !baseurl.IsPlainPath(&url.URL{Path: path}) || strings.ContainsAny(path, "?#") {
			return fmt.Errorf("WithSCIMBasePath: %q is no plain path; want one such as %q, from the host on", printable.Text(path), "/v1/scim/v2")
		}
		c.scimBasePath = path
		return nil
	}
}

// WithHTTPClient sets the HTTP client below this one. Its transport and cookies are used as they are, its timeout
// bounds one attempt, and its redirect policy is ignored: redirects are never followed, since they would carry the
// access key along. Without this option an attempt may take one minute. One that counts against a quota takes no longer
// than 10 minutes if the client has no timeout, since until then it is not known when it arrives.
//
// A transport that refuses a request says that nothing was sent by an error with the method NotSent() bool, as
// contract.Transport does. Otherwise the request counts as sent unless no connection came about.
func WithHTTPClient(client *http.Client) Option {
	return func(c *config) error {
		if client == nil {
			return errors.New("WithHTTPClient: the client is nil; leave the option out for the default")
		}
		c.httpClient = client
		return nil
	}
}

// WithUserAgent replaces the User-Agent header, so that an administrator can tell programs apart.
func WithUserAgent(userAgent string) Option {
	return func(c *config) error {
		if strings.TrimSpace(userAgent) == "" || !isHeaderValue(userAgent) {
			return fmt.Errorf("WithUserAgent: %q cannot be sent in a header", printable.Text(userAgent))
		}
		c.userAgent = userAgent
		return nil
	}
}

// WithLogger logs every attempt, at Debug or, if it failed, at Warn, and at Warn every failed call with its code, and what is
// wrong with the quota: that others use it too, or that its store fails. Logged
// are operation, method, status, code, request id and duration; never a header, a body, an address or a description,
// which could quote a record.
// Without this option nothing is logged.
func WithLogger(logger *slog.Logger) Option {
	return func(c *config) error {
		if logger == nil {
			return errors.New("WithLogger: the logger is nil; leave the option out for silence")
		}
		c.logger = logger
		return nil
	}
}

// WithHook calls hook when an attempt starts, after any wait for the quota, and what hook returns when the attempt is over, its reply read: for
// traces, metrics and counts of calls. The context that hook returns goes with the attempt; it must be derived from the
// one hook got. Both results may be nil. Hooks run in the order in which they were given, their ends in the reverse
// order. They run in the goroutine of the call, several at once if calls run at once; those of the call that fetches a
// token run in a goroutine of its own, with a context that comes from no call.
func WithHook(hook func(ctx context.Context, attempt Attempt) (context.Context, func(Attempt))) Option {
	return func(c *config) error {
		if hook == nil {
			return errors.New("WithHook: the hook is nil; leave the option out for none")
		}
		c.hooks = append(c.hooks, hook)
		return nil
	}
}

// WithLoopbackHTTP permits http instead of https to this machine (localhost, 127.0.0.0/8, ::1), for the fake tenant and
// other test servers. No option permits http to another machine.
func WithLoopbackHTTP() Option {
	return func(c *config) error {
		c.loopbackHTTP = true
		return nil
	}
}

// isCredential reports whether a text can be a key, a secret or a token, which is often pasted with a line break.
func isCredential(s string) bool { return strings.TrimSpace(s) == s && isHeaderValue(s) }

func isHeaderValue(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
