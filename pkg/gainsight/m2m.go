package gainsight

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/oauth2"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/printable"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/secret"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// m2m is a client id and its secret as they are sent, base64 over both as a public client does it (L).
type m2m struct{ basic secret.Secret }

func newM2M(clientID, clientSecret string) m2m {
	return m2m{secret.New("m2m", base64.StdEncoding.EncodeToString([]byte(clientID+":"+clientSecret)))}
}

const (
	formType  = "application/x-www-form-urlencoded"
	grantForm = "grant_type=client_credentials"
)

// issueToken trades the client id and its secret for a token, through the same chain as every other call.
func (c *Client) issueToken(ctx context.Context, credentials m2m) (*oauth2.Token, error) {
	token, failure := dispatch(ctx, c, gsapi.OpIssueToken, rawBody(grantForm),
		func(ctx context.Context, api *gsapi.Client, body io.Reader) (*http.Response, error) {
			return api.IssueTokenWithBody(ctx, formType, body, func(_ context.Context, request *http.Request) error {
				request.Header.Set("Authorization", "Basic "+credentials.basic.Reveal())
				return nil
			})
		}, decodeToken)
	if failure != nil {
		return nil, failure
	}
	return token, nil
}

// tokenReply is what matters of the generated TokenReply, and of a failure: in the form of RFC 6749, or with an
// envelope.
type tokenReply struct {
	AccessToken jsontext.Value `json:"access_token"`
	TokenType   jsontext.Value `json:"token_type"`
	ExpiresIn   jsontext.Value `json:"expires_in"`

	Error       jsontext.Value `json:"error"`
	Description jsontext.Value `json:"error_description"`
	ErrorCode   jsontext.Value `json:"errorCode"`
	ErrorDesc   jsontext.Value `json:"errorDesc"`
}

var (
	errTokenRefused = errors.New("no token was issued")
	errNoToken      = errors.New("the reply has no access_token")
)

// decodeToken reads a token. Its errors quote no part of a body in which there may be a token.
func decodeToken(response *http.Response, _ receipt) (*oauth2.Token, error) {
	body, err := readable(response)
	var answer tokenReply
	if err == nil {
		if readErr := json.Unmarshal(body, &answer, wire.Tolerant); readErr != nil {
			err = notJSON(readErr)
		}
	}
	first := func(a, b jsontext.Value) string { return printable.Text(cmp.Or(loose.Text(a), loose.Text(b))) }
	failure := &badReply{
		status:      response.StatusCode,
		requestID:   cmp.Or(printable.Text(loose.RequestID(body)), requestIDOf(response.Header)),
		code:        first(answer.ErrorCode, answer.Error),
		description: first(answer.ErrorDesc, answer.Description),
	}
	switch {
	case response.StatusCode >= 400, failure.code != "":
		failure.cause = errTokenRefused
	case err != nil:
		failure.cause = err
	case loose.Text(answer.AccessToken) == "":
		failure.cause = errNoToken
	default:
		return newToken(answer), nil
	}
	return nil, failure
}

func newToken(answer tokenReply) *oauth2.Token {
	token := &oauth2.Token{AccessToken: loose.Text(answer.AccessToken), TokenType: loose.Text(answer.TokenType)}
	if seconds, ok := loose.Number(answer.ExpiresIn); ok && seconds > 0 {
		token.Expiry = time.Now().Add(time.Duration(min(seconds, maxLifetime.Seconds()) * float64(time.Second)))
	}
	return token
}

// maxLifetime keeps an absurd lifetime from overflowing.
const maxLifetime = 365 * 24 * time.Hour
