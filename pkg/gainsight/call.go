package gainsight

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/go-json-experiment/json"
)

// sendFunc calls the generated client with the body, if the operation has one.
type sendFunc func(ctx context.Context, api *gsapi.Client, body io.Reader) (*http.Response, error)

// call carries out one operation: it encodes the body, sends the request through the chain, and decodes the reply.
func call[T any](ctx context.Context, c *Client, op operation, body any, send sendFunc) (reply[T], *Error) {
	f := &flight{op: op}
	answer, err := exchange[T](f.board(ctx), c, receipt{flight: f, key: c.key}, body, send)
	if err != nil {
		failure := newError(f, err).redacted(c.key)
		c.logFailure(ctx, failure)
		return answer, failure
	}
	return answer, nil
}

func exchange[T any](ctx context.Context, c *Client, receipt receipt, body any, send sendFunc) (reply[T], error) {
	var none reply[T]
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
	return decodeReply[T](response, receipt)
}

func encode(body any) (io.Reader, error) {
	if body == nil {
		return http.NoBody, nil
	}
	var text []byte
	var err error
	if own, ok := body.(interface{ encode() ([]byte, error) }); ok {
		text, err = own.encode()
	} else {
		text, err = json.Marshal(body)
	}
	if err != nil {
		return nil, err
	}
	return bytes.NewReader(text), nil
}
