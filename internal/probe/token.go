package probe

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"golang.org/x/oauth2"
)

const (
	formType  = "application/x-www-form-urlencoded"
	grantForm = "grant_type=client_credentials"
)

// token is the bearer token of a probe. It is fetched once, by a call of its own; a client that fetches tokens itself
// would fetch another one after a 401.
type token struct{ value string }

var errNoToken = errors.New("there is no token")

// Token hands the token to the client.
func (t *token) Token() (*oauth2.Token, error) {
	if t.value == "" {
		return nil, errNoToken
	}
	return &oauth2.Token{AccessToken: t.value, TokenType: "Bearer"}, nil
}

func (t *token) fetch(ctx context.Context, client *gainsight.Client, credentials Credentials) error {
	response, err := client.API().IssueTokenWithBody(ctx, formType, strings.NewReader(grantForm), func(_ context.Context, request *http.Request) error {
		request.SetBasicAuth(credentials.clientID, credentials.clientSecret)
		return nil
	})
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var reply struct {
		AccessToken string `json:"access_token"`
	}
	text, err := io.ReadAll(response.Body) // which the client has bounded
	if err != nil || json.Unmarshal(text, &reply) != nil || response.StatusCode != http.StatusOK || reply.AccessToken == "" {
		return noTokenError{response.StatusCode}
	}
	t.value = reply.AccessToken
	return nil
}

// noTokenError is a reply without a token. Nothing of it is kept, since there may be one in it after all.
type noTokenError struct{ status int }

func (e noTokenError) Error() string { return fmt.Sprintf("HTTP %d, and no token", e.status) }
