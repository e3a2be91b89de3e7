package gainsight

import (
	"errors"
	"fmt"
	"net/http"
)

// renew sends a request once more, with another token, if the one it had was refused. A request that is refused for its
// token was not carried out, so this is safe for every operation.
func renew(tokens *tokens) step {
	return func(request *http.Request, next doer) (*http.Response, error) {
		response, err := next(request)
		if err != nil || response.StatusCode != http.StatusUnauthorized {
			return response, err
		}
		refused := flightOf(request.Context()).token
		if refused.Reveal() == "" {
			return response, nil
		}
		switch isAnother, err := tokens.replace(request.Context(), refused); {
		case err != nil:
			return nil, &badReply{
				status: response.StatusCode, requestID: requestIDOf(response.Header),
				cause: fmt.Errorf("the token was refused, and there is no other: %w", err),
			}
		case !isAnother:
			return response, nil
		}
		again, err := rewound(request)
		if err != nil {
			return response, nil // what was read cannot be sent again
		}
		return next(again)
	}
}

// rewound returns a request with its body at the start.
func rewound(request *http.Request) (*http.Request, error) {
	again := request.Clone(request.Context())
	if request.Body == nil || request.Body == http.NoBody {
		return again, nil
	}
	if request.GetBody == nil {
		return nil, errors.New("the body can be read only once")
	}
	body, err := request.GetBody()
	again.Body = body
	return again, err
}
