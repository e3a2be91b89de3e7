package gainsight

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"github.com/go-json-experiment/json"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// sendFunc calls the generated client with the body, if the operation has one.
type sendFunc func(ctx context.Context, api *gsapi.Client, body io.Reader) (*http.Response, error)

// call carries out one operation whose reply has an envelope.
func call[T any](ctx context.Context, c *Client, op gsapi.Operation, body any, send sendFunc) (reply[T], *Error) {
	return dispatch(ctx, c, op, body, send, decodeReply[T])
}

// dispatch carries out one operation: it encodes the body, sends the request through the chain, and decodes the reply.
func dispatch[R any](ctx context.Context, c *Client, op gsapi.Operation, body any, send sendFunc, decode func(*http.Response, receipt) (R, error)) (R, *Error) {
	f := &flight{op: op}
	answer, err := exchange(f.board(ctx), c, receipt{flight: f, secrets: c.secrets}, body, send, decode)
	if err != nil {
		return answer, f.failed(ctx, err, c.secrets, c.logger)
	}
	return answer, nil
}

func exchange[R any](ctx context.Context, c *Client, receipt receipt, body any, send sendFunc, decode func(*http.Response, receipt) (R, error)) (R, error) {
	var none R
	content, err := encode(body)
	if err != nil {
		return none, &unsentError{err}
	}
	if err := ctx.Err(); err != nil {
		return none, &unsentError{err}
	}
	response, err := send(ctx, c.api, content)
	if err != nil {
		return none, err
	}
	defer response.Body.Close()
	return decode(response, receipt)
}

// encodable is a body that does not go through json.Marshal.
type encodable interface{ encode() ([]byte, error) }

// rawBody is sent as it is.
type rawBody string

func (b rawBody) encode() ([]byte, error) { return []byte(b), nil }

func encode(body any) (io.Reader, error) {
	if body == nil {
		return http.NoBody, nil
	}
	var text []byte
	var err error
	if own, ok := body.(encodable); ok {
		text, err = own.encode()
	} else {
		text, err = json.Marshal(body)
	}
	if err != nil {
		return nil, err
	}
	return bytes.NewReader(text), nil
}
