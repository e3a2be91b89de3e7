package plain

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// Client calls one tenant.
type Client struct {
	BaseURL, AccessKey string
	HTTP               *http.Client
}

// List returns one page.
func (c *Client) List(ctx context.Context, search Search) (Page, error) {
	var reply ListReply
	err := c.call(ctx, http.MethodPost, "/teams/services/companyTeam/list", search, &reply)
	if err == nil && !reply.Result {
		err = errRefused
	}
	return reply.Data, err
}

// Upsert writes records and returns those that were written.
func (c *Client) Upsert(ctx context.Context, upsert Upsert) ([]Record, error) {
	var reply UpsertReply
	err := c.call(ctx, http.MethodPut, "/teams/services/companyTeam?key=CompanyGsid,UserGsid", upsert, &reply)
	if err == nil && !reply.Result {
		err = errRefused
	}
	return reply.Data.Success.Records, err
}

var errRefused = errors.New("the reply says result: false")

func (c *Client) call(ctx context.Context, method, path string, body, reply any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, method, c.BaseURL+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("accesskey", c.AccessKey)
	response, err := c.HTTP.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", response.StatusCode)
	}
	return json.NewDecoder(response.Body).Decode(reply)
}
