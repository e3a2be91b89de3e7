package gainsight

import "net/http"

// renew sends a request once more, with another token, if the one it had was refused. A request that is refused for its
// token was not carried out, so this is safe for every operation.
func renew(tokens *tokens) step {
	return func(request *http.Request, next doer) (*http.Response, error) {
		response, err := next(request)
		if err != nil || response.StatusCode != http.StatusUnauthorized {
			return response, err
		}
		refused := flightOf(request.Context()).token
		if refused.Reveal() == "" || !tokens.replace(request.Context(), refused) {
			return response, nil
		}
		again := request.Clone(request.Context())
		if request.GetBody != nil {
			if again.Body, err = request.GetBody(); err != nil {
				return response, nil
			}
		} else if request.Body != nil && request.Body != http.NoBody {
			return response, nil // what was read cannot be sent again
		}
		return next(again)
	}
}
