package gainsight

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/secret"
)

// What the vendor's article lists for every call with an envelope (A), those without a body included.
const (
	acceptTypes    = "application/json, text/plain, */*"
	acceptLanguage = "en-GB,en-US;q=0.9,en;q=0.8"
	contentType    = "application/json"
)

// scimType is the content type of SCIM (RFC 7644). A gateway may answer in plain JSON.
const (
	scimType        = "application/scim+json"
	acceptSCIMTypes = scimType + ", application/json"
)

var (
	errNeedsToken = fmt.Errorf("SCIM takes only a bearer token, not an access key; give New WithM2M or WithTokenSource; nothing was sent: %w", ErrUnauthorized)
	errNeedsKey   = fmt.Errorf("this operation is only known to take an access key; give New WithAccessKey; nothing was sent: %w", ErrUnauthorized)
)

// authenticate adds the access key or a bearer token, whichever the operation takes, and the headers that every call
// carries.
func authenticate(accessKey secret.Secret, tokens *tokens, userAgent string) step {
	return func(request *http.Request, next doer) (*http.Response, error) {
		f := flightOf(request.Context())
		request = request.Clone(request.Context())
		request.Header.Set("User-Agent", userAgent)
		setContentHeaders(request.Header, f.op)
		f.token = bearer{}
		switch auth := f.op.Auth; {
		case auth == gsapi.AuthBasic: // whoever asks for a token has put it in
		case auth != gsapi.AuthBearer && accessKey.Reveal() != "":
			request.Header.Set("accesskey", accessKey.Reveal())
		case auth == gsapi.AuthAccessKey:
			return nil, &unsentError{errNeedsKey}
		case tokens == nil:
			return nil, &unsentError{errNeedsToken}
		default:
			token, err := tokens.get(request.Context())
			if err != nil {
				return nil, &unsentError{noToken(err)}
			}
			f.token = token
			request.Header.Set("Authorization", "Bearer "+token.Reveal())
		}
		return next(request)
	}
}

// noToken says that a call failed for want of a token, whatever kept the token away.
func noToken(err error) error {
	var failure *Error
	if errors.As(err, &failure) {
		return err
	}
	return fmt.Errorf("there is no token for the call: %w", err)
}

func setContentHeaders(header http.Header, op gsapi.Operation) {
	switch {
	case isSCIM(op):
		header.Set("Accept", acceptSCIMTypes)
	case op.Auth == gsapi.AuthBasic:
		header.Set("Accept", contentType)
	default:
		header.Set("Accept", acceptTypes)
		header.Set("Accept-Language", acceptLanguage)
		header.Set("Content-Type", contentType)
	}
}
