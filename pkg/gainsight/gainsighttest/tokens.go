package gainsighttest

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/gen/gsserver"
)

const (
	clientID     = "gainsighttest-client"
	clientSecret = "gainsighttest-not-a-real-secret+/" // golang.org/x/oauth2 writes it in another way than others do

	defaultTokenLifetime = 24 * time.Hour
)

// ClientID returns the id of the one client that the tenant issues tokens to, machine to machine. It is plainly artificial.
func (t *Tenant) ClientID() string { return clientID }

// ClientSecret returns the secret of the client. It is plainly artificial.
func (t *Tenant) ClientSecret() string { return clientSecret }

// RevokeTokens makes the tenant refuse all tokens that it has issued so far, so that a test sees what becomes of a
// program whose token is not taken any more.
func (t *Tenant) RevokeTokens() { t.tokens.revoke() }

// tokenBook has the tokens that the tenant has issued and that hold. Only a time has an end: a token holds before it.
type tokenBook struct {
	mu       sync.Mutex
	lifetime time.Duration
	count    int // of all that were ever issued
	ends     map[string]time.Time
}

// tokenForm is what all tokens look like, so that none is ever kept by the journal.
var tokenForm = regexp.MustCompile(`gainsighttest-not-a-real-token-[0-9]+`)

func (t *tokenBook) issue(now time.Time) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	for token, end := range t.ends {
		if !now.Before(end) {
			delete(t.ends, token)
		}
	}
	t.count++
	token := fmt.Sprintf("gainsighttest-not-a-real-token-%012d", t.count)
	if t.ends == nil {
		t.ends = map[string]time.Time{}
	}
	t.ends[token] = now.Add(t.lifetime)
	return token
}

func (t *tokenBook) hold(token string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	end, ok := t.ends[token]
	return ok && now.Before(end)
}

func (t *tokenBook) revoke() {
	t.mu.Lock()
	defer t.mu.Unlock()
	clear(t.ends)
}

// hasToken reports whether a request has a token that holds.
func (t *Tenant) hasToken(r *http.Request) bool {
	kind, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(kind, "Bearer") && t.tokens.hold(token, t.now())
}

// isClient reports whether a request has the client's id and secret: as they are, or escaped for a form, which RFC 6749
// asks for.
func isClient(r *http.Request) bool {
	id, secret, _ := r.BasicAuth()
	return isOrEscapes(id, clientID) && isOrEscapes(secret, clientSecret)
}

func isOrEscapes(sent, wanted string) bool {
	unescaped, err := url.QueryUnescape(sent)
	return sent == wanted || err == nil && unescaped == wanted
}

// clientSecrets are the forms in which the secret can come, apart from those that every secret has.
func clientSecrets() []string {
	escaped := url.QueryEscape(clientID) + ":" + url.QueryEscape(clientSecret)
	return []string{
		base64.StdEncoding.EncodeToString([]byte(clientID + ":" + clientSecret)),
		base64.StdEncoding.EncodeToString([]byte(escaped)),
		clientSecret,
	}
}

type tokenReply struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"`
}

// IssueToken gives the client a token. The gateway has looked at its id and secret.
func (o operations) IssueToken(ctx context.Context, request gsserver.IssueTokenRequestObject) (gsserver.IssueTokenResponseObject, error) {
	x := exchangeOf(ctx)
	if len(x.body) > 0 {
		switch grant := request.Body.GrantType; {
		case grant == nil:
			return x.oauthError(http.StatusBadRequest, "invalid_request"), nil
		case *grant != gsapi.TokenRequestGrantTypeClientCredentials:
			return x.oauthError(http.StatusBadRequest, "unsupported_grant_type"), nil
		}
	}
	x.tenant.journal.markApplied(x.call)
	token := x.tenant.tokens.issue(x.tenant.now())
	text, _ := marshal(tokenReply{token, "Bearer", int(x.tenant.tokens.lifetime / time.Second)}) // cannot fail: it is texts and a number
	return reply{exchange: x, status: http.StatusOK, text: text}, nil
}

// oauthError is a refusal in the form of RFC 6749, section 5.2. That the vendor has this form is our guess.
func (x *exchange) oauthError(status int, code string) reply {
	text, _ := marshal(map[string]string{"error": code}) // cannot fail: it is texts
	return reply{exchange: x, status: status, code: code, text: text}
}
