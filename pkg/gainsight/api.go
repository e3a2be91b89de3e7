package gainsight

import (
	"context"
	"io"
	"net/http"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// API returns the generated client, which has every operation of the document, also those that nobody confirms. Its
// requests go through the same steps as all others: to the tenant's host only, to the path of an operation only, with
// the credentials, the log and the hooks, and one that gets no reply is an *Error. What this package adds otherwise is up
// to the caller: batches, outcomes, and reading result at every status.
func (c *Client) API() *gsapi.ClientWithResponses {
	own := *c.api // whoever changes it changes no other call
	return &gsapi.ClientWithResponses{ClientInterface: apiClient{&own}}
}

// apiClient says which operation is meant where the path does not: a user whose id is "services" has the path of the
// operation that updates many.
type apiClient struct{ *gsapi.Client }

func (c apiClient) UpdateUser(ctx context.Context, userID gsapi.UserID, body gsapi.PublishedGainsightUserInput, editors ...gsapi.RequestEditorFn) (*http.Response, error) {
	return c.Client.UpdateUser(fromAPI(ctx, gsapi.OpUpdateUser), userID, body, editors...)
}

func (c apiClient) UpdateUserWithBody(ctx context.Context, userID gsapi.UserID, contentType string, body io.Reader, editors ...gsapi.RequestEditorFn) (*http.Response, error) {
	return c.Client.UpdateUserWithBody(fromAPI(ctx, gsapi.OpUpdateUser), userID, contentType, body, editors...)
}

func fromAPI(ctx context.Context, op gsapi.Operation) context.Context {
	return (&flight{op: op, isFromAPI: true}).board(ctx)
}
