package bench

import (
	"bytes"
	"io"
	"net/http"
)

const (
	baseURL   = "https://acme.gainsightcloud.com/v1"
	accessKey = "made-up-key"
)

// tenant is a transport that reads each request and gives one reply, without a network.
type tenant struct{ reply []byte }

func (t tenant) RoundTrip(request *http.Request) (*http.Response, error) {
	defer request.Body.Close()
	if _, err := io.Copy(io.Discard, request.Body); err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode:    http.StatusOK,
		Header:        http.Header{"Content-Type": {"application/json"}},
		Body:          io.NopCloser(bytes.NewReader(t.reply)),
		ContentLength: int64(len(t.reply)),
		Request:       request,
	}, nil
}

// answering gives an HTTP client that gets this reply to whatever it asks.
func answering(reply []byte) *http.Client { return &http.Client{Transport: tenant{reply}} }

// clients gives two clients, one whose upserts are answered and one whose lists are.
func clients[C any](build func(reply []byte) (C, error)) (upserts, lists C, err error) {
	if upserts, err = build(upsertReply()); err == nil {
		lists, err = build(listReply())
	}
	return upserts, lists, err
}
